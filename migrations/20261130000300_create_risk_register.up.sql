-- Risks that a workload has of its own, an acceptance that was refused, and the register of all risks.

CREATE TABLE own_risks (
    workload_id uuid NOT NULL CONSTRAINT own_risks_workload_id_fkey REFERENCES workloads,
    -- From 1; the risk's id is `own-1`.
    number integer NOT NULL CONSTRAINT own_risks_number_check CHECK (number > 0),
    title text NOT NULL,
    description text NOT NULL DEFAULT '',
    pillar text NOT NULL,
    likelihood smallint NOT NULL CONSTRAINT own_risks_likelihood_check CHECK (likelihood BETWEEN 1 AND 5),
    impact smallint NOT NULL CONSTRAINT own_risks_impact_check CHECK (impact BETWEEN 1 AND 5),
    checks text[] NOT NULL,
    created_by uuid NOT NULL CONSTRAINT own_risks_created_by_fkey REFERENCES users,
    created_at timestamptz NOT NULL,
    -- A closed risk stays: what was decided about it stays too.
    closed_by uuid CONSTRAINT own_risks_closed_by_fkey REFERENCES users,
    closed_at timestamptz,
    closing_reason text NOT NULL DEFAULT '',
    updated_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (workload_id, number),
    CONSTRAINT own_risks_closed_check CHECK (
        (closed_by IS NULL) = (closed_at IS NULL) AND (closed_by IS NULL) = (closing_reason = '')
    )
);
CREATE INDEX own_risks_created_by_idx ON own_risks (created_by);
CREATE INDEX own_risks_closed_by_idx ON own_risks (closed_by);

-- Somebody can own a risk before it is decided how it is treated; an acceptance can be refused.
ALTER TABLE treatments
    DROP CONSTRAINT treatments_treatment_check,
    DROP CONSTRAINT treatments_acceptance_check,
    ADD COLUMN rejected_by uuid CONSTRAINT treatments_rejected_by_fkey REFERENCES users,
    ADD COLUMN rejected_at timestamptz,
    ADD COLUMN rejection text NOT NULL DEFAULT '',
    ADD CONSTRAINT treatments_treatment_check CHECK (treatment IN ('', 'mitigate', 'accept', 'transfer', 'avoid')),
    -- `<>` alone would let an empty asker through; the first line says that an acceptance has one.
    ADD CONSTRAINT treatments_acceptance_check CHECK (
        (treatment = 'accept') = (asked_by IS NOT NULL AND asked_at IS NOT NULL AND expires_on IS NOT NULL)
        AND (approved_by IS NULL OR (treatment = 'accept' AND approved_by <> asked_by))
        AND (approved_by IS NULL) = (approved_at IS NULL)
        AND (rejected_by IS NULL OR (treatment = 'accept' AND rejected_by <> asked_by AND approved_by IS NULL))
        AND (rejected_by IS NULL) = (rejected_at IS NULL)
        AND (rejected_by IS NULL) = (rejection = '')
    );
CREATE INDEX treatments_rejected_by_idx ON treatments (rejected_by);
CREATE INDEX treatments_waiting_idx ON treatments (expires_on)
    WHERE treatment = 'accept' AND approved_by IS NULL AND rejected_by IS NULL;

-- All risks of all workloads, prepared together with `results`: written when a workload's summary is kept, from the
-- same numbers. What is stale there is stale here.
CREATE TABLE risk_rows (
    workload_id uuid NOT NULL CONSTRAINT risk_rows_workload_id_fkey REFERENCES workloads,
    risk text NOT NULL,
    -- What a risk of the workload's own is called; none for the catalogue's.
    title text,
    pillar text NOT NULL,
    likelihood smallint NOT NULL,
    impact smallint NOT NULL,
    -- Bands from 0 (low) to 3 (critical).
    inherent_band smallint NOT NULL,
    claimed_band smallint NOT NULL,
    assured_band smallint NOT NULL,
    -- To sort by; what is shown is the exact number, `numerator/denominator`.
    claimed double precision NOT NULL,
    assured double precision NOT NULL,
    claimed_exact text NOT NULL,
    assured_exact text NOT NULL,
    -- Rounded, for the matrix.
    assured_likelihood smallint NOT NULL,
    -- Open findings on its checks by severity: low, medium, high, critical.
    findings integer[] NOT NULL,
    reopened boolean NOT NULL,
    -- The decision as it stands in `treatments`.
    treatment text NOT NULL,
    owner_id uuid CONSTRAINT risk_rows_owner_id_fkey REFERENCES users,
    expires_on date,
    -- Of an acceptance: approved, refused, or neither yet.
    approved boolean,
    version integer NOT NULL,
    PRIMARY KEY (workload_id, risk)
);
CREATE INDEX risk_rows_owner_id_idx ON risk_rows (owner_id);
-- The order in which the register is read first.
CREATE INDEX risk_rows_assured_idx ON risk_rows (assured DESC NULLS LAST, claimed DESC, workload_id, risk);

-- The rows are written when numbers are kept: all of them, once.
UPDATE results SET revision = revision + 1;
