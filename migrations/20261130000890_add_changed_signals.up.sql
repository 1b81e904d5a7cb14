-- What changed of a workload since rules looked at it: only those that read it look again. Signals by the mapping's names,
-- `traces`, and `file:` with a kind of file; none is everything. A console that knows nothing of the column leaves it so.
ALTER TABLE signal_workloads ADD COLUMN changed text[];
-- When all rules looked, whatever had changed: their windows move, and what files say grows old. Where nobody knows, all of
-- them look the next time.
ALTER TABLE signal_workloads ADD COLUMN all_judged_at timestamptz;
-- Rules over files look again as days pass, also where no telemetry ever came.
INSERT INTO signal_workloads (workload_id, judged_at) SELECT DISTINCT workload_id, now() FROM readings
ON CONFLICT DO NOTHING;

-- Workloads that inherit an answer which has changed, and whose plans are to follow it: too many may stand on one platform
-- for the transaction in which it answers.
CREATE TABLE plan_unsettled (
    workload_id uuid PRIMARY KEY CONSTRAINT plan_unsettled_workload_id_fkey REFERENCES workloads,
    -- Criteria whose actions lists showed as done before.
    fulfilled text[] NOT NULL,
    -- Criteria whose answers changed: nothing else is told of.
    criteria text[] NOT NULL,
    since timestamptz NOT NULL
);
