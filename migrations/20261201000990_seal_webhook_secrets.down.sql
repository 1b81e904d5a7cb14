-- Nothing here can open what is sealed: such webhooks are turned off, with a secret that nobody knows.
UPDATE webhooks SET active = false, secret = sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
WHERE secret IS NULL;
ALTER TABLE webhooks ALTER COLUMN secret SET NOT NULL;
ALTER TABLE webhooks DROP COLUMN sealed;
