-- What people decide about risks and actions; the rows themselves follow from the framework and the answers.

CREATE TABLE treatments (
    workload_id uuid NOT NULL CONSTRAINT treatments_workload_id_fkey REFERENCES workloads,
    risk text NOT NULL,
    treatment text NOT NULL CONSTRAINT treatments_treatment_check CHECK (treatment IN ('mitigate', 'accept', 'transfer', 'avoid')),
    owner_id uuid CONSTRAINT treatments_owner_id_fkey REFERENCES users,
    note text NOT NULL DEFAULT '',
    -- An acceptance is asked for by one person, approved by another, and ends on a date.
    asked_by uuid CONSTRAINT treatments_asked_by_fkey REFERENCES users,
    asked_at timestamptz,
    expires_on date,
    approved_by uuid CONSTRAINT treatments_approved_by_fkey REFERENCES users,
    approved_at timestamptz,
    updated_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (workload_id, risk),
    CONSTRAINT treatments_acceptance_check CHECK (
        (treatment = 'accept') = (asked_by IS NOT NULL AND asked_at IS NOT NULL AND expires_on IS NOT NULL)
        AND (approved_by IS NULL OR (treatment = 'accept' AND approved_by <> asked_by))
        AND (approved_by IS NULL) = (approved_at IS NULL)
    )
);
CREATE INDEX treatments_owner_id_idx ON treatments (owner_id);
CREATE INDEX treatments_asked_by_idx ON treatments (asked_by);
CREATE INDEX treatments_approved_by_idx ON treatments (approved_by);

CREATE TABLE actions (
    workload_id uuid NOT NULL CONSTRAINT actions_workload_id_fkey REFERENCES workloads,
    criterion text NOT NULL,
    state text NOT NULL CONSTRAINT actions_state_check CHECK (state IN ('open', 'in_progress', 'done', 'dropped')),
    owner_id uuid CONSTRAINT actions_owner_id_fkey REFERENCES users,
    due_on date,
    note text NOT NULL DEFAULT '',
    updated_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (workload_id, criterion)
);
CREATE INDEX actions_owner_id_idx ON actions (owner_id);
