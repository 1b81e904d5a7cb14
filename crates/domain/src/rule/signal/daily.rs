//! A rule's deciding figure day by day, for a chart: each day is judged as if nothing else had come in, or, where a rule
//! counts what happened since its window began, everything up to the day.

use std::collections::BTreeMap;

use super::{
    Hour, Live, Pick, Series, SignalLook, SignalName, SignalTest, Signals, TraceCount, judge, ratio,
};
use crate::evidence::Unit;
use crate::rule::{Quoted, Thresholds, Verdict};

const HOURS: i64 = 24;
/// What looks at levels, sizes or versions asks for two of them.
const TWO: f64 = 2.0;

/// What came in on one day beside the hours of series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Day {
    /// Traces by their marks.
    pub traces: Vec<TraceCount>,
    /// Latencies that were measured live, by model.
    pub live: Vec<Live>,
}

/// A figure day by day, with what its rule holds it against in the same unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Daily {
    /// Which figure of the verdict.
    pub what: Quoted,
    /// Its unit.
    pub unit: Unit,
    /// A value for each day; none without data.
    pub values: Vec<Option<f64>>,
    /// Supports from here.
    pub supports: Option<f64>,
    /// Contradicts beyond here.
    pub contradicts: Option<f64>,
}

/// Days since 1970, the first and the last.
type Span = (i64, i64);
/// Where a rule supports and where it contradicts.
type Bounds = (Option<f64>, Option<f64>);

/// What a rule looks at, day by day.
///
/// A day has too few observations for any verdict, so that the rule's minimum of them does not count here.
pub fn daily(
    test: &SignalTest,
    thresholds: &Thresholds,
    signals: Signals<'_>,
    days: &BTreeMap<i64, Day>,
    span: Span,
) -> Daily {
    match &test.look {
        SignalLook::Latency { .. } => latency(thresholds, signals, days, span),
        SignalLook::Volume { of, .. } => volume(of, thresholds, signals, span),
        SignalLook::Presence { classes } => presence(classes, thresholds, signals, span),
        _ => judged(test, thresholds, signals, days, span),
    }
}

/// The figure, its unit, and whether it counts everything up to the day.
const fn figure(look: &SignalLook) -> (Quoted, Unit, bool) {
    match look {
        SignalLook::Mean { .. } => (Quoted::BusyMean, Unit::Ratio, false),
        SignalLook::Ratio { .. }
        | SignalLook::Traces { .. }
        | SignalLook::Cover { .. }
        | SignalLook::Cached(_)
        | SignalLook::Failover(_) => (Quoted::Share, Unit::Ratio, false),
        SignalLook::Instances { .. } => (Quoted::SpareTime, Unit::Ratio, false),
        SignalLook::Presence { .. } => (Quoted::CoveredTime, Unit::Ratio, false),
        SignalLook::Spread { .. } => (Quoted::Variation, Unit::Ratio, false),
        SignalLook::Batch { .. } => (Quoted::Running, Unit::Count, false),
        SignalLook::Saturation { .. } => (Quoted::FullTime, Unit::Ratio, false),
        SignalLook::Listed { .. } => (Quoted::Unlisted, Unit::Count, false),
        SignalLook::Mix { .. } => (Quoted::OtherModels, Unit::Ratio, false),
        SignalLook::Happened { .. } => (Quoted::Occurrences, Unit::Count, true),
        SignalLook::Changed { .. } => (Quoted::Versions, Unit::Count, true),
        SignalLook::Days { .. } => (Quoted::DaysSeen, Unit::Count, true),
        SignalLook::Scaling(_) => (Quoted::AtMostReplicas, Unit::Ratio, false),
        SignalLook::Tiers { .. } => (Quoted::Sizes, Unit::Count, false),
        SignalLook::Levels { .. } => (Quoted::CacheLevels, Unit::Count, true),
        SignalLook::Overspent(_) => (Quoted::AlertedCrossings, Unit::Count, true),
        SignalLook::Metered { .. } => (Quoted::MeteredTime, Unit::Ratio, false),
        SignalLook::Efficiency(_) => (Quoted::SavedEnergy, Unit::Ratio, false),
        SignalLook::Carbon { .. } => (Quoted::MeasuredCarbon, Unit::GramsCo2e, true),
        SignalLook::Latency { .. } => (Quoted::LiveLatency, Unit::Seconds, false),
        SignalLook::Volume { .. } => (Quoted::Observations, Unit::Count, true),
    }
}

