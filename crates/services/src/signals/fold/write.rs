//! Rollups into the database: merged into what is stored for their hour.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use store::{
    Tx,
    signals::{
        partitions::{self, Table},
        rollups::{self, Hour},
    },
};
use telemetry::rollup::{
    Rollup, SeriesHour,
    minutes::{self, Minutes},
};
use time::{Duration, OffsetDateTime};

use super::{instant, open, pack};
use crate::{Error, Services};

/// Merges new minutes, by series and hour, into what is stored, and hours likewise.
pub(super) async fn write(
    services: &Services,
    tx: &mut Tx,
    new: Vec<SeriesHour>,
) -> Result<(), Error> {
    if new.is_empty() {
        return Ok(());
    }
    let hours: BTreeSet<i64> = new.iter().map(|part| part.hour).collect();
    let days: BTreeSet<_> = hours
        .iter()
        .map(|hour| instant(hour * 3600).date())
        .collect();
    let oldest = services.today() - Duration::days(services.signals.0.limits.minute_days);
    partitions::make(tx, Table::Hours, days.iter().copied()).await?;
    partitions::make(
        tx,
        Table::Minutes,
        days.into_iter().filter(|day| *day >= oldest),
    )
    .await?;
    let mut of: Vec<i64> = new.iter().map(|part| part.series).collect();
    of.dedup();
    let span = (
        instant(hours.first().copied().unwrap_or(0) * 3600),
        instant(hours.last().copied().unwrap_or(0) * 3600),
    );
    let mut stored_hours: HashMap<_, _> = rollups::hours(tx, &of, span)
        .await?
        .into_iter()
        .map(|row| ((row.series, row.hour), row))
        .collect();
    let mut stored_minutes: HashMap<_, _> = rollups::minutes(tx, &of, span)
        .await?
        .into_iter()
        .map(|row| ((row.series, row.hour), row.packed))
        .collect();
    let new = new.into_iter().map(|part| {
        let (series, hour) = (part.series, instant(part.hour * 3600));
        Part {
            series,
            hour,
            stored: stored_hours.remove(&(series, hour)),
            packed: stored_minutes.remove(&(series, hour)),
            keep_minutes: hour.date() >= oldest,
            minutes: part.minutes,
        }
    });
    let new: Vec<_> = new.collect();
    let merged = tokio::task::spawn_blocking(|| {
        let merged = new.into_par_iter().map(Part::merged);
        merged.collect::<Result<Vec<_>, _>>()
    });
    let merged = merged
        .await
        .map_err(|e| Error::Internal("telemetry", Box::new(e)))??;
    let (hours, minutes): (Vec<_>, Vec<_>) = merged.into_iter().unzip();
    let minutes: Vec<_> = minutes.into_iter().flatten().collect();
    rollups::keep_hours(tx, &hours).await?;
    rollups::keep_minutes(tx, &minutes).await?;
    Ok(())
}

/// An hour of a series: what is stored, and what came.
struct Part {
    series: i64,
    hour: OffsetDateTime,
    stored: Option<Hour>,
    packed: Option<Vec<u8>>,
    keep_minutes: bool,
    minutes: Minutes,
}

impl Part {
    fn merged(self) -> Result<(Hour, Option<rollups::Minutes>), Error> {
        let hour = merged_hour((self.series, self.hour), self.stored, &self.minutes)?;
        let minutes = self.keep_minutes.then(|| {
            Ok::<_, Error>(rollups::Minutes {
                series: self.series,
                hour: self.hour,
                packed: merged_minutes(self.packed, self.minutes)?,
            })
        });
        Ok((hour, minutes.transpose()?))
    }
}

fn merged_hour(
    (series, hour): (i64, OffsetDateTime),
    stored: Option<Hour>,
    minutes: &[(u8, Rollup)],
) -> Result<Hour, Error> {
    let mut bits = stored.as_ref().map_or(0, |hour| hour.minutes);
    let mut whole = stored.map_or_else(|| Ok(Rollup::default()), from_row)?;
    for (minute, rollup) in minutes {
        bits |= 1_i64 << minute;
        whole.merge(rollup);
    }
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let few = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    Ok(Hour {
        series,
        hour,
        minutes: bits,
        points: count(whole.points),
        count: count(whole.count),
        sum: whole.sum,
        min: whole.min,
        max: whole.max,
        last: whole.last.map(|(_, value)| value),
        last_at: whole.last.and_then(|(at, _)| {
            OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000).ok()
        }),
        resets: few(whole.resets),
        gaps: few(whole.gaps),
        distribution: whole.distribution.map(|d| pack(&d)).transpose()?,
    })
}

fn from_row(row: Hour) -> Result<Rollup, Error> {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let few = |number: i32| u32::try_from(number).unwrap_or(0);
    let millis =
        |at: OffsetDateTime| i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    Ok(Rollup {
        points: count(row.points),
        count: count(row.count),
        sum: row.sum,
        min: row.min,
        max: row.max,
        last: row.last_at.map(millis).zip(row.last),
        resets: few(row.resets),
        gaps: few(row.gaps),
        distribution: row.distribution.as_deref().map(open).transpose()?,
    })
}

fn merged_minutes(stored: Option<Vec<u8>>, new: Minutes) -> Result<Vec<u8>, Error> {
    let broken = |e| Error::Internal("telemetry", Box::new(e));
    let whole = match stored {
        Some(packed) => minutes::merge(minutes::unpack(&packed).map_err(broken)?, new),
        None => new,
    };
    minutes::pack(&whole).map_err(broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(value: f64) -> Rollup {
        Rollup {
            points: 1,
            count: 1,
            sum: value,
            min: Some(value),
            max: Some(value),
            ..Rollup::default()
        }
    }

    #[test]
    fn an_hour_is_the_sum_of_its_minutes_whenever_they_come() {
        let at = (7, OffsetDateTime::UNIX_EPOCH);
        let first = merged_hour(at, None, &[(0, minute(1.0)), (59, minute(3.0))]).unwrap();
        let both = merged_hour(at, Some(first), &[(0, minute(5.0))]).unwrap();
        assert_eq!((both.count, both.minutes.count_ones()), (3, 2));
        assert_eq!((both.min, both.max, both.sum), (Some(1.0), Some(5.0), 9.0));
    }
}
