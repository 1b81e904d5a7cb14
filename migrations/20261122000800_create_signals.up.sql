-- Telemetry: what senders sent, reduced to minutes and hours, and to what rules need to know of traces.

-- Each request that was acknowledged: a retry of the same bytes counts once.
CREATE TABLE signal_batches (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT signal_batches_workload_id_fkey REFERENCES workloads,
    digest bytea NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT signal_batches_digest_key UNIQUE (workload_id, digest),
    CONSTRAINT signal_batches_digest_check CHECK (octet_length(digest) = 32)
);
CREATE INDEX signal_batches_received_at_idx ON signal_batches (received_at);

-- What was acknowledged and is not folded yet. An acknowledged batch is durable here; folding deletes it in the
-- transaction that writes the rollups, so nothing counts twice and nothing is lost.
CREATE TABLE signal_journal (
    batch_id bigint PRIMARY KEY CONSTRAINT signal_journal_batch_id_fkey REFERENCES signal_batches ON DELETE CASCADE,
    workload_id uuid NOT NULL,
    -- Points, traces and components in the encoding of crates/telemetry.
    body bytea NOT NULL
);
-- It is packed already; compressing it again costs more than it saves.
ALTER TABLE signal_journal ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX signal_journal_workload_id_idx ON signal_journal (workload_id, batch_id);

CREATE TABLE signal_series (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT signal_series_workload_id_fkey REFERENCES workloads,
    -- Hash of name, kind and labels.
    key bytea NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    unit text NOT NULL,
    labels jsonb NOT NULL,
    first_at timestamptz NOT NULL,
    CONSTRAINT signal_series_key_key UNIQUE (workload_id, key),
    CONSTRAINT signal_series_key_check CHECK (octet_length(key) = 16)
);
CREATE INDEX signal_series_name_idx ON signal_series (workload_id, name, id);

-- The last point of each series: increases are computed from it, and a point that is not newer counts once only.
CREATE TABLE signal_states (
    series_id bigint PRIMARY KEY CONSTRAINT signal_states_series_id_fkey REFERENCES signal_series ON DELETE CASCADE,
    last_at timestamptz NOT NULL,
    state bytea NOT NULL
) WITH (fillfactor = 70);

-- An hour of a series. Partitions of a month; made and dropped by the server.
CREATE TABLE signal_hours (
    series_id bigint NOT NULL,
    hour timestamptz NOT NULL,
    -- Minutes of the hour with data, a bit each.
    minutes bigint NOT NULL,
    -- Points that came in, and observations in them.
    points bigint NOT NULL,
    count bigint NOT NULL,
    -- Of a gauge the sum of its values, of a counter its increase.
    sum double precision NOT NULL,
    min double precision,
    max double precision,
    last double precision,
    last_at timestamptz,
    resets integer NOT NULL,
    gaps integer NOT NULL,
    -- Sketch or buckets.
    distribution bytea,
    PRIMARY KEY (series_id, hour)
) PARTITION BY RANGE (hour);

-- The same hour minute by minute, packed. Partitions of a day, kept for less long.
CREATE TABLE signal_minutes (
    series_id bigint NOT NULL,
    hour timestamptz NOT NULL,
    packed bytea NOT NULL,
    PRIMARY KEY (series_id, hour)
) PARTITION BY RANGE (hour);

-- What rules need to know of a trace. Partitions of a day, by the day on which the trace was first seen.
CREATE TABLE signal_traces (
    workload_id uuid NOT NULL,
    day date NOT NULL,
    trace_id bytea NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    -- Bits of domain::rule::signal::Mark, as far as the facts allow by now.
    marks integer NOT NULL,
    -- The facts in the encoding of crates/telemetry: batches of one trace are merged.
    facts bytea NOT NULL,
    PRIMARY KEY (workload_id, day, trace_id)
) PARTITION BY RANGE (day);

-- Which workloads rules must look at next, and what their telemetry came to.
CREATE TABLE signal_workloads (
    workload_id uuid PRIMARY KEY CONSTRAINT signal_workloads_workload_id_fkey REFERENCES workloads,
    -- When something changed that no rule has judged yet: telemetry came, or a threshold is another one.
    dirty_since timestamptz,
    judged_at timestamptz,
    last_at timestamptz,
    points bigint NOT NULL DEFAULT 0,
    spans bigint NOT NULL DEFAULT 0,
    logs bigint NOT NULL DEFAULT 0,
    -- Counts by reason.
    dropped jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX signal_workloads_dirty_since_idx ON signal_workloads (dirty_since) WHERE dirty_since IS NOT NULL;

-- What the console fetches from the installation's Prometheus for a workload.
CREATE TABLE signal_pulls (
    workload_id uuid PRIMARY KEY CONSTRAINT signal_pulls_workload_id_fkey REFERENCES workloads,
    -- Label matchers, such as namespace="chat".
    selector text NOT NULL,
    -- Until when everything was fetched.
    fetched_until timestamptz,
    -- Why the last try failed; empty where it did not.
    failure text NOT NULL DEFAULT '',
    tried_at timestamptz,
    changed_by uuid NOT NULL CONSTRAINT signal_pulls_changed_by_fkey REFERENCES users,
    changed_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1
);
CREATE INDEX signal_pulls_changed_by_idx ON signal_pulls (changed_by);

-- Numbers of rules that this installation sets otherwise than the framework.
CREATE TABLE rule_thresholds (
    rule text PRIMARY KEY,
    content jsonb NOT NULL,
    remark text NOT NULL,
    changed_by uuid NOT NULL CONSTRAINT rule_thresholds_changed_by_fkey REFERENCES users,
    changed_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1
);
CREATE INDEX rule_thresholds_changed_by_idx ON rule_thresholds (changed_by);

-- Models, agents, tools and services that telemetry or files named; a person says what they are.
CREATE TABLE components (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT components_workload_id_fkey REFERENCES workloads,
    kind text NOT NULL,
    name text NOT NULL,
    -- Where it was seen: telemetry, or the kind of file.
    origin text NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    content jsonb NOT NULL,
    -- unreviewed, allowed, refused
    standing text NOT NULL DEFAULT 'unreviewed',
    remark text NOT NULL DEFAULT '',
    reviewed_by uuid CONSTRAINT components_reviewed_by_fkey REFERENCES users,
    reviewed_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT components_name_key UNIQUE (workload_id, kind, name),
    CONSTRAINT components_standing_check CHECK (standing IN ('unreviewed', 'allowed', 'refused')),
    CONSTRAINT components_reviewed_check CHECK ((standing = 'unreviewed') = (reviewed_by IS NULL))
);
CREATE INDEX components_reviewed_by_idx ON components (reviewed_by);
