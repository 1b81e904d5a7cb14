-- Of several readings of the same bytes the newest stays.
UPDATE readings r SET withdrawn_at = now()
WHERE r.withdrawn_at IS NULL
  AND EXISTS (SELECT FROM readings n WHERE n.workload_id = r.workload_id AND n.sha256 = r.sha256 AND n.withdrawn_at IS NULL
              AND (n.day, n.received_at, n.id) > (r.day, r.received_at, r.id));
DROP INDEX readings_sha256_key;
CREATE UNIQUE INDEX readings_sha256_key ON readings (workload_id, sha256) WHERE withdrawn_at IS NULL;
ALTER TABLE readings DROP COLUMN said;
ALTER TABLE findings DROP CONSTRAINT findings_fixed_check;
UPDATE findings SET triage = NULL WHERE triage = 'fixed';
ALTER TABLE findings DROP CONSTRAINT findings_triage_check;
ALTER TABLE findings ADD CONSTRAINT findings_triage_check CHECK (triage IN ('accepted', 'false_positive'));
ALTER TABLE findings DROP COLUMN tool;
