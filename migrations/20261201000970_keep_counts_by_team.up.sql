-- Counts of the register and of plans by team, so that a page over a whole organisation reads some rows a team instead of
-- all risks and all actions; and an index for the orders that the pages offer.

-- How many risks of a team's active workloads stand in a cell of a matrix: all, by pillar, by treatment, by both, by the band
-- of the assured residual (0 to 3), and by that and treatment. `*` stands for any, so each filter is a row of its own for each
-- cell and nothing is added up but teams. Written with the team's numbers; what `team_changes` names is counted anew by who
-- reads it.
CREATE TABLE risk_counts (
    team_id uuid NOT NULL CONSTRAINT risk_counts_team_id_fkey REFERENCES teams,
    pillar text NOT NULL,
    treatment text NOT NULL,
    band text NOT NULL,
    -- By the assured residual; else by the inherent risk.
    assured boolean NOT NULL,
    likelihood smallint NOT NULL,
    impact smallint NOT NULL,
    count integer NOT NULL,
    PRIMARY KEY (team_id, pillar, treatment, band, assured, likelihood, impact)
);
CREATE INDEX risk_counts_filter_idx ON risk_counts (pillar, treatment, band);
INSERT INTO risk_counts (team_id, pillar, treatment, band, assured, likelihood, impact, count)
SELECT w.team_id, coalesce(r.pillar, '*'), coalesce(r.treatment, '*'), coalesce(r.assured_band::text, '*'), m.assured,
       m.likelihood, r.impact, count(*)
FROM risk_rows r
JOIN workloads w ON w.id = r.workload_id AND w.archived_at IS NULL
CROSS JOIN LATERAL (VALUES (false, r.likelihood), (true, r.assured_likelihood)) AS m (assured, likelihood)
GROUP BY w.team_id, m.assured, m.likelihood, r.impact,
         GROUPING SETS (CUBE (r.pillar, r.treatment), (r.assured_band), (r.assured_band, r.treatment));

-- The same of actions: by pillar, by whether somebody owns them, by whether they are due, and by the phase of the team's
-- own capacity. Written when the team's order is made.
CREATE TABLE plan_counts (
    team_id uuid NOT NULL CONSTRAINT plan_counts_team_id_fkey REFERENCES teams,
    pillar text NOT NULL,
    owner text NOT NULL CONSTRAINT plan_counts_owner_check CHECK (owner IN ('*', 'somebody', 'nobody')),
    due text NOT NULL CONSTRAINT plan_counts_due_check CHECK (due IN ('*', 'day', 'none')),
    phase text NOT NULL CONSTRAINT plan_counts_phase_check CHECK (phase IN ('*', '30', '90', '180', 'later', 'none')),
    open integer NOT NULL,
    in_progress integer NOT NULL,
    done integer NOT NULL,
    dropped integer NOT NULL,
    -- Of those that are open or in progress: without an owner, and person-days.
    unowned integer NOT NULL,
    effort_days bigint NOT NULL,
    PRIMARY KEY (team_id, pillar, owner, due, phase)
);
CREATE INDEX plan_counts_filter_idx ON plan_counts (pillar, owner, due, phase);
INSERT INTO plan_counts (team_id, pillar, owner, due, phase, open, in_progress, done, dropped, unowned, effort_days)
SELECT p.team_id, coalesce(p.pillar, '*'), coalesce(p.owner, '*'), coalesce(p.due, '*'), coalesce(p.phase, '*'),
       count(*) FILTER (WHERE p.state = 'open'),
       count(*) FILTER (WHERE p.state = 'in_progress'),
       count(*) FILTER (WHERE p.state = 'done'),
       count(*) FILTER (WHERE p.state = 'dropped'),
       count(*) FILTER (WHERE p.state IN ('open', 'in_progress') AND p.owner_id IS NULL),
       coalesce(sum(p.effort_days) FILTER (WHERE p.state IN ('open', 'in_progress')), 0)
FROM (
    SELECT w.team_id, r.pillar, r.state, r.owner_id, r.effort_days,
           CASE WHEN r.owner_id IS NULL THEN 'nobody' ELSE 'somebody' END AS owner,
           CASE WHEN r.due_on IS NULL THEN 'none' ELSE 'day' END AS due,
           CASE WHEN r.planned > 180 OR (r.planned IS NULL AND r.until_effort > 0) THEN 'later'
                WHEN r.planned > 90 THEN '180'
                WHEN r.planned > 30 THEN '90'
                WHEN r.planned > 0 THEN '30'
                ELSE 'none' END AS phase
    FROM plan_rows r JOIN workloads w ON w.id = r.workload_id AND w.archived_at IS NULL
) p
GROUP BY p.team_id, CUBE (p.pillar, p.owner, p.due, p.phase);

