//! Counts that are kept by team, so that nobody counts the rows of a whole organisation.

use domain::{PillarId, TeamId, views::plans::PlanCounts};
use sqlx::PgConnection;

use super::filter::{Days, Due, Filter, Owner};
use crate::{StoreError, workloads::team_filter};

/// Stands for every value of a column.
const ALL: &str = "*";

/// Which of the kept counts answer a filter.
pub(super) struct Asked<'a> {
    pillar: &'a str,
    owner: &'static str,
    due: &'static str,
    phase: &'static str,
}

impl<'a> Asked<'a> {
    /// None where only the rows can tell.
    pub(super) fn of(filter: &'a Filter) -> Option<Self> {
        if filter.workload.is_some() || !filter.text.is_empty() {
            return None;
        }
        Some(Self {
            pillar: filter.pillar.as_ref().map_or(ALL, PillarId::as_str),
            owner: match filter.owner {
                Owner::Anybody => ALL,
                Owner::Nobody => "nobody",
                Owner::Somebody => "somebody",
                // Few rows, which an index has.
                Owner::One(_) => return None,
            },
            due: match filter.due {
                Due::Any => ALL,
                Due::None => "none",
                Due::Overdue | Due::Within(_) => return None,
            },
            phase: match filter.days {
                Days::Any => ALL,
                _ if filter.capacity.is_some() => return None,
                Days::Between(0, 30) => "30",
                Days::Between(30, 90) => "90",
                Days::Between(90, 180) => "180",
                Days::Later => "later",
                Days::Between(..) => return None,
            },
        })
    }
}

/// How many actions stand where; a row for each team. What is overdue is not among it.
///
/// # Errors
/// When the database fails.
pub(super) async fn counts(
    db: &mut PgConnection,
    filter: &Filter,
    asked: &Asked<'_>,
) -> Result<PlanCounts, StoreError> {
    let row = sqlx::query!(
        r#"SELECT coalesce(sum(open), 0) AS "open!", coalesce(sum(in_progress), 0) AS "in_progress!",
                  coalesce(sum(done), 0) AS "done!", coalesce(sum(dropped), 0) AS "dropped!",
                  coalesce(sum(unowned), 0) AS "unowned!", coalesce(sum(effort_days), 0)::bigint AS "effort!"
           FROM plan_counts
           WHERE ($1::uuid[] IS NULL OR team_id = ANY ($1)) AND pillar = $2 AND owner = $3 AND due = $4 AND phase = $5"#,
        team_filter(&filter.readable) as Option<Vec<uuid::Uuid>>,
        asked.pillar,
        asked.owner,
        asked.due,
        asked.phase
    )
    .fetch_one(db)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(PlanCounts {
        open: number(row.open),
        in_progress: number(row.in_progress),
        done: number(row.done),
        dropped: number(row.dropped),
        overdue: 0,
        unowned: number(row.unowned),
        effort_days: u64::try_from(row.effort).unwrap_or(0),
    })
}

/// Keeps what follows from the rows of a team's workloads: part of making the order of the team, which says on which days
/// they are.
pub(super) async fn keep(db: &mut PgConnection, team: TeamId) -> Result<(), StoreError> {
    ends(db, team).await?;
    cells(db, team).await
}

/// What is left to do in each workload, and until when the row that reaches the target is done.
async fn ends(db: &mut PgConnection, team: TeamId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE plan_ends e SET effort_days = c.effort_days, until_effort = c.until_effort
         FROM (
             SELECT w.id,
                    coalesce(sum(p.effort_days) FILTER (WHERE p.state IN ('open', 'in_progress')), 0) AS effort_days,
                    max(p.until_effort) FILTER (WHERE p.reaches) AS until_effort
             FROM workloads w LEFT JOIN plan_rows p ON p.workload_id = w.id
             WHERE w.team_id = $1 AND w.archived_at IS NULL
             GROUP BY w.id
         ) c
         WHERE c.id = e.workload_id
           AND (e.effort_days, e.until_effort) IS DISTINCT FROM (c.effort_days, c.until_effort)",
        team.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The counts for each combination of what lists are filtered by; none of nothing. Those that are as they were stay.
async fn cells(db: &mut PgConnection, team: TeamId) -> Result<(), StoreError> {
    sqlx::query!(
        "WITH now AS (
             SELECT coalesce(p.pillar, '*') AS pillar, coalesce(p.owner, '*') AS owner, coalesce(p.due, '*') AS due,
                    coalesce(p.phase, '*') AS phase,
                    count(*) FILTER (WHERE p.state = 'open') AS open,
                    count(*) FILTER (WHERE p.state = 'in_progress') AS in_progress,
                    count(*) FILTER (WHERE p.state = 'done') AS done,
                    count(*) FILTER (WHERE p.state = 'dropped') AS dropped,
                    count(*) FILTER (WHERE p.state IN ('open', 'in_progress') AND p.owner_id IS NULL) AS unowned,
                    coalesce(sum(p.effort_days) FILTER (WHERE p.state IN ('open', 'in_progress')), 0) AS effort_days
             FROM (
                 SELECT r.pillar, r.state, r.owner_id, r.effort_days,
                        CASE WHEN r.owner_id IS NULL THEN 'nobody' ELSE 'somebody' END AS owner,
                        CASE WHEN r.due_on IS NULL THEN 'none' ELSE 'day' END AS due,
                        CASE WHEN r.planned > 180 OR (r.planned IS NULL AND r.until_effort > 0) THEN 'later'
                             WHEN r.planned > 90 THEN '180'
                             WHEN r.planned > 30 THEN '90'
                             WHEN r.planned > 0 THEN '30'
                             ELSE 'none' END AS phase
                 FROM workloads w JOIN plan_rows r ON r.workload_id = w.id
                 WHERE w.team_id = $1 AND w.archived_at IS NULL
             ) p
             GROUP BY CUBE (p.pillar, p.owner, p.due, p.phase)
             HAVING count(*) > 0
         ), gone AS (
             DELETE FROM plan_counts c WHERE c.team_id = $1 AND NOT EXISTS (
                 SELECT FROM now n WHERE (n.pillar, n.owner, n.due, n.phase) = (c.pillar, c.owner, c.due, c.phase))
         )
         INSERT INTO plan_counts AS c
             (team_id, pillar, owner, due, phase, open, in_progress, done, dropped, unowned, effort_days)
         SELECT $1, n.pillar, n.owner, n.due, n.phase, n.open, n.in_progress, n.done, n.dropped, n.unowned, n.effort_days
         FROM now n
         ON CONFLICT (team_id, pillar, owner, due, phase) DO UPDATE
         SET open = EXCLUDED.open, in_progress = EXCLUDED.in_progress, done = EXCLUDED.done, dropped = EXCLUDED.dropped,
             unowned = EXCLUDED.unowned, effort_days = EXCLUDED.effort_days
         WHERE (c.open, c.in_progress, c.done, c.dropped, c.unowned, c.effort_days) IS DISTINCT FROM
               (EXCLUDED.open, EXCLUDED.in_progress, EXCLUDED.done, EXCLUDED.dropped, EXCLUDED.unowned, EXCLUDED.effort_days)",
        team.0
    )
    .execute(db)
    .await?;
    Ok(())
}
