//! What reports on many workloads say of their risks, without reading every risk of each.

use domain::{RiskId, WorkloadId};
use sqlx::PgConnection;
use time::Date;

use crate::{StoreError, rows::parse};

/// The greatest assured residuals among assessed workloads that nobody accepted. Equals stand in the order in which the
/// workloads are given, within one as in the catalogue, own risks last.
///
/// # Errors
/// When the database fails.
pub async fn worst(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
    catalogue: &[String],
    today: Date,
    limit: i64,
) -> Result<Vec<(WorkloadId, RiskId)>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    // The fine order is made of the few that are as bad as the last: to order all of them so takes ten times as long.
    let rows = sqlx::query!(
        r#"SELECT x.workload_id AS "workload_id!", x.risk AS "risk!"
           FROM (SELECT r.workload_id, r.risk, r.assured, w.place
                 FROM unnest($1::uuid[]) WITH ORDINALITY AS w (id, place)
                 JOIN results s ON s.workload_id = w.id AND s.assessed
                 JOIN risk_rows r ON r.workload_id = w.id
                 WHERE (r.treatment = 'accept' AND r.approved AND r.expires_on >= $3) IS NOT TRUE
                 ORDER BY r.assured DESC FETCH FIRST ($4::bigint) ROWS WITH TIES) x
           ORDER BY x.assured DESC, x.place, array_position($2::text[], x.risk), x.risk LIMIT $4"#,
        &ids,
        catalogue,
        today,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let risk = parse(&row.risk, "risk_rows", "risk")?;
            Ok((WorkloadId(row.workload_id), risk))
        })
        .collect()
}

/// Risks of assessed workloads whose assured residual is critical, and high, that nobody decided about.
///
/// # Errors
/// When the database fails.
pub async fn untreated(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<(u32, u32), StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE r.assured_band = 3) AS "critical!",
                  count(*) FILTER (WHERE r.assured_band = 2) AS "high!"
           FROM unnest($1::uuid[]) AS w (id)
           JOIN results s ON s.workload_id = w.id AND s.assessed
           JOIN risk_rows r ON r.workload_id = w.id
           WHERE r.treatment = ''"#,
        &ids
    )
    .fetch_one(db)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok((number(row.critical), number(row.high)))
}

/// What the workloads' own risks are called, of those that somebody decided about.
///
/// # Errors
/// When the database fails.
pub async fn own_titles(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<(WorkloadId, RiskId, String)>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT r.workload_id, r.risk, r.title AS "title!"
           FROM treatments t JOIN risk_rows r ON r.workload_id = t.workload_id AND r.risk = t.risk
           WHERE t.workload_id = ANY ($1) AND r.title IS NOT NULL"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let risk = parse(&row.risk, "risk_rows", "risk")?;
            Ok((WorkloadId(row.workload_id), risk, row.title))
        })
        .collect()
}
