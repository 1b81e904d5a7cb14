DROP TABLE plan_orders, plan_ends, plan_rows;
