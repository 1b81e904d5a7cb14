-- People, their sessions and how they come in.

-- The change log's and every list's reader sees names, so a person is never deleted, only disabled.
CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT users_email_key UNIQUE,
    name text NOT NULL,
    password_hash text NOT NULL,
    -- Part of each session's data: a password change makes all earlier sessions worthless.
    password_epoch integer NOT NULL DEFAULT 0,
    org_role text CONSTRAINT users_org_role_check CHECK (org_role IN ('administrator', 'manager')),
    locale text CONSTRAINT users_locale_check CHECK (locale IN ('zh-CN', 'en')),
    theme text CONSTRAINT users_theme_check CHECK (theme IN ('light', 'dark')),
    created_at timestamptz NOT NULL,
    disabled_at timestamptz,
    version integer NOT NULL DEFAULT 1
);

-- Only the hash of a session's id is kept: who reads this table can't take over a session.
CREATE TABLE sessions (
    id_hash bytea PRIMARY KEY,
    handle uuid NOT NULL CONSTRAINT sessions_handle_key UNIQUE,
    user_id uuid CONSTRAINT sessions_user_id_fkey REFERENCES users,
    -- `json`, not `jsonb`: it is only read whole, and what somebody typed may hold a NUL, which `jsonb` refuses.
    data json NOT NULL,
    user_agent text NOT NULL DEFAULT '',
    address text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    idle_expires_at timestamptz NOT NULL,
    absolute_expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);
CREATE INDEX sessions_idle_expires_at_idx ON sessions (idle_expires_at);

CREATE TABLE teams (
    id uuid PRIMARY KEY,
    name text NOT NULL CONSTRAINT teams_name_key UNIQUE,
    -- Person-days a month that the plan's phases are filled with.
    capacity_days integer NOT NULL DEFAULT 20 CONSTRAINT teams_capacity_days_check CHECK (capacity_days BETWEEN 0 AND 10000),
    -- Pillar priorities that differ from the organisation's: {"security": 2}.
    priorities jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1
);

CREATE TABLE members (
    team_id uuid NOT NULL CONSTRAINT members_team_id_fkey REFERENCES teams,
    user_id uuid NOT NULL CONSTRAINT members_user_id_fkey REFERENCES users,
    role text NOT NULL CONSTRAINT members_role_check CHECK (role IN ('owner', 'architect', 'viewer')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (team_id, user_id)
);
CREATE INDEX members_user_id_idx ON members (user_id);

-- An invitation to a team (team_id, role) or to the organisation (org_role).
CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL CONSTRAINT invitations_token_hash_key UNIQUE,
    email text NOT NULL,
    team_id uuid CONSTRAINT invitations_team_id_fkey REFERENCES teams,
    role text CONSTRAINT invitations_role_check CHECK (role IN ('owner', 'architect', 'viewer')),
    org_role text CONSTRAINT invitations_org_role_check CHECK (org_role IN ('administrator', 'manager')),
    invited_by uuid NOT NULL CONSTRAINT invitations_invited_by_fkey REFERENCES users,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT invitations_target_check CHECK ((team_id IS NULL) = (role IS NULL) AND (team_id IS NOT NULL OR org_role IS NOT NULL))
);
CREATE INDEX invitations_team_id_idx ON invitations (team_id);
CREATE INDEX invitations_invited_by_idx ON invitations (invited_by);

-- A link that lets a person set a new password; a newer one replaces it, and used ones are gone.
CREATE TABLE password_resets (
    user_id uuid PRIMARY KEY CONSTRAINT password_resets_user_id_fkey REFERENCES users,
    token_hash bytea NOT NULL CONSTRAINT password_resets_token_hash_key UNIQUE,
    -- None: made on the server's command line.
    issued_by uuid CONSTRAINT password_resets_issued_by_fkey REFERENCES users,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX password_resets_issued_by_idx ON password_resets (issued_by);

-- Counts of tries by address and by account, shared by all instances. A window starts with its first try.
CREATE TABLE attempts (
    key text PRIMARY KEY,
    window_start timestamptz NOT NULL,
    count integer NOT NULL
);
CREATE INDEX attempts_window_start_idx ON attempts (window_start);

-- One row: what holds for the whole installation.
CREATE TABLE organisation (
    only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT organisation_only_row_check CHECK (only_row),
    name text NOT NULL,
    priorities jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1
);
