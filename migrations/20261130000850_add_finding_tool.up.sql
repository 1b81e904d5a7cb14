-- Which tool reported a finding: kinds of files that many tools write (SARIF) don't tell them apart.
ALTER TABLE findings ADD COLUMN tool text NOT NULL DEFAULT '';
-- People can say that one is fixed before a run shows it; the day stands beside it.
ALTER TABLE findings DROP CONSTRAINT findings_triage_check;
ALTER TABLE findings ADD CONSTRAINT findings_triage_check CHECK (triage IN ('accepted', 'false_positive', 'fixed'));
ALTER TABLE findings ADD CONSTRAINT findings_fixed_check CHECK (triage IS DISTINCT FROM 'fixed' OR fixed_day IS NOT NULL);
UPDATE findings f SET tool = coalesce(r.content #>> '{tool,name}', '')
FROM readings r WHERE r.id = f.reading_id;
-- What a sender says that a file is about. The same bytes are the same file only where they were read and said to be the
-- same on the same day: an empty list says something new after each run that was not empty.
ALTER TABLE readings ADD COLUMN said text NOT NULL DEFAULT '';
DROP INDEX readings_sha256_key;
CREATE UNIQUE INDEX readings_sha256_key ON readings (workload_id, sha256, day, kind, said) WHERE withdrawn_at IS NULL;
