-- Reports that are made again and again: when, for whom, and what was made.

CREATE TABLE schedules (
    id uuid PRIMARY KEY,
    subject jsonb NOT NULL,
    -- As of shares.
    workload_id uuid CONSTRAINT schedules_workload_id_fkey REFERENCES workloads,
    team_id uuid CONSTRAINT schedules_team_id_fkey REFERENCES teams,
    kind text NOT NULL,
    format text NOT NULL,
    locale text NOT NULL,
    -- weekly on a day from 1, Monday, to 7; monthly on a day from 1 to 31, or the month's last where it is shorter.
    every text NOT NULL CONSTRAINT schedules_every_check CHECK (every IN ('weekly', 'monthly')),
    day smallint NOT NULL,
    -- In UTC.
    hour smallint NOT NULL CONSTRAINT schedules_hour_check CHECK (hour BETWEEN 0 AND 23),
    next_at timestamptz NOT NULL,
    paused_at timestamptz,
    created_by uuid NOT NULL CONSTRAINT schedules_created_by_fkey REFERENCES users,
    created_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT schedules_day_check CHECK (day BETWEEN 1 AND CASE every WHEN 'weekly' THEN 7 ELSE 31 END)
);
CREATE INDEX schedules_workload_id_idx ON schedules (workload_id);
CREATE INDEX schedules_team_id_idx ON schedules (team_id);
CREATE INDEX schedules_created_by_idx ON schedules (created_by);
CREATE INDEX schedules_next_at_idx ON schedules (next_at) WHERE paused_at IS NULL;

CREATE TABLE schedule_recipients (
    schedule_id uuid NOT NULL CONSTRAINT schedule_recipients_schedule_id_fkey REFERENCES schedules ON DELETE CASCADE,
    user_id uuid NOT NULL CONSTRAINT schedule_recipients_user_id_fkey REFERENCES users,
    PRIMARY KEY (schedule_id, user_id)
);
CREATE INDEX schedule_recipients_user_id_idx ON schedule_recipients (user_id);

-- One round for each schedule and time, whatever number of instances look at the clock.
CREATE TABLE schedule_runs (
    id uuid PRIMARY KEY,
    schedule_id uuid NOT NULL CONSTRAINT schedule_runs_schedule_id_fkey REFERENCES schedules ON DELETE CASCADE,
    due_at timestamptz NOT NULL,
    -- Who asked for it; none where its time had come.
    asked_by uuid CONSTRAINT schedule_runs_asked_by_fkey REFERENCES users,
    attempts integer NOT NULL DEFAULT 0,
    -- Of a run under way: when it is taken for lost.
    next_at timestamptz NOT NULL,
    -- A code, of the last try.
    failure text,
    done_at timestamptz,
    -- Recipients who may no longer read it.
    withheld integer NOT NULL DEFAULT 0,
    CONSTRAINT schedule_runs_due_at_key UNIQUE (schedule_id, due_at)
);
CREATE INDEX schedule_runs_asked_by_idx ON schedule_runs (asked_by);
CREATE INDEX schedule_runs_next_at_idx ON schedule_runs (next_at) WHERE done_at IS NULL;

-- What a person was sent, to be read again.
CREATE TABLE kept_reports (
    id uuid PRIMARY KEY,
    run_id uuid NOT NULL CONSTRAINT kept_reports_run_id_fkey REFERENCES schedule_runs ON DELETE CASCADE,
    user_id uuid NOT NULL CONSTRAINT kept_reports_user_id_fkey REFERENCES users,
    file text NOT NULL CONSTRAINT kept_reports_file_fkey REFERENCES report_files,
    file_name text NOT NULL,
    -- The teams whose workloads are in it; none for all. Who may no longer read one of them may no longer read it.
    teams uuid[],
    CONSTRAINT kept_reports_user_id_key UNIQUE (run_id, user_id)
);
CREATE INDEX kept_reports_user_id_idx ON kept_reports (user_id);
CREATE INDEX kept_reports_file_idx ON kept_reports (file);

-- A mail that brings one.
ALTER TABLE deliveries ADD COLUMN report_id uuid CONSTRAINT deliveries_report_id_fkey REFERENCES kept_reports ON DELETE CASCADE;
CREATE INDEX deliveries_report_id_idx ON deliveries (report_id);
