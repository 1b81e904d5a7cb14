-- Whose invitation made an account: a second address of the same person is no second person. None for the first account and
-- for people of imported files. Accounts are made in the moment in which their invitation is accepted, so those that exist
-- find theirs.
ALTER TABLE users ADD COLUMN invited_by uuid CONSTRAINT users_invited_by_fkey REFERENCES users;
UPDATE users u SET invited_by = i.invited_by FROM invitations i WHERE i.email = u.email AND i.accepted_at = u.created_at;
CREATE INDEX users_invited_by_idx ON users (invited_by);
