//! What reports on many workloads say of all of them: a little of each, so that ten thousand are read at once, and the few
//! that are shown. Of active workloads that somebody may read, all of it.

use domain::{Readable, RiskId, WorkloadId};
use sqlx::PgConnection;
use time::Date;

use crate::{StoreError, rows::parse, workloads::team_filter};

/// A workload as far as it is named and hashed.
#[derive(Clone, Debug)]
pub struct Known {
    /// Which.
    pub id: WorkloadId,
    /// Its name.
    pub name: String,
    /// The hash of what its numbers follow from; none where nothing was computed yet.
    pub input_hash: Option<String>,
}

/// All workloads, by name.
///
/// # Errors
/// When the database fails.
pub async fn all(db: &mut PgConnection, readable: &Readable) -> Result<Vec<Known>, StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        "SELECT w.id, w.name, r.input_hash FROM workloads w JOIN results r ON r.workload_id = w.id
         WHERE w.archived_at IS NULL AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
         ORDER BY w.name, w.id",
        teams.as_deref()
    )
    .fetch_all(db)
    .await?;
    let known = rows.into_iter().map(|row| Known {
        id: WorkloadId(row.id),
        name: row.name,
        input_hash: row.input_hash,
    });
    Ok(known.collect())
}

/// How many active workloads that somebody may read a join leaves, and the names of the first, at most so many.
macro_rules! named {
    ($join:tt, $db:expr, $readable:expr, $limit:expr) => {{
        let teams = team_filter($readable);
        let rows = sqlx::query!(
            r#"SELECT w.name, count(*) OVER () AS "total!" FROM workloads w "#
                + $join
                + "
           WHERE w.archived_at IS NULL AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
           ORDER BY w.name, w.id LIMIT $2",
            teams.as_deref(),
            $limit
        )
        .fetch_all($db)
        .await?;
        let total = rows.first().map_or(0, |row| row.total);
        Ok((total, rows.into_iter().map(|row| row.name).collect()))
    }};
}

/// How many assessments wait for their review, and the names of the first workloads of them.
///
/// # Errors
/// When the database fails.
pub async fn in_review(
    db: &mut PgConnection,
    readable: &Readable,
    limit: i64,
) -> Result<(i64, Vec<String>), StoreError> {
    named!(
        "JOIN assessments a ON a.workload_id = w.id AND a.state = 'in_review'",
        db,
        readable,
        limit
    )
}

/// How many workloads nobody has assessed, and the names of the first.
///
/// # Errors
/// When the database fails.
pub async fn missing(
    db: &mut PgConnection,
    readable: &Readable,
    limit: i64,
) -> Result<(i64, Vec<String>), StoreError> {
    named!(
        "JOIN results r ON r.workload_id = w.id AND NOT r.assessed",
        db,
        readable,
        limit
    )
}

/// Counts that no sum of a team has.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    /// Assessed workloads in which a rule disagrees with an answer.
    pub disputed: i64,
    /// Actions of their plans that are done, and whose criterion is not answered `met` yet.
    pub done: i64,
    /// Those that nobody will do.
    pub dropped: i64,
}

/// What is counted of assessed workloads.
///
/// # Errors
/// When the database fails.
pub async fn counts(db: &mut PgConnection, readable: &Readable) -> Result<Counts, StoreError> {
    let teams = team_filter(readable);
    let counts = sqlx::query_as!(
        Counts,
        r#"WITH assessed AS (
               SELECT w.id, r.conflicts FROM workloads w JOIN results r ON r.workload_id = w.id AND r.assessed
               WHERE w.archived_at IS NULL AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
           ), settled AS (
               SELECT p.state FROM plan_rows p JOIN assessed a ON a.id = p.workload_id
               WHERE p.state IN ('done', 'dropped') AND p.standing = 'unmet'
           )
           SELECT (SELECT count(*) FROM assessed WHERE conflicts > 0) AS "disputed!",
                  (SELECT count(*) FROM settled WHERE state = 'done') AS "done!",
                  (SELECT count(*) FROM settled WHERE state = 'dropped') AS "dropped!""#,
        teams.as_deref()
    );
    Ok(counts.fetch_one(db).await?)
}

