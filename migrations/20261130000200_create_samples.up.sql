-- Prepared numbers of groups, and how numbers were on each day.

-- What lists and group pages need of a workload's numbers, beside its summary: `share` holds it exactly, the columns
-- are what lists are sorted and filtered by (decimals of twelve places).
ALTER TABLE results
    ADD COLUMN share jsonb,
    -- The framework version that computed: another one makes the numbers stale.
    ADD COLUMN computed_with text NOT NULL DEFAULT '',
    ADD COLUMN computed_at timestamptz,
    ADD COLUMN assessed boolean NOT NULL DEFAULT false,
    ADD COLUMN assured numeric,
    ADD COLUMN claimed numeric,
    ADD COLUMN answered numeric,
    -- Claimed scores by pillar.
    ADD COLUMN pillars jsonb,
    ADD COLUMN conflicts integer NOT NULL DEFAULT 0,
    ADD COLUMN critical integer NOT NULL DEFAULT 0,
    ADD COLUMN high integer NOT NULL DEFAULT 0,
    -- Claimed criteria whose proof has ended.
    ADD COLUMN ended integer NOT NULL DEFAULT 0,
    -- The first day after which proof no longer stands, and on which an open action is due.
    ADD COLUMN first_end date,
    ADD COLUMN first_due date,
    -- The first last day of an approved acceptance, and whether one waits for approval.
    ADD COLUMN first_acceptance date,
    ADD COLUMN acceptance_asked boolean NOT NULL DEFAULT false;
CREATE INDEX results_stale_idx ON results (workload_id) WHERE computed_revision < revision;
CREATE INDEX results_true_until_idx ON results (true_until);
CREATE INDEX results_computed_with_idx ON results (computed_with);

-- Lists are by name unless they are asked for otherwise.
CREATE INDEX workloads_by_name_idx ON workloads (lower(name) COLLATE "C", name COLLATE "C", id);
CREATE INDEX assessments_in_review_idx ON assessments (submitted_at) WHERE state = 'in_review';

-- The numbers of each team, prepared from its workloads' shares.
CREATE TABLE team_results (
    team_id uuid PRIMARY KEY CONSTRAINT team_results_team_id_fkey REFERENCES teams,
    -- Grows with each computation.
    edition bigint NOT NULL DEFAULT 0,
    numbers jsonb
);
INSERT INTO team_results (team_id) SELECT id FROM teams;

-- Teams whose prepared numbers no longer follow from their workloads'. A row for each change: writers only add and
-- never wait for each other; who computes a team's numbers removes the rows that it has seen.
CREATE TABLE team_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    team_id uuid NOT NULL CONSTRAINT team_changes_team_id_fkey REFERENCES teams
);
CREATE INDEX team_changes_team_id_idx ON team_changes (team_id);
INSERT INTO team_changes (team_id) SELECT id FROM teams;

-- In the transaction of the change itself, whoever makes it: a prepared number is never silently old.
CREATE FUNCTION note_team_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO team_changes (team_id) SELECT team_id FROM workloads WHERE id = NEW.workload_id;
    RETURN NULL;
END $$;
CREATE TRIGGER results_note_team_change AFTER INSERT OR UPDATE ON results
    FOR EACH ROW EXECUTE FUNCTION note_team_change();

CREATE FUNCTION note_workload_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO team_changes (team_id) VALUES (NEW.team_id);
    RETURN NULL;
END $$;
CREATE TRIGGER workloads_note_team_change AFTER UPDATE OF archived_at, tier ON workloads
    FOR EACH ROW EXECUTE FUNCTION note_workload_change();

CREATE FUNCTION prepare_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO team_results (team_id) VALUES (NEW.id);
    INSERT INTO team_changes (team_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER teams_prepare AFTER INSERT ON teams FOR EACH ROW EXECUTE FUNCTION prepare_team();
-- Its capacity bears on its projection, also where it has no workloads yet.
CREATE FUNCTION note_capacity_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO team_changes (team_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER teams_note_change AFTER UPDATE OF capacity_days ON teams
    FOR EACH ROW EXECUTE FUNCTION note_capacity_change();

-- A workload's numbers on a day: as they were when it ended, or as a milestone of that day has them.
CREATE TABLE workload_samples (
    workload_id uuid NOT NULL CONSTRAINT workload_samples_workload_id_fkey REFERENCES workloads,
    day date NOT NULL,
    source text NOT NULL CONSTRAINT workload_samples_source_check CHECK (source IN ('daily', 'milestone')),
    taken_at timestamptz NOT NULL,
    framework_version text NOT NULL,
    score_spec integer NOT NULL,
    input_hash text NOT NULL,
    tier smallint NOT NULL,
    assessed boolean NOT NULL,
    -- Indices as exact fractions; null where nothing applies.
    assured text,
    claimed text,
    possible text,
    level_assured smallint,
    level_claimed smallint,
    level_possible smallint,
    in_scope integer NOT NULL,
    answered integer NOT NULL,
    met integer NOT NULL,
    proven integer NOT NULL,
    conflicts integer NOT NULL,
    high integer NOT NULL,
    critical integer NOT NULL,
    -- Claimed criteria whose proof had ended.
    ended integer NOT NULL,
    open_actions integer NOT NULL,
    effort_days integer NOT NULL,
    -- Each risk's residuals; null where the day before it had the same.
    risks jsonb,
    PRIMARY KEY (workload_id, day)
);
CREATE INDEX workload_samples_risks_idx ON workload_samples (workload_id, day) WHERE risks IS NOT NULL;
CREATE INDEX workload_samples_day_idx ON workload_samples (day, taken_at);

-- The same of a team (or, without one, of the organisation): sums by tier, apart for each framework version.
CREATE TABLE group_samples (
    team_id uuid CONSTRAINT group_samples_team_id_fkey REFERENCES teams,
    day date NOT NULL,
    framework_version text NOT NULL,
    weight integer NOT NULL,
    -- Sums of weighted indices as exact fractions.
    assured text NOT NULL,
    claimed text NOT NULL,
    possible text NOT NULL,
    assessed integer NOT NULL,
    not_assessed integer NOT NULL,
    met integer NOT NULL,
    proven integer NOT NULL,
    conflicts integer NOT NULL,
    high integer NOT NULL,
    critical integer NOT NULL,
    open_actions integer NOT NULL,
    effort_days integer NOT NULL,
    milestones integer NOT NULL
);
CREATE UNIQUE INDEX group_samples_team_key ON group_samples (team_id, day, framework_version) WHERE team_id IS NOT NULL;
CREATE UNIQUE INDEX group_samples_organisation_key ON group_samples (day, framework_version) WHERE team_id IS NULL;
CREATE INDEX group_samples_team_id_idx ON group_samples (team_id);

-- What changed for the worse from one sample of a workload to the next.
CREATE TABLE alerts (
    workload_id uuid NOT NULL CONSTRAINT alerts_workload_id_fkey REFERENCES workloads,
    day date NOT NULL,
    kind text NOT NULL CONSTRAINT alerts_kind_check CHECK (kind IN ('assured_fell', 'proof_ended', 'critical_risk')),
    -- The figures before and after: an exact index, a count, or the risk and its residuals.
    details jsonb NOT NULL,
    PRIMARY KEY (workload_id, day, kind)
);
CREATE INDEX alerts_day_idx ON alerts (day);
CREATE INDEX milestones_approved_at_idx ON milestones (approved_at);
