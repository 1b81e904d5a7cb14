-- What people are told: what happened, who is told, what they want by mail, webhooks, and every delivery.

-- Written in the transaction of the change that causes it; nothing is told that did not happen.
CREATE TABLE notice_events (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT notice_events_workload_id_fkey REFERENCES workloads,
    kind text NOT NULL,
    content jsonb NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX notice_events_workload_id_idx ON notice_events (workload_id);
CREATE INDEX notice_events_at_idx ON notice_events (at);

-- What was told of and must not be told again: `proof:S02.3b` ending on a day, at one of its steps.
CREATE TABLE notice_marks (
    workload_id uuid NOT NULL CONSTRAINT notice_marks_workload_id_fkey REFERENCES workloads,
    subject text NOT NULL,
    -- The day that it is about.
    day date NOT NULL,
    step text NOT NULL,
    PRIMARY KEY (workload_id, subject, day, step)
);
CREATE INDEX notice_marks_day_idx ON notice_marks (day);

-- Days on which the time-driven notices were looked for.
CREATE TABLE notice_rounds (
    day date PRIMARY KEY,
    at timestamptz NOT NULL
);

CREATE TABLE webhooks (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    url text NOT NULL,
    -- It must be able to sign, so it can't be a hash.
    secret bytea NOT NULL CONSTRAINT webhooks_secret_check CHECK (octet_length(secret) BETWEEN 24 AND 64),
    kinds text[] NOT NULL,
    active boolean NOT NULL,
    created_by uuid NOT NULL CONSTRAINT webhooks_created_by_fkey REFERENCES users,
    created_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX webhooks_created_by_idx ON webhooks (created_by);

-- One mail to a person, or one event to a webhook. An event of none is a test.
CREATE TABLE deliveries (
    id uuid PRIMARY KEY,
    user_id uuid CONSTRAINT deliveries_user_id_fkey REFERENCES users,
    webhook_id uuid CONSTRAINT deliveries_webhook_id_fkey REFERENCES webhooks ON DELETE CASCADE,
    event_id uuid CONSTRAINT deliveries_event_id_fkey REFERENCES notice_events ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'waiting' CONSTRAINT deliveries_state_check CHECK (state IN ('waiting', 'sent', 'failed', 'given_up')),
    attempts integer NOT NULL DEFAULT 0,
    -- Of a delivery under way: when it is taken for lost.
    next_at timestamptz NOT NULL,
    failure jsonb,
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    CONSTRAINT deliveries_recipient_check CHECK (num_nonnulls(user_id, webhook_id) = 1)
);
CREATE INDEX deliveries_next_at_idx ON deliveries (next_at) WHERE state IN ('waiting', 'failed');
CREATE INDEX deliveries_created_at_idx ON deliveries (created_at DESC, id);
CREATE INDEX deliveries_user_id_idx ON deliveries (user_id);
CREATE INDEX deliveries_webhook_id_idx ON deliveries (webhook_id);
CREATE INDEX deliveries_event_id_idx ON deliveries (event_id);

-- Who is told. A person is told of an event once.
CREATE TABLE notices (
    user_id uuid NOT NULL CONSTRAINT notices_user_id_fkey REFERENCES users,
    event_id uuid NOT NULL CONSTRAINT notices_event_id_fkey REFERENCES notice_events ON DELETE CASCADE,
    at timestamptz NOT NULL,
    read_at timestamptz,
    -- Whether a mail was considered for it.
    gathered boolean NOT NULL DEFAULT false,
    -- The mail in which it is told.
    delivery_id uuid CONSTRAINT notices_delivery_id_fkey REFERENCES deliveries ON DELETE SET NULL,
    PRIMARY KEY (user_id, event_id)
);
CREATE INDEX notices_list_idx ON notices (user_id, at DESC);
CREATE INDEX notices_unread_idx ON notices (user_id) WHERE read_at IS NULL;
CREATE INDEX notices_gather_idx ON notices (at) WHERE NOT gathered;
CREATE INDEX notices_event_id_idx ON notices (event_id);
CREATE INDEX notices_delivery_id_idx ON notices (delivery_id);

-- What a person chose otherwise than it is by default.
CREATE TABLE notice_choices (
    user_id uuid NOT NULL CONSTRAINT notice_choices_user_id_fkey REFERENCES users,
    kind text NOT NULL,
    mail boolean NOT NULL,
    PRIMARY KEY (user_id, kind)
);

-- What ends within a month is found without reading the rest.
ALTER TABLE verdicts ADD COLUMN fresh_until date;
UPDATE verdicts SET fresh_until = (content ->> 'fresh_until')::date;
CREATE INDEX verdicts_fresh_until_idx ON verdicts (fresh_until) WHERE outcome = 'supports';
CREATE INDEX evidence_valid_until_idx ON evidence (valid_until) WHERE withdrawn_at IS NULL;
CREATE INDEX attestations_at_idx ON attestations (at) WHERE withdrawn_at IS NULL;
CREATE INDEX treatments_expires_on_idx ON treatments (expires_on) WHERE approved_by IS NOT NULL;
