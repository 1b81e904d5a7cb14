//! What people say sits on a part and what does not, and open findings as far as the map needs them.

use std::collections::BTreeMap;

use domain::{CheckId, FindingId, PartId, Permit, WorkloadId, access::Assess, evidence::Severity};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{StoreError, rows::parse};

/// Everything that people said.
///
/// # Errors
/// When the database fails.
pub async fn said(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<BTreeMap<(PartId, CheckId), bool>, StoreError> {
    let rows = sqlx::query!(
        "SELECT part_id, check_id, sits FROM map_bearings WHERE workload_id = $1",
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let check = parse(&row.check_id, "map_bearings", "check_id")?;
            Ok(((PartId(row.part_id), check), row.sits))
        })
        .collect()
}

/// Says whether a check sits on a part; nothing leaves it to the kinds again. `false` where nothing changes.
///
/// # Errors
/// When the database fails: `map_bearings_part_id_fkey` where the part is not of this map.
pub async fn say(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    (part, check): (PartId, &CheckId),
    sits: Option<bool>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let Some(sits) = sits else {
        let done = sqlx::query!(
            "DELETE FROM map_bearings WHERE workload_id = $1 AND part_id = $2 AND check_id = $3",
            workload.0,
            part.0,
            check.as_str()
        );
        return Ok(done.execute(db).await?.rows_affected() == 1);
    };
    let done = sqlx::query!(
        "INSERT INTO map_bearings AS b (workload_id, part_id, check_id, sits, said_by, said_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (workload_id, part_id, check_id) DO UPDATE SET sits = $4, said_by = $5, said_at = $6
         WHERE b.sits <> $4",
        workload.0,
        part.0,
        check.as_str(),
        sits,
        permit.user().0,
        at
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}

/// An open finding as far as the map needs it.
#[derive(Clone, Debug)]
pub struct Open {
    /// Which.
    pub id: FindingId,
    /// How bad it is.
    pub severity: Severity,
    /// Checks whose rules count it.
    pub checks: Vec<CheckId>,
    /// What it is about.
    pub title: String,
    /// Everything that says where it is, in lower case.
    pub place: String,
}

/// Findings that count on a day, the worst and latest first.
///
/// # Errors
/// When the database fails.
pub async fn open_findings(
    db: &mut PgConnection,
    workload: WorkloadId,
    today: Date,
    most: i64,
) -> Result<Vec<Open>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id, severity, checks, content ->> 'title' AS "title!",
                  lower(concat_ws(' ', content -> 'location' ->> 'object', content -> 'location' ->> 'file',
                                  content -> 'location' ->> 'url')) AS "place!"
           FROM findings
           WHERE workload_id = $1 AND fixed_day IS NULL
             AND NOT (triage = 'false_positive' OR (triage = 'accepted' AND triage_until >= $2)) IS TRUE
           ORDER BY severity DESC, last_day DESC, id LIMIT $3"#,
        workload.0,
        today,
        most
    )
    .fetch_all(db)
    .await?;
    let open = rows.into_iter().map(|row| {
        let checks = row.checks.iter().map(|id| parse(id, "findings", "checks"));
        Ok(Open {
            id: FindingId(row.id),
            severity: severity(row.severity)?,
            checks: checks.collect::<Result<_, _>>()?,
            title: row.title,
            place: row.place,
        })
    });
    open.collect()
}

fn severity(rank: i16) -> Result<Severity, StoreError> {
    match rank {
        0 => Ok(Severity::Info),
        1 => Ok(Severity::Low),
        2 => Ok(Severity::Medium),
        3 => Ok(Severity::High),
        4 => Ok(Severity::Critical),
        _ => Err(StoreError::Inconsistent {
            table: "findings",
            column: "severity",
        }),
    }
}
