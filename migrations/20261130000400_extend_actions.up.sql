-- Plans of people: own efforts and orders, closing by rules, and rows prepared for lists over many workloads.

ALTER TABLE actions
    -- Person-days that differ from the framework's S, M, L, and why.
    ADD COLUMN effort_days integer CONSTRAINT actions_effort_days_check CHECK (effort_days BETWEEN 1 AND 1000),
    ADD COLUMN effort_reason text NOT NULL DEFAULT '',
    -- The rule whose verdict closed it; only a rule closes an action with a proof.
    ADD COLUMN closed_by text,
    ADD COLUMN closed_at timestamptz,
    -- When a regression opened it again; forgotten when somebody moves it or a rule closes it.
    ADD COLUMN reopened_at timestamptz,
    ADD CONSTRAINT actions_effort_reason_check CHECK (effort_days IS NULL OR effort_reason <> ''),
    ADD CONSTRAINT actions_closed_check CHECK (
        (closed_by IS NULL) = (closed_at IS NULL) AND (closed_by IS NULL OR (state = 'done' AND reopened_at IS NULL))
    );
CREATE INDEX actions_due_on_idx ON actions (due_on) WHERE state IN ('open', 'in_progress');

-- What must come first by somebody's own decision, beside what the framework requires.
CREATE TABLE action_requires (
    workload_id uuid NOT NULL,
    criterion text NOT NULL,
    requires text NOT NULL,
    PRIMARY KEY (workload_id, criterion, requires),
    CONSTRAINT action_requires_action_fkey FOREIGN KEY (workload_id, criterion) REFERENCES actions ON DELETE CASCADE,
    CONSTRAINT action_requires_self_check CHECK (criterion <> requires)
);
