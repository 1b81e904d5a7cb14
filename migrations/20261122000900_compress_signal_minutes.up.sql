-- Packed minutes are rewritten whenever telemetry comes in; LZ4 takes a fraction of the time of the default. A server
-- built without it keeps the default.
DO $$ BEGIN
    ALTER TABLE signal_minutes ALTER COLUMN packed SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$;
