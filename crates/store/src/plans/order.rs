//! The order in which a team's capacity serves the plans of its workloads.

use std::collections::BTreeMap;

use domain::{
    CriterionId, TeamId, Tier, WorkloadId,
    plan::{Span, Task},
};
use sqlx::PgConnection;

use super::kept;
use crate::{StoreError, rows::parse};

/// Waits until nobody else prepares numbers and plans of many workloads, and keeps others waiting until the transaction
/// ends: two that write the rows of many workloads in different orders would wait for each other in a circle.
///
/// # Errors
/// When the database fails.
pub async fn alone(db: &mut PgConnection) -> Result<(), StoreError> {
    // No row has this id.
    let everybody = uuid::Uuid::max();
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0))",
        everybody
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A team whose order is looked at.
#[derive(Clone, Debug)]
pub struct Stale {
    /// Which.
    pub team: TeamId,
    /// What its order is to be made from.
    pub stamp: String,
    /// Of its prepared numbers, read in the same moment.
    pub edition: i64,
    /// Whether its order was made from just that: then only the edition is to be noted.
    pub same: bool,
}

/// Teams whose order was made from other plans than there are now, with the stamps of those that there are, and teams whose
/// numbers were made anew since without that, in the order in which rows are locked; only of some teams where they are given.
///
/// The stamp follows from which numbers of which workloads were prepared and from the capacity that days are counted
/// with: it changes with each of them. A team whose last workload went to the archive has one too, for what is kept of it
/// goes. Whatever changes a stamp is a change of the team, and is taken into its numbers with a new edition: where there is
/// neither, the stamp is what it was and is not made.
///
/// # Errors
/// When the database fails.
pub async fn stale(
    db: &mut PgConnection,
    teams: Option<&[TeamId]>,
) -> Result<Vec<Stale>, StoreError> {
    let teams: Option<Vec<_>> = teams.map(|teams| teams.iter().map(|team| team.0).collect());
    let rows = sqlx::query!(
        r#"WITH changed AS (
               SELECT team_id FROM team_changes
               UNION
               SELECT g.team_id FROM team_results g LEFT JOIN plan_orders o ON o.team_id = g.team_id
               WHERE o.edition IS DISTINCT FROM g.edition
           ), now AS (
               SELECT t.id AS team_id,
                      md5(t.capacity_days || ':' || coalesce(string_agg(
                          w.id::text || r.computed_revision || coalesce(r.true_until::text, '') || w.tier || r.computed_with,
                          ',' ORDER BY w.id), '')) AS stamp
               FROM changed c JOIN teams t ON t.id = c.team_id
               LEFT JOIN (workloads w JOIN results r ON r.workload_id = w.id) ON w.team_id = t.id AND w.archived_at IS NULL
               WHERE $1::uuid[] IS NULL OR t.id = ANY ($1)
               GROUP BY t.id
           )
           SELECT now.team_id AS "team_id!", now.stamp AS "stamp!", g.edition AS "edition!",
                  o.stamp IS NOT DISTINCT FROM now.stamp AS "same!"
           FROM now
           JOIN team_results g ON g.team_id = now.team_id
           LEFT JOIN plan_orders o ON o.team_id = now.team_id
           WHERE o.stamp IS DISTINCT FROM now.stamp OR o.edition IS DISTINCT FROM g.edition
           ORDER BY now.team_id"#,
        teams.as_deref()
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Stale {
            team: TeamId(row.team_id),
            stamp: row.stamp,
            edition: row.edition,
            same: row.same,
        })
        .collect())
}

/// Notes that a team's order is still that of its numbers.
///
/// # Errors
/// When the database fails.
pub async fn note(db: &mut PgConnection, stale: &Stale) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE plan_orders SET edition = $2 WHERE team_id = $1",
        stale.team.0,
        stale.edition
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A workload's open actions in their order.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Whose.
    pub workload: WorkloadId,
    /// How much it matters.
    pub tier: Tier,
    /// Which, with what they take.
    pub tasks: Vec<(CriterionId, Task)>,
}

