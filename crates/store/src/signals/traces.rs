//! What rules need to know of traces.

use domain::{WorkloadId, rule::signal::TraceCount};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::StoreError;

/// A trace as it stands.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Which.
    pub id: Vec<u8>,
    /// The day on which it was first seen.
    pub day: Date,
    /// Its first span.
    pub first_at: OffsetDateTime,
    /// Its last span.
    pub last_at: OffsetDateTime,
    /// Bits of [`domain::rule::signal::Mark`].
    pub marks: i32,
    /// In the encoding of crates/telemetry.
    pub facts: Vec<u8>,
}

/// The traces with one of these ids, seen since a day.
///
/// # Errors
/// When the database fails.
pub async fn find(
    db: &mut PgConnection,
    workload: WorkloadId,
    ids: &[Vec<u8>],
    since: Date,
) -> Result<Vec<Trace>, StoreError> {
    let rows = sqlx::query_as!(
        Trace,
        "SELECT trace_id AS id, day, first_at, last_at, marks, facts FROM signal_traces
         WHERE workload_id = $1 AND day >= $3 AND trace_id = ANY($2)",
        workload.0,
        ids,
        since
    );
    Ok(rows.fetch_all(db).await?)
}

/// Replaces traces by what is known of them now.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &mut PgConnection,
    workload: WorkloadId,
    traces: &[Trace],
) -> Result<(), StoreError> {
    macro_rules! column {
        ($field:ident) => {
            traces
                .iter()
                .map(|trace| trace.$field.clone())
                .collect::<Vec<_>>()
        };
    }
    sqlx::query!(
        "INSERT INTO signal_traces (workload_id, day, trace_id, first_at, last_at, marks, facts)
         SELECT $1, t.* FROM unnest($2::date[], $3::bytea[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::bytea[]) t
         ON CONFLICT (workload_id, day, trace_id) DO UPDATE SET
             first_at = excluded.first_at, last_at = excluded.last_at, marks = excluded.marks, facts = excluded.facts",
        workload.0,
        &column!(day),
        &column!(id),
        &column!(first_at),
        &column!(last_at),
        &column!(marks),
        &column!(facts)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Counts the traces of days before one, which are about to go: a day has few different marks, and many traces.
///
/// # Errors
/// When the database fails.
pub async fn condense(db: &mut PgConnection, before: Date) -> Result<(), StoreError> {
    // Another server may do the same; what it has counted and dropped is not counted again.
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended('signal trace days', 0))")
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        "INSERT INTO signal_trace_days AS d (workload_id, day, marks, traces)
         SELECT workload_id, day, marks, count(*) FROM signal_traces WHERE day < $1 GROUP BY workload_id, day, marks
         ON CONFLICT (workload_id, day, marks) DO UPDATE SET traces = d.traces + excluded.traces",
        before
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets what was counted of days before one.
///
/// # Errors
/// When the database fails.
pub async fn forget(db: &mut PgConnection, before: Date) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM signal_trace_days WHERE day < $1", before)
        .execute(db)
        .await?;
    Ok(())
}

/// How many traces since a day carry the same marks, and the days of the first and the last; those that went are counted too.
///
/// # Errors
/// When the database fails.
pub async fn counts(
    db: &mut PgConnection,
    workload: WorkloadId,
    since: Date,
) -> Result<(Vec<TraceCount>, Option<(Date, Date)>), StoreError> {
    let rows = sqlx::query!(
        r#"SELECT marks AS "marks!", sum(traces)::bigint AS "traces!", min(first) AS "first!", max(last) AS "last!" FROM (
               SELECT marks, count(*) AS traces, min(day) AS first, max(day) AS last
               FROM signal_traces WHERE workload_id = $1 AND day >= $2 GROUP BY marks
               UNION ALL
               SELECT marks, traces, day, day FROM signal_trace_days WHERE workload_id = $1 AND day >= $2
           ) counted GROUP BY marks"#,
        workload.0,
        since
    )
    .fetch_all(db)
    .await?;
    let days = rows.iter().map(|row| row.first).min();
    let days = days.zip(rows.iter().map(|row| row.last).max());
    let counts = rows.into_iter().map(|row| TraceCount {
        marks: row.marks.cast_unsigned(),
        traces: u64::try_from(row.traces).unwrap_or(0),
    });
    Ok((counts.collect(), days))
}

/// The same counts day by day.
///
/// # Errors
/// When the database fails.
pub async fn counts_by_day(
    db: &mut PgConnection,
    workload: WorkloadId,
    since: Date,
) -> Result<Vec<(Date, TraceCount)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT day AS "day!", marks AS "marks!", sum(traces)::bigint AS "traces!" FROM (
               SELECT day, marks, count(*) AS traces
               FROM signal_traces WHERE workload_id = $1 AND day >= $2 GROUP BY day, marks
               UNION ALL
               SELECT day, marks, traces FROM signal_trace_days WHERE workload_id = $1 AND day >= $2
           ) counted GROUP BY day, marks ORDER BY day, marks"#,
        workload.0,
        since
    )
    .fetch_all(db)
    .await?;
    let counts = rows.into_iter().map(|row| {
        let count = TraceCount {
            marks: row.marks.cast_unsigned(),
            traces: u64::try_from(row.traces).unwrap_or(0),
        };
        (row.day, count)
    });
    Ok(counts.collect())
}
