DROP TABLE plan_unsettled;
ALTER TABLE signal_workloads DROP COLUMN all_judged_at;
ALTER TABLE signal_workloads DROP COLUMN changed;
