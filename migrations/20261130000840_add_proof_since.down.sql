ALTER TABLE results DROP COLUMN proof_since;
