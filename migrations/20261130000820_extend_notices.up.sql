-- Each person chooses what the console shows, too; and notices can be about a team or the organisation: reports.

ALTER TABLE notice_choices ADD COLUMN console boolean NOT NULL DEFAULT true;

-- As it was chosen when it came. One that the console does not show may still be mailed.
ALTER TABLE notices ADD COLUMN console boolean NOT NULL DEFAULT true;

-- Without a workload it is about the team, without both about the organisation.
ALTER TABLE notice_events ALTER COLUMN workload_id DROP NOT NULL;
ALTER TABLE notice_events ADD COLUMN team_id uuid CONSTRAINT notice_events_team_id_fkey REFERENCES teams;
CREATE INDEX notice_events_team_id_idx ON notice_events (team_id);
