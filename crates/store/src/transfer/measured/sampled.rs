//! Samples, alerts and what teams have, out and in.

use domain::{Administer, TeamId, WorkloadId};
use serde_json::Value;
use sqlx::PgConnection;
use time::Date;

use super::super::parts::{
    AlertPart, BudgetPart, EventPart, FactorsPart, GroupSamplePart, MarkPart, SamplePart,
};
use crate::{
    StoreError,
    rows::{from_json, to_json},
};

/// The samples of a workload after a day, by day, at most so many.
///
/// # Errors
/// When the database fails.
pub async fn samples(
    db: &mut PgConnection,
    workload: WorkloadId,
    after: Option<Date>,
    most: i64,
) -> Result<Vec<SamplePart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY day), '[]') AS "rows!" FROM (
               SELECT * FROM workload_samples WHERE workload_id = $1 AND ($2::date IS NULL OR day > $2)
               ORDER BY day LIMIT $3) s"#,
        workload.0,
        after,
        most
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "workload_samples", "row")
}

/// The alerts of a workload.
///
/// # Errors
/// When the database fails.
pub async fn alerts(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<AlertPart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY day, kind), '[]') AS "rows!" FROM alerts a WHERE workload_id = $1"#,
        workload.0
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "alerts", "row")
}

/// The events of a workload that stand among its alerts.
///
/// # Errors
/// When the database fails.
pub async fn events(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<EventPart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(e) ORDER BY at, id), '[]') AS "rows!" FROM notice_events e
           WHERE workload_id = $1 AND kind IN ('conflict', 'budget_passed')"#,
        workload.0
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "notice_events", "row")
}

/// What was told of about a workload.
///
/// # Errors
/// When the database fails.
pub async fn marks(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<MarkPart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY day, subject, step), '[]') AS "rows!"
           FROM notice_marks m WHERE workload_id = $1"#,
        workload.0
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "notice_marks", "row")
}

/// The budgets of all teams.
///
/// # Errors
/// When the database fails.
pub async fn group_budgets(db: &mut PgConnection) -> Result<Vec<BudgetPart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(b) || jsonb_build_object('marks',
                  (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.month, m.step), '[]')
                   FROM budget_marks m WHERE m.budget_id = b.id)) ORDER BY b.team_id, b.currency), '[]') AS "rows!"
           FROM budgets b WHERE team_id IS NOT NULL"#
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "budgets", "row")
}

/// The factors of carbon of a team, or of all.
///
/// # Errors
/// When the database fails.
pub async fn group_factors(
    db: &mut PgConnection,
    team: Option<TeamId>,
) -> Result<Vec<FactorsPart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(f) || jsonb_build_object('pue', f.pue::text,
                  'intensity', f.intensity::text, 'embodied', f.embodied::text) ORDER BY f.team_id), '[]') AS "rows!"
           FROM cost_factors f WHERE team_id IS NOT NULL AND ($1::uuid IS NULL OR team_id = $1)"#,
        team.map(|team| team.0)
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "cost_factors", "row")
}

/// The samples of teams and the organisation after a day: of whole days, at most so many days.
///
/// # Errors
/// When the database fails.
pub async fn group_samples(
    db: &mut PgConnection,
    after: Option<Date>,
    days: i64,
) -> Result<Vec<GroupSamplePart>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY day, team_id, framework_version), '[]') AS "rows!"
           FROM group_samples s WHERE ($1::date IS NULL OR day > $1) AND day <= (
               SELECT max(day) FROM (SELECT DISTINCT day FROM group_samples WHERE $1::date IS NULL OR day > $1
                                     ORDER BY day LIMIT $2) AS next)"#,
        after,
        days
    )
    .fetch_one(db)
    .await?;
    from_json(rows, "group_samples", "row")
}

