-- Stamps stay: a console from before makes each order anew.
DROP INDEX risk_rows_assured_cell_idx, risk_rows_inherent_cell_idx, plan_rows_state_idx, plan_rows_overdue_idx,
    plan_rows_due_on_idx, plan_rows_planned_idx;
ALTER TABLE plan_rows DROP COLUMN planned;
ALTER TABLE plan_ends DROP COLUMN open, DROP COLUMN in_progress, DROP COLUMN done, DROP COLUMN dropped,
    DROP COLUMN unowned, DROP COLUMN effort_days, DROP COLUMN until_effort;
