DROP INDEX milestones_approved_at_idx, workloads_by_name_idx, assessments_in_review_idx;
DROP TABLE alerts, group_samples, workload_samples;
DROP TRIGGER teams_note_change ON teams;
DROP TRIGGER teams_prepare ON teams;
DROP TRIGGER workloads_note_team_change ON workloads;
DROP TRIGGER results_note_team_change ON results;
DROP FUNCTION note_capacity_change(), prepare_team(), note_workload_change(), note_team_change();
DROP TABLE team_changes, team_results;
DROP INDEX results_stale_idx, results_true_until_idx, results_computed_with_idx;
ALTER TABLE results
    DROP COLUMN share, DROP COLUMN computed_with, DROP COLUMN computed_at, DROP COLUMN assessed, DROP COLUMN assured,
    DROP COLUMN claimed, DROP COLUMN answered, DROP COLUMN pillars, DROP COLUMN conflicts, DROP COLUMN critical,
    DROP COLUMN high, DROP COLUMN ended, DROP COLUMN first_end, DROP COLUMN first_due, DROP COLUMN first_acceptance,
    DROP COLUMN acceptance_asked;
