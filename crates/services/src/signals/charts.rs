//! What rules look at, with the thresholds that they hold it against: a signal hour by hour where a single line says it,
//! else the rule's own figure day by day.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Locale, RuleId, Viewer, WorkloadId,
    access::Read,
    evidence::Unit,
    framework::Rule,
    rule::{
        Thresholds,
        signal::{
            Counted, Day, Hour, Names, Pick, Series, SignalLook, SignalTest, Signals, TraceCount,
            daily,
        },
    },
    views::signals::SignalChart,
};
use store::{Tx, signals::traces};
use time::{Date, Duration, OffsetDateTime};

use super::{beside, judging, series::KnownSeries};
use crate::{Error, Services, rules::Numbers};

const DAY: i64 = 24;
/// Hours drawn at most: more than a month is not seen hour by hour.
const MOST: i64 = 31 * DAY;
/// Days drawn at most: a year.
const DAYS: i64 = 366;
/// What a chart of traces is made of.
const TRACES: &str = "traces";

/// What a rule looked at; none where it reads files.
///
/// # Errors
/// [`Error::NotFound`] where the workload or the rule is not there, or the workload may not be read.
#[tracing::instrument(skip_all, fields(rule = %rule))]
pub async fn charts(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    rule: &RuleId,
) -> Result<Option<SignalChart>, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id).await?;
    viewer.permit::<Read>(stored.ok_or(Error::NotFound)?.team)?;
    let mut rules = services.framework.rules.iter();
    let rule = rules.find(|one| one.id == *rule).ok_or(Error::NotFound)?;
    let drawn = drawn(services, &mut tx, id, &[rule]).await?;
    Ok(drawn.into_iter().next().map(|(_, chart)| chart))
}

/// The same as a picture.
///
/// # Errors
/// [`Error::NotFound`] where the workload or the rule is not there, the rule reads files, or the workload may not be read.
#[tracing::instrument(skip_all, fields(rule = %rule))]
pub async fn chart_svg(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    rule: &RuleId,
    locale: Locale,
) -> Result<Vec<u8>, Error> {
    let chart = charts(services, viewer, id, rule).await?;
    let (chart, rule) = (chart.ok_or(Error::NotFound)?, rule.clone());
    let drawn = tokio::task::spawn_blocking(move || {
        let caption = report::charts::caption(&rule, &chart, locale);
        let look = report::charts::Look {
            font: "sans-serif",
            label: &caption,
        };
        report::charts::signal(&chart, locale, &look)
    });
    let drawn = drawn
        .await
        .map_err(|e| Error::Internal("chart", Box::new(e)))?;
    drawn
        .map(String::into_bytes)
        .map_err(|e| Error::Internal("chart", Box::new(e)))
}

/// The same of several rules; those that read files, or that there are not, are left out.
///
/// # Errors
/// [`Error::NotFound`] where the workload is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn charts_of(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    rules: &[RuleId],
) -> Result<BTreeMap<RuleId, SignalChart>, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id).await?;
    viewer.permit::<Read>(stored.ok_or(Error::NotFound)?.team)?;
    let all = services.framework.rules.iter();
    let asked: Vec<&Rule> = all.filter(|rule| rules.contains(&rule.id)).collect();
    let drawn = drawn(services, &mut tx, id, &asked).await?;
    Ok(drawn.into_iter().collect())
}

/// Charts of rules over telemetry, in the order given; of a workload that the reader may see.
pub(crate) async fn drawn(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    rules: &[&Rule],
) -> Result<Vec<(RuleId, SignalChart)>, Error> {
    let numbers = Numbers::read(tx).await?;
    let tests = rules.iter().filter_map(|rule| rule.signal.as_ref());
    let signals: Vec<&str> = tests.flat_map(|test| test.look.signals()).collect();
    let known = KnownSeries::load(tx, id, &signals).await?;
    let mut drawn = Vec::new();
    for rule in rules {
        let (Some(test), Some(thresholds)) = (&rule.signal, numbers.of(rule)) else {
            continue;
        };
        let chart = chart(services, tx, (id, &known), (test, thresholds)).await?;
        drawn.push((rule.id.clone(), chart));
    }
    Ok(drawn)
}

