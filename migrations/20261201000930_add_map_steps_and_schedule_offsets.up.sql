-- What each person drew last on a map, and what takes it back: the latest of them can be undone.
CREATE TABLE map_steps (
    -- Steps are taken back in the opposite order; of one instant too.
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT map_steps_workload_id_fkey REFERENCES workloads,
    made_by uuid NOT NULL CONSTRAINT map_steps_made_by_fkey REFERENCES users,
    made_at timestamptz NOT NULL,
    -- As the change log calls it.
    action text NOT NULL,
    -- The name of what was drawn.
    about text NOT NULL,
    back jsonb NOT NULL
);
CREATE INDEX map_steps_workload_id_idx ON map_steps (workload_id, made_by, number);
CREATE INDEX map_steps_made_by_idx ON map_steps (made_by);

-- The hour of a schedule is one of its own place: so many minutes ahead of UTC. Those that are there were set in UTC.
ALTER TABLE schedules ADD COLUMN utc_offset smallint NOT NULL DEFAULT 0
    CONSTRAINT schedules_utc_offset_check CHECK (utc_offset BETWEEN -720 AND 840);
