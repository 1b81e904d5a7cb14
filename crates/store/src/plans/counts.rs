//! How many actions stand where.

use domain::views::plans::{ActionState, PlanCounts};
use sqlx::PgConnection;

use super::{
    filter::{Due, Filter, filtered},
    kept::{self, Asked},
};
use crate::StoreError;

/// How many actions stand where, whatever states the filter names; and how many it names.
///
/// What teams keep is added up where it answers the filter; of one workload, one person, a text, dates or a capacity that is
/// tried the rows are counted.
///
/// # Errors
/// When the database fails.
pub async fn counts(
    db: &mut PgConnection,
    filter: &Filter,
) -> Result<(PlanCounts, u32), StoreError> {
    let Some(asked) = Asked::of(filter) else {
        return of_rows(db, filter).await;
    };
    let mut counts = kept::counts(db, filter, &asked).await?;
    counts.overdue = overdue(db, filter).await?;
    let named = filter.states.iter().map(|state| counts.of(*state)).sum();
    Ok((counts, named))
}

/// Follows from the day, so it is counted, by an index that has no more than what is due.
async fn overdue(db: &mut PgConnection, filter: &Filter) -> Result<u32, StoreError> {
    if filter.due == Due::None {
        return Ok(0);
    }
    let filter = Filter {
        due: Due::Overdue,
        states: vec![ActionState::Open, ActionState::InProgress],
        ..filter.clone()
    };
    let row = filtered!(
        r#"SELECT count(*) AS "overdue!""#,
        "AND p.state = ANY ($14::text[])",
        &filter
    )
    .fetch_one(db)
    .await?;
    Ok(number(row.overdue))
}

async fn of_rows(db: &mut PgConnection, filter: &Filter) -> Result<(PlanCounts, u32), StoreError> {
    let row = filtered!(
        r#"SELECT count(*) FILTER (WHERE p.state = ANY ($14::text[])) AS "named!",
                  count(*) FILTER (WHERE p.state = 'open') AS "open!",
                  count(*) FILTER (WHERE p.state = 'in_progress') AS "in_progress!",
                  count(*) FILTER (WHERE p.state = 'done') AS "done!",
                  count(*) FILTER (WHERE p.state = 'dropped') AS "dropped!",
                  count(*) FILTER (WHERE p.state IN ('open', 'in_progress') AND p.due_on < $8::date) AS "overdue!",
                  count(*) FILTER (WHERE p.state IN ('open', 'in_progress') AND p.owner_id IS NULL) AS "unowned!",
                  coalesce(sum(p.effort_days) FILTER (WHERE p.state IN ('open', 'in_progress')), 0) AS "effort!""#,
        "",
        filter
    )
    .fetch_one(db)
    .await?;
    let counts = PlanCounts {
        open: number(row.open),
        in_progress: number(row.in_progress),
        done: number(row.done),
        dropped: number(row.dropped),
        overdue: number(row.overdue),
        unowned: number(row.unowned),
        effort_days: u64::try_from(row.effort).unwrap_or(0),
    };
    Ok((counts, number(row.named)))
}

fn number(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
