//! Hours of series, and their minutes.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::StoreError;

/// An hour of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Hour {
    /// Of which series.
    pub series: i64,
    /// Its beginning.
    pub hour: OffsetDateTime,
    /// Minutes with data, a bit each.
    pub minutes: i64,
    /// Points that came in.
    pub points: i64,
    /// Observations in them.
    pub count: i64,
    /// Of a gauge the sum of its values, of a counter its increase.
    pub sum: f64,
    /// The smallest, where there is one.
    pub min: Option<f64>,
    /// The largest, where there is one.
    pub max: Option<f64>,
    /// The last value, where there is one.
    pub last: Option<f64>,
    /// When that was.
    pub last_at: Option<OffsetDateTime>,
    /// How often the counter began anew.
    pub resets: i32,
    /// How often more than an hour lay between two points.
    pub gaps: i32,
    /// A sketch or buckets, encoded.
    pub distribution: Option<Vec<u8>>,
}

/// The hours of some series from one time to another, by series and hour.
///
/// # Errors
/// When the database fails.
pub async fn hours(
    db: &mut PgConnection,
    series: &[i64],
    (from, to): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<Hour>, StoreError> {
    let rows = sqlx::query_as!(
        Hour,
        "SELECT series_id AS series, hour, minutes, points, count, sum, min, max, last, last_at, resets, gaps,
                distribution
         FROM signal_hours WHERE series_id = ANY($1) AND hour >= $2 AND hour <= $3 ORDER BY series_id, hour",
        series,
        from,
        to
    );
    Ok(rows.fetch_all(db).await?)
}

/// The same without distributions, for rules that need none.
///
/// # Errors
/// When the database fails.
pub async fn plain_hours(
    db: &mut PgConnection,
    series: &[i64],
    (from, to): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<Hour>, StoreError> {
    let rows = sqlx::query_as!(
        Hour,
        r#"SELECT series_id AS series, hour, minutes, points, count, sum, min, max, last, last_at, resets, gaps,
                  NULL::bytea AS distribution
           FROM signal_hours WHERE series_id = ANY($1) AND hour >= $2 AND hour <= $3 ORDER BY series_id, hour"#,
        series,
        from,
        to
    );
    Ok(rows.fetch_all(db).await?)
}

/// Replaces hours by what they are now.
///
/// # Errors
/// When the database fails.
pub async fn keep_hours(db: &mut PgConnection, hours: &[Hour]) -> Result<(), StoreError> {
    macro_rules! column {
        ($field:ident) => {
            hours
                .iter()
                .map(|hour| hour.$field.clone())
                .collect::<Vec<_>>()
        };
    }
    sqlx::query!(
        "INSERT INTO signal_hours (series_id, hour, minutes, points, count, sum, min, max, last, last_at, resets, gaps,
                                   distribution)
         SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[], $6::float8[],
                              $7::float8[], $8::float8[], $9::float8[], $10::timestamptz[], $11::int[], $12::int[],
                              $13::bytea[])
         ON CONFLICT (series_id, hour) DO UPDATE SET
             minutes = excluded.minutes, points = excluded.points, count = excluded.count, sum = excluded.sum,
             min = excluded.min, max = excluded.max, last = excluded.last, last_at = excluded.last_at,
             resets = excluded.resets, gaps = excluded.gaps, distribution = excluded.distribution",
        &column!(series),
        &column!(hour),
        &column!(minutes),
        &column!(points),
        &column!(count),
        &column!(sum),
        &column!(min) as &[Option<f64>],
        &column!(max) as &[Option<f64>],
        &column!(last) as &[Option<f64>],
        &column!(last_at) as &[Option<OffsetDateTime>],
        &column!(resets),
        &column!(gaps),
        &column!(distribution) as &[Option<Vec<u8>>]
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The minutes of an hour of a series, packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// Of which series.
    pub series: i64,
    /// The beginning of the hour.
    pub hour: OffsetDateTime,
    /// In the encoding of crates/telemetry.
    pub packed: Vec<u8>,
}

/// The minutes of some series from one time to another.
///
/// # Errors
/// When the database fails.
pub async fn minutes(
    db: &mut PgConnection,
    series: &[i64],
    (from, to): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<Minutes>, StoreError> {
    let rows = sqlx::query_as!(
        Minutes,
        "SELECT series_id AS series, hour, packed FROM signal_minutes
         WHERE series_id = ANY($1) AND hour >= $2 AND hour <= $3 ORDER BY series_id, hour",
        series,
        from,
        to
    );
    Ok(rows.fetch_all(db).await?)
}

/// Replaces minutes by what they are now.
///
/// # Errors
/// When the database fails.
pub async fn keep_minutes(db: &mut PgConnection, minutes: &[Minutes]) -> Result<(), StoreError> {
    let series: Vec<_> = minutes.iter().map(|m| m.series).collect();
    let hours: Vec<_> = minutes.iter().map(|m| m.hour).collect();
    let packed: Vec<_> = minutes.iter().map(|m| m.packed.as_slice()).collect();
    sqlx::query!(
        "INSERT INTO signal_minutes (series_id, hour, packed)
         SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bytea[])
         ON CONFLICT (series_id, hour) DO UPDATE SET packed = excluded.packed",
        &series,
        &hours,
        &packed as &[&[u8]]
    )
    .execute(db)
    .await?;
    Ok(())
}
