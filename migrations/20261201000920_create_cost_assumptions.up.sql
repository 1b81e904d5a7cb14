-- What people assume in a workload's calculators where its own figures or the usual say something else: by currency, as
-- prices in one are none in another.
CREATE TABLE cost_assumptions (
    workload_id uuid NOT NULL CONSTRAINT cost_assumptions_workload_id_fkey REFERENCES workloads,
    -- Empty where nothing is spent yet.
    currency text NOT NULL,
    -- Texts by the names of the form's fields.
    given jsonb NOT NULL,
    set_by uuid NOT NULL CONSTRAINT cost_assumptions_set_by_fkey REFERENCES users,
    set_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (workload_id, currency)
);
CREATE INDEX cost_assumptions_set_by_idx ON cost_assumptions (set_by);
