-- Workloads and the answers to their checklists.

-- Framework versions as they were when something was assessed against them; never changed.
CREATE TABLE frameworks (
    id text NOT NULL,
    version text NOT NULL,
    body jsonb NOT NULL,
    sha256 text NOT NULL,
    imported_at timestamptz NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE workloads (
    id uuid PRIMARY KEY,
    team_id uuid NOT NULL CONSTRAINT workloads_team_id_fkey REFERENCES teams,
    name text NOT NULL,
    description text NOT NULL DEFAULT '',
    tier smallint NOT NULL CONSTRAINT workloads_tier_check CHECK (tier BETWEEN 1 AND 3),
    profile text[] NOT NULL,
    -- Target levels that differ from the tier's: {"S02": 4}.
    targets jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    archived_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT workloads_team_id_name_key UNIQUE (team_id, name)
);
CREATE INDEX workloads_updated_at_idx ON workloads (updated_at);

CREATE TABLE assessments (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT assessments_workload_id_fkey REFERENCES workloads,
    number integer NOT NULL,
    framework_id text NOT NULL,
    framework_version text NOT NULL,
    state text NOT NULL CONSTRAINT assessments_state_check CHECK (state IN ('draft', 'in_review', 'approved')),
    submitted_by uuid CONSTRAINT assessments_submitted_by_fkey REFERENCES users,
    submitted_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT assessments_workload_id_number_key UNIQUE (workload_id, number),
    CONSTRAINT assessments_framework_fkey FOREIGN KEY (framework_id, framework_version) REFERENCES frameworks (id, version)
);
-- A workload has one assessment that is not approved, the one people work on.
CREATE UNIQUE INDEX assessments_open_key ON assessments (workload_id) WHERE state <> 'approved';

CREATE TABLE answers (
    assessment_id uuid NOT NULL CONSTRAINT answers_assessment_id_fkey REFERENCES assessments,
    criterion text NOT NULL,
    state text NOT NULL CONSTRAINT answers_state_check CHECK (state IN ('met', 'not_met', 'unknown', 'not_applicable')),
    reason text,
    reason_text text,
    provenance text NOT NULL,
    version integer NOT NULL,
    answered_by uuid NOT NULL CONSTRAINT answers_answered_by_fkey REFERENCES users,
    -- When the state last changed: an attestation counts only for the state it saw.
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (assessment_id, criterion),
    CONSTRAINT answers_reason_check CHECK ((state = 'not_applicable') = (reason IS NOT NULL AND reason_text IS NOT NULL))
);
CREATE INDEX answers_answered_by_idx ON answers (answered_by);

-- A check's note and owner.
CREATE TABLE check_notes (
    assessment_id uuid NOT NULL CONSTRAINT check_notes_assessment_id_fkey REFERENCES assessments,
    check_id text NOT NULL,
    note text NOT NULL DEFAULT '',
    owner_id uuid CONSTRAINT check_notes_owner_id_fkey REFERENCES users,
    version integer NOT NULL,
    updated_by uuid NOT NULL CONSTRAINT check_notes_updated_by_fkey REFERENCES users,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (assessment_id, check_id)
);
CREATE INDEX check_notes_owner_id_idx ON check_notes (owner_id);
CREATE INDEX check_notes_updated_by_idx ON check_notes (updated_by);

-- Submissions, withdrawals and verdicts.
CREATE TABLE reviews (
    id uuid PRIMARY KEY,
    assessment_id uuid NOT NULL CONSTRAINT reviews_assessment_id_fkey REFERENCES assessments,
    kind text NOT NULL CONSTRAINT reviews_kind_check CHECK (kind IN ('submit', 'withdraw', 'approve', 'send_back')),
    comment text NOT NULL DEFAULT '',
    by_user uuid NOT NULL CONSTRAINT reviews_by_user_fkey REFERENCES users,
    at timestamptz NOT NULL
);
CREATE INDEX reviews_assessment_id_idx ON reviews (assessment_id, at);
CREATE INDEX reviews_by_user_idx ON reviews (by_user);

-- What an approved assessment was, with its numbers, for ever.
CREATE TABLE milestones (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT milestones_workload_id_fkey REFERENCES workloads,
    assessment_id uuid NOT NULL CONSTRAINT milestones_assessment_id_key UNIQUE CONSTRAINT milestones_assessment_id_fkey REFERENCES assessments,
    number integer NOT NULL,
    framework_id text NOT NULL,
    framework_version text NOT NULL,
    -- Answers, notes, proof and circumstances as they stood.
    snapshot jsonb NOT NULL,
    -- The numbers that followed from them.
    evaluation jsonb NOT NULL,
    input_hash text NOT NULL,
    comment text NOT NULL DEFAULT '',
    approved_by uuid NOT NULL CONSTRAINT milestones_approved_by_fkey REFERENCES users,
    approved_at timestamptz NOT NULL,
    CONSTRAINT milestones_workload_id_number_key UNIQUE (workload_id, number)
);
CREATE INDEX milestones_approved_by_idx ON milestones (approved_by);
