-- What people did about risks and actions before their workload came here, as its file says. The change log tells only of
-- what was done in this installation: entries that nobody here made would be a false history.
CREATE TABLE imported_history (
    workload_id uuid NOT NULL CONSTRAINT imported_history_workload_id_fkey REFERENCES workloads,
    -- From 1, the oldest first.
    number bigint NOT NULL,
    -- The organisation in whose installation it was done.
    origin text NOT NULL,
    at timestamptz NOT NULL,
    -- A name, and nobody's account. None: the product itself.
    actor text,
    action text NOT NULL,
    -- The risk, or the criterion of the action.
    subject text NOT NULL,
    details jsonb NOT NULL,
    PRIMARY KEY (workload_id, number)
);
CREATE INDEX imported_history_subject_idx ON imported_history (workload_id, subject, number);
