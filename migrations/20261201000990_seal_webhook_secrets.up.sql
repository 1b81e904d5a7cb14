-- Secrets that sign are sealed with a key that does not stand in the database; the console does it when it starts, so those
-- that stand here in clear go on signing until then. A later migration drops the column in clear.
ALTER TABLE webhooks ADD COLUMN sealed bytea CONSTRAINT webhooks_sealed_check CHECK (octet_length(sealed) BETWEEN 52 AND 92);
ALTER TABLE webhooks ALTER COLUMN secret DROP NOT NULL;
-- Both only where a console of before wrote a new secret: the one in clear is the newer.
ALTER TABLE webhooks ADD CONSTRAINT webhooks_kept_check CHECK (secret IS NOT NULL OR sealed IS NOT NULL);