/// The open actions of a team's assessed workloads, the most important workloads first.
///
/// # Errors
/// When the database fails.
pub async fn queues(db: &mut PgConnection, team: TeamId) -> Result<Vec<Queue>, StoreError> {
    let rows = sqlx::query!(
        "SELECT p.workload_id, w.tier, p.criterion, p.effort_days, p.rate, p.place
         FROM plan_rows p JOIN workloads w ON w.id = p.workload_id AND w.archived_at IS NULL
         WHERE w.team_id = $1 AND p.place IS NOT NULL AND p.state IN ('open', 'in_progress')
         ORDER BY w.tier, w.created_at, w.id, p.place, p.criterion",
        team.0
    )
    .fetch_all(db)
    .await?;
    let mut queues: Vec<Queue> = Vec::new();
    let mut at: BTreeMap<uuid::Uuid, usize> = BTreeMap::new();
    for row in rows {
        let place = if let Some(place) = at.get(&row.workload_id) {
            *place
        } else {
            let broken = StoreError::Inconsistent {
                table: "workloads",
                column: "tier",
            };
            let tier = u8::try_from(row.tier).ok();
            let tier = tier.and_then(|n| Tier::try_from(n).ok()).ok_or(broken)?;
            queues.push(Queue {
                workload: WorkloadId(row.workload_id),
                tier,
                tasks: Vec::new(),
            });
            at.insert(row.workload_id, queues.len() - 1);
            queues.len() - 1
        };
        let task = Task {
            effort: u32::try_from(row.effort_days).unwrap_or(0),
            rate: if row.place == Some(0) {
                i64::MAX
            } else {
                row.rate
            },
        };
        let criterion = parse(&row.criterion, "plan_rows", "criterion")?;
        if let Some(queue) = queues.get_mut(place) {
            queue.tasks.push((criterion, task));
        }
    }
    Ok(queues)
}

/// Keeps a team's order: spans in the places of the queues; whatever is in none has nothing left to do. With it the days
/// that follow from the team's capacity, and what is kept of whole workloads.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &mut PgConnection,
    stale: &Stale,
    queues: &[Queue],
    spans: &[Vec<Span>],
) -> Result<(), StoreError> {
    let (mut workloads, mut criteria) = (Vec::new(), Vec::new());
    let (mut from, mut until) = (Vec::new(), Vec::new());
    let days = |days: u32| i32::try_from(days).unwrap_or(i32::MAX);
    for (queue, spans) in queues.iter().zip(spans) {
        for ((criterion, _), span) in queue.tasks.iter().zip(spans) {
            workloads.push(queue.workload.0);
            criteria.push(criterion.to_string());
            from.push(days(span.from));
            until.push(days(span.until));
        }
    }
    let team = stale.team;
    // First: who makes the order of the same team waits here.
    sqlx::query!(
        "INSERT INTO plan_orders (team_id, stamp, edition) VALUES ($1, $2, $3)
         ON CONFLICT (team_id) DO UPDATE SET stamp = $2, edition = $3",
        team.0,
        stale.stamp,
        stale.edition
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE plan_rows p SET from_effort = NULL, until_effort = NULL, planned = NULL
         FROM workloads w
         WHERE w.id = p.workload_id AND w.team_id = $1 AND p.until_effort IS NOT NULL
           AND (p.place IS NULL OR p.state NOT IN ('open', 'in_progress') OR w.archived_at IS NOT NULL)",
        team.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE plan_rows p SET from_effort = n.from_effort, until_effort = n.until_effort, planned = n.planned
         FROM (
             SELECT u.*, u.until_effort * 30.0::float8 / nullif(t.capacity_days, 0) AS planned
             FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::integer[])
                      AS u (workload_id, criterion, from_effort, until_effort)
                  JOIN teams t ON t.id = $5
         ) n
         WHERE p.workload_id = n.workload_id AND p.criterion = n.criterion
           AND (p.from_effort, p.until_effort, p.planned) IS DISTINCT FROM (n.from_effort, n.until_effort, n.planned)",
        &workloads,
        &criteria,
        &from,
        &until,
        team.0
    )
    .execute(&mut *db)
    .await?;
    kept::keep(db, team).await
}
