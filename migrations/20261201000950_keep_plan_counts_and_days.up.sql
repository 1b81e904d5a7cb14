-- Plans of a whole organisation, read without all of their rows: what is asked of whole workloads is kept with where
-- their plans lead, each row keeps its day, and lists begin where an index says. Written whenever a team's order is made.
ALTER TABLE plan_ends
    ADD COLUMN open integer NOT NULL DEFAULT 0,
    ADD COLUMN in_progress integer NOT NULL DEFAULT 0,
    ADD COLUMN done integer NOT NULL DEFAULT 0,
    ADD COLUMN dropped integer NOT NULL DEFAULT 0,
    -- Of those that are open or in progress: without an owner, and person-days.
    ADD COLUMN unowned integer NOT NULL DEFAULT 0,
    ADD COLUMN effort_days bigint NOT NULL DEFAULT 0,
    -- The team's person-days until the row that reaches the target is done.
    ADD COLUMN until_effort integer;
UPDATE plan_ends e
SET open = c.open, in_progress = c.in_progress, done = c.done, dropped = c.dropped, unowned = c.unowned,
    effort_days = c.effort_days, until_effort = c.until_effort
FROM (
    SELECT workload_id,
           count(*) FILTER (WHERE state = 'open') AS open,
           count(*) FILTER (WHERE state = 'in_progress') AS in_progress,
           count(*) FILTER (WHERE state = 'done') AS done,
           count(*) FILTER (WHERE state = 'dropped') AS dropped,
           count(*) FILTER (WHERE state IN ('open', 'in_progress') AND owner_id IS NULL) AS unowned,
           coalesce(sum(effort_days) FILTER (WHERE state IN ('open', 'in_progress')), 0) AS effort_days,
           max(until_effort) FILTER (WHERE reaches) AS until_effort
    FROM plan_rows GROUP BY workload_id
) c
WHERE c.workload_id = e.workload_id;

-- Days from today until it is done with the team's own capacity, not rounded; none where nothing is left to do or nobody
-- can do it.
ALTER TABLE plan_rows ADD COLUMN planned double precision;
UPDATE plan_rows p SET planned = p.until_effort * 30.0::float8 / t.capacity_days
FROM workloads w JOIN teams t ON t.id = w.team_id
WHERE w.id = p.workload_id AND p.until_effort IS NOT NULL AND t.capacity_days > 0;

-- Days follow from the capacity too, so it is in the stamp now. An order that was stale stays so.
UPDATE plan_orders o SET stamp = n.stamp
FROM (
    SELECT w.team_id,
           md5(string_agg(w.id::text || r.computed_revision || coalesce(r.true_until::text, '') || w.tier, ',' ORDER BY w.id))
               AS was,
           md5(t.capacity_days || ':' || string_agg(
               w.id::text || r.computed_revision || coalesce(r.true_until::text, '') || w.tier || r.computed_with,
               ',' ORDER BY w.id)) AS stamp
    FROM workloads w JOIN teams t ON t.id = w.team_id JOIN results r ON r.workload_id = w.id
    WHERE w.archived_at IS NULL
    GROUP BY w.team_id, t.capacity_days
) n
WHERE n.team_id = o.team_id AND n.was = o.stamp;

CREATE INDEX plan_rows_planned_idx ON plan_rows (planned);
CREATE INDEX plan_rows_due_on_idx ON plan_rows (due_on);
-- What is overdue is counted from this alone.
CREATE INDEX plan_rows_overdue_idx ON plan_rows (due_on) INCLUDE (workload_id, state, owner_id, effort_days)
    WHERE due_on IS NOT NULL AND state IN ('open', 'in_progress');
-- The other columns of a board.
CREATE INDEX plan_rows_state_idx ON plan_rows (state) WHERE state <> 'open';

-- A cell of each matrix, in the order in which the register is read first.
CREATE INDEX risk_rows_inherent_cell_idx
    ON risk_rows (impact, likelihood, assured DESC NULLS LAST, claimed DESC, workload_id, risk);
CREATE INDEX risk_rows_assured_cell_idx
    ON risk_rows (impact, assured_likelihood, assured DESC NULLS LAST, claimed DESC, workload_id, risk);