/// The assessed workloads with the lowest assured index, at most so many; those that answer another framework version than
/// the one given come after the others.
///
/// # Errors
/// When the database fails.
pub async fn weakest(
    db: &mut PgConnection,
    readable: &Readable,
    version: Option<&str>,
    limit: i64,
) -> Result<Vec<WorkloadId>, StoreError> {
    let teams = team_filter(readable);
    let ids = sqlx::query_scalar!(
        r#"SELECT w.id FROM workloads w
           JOIN assessments a ON a.workload_id = w.id AND a.state <> 'approved'
           JOIN results r ON r.workload_id = w.id AND r.assessed
           WHERE w.archived_at IS NULL AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
           ORDER BY coalesce(a.framework_version <> $2::text, false), r.assured NULLS FIRST, w.name COLLATE "C", w.id
           LIMIT $3"#,
        teams.as_deref(),
        version,
        limit
    );
    let ids = ids.fetch_all(db).await?;
    Ok(ids.into_iter().map(WorkloadId).collect())
}

/// The workloads that nobody has assessed, the most important first, then by team and name: at most so many.
///
/// # Errors
/// When the database fails.
pub async fn not_assessed(
    db: &mut PgConnection,
    readable: &Readable,
    limit: i64,
) -> Result<Vec<WorkloadId>, StoreError> {
    let teams = team_filter(readable);
    let ids = sqlx::query_scalar!(
        r#"SELECT w.id FROM workloads w JOIN teams t ON t.id = w.team_id
           JOIN results r ON r.workload_id = w.id AND NOT r.assessed
           WHERE w.archived_at IS NULL AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
           ORDER BY w.tier, t.name COLLATE "C", w.name COLLATE "C", w.id LIMIT $2"#,
        teams.as_deref(),
        limit
    );
    let ids = ids.fetch_all(db).await?;
    Ok(ids.into_iter().map(WorkloadId).collect())
}

/// An acceptance of a risk.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// Whose.
    pub workload: WorkloadId,
    /// Of which risk.
    pub risk: RiskId,
    /// What a risk of the workload's own is called.
    pub title: Option<String>,
    /// The name of who asked.
    pub asked_by: Option<String>,
    /// The name of who approved.
    pub approved_by: Option<String>,
    /// The last day.
    pub expires_on: Date,
    /// In words.
    pub note: String,
}

/// Acceptances that wait for somebody, and approved ones that end until a day or have ended; by the day of their end.
///
/// # Errors
/// When the database fails.
pub async fn acceptances(
    db: &mut PgConnection,
    readable: &Readable,
    until: Date,
) -> Result<Vec<Acceptance>, StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        r#"SELECT t.workload_id, t.risk, r.title AS "title?", a.name AS "asker?", p.name AS "approver?",
                  t.expires_on AS "expires_on!", t.note
           FROM treatments t JOIN workloads w ON w.id = t.workload_id AND w.archived_at IS NULL
           LEFT JOIN risk_rows r ON r.workload_id = t.workload_id AND r.risk = t.risk
           LEFT JOIN users a ON a.id = t.asked_by LEFT JOIN users p ON p.id = t.approved_by
           WHERE t.expires_on IS NOT NULL AND t.rejected_by IS NULL
             AND (t.approved_by IS NULL OR t.expires_on <= $2)
             AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
           ORDER BY t.expires_on, t.workload_id, t.risk"#,
        teams.as_deref(),
        until
    )
    .fetch_all(db)
    .await?;
    let found = rows.into_iter().map(|row| {
        Ok(Acceptance {
            workload: WorkloadId(row.workload_id),
            risk: parse(&row.risk, "treatments", "risk")?,
            title: row.title,
            asked_by: row.asker,
            approved_by: row.approver,
            expires_on: row.expires_on,
            note: row.note,
        })
    });
    found.collect()
}
