//! What one person is told.

use domain::{DeliveryId, EventId, Readable, UserId, WorkloadId, notice::NoticeKind};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::events::Told;
use crate::{StoreError, rows::from_json, workloads::team_filter};

/// How many notices somebody has not read, at most `most`. What may not be read any more does not count.
///
/// # Errors
/// When the database fails.
pub async fn unread(
    db: &mut PgConnection,
    user: UserId,
    readable: &Readable,
    most: i64,
) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (
               SELECT 1 FROM notices n JOIN notice_events e ON e.id = n.event_id LEFT JOIN workloads w ON w.id = e.workload_id
               WHERE n.user_id = $1 AND n.console AND n.read_at IS NULL
                 AND ($2::uuid[] IS NULL OR coalesce(w.team_id, e.team_id) = ANY ($2)
                      OR (e.workload_id IS NULL AND e.team_id IS NULL AND cardinality($2) > 0))
               LIMIT $3
           ) AS found"#,
        user.0,
        team_filter(readable) as Option<Vec<uuid::Uuid>>,
        most
    )
    .fetch_one(db)
    .await?;
    Ok(count)
}

/// A person's notice.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What happened.
    pub told: Told,
    /// Whether it was not read yet.
    pub unread: bool,
}

/// Some of a person's notices, those not read first, then the newest; how many there are. What the person chose not to see
/// is not among them.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut PgConnection,
    user: UserId,
    readable: &Readable,
    kind: Option<NoticeKind>,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Notice>, i64), StoreError> {
    let (teams, kind) = (team_filter(readable), kind.map(NoticeKind::as_str));
    let total = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!"
           FROM notices n JOIN notice_events e ON e.id = n.event_id LEFT JOIN workloads w ON w.id = e.workload_id
           WHERE n.user_id = $1 AND n.console AND ($3::text IS NULL OR e.kind = $3)
             AND ($2::uuid[] IS NULL OR coalesce(w.team_id, e.team_id) = ANY ($2)
                  OR (e.workload_id IS NULL AND e.team_id IS NULL AND cardinality($2) > 0))"#,
        user.0,
        teams.clone() as Option<Vec<uuid::Uuid>>,
        kind
    )
    .fetch_one(&mut *db)
    .await?;
    let rows = sqlx::query!(
        r#"SELECT e.id AS "id!", e.content AS "content!", n.at AS "at!", n.read_at IS NULL AS "unread!", e.workload_id AS "workload_id?",
                  coalesce(w.name, t.name, (SELECT name FROM organisation), '') AS "name!",
                  coalesce(t.name, '') AS "team_name!",
                  (SELECT o.title FROM own_risks o WHERE o.workload_id = e.workload_id AND 'own-' || o.number = e.content->>'risk') AS own_risk
           FROM notices n JOIN notice_events e ON e.id = n.event_id LEFT JOIN workloads w ON w.id = e.workload_id
           LEFT JOIN teams t ON t.id = coalesce(w.team_id, e.team_id)
           WHERE n.user_id = $1 AND n.console AND ($3::text IS NULL OR e.kind = $3)
             AND ($2::uuid[] IS NULL OR coalesce(w.team_id, e.team_id) = ANY ($2)
                  OR (e.workload_id IS NULL AND e.team_id IS NULL AND cardinality($2) > 0))
           ORDER BY n.read_at IS NOT NULL, n.at DESC, e.id DESC LIMIT $4 OFFSET $5"#,
        user.0,
        teams as Option<Vec<uuid::Uuid>>,
        kind,
        limit,
        offset
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        Ok(Notice {
            told: Told {
                id: EventId(row.id),
                event: from_json(row.content, "notice_events", "content")?,
                workload: row.workload_id.map(WorkloadId),
                workload_name: row.name,
                team_name: row.team_name,
                own_risk: row.own_risk,
                at: row.at,
            },
            unread: row.unread,
        })
    });
    Ok((rows.collect::<Result<_, StoreError>>()?, total))
}

/// What a mail tells, the oldest first: only what its reader may read now.
///
/// # Errors
/// When the database fails.
pub async fn of_delivery(
    db: &mut PgConnection,
    delivery: DeliveryId,
    readable: &Readable,
) -> Result<Vec<Told>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT e.id AS "id!", e.content AS "content!", n.at AS "at!", e.workload_id AS "workload_id?",
                  coalesce(w.name, t.name, (SELECT name FROM organisation), '') AS "name!",
                  coalesce(t.name, '') AS "team_name!",
                  (SELECT o.title FROM own_risks o WHERE o.workload_id = e.workload_id AND 'own-' || o.number = e.content->>'risk') AS own_risk
           FROM notices n JOIN notice_events e ON e.id = n.event_id LEFT JOIN workloads w ON w.id = e.workload_id
           LEFT JOIN teams t ON t.id = coalesce(w.team_id, e.team_id)
           WHERE n.delivery_id = $1
             AND ($2::uuid[] IS NULL OR coalesce(w.team_id, e.team_id) = ANY ($2)
                  OR (e.workload_id IS NULL AND e.team_id IS NULL AND cardinality($2) > 0))
           ORDER BY n.at, e.id"#,
        delivery.0,
        team_filter(readable) as Option<Vec<uuid::Uuid>>
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Told {
                id: EventId(row.id),
                event: from_json(row.content, "notice_events", "content")?,
                workload: row.workload_id.map(WorkloadId),
                workload_name: row.name,
                team_name: row.team_name,
                own_risk: row.own_risk,
                at: row.at,
            })
        })
        .collect()
}

/// Marks one of somebody's notices as read; `false` where it is none of theirs.
///
/// # Errors
/// When the database fails.
pub async fn read_one(
    db: &mut PgConnection,
    user: UserId,
    event: EventId,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE notices SET read_at = COALESCE(read_at, $3) WHERE user_id = $1 AND event_id = $2",
        user.0,
        event.0,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks all of somebody's notices as read that came until `seen`: none that they have not seen.
///
/// # Errors
/// When the database fails.
pub async fn read_all(
    db: &mut PgConnection,
    user: UserId,
    seen: OffsetDateTime,
    at: OffsetDateTime,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "UPDATE notices SET read_at = $3 WHERE user_id = $1 AND read_at IS NULL AND at <= $2",
        user.0,
        seen,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
