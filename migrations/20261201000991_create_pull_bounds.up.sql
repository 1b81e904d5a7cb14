-- What each query to the installation's Prometheus must also ask for when it is for a workload of the team. An administrator
-- says so: what people of the team write can't reach beyond it. A team without a row is not bounded.
CREATE TABLE pull_bounds (
    team_id uuid PRIMARY KEY CONSTRAINT pull_bounds_team_id_fkey REFERENCES teams,
    -- Label matchers, such as namespace=~"chat-.*".
    matchers text NOT NULL,
    changed_by uuid NOT NULL CONSTRAINT pull_bounds_changed_by_fkey REFERENCES users,
    changed_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1
);
CREATE INDEX pull_bounds_changed_by_idx ON pull_bounds (changed_by);
