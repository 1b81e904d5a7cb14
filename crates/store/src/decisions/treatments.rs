//! Risks: how they are treated, who owns them, acceptances.

use domain::{
    Permit, RiskId, UserId, WorkloadId,
    access::{AcceptRisk, Treat},
    treatment::Acceptance,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{StoreError, rows::parse};

/// A treatment as it stands.
#[derive(Clone, Debug)]
pub struct Treatment {
    /// Of which risk.
    pub risk: RiskId,
    /// `mitigate`, `accept`, `transfer`, `avoid`; empty where the risk has an owner only.
    pub treatment: String,
    /// Owner: id and name.
    pub owner: Option<(UserId, String)>,
    /// Why.
    pub note: String,
    /// Who asked for the acceptance: id and name.
    pub asked_by: Option<(UserId, String)>,
    /// When it ends.
    pub expires_on: Option<Date>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Their id.
    pub approver: Option<UserId>,
    /// Who refused it, and why.
    pub rejected: Option<(String, String)>,
    /// For optimistic writes.
    pub version: i32,
}

impl Treatment {
    /// Where the acceptance stands on a day; none where the risk is not to be accepted.
    pub fn acceptance(&self, today: Date) -> Option<Acceptance> {
        Some(Acceptance::on(today, self.decided(), self.expires_on?))
    }

    /// Of an acceptance: approved, refused, or neither yet.
    pub fn decided(&self) -> Option<bool> {
        let rejected = self.rejected.as_ref().map(|_| false);
        self.approved_by.as_ref().map(|_| true).or(rejected)
    }

    /// Whether the risk counts as accepted on a day.
    pub fn in_force(&self, today: Date) -> bool {
        self.acceptance(today).is_some_and(Acceptance::counts)
    }
}

/// All treatments of a workload.
///
/// # Errors
/// When the database fails.
pub async fn treatments(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<Treatment>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT t.risk, t.treatment, t.owner_id, o.name AS "owner?", t.note, t.asked_by, a.name AS "asker?", t.expires_on,
                  p.name AS "approver?", t.approved_by, x.name AS "rejecter?", t.rejection, t.version
           FROM treatments t LEFT JOIN users o ON o.id = t.owner_id LEFT JOIN users a ON a.id = t.asked_by
           LEFT JOIN users p ON p.id = t.approved_by LEFT JOIN users x ON x.id = t.rejected_by
           WHERE t.workload_id = $1"#,
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Treatment {
                risk: parse(&row.risk, "treatments", "risk")?,
                treatment: row.treatment,
                owner: row.owner_id.map(UserId).zip(row.owner),
                note: row.note,
                asked_by: row.asked_by.map(UserId).zip(row.asker),
                expires_on: row.expires_on,
                approved_by: row.approver,
                approver: row.approved_by.map(UserId),
                rejected: row.rejecter.map(|name| (name, row.rejection)),
                version: row.version,
            })
        })
        .collect()
}

/// A treatment to be written; an acceptance has an end and starts unapproved.
#[derive(Clone, Debug)]
pub struct NewTreatment<'a> {
    /// `mitigate`, `accept`, `transfer`, `avoid`.
    pub treatment: &'a str,
    /// Owner.
    pub owner: Option<UserId>,
    /// Why.
    pub note: &'a str,
    /// When an acceptance ends.
    pub expires_on: Option<Date>,
}

