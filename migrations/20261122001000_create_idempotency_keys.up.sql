-- Requests that carried an Idempotency-Key, and how they were answered: a retry within a day gets the same answer.
CREATE TABLE idempotency_keys (
    -- SHA-256 of who sent it, method, path and key.
    name bytea PRIMARY KEY,
    -- SHA-256 of what was sent: another body under the same key is a mistake of the sender.
    fingerprint bytea NOT NULL,
    claimed_at timestamptz NOT NULL,
    -- None while the request is under way.
    status smallint,
    content_type text,
    -- None where the answer is not kept: it held a secret, or is too large.
    body bytea,
    CONSTRAINT idempotency_keys_name_check CHECK (octet_length(name) = 32),
    CONSTRAINT idempotency_keys_fingerprint_check CHECK (octet_length(fingerprint) = 32)
);
CREATE INDEX idempotency_keys_claimed_at_idx ON idempotency_keys (claimed_at);
