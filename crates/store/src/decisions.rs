//! What people decided about risks and actions.

use domain::{
    CriterionId, Permit, RiskId, UserId, WorkloadId,
    access::{AcceptRisk, Treat},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{StoreError, rows::parse};

/// A treatment as it stands.
#[derive(Clone, Debug)]
pub struct Treatment {
    /// Of which risk.
    pub risk: RiskId,
    /// `mitigate`, `accept`, `transfer`, `avoid`.
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
    /// For optimistic writes.
    pub version: i32,
}

impl Treatment {
    /// Whether the risk counts as accepted on a day.
    pub fn in_force(&self, today: Date) -> bool {
        self.approved_by.is_some() && self.expires_on.is_some_and(|day| day >= today)
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
                  p.name AS "approver?", t.version
           FROM treatments t LEFT JOIN users o ON o.id = t.owner_id LEFT JOIN users a ON a.id = t.asked_by
           LEFT JOIN users p ON p.id = t.approved_by
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
             approved_by = NULL, approved_at = NULL, updated_at = $9, version = t.version + 1
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

/// Approves an acceptance that somebody else asked for; false where there is no such.
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
           AND asked_by <> $4",
        workload.0,
        risk.as_str(),
        expected,
        permit.user().0,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What was decided about an action.
#[derive(Clone, Debug)]
pub struct ActionState {
    /// Of which criterion.
    pub criterion: CriterionId,
    /// `open`, `in_progress`, `done`, `dropped`.
    pub state: String,
    /// Owner: id and name.
    pub owner: Option<(UserId, String)>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// Remarks.
    pub note: String,
    /// For optimistic writes.
    pub version: i32,
}

/// All decided actions of a workload.
///
/// # Errors
/// When the database fails.
pub async fn actions(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<ActionState>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT a.criterion, a.state, a.owner_id, o.name AS "owner?", a.due_on, a.note, a.version
           FROM actions a LEFT JOIN users o ON o.id = a.owner_id WHERE a.workload_id = $1"#,
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ActionState {
                criterion: parse(&row.criterion, "actions", "criterion")?,
                state: row.state,
                owner: row.owner_id.map(UserId).zip(row.owner),
                due_on: row.due_on,
                note: row.note,
                version: row.version,
            })
        })
        .collect()
}

/// An action's state to be written.
#[derive(Clone, Debug)]
pub struct NewActionState<'a> {
    /// `open`, `in_progress`, `done`, `dropped`.
    pub state: &'a str,
    /// Owner.
    pub owner: Option<UserId>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// Remarks.
    pub note: &'a str,
}

/// Writes an action's state over the expected version (0: none yet); false where another stands.
///
/// # Errors
/// When the database fails.
pub async fn set_action(
    db: &mut PgConnection,
    _permit: &Permit<Treat>,
    (workload, criterion): (WorkloadId, &CriterionId),
    expected: i32,
    new: NewActionState<'_>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO actions AS a (workload_id, criterion, state, owner_id, due_on, note, updated_at)
         SELECT $1, $2, $3, $4, $5, $6, $7
         WHERE $8 = 0 OR EXISTS (SELECT 1 FROM actions WHERE workload_id = $1 AND criterion = $2)
         ON CONFLICT (workload_id, criterion) DO UPDATE
         SET state = $3, owner_id = $4, due_on = $5, note = $6, updated_at = $7, version = a.version + 1
         WHERE a.version = $8",
        workload.0,
        criterion.as_str(),
        new.state,
        new.owner.map(|u| u.0),
        new.due_on,
        new.note,
        at,
        expected
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
