ALTER TABLE signal_minutes ALTER COLUMN packed SET COMPRESSION default;
