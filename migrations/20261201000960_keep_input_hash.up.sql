-- The hash of what a workload's numbers follow from, beside the numbers: a report on ten thousand workloads hashes these
-- together and shall not read the numbers of each for it.
ALTER TABLE results ADD COLUMN input_hash text GENERATED ALWAYS AS (summary ->> 'input_hash') STORED;
