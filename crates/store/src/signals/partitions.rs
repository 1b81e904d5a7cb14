//! Parts of the tables of telemetry by time: made before they are written to, dropped when they are old enough.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, PgConnection};
use time::{Date, Duration, Month};

use crate::StoreError;

/// A table that is cut by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// `signal_hours`, by month.
    Hours,
    /// `signal_minutes`, by day.
    Minutes,
    /// `signal_traces`, by day.
    Traces,
}

impl Table {
    const fn name(self) -> &'static str {
        match self {
            Self::Hours => "signal_hours",
            Self::Minutes => "signal_minutes",
            Self::Traces => "signal_traces",
        }
    }

    /// The part that a day falls into: its first day, and the first day of the next.
    fn span(self, day: Date) -> (Date, Date) {
        match self {
            Self::Minutes | Self::Traces => (day, day.saturating_add(Duration::days(1))),
            Self::Hours => {
                let first = day.replace_day(1).unwrap_or(day);
                let (year, month) = match first.month() {
                    Month::December => (first.year() + 1, Month::January),
                    month => (first.year(), month.next()),
                };
                (
                    first,
                    Date::from_calendar_date(year, month, 1).unwrap_or(Date::MAX),
                )
            }
        }
    }

    fn part(self, first: Date) -> String {
        let (year, month, day) = (first.year(), u8::from(first.month()), first.day());
        match self {
            Self::Hours => format!("signal_hours_{year:04}{month:02}"),
            _ => format!("{}_{year:04}{month:02}{day:02}", self.name()),
        }
    }
}

/// Makes the parts that these days fall into, where they are missing.
///
/// # Errors
/// When the database fails.
pub async fn make(
    db: &mut PgConnection,
    table: Table,
    days: impl IntoIterator<Item = Date>,
) -> Result<(), StoreError> {
    let spans: BTreeSet<_> = days.into_iter().map(|day| table.span(day)).collect();
    let names: Vec<_> = spans.iter().map(|(first, _)| table.part(*first)).collect();
    let there = sqlx::query_scalar!(
        r#"SELECT relname::text AS "name!" FROM pg_class WHERE relname = ANY($1) AND relkind = 'r'"#,
        &names
    );
    let there: BTreeSet<_> = there.fetch_all(&mut *db).await?.into_iter().collect();
    for ((first, end), name) in spans.iter().zip(&names) {
        if there.contains(name) {
            continue;
        }
        let whole = table.name();
        // Names and days are our own, and parts can't be parameters. Another server may be faster: one at a time.
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended('signal partitions', 0))";
        sqlx::query(lock).execute(&mut *db).await?;
        let make = format!(
            "CREATE TABLE IF NOT EXISTS {name} PARTITION OF {whole} FOR VALUES FROM ('{first}') TO ('{end}')"
        );
        sqlx::query(AssertSqlSafe(make)).execute(&mut *db).await?;
    }
    Ok(())
}

/// Drops the parts that end before a day; how many.
///
/// # Errors
/// When the database fails.
pub async fn drop_before(
    db: &mut PgConnection,
    table: Table,
    keep_from: Date,
) -> Result<usize, StoreError> {
    let pattern = format!("{}\\_%", table.name());
    let parts = sqlx::query_scalar!(
        r#"SELECT c.relname::text AS "name!" FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
           JOIN pg_class p ON p.oid = i.inhparent WHERE p.relname = $1 AND c.relname LIKE $2"#,
        table.name(),
        pattern
    );
    let oldest = table.part(table.span(keep_from).0);
    // The names sort by time.
    let old = parts
        .fetch_all(&mut *db)
        .await?
        .into_iter()
        .filter(|name| *name < oldest);
    let mut dropped = 0;
    for name in old {
        sqlx::query(AssertSqlSafe(format!("DROP TABLE IF EXISTS {name}")))
            .execute(&mut *db)
            .await?;
        dropped += 1;
    }
    Ok(dropped)
}
