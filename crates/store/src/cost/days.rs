//! Amounts by day: written by the booking, read by the pages of workloads.

use domain::{
    ReadingId, WorkloadId,
    cost::{Entry, Origin, Quantity},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::groups::Only;
use crate::{StoreError, rows::parse};

/// The sums of a series' hours on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesDay {
    /// Which series.
    pub series: i64,
    /// Which day, in UTC.
    pub day: Date,
    /// Of its hours' sums.
    pub total: f64,
    /// Of its hours' means.
    pub means: f64,
    /// Hours with data.
    pub hours: i64,
}

/// The days of series, from one instant to before another, added up in the database.
///
/// # Errors
/// When the database fails.
pub async fn of_series(
    db: &mut PgConnection,
    series: &[i64],
    (from, to): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<SeriesDay>, StoreError> {
    let rows = sqlx::query_as!(
        SeriesDay,
        r#"SELECT series_id AS series, (hour AT TIME ZONE 'UTC')::date AS "day!", sum(sum) AS "total!",
                  sum(sum / greatest(count, 1)) AS "means!", count(*) AS "hours!"
           FROM signal_hours WHERE series_id = ANY($1) AND hour >= $2 AND hour < $3
           GROUP BY 1, 2"#,
        series,
        from,
        to
    );
    Ok(rows.fetch_all(db).await?)
}

/// Notes that what happened since an hour is to be booked anew. No rule reads that.
///
/// # Errors
/// When the database fails.
pub async fn touch(
    db: &mut PgConnection,
    workload: WorkloadId,
    from: OffsetDateTime,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO signal_workloads AS w (workload_id, dirty_since, cost_from, changed) VALUES ($1, $3, $2, '{}')
         ON CONFLICT (workload_id) DO UPDATE SET
             cost_from = least(w.cost_from, $2), dirty_since = coalesce(w.dirty_since, $3),
             changed = CASE WHEN w.dirty_since IS NULL THEN '{}'::text[] ELSE w.changed END",
        workload.0,
        from,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// From which hour on a workload's amounts must be booked anew; asking says that it is being done. What is folded
/// meanwhile waits for this transaction and asks anew.
///
/// # Errors
/// When the database fails.
pub async fn take(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Option<OffsetDateTime>, StoreError> {
    let from = sqlx::query_scalar!(
        r#"SELECT cost_from AS "from!" FROM signal_workloads WHERE workload_id = $1 AND cost_from IS NOT NULL FOR UPDATE"#,
        workload.0
    )
    .fetch_optional(&mut *db)
    .await?;
    if from.is_some() {
        sqlx::query!(
            "UPDATE signal_workloads SET cost_from = NULL WHERE workload_id = $1",
            workload.0
        )
        .execute(db)
        .await?;
    }
    Ok(from)
}

/// Replaces the days of a workload from one on, and the months that they are in.
///
/// # Errors
/// When the database fails.
pub async fn replace(
    db: &mut PgConnection,
    workload: WorkloadId,
    from: Date,
    entries: &[Entry],
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM cost_days WHERE workload_id = $1 AND day >= $2",
        workload.0,
        from
    )
    .execute(&mut *db)
    .await?;
    macro_rules! column {
        ($value:expr) => {
            entries.iter().map($value).collect::<Vec<_>>()
        };
    }
    let series = |entry: &Entry| match &entry.origin {
        Origin::Series { name } => name.clone(),
        Origin::File { .. } => String::new(),
    };
    let reading = |entry: &Entry| match &entry.origin {
        Origin::Series { .. } => None,
        Origin::File { reading } => Some(reading.0),
    };
    sqlx::query!(
        "INSERT INTO cost_days (workload_id, day, quantity, series, reading_id, model, feature, currency, amount)
         SELECT $1, new.* FROM unnest($2::date[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[],
                                      $9::float8[]) AS new",
        workload.0,
        &column!(|e: &Entry| e.day),
        &column!(|e: &Entry| e.quantity.as_str().to_owned()),
        &column!(series),
        &column!(reading) as &[Option<uuid::Uuid>],
        &column!(|e: &Entry| e.model.clone()),
        &column!(|e: &Entry| e.feature.clone()),
        &column!(|e: &Entry| e.currency.clone()),
        &column!(|e: &Entry| e.amount)
    )
    .execute(&mut *db)
    .await?;
    sum_up(db, workload, from).await
}

/// Adds the amounts of days up to months, from that of a day on.
///
/// # Errors
/// When the database fails.
pub async fn sum_up(
    db: &mut PgConnection,
    workload: WorkloadId,
    from: Date,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM cost_months WHERE workload_id = $1 AND month >= date_trunc('month', $2::date)::date",
        workload.0,
        from
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO cost_months (month, workload_id, quantity, currency, model, feature, amount)
         SELECT date_trunc('month', day)::date, workload_id, quantity, currency, model, feature, sum(amount)
         FROM cost_days WHERE workload_id = $1 AND day >= date_trunc('month', $2::date)::date
         GROUP BY 1, 2, 3, 4, 5, 6",
        workload.0,
        from
    )
    .execute(&mut *db)
    .await?;
    add_up(db, workload, from).await
}

/// The sums of months, from that of a day on.
async fn add_up(db: &mut PgConnection, workload: WorkloadId, from: Date) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM cost_totals WHERE workload_id = $1 AND month >= date_trunc('month', $2::date)::date",
        workload.0,
        from
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO cost_totals (month, workload_id, tokens_in, tokens_out, tokens_cached, gpu_hours, gpu_busy, energy,
                                  energy_stated, carbon)
         SELECT month, workload_id, sum(amount) FILTER (WHERE quantity = 'tokens_in'),
                sum(amount) FILTER (WHERE quantity = 'tokens_out'), sum(amount) FILTER (WHERE quantity = 'tokens_cached'),
                sum(amount) FILTER (WHERE quantity = 'gpu_hours'), sum(amount) FILTER (WHERE quantity = 'gpu_busy'),
                sum(amount) FILTER (WHERE quantity = 'energy'), sum(amount) FILTER (WHERE quantity = 'energy_stated'),
                sum(amount) FILTER (WHERE quantity = 'carbon')
         FROM cost_months WHERE workload_id = $1 AND month >= date_trunc('month', $2::date)::date GROUP BY month, workload_id",
        workload.0,
        from
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "DELETE FROM cost_spends WHERE workload_id = $1 AND month >= date_trunc('month', $2::date)::date",
        workload.0,
        from
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO cost_spends (month, workload_id, currency, amount)
         SELECT month, workload_id, currency, sum(amount) FROM cost_months
         WHERE workload_id = $1 AND month >= date_trunc('month', $2::date)::date AND quantity = 'spend'
         GROUP BY month, workload_id, currency",
        workload.0,
        from
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a workload came to on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Total {
    /// The day.
    pub day: Date,
    /// What is counted.
    pub quantity: Quantity,
    /// The currency of money, else empty.
    pub currency: String,
    /// How much.
    pub amount: f64,
}

/// The totals of a workload's days, in order.
///
/// # Errors
/// When the database fails.
pub async fn totals(
    db: &mut PgConnection,
    workload: WorkloadId,
    (first, last): (Date, Date),
) -> Result<Vec<Total>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT day, quantity, currency, sum(amount) AS "amount!" FROM cost_days
           WHERE workload_id = $1 AND day BETWEEN $2 AND $3 GROUP BY day, quantity, currency ORDER BY day, quantity, currency"#,
        workload.0,
        first,
        last
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Total {
                day: row.day,
                quantity: parse(&row.quantity, "cost_days", "quantity")?,
                currency: row.currency,
                amount: row.amount,
            })
        })
        .collect()
}