/// Writes a treatment over the expected version (0: none yet); false where another stands.
///
/// # Errors
/// When the database fails.
pub async fn set_treatment(
    db: &mut PgConnection,
    permit: &Permit<Treat>,
    (workload, risk): (WorkloadId, &RiskId),
    expected: i32,
    new: NewTreatment<'_>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let accept = new.treatment == "accept";
    let (asked_by, asked_at) = (accept.then_some(permit.user().0), accept.then_some(at));
    let done = sqlx::query!(
        "INSERT INTO treatments AS t (workload_id, risk, treatment, owner_id, note, asked_by, asked_at, expires_on, updated_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
         WHERE $10 = 0 OR EXISTS (SELECT 1 FROM treatments WHERE workload_id = $1 AND risk = $2)
         ON CONFLICT (workload_id, risk) DO UPDATE
         SET treatment = $3, owner_id = $4, note = $5, asked_by = $6, asked_at = $7, expires_on = $8,
             approved_by = NULL, approved_at = NULL, rejected_by = NULL, rejected_at = NULL, rejection = '',
             updated_at = $9, version = t.version + 1
         WHERE t.version = $10",
        workload.0,
        risk.as_str(),
        new.treatment,
        new.owner.map(|u| u.0),
        new.note,
        asked_by,
        asked_at,
        new.expires_on,
        at,
        expected
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a risk an owner and leaves the rest of the decision as it stands; false where another version stands.
///
/// # Errors
/// When the database fails.
pub async fn set_risk_owner(
    db: &mut PgConnection,
    _permit: &Permit<Treat>,
    (workload, risk): (WorkloadId, &RiskId),
    expected: i32,
    owner: Option<UserId>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO treatments AS t (workload_id, risk, treatment, owner_id, updated_at)
         SELECT $1, $2, '', $3, $4
         WHERE $5 = 0 OR EXISTS (SELECT 1 FROM treatments WHERE workload_id = $1 AND risk = $2)
         ON CONFLICT (workload_id, risk) DO UPDATE SET owner_id = $3, updated_at = $4, version = t.version + 1
         WHERE t.version = $5",
        workload.0,
        risk.as_str(),
        owner.map(|u| u.0),
        at,
        expected
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Approves an acceptance that somebody else asked for and that has not ended; false where there is no such.
///
/// # Errors
/// When the database fails.
pub async fn approve_acceptance(
    db: &mut PgConnection,
    permit: &Permit<AcceptRisk>,
    (workload, risk): (WorkloadId, &RiskId),
    expected: i32,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE treatments SET approved_by = $4, approved_at = $5, updated_at = $5, version = version + 1
         WHERE workload_id = $1 AND risk = $2 AND version = $3 AND treatment = 'accept' AND approved_by IS NULL
           AND rejected_by IS NULL AND asked_by <> $4 AND expires_on >= $6",
        workload.0,
        risk.as_str(),
        expected,
        permit.user().0,
        at,
        at.date()
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Refuses an acceptance that somebody else asked for, with a reason; false where there is no such.
///
/// # Errors
/// When the database fails.
pub async fn reject_acceptance(
    db: &mut PgConnection,
    permit: &Permit<AcceptRisk>,
    (workload, risk): (WorkloadId, &RiskId),
    expected: i32,
    reason: &str,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE treatments SET rejected_by = $4, rejected_at = $5, rejection = $6, updated_at = $5, version = version + 1
         WHERE workload_id = $1 AND risk = $2 AND version = $3 AND treatment = 'accept' AND approved_by IS NULL
           AND rejected_by IS NULL AND asked_by <> $4",
        workload.0,
        risk.as_str(),
        expected,
        permit.user().0,
        at,
        reason
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Has an acceptance asked for anew, by who changed what is accepted: nobody approved the new text. When it ends and why
/// it was asked for; none where no acceptance waits or is in force.
///
/// # Errors
/// When the database fails.
pub async fn ask_again(
    db: &mut PgConnection,
    permit: &Permit<Treat>,
    (workload, risk): (WorkloadId, &RiskId),
    at: OffsetDateTime,
) -> Result<Option<(Date, String)>, StoreError> {
    let row = sqlx::query!(
        r#"UPDATE treatments SET asked_by = $3, asked_at = $4, approved_by = NULL, approved_at = NULL, updated_at = $4,
                                 version = version + 1
           WHERE workload_id = $1 AND risk = $2 AND treatment = 'accept' AND rejected_by IS NULL AND expires_on >= $5
           RETURNING expires_on AS "expires_on!", note"#,
        workload.0,
        risk.as_str(),
        permit.user().0,
        at,
        at.date()
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.expires_on, row.note)))
}

/// A treatment with whose it is.
#[derive(Clone, Debug)]
pub struct OfWorkload {
    /// The workload.
    pub workload: WorkloadId,
    /// The treatment.
    pub treatment: Treatment,
}

/// All treatments of some workloads, those that end first in front.
///
/// # Errors
/// When the database fails.
pub async fn treatments_of(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<OfWorkload>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT t.workload_id, t.risk, t.treatment, t.owner_id, o.name AS "owner?", t.note, t.asked_by,
                  a.name AS "asker?", t.expires_on, p.name AS "approver?", t.approved_by, x.name AS "rejecter?",
                  t.rejection, t.version
           FROM treatments t LEFT JOIN users o ON o.id = t.owner_id LEFT JOIN users a ON a.id = t.asked_by
           LEFT JOIN users p ON p.id = t.approved_by LEFT JOIN users x ON x.id = t.rejected_by
           WHERE t.workload_id = ANY($1) ORDER BY t.expires_on NULLS LAST, t.workload_id, t.risk"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    let found = rows.into_iter().map(|row| {
        Ok(OfWorkload {
            workload: WorkloadId(row.workload_id),
            treatment: Treatment {
                risk: parse(&row.risk, "treatments", "risk")?,
                treatment: row.treatment,
                owner: row.owner_id.map(UserId).zip(row.owner),
                note: row.note,
                asked_by: row.asked_by.map(UserId).zip(row.asker),
                expires_on: row.expires_on,
                approved_by: row.approver,
                approver: row.approved_by.map(UserId),
                rejected: row.rejecter.map(|name| (name, row.rejection)),
                version: row.version,
            },
        })
    });
    found.collect()
}