/// Samples of a workload.
///
/// # Errors
/// When the database fails.
pub async fn add_samples(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: WorkloadId,
    rows: &[SamplePart],
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO workload_samples
             (workload_id, day, source, taken_at, framework_version, score_spec, input_hash, tier, assessed, assured, claimed,
              possible, level_assured, level_claimed, level_possible, in_scope, answered, met, proven, conflicts, high,
              critical, ended, open_actions, effort_days, risks)
         SELECT $1, day, source, taken_at, framework_version, score_spec, input_hash, tier, assessed, assured, claimed,
                possible, level_assured, level_claimed, level_possible, in_scope, answered, met, proven, conflicts, high,
                critical, ended, open_actions, effort_days, risks
         FROM jsonb_to_recordset($2::jsonb) AS r(day date, source text, taken_at timestamptz, framework_version text,
             score_spec integer, input_hash text, tier smallint, assessed boolean, assured text, claimed text, possible text,
             level_assured smallint, level_claimed smallint, level_possible smallint, in_scope integer, answered integer,
             met integer, proven integer, conflicts integer, high integer, critical integer, ended integer,
             open_actions integer, effort_days integer, risks jsonb)",
        workload.0,
        to_json(&rows, "workload_samples", "row")?
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Alerts of a workload.
///
/// # Errors
/// When the database fails.
pub async fn add_alerts(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: WorkloadId,
    rows: &[AlertPart],
) -> Result<(), StoreError> {
    let days: Vec<_> = rows.iter().map(|row| row.day).collect();
    let kinds: Vec<_> = rows
        .iter()
        .map(|row| row.details.kind().to_owned())
        .collect();
    let details = rows
        .iter()
        .map(|row| to_json(&row.details, "alerts", "details"))
        .collect::<Result<Vec<Value>, _>>()?;
    sqlx::query!(
        "INSERT INTO alerts (workload_id, day, kind, details)
         SELECT $1, n.* FROM unnest($2::date[], $3::text[], $4::jsonb[]) AS n",
        workload.0,
        &days,
        &kinds,
        &details
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Events of a workload that stand among its alerts; nobody is told of them.
///
/// # Errors
/// When the database fails.
pub async fn add_events(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: WorkloadId,
    rows: &[EventPart],
) -> Result<(), StoreError> {
    let ids: Vec<_> = rows.iter().map(|row| row.id.0).collect();
    let kinds: Vec<_> = rows
        .iter()
        .map(|row| row.content.kind().as_str().to_owned())
        .collect();
    let contents = rows
        .iter()
        .map(|row| to_json(&row.content, "notice_events", "content"))
        .collect::<Result<Vec<Value>, _>>()?;
    let at: Vec<_> = rows.iter().map(|row| row.at).collect();
    sqlx::query!(
        "INSERT INTO notice_events (workload_id, id, kind, content, at)
         SELECT $1, n.* FROM unnest($2::uuid[], $3::text[], $4::jsonb[], $5::timestamptz[]) AS n",
        workload.0,
        &ids,
        &kinds,
        &contents,
        &at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What was told of about a workload.
///
/// # Errors
/// When the database fails.
pub async fn add_marks(
    db: &mut PgConnection,
    _permit: &Administer,
    workload: WorkloadId,
    rows: &[MarkPart],
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO notice_marks (workload_id, subject, day, step)
         SELECT $1, subject, day, step FROM jsonb_to_recordset($2::jsonb) AS r(subject text, day date, step text)",
        workload.0,
        to_json(&rows, "notice_marks", "row")?
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Samples of teams and the organisation.
///
/// # Errors
/// When the database fails.
pub async fn add_group_samples(
    db: &mut PgConnection,
    _permit: &Administer,
    rows: &[GroupSamplePart],
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO group_samples
             (team_id, day, framework_version, weight, assured, claimed, possible, assessed, not_assessed, met, proven,
              conflicts, high, critical, open_actions, effort_days, milestones)
         SELECT team_id, day, framework_version, weight, assured, claimed, possible, assessed, not_assessed, met, proven,
                conflicts, high, critical, open_actions, effort_days, milestones
         FROM jsonb_to_recordset($1::jsonb) AS r(team_id uuid, day date, framework_version text, weight integer,
             assured text, claimed text, possible text, assessed integer, not_assessed integer, met integer, proven integer,
             conflicts integer, high integer, critical integer, open_actions integer, effort_days integer,
             milestones integer)",
        to_json(&rows, "group_samples", "row")?
    )
    .execute(db)
    .await?;
    Ok(())
}