/// What the figure is held against, as each look does it.
fn bounds(
    look: &SignalLook,
    thresholds: &Thresholds,
    whole: &Verdict,
    signals: Signals<'_>,
) -> Bounds {
    let share = |percent: Option<f64>| percent.map(|percent| percent / 100.0);
    let (supports, contradicts) = (share(thresholds.supports), share(thresholds.contradicts));
    match look {
        SignalLook::Ratio { one_sided, .. } => (supports, contradicts.filter(|_| !one_sided)),
        SignalLook::Mean { .. }
        | SignalLook::Traces { .. }
        | SignalLook::Cached(_)
        | SignalLook::Presence { .. }
        | SignalLook::Saturation { .. } => (supports, contradicts),
        // It contradicts by the share of the time without a second one.
        SignalLook::Instances { .. } => (supports, contradicts.map(|share| 1.0 - share)),
        // What contradicts these is another number than the one that supports.
        SignalLook::Spread { .. }
        | SignalLook::Cover { .. }
        | SignalLook::Mix { .. }
        | SignalLook::Scaling(_)
        | SignalLook::Metered { .. }
        | SignalLook::Efficiency(_)
        | SignalLook::Failover(_) => (supports, None),
        SignalLook::Listed { .. } => (Some(0.0), None),
        SignalLook::Batch { .. } => (Some(1.0), None),
        SignalLook::Tiers { .. } | SignalLook::Levels { .. } | SignalLook::Changed { .. } => {
            (Some(TWO), None)
        }
        SignalLook::Happened { .. } | SignalLook::Days { .. } => {
            (Some(number(thresholds.min)), None)
        }
        SignalLook::Overspent(_) => (bound(whole, Quoted::AlertedCrossings), None),
        SignalLook::Carbon { .. } => {
            let measured = value(whole, Quoted::MeasuredCarbon);
            beside(signals.beside.stated, measured, thresholds)
        }
        SignalLook::Latency { .. } | SignalLook::Volume { .. } => (None, None),
    }
}

fn judged(
    test: &SignalTest,
    thresholds: &Thresholds,
    signals: Signals<'_>,
    days: &BTreeMap<i64, Day>,
    span: Span,
) -> Daily {
    let mut lifted = Thresholds {
        min: 1,
        against: None,
        ..*thresholds
    };
    let whole = judge(test, &lifted, signals);
    let (mut what, mut unit, grows) = figure(&test.look);
    let mut held = bounds(&test.look, thresholds, &whole, signals);
    let unswitched = whole.quotes.first().map(|quote| quote.what) == Some(Quoted::UnswitchedTime);
    if unswitched {
        // The rule quotes this only where it is too long; the chart has it also where it is not.
        lifted.contradicts = Some(-1.0);
        (what, unit) = (Quoted::UnswitchedTime, Unit::Seconds);
        held = (None, thresholds.contradicts);
    }
    let values = if grows {
        growing(test, &lifted, signals, what, span)
    } else {
        alone(test, &lifted, signals, days, (what, span))
    };
    Daily {
        what,
        unit,
        values,
        supports: held.0,
        contradicts: held.1,
    }
}

/// Each day by itself.
fn alone(
    test: &SignalTest,
    thresholds: &Thresholds,
    signals: Signals<'_>,
    days: &BTreeMap<i64, Day>,
    (what, (from, to)): (Quoted, Span),
) -> Vec<Option<f64>> {
    let nothing = Day::default();
    let of = |day: i64| {
        let series: Vec<Series> = signals.series.iter().filter_map(|s| part(s, day)).collect();
        let traces = &days.get(&day).unwrap_or(&nothing).traces;
        let verdict = judge(
            test,
            thresholds,
            Signals {
                series: &series,
                traces,
                traced: None,
                now: signals.now.min((day + 1) * HOURS),
                ..signals
            },
        );
        let none = || (what == Quoted::UnswitchedTime && !series.is_empty()).then_some(0.0);
        value(&verdict, what).or_else(none)
    };
    (from..=to).map(of).collect()
}

