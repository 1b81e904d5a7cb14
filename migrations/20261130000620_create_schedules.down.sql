ALTER TABLE deliveries DROP COLUMN report_id;
DROP TABLE kept_reports;
DROP TABLE schedule_runs;
DROP TABLE schedule_recipients;
DROP TABLE schedules;
