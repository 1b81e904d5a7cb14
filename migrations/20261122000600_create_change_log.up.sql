-- Every accepted write, in the transaction that made it. Append-only and hash-chained: one chain for each
-- workload and one for everything else, so that two workloads' writers never wait for each other.
CREATE TABLE change_log (
    chain uuid NOT NULL,
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    actor uuid CONSTRAINT change_log_actor_fkey REFERENCES users,
    team_id uuid CONSTRAINT change_log_team_id_fkey REFERENCES teams,
    action text NOT NULL,
    subject text NOT NULL,
    details jsonb NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (chain, number)
);
CREATE INDEX change_log_at_idx ON change_log (at);
CREATE INDEX change_log_actor_idx ON change_log (actor);
CREATE INDEX change_log_team_id_idx ON change_log (team_id, at);

CREATE FUNCTION change_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the change log is append-only';
END
$$;
CREATE TRIGGER change_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change_log
    FOR EACH STATEMENT EXECUTE FUNCTION change_log_refuse();