/// Everything up to each day; a day on which nothing came in stays a gap.
fn growing(
    test: &SignalTest,
    thresholds: &Thresholds,
    signals: Signals<'_>,
    what: Quoted,
    (from, to): Span,
) -> Vec<Option<f64>> {
    let empty = |one: &Series| Series {
        signal: one.signal.clone(),
        labels: one.labels.clone(),
        hours: BTreeMap::new(),
    };
    let mut grown: Vec<Series> = signals.series.iter().map(empty).collect();
    let mut values = Vec::new();
    for day in from..=to {
        let mut came = false;
        for (known, whole) in grown.iter_mut().zip(signals.series) {
            let before = known.hours.len();
            known.hours.extend(hours(whole, day));
            came |= known.hours.len() > before;
        }
        let now = signals.now.min((day + 1) * HOURS);
        let verdict = came.then(|| {
            let series = &grown;
            judge(
                test,
                thresholds,
                Signals {
                    series,
                    now,
                    ..signals
                },
            )
        });
        values.push(verdict.and_then(|verdict| value(&verdict, what)));
    }
    values
}

/// The model that is slowest by its benchmark, which decides; without any benchmark the first one.
fn latency(
    thresholds: &Thresholds,
    signals: Signals<'_>,
    days: &BTreeMap<i64, Day>,
    (from, to): Span,
) -> Daily {
    let live = &signals.beside.live;
    let compared = live
        .iter()
        .filter_map(|one| Some((one, one.seconds / one.benchmark?)));
    let worst = compared.max_by(|(_, a), (_, b)| a.total_cmp(b));
    let chosen = worst.map(|(one, _)| one).or_else(|| live.first());
    let seconds = |day: i64| {
        let model = &chosen?.model;
        let mut of_day = days.get(&day)?.live.iter();
        of_day
            .find(|one| one.model == *model)
            .map(|one| one.seconds)
    };
    let allowed = |percent: Option<f64>| Some(chosen?.benchmark? * percent? / 100.0);
    Daily {
        what: Quoted::LiveLatency,
        unit: Unit::Seconds,
        values: (from..=to).map(seconds).collect(),
        supports: allowed(thresholds.supports),
        contradicts: allowed(thresholds.contradicts),
    }
}

/// What was seen since the window began, against the stated volume.
fn volume(of: &[Pick], thresholds: &Thresholds, signals: Signals<'_>, (from, to): Span) -> Daily {
    let mut seen = 0.0;
    let grown = |day: i64| {
        let series: Vec<Series> = signals.series.iter().filter_map(|s| part(s, day)).collect();
        let series = series.as_slice();
        seen += ratio::increase(Signals { series, ..signals }, of);
        (!series.is_empty()).then_some(seen)
    };
    let values: Vec<Option<f64>> = (from..=to).map(grown).collect();
    let last = values.iter().rev().copied().flatten().next();
    let (supports, contradicts) = beside(signals.beside.stated, last, thresholds);
    Daily {
        what: Quoted::Observations,
        unit: Unit::Count,
        values,
        supports,
        contradicts,
    }
}

/// Of two numbers that must be near each other, the edges on the side on which the measured one lies.
fn beside(stated: Option<f64>, measured: Option<f64>, thresholds: &Thresholds) -> Bounds {
    let Some(stated) = stated.filter(|stated| *stated > 0.0) else {
        return (None, None);
    };
    let above = measured.is_some_and(|measured| measured > stated);
    let supports = thresholds.supports.and_then(|percent| {
        let share = if above {
            1.0 - percent / 100.0
        } else {
            1.0 + percent / 100.0
        };
        (share > 0.0).then(|| stated / share)
    });
    let contradicts = thresholds.contradicts.filter(|percent| *percent > 0.0);
    let contradicts = contradicts.map(|percent| {
        if above {
            stated * percent / 100.0
        } else {
            stated * 100.0 / percent
        }
    });
    (supports, contradicts)
}

