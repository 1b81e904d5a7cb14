-- The numbers of each workload, prepared. A write that changes what they follow from marks the row stale in
-- its own transaction; the next reader computes it anew. So a reader never sees a number that is not true.
CREATE TABLE results (
    workload_id uuid PRIMARY KEY CONSTRAINT results_workload_id_fkey REFERENCES workloads,
    -- Grows with each change of the workload's answers, proof, risks or circumstances.
    revision bigint NOT NULL DEFAULT 1,
    -- The revision that `summary` was computed from; smaller than `revision` = stale.
    computed_revision bigint NOT NULL DEFAULT 0,
    -- The last day on which the summary is true: proof expires and acceptances end by themselves.
    true_until date,
    summary jsonb
);
