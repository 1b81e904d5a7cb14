//! Which of a workload's series give which signals, and their hours.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    sync::Arc,
};

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
    /// Looks them up, once for all rules that look.
    pub(super) async fn load(tx: &mut Tx, id: WorkloadId, signals: &[&str]) -> Result<Self, Error> {
        let names = series::names_there(tx, id).await?;
        let wanted: Vec<String> = chosen(signals, &names)
            .iter()
            .map(|one| one.name.to_owned())
            .collect();
        let stored = series::named(tx, id, &wanted).await?;
        Ok(Self { names, stored })
    }

    /// What the telemetry behind signals is from: the engines of the mapping, and OTLP for what the console makes of spans
    /// and log records.
    pub(super) fn sources(&self, signals: &[&str]) -> BTreeSet<String> {
        let mut sources = BTreeSet::new();
        for one in chosen(signals, &self.names) {
            let mut given = self.of(one.name).filter(|series| one.takes(&series.labels));
            if given.next().is_some() {
                sources.insert(one.source().to_owned());
            }
        }
        sources
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
            let mut own = Vec::new();
            for series in self.of(one.name) {
                let Some(hours) = hours.get(&series.id).filter(|_| one.takes(&series.labels))
                else {
                    continue;
                };
                own.push(Series {
                    signal: one.signal.to_owned(),
                    labels: series.labels.clone(),
                    hours: hours
                        .iter()
                        .map(|hour| hour_of(hour, one.factor()))
                        .collect(),
                });
            }
            found.extend(one.greatest_hours(own));
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
            let mut own = Vec::new();
            for series in self.known.of(one.name).filter(|s| one.takes(&s.labels)) {
                let labels = Arc::new(series.labels.clone());
                let factor = one.factor();
                let of_series = days.get(&series.id).into_iter().flatten();
                own.extend(of_series.map(|day| SeriesDay {
                    signal: one.signal.to_owned(),
                    name: one.name.to_owned(),
                    labels: Arc::clone(&labels),
                    day: day.day,
                    total: day.total * factor,
                    means: day.means * factor,
                    hours: u32::try_from(day.hours).unwrap_or(24),
                }));
            }
            found.extend(one.greatest_days(own));
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
    /// Whose name it is, as the mapping calls it.
    engine: &'static str,
}

impl Chosen<'_> {
    fn takes(&self, labels: &BTreeMap<String, String>) -> bool {
        self.wanted
            .is_none_or(|wanted| wanted.takes_labels(|name| labels.get(name).map(String::as_str)))
    }

    /// Labels in which series differ that say the same.
    fn over(&self) -> &'static [String] {
        match self.wanted {
            Some(wanted) => &wanted.max_over,
            None => &[],
        }
    }

    /// Of series that say the same, the greatest hours.
    fn greatest_hours(&self, all: Vec<Series>) -> Vec<Series> {
        if self.over().is_empty() {
            return all;
        }
        let mut kept: BTreeMap<BTreeMap<String, String>, Series> = BTreeMap::new();
        for mut series in all {
            series.labels.retain(|name, _| !self.over().contains(name));
            match kept.entry(series.labels.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(series);
                }
                Entry::Occupied(mut entry) => {
                    for (at, hour) in series.hours {
                        greater(&mut entry.get_mut().hours, at, hour, |hour| {
                            self.size(hour.sum, hour.mean())
                        });
                    }
                }
            }
        }
        kept.into_values().collect()
    }

    /// Of series that say the same, the greatest days.
    fn greatest_days(&self, all: Vec<SeriesDay>) -> Vec<SeriesDay> {
        if self.over().is_empty() {
            return all;
        }
        let mut kept = BTreeMap::new();
        for mut day in all {
            let mut labels = (*day.labels).clone();
            labels.retain(|name, _| !self.over().contains(name));
            day.labels = Arc::new(labels);
            let key = (Arc::clone(&day.labels), day.day);
            greater(&mut kept, key, day, |day| self.size(day.total, day.means));
        }
        kept.into_values().collect()
    }

    /// What says how much there was: of a counter how much it rose.
    fn size(&self, increase: f64, mean: f64) -> f64 {
        let counter = self
            .wanted
            .is_some_and(|wanted| wanted.kind == Kind::Counter);
        if counter { increase } else { mean }
    }

    /// What sent it, as people call it.
    fn source(&self) -> &'static str {
        let known = SOURCES.iter().find(|(engine, _)| *engine == self.engine);
        known.map_or(self.engine, |(_, name)| name)
    }

    fn factor(&self) -> f64 {
        self.wanted.map_or(1.0, |wanted| wanted.factor)
    }
}