/// The share of each day's hours in which the class with the most gaps came in; a day after the first signal on which
/// nothing came in is no gap in the chart, but the gap that the rule looks for.
fn presence(
    classes: &[Vec<SignalName>],
    thresholds: &Thresholds,
    signals: Signals<'_>,
    (from, to): Span,
) -> Daily {
    let hours = |class: &Vec<SignalName>| -> std::collections::BTreeSet<i64> {
        let series = signals.series.iter().filter(|s| class.contains(&s.signal));
        series.flat_map(|s| s.hours.keys().copied()).collect()
    };
    let seen: Vec<_> = classes.iter().map(hours).collect();
    let first = seen.iter().filter_map(|hours| hours.first()).min().copied();
    let covered = |day: i64| {
        let begin = first?.max(day * HOURS);
        let end = signals.now.min((day + 1) * HOURS);
        if begin >= end {
            return None;
        }
        let worst = seen.iter().map(|hours| hours.range(begin..end).count());
        let worst = u64::try_from(worst.min()?).ok()?;
        Some(number(worst) / number(u64::try_from(end - begin).ok()?))
    };
    let share = |percent: Option<f64>| percent.map(|percent| percent / 100.0);
    Daily {
        what: Quoted::CoveredTime,
        unit: Unit::Ratio,
        values: (from..=to).map(covered).collect(),
        supports: share(thresholds.supports),
        contradicts: share(thresholds.contradicts),
    }
}

/// A series' hours of one day.
fn hours(series: &Series, day: i64) -> impl Iterator<Item = (i64, Hour)> {
    let hours = series.hours.range(day * HOURS..(day + 1) * HOURS);
    hours.map(|(at, hour)| (*at, *hour))
}

/// A series with the hours of one day; none where it has none.
fn part(series: &Series, day: i64) -> Option<Series> {
    let hours: BTreeMap<i64, Hour> = hours(series, day).collect();
    (!hours.is_empty()).then(|| Series {
        signal: series.signal.clone(),
        labels: series.labels.clone(),
        hours,
    })
}

fn value(verdict: &Verdict, what: Quoted) -> Option<f64> {
    let quote = verdict.quotes.iter().find(|quote| quote.what == what)?;
    Some(quote.value.get())
}

fn bound(verdict: &Verdict, what: Quoted) -> Option<f64> {
    let quote = verdict.quotes.iter().find(|quote| quote.what == what)?;
    Some(quote.bound?.get())
}

fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{Beside, Mark, Names};
    use super::*;
    use crate::rule::Better;

    const NUMBERS: Thresholds = Thresholds {
        days: 30,
        min: 500,
        supports: Some(90.0),
        contradicts: Some(50.0),
        runs: 1,
        apart: 0,
        against: None,
        variety: 0,
    };

    fn drawn(
        look: SignalLook,
        series: &[Series],
        days: &BTreeMap<i64, Day>,
        (beside, span): (&Beside, Span),
    ) -> Daily {
        let test = SignalTest {
            partial: false,
            look,
        };
        let signals = Signals {
            series,
            traces: &[],
            traced: None,
            now: (span.1 + 1) * HOURS,
            list: &Names::default(),
            beside,
            sources: &BTreeSet::new(),
        };
        daily(&test, &NUMBERS, signals, days, span)
    }

    /// A counter that rose by so much in the first hour of each day.
    fn counter(signal: &str, days: &[(i64, f64)]) -> Series {
        let hour = |(day, sum): &(i64, f64)| {
            let hour = Hour {
                minutes: 60,
                count: 1,
                sum: *sum,
                min: *sum,
                max: *sum,
            };
            (day * HOURS, hour)
        };
        Series {
            signal: signal.to_owned(),
            labels: BTreeMap::new(),
            hours: days.iter().map(hour).collect(),
        }
    }

    fn pick(signal: &str) -> Vec<Pick> {
        vec![Pick {
            signal: signal.to_owned(),
            only: BTreeMap::new(),
        }]
    }

    #[test]
    fn traces_are_a_share_of_each_day_and_days_without_any_are_gaps() {
        let look = SignalLook::Traces {
            part: vec![Mark::InputGuardrail],
            whole: vec![Mark::Inference],
            better: Better::High,
            emitted: Vec::new(),
        };
        let count = |marks: &[Mark], traces| TraceCount {
            marks: marks.iter().map(|mark| mark.bit()).sum(),
            traces,
        };
        let day = |guarded, bare| Day {
            traces: vec![
                count(&[Mark::Inference, Mark::InputGuardrail], guarded),
                count(&[Mark::Inference], bare),
            ],
            live: Vec::new(),
        };
        let days = BTreeMap::from([(10, day(3, 1)), (12, day(9, 1))]);
        let drawn = drawn(look, &[], &days, (&Beside::default(), (10, 12)));
        assert_eq!(drawn.values, [Some(0.75), None, Some(0.9)]);
        assert_eq!((drawn.supports, drawn.contradicts), (Some(0.9), Some(0.5)));
        assert_eq!((drawn.what, drawn.unit), (Quoted::Share, Unit::Ratio));
    }

    #[test]
    fn what_happened_is_counted_up_to_each_day() {
        let look = SignalLook::Happened {
            of: pick("refusals"),
            among: Vec::new(),
        };
        let series = [counter("refusals", &[(10, 200.0), (12, 400.0)])];
        let drawn = drawn(
            look,
            &series,
            &BTreeMap::new(),
            (&Beside::default(), (10, 12)),
        );
        assert_eq!(drawn.values, [Some(200.0), None, Some(600.0)]);
        assert_eq!((drawn.supports, drawn.contradicts), (Some(500.0), None));
    }

    #[test]
    fn a_day_on_which_a_class_is_missing_has_no_cover() {
        let look = SignalLook::Presence {
            classes: vec![vec!["a".to_owned()], vec!["b".to_owned()]],
        };
        let series = [
            counter("a", &[(10, 1.0), (11, 1.0)]),
            counter("b", &[(10, 1.0)]),
        ];
        let drawn = drawn(
            look,
            &series,
            &BTreeMap::new(),
            (&Beside::default(), (9, 11)),
        );
        let first = 1.0 / 24.0;
        assert_eq!(drawn.values, [None, Some(first), Some(0.0)]);
    }

    #[test]
    fn a_latency_is_that_of_the_slowest_model_by_its_benchmark() {
        let live = |model: &str, seconds, benchmark| Live {
            model: model.to_owned(),
            seconds,
            at_least: false,
            requests: 10,
            benchmark,
        };
        let beside = Beside {
            live: vec![live("a", 9.0, Some(10.0)), live("b", 4.0, Some(2.0))],
            ..Beside::default()
        };
        let look = SignalLook::Latency {
            of: Vec::new(),
            by: Vec::new(),
            stated: stated(),
        };
        let day = Day {
            traces: Vec::new(),
            live: vec![live("a", 9.5, None), live("b", 3.0, None)],
        };
        let days = BTreeMap::from([(11, day)]);
        let drawn = drawn(look, &[], &days, (&beside, (10, 11)));
        assert_eq!(drawn.values, [None, Some(3.0)]);
        assert_eq!((drawn.supports, drawn.contradicts), (Some(1.8), Some(1.0)));
    }

    #[test]
    fn a_volume_has_the_edges_on_its_own_side() {
        let numbers = Thresholds {
            supports: Some(25.0),
            contradicts: Some(200.0),
            ..NUMBERS
        };
        assert_eq!(
            beside(Some(100.0), Some(60.0), &numbers),
            (Some(80.0), Some(50.0))
        );
        let (supports, contradicts) = beside(Some(75.0), Some(120.0), &numbers);
        assert_eq!((supports, contradicts), (Some(100.0), Some(150.0)));
        assert_eq!(beside(None, Some(1.0), &numbers), (None, None));
    }

    fn stated() -> super::super::Stated {
        let rules = &crate::framework::builtin().unwrap().rules;
        let looks = rules.iter().filter_map(|rule| rule.signal.as_ref());
        let mut stated = looks.filter_map(|test| match &test.look {
            SignalLook::Latency { stated, .. } => Some(stated.clone()),
            _ => None,
        });
        stated.next().unwrap()
    }
}
