//! What files state beside a workload's telemetry, for the rules that compare the two.

use std::collections::BTreeMap;

use domain::{
    WorkloadId,
    evidence::{Reading, ScopeKind},
    rule::{
        scored,
        signal::{Beside, Collected, Decisions, Live, Pick, SignalLook, Stated},
        watched,
    },
};
use store::{
    Tx,
    cost::factors,
    readings,
    signals::{rollups, series},
};
use telemetry::{
    distribution::{Buckets, Distribution, Quantile},
    mapping::{self, Part, label_of},
    series::Kind,
};
use time::{Date, Duration};

use super::{
    fold::{instant, open},
    series::{KnownSeries, OWN},
};
use crate::Error;

/// Which quantile of latencies is compared.
const P99: f64 = 0.99;
/// Which quantile of the time that people take is quoted.
const MEDIAN: f64 = 0.5;

/// What a look compares with; nothing for those that compare with nothing.
pub(super) async fn of(
    tx: &mut Tx,
    (id, known): (WorkloadId, &KnownSeries),
    look: &SignalLook,
    today: Date,
    span: (i64, i64),
) -> Result<Beside, Error> {
    match look {
        SignalLook::Volume { stated, .. } => {
            let files = (stated.kinds.as_slice(), stated.days);
            let newest = fresh(tx, id, files, today).await?.into_iter().next();
            let stated = newest.and_then(|reading| number(stated, &reading));
            Ok(Beside {
                stated,
                ..Beside::default()
            })
        }
        SignalLook::Carbon { stated, .. } => {
            let files = (stated.kinds.as_slice(), stated.days);
            let newest = fresh(tx, id, files, today).await?.into_iter().next();
            Ok(Beside {
                stated: newest.and_then(|reading| number(stated, &reading)),
                factors: factors::of_workload(tx, id).await?,
                ..Beside::default()
            })
        }
        SignalLook::Metered { .. } => Ok(Beside {
            factors: factors::of_workload(tx, id).await?,
            ..Beside::default()
        }),
        SignalLook::Latency { of, by, stated } => {
            let benchmarks = fresh(tx, id, (stated.kinds.as_slice(), stated.days), today).await?;
            let live = latencies(tx, (id, known), (of, by), span).await?;
            let live = live.into_iter().map(|live| Live {
                benchmark: benchmark(stated, &benchmarks, &live.model),
                ..live
            });
            Ok(Beside {
                live: live.collect(),
                ..Beside::default()
            })
        }
        SignalLook::Tiers { evaluated, .. } => {
            let files = (evaluated.kinds.as_slice(), evaluated.days);
            let files = fresh(tx, id, files, today).await?;
            Ok(Beside {
                evaluated: files.iter().flat_map(scored).collect(),
                ..Beside::default()
            })
        }
        SignalLook::Collected(look) => declared(tx, id, look, today).await,
        SignalLook::Decisions(look) => decided(tx, (id, known), look, today, span).await,
        _ => Ok(Beside::default()),
    }
}

/// How many devices the newest file that says so asks for.
async fn declared(
    tx: &mut Tx,
    id: WorkloadId,
    Collected { stated, .. }: &Collected,
    today: Date,
) -> Result<Beside, Error> {
    let files = fresh(tx, id, (stated.kinds.as_slice(), stated.days), today).await?;
    Ok(Beside {
        stated: files.iter().find_map(|reading| number(stated, reading)),
        ..Beside::default()
    })
}

/// How long decisions took, and what alerts watch.
async fn decided(
    tx: &mut Tx,
    of_workload: (WorkloadId, &KnownSeries),
    Decisions { took, alerts, .. }: &Decisions,
    today: Date,
    span: (i64, i64),
) -> Result<Beside, Error> {
    let files = (alerts.kinds.as_slice(), alerts.days);
    let files = fresh(tx, of_workload.0, files, today).await?;
    let whole = grouped(tx, of_workload, (took, &[]), span, MEDIAN, |_| 0).await?;
    let mut whole = whole.into_values().flatten();
    Ok(Beside {
        median: whole.next().map(|one| one.seconds),
        alerts: watched(&files),
        ..Beside::default()
    })
}

/// Files of these kinds that are at most so many days old, the newest first.
async fn fresh(
    tx: &mut Tx,
    id: WorkloadId,
    (kinds, days): (&[domain::evidence::Kind], u16),
    today: Date,
) -> Result<Vec<Reading>, Error> {
    let since = today - Duration::days(i64::from(days));
    let stored = readings::list(tx, id).await?.into_iter();
    let fits = |one: &readings::Stored| {
        let failed = matches!(
            one.content.completeness,
            domain::evidence::Completeness::Failed(_)
        );
        one.day >= since && !failed && kinds.contains(&one.content.kind)
    };
    let mut found: Vec<_> = stored.filter(fits).collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.day));
    Ok(found.into_iter().map(|one| one.content).collect())
}

