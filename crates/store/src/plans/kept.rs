//! Counts that are kept with where a workload's plan leads, so that nobody counts the rows of a whole organisation.

use domain::{TeamId, views::plans::PlanCounts};
use sqlx::PgConnection;

use super::list::Filter;
use crate::{StoreError, workloads::team_filter};

/// How many actions of whole workloads stand where; only teams and workload of the filter matter. What is overdue
/// follows from the day and is counted, by an index that has no more than what is due.
///
/// # Errors
/// When the database fails.
pub(super) async fn counts(
    db: &mut PgConnection,
    filter: &Filter,
) -> Result<PlanCounts, StoreError> {
    let row = sqlx::query!(
        r#"SELECT coalesce(sum(e.open), 0) AS "open!",
                  coalesce(sum(e.in_progress), 0) AS "in_progress!",
                  coalesce(sum(e.done), 0) AS "done!",
                  coalesce(sum(e.dropped), 0) AS "dropped!",
                  coalesce(sum(e.unowned), 0) AS "unowned!",
                  coalesce(sum(e.effort_days), 0)::bigint AS "effort!",
                  (SELECT count(*) FROM plan_rows p JOIN workloads o ON o.id = p.workload_id AND o.archived_at IS NULL
                   WHERE ($1::uuid[] IS NULL OR o.team_id = ANY ($1)) AND ($2::uuid IS NULL OR p.workload_id = $2)
                     AND p.state IN ('open', 'in_progress') AND p.due_on < $3::date) AS "overdue!"
           FROM workloads w JOIN plan_ends e ON e.workload_id = w.id
           WHERE w.archived_at IS NULL AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1)) AND ($2::uuid IS NULL OR w.id = $2)"#,
        team_filter(&filter.readable) as Option<Vec<uuid::Uuid>>,
        filter.workload.map(|id| id.0),
        filter.today
    )
    .fetch_one(db)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(PlanCounts {
        open: number(row.open),
        in_progress: number(row.in_progress),
        done: number(row.done),
        dropped: number(row.dropped),
        overdue: number(row.overdue),
        unowned: number(row.unowned),
        effort_days: u64::try_from(row.effort).unwrap_or(0),
    })
}

/// Counts the rows of a team's workloads, and until when the row that reaches the target is done: part of making the
/// order of the team, after which both follow from the same rows.
pub(super) async fn keep(db: &mut PgConnection, team: TeamId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE plan_ends e
         SET open = c.open, in_progress = c.in_progress, done = c.done, dropped = c.dropped, unowned = c.unowned,
             effort_days = c.effort_days, until_effort = c.until_effort
         FROM (
             SELECT w.id,
                    count(*) FILTER (WHERE p.state = 'open') AS open,
                    count(*) FILTER (WHERE p.state = 'in_progress') AS in_progress,
                    count(*) FILTER (WHERE p.state = 'done') AS done,
                    count(*) FILTER (WHERE p.state = 'dropped') AS dropped,
                    count(*) FILTER (WHERE p.state IN ('open', 'in_progress') AND p.owner_id IS NULL) AS unowned,
                    coalesce(sum(p.effort_days) FILTER (WHERE p.state IN ('open', 'in_progress')), 0) AS effort_days,
                    max(p.until_effort) FILTER (WHERE p.reaches) AS until_effort
             FROM workloads w LEFT JOIN plan_rows p ON p.workload_id = w.id
             WHERE w.team_id = $1 AND w.archived_at IS NULL
             GROUP BY w.id
         ) c
         WHERE c.id = e.workload_id
           AND (e.open, e.in_progress, e.done, e.dropped, e.unowned, e.effort_days, e.until_effort)
               IS DISTINCT FROM (c.open, c.in_progress, c.done, c.dropped, c.unowned, c.effort_days, c.until_effort)",
        team.0
    )
    .execute(db)
    .await?;
    Ok(())
}
