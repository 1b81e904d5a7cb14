//! Points to rollups.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::{
    Rollup,
    minutes::Minutes,
    sorted::{Brief, Placed, Sample, by_series},
    state::{self, Last, State},
    step::Step,
};
use crate::{
    distribution::Distribution,
    time::{Millis, Minute},
    value::{Histogram, Observed, Temporality, Value},
};

/// What is remembered of each series, by its id; read before folding, written after.
pub type States = HashMap<i64, State, RandomState>;

/// What a batch adds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folded {
    /// What each series did in each hour, by series and hour, to be merged into what is stored for it.
    pub hours: Vec<SeriesHour>,
    /// How many points were not newer than what was known.
    pub not_newer: u64,
}

/// What a series did in an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesHour {
    /// The id of the series.
    pub series: i64,
    /// The hour: the number of whole hours since 1970-01-01T00:00Z.
    pub hour: i64,
    /// Its minutes with data.
    pub minutes: Minutes,
}

/// Folds a batch: points by series and time into rollups by minute. `states` must hold the states of the
/// batch's series that are stored; it holds the new ones afterwards. The samples are walked twice, so that no list of them
/// is made.
///
/// * A total that falls, or that began after the point before, began again: all of it is increase.
/// * The increase belongs to the minute of the later point. More than an hour between two points is counted
///   as a gap.
/// * A series' first total is no increase (what it counted before we saw it is not known to lie in this
///   minute), except where the sender says that it began within the hour before: short jobs count.
/// * A total at or before the latest is dropped, as Prometheus does: a batch that is sent again, or cut otherwise,
///   counts once, and what a late total counted is in the later one. Gauges are recognised by their time among the
///   latest 16, deltas among the latest 64; older ones are dropped.
/// * Deltas without start (made from spans) all count: their batch must be recognised as a whole.
pub fn fold<'a>(
    samples: impl IntoIterator<Item = Sample<'a>, IntoIter: Clone>,
    states: &mut States,
) -> Folded {
    let (mut points, series) = by_series(samples.into_iter());
    let mut rest = points.as_mut_slice();
    let mut parts = Vec::with_capacity(series.len());
    for (id, count) in series {
        if let Some(points) = rest.split_off_mut(..count) {
            parts.push((id, states.remove(&id), points));
        }
    }
    // Series know nothing of each other.
    let done: Vec<_> = parts
        .into_par_iter()
        .map(|(id, state, points)| (id, fold_hours(id, state, points)))
        .collect();
    let mut folded = Folded::default();
    for (series, (state, hours, old)) in done {
        states.extend(state.map(|state| (series, state)));
        folded.not_newer += old;
        folded.hours.extend(hours);
    }
    folded
}

