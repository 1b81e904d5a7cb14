-- The plan of each workload, prepared together with its numbers; owner, date and state stand here again so that lists
-- over all workloads read one table. `results` says whether they are true.
CREATE TABLE plan_rows (
    workload_id uuid NOT NULL CONSTRAINT plan_rows_workload_id_fkey REFERENCES workloads,
    criterion text NOT NULL,
    -- The order within the workload, from 1; none where the criterion is met.
    place integer,
    check_id text NOT NULL,
    pillar text NOT NULL,
    level smallint NOT NULL,
    state text NOT NULL,
    -- Whether the criterion is unmet, met, or claimed against a rule.
    standing text NOT NULL CONSTRAINT plan_rows_standing_check CHECK (standing IN ('unmet', 'met', 'contradicted')),
    effort_days integer NOT NULL,
    own_effort boolean NOT NULL,
    requires text[] NOT NULL,
    -- Gains in millionths of a point, and both together by person-day, for order and display; the exact ones stay with the plan.
    index_gain bigint NOT NULL,
    risk_gain bigint NOT NULL,
    rate bigint NOT NULL,
    -- Whether the workload's level reaches its target with it.
    reaches boolean NOT NULL,
    owner_id uuid CONSTRAINT plan_rows_owner_id_fkey REFERENCES users,
    due_on date,
    version integer NOT NULL,
    -- Person-days of the whole team before it begins and until it is done; none where nothing is left to do.
    from_effort integer,
    until_effort integer,
    PRIMARY KEY (workload_id, criterion)
);
CREATE INDEX plan_rows_owner_id_idx ON plan_rows (owner_id) WHERE owner_id IS NOT NULL;

-- Where a workload's plan leads: its level is at its target, will be with one of its rows, or never with what is planned.
CREATE TABLE plan_ends (
    workload_id uuid PRIMARY KEY CONSTRAINT plan_ends_workload_id_fkey REFERENCES workloads,
    assessed boolean NOT NULL,
    target smallint NOT NULL,
    level smallint,
    standing text NOT NULL CONSTRAINT plan_ends_standing_check CHECK (standing IN ('reached', 'planned', 'never'))
);

-- What the shared order of a team was made from: where another stamp results, it is made anew.
CREATE TABLE plan_orders (
    team_id uuid PRIMARY KEY CONSTRAINT plan_orders_team_id_fkey REFERENCES teams,
    stamp text NOT NULL
);

CREATE INDEX plan_rows_reaches_idx ON plan_rows (workload_id) WHERE reaches;

-- Every workload's rows are prepared with its numbers, which the next reader makes.
UPDATE results SET revision = revision + 1;
