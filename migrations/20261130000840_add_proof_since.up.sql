-- The days since which proof stands, each once: lists of workloads are filtered by how old their proof is. It is written
-- together with the other numbers, which the form of the share makes stale anyway.
ALTER TABLE results ADD COLUMN proof_since date[] NOT NULL DEFAULT '{}';
