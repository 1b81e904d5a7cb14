-- Reports as they were made, by content, and the links with which anybody reads one.

-- The same report twice is one row; what nothing refers to any more is dropped.
CREATE TABLE report_files (
    sha256 text PRIMARY KEY,
    bytes bytea NOT NULL,
    size bigint NOT NULL,
    made_at timestamptz NOT NULL
);
-- PDF, XLSX and the like are packed already.
ALTER TABLE report_files ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- A link to one report, frozen when it was made. The secret is shown once; only its hash is kept.
CREATE TABLE shares (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL CONSTRAINT shares_token_hash_key UNIQUE,
    subject jsonb NOT NULL,
    -- The workload and the team that the report is about; neither of the organisation's.
    workload_id uuid CONSTRAINT shares_workload_id_fkey REFERENCES workloads,
    team_id uuid CONSTRAINT shares_team_id_fkey REFERENCES teams,
    -- What the subject was called then.
    name text NOT NULL,
    kind text NOT NULL,
    format text NOT NULL,
    locale text NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    -- None once the link is over.
    file text CONSTRAINT shares_file_fkey REFERENCES report_files,
    created_by uuid NOT NULL CONSTRAINT shares_created_by_fkey REFERENCES users,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_by uuid CONSTRAINT shares_revoked_by_fkey REFERENCES users,
    last_used_at timestamptz,
    uses bigint NOT NULL DEFAULT 0,
    CONSTRAINT shares_expires_check CHECK (expires_at > created_at),
    CONSTRAINT shares_revoked_check CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
CREATE INDEX shares_workload_id_idx ON shares (workload_id);
CREATE INDEX shares_team_id_idx ON shares (team_id);
CREATE INDEX shares_file_idx ON shares (file);
CREATE INDEX shares_created_by_idx ON shares (created_by);
CREATE INDEX shares_revoked_by_idx ON shares (revoked_by);
CREATE INDEX shares_created_at_idx ON shares (created_at DESC, id);
