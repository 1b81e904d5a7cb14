//! Actions of the plan: state, owner, day, own efforts and orders.

use std::collections::BTreeSet;

use domain::{CriterionId, Permit, RuleId, UserId, WorkloadId, access::Treat};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{
    StoreError,
    rows::{parse, parse_opt},
};

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
    /// Person-days instead of the framework's.
    pub effort_days: Option<u32>,
    /// Why.
    pub effort_reason: String,
    /// What comes first by somebody's decision.
    pub requires: Vec<CriterionId>,
    /// The rule whose verdict closed it.
    pub closed_by: Option<RuleId>,
    /// When.
    pub closed_at: Option<OffsetDateTime>,
    /// When a regression opened it again.
    pub reopened_at: Option<OffsetDateTime>,
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
        r#"SELECT a.criterion, a.state, a.owner_id, o.name AS "owner?", a.due_on, a.note, a.effort_days, a.effort_reason,
                  a.closed_by, a.closed_at, a.reopened_at, a.version,
                  ARRAY(SELECT r.requires FROM action_requires r WHERE r.workload_id = a.workload_id
                        AND r.criterion = a.criterion ORDER BY 1) AS "requires!"
           FROM actions a LEFT JOIN users o ON o.id = a.owner_id WHERE a.workload_id = $1 ORDER BY a.criterion"#,
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let requires = row.requires.iter();
            Ok(ActionState {
                criterion: parse(&row.criterion, "actions", "criterion")?,
                state: row.state,
                owner: row.owner_id.map(UserId).zip(row.owner),
                due_on: row.due_on,
                note: row.note,
                effort_days: row.effort_days.and_then(|days| u32::try_from(days).ok()),
                effort_reason: row.effort_reason,
                requires: requires
                    .map(|id| parse(id, "action_requires", "requires"))
                    .collect::<Result<_, _>>()?,
                closed_by: parse_opt(row.closed_by.as_deref(), "actions", "closed_by")?,
                closed_at: row.closed_at,
                reopened_at: row.reopened_at,
                version: row.version,
            })
        })
        .collect()
}

/// Those of some workloads that decided about the action of any of some criteria, in order.
///
/// # Errors
/// When the database fails.
pub async fn deciding(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
    criteria: &[CriterionId],
) -> Result<Vec<WorkloadId>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let criteria: Vec<String> = criteria.iter().map(ToString::to_string).collect();
    let found = sqlx::query_scalar!(
        "SELECT DISTINCT workload_id FROM actions WHERE workload_id = ANY ($1) AND criterion = ANY ($2) ORDER BY workload_id",
        &ids,
        &criteria
    );
    let found = found.fetch_all(db).await?;
    Ok(found.into_iter().map(WorkloadId).collect())
}

/// Keeps others from closing, opening or changing the decided actions of these workloads until this transaction has ended.
///
/// Whoever writes actions and marks numbers locks platforms, then actions, then numbers, then the change log: nobody waits
/// in a circle.
///
/// # Errors
/// When the database fails.
pub async fn hold(db: &mut PgConnection, workloads: &[WorkloadId]) -> Result<(), StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    sqlx::query_scalar!(
        r#"SELECT 1 AS "one!" FROM actions WHERE workload_id = ANY($1) ORDER BY workload_id, criterion FOR UPDATE"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(())
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
/// A proof stays as long as the state does, and so does what a regression left while nobody settled it.
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
         SET state = $3, owner_id = $4, due_on = $5, note = $6, updated_at = $7, version = a.version + 1,
             closed_by = CASE WHEN a.state = $3 THEN a.closed_by END,
             closed_at = CASE WHEN a.state = $3 THEN a.closed_at END,
             reopened_at = CASE WHEN $3 IN ('open', 'in_progress') THEN a.reopened_at END
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

/// An action with its day, and whose it is.
#[derive(Clone, Debug)]
pub struct Due {
    /// The workload.
    pub workload: WorkloadId,
    /// What is to be done.
    pub criterion: CriterionId,
    /// `open` or `in_progress`.
    pub state: String,
    /// The owner's name.
    pub owner: Option<String>,
    /// The day.
    pub due_on: Date,
}

/// Actions of some workloads' plans that have a day and are not done, and how many there are: the longest overdue first,
/// at most as many as asked for. What was answered `met` meanwhile needs nobody any more.
///
/// # Errors
/// When the database fails.
pub async fn due(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
    limit: i64,
) -> Result<(Vec<Due>, i64), StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT p.workload_id, p.criterion, p.state, o.name AS "owner?", p.due_on AS "due_on!", count(*) OVER () AS "total!"
           FROM plan_rows p LEFT JOIN users o ON o.id = p.owner_id
           WHERE p.workload_id = ANY($1) AND p.state IN ('open', 'in_progress') AND p.standing = 'unmet'
             AND p.due_on IS NOT NULL
           ORDER BY p.due_on, p.workload_id, p.criterion LIMIT $2"#,
        &ids,
        limit
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let found = rows.into_iter().map(|row| {
        Ok(Due {
            workload: WorkloadId(row.workload_id),
            criterion: parse(&row.criterion, "plan_rows", "criterion")?,
            state: row.state,
            owner: row.owner,
            due_on: row.due_on,
        })
    });
    Ok((found.collect::<Result<_, StoreError>>()?, total))
}