-- The edition of the team's numbers when its order was last found to be that of its plans: nothing of another team has to
-- be looked at to know that nothing changed. No edition is −1.
ALTER TABLE plan_orders ADD COLUMN edition bigint NOT NULL DEFAULT -1;

-- What plans of whole workloads were counted from before; a workload of its own has few rows.
ALTER TABLE plan_ends DROP COLUMN open, DROP COLUMN in_progress, DROP COLUMN done, DROP COLUMN dropped, DROP COLUMN unowned;

-- The first rows of an order come out of an index, with what decides among equal ones: of most of these columns there are
-- few values. Turned round, gain, effort and state are read backwards.
DROP INDEX plan_rows_due_on_idx;
CREATE INDEX plan_rows_due_on_idx ON plan_rows (due_on, until_effort, place, workload_id, criterion);
CREATE INDEX plan_rows_due_on_down_idx ON plan_rows (due_on DESC NULLS LAST, until_effort, place, workload_id, criterion);
CREATE INDEX plan_rows_planned_down_idx ON plan_rows (planned DESC NULLS LAST);
CREATE INDEX plan_rows_rate_idx ON plan_rows (rate DESC, until_effort, place, workload_id, criterion);
CREATE INDEX plan_rows_effort_days_idx ON plan_rows (effort_days, until_effort, place, workload_id, criterion);
CREATE INDEX plan_rows_state_order_idx ON plan_rows
    (array_position(ARRAY['open', 'in_progress', 'done', 'dropped'], state), until_effort, place, workload_id, criterion);
-- What is overdue is counted from this alone, of one pillar too.
DROP INDEX plan_rows_overdue_idx;
CREATE INDEX plan_rows_overdue_idx ON plan_rows (due_on) INCLUDE (workload_id, state, owner_id, effort_days, pillar)
    WHERE due_on IS NOT NULL AND state IN ('open', 'in_progress');
-- Orders by name: the rows of the first workloads.
CREATE INDEX workloads_lower_name_idx ON workloads (lower(name));
CREATE INDEX teams_lower_name_idx ON teams (lower(name));
CREATE INDEX workloads_name_idx ON workloads (name, id);

-- The register in the order in which it is read first, whole and by cell: no column of it is ever null, so it can be read
-- from either end. Then the other columns, and the risks of the catalogue one by one.
DROP INDEX risk_rows_assured_idx, risk_rows_inherent_cell_idx, risk_rows_assured_cell_idx;
CREATE INDEX risk_rows_assured_idx ON risk_rows (assured DESC, claimed DESC, workload_id, risk);
CREATE INDEX risk_rows_inherent_cell_idx ON risk_rows (impact, likelihood, assured DESC, claimed DESC, workload_id, risk);
CREATE INDEX risk_rows_assured_cell_idx
    ON risk_rows (impact, assured_likelihood, assured DESC, claimed DESC, workload_id, risk);
CREATE INDEX risk_rows_claimed_idx ON risk_rows (claimed DESC, assured DESC, workload_id, risk);
CREATE INDEX risk_rows_inherent_idx
    ON risk_rows (((likelihood * impact)::double precision) DESC, assured DESC, claimed DESC, workload_id, risk);
CREATE INDEX risk_rows_findings_idx ON risk_rows (
    ((findings[5] * 1e12 + findings[4] * 1e8 + findings[3] * 1e4 + findings[2] + findings[1] / 1e4)::double precision) DESC,
    assured DESC, claimed DESC, workload_id, risk);
CREATE INDEX risk_rows_expires_on_idx ON risk_rows (expires_on, assured DESC, claimed DESC, workload_id, risk);
CREATE INDEX risk_rows_expires_on_down_idx
    ON risk_rows (expires_on DESC NULLS LAST, assured DESC, claimed DESC, workload_id, risk);
CREATE INDEX risk_rows_risk_idx ON risk_rows (risk, assured DESC, claimed DESC, workload_id);
-- Acceptances by where they stand: few of all risks.
CREATE INDEX risk_rows_acceptance_idx ON risk_rows (expires_on, approved) WHERE treatment = 'accept';
