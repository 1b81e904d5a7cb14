-- Shared services: what a workload answers for others, and which workloads take its answers over.

-- A workload that offers answers, or has offered some.
CREATE TABLE platforms (
    workload_id uuid PRIMARY KEY CONSTRAINT platforms_workload_id_fkey REFERENCES workloads,
    version integer NOT NULL DEFAULT 1,
    updated_by uuid NOT NULL CONSTRAINT platforms_updated_by_fkey REFERENCES users,
    updated_at timestamptz NOT NULL
);
CREATE INDEX platforms_updated_by_idx ON platforms (updated_by);

CREATE TABLE platform_offers (
    platform_id uuid NOT NULL CONSTRAINT platform_offers_platform_id_fkey REFERENCES platforms,
    criterion text NOT NULL,
    PRIMARY KEY (platform_id, criterion)
);

CREATE TABLE platform_subscriptions (
    consumer_id uuid NOT NULL CONSTRAINT platform_subscriptions_consumer_id_fkey REFERENCES workloads,
    platform_id uuid NOT NULL CONSTRAINT platform_subscriptions_platform_id_fkey REFERENCES platforms,
    since timestamptz NOT NULL,
    subscribed_by uuid NOT NULL CONSTRAINT platform_subscriptions_subscribed_by_fkey REFERENCES users,
    PRIMARY KEY (consumer_id, platform_id),
    CONSTRAINT platform_subscriptions_self_check CHECK (consumer_id <> platform_id)
);
-- A change of a platform finds everybody who takes its answers over.
CREATE INDEX platform_subscriptions_platform_id_idx ON platform_subscriptions (platform_id);
CREATE INDEX platform_subscriptions_subscribed_by_idx ON platform_subscriptions (subscribed_by);

-- Why a workload answers for itself what a platform answers for it.
ALTER TABLE answers ADD COLUMN own_reason text;
