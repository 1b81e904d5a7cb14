//! What senders sent and was acknowledged: once it is here, it is not lost and counts once.

use std::{collections::BTreeSet, sync::Arc};

use domain::WorkloadId;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::StoreError;

/// A batch that was read and is not on disk yet.
#[derive(Clone, Debug)]
pub struct NewBatch {
    /// Whose it is.
    pub workload: WorkloadId,
    /// What makes it the same as one that came before.
    pub digest: [u8; 32],
    /// In the encoding of crates/telemetry.
    pub body: Vec<u8>,
}

/// Keeps batches until they are folded, all or none; which of them are new, where others came before. Of two that are
/// the same one is kept, and both are said to be new.
///
/// # Errors
/// When the database fails.
pub async fn accept(
    db: &mut PgConnection,
    batches: &[Arc<NewBatch>],
    at: OffsetDateTime,
) -> Result<BTreeSet<(WorkloadId, [u8; 32])>, StoreError> {
    let (mut seen, mut workloads, mut digests, mut bodies) =
        (BTreeSet::new(), Vec::new(), Vec::new(), Vec::new());
    for batch in batches {
        if seen.insert((batch.workload, batch.digest)) {
            workloads.push(batch.workload.0);
            digests.push(batch.digest.as_slice());
            bodies.push(batch.body.as_slice());
        }
    }
    let new = sqlx::query!(
        "WITH given AS (SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS g(workload_id, digest, body)),
              new AS (INSERT INTO signal_batches (workload_id, digest, received_at)
                      SELECT workload_id, digest, $4 FROM given
                      ON CONFLICT (workload_id, digest) DO NOTHING RETURNING id, workload_id, digest),
              kept AS (INSERT INTO signal_journal (batch_id, workload_id, body)
                       SELECT n.id, n.workload_id, g.body FROM new n JOIN given g USING (workload_id, digest))
         SELECT workload_id, digest FROM new",
        &workloads,
        &digests as &[&[u8]],
        &bodies as &[&[u8]],
        at
    )
    .fetch_all(db)
    .await?;
    let keys = new.into_iter().filter_map(|row| {
        let digest = row.digest.try_into().ok()?;
        Some((WorkloadId(row.workload_id), digest))
    });
    Ok(keys.collect())
}

/// Whether the same bytes came before.
///
/// # Errors
/// When the database fails.
pub async fn is_known(
    db: &mut PgConnection,
    workload: WorkloadId,
    digest: &[u8; 32],
) -> Result<bool, StoreError> {
    let known = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM signal_batches WHERE workload_id = $1 AND digest = $2) AS "known!""#,
        workload.0,
        digest
    );
    Ok(known.fetch_one(db).await?)
}

/// Workloads with batches to fold, those that wait longest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting(db: &mut PgConnection) -> Result<Vec<WorkloadId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT workload_id FROM signal_journal GROUP BY workload_id ORDER BY min(batch_id)"
    );
    Ok(ids
        .fetch_all(db)
        .await?
        .into_iter()
        .map(WorkloadId)
        .collect())
}

/// Batches that wait, and their bytes.
///
/// # Errors
/// When the database fails.
pub async fn backlog(db: &mut PgConnection) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query!(
        r#"SELECT count(*) AS "batches!", coalesce(sum(octet_length(body)), 0)::bigint AS "bytes!"
           FROM signal_journal"#
    );
    let row = row.fetch_one(db).await?;
    Ok((row.batches, row.bytes))
}

/// Makes this transaction the only one that folds a workload; `false` where another does.
///
/// # Errors
/// When the database fails.
pub async fn lock(db: &mut PgConnection, workload: WorkloadId) -> Result<bool, StoreError> {
    let name = format!("signals {workload}");
    let got = sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS "got!""#,
        name
    );
    Ok(got.fetch_one(db).await?)
}

/// Takes the oldest batches of a workload out of the journal: so many at most, and no more after so many bytes. They
/// come back if the transaction fails.
///
/// # Errors
/// When the database fails.
pub async fn take(
    db: &mut PgConnection,
    workload: WorkloadId,
    most: usize,
    bytes: usize,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut rows = sqlx::query!(
        "DELETE FROM signal_journal WHERE batch_id IN (
             SELECT batch_id FROM (
                 SELECT batch_id, sum(octet_length(body)) OVER (ORDER BY batch_id) - octet_length(body) AS before
                 FROM signal_journal WHERE workload_id = $1 ORDER BY batch_id LIMIT $2) oldest
             WHERE before < $3)
         RETURNING batch_id, body",
        workload.0,
        number(most),
        number(bytes)
    )
    .fetch_all(db)
    .await?;
    rows.sort_by_key(|row| row.batch_id);
    Ok(rows.into_iter().map(|row| row.body).collect())
}

/// Forgets which batches came before a day: their retries would count anew.
///
/// # Errors
/// When the database fails.
pub async fn forget(db: &mut PgConnection, before: OffsetDateTime) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM signal_batches b WHERE received_at < $1
         AND NOT EXISTS (SELECT FROM signal_journal j WHERE j.batch_id = b.id)",
        before
    );
    Ok(done.execute(db).await?.rows_affected())
}