async fn chart(
    services: &Services,
    tx: &mut Tx,
    (id, known): (WorkloadId, &KnownSeries),
    (test, thresholds): (&SignalTest, &Thresholds),
) -> Result<SignalChart, Error> {
    let now = services.now().unix_timestamp().div_euclid(3600);
    if has_line(&test.look) {
        let from = now - (i64::from(thresholds.days) * DAY).min(MOST) + 1;
        let series = known.read(tx, &test.look.signals(), (from, now)).await?;
        if let Some(line) = line(&test.look, thresholds, &series, (from, now)) {
            return Ok(line);
        }
    }
    by_day(services, tx, (id, known), (test, thresholds), now).await
}

/// Whether one line says hour by hour what the rule looks at.
const fn has_line(look: &SignalLook) -> bool {
    match look {
        // Of several that are held to it each by itself, the worst of a day is its figure.
        SignalLook::Ratio { by, .. } => by.is_empty(),
        SignalLook::Mean { .. }
        | SignalLook::Cached(_)
        | SignalLook::Batch(_)
        | SignalLook::Saturation { .. } => true,
        _ => false,
    }
}

fn line(
    look: &SignalLook,
    thresholds: &Thresholds,
    series: &[Series],
    (from, to): (i64, i64),
) -> Option<SignalChart> {
    let share = |percent: Option<f64>| percent.map(|percent| percent / 100.0);
    let hours = from..=to;
    let drawn = |signal: &str, values: Vec<Option<f64>>| SignalChart {
        signal: signal.to_owned(),
        what: None,
        from,
        step: 1,
        values,
        unit: Unit::Ratio,
        supports: share(thresholds.supports),
        contradicts: share(thresholds.contradicts),
        full: None,
        share: true,
    };
    match look {
        SignalLook::Mean { of, .. } => {
            let values = hours.map(|hour| mean(series, of, hour)).collect();
            Some(drawn(of, values))
        }
        SignalLook::Ratio {
            part,
            whole,
            one_sided,
            ..
        } => {
            let values = hours.map(|hour| ratio(series, (part, whole), hour));
            let signal = part.first().map(|pick| pick.signal.as_str());
            let chart = drawn(signal.unwrap_or_default(), values.collect());
            Some(SignalChart {
                contradicts: chart.contradicts.filter(|_| !one_sided),
                ..chart
            })
        }
        SignalLook::Cached(of) => {
            // Of several ways to know it, the first one that came in.
            let drawable = |pair: &Counted| {
                let (hits, queries) = (all_of(&pair.hits), all_of(&pair.queries));
                let values = hours.clone().map(|hour| {
                    increase(series, &hits, hour)?;
                    ratio(series, (&hits, &queries), hour)
                });
                let values: Vec<_> = values.collect();
                let some = values.iter().any(Option::is_some);
                some.then(|| drawn(&pair.hits, values))
            };
            of.counted.iter().find_map(drawable)
        }
        SignalLook::Batch(of) => {
            // A service that lets requests wait behind a single one decides.
            let stuck = of.stuck(series);
            let series = stuck.as_deref().unwrap_or(series);
            let running = &of.running;
            let values = hours.map(|hour| mean(series, running, hour)).collect();
            Some(SignalChart {
                unit: Unit::Count,
                supports: Some(1.0),
                contradicts: None,
                share: false,
                ..drawn(running, values)
            })
        }
        SignalLook::Saturation { usage, full, .. } => {
            let values: Vec<_> = hours.map(|hour| mean(series, usage, hour)).collect();
            // Where only the queue is known, the share of full hours says more.
            let some = values.iter().any(Option::is_some);
            some.then(|| SignalChart {
                supports: None,
                contradicts: None,
                full: Some(*full),
                ..drawn(usage, values)
            })
        }
        _ => None,
    }
}