/// An action's own effort and order to be written.
#[derive(Clone, Debug)]
pub struct NewEffort<'a> {
    /// Person-days; none for the framework's.
    pub days: Option<u32>,
    /// Why; not empty where there are days.
    pub reason: &'a str,
    /// What comes first, beside what the framework requires.
    pub requires: &'a BTreeSet<CriterionId>,
}

/// Writes an action's own effort and order over the expected version (0: none yet); false where another stands.
///
/// # Errors
/// When the database fails.
pub async fn set_effort(
    db: &mut PgConnection,
    _permit: &Permit<Treat>,
    (workload, criterion): (WorkloadId, &CriterionId),
    expected: i32,
    new: NewEffort<'_>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO actions AS a (workload_id, criterion, state, effort_days, effort_reason, updated_at)
         SELECT $1, $2, 'open', $3, $4, $5
         WHERE $6 = 0 OR EXISTS (SELECT 1 FROM actions WHERE workload_id = $1 AND criterion = $2)
         ON CONFLICT (workload_id, criterion) DO UPDATE
         SET effort_days = $3, effort_reason = $4, updated_at = $5, version = a.version + 1
         WHERE a.version = $6",
        workload.0,
        criterion.as_str(),
        new.days.map(|days| i32::try_from(days).unwrap_or(i32::MAX)),
        new.reason,
        at,
        expected
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query!(
        "DELETE FROM action_requires WHERE workload_id = $1 AND criterion = $2",
        workload.0,
        criterion.as_str()
    )
    .execute(&mut *db)
    .await?;
    let requires: Vec<_> = new.requires.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "INSERT INTO action_requires (workload_id, criterion, requires) SELECT $1, $2, unnest($3::text[])",
        workload.0,
        criterion.as_str(),
        &requires
    )
    .execute(db)
    .await?;
    Ok(true)
}

/// Closes an action with a rule's verdict as its proof, whether or not somebody had decided about it.
///
/// # Errors
/// When the database fails.
pub async fn close_action(
    db: &mut PgConnection,
    (workload, criterion): (WorkloadId, &CriterionId),
    rule: &RuleId,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO actions AS a (workload_id, criterion, state, closed_by, closed_at, updated_at)
         VALUES ($1, $2, 'done', $3, $4, $4)
         ON CONFLICT (workload_id, criterion) DO UPDATE
         SET state = 'done', closed_by = $3, closed_at = $4, reopened_at = NULL, updated_at = $4, version = a.version + 1",
        workload.0,
        criterion.as_str(),
        rule.as_str(),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Opens an action again that a rule had closed, or that a person had marked as done.
///
/// # Errors
/// When the database fails.
pub async fn reopen_action(
    db: &mut PgConnection,
    (workload, criterion): (WorkloadId, &CriterionId),
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE actions SET state = 'open', closed_by = NULL, closed_at = NULL, reopened_at = $3, updated_at = $3,
                version = version + 1
         WHERE workload_id = $1 AND criterion = $2 AND (closed_by IS NOT NULL OR state = 'done')",
        workload.0,
        criterion.as_str(),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
