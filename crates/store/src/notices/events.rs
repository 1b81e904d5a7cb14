//! Events, who is told of them, and what must not be told again.

use std::collections::{BTreeMap, BTreeSet};

use domain::{EventId, TeamId, UserId, WorkloadId, notice::Event};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{
    StoreError,
    rows::{from_json, to_json},
    shares::Place,
};

/// An event and who is told of it.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its id.
    pub id: EventId,
    /// Whose.
    pub place: Place,
    /// What happened.
    pub event: Event,
    /// Each once.
    pub to: BTreeSet<UserId>,
}

/// Writes events and notices of them, in the transaction of what caused them.
///
/// What somebody does not want to see is written for the mail, and as read: nothing counts it.
///
/// # Errors
/// When the database fails.
pub async fn add(
    db: &mut PgConnection,
    events: &[NewEvent],
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let contents = events
        .iter()
        .map(|one| to_json(&one.event, "notice_events", "content"))
        .collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<_> = events.iter().map(|one| one.id.0).collect();
    let workload = |one: &NewEvent| one.place.workload.map(|id| id.0);
    let workloads: Vec<_> = events.iter().map(workload).collect();
    // A workload's team is where the workload is: it may move.
    let team = |one: &NewEvent| {
        let team = one.place.team.filter(|_| one.place.workload.is_none());
        team.map(|id| id.0)
    };
    let teams: Vec<_> = events.iter().map(team).collect();
    let kinds: Vec<_> = events
        .iter()
        .map(|one| one.event.kind().as_str().to_owned())
        .collect();
    sqlx::query!(
        "INSERT INTO notice_events (id, workload_id, team_id, kind, content, at)
         SELECT new.id, new.workload_id, new.team_id, new.kind, new.content, $6
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::jsonb[])
              AS new (id, workload_id, team_id, kind, content)",
        &ids,
        &workloads as &[Option<uuid::Uuid>],
        &teams as &[Option<uuid::Uuid>],
        &kinds,
        &contents,
        at
    )
    .execute(&mut *db)
    .await?;
    let told = |one: &NewEvent| -> Vec<_> { one.to.iter().map(|to| (one.id.0, to.0)).collect() };
    let (of, to): (Vec<_>, Vec<_>) = events.iter().flat_map(told).unzip();
    sqlx::query!(
        "INSERT INTO notices (event_id, user_id, at, console, read_at)
         SELECT new.event_id, new.user_id, $3::timestamptz, coalesce(c.console, true),
                CASE WHEN NOT c.console THEN $3::timestamptz END
         FROM unnest($1::uuid[], $2::uuid[]) AS new (event_id, user_id)
         JOIN notice_events e ON e.id = new.event_id
         LEFT JOIN notice_choices c ON c.user_id = new.user_id AND c.kind = e.kind",
        &of,
        &to,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Something that is told once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Whose.
    pub workload: WorkloadId,
    /// `proof:S02.3b`, `risk:K-S1`, `conflict:S02.3b`.
    pub subject: String,
    /// The day that it is about.
    pub day: Date,
    /// The step before that day; empty where there is only one.
    pub step: String,
}

/// Marks what is about to be told; those that nobody marked before.
///
/// # Errors
/// When the database fails.
pub async fn mark(db: &mut PgConnection, marks: &[Mark]) -> Result<BTreeSet<Mark>, StoreError> {
    let workloads: Vec<_> = marks.iter().map(|mark| mark.workload.0).collect();
    let subjects: Vec<_> = marks.iter().map(|mark| mark.subject.clone()).collect();
    let days: Vec<_> = marks.iter().map(|mark| mark.day).collect();
    let steps: Vec<_> = marks.iter().map(|mark| mark.step.clone()).collect();
    // In order: two writers that mark the same must not wait for each other in a circle.
    let rows = sqlx::query!(
        "INSERT INTO notice_marks (workload_id, subject, day, step)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::text[]) AS new (workload_id, subject, day, step)
         ORDER BY 1, 2, 3, 4
         ON CONFLICT DO NOTHING RETURNING workload_id, subject, day, step",
        &workloads,
        &subjects,
        &days,
        &steps
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Mark {
            workload: WorkloadId(row.workload_id),
            subject: row.subject,
            day: row.day,
            step: row.step,
        })
        .collect())
}

/// The owners of teams who can sign in.
///
/// # Errors
/// When the database fails.
pub async fn owners(
    db: &mut PgConnection,
    teams: &BTreeSet<TeamId>,
) -> Result<BTreeMap<TeamId, BTreeSet<UserId>>, StoreError> {
    let teams: Vec<_> = teams.iter().map(|team| team.0).collect();
    let rows = sqlx::query!(
        "SELECT m.team_id, m.user_id FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.team_id = ANY ($1) AND m.role = 'owner' AND u.disabled_at IS NULL",
        &teams
    )
    .fetch_all(db)
    .await?;
    let mut owners: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for row in rows {
        let team = owners.entry(TeamId(row.team_id)).or_default();
        team.insert(UserId(row.user_id));
    }
    Ok(owners)
}

/// The administrators who can sign in.
///
/// # Errors
/// When the database fails.
pub async fn administrators(db: &mut PgConnection) -> Result<BTreeSet<UserId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM users WHERE org_role = 'administrator' AND disabled_at IS NULL"
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Notices older than this are forgotten with their events, and marks of days before `marked`.
///
/// # Errors
/// When the database fails.
pub async fn forget(
    db: &mut PgConnection,
    before: OffsetDateTime,
    marked: Date,
) -> Result<u64, StoreError> {
    let events = sqlx::query!("DELETE FROM notice_events WHERE at < $1", before)
        .execute(&mut *db)
        .await?;
    let marks = sqlx::query!("DELETE FROM notice_marks WHERE day < $1", marked)
        .execute(&mut *db)
        .await?;
    let rounds = sqlx::query!("DELETE FROM notice_rounds WHERE day < $1", marked)
        .execute(db)
        .await?;
    Ok(events.rows_affected() + marks.rows_affected() + rounds.rows_affected())
}

/// An event with the names that sentences need.
#[derive(Clone, Debug)]
pub struct Told {
    /// Which.
    pub id: EventId,
    /// What happened.
    pub event: Event,
    /// To which workload; none where it is about a team or the organisation.
    pub workload: Option<WorkloadId>,
    /// Its name, else the team's or the organisation's.
    pub workload_name: String,
    /// The team's name; empty where it is about the organisation.
    pub team_name: String,
    /// What the risk is called that it tells of, where it is one of the workload's own.
    pub own_risk: Option<String>,
    /// When.
    pub at: OffsetDateTime,
}

/// One event.
///
/// # Errors
/// When the database fails.
pub async fn get(db: &mut PgConnection, id: EventId) -> Result<Option<Told>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT e.id AS "id!", e.content AS "content!", e.at AS "at!", e.workload_id AS "workload_id?",
                  coalesce(w.name, t.name, (SELECT name FROM organisation), '') AS "name!",
                  coalesce(t.name, '') AS "team_name!",
                  (SELECT o.title FROM own_risks o WHERE o.workload_id = e.workload_id AND 'own-' || o.number = e.content->>'risk') AS own_risk
           FROM notice_events e LEFT JOIN workloads w ON w.id = e.workload_id
           LEFT JOIN teams t ON t.id = coalesce(w.team_id, e.team_id)
           WHERE e.id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
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
    .transpose()
}
