-- What workloads cost: amounts by day and month, prepared from hours of series and from files; budgets; factors of carbon.

-- From which hour on the amounts of a workload must be booked anew; none where they are true.
ALTER TABLE signal_workloads ADD COLUMN cost_from timestamptz;

-- Amounts of a day, by where they are from. The days from `cost_from` on are replaced whenever a workload is judged.
CREATE TABLE cost_days (
    workload_id uuid NOT NULL CONSTRAINT cost_days_workload_id_fkey REFERENCES workloads,
    day date NOT NULL,
    quantity text NOT NULL,
    -- Series of this name, as sent; empty where a file says it.
    series text NOT NULL,
    reading_id uuid CONSTRAINT cost_days_reading_id_fkey REFERENCES readings,
    -- Empty where nothing names them.
    model text NOT NULL,
    feature text NOT NULL,
    -- Of money only.
    currency text NOT NULL,
    amount double precision NOT NULL,
    CONSTRAINT cost_days_origin_check CHECK ((series = '') = (reading_id IS NOT NULL)),
    CONSTRAINT cost_days_currency_check CHECK ((quantity = 'spend') = (currency <> ''))
);
CREATE INDEX cost_days_workload_id_idx ON cost_days (workload_id, day);
CREATE INDEX cost_days_reading_id_idx ON cost_days (reading_id) WHERE reading_id IS NOT NULL;

-- The same by month, model and feature.
CREATE TABLE cost_months (
    month date NOT NULL,
    workload_id uuid NOT NULL CONSTRAINT cost_months_workload_id_fkey REFERENCES workloads,
    quantity text NOT NULL,
    currency text NOT NULL,
    model text NOT NULL,
    feature text NOT NULL,
    amount double precision NOT NULL,
    PRIMARY KEY (month, workload_id, quantity, currency, model, feature)
);
CREATE INDEX cost_months_workload_id_idx ON cost_months (workload_id, month);

-- Of each workload and month one row, and one for each currency: what the pages of teams and of the organisation add up.
-- Null is what nothing is known of.
CREATE TABLE cost_totals (
    month date NOT NULL,
    workload_id uuid NOT NULL CONSTRAINT cost_totals_workload_id_fkey REFERENCES workloads,
    tokens_in double precision,
    tokens_out double precision,
    tokens_cached double precision,
    gpu_hours double precision,
    gpu_busy double precision,
    energy double precision,
    energy_stated double precision,
    carbon double precision,
    PRIMARY KEY (month, workload_id)
);
CREATE INDEX cost_totals_workload_id_idx ON cost_totals (workload_id);
CREATE TABLE cost_spends (
    month date NOT NULL,
    workload_id uuid NOT NULL CONSTRAINT cost_spends_workload_id_fkey REFERENCES workloads,
    currency text NOT NULL,
    amount double precision NOT NULL,
    PRIMARY KEY (month, workload_id, currency)
);
CREATE INDEX cost_spends_workload_id_idx ON cost_spends (workload_id);

-- An amount a month, of a workload or of a team.
CREATE TABLE budgets (
    id uuid PRIMARY KEY,
    workload_id uuid CONSTRAINT budgets_workload_id_fkey REFERENCES workloads,
    team_id uuid CONSTRAINT budgets_team_id_fkey REFERENCES teams,
    currency text NOT NULL,
    hundredths bigint NOT NULL,
    set_by uuid NOT NULL CONSTRAINT budgets_set_by_fkey REFERENCES users,
    set_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT budgets_of_check CHECK (num_nonnulls(workload_id, team_id) = 1),
    CONSTRAINT budgets_hundredths_check CHECK (hundredths > 0)
);
CREATE UNIQUE INDEX budgets_workload_id_key ON budgets (workload_id, currency) WHERE workload_id IS NOT NULL;
CREATE UNIQUE INDEX budgets_team_id_key ON budgets (team_id, currency) WHERE team_id IS NOT NULL;
CREATE INDEX budgets_set_by_idx ON budgets (set_by);

-- Which steps of a month's budget people were told of.
CREATE TABLE budget_marks (
    budget_id uuid NOT NULL CONSTRAINT budget_marks_budget_id_fkey REFERENCES budgets ON DELETE CASCADE,
    month date NOT NULL,
    step text NOT NULL,
    PRIMARY KEY (budget_id, month, step)
);

-- What a kilowatt-hour comes to, of a workload or of all workloads of a team.
CREATE TABLE cost_factors (
    id uuid PRIMARY KEY,
    workload_id uuid CONSTRAINT cost_factors_workload_id_fkey REFERENCES workloads,
    team_id uuid CONSTRAINT cost_factors_team_id_fkey REFERENCES teams,
    pue double precision NOT NULL,
    -- Grams of CO2 equivalent for a kilowatt-hour.
    intensity double precision NOT NULL,
    -- Grams of CO2 equivalent a month, of each workload.
    embodied double precision NOT NULL,
    -- Where the numbers are from.
    source text NOT NULL,
    set_by uuid NOT NULL CONSTRAINT cost_factors_set_by_fkey REFERENCES users,
    set_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT cost_factors_of_check CHECK (num_nonnulls(workload_id, team_id) = 1)
);
CREATE UNIQUE INDEX cost_factors_workload_id_key ON cost_factors (workload_id) WHERE workload_id IS NOT NULL;
CREATE UNIQUE INDEX cost_factors_team_id_key ON cost_factors (team_id) WHERE team_id IS NOT NULL;
CREATE INDEX cost_factors_set_by_idx ON cost_factors (set_by);

-- What is there already is booked by the next judgement.
UPDATE signal_workloads SET cost_from = now() - interval '400 days', dirty_since = coalesce(dirty_since, now());
INSERT INTO signal_workloads (workload_id, dirty_since, cost_from)
    SELECT DISTINCT workload_id, now(), now() - interval '400 days' FROM readings WHERE withdrawn_at IS NULL
    ON CONFLICT DO NOTHING;