/// What a file states: the largest of its numbers or their sum, for one of the parts that it covers.
fn number(stated: &Stated, reading: &Reading) -> Option<f64> {
    let all = stated.of.of(reading).map(|measure| measure.value.get());
    let number = if stated.add {
        all.reduce(|sum, value| sum + value)
    } else {
        all.reduce(f64::max)
    }?;
    let Some(per) = &stated.per else {
        return Some(number);
    };
    let parts = reading.measures.iter().find(|m| m.name == *per)?;
    let parts = parts.value.get();
    (parts > 0.0).then(|| number / parts)
}

/// The newest benchmark of a model; of any, where series don't name theirs.
fn benchmark(stated: &Stated, files: &[Reading], model: &str) -> Option<f64> {
    let about = |reading: &&Reading| {
        let mut scopes = reading.scopes.iter();
        model.is_empty()
            || scopes.any(|s| s.kind == ScopeKind::ModelName && same(s.value.as_str(), model))
    };
    let mut found = files.iter().filter(about);
    found.find_map(|reading| number(stated, reading))
}

/// Whether two names are of one model: owners and case aside.
fn same(one: &str, other: &str) -> bool {
    let base = |name: &str| {
        name.rsplit('/')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    base(one) == base(other)
}

/// The live latency of each model, from the first signal that came in.
async fn latencies(
    tx: &mut Tx,
    of_workload: (WorkloadId, &KnownSeries),
    picks: (&[Pick], &[String]),
    span: (i64, i64),
) -> Result<Vec<Live>, Error> {
    let whole = grouped(tx, of_workload, picks, span, P99, |_| 0).await?;
    Ok(whole.into_values().next().unwrap_or_default())
}

/// The same for each day, by days since 1970; without benchmarks.
pub(super) async fn latencies_by_day(
    tx: &mut Tx,
    of_workload: (WorkloadId, &KnownSeries),
    picks: (&[Pick], &[String]),
    span: (i64, i64),
) -> Result<BTreeMap<i64, Vec<Live>>, Error> {
    let day = |hour: i64| hour.div_euclid(24);
    grouped(tx, of_workload, picks, span, P99, day).await
}

/// A quantile of the first signal that came in, by group of hours and by model.
async fn grouped(
    tx: &mut Tx,
    (id, known): (WorkloadId, &KnownSeries),
    (of, by): (&[Pick], &[String]),
    (from, to): (i64, i64),
    quantile: f64,
    group: fn(i64) -> i64,
) -> Result<BTreeMap<i64, Vec<Live>>, Error> {
    for pick in of {
        let names = named(&pick.signal, known);
        let wanted: Vec<String> = names.iter().map(|(name, _)| name.clone()).collect();
        let stored = series::named(tx, id, &wanted).await?;
        let ids: Vec<i64> = stored.iter().map(|one| one.id).collect();
        let span = (instant(from * 3600), instant(to * 3600));
        let mut spreads: BTreeMap<i64, Spread> = BTreeMap::new();
        for hour in rollups::hours(tx, &ids, span).await? {
            let Some(one) = stored.iter().find(|one| one.id == hour.series) else {
                continue;
            };
            let of_pick = pick.only.iter().all(|(name, values)| {
                let value = one.labels.get(name);
                value.is_some_and(|value| values.contains(value))
            });
            let part = names.iter().find(|(name, _)| *name == one.name);
            if let Some((_, part)) = part.filter(|_| of_pick) {
                let label = |name: &str| one.labels.get(name).map(String::as_str);
                let model = by.iter().find_map(|name| label_of(name, label));
                let model = model.unwrap_or_default();
                let at = group(hour.hour.unix_timestamp().div_euclid(3600));
                let spread = spreads.entry(at).or_default();
                spread.add(model, &one.labels, *part, &hour)?;
            }
        }
        let live = spreads
            .into_iter()
            .map(|(at, spread)| (at, spread.finish(quantile)));
        let live: BTreeMap<_, _> = live.filter(|(_, live)| !live.is_empty()).collect();
        if !live.is_empty() {
            return Ok(live);
        }
    }
    Ok(BTreeMap::new())
}

/// The names that give a signal's distribution: as such, or as buckets by bound.
fn named(signal: &str, known: &KnownSeries) -> Vec<(String, Part)> {
    if signal.starts_with(OWN) {
        let own = known.names.iter().filter(|name| *name == signal);
        return own.map(|name| (name.clone(), Part::Whole)).collect();
    }
    let Some(signal) = mapping::builtin().signal(signal) else {
        return Vec::new();
    };
    let chosen = signal.choose(known.names.iter().map(String::as_str));
    let spread = chosen.into_iter().filter(|(_, source)| {
        let whole = source.part == Part::Whole && signal.kind() == Kind::Histogram;
        whole || source.part == Part::Bucket
    });
    spread
        .map(|(name, source)| (name.to_owned(), source.part))
        .collect()
}

/// What was observed of each model, in both forms.
#[derive(Default)]
struct Spread {
    whole: BTreeMap<String, Distribution>,
    /// By model and upper bound: how many were at or below it. Bounds in their order as bits of positive numbers.
    buckets: BTreeMap<String, BTreeMap<u64, f64>>,
    requests: BTreeMap<String, f64>,
}

impl Spread {
    fn add(
        &mut self,
        model: &str,
        labels: &BTreeMap<String, String>,
        part: Part,
        hour: &rollups::Hour,
    ) -> Result<(), Error> {
        if part == Part::Bucket {
            let bound: Option<f64> = labels.get("le").and_then(|le| le.parse().ok());
            if let Some(bound) = bound.filter(|bound| *bound >= 0.0) {
                let of_model = self.buckets.entry(model.to_owned()).or_default();
                *of_model.entry(bound.to_bits()).or_default() += hour.sum;
            }
        } else if let Some(bytes) = &hour.distribution {
            let own: Distribution = open(bytes)?;
            let count = u32::try_from(hour.count).unwrap_or(u32::MAX);
            *self.requests.entry(model.to_owned()).or_default() += f64::from(count);
            self.whole
                .entry(model.to_owned())
                .and_modify(|known| known.merge(&own))
                .or_insert(own);
        }
        Ok(())
    }

    fn finish(self, quantile: f64) -> Vec<Live> {
        let mut live = Vec::new();
        for (model, whole) in self.whole {
            let requests = self.requests.get(&model).copied().unwrap_or_default();
            live.extend(one(model, whole.quantile(quantile), count(requests)));
        }
        for (model, buckets) in self.buckets {
            let (bounds, counts) = apart(&buckets);
            let requests = counts.iter().sum();
            if let Ok(buckets) = Buckets::new(bounds, counts) {
                live.extend(one(model, buckets.quantile(quantile), requests));
            }
        }
        live
    }
}

/// Cumulative counts by bound as counts between bounds; what lies beyond the last finite one is the last count.
fn apart(buckets: &BTreeMap<u64, f64>) -> (Vec<f64>, Vec<u64>) {
    let (mut bounds, mut counts, mut below) = (Vec::new(), Vec::new(), 0.0);
    for (bits, cumulative) in buckets {
        let bound = f64::from_bits(*bits);
        counts.push(count((cumulative - below).max(0.0)));
        below = cumulative.max(below);
        if bound.is_finite() {
            bounds.push(bound);
        }
    }
    if bounds.len() == counts.len() {
        counts.push(0);
    }
    (bounds, counts)
}

fn count(number: f64) -> u64 {
    format!("{:.0}", number.max(0.0)).parse().unwrap_or(0)
}

fn one(model: String, quantile: Option<Quantile>, requests: u64) -> Option<Live> {
    let (seconds, at_least) = match quantile? {
        Quantile::At(seconds) => (seconds, false),
        Quantile::AtLeast(seconds) => (seconds, true),
    };
    (requests > 0).then_some(Live {
        model,
        seconds,
        at_least,
        requests,
        benchmark: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cumulative_buckets_come_apart() {
        let of = |list: &[(f64, f64)]| -> BTreeMap<u64, f64> {
            list.iter().map(|(le, n)| (le.to_bits(), *n)).collect()
        };
        let whole = of(&[(1.0, 90.0), (2.0, 98.0), (f64::INFINITY, 100.0)]);
        assert_eq!(apart(&whole), (vec![1.0, 2.0], vec![90, 8, 2]));
        let open = of(&[(0.5, 5.0), (1.0, 3.0)]);
        assert_eq!(apart(&open), (vec![0.5, 1.0], vec![5, 0, 0]));
    }

    #[test]
    fn owners_and_case_of_models_make_no_difference() {
        assert!(same("Qwen/Qwen2.5-7B", "qwen2.5-7b"));
        assert!(!same("a/b", "a/c"));
    }
}
