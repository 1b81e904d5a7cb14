-- A console of before can't read kinds that it does not know.
DELETE FROM notice_events WHERE kind IN ('acceptance_asked', 'acceptance_approved', 'acceptance_rejected', 'report_ready', 'report_failed');
DELETE FROM notice_choices WHERE kind IN ('acceptance_asked', 'acceptance_approved', 'acceptance_rejected', 'report_ready', 'report_failed');
UPDATE webhooks SET kinds = ARRAY(SELECT k FROM unnest(kinds) AS k WHERE k NOT IN ('acceptance_asked', 'acceptance_approved', 'acceptance_rejected', 'report_ready', 'report_failed'));
DELETE FROM notice_events WHERE workload_id IS NULL;
ALTER TABLE notice_events DROP COLUMN team_id;
ALTER TABLE notice_events ALTER COLUMN workload_id SET NOT NULL;
DELETE FROM notices WHERE NOT console;
ALTER TABLE notices DROP COLUMN console;
ALTER TABLE notice_choices DROP COLUMN console;
