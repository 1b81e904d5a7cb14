-- Exports that were read in: looked at first, then imported in one transaction.

-- People of other installations, whom rows name: they have no password and can never be enabled.
ALTER TABLE users ADD COLUMN imported boolean NOT NULL DEFAULT false;
ALTER TABLE users ADD CONSTRAINT users_imported_check CHECK (NOT imported OR (disabled_at IS NOT NULL AND org_role IS NULL));

CREATE TABLE imports (
    id uuid PRIMARY KEY,
    -- SHA-256 of the file, in hexadecimal.
    sha256 text NOT NULL,
    file_name text NOT NULL,
    size bigint NOT NULL,
    -- Whether people of the file are taken for accounts here that have their address.
    match_people boolean NOT NULL,
    -- The file, until it is imported or forgotten.
    body bytea,
    -- What was seen in it when it was looked at, or imported.
    report jsonb NOT NULL,
    -- None: the command line.
    uploaded_by uuid CONSTRAINT imports_uploaded_by_fkey REFERENCES users,
    uploaded_at timestamptz NOT NULL,
    done_at timestamptz
);
-- The same file is imported once.
CREATE UNIQUE INDEX imports_sha256_key ON imports (sha256) WHERE done_at IS NOT NULL;
CREATE INDEX imports_uploaded_at_idx ON imports (uploaded_at);
CREATE INDEX imports_uploaded_by_idx ON imports (uploaded_by);
