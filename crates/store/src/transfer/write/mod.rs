//! Rows in. They were read into types before, so what is written is what the types allow; ids of people are those here.

mod assessing;
mod cost;
mod decisions;
mod map;
mod shared;
mod tools;

pub use cost::{add_budgets, add_factors};
pub use shared::add_subscriptions;

use std::collections::BTreeMap;

use domain::{Administer, AssessmentId, PillarId, UserId, WorkloadId};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    history,
    parts::{Rows, TeamPart, ThresholdPart, WorkloadPart},
};
use crate::{StoreError, rows::to_json};

/// Adds a team.
///
/// # Errors
/// When the database fails.
pub async fn add_team(
    db: &mut PgConnection,
    _permit: &Administer,
    team: &TeamPart,
    priorities: &BTreeMap<PillarId, u32>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO teams (id, name, capacity_days, priorities, created_at) VALUES ($1, $2, $3, $4, $5)",
        team.id.0,
        team.name.as_str(),
        i32::from(team.capacity_days),
        to_json(priorities, "teams", "priorities")?,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the organisation's priorities. Only where there is no workload yet, so no numbers grow stale.
///
/// # Errors
/// When the database fails.
pub async fn set_organisation(
    db: &mut PgConnection,
    _permit: &Administer,
    priorities: &BTreeMap<PillarId, u32>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE organisation SET priorities = $1, version = version + 1",
        to_json(priorities, "organisation", "priorities")?
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets a rule's numbers where none are set.
///
/// # Errors
/// When the database fails.
pub async fn add_threshold(
    db: &mut PgConnection,
    _permit: &Administer,
    part: &ThresholdPart,
    by: UserId,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO rule_thresholds (rule, content, remark, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING",
        part.rule.as_str(),
        to_json(&part.content, "rule_thresholds", "content")?,
        part.remark.as_str(),
        by.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds a workload's own row, and that its numbers are not computed yet.
///
/// # Errors
/// When the database fails.
pub async fn add_workload(
    db: &mut PgConnection,
    _permit: &Administer,
    part: &WorkloadPart,
) -> Result<(), StoreError> {
    let facts: Vec<_> = part.profile.iter().map(|f| f.as_str().to_owned()).collect();
    sqlx::query!(
        "INSERT INTO workloads (id, team_id, name, description, tier, profile, targets, created_at, updated_at, archived_at,
                                version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        part.id.0,
        part.team_id.0,
        part.name.as_str(),
        part.description.as_str(),
        i16::from(part.tier.number()),
        &facts,
        to_json(&part.targets, "workloads", "targets")?,
        part.created_at,
        part.updated_at,
        part.archived_at,
        part.version
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("INSERT INTO results (workload_id) VALUES ($1)", part.id.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Adds all rows of a workload; `open` is the assessment that its answers and notes belong to.
///
/// # Errors
/// When the database fails; a constraint's name says what does not fit.
pub async fn add_rows(
    db: &mut PgConnection,
    permit: &Administer,
    workload: WorkloadId,
    open: AssessmentId,
    rows: &Rows,
) -> Result<(), StoreError> {
    assessing::assessments(db, workload, rows).await?;
    assessing::answers(db, open, rows).await?;
    decisions::proof(db, workload, rows).await?;
    decisions::decisions(db, workload, rows).await?;
    history::add(db, workload, &rows.history).await?;
    tools::tools(db, workload, rows).await?;
    shared::platform(db, workload, rows).await?;
    map::map(db, workload, rows).await?;
    add_budgets(db, permit, Some(workload), &rows.budgets).await?;
    add_factors(db, permit, Some(workload), &rows.factors).await?;
    cost::assumptions(db, workload, &rows.assumptions).await
}

fn json<T: Serialize>(rows: &[T], table: &'static str) -> Result<Value, StoreError> {
    to_json(&rows, table, "row")
}
