DROP TABLE imports;
ALTER TABLE users DROP CONSTRAINT users_imported_check;
ALTER TABLE users DROP COLUMN imported;
