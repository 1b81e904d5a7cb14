DROP TABLE risk_rows;
DROP INDEX treatments_waiting_idx;
-- The former constraints know neither an owner without a decision nor a refusal.
DELETE FROM treatments WHERE treatment = '';
ALTER TABLE treatments
    DROP CONSTRAINT treatments_treatment_check,
    DROP CONSTRAINT treatments_acceptance_check,
    DROP COLUMN rejected_by,
    DROP COLUMN rejected_at,
    DROP COLUMN rejection,
    ADD CONSTRAINT treatments_treatment_check CHECK (treatment IN ('mitigate', 'accept', 'transfer', 'avoid')),
    ADD CONSTRAINT treatments_acceptance_check CHECK (
        (treatment = 'accept') = (asked_by IS NOT NULL AND asked_at IS NOT NULL AND expires_on IS NOT NULL)
        AND (approved_by IS NULL OR (treatment = 'accept' AND approved_by <> asked_by))
        AND (approved_by IS NULL) = (approved_at IS NULL)
    );
DROP TABLE own_risks;
UPDATE results SET revision = revision + 1;
