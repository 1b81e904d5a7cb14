DROP INDEX risk_rows_acceptance_idx, risk_rows_risk_idx, risk_rows_expires_on_down_idx, risk_rows_expires_on_idx,
    risk_rows_findings_idx, risk_rows_inherent_idx, risk_rows_claimed_idx, risk_rows_assured_cell_idx,
    risk_rows_inherent_cell_idx, risk_rows_assured_idx;
CREATE INDEX risk_rows_assured_idx ON risk_rows (assured DESC NULLS LAST, claimed DESC, workload_id, risk);
CREATE INDEX risk_rows_inherent_cell_idx
    ON risk_rows (impact, likelihood, assured DESC NULLS LAST, claimed DESC, workload_id, risk);
CREATE INDEX risk_rows_assured_cell_idx
    ON risk_rows (impact, assured_likelihood, assured DESC NULLS LAST, claimed DESC, workload_id, risk);
DROP INDEX workloads_name_idx, teams_lower_name_idx, workloads_lower_name_idx, plan_rows_overdue_idx, plan_rows_state_order_idx,
    plan_rows_effort_days_idx, plan_rows_rate_idx, plan_rows_planned_down_idx, plan_rows_due_on_down_idx, plan_rows_due_on_idx;
CREATE INDEX plan_rows_due_on_idx ON plan_rows (due_on);
CREATE INDEX plan_rows_overdue_idx ON plan_rows (due_on) INCLUDE (workload_id, state, owner_id, effort_days)
    WHERE due_on IS NOT NULL AND state IN ('open', 'in_progress');

ALTER TABLE plan_ends
    ADD COLUMN open integer NOT NULL DEFAULT 0,
    ADD COLUMN in_progress integer NOT NULL DEFAULT 0,
    ADD COLUMN done integer NOT NULL DEFAULT 0,
    ADD COLUMN dropped integer NOT NULL DEFAULT 0,
    ADD COLUMN unowned integer NOT NULL DEFAULT 0;
UPDATE plan_ends e
SET open = c.open, in_progress = c.in_progress, done = c.done, dropped = c.dropped, unowned = c.unowned
FROM (
    SELECT workload_id,
           count(*) FILTER (WHERE state = 'open') AS open,
           count(*) FILTER (WHERE state = 'in_progress') AS in_progress,
           count(*) FILTER (WHERE state = 'done') AS done,
           count(*) FILTER (WHERE state = 'dropped') AS dropped,
           count(*) FILTER (WHERE state IN ('open', 'in_progress') AND owner_id IS NULL) AS unowned
    FROM plan_rows GROUP BY workload_id
) c
WHERE c.workload_id = e.workload_id;

ALTER TABLE plan_orders DROP COLUMN edition;
DROP TABLE plan_counts, risk_counts;
