//! Which of a workload's series give which signals, and their hours.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    WorkloadId,
    cost::SeriesDay,
    rule::signal::{Hour, Series},
};
use store::{
    Tx,
    cost::days,
    signals::{rollups, series},
};
use telemetry::{
    mapping::{self, Part, Wanted},
    series::Kind,
};
use time::OffsetDateTime;

use super::fold::instant;
use crate::Error;

/// The series of a workload that may give some signals.
pub(super) struct KnownSeries {
    pub(super) names: Vec<String>,
    stored: Vec<series::Stored>,
}

impl KnownSeries {
    /// Looks them up, once for all rules.
    pub(super) async fn load(tx: &mut Tx, id: WorkloadId, signals: &[&str]) -> Result<Self, Error> {
        let names: Vec<String> = series::names(tx, id)
            .await?
            .into_iter()
            .map(|name| name.name)
            .collect();
        let wanted: Vec<String> = chosen(signals, &names)
            .iter()
            .map(|one| one.name.to_owned())
            .collect();
        let stored = series::named(tx, id, &wanted).await?;
        Ok(Self { names, stored })
    }

    fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a series::Stored> {
        self.stored.iter().filter(move |one| one.name == name)
    }

    /// The series of signals with their hours, under the signals' own names and in their units. Of several names for
    /// one signal, those that the mapping chooses: the others say the same and must not be added.
    pub(super) async fn read(
        &self,
        tx: &mut Tx,
        signals: &[&str],
        (from, to): (i64, i64),
    ) -> Result<Vec<Series>, Error> {
        let chosen = chosen(signals, &self.names);
        let ids: Vec<i64> = chosen
            .iter()
            .flat_map(|one| self.of(one.name))
            .map(|one| one.id)
            .collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let span = (instant(from * 3600), instant(to * 3600));
        let mut hours: BTreeMap<i64, Vec<rollups::Hour>> = BTreeMap::new();
        for hour in rollups::plain_hours(tx, &ids, span).await? {
            hours.entry(hour.series).or_default().push(hour);
        }
        let mut found = Vec::new();
        for one in chosen {
            for series in self.of(one.name) {
                let Some(hours) = hours.get(&series.id).filter(|_| one.takes(&series.labels))
                else {
                    continue;
                };
                found.push(Series {
                    signal: one.signal.to_owned(),
                    labels: series.labels.clone(),
                    hours: hours
                        .iter()
                        .map(|hour| hour_of(hour, one.factor()))
                        .collect(),
                });
            }
        }
        Ok(found)
    }
}

/// The series of a workload that give some signals, to be read day by day.
pub(crate) struct Days {
    known: KnownSeries,
    signals: Vec<&'static str>,
}

impl Days {
    /// Looks them up.
    pub(crate) async fn load(
        tx: &mut Tx,
        id: WorkloadId,
        signals: Vec<&'static str>,
    ) -> Result<Self, Error> {
        let known = KnownSeries::load(tx, id, &signals).await?;
        Ok(Self { known, signals })
    }

    /// The days of all series from one instant to before another, in the signals' units; of series of one name only, where
    /// a name is given.
    pub(crate) async fn read(
        &self,
        tx: &mut Tx,
        span: (OffsetDateTime, OffsetDateTime),
        only: Option<&str>,
    ) -> Result<Vec<SeriesDay>, Error> {
        let mut chosen = chosen(&self.signals, &self.known.names);
        chosen.retain(|one| only.is_none_or(|name| one.name == name));
        let mut ids: Vec<i64> = chosen
            .iter()
            .flat_map(|one| self.known.of(one.name))
            .map(|one| one.id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut days: BTreeMap<i64, Vec<days::SeriesDay>> = BTreeMap::new();
        for day in days::of_series(tx, &ids, span).await? {
            days.entry(day.series).or_default().push(day);
        }
        let mut found = Vec::new();
        for one in chosen {
            for series in self.known.of(one.name).filter(|s| one.takes(&s.labels)) {
                let labels = Arc::new(series.labels.clone());
                let factor = one.factor();
                let of_series = days.get(&series.id).into_iter().flatten();
                found.extend(of_series.map(|day| SeriesDay {
                    signal: one.signal.to_owned(),
                    name: one.name.to_owned(),
                    labels: Arc::clone(&labels),
                    day: day.day,
                    total: day.total * factor,
                    means: day.means * factor,
                    hours: u32::try_from(day.hours).unwrap_or(24),
                }));
            }
        }
        Ok(found)
    }
}

/// A name that gives a signal.
struct Chosen<'a> {
    name: &'a str,
    signal: &'a str,
    /// How the name gives it; none where the console made the series itself, under the signal's name.
    wanted: Option<&'static Wanted>,
}

