ALTER TABLE schedules DROP COLUMN utc_offset;
DROP TABLE map_steps;
