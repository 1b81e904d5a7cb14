ALTER TABLE results DROP COLUMN input_hash;