/// The mean of a gauge over its series.
fn mean(series: &[Series], signal: &str, hour: i64) -> Option<f64> {
    let of = series.iter().filter(|one| one.signal == signal);
    let means = of.filter_map(|one| one.hours.get(&hour)).map(Hour::mean);
    let (sum, count) = means.fold((0.0, 0.0), |(sum, count), mean| (sum + mean, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// What picked counters rose by; none where nothing came in.
fn increase(series: &[Series], picks: &[Pick], hour: i64) -> Option<f64> {
    let takes = |pick: &Pick, one: &Series| {
        let fits = |(name, values): (&String, &Vec<String>)| {
            one.labels
                .get(name)
                .is_some_and(|value| values.contains(value))
        };
        one.signal == pick.signal && pick.only.iter().all(fits)
    };
    let picked = picks
        .iter()
        .flat_map(|pick| series.iter().filter(move |one| takes(pick, one)));
    let sums = picked.filter_map(|one| one.hours.get(&hour)).map(|h| h.sum);
    sums.reduce(|all, sum| all + sum)
}

fn ratio(series: &[Series], (part, whole): (&[Pick], &[Pick]), hour: i64) -> Option<f64> {
    let whole = increase(series, whole, hour).filter(|whole| *whole > 0.0)?;
    Some((increase(series, part, hour).unwrap_or(0.0) / whole).min(1.0))
}

fn all_of(signal: &str) -> Vec<Pick> {
    vec![Pick {
        signal: signal.to_owned(),
        only: BTreeMap::new(),
    }]
}

/// The rule's figure, of each day by itself or of everything up to it.
async fn by_day(
    services: &Services,
    tx: &mut Tx,
    (id, known): (WorkloadId, &KnownSeries),
    (test, thresholds): (&SignalTest, &Thresholds),
    now: i64,
) -> Result<SignalChart, Error> {
    let days = i64::from(thresholds.days).min(DAYS);
    let span = (now - days * DAY, now);
    let wanted = test.look.signals();
    let series = if wanted.is_empty() {
        Vec::new()
    } else {
        known.read(tx, &wanted, span).await?
    };
    let mut came: BTreeMap<i64, Day> = BTreeMap::new();
    if test.look.reads_traces() {
        let since = services.today() - Duration::days(days);
        for (day, count) in traces::counts_by_day(tx, id, since).await? {
            came.entry(number(day)).or_default().traces.push(count);
        }
    }
    if let SignalLook::Latency { of, by, .. } = &test.look {
        let live = beside::latencies_by_day(tx, (id, known), (of, by), span).await?;
        for (day, live) in live {
            came.entry(day).or_default().live = live;
        }
    }
    let list = match test.look {
        SignalLook::Listed { list, .. } => judging::names(services, tx, id, list, days).await?,
        _ => Names::default(),
    };
    let beside = beside::of(tx, (id, known), &test.look, services.today(), span).await?;
    let (first, today) = (span.0.div_euclid(DAY), now.div_euclid(DAY));
    let (look, numbers) = (test.clone(), *thresholds);
    // Up to a year of hours, judged day by day: other requests don't wait for that.
    let drawn = tokio::task::spawn_blocking(move || {
        let counts: Vec<TraceCount> = came.values().flat_map(|day| day.traces.clone()).collect();
        let signals = Signals {
            series: &series,
            traces: &counts,
            traced: None,
            now,
            list: &list,
            beside: &beside,
            sources: &BTreeSet::new(),
        };
        daily(&look, &numbers, signals, &came, (first, today))
    });
    let drawn = drawn
        .await
        .map_err(|e| Error::Internal("chart", Box::new(e)))?;
    let traces = test.look.reads_traces();
    let named = wanted.first().copied().filter(|_| !traces);
    Ok(SignalChart {
        signal: named.unwrap_or(TRACES).to_owned(),
        what: Some(drawn.what),
        from: first * DAY,
        step: 24,
        values: drawn.values,
        unit: drawn.unit,
        supports: drawn.supports,
        contradicts: drawn.contradicts,
        full: None,
        share: drawn.unit == Unit::Ratio,
    })
}

/// A day as so many since 1970.
fn number(day: Date) -> i64 {
    (day - OffsetDateTime::UNIX_EPOCH.date()).whole_days()
}

#[cfg(test)]
mod tests {
    use domain::framework::builtin;

    use super::*;

    #[test]
    fn every_rule_over_telemetry_has_a_chart() {
        for rule in &builtin().unwrap().rules {
            let (Some(test), Some(numbers)) = (&rule.signal, rule.thresholds) else {
                continue;
            };
            let signals = Signals {
                series: &[],
                traces: &[],
                traced: None,
                now: 48,
                list: &Names::default(),
                beside: &domain::rule::signal::Beside::default(),
                sources: &BTreeSet::new(),
            };
            let drawn = daily(test, &numbers, signals, &BTreeMap::new(), (0, 1));
            assert_eq!(drawn.values, [None, None], "{}", rule.id);
            let bounded = drawn.supports.or(drawn.contradicts).is_some();
            // These two are held against what a file states, and one against how often budgets were used up.
            let beside = matches!(
                test.look,
                SignalLook::Latency { .. }
                    | SignalLook::Volume { .. }
                    | SignalLook::Carbon { .. }
                    | SignalLook::Overspent(_)
            );
            let line = has_line(&test.look);
            assert!(bounded || beside || line, "{}", rule.id);
        }
    }

    #[test]
    fn a_service_that_lets_requests_wait_behind_a_single_one_is_drawn() {
        let gauge = |signal: &str, job: &str, value: f64| Series {
            signal: signal.to_owned(),
            labels: BTreeMap::from([("job".to_owned(), job.to_owned())]),
            hours: BTreeMap::from([(
                7,
                Hour {
                    minutes: 60,
                    count: 1,
                    sum: value,
                    min: value,
                    max: value,
                },
            )]),
        };
        let engine = |job: &str, running: f64, waiting: f64| {
            [
                gauge("serving.running", job, running),
                gauge("serving.waiting", job, waiting),
            ]
        };
        let mut rules = builtin().unwrap().rules.iter();
        let rule = rules.find(|rule| rule.id.as_str() == "P04.batch").unwrap();
        let (test, numbers) = (rule.signal.as_ref().unwrap(), rule.thresholds.unwrap());
        let drawn = |engines: &[[Series; 2]]| {
            let chart = line(&test.look, &numbers, &engines.concat(), (7, 7));
            chart.unwrap().values
        };
        let chat = engine("chat", 8.0, 0.0);
        assert_eq!(
            drawn(&[chat.clone(), engine("search", 1.0, 0.0)]),
            [Some(4.5)]
        );
        assert_eq!(drawn(&[chat, engine("search", 1.0, 2.0)]), [Some(1.0)]);
    }

    #[test]
    fn a_share_of_picked_counters_is_a_line() {
        let counter = |outcome: &str, sum| Series {
            signal: "calls".to_owned(),
            labels: BTreeMap::from([("outcome".to_owned(), outcome.to_owned())]),
            hours: BTreeMap::from([(
                7,
                Hour {
                    minutes: 60,
                    count: 1,
                    sum,
                    min: sum,
                    max: sum,
                },
            )]),
        };
        let series = [counter("refused", 1.0), counter("answered", 3.0)];
        let refused = [Pick {
            only: BTreeMap::from([("outcome".to_owned(), vec!["refused".to_owned()])]),
            signal: "calls".to_owned(),
        }];
        assert_eq!(ratio(&series, (&refused, &all_of("calls")), 7), Some(0.25));
        assert_eq!(ratio(&series, (&refused, &all_of("calls")), 8), None);
    }
}