impl Chosen<'_> {
    fn takes(&self, labels: &BTreeMap<String, String>) -> bool {
        let filter = self.wanted.map(|wanted| &wanted.filter);
        let fits = |(name, values): (&String, &Vec<String>)| {
            labels.get(name).is_some_and(|value| values.contains(value))
        };
        filter.is_none_or(|filter| filter.iter().all(fits))
    }

    fn factor(&self) -> f64 {
        self.wanted.map_or(1.0, |wanted| wanted.factor)
    }
}

/// Series that the console makes of spans and log records.
pub(super) const OWN: &str = "hexastyle.";

/// Which of a workload's names give these signals. Of a histogram's parts, the sum where amounts are asked for, else
/// the number of observations.
fn chosen<'a>(signals: &[&'a str], names: &'a [String]) -> Vec<Chosen<'a>> {
    let mut chosen = Vec::new();
    for signal in signals {
        if signal.starts_with(OWN) {
            let own = names.iter().find(|name| name == signal);
            chosen.extend(own.map(|name| Chosen {
                name,
                signal,
                wanted: None,
            }));
            continue;
        }
        let Some(known) = mapping::builtin().signal(signal) else {
            continue;
        };
        for (name, source) in known.choose(names.iter().map(String::as_str)) {
            let counts = match source.part {
                Part::Whole => true,
                Part::Sum => known.kind() == Kind::Counter,
                Part::Count => known.kind() == Kind::Histogram,
                Part::Bucket => false,
            };
            if counts {
                chosen.push(Chosen {
                    name,
                    signal,
                    wanted: Some(source.wanted),
                });
            }
        }
    }
    chosen
}

fn hour_of(row: &rollups::Hour, factor: f64) -> (i64, Hour) {
    let hour = Hour {
        minutes: u8::try_from(row.minutes.count_ones()).unwrap_or(60),
        count: u64::try_from(row.count).unwrap_or(0),
        sum: row.sum * factor,
        min: row.min.unwrap_or(0.0) * factor,
        max: row.max.unwrap_or(0.0) * factor,
    };
    (row.hour.unix_timestamp().div_euclid(3600), hour)
}

#[cfg(test)]
mod tests {
    use domain::framework::builtin;
    use telemetry::mapping;

    use super::*;

    #[test]
    fn every_signal_of_a_rule_is_one_that_telemetry_can_give() {
        for rule in &builtin().unwrap().rules {
            let signals = rule.signal.iter().flat_map(|test| test.look.signals());
            for signal in signals {
                let known = signal.starts_with(OWN) || mapping::builtin().signal(signal).is_some();
                assert!(known, "{}: {signal}", rule.id);
            }
        }
    }

    #[test]
    fn everything_that_is_counted_is_a_signal() {
        for signal in domain::cost::signals() {
            let known = signal.starts_with(OWN) || mapping::builtin().signal(signal).is_some();
            assert!(known, "{signal}");
        }
    }

    #[test]
    fn old_names_beside_new_ones_are_not_added() {
        let names = [
            "vllm:prefix_cache_hits_total",
            "vllm:gpu_prefix_cache_hits_total",
            "sglang:cached_tokens_total",
        ];
        let names = names.map(str::to_owned);
        let chosen = chosen(&["serving.prefix_cache.hits"], &names);
        let found: Vec<_> = chosen.iter().map(|one| one.name).collect();
        assert_eq!(
            found,
            ["sglang:cached_tokens_total", "vllm:prefix_cache_hits_total"]
        );
    }
}