/// Folds the points of one series: its new state, its hours, and how many points were not newer than what was known.
fn fold_hours(
    series: i64,
    state: Option<State>,
    points: &mut [Placed<'_>],
) -> (Option<State>, Vec<SeriesHour>, u64) {
    if !points.is_sorted_by_key(|point| point.at) {
        points.sort_by_key(|point| point.at);
    }
    let mut hours: Vec<SeriesHour> = Vec::new();
    let points = points.iter().map(|point| (point.at, point.value));
    let (state, old) = fold_points(state, points, |minute, rollup| {
        let hour = minute.0.div_euclid(60);
        let minute = u8::try_from(minute.0.rem_euclid(60)).unwrap_or(0);
        match hours.last_mut() {
            Some(last) if last.hour == hour => last.minutes.push((minute, rollup)),
            _ => hours.push(SeriesHour {
                series,
                hour,
                minutes: vec![(minute, rollup)],
            }),
        }
    });
    (state, hours, old)
}

/// Folds the points of one series, sorted by time: its new state, its rollups by minute, and how many points
/// were not newer than what was known.
pub fn fold_series<'a>(
    state: Option<State>,
    points: impl Iterator<Item = (Millis, &'a Value)>,
) -> (Option<State>, Vec<(Minute, Rollup)>, u64) {
    let mut rollups = Vec::new();
    let points = points.map(|(at, value)| (at, Brief::from(value)));
    let (state, old) = fold_points(state, points, |minute, rollup| {
        rollups.push((minute, rollup));
    });
    (state, rollups, old)
}

fn fold_points<'a>(
    state: Option<State>,
    points: impl Iterator<Item = (Millis, Brief<'a>)>,
    done: impl FnMut(Minute, Rollup),
) -> (Option<State>, u64) {
    let mut folder = Folder::new(state, done);
    points.for_each(|(at, value)| match value {
        Brief::Level(x) => folder.level(at, x),
        Brief::Total(x) => folder.total(at, x, None),
        Brief::Other(value) => folder.add(at, value),
    });
    folder.finish()
}

struct Folder<F: FnMut(Minute, Rollup)> {
    state: Option<State>,
    /// Takes the rollup of each minute when it is over.
    done: F,
    current: Option<(Minute, Rollup)>,
    old: u64,
}

impl<F: FnMut(Minute, Rollup)> Folder<F> {
    fn new(state: Option<State>, done: F) -> Self {
        Self {
            state,
            done,
            current: None,
            old: 0,
        }
    }

    fn finish(mut self) -> (Option<State>, u64) {
        if let Some((minute, rollup)) = self.current.take() {
            (self.done)(minute, rollup);
        }
        (self.state, self.old)
    }

    fn add(&mut self, at: Millis, value: &Value) {
        match value {
            Value::Gauge(x) => self.level(at, *x),
            Value::Counter { value, start } => self.total(at, *value, *start),
            Value::Delta { value, start } => {
                if start.is_none() || self.is_new_delta(at) {
                    let rollup = self.rollup(at);
                    rollup.count += 1;
                    rollup.sum += value;
                }
            }
            Value::Histogram(h) => match h.temporality {
                Temporality::Cumulative { start } => self.histogram(at, h, start),
                Temporality::Delta { start } => {
                    if start.is_none() || self.is_new_delta(at) {
                        state::add(self.rollup(at), h);
                    }
                }
            },
            Value::Sketch(o) => self.observed(at, o),
        }
    }

    /// The rollup of a minute, with one more point.
    fn rollup(&mut self, at: Millis) -> &mut Rollup {
        let minute = Minute::of(at);
        if let Some((over, rollup)) = self.current.take_if(|(m, _)| *m != minute) {
            (self.done)(over, rollup);
        }
        let (_, rollup) = self
            .current
            .get_or_insert_with(|| (minute, Rollup::default()));
        rollup.points += 1;
        rollup
    }

    /// Whether a point is newer than the latest.
    fn is_newer(&mut self, at: Millis) -> bool {
        let newer = self.state.as_ref().is_none_or(|s| at > s.last_at);
        self.old += u64::from(!newer);
        newer
    }

    fn is_new_delta(&mut self, at: Millis) -> bool {
        self.is_new_time(at, state::DELTAS)
    }

    /// Whether no point of this time came before, as far as times are remembered.
    fn is_new_time(&mut self, at: Millis, most: usize) -> bool {
        let state = self.state.get_or_insert(State {
            last_at: at,
            last: Last::Times(Vec::new()),
        });
        if !matches!(state.last, Last::Times(_)) {
            state.last = Last::Times(Vec::new());
        }
        state.last_at = state.last_at.max(at);
        let new = match &mut state.last {
            Last::Times(times) => state::note(times, at, most),
            _ => true,
        };
        self.old += u64::from(!new);
        new
    }

    fn level(&mut self, at: Millis, x: f64) {
        if !self.is_new_time(at, state::LEVELS) {
            return;
        }
        let rollup = self.rollup(at);
        rollup.count += 1;
        rollup.sum += x;
        rollup.min = super::least(rollup.min, Some(x));
        rollup.max = super::greatest(rollup.max, Some(x));
        rollup.last = Some((at, x));
    }

    fn total(&mut self, at: Millis, x: f64, start: Option<Millis>) {
        if !self.is_newer(at) {
            return;
        }
        let before = self.state.replace(State {
            last_at: at,
            last: Last::Total(x),
        });
        let step = match before {
            Some(State {
                last_at,
                last: Last::Total(then),
            }) => Step::of(last_at, at, start, x >= then, || x - then, || x),
            _ => Step::first(at, start, x),
        };
        let rollup = self.rollup(at);
        rollup.count += 1;
        rollup.sum += step.increase.unwrap_or_default();
        rollup.resets += u32::from(step.reset);
        rollup.gaps += u32::from(step.gap);
        rollup.last = Some((at, x));
    }

    fn histogram(&mut self, at: Millis, h: &Histogram, start: Option<Millis>) {
        if !self.is_newer(at) {
            return;
        }
        let before = self.state.replace(State {
            last_at: at,
            last: Last::Histogram {
                count: h.count,
                sum: h.sum,
                spread: h.spread.clone(),
            },
        });
        // Of a cumulative histogram min and max are those of its whole life.
        let whole = || Histogram {
            min: None,
            max: None,
            ..h.clone()
        };
        let step = match before {
            Some(State {
                last_at,
                last: Last::Histogram { count, sum, spread },
            }) => {
                let added = state::increase(h, count, sum, &spread);
                let grown = added.is_some();
                Step::of(
                    last_at,
                    at,
                    start,
                    grown,
                    || added.unwrap_or_else(whole),
                    whole,
                )
            }
            _ => Step::first(at, start, whole()),
        };
        let rollup = self.rollup(at);
        rollup.resets += u32::from(step.reset);
        rollup.gaps += u32::from(step.gap);
        if let Some(added) = &step.increase {
            state::add(rollup, added);
        }
        rollup.last = h.sum.map(|sum| (at, sum));
    }

    fn observed(&mut self, at: Millis, o: &Observed) {
        let rollup = self.rollup(at);
        rollup.count = rollup.count.saturating_add(o.sketch.count());
        rollup.sum += o.sum;
        rollup.min = super::least(rollup.min, o.min);
        rollup.max = super::greatest(rollup.max, o.max);
        state::spread_into(rollup, Some(Distribution::Sketch(o.sketch.clone())));
    }
}
