//! Points to rollups.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::{
    Rollup,
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

/// A point with the id of its series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample<'a> {
    /// The id of its series.
    pub series: i64,
    /// When it was measured.
    pub at: Millis,
    /// What was measured.
    pub value: &'a Value,
}

/// What a batch adds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folded {
    /// What each series did in each minute, by series and minute, to be merged into what is stored for it.
    pub rollups: Vec<SeriesRollup>,
    /// How many points were not newer than what was known.
    pub not_newer: u64,
}

/// What a series did in a minute.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesRollup {
    /// The id of the series.
    pub series: i64,
    /// The minute.
    pub minute: Minute,
    /// What it did.
    pub rollup: Rollup,
}

/// Folds a batch: points by series and time into rollups by minute. `states` must hold the states of the
/// batch's series that are stored; it holds the new ones afterwards.
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
pub fn fold(samples: Vec<Sample<'_>>, states: &mut States) -> Folded {
    let samples = by_series(&samples);
    let series: Vec<_> = samples
        .chunk_by(|a, b| a.series == b.series)
        .filter_map(|samples| {
            let id = samples.first()?.series;
            Some((id, states.remove(&id), samples))
        })
        .collect();
    // Series know nothing of each other.
    let done: Vec<_> = series
        .into_par_iter()
        .map(|(id, state, samples)| {
            let points = samples.iter().map(|sample| (sample.at, sample.value));
            (id, fold_series(state, points))
        })
        .collect();
    let mut folded = Folded::default();
    folded
        .rollups
        .reserve(done.iter().map(|(_, (_, rollups, _))| rollups.len()).sum());
    for (series, (state, rollups, old)) in done {
        states.extend(state.map(|state| (series, state)));
        folded.not_newer += old;
        folded
            .rollups
            .extend(rollups.into_iter().map(|(minute, rollup)| SeriesRollup {
                series,
                minute,
                rollup,
            }));
    }
    folded
}

/// The samples by series, those of a series by time. Batches bring the same series in the same order again and
/// again: sharing them out and sorting each series' few is quicker than sorting all.
fn by_series<'a>(samples: &[Sample<'a>]) -> Vec<Sample<'a>> {
    let mut counts: HashMap<i64, usize, RandomState> = HashMap::default();
    for sample in samples {
        *counts.entry(sample.series).or_default() += 1;
    }
    let mut ids: Vec<_> = counts.keys().copied().collect();
    ids.sort_unstable();
    let mut next = 0;
    // From here on where the next sample of each series goes.
    let mut places = counts;
    for id in &ids {
        if let Some(place) = places.get_mut(id) {
            next += std::mem::replace(place, next);
        }
    }
    let mut sorted = samples.to_vec();
    for sample in samples {
        if let Some(place) = places.get_mut(&sample.series) {
            if let Some(slot) = sorted.get_mut(*place) {
                *slot = *sample;
            }
            *place += 1;
        }
    }
    for samples in sorted.chunk_by_mut(|a, b| a.series == b.series) {
        if !samples.is_sorted_by_key(|sample| sample.at) {
            samples.sort_by_key(|sample| sample.at);
        }
    }
    sorted
}

/// Folds the points of one series, sorted by time: its new state, its rollups by minute, and how many points
/// were not newer than what was known.
pub fn fold_series<'a>(
    state: Option<State>,
    points: impl Iterator<Item = (Millis, &'a Value)>,
) -> (Option<State>, Vec<(Minute, Rollup)>, u64) {
    let mut rollups = Vec::new();
    let mut folder = Folder::new(state, |minute, rollup| rollups.push((minute, rollup)));
    points.for_each(|(at, value)| folder.add(at, value));
    let (state, old) = folder.finish();
    (state, rollups, old)
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