/// Series that the console makes of spans and log records.
pub(super) const OWN: &str = "hexastyle.";
/// By which door spans and log records come.
pub(super) const OTLP: &str = "OTLP";
/// What people call the engines of the mapping.
const SOURCES: [(&str, &str); 19] = [
    ("otel", OTLP),
    ("vllm", "vLLM"),
    ("sglang", "SGLang"),
    ("tgi", "TGI"),
    ("dcgm", "DCGM"),
    ("kepler", "Kepler"),
    ("kepler_old", "Kepler"),
    ("kepler_old_dram", "Kepler"),
    ("litellm", "LiteLLM"),
    ("litellm_key", "LiteLLM"),
    ("envoy", "Envoy"),
    ("envoy_local", "Envoy"),
    ("envoy_ratelimit", "Envoy"),
    ("kong", "Kong"),
    ("prometheus", "Prometheus"),
    ("deployment", "kube-state-metrics"),
    ("statefulset", "kube-state-metrics"),
    ("hpa", "kube-state-metrics"),
    ("pod", "kube-state-metrics"),
];

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
                engine: OTLP,
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
                    engine: source.engine,
                });
            }
        }
    }
    chosen
}

/// Keeps the greater of two values of a key.
fn greater<K: Ord, T>(kept: &mut BTreeMap<K, T>, key: K, value: T, size: impl Fn(&T) -> f64) {
    match kept.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(value);
        }
        Entry::Occupied(mut entry) => {
            if size(&value) > size(entry.get()) {
                entry.insert(value);
            }
        }
    }
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
    fn every_engine_has_a_name_that_people_know() {
        let names: Vec<String> = mapping::builtin()
            .signals()
            .iter()
            .flat_map(|signal| signal.names().map(|wanted| wanted.name.clone()))
            .collect();
        let signals: Vec<&str> = mapping::builtin()
            .signals()
            .iter()
            .map(mapping::Signal::id)
            .collect();
        for one in chosen(&signals, &names) {
            let known = SOURCES.iter().any(|(engine, _)| *engine == one.engine);
            assert!(known, "{}", one.engine);
        }
    }

    #[test]
    fn everything_that_is_counted_is_a_signal() {
        for signal in domain::cost::signals() {
            let known = signal.starts_with(OWN) || mapping::builtin().signal(signal).is_some();
            assert!(known, "{signal}");
        }
    }

    /// A pod's watts or joules in one of its states.
    fn pod(signal: &str, state: &str, hours: &[(i64, f64)]) -> Series {
        let labels = [("pod_name", "a"), ("zone", "package"), ("state", state)];
        let labels = labels.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let hour = |(at, sum): &(i64, f64)| {
            let hour = Hour {
                minutes: 60,
                count: 2,
                sum: *sum,
                ..Hour::default()
            };
            (*at, hour)
        };
        Series {
            signal: signal.to_owned(),
            labels: labels.into(),
            hours: hours.iter().map(hour).collect(),
        }
    }

    #[test]
    fn a_pod_that_is_there_in_two_states_counts_once() {
        for (name, signal) in [
            ("kepler_pod_cpu_joules_total", "energy.pod_cpu"),
            ("kepler_pod_cpu_watts", "power.pod_cpu"),
        ] {
            let names = [name.to_owned()];
            let chosen = chosen(&[signal], &names);
            let [one] = chosen.as_slice() else {
                panic!("{name} gives {signal}");
            };
            let kept = one.greatest_hours(vec![
                pod(signal, "running", &[(1, 40.0), (2, 10.0)]),
                pod(signal, "terminated", &[(2, 30.0), (3, 0.0)]),
            ]);
            let [series] = kept.as_slice() else {
                panic!("one series: {kept:?}");
            };
            assert!(!series.labels.contains_key("state"));
            let sums: Vec<_> = series.hours.iter().map(|(at, h)| (*at, h.sum)).collect();
            assert_eq!(sums, [(1, 40.0), (2, 30.0), (3, 0.0)]);
            let day = |state: &str, total: f64| SeriesDay {
                signal: signal.to_owned(),
                name: name.to_owned(),
                labels: Arc::new(pod(signal, state, &[]).labels),
                day: time::macros::date!(2026 - 03 - 01),
                total,
                means: total / 2.0,
                hours: 2,
            };
            let days = one.greatest_days(vec![day("running", 50.0), day("terminated", 30.0)]);
            let totals: Vec<_> = days.iter().map(|day| day.total).collect();
            assert_eq!(totals, [50.0]);
        }
    }

    #[test]
    fn scrapes_of_a_gateways_own_metrics_are_no_requests() {
        let names = ["litellm_proxy_total_requests_metric_total".to_owned()];
        let chosen = chosen(&["gateway.requests"], &names);
        let takes = |route: &str| {
            let labels = BTreeMap::from([("route".to_owned(), route.to_owned())]);
            chosen.iter().any(|one| one.takes(&labels))
        };
        assert!(takes("/chat/completions") && takes("None"));
        assert!(!takes("/metrics/") && !takes("/metrics"));
        assert!(chosen.iter().any(|one| one.takes(&BTreeMap::new())));
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