/// Amounts of one origin, model and feature over days.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What is counted.
    pub quantity: Quantity,
    /// Series of this name; empty where a file says it.
    pub series: String,
    /// The file, and its name.
    pub reading: Option<(ReadingId, String)>,
    /// The model.
    pub model: String,
    /// The feature.
    pub feature: String,
    /// The currency.
    pub currency: String,
    /// How much.
    pub amount: f64,
    /// On how many days.
    pub days: i64,
    /// The first of them.
    pub first: Date,
    /// The last of them.
    pub last: Date,
}

/// The rows behind the figures of a workload's days, the largest first; of some quantities, or of all where there are none;
/// of one model or feature where it is asked for. Rows of the page, and how many there are.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    db: &mut PgConnection,
    workload: WorkloadId,
    (quantities, only): (&[Quantity], Only<'_>),
    (first, last): (Date, Date),
    (skip, most): (i64, i64),
) -> Result<(Vec<Row>, i64), StoreError> {
    let wanted: Vec<_> = quantities
        .iter()
        .map(|one| one.as_str().to_owned())
        .collect();
    let found = sqlx::query!(
        r#"SELECT d.quantity, d.series, d.reading_id, r.file_name AS "file?", d.model, d.feature, d.currency,
                  sum(d.amount) AS "amount!", count(DISTINCT d.day) AS "days!", min(d.day) AS "first!", max(d.day) AS "last!",
                  count(*) OVER () AS "total!"
           FROM cost_days d LEFT JOIN readings r ON r.id = d.reading_id
           WHERE d.workload_id = $1 AND d.day BETWEEN $2 AND $3 AND (cardinality($4::text[]) = 0 OR d.quantity = ANY ($4))
             AND ($7::text IS NULL OR d.model = $7) AND ($8::text IS NULL OR d.feature = $8)
           GROUP BY d.quantity, d.series, d.reading_id, r.file_name, d.model, d.feature, d.currency
           ORDER BY d.quantity, sum(d.amount) DESC, d.series, d.reading_id, d.model, d.feature, d.currency
           OFFSET $5 LIMIT $6"#,
        workload.0,
        first,
        last,
        &wanted,
        skip,
        most,
        only.model,
        only.feature
    )
    .fetch_all(db)
    .await?;
    let total = found.first().map_or(0, |row| row.total);
    let rows = found.into_iter().map(|row| {
        Ok(Row {
            quantity: parse(&row.quantity, "cost_days", "quantity")?,
            series: row.series,
            reading: row
                .reading_id
                .map(|id| (ReadingId(id), row.file.unwrap_or_default())),
            model: row.model,
            feature: row.feature,
            currency: row.currency,
            amount: row.amount,
            days: row.days,
            first: row.first,
            last: row.last,
        })
    });
    Ok((rows.collect::<Result<_, StoreError>>()?, total))
}
