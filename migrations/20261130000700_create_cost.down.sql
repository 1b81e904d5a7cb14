DROP TABLE cost_factors;
DROP TABLE budget_marks;
DROP TABLE budgets;
DROP TABLE cost_spends;
DROP TABLE cost_totals;
DROP TABLE cost_months;
DROP TABLE cost_days;
ALTER TABLE signal_workloads DROP COLUMN cost_from;
