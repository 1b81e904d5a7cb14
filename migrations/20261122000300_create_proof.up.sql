-- What proves answers: documents and second persons.

-- Files by content: the same file twice is one row.
CREATE TABLE blobs (
    sha256 text PRIMARY KEY,
    bytes bytea NOT NULL,
    size bigint NOT NULL,
    received_at timestamptz NOT NULL
);

CREATE TABLE evidence (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT evidence_workload_id_fkey REFERENCES workloads,
    check_id text NOT NULL,
    title text NOT NULL,
    -- A file (sha256, file_name, media_type) or a link (url; sha256 is of the address).
    sha256 text NOT NULL,
    file_name text,
    media_type text,
    url text,
    effective date NOT NULL,
    valid_until date NOT NULL,
    added_by uuid NOT NULL CONSTRAINT evidence_added_by_fkey REFERENCES users,
    received_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by uuid CONSTRAINT evidence_withdrawn_by_fkey REFERENCES users,
    CONSTRAINT evidence_dates_check CHECK (effective <= valid_until),
    CONSTRAINT evidence_kind_check CHECK ((url IS NULL) <> (file_name IS NULL) AND (file_name IS NULL) = (media_type IS NULL))
);
CREATE INDEX evidence_workload_id_idx ON evidence (workload_id, check_id);
CREATE INDEX evidence_added_by_idx ON evidence (added_by);
CREATE INDEX evidence_withdrawn_by_idx ON evidence (withdrawn_by);

CREATE TABLE evidence_criteria (
    evidence_id uuid NOT NULL CONSTRAINT evidence_criteria_evidence_id_fkey REFERENCES evidence,
    criterion text NOT NULL,
    PRIMARY KEY (evidence_id, criterion)
);

CREATE TABLE attestations (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT attestations_workload_id_fkey REFERENCES workloads,
    criterion text NOT NULL,
    statement text NOT NULL,
    by_user uuid NOT NULL CONSTRAINT attestations_by_user_fkey REFERENCES users,
    at timestamptz NOT NULL,
    withdrawn_at timestamptz
);
CREATE INDEX attestations_workload_id_idx ON attestations (workload_id, criterion);
CREATE INDEX attestations_by_user_idx ON attestations (by_user);
