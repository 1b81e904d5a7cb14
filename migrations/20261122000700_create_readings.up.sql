-- What other tools' files say, what became of their findings, and what rules make of it.

-- Leave for a machine to send something for one workload. The secret is shown once; only its hash is kept.
CREATE TABLE tokens (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT tokens_workload_id_fkey REFERENCES workloads,
    name text NOT NULL,
    hash bytea NOT NULL CONSTRAINT tokens_hash_key UNIQUE,
    -- The kind of write: evidence.
    scope text NOT NULL,
    created_by uuid NOT NULL CONSTRAINT tokens_created_by_fkey REFERENCES users,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX tokens_workload_id_idx ON tokens (workload_id);
CREATE INDEX tokens_created_by_idx ON tokens (created_by);

-- One file each, without the file itself: it may hold secrets.
CREATE TABLE readings (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT readings_workload_id_fkey REFERENCES workloads,
    sha256 text NOT NULL,
    file_name text NOT NULL,
    size bigint NOT NULL,
    kind text NOT NULL,
    -- Hash of kind, tool and what the file is about: a later file of the series replaces an earlier one.
    series text NOT NULL,
    -- The day from which it counts: the date inside the file, else that of receipt.
    day date NOT NULL,
    -- Everything that was read but findings, which have rows of their own.
    content jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    user_id uuid CONSTRAINT readings_user_id_fkey REFERENCES users,
    token_id uuid CONSTRAINT readings_token_id_fkey REFERENCES tokens,
    withdrawn_at timestamptz,
    CONSTRAINT readings_sender_check CHECK (num_nonnulls(user_id, token_id) = 1)
);
-- The same file twice counts once.
CREATE UNIQUE INDEX readings_sha256_key ON readings (workload_id, sha256) WHERE withdrawn_at IS NULL;
CREATE INDEX readings_series_idx ON readings (workload_id, series, day);
CREATE INDEX readings_user_id_idx ON readings (user_id);
CREATE INDEX readings_token_id_idx ON readings (token_id);

-- The same problem in two runs is one row; gone in the next complete run means fixed.
CREATE TABLE findings (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT findings_workload_id_fkey REFERENCES workloads,
    series text NOT NULL,
    fingerprint text NOT NULL,
    -- The last file in which it was.
    reading_id uuid NOT NULL CONSTRAINT findings_reading_id_fkey REFERENCES readings,
    kind text NOT NULL,
    severity smallint NOT NULL,
    -- Checks whose rules count it.
    checks text[] NOT NULL,
    content jsonb NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    fixed_day date,
    triage text,
    triage_until date,
    remark text NOT NULL DEFAULT '',
    triaged_by uuid CONSTRAINT findings_triaged_by_fkey REFERENCES users,
    triaged_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT findings_fingerprint_key UNIQUE (workload_id, series, fingerprint),
    CONSTRAINT findings_triage_check CHECK (triage IN ('accepted', 'false_positive')),
    CONSTRAINT findings_accepted_check CHECK (triage IS DISTINCT FROM 'accepted' OR triage_until IS NOT NULL)
);
CREATE INDEX findings_reading_id_idx ON findings (reading_id);
CREATE INDEX findings_triaged_by_idx ON findings (triaged_by);
CREATE INDEX findings_list_idx ON findings (workload_id, severity DESC, last_day DESC, id);

-- The last verdict of each rule, and what a person said to it.
CREATE TABLE verdicts (
    workload_id uuid NOT NULL CONSTRAINT verdicts_workload_id_fkey REFERENCES workloads,
    rule text NOT NULL,
    outcome text NOT NULL,
    content jsonb NOT NULL,
    judged_at timestamptz NOT NULL,
    -- About this outcome; another outcome asks again.
    decision text,
    remark text NOT NULL DEFAULT '',
    decided_by uuid CONSTRAINT verdicts_decided_by_fkey REFERENCES users,
    decided_at timestamptz,
    PRIMARY KEY (workload_id, rule),
    CONSTRAINT verdicts_decision_check CHECK (decision IN ('accepted', 'rejected')),
    CONSTRAINT verdicts_decided_check CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL))
);
CREATE INDEX verdicts_decided_by_idx ON verdicts (decided_by);
