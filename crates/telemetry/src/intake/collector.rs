//! An intake under construction.

use std::collections::HashMap;

use domain::evidence::Component;
use foldhash::fast::RandomState;

use super::{Intake, name_of};
use crate::{
    dropped::Reason,
    limits::Limits,
    mapping,
    registry::{Registry, Unknown, WireKey},
    series::{Kind, Labels, MetricName, Series, SeriesKey, Unit},
    spans::TraceFacts,
    time::Millis,
    value::{KnownPoint, Point, Spread, Value},
};

/// Where the points of a series go.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// It is stored under this id.
    Known(i64),
    /// Its index in the intake.
    New(u32),
}

/// Builds an intake within limits.
pub(crate) struct Collector<'l> {
    limits: &'l Limits,
    registry: &'l dyn Registry,
    intake: Intake,
    index: HashMap<SeriesKey, u32, RandomState>,
    cells: usize,
}

impl<'l> Collector<'l> {
    pub fn new(limits: &'l Limits) -> Self {
        Self::knowing(limits, &Unknown)
    }

    /// With what is known of series from bodies before.
    pub fn knowing(limits: &'l Limits, registry: &'l dyn Registry) -> Self {
        Self {
            limits,
            registry,
            intake: Intake::default(),
            index: HashMap::default(),
            cells: 0,
        }
    }

    /// The index of a series, which is added if it is new.
    pub fn series(
        &mut self,
        name: &str,
        unit: &str,
        kind: Kind,
        labels: Labels,
    ) -> Result<u32, Reason> {
        self.add(made(name, unit, kind, labels)?)
    }

    /// The place of a series: what it is stored as, or its index after it was added.
    pub fn place(
        &mut self,
        name: &str,
        unit: &str,
        kind: Kind,
        labels: Labels,
    ) -> Result<Place, Reason> {
        let series = made(name, unit, kind, labels)?;
        match self.registry.by_key(series.key()) {
            Some(id) => Ok(Place::Known(id)),
            None => self.add(series).map(Place::New),
        }
    }

    /// Notes how a series is written that is not stored yet.
    pub fn expect(&self, key: WireKey, series: u32) {
        let index = usize::try_from(series).ok();
        if let Some(series) = index.and_then(|i| self.intake.series.get(i)) {
            self.registry.expect(key, series.key(), series.kind());
        }
    }

    fn add(&mut self, series: Series) -> Result<u32, Reason> {
        if let Some(index) = self.index.get(&series.key()) {
            return Ok(*index);
        }
        let index = self.intake.series.len();
        if index >= self.limits.series {
            return Err(Reason::TooManySeries);
        }
        let index = u32::try_from(index).map_err(|_| Reason::TooManySeries)?;
        self.index.insert(series.key(), index);
        self.intake.series.push(series);
        Ok(index)
    }

    /// Adds a point, unless its value says nothing.
    pub fn point(&mut self, series: u32, at: Millis, value: Value) {
        let name = || name_of(&self.intake.series, series);
        match self.check(&value, name) {
            Ok(cells) => {
                self.cells += cells;
                self.intake.points.push(Point { series, at, value });
            }
            Err(reason) => {
                let place = || name_of(&self.intake.series, series).to_owned();
                self.intake.dropped.add_many(reason, 1, place);
            }
        }
    }

    /// Adds a point of a series that is stored, unless its value says nothing.
    pub fn known_point<'n>(
        &mut self,
        id: i64,
        (at, value): (Millis, Value),
        name: impl Fn() -> &'n str,
    ) {
        match self.check(&value, &name) {
            Ok(cells) => {
                self.cells += cells;
                self.intake.known.push(KnownPoint { id, at, value });
            }
            Err(reason) => self.drop(reason, name()),
        }
    }

    pub fn drop(&mut self, reason: Reason, place: &str) {
        self.drop_many(reason, 1, place);
    }

    pub fn drop_many(&mut self, reason: Reason, count: u64, place: &str) {
        let place = || place.to_owned();
        self.intake.dropped.add_many(reason, count, place);
    }

    pub fn limits(&self) -> &'l Limits {
        self.limits
    }

    pub fn registry(&self) -> &'l dyn Registry {
        self.registry
    }

    /// Adds what spans and records amount to.
    pub fn records(&mut self, traces: Vec<TraceFacts>, components: Vec<Component>) {
        self.intake.traces.extend(traces);
        self.intake.components.extend(components);
    }

    pub fn finish(mut self) -> Intake {
        self.intake.prune();
        self.intake
    }

    /// How many buckets a value takes, if it is kept.
    fn check<'n>(&self, value: &Value, name: impl FnOnce() -> &'n str) -> Result<usize, Reason> {
        if self.intake.points.len() + self.intake.known.len() >= self.limits.points {
            return Err(Reason::TooManyPoints);
        }
        let x = match value {
            Value::Gauge(x) | Value::Counter { value: x, .. } | Value::Delta { value: x, .. } => *x,
            Value::Histogram(h) => {
                let cells = cells(&h.spread);
                let fits = cells <= self.limits.buckets && self.cells + cells <= self.limits.cells;
                return if fits {
                    Ok(cells)
                } else {
                    Err(Reason::TooManyBuckets)
                };
            }
            Value::Sketch(_) => return Ok(0),
        };
        if x.is_finite() && x.abs() < mapping::SENTINELS_FROM {
            return Ok(0);
        }
        number(x)?;
        if mapping::builtin().is_sentinel(name(), x) {
            Err(Reason::Sentinel)
        } else {
            Ok(0)
        }
    }
}

fn made(name: &str, unit: &str, kind: Kind, labels: Labels) -> Result<Series, Reason> {
    let name = MetricName::parse(name).map_err(|_| Reason::BadName)?;
    Ok(Series::new(name, Unit::fit(unit), kind, labels))
}

fn cells(spread: &Spread) -> usize {
    match spread {
        Spread::Unknown => 0,
        Spread::Explicit(b) => b.counts().len(),
        Spread::Exponential(e) => e.cells(),
    }
}

/// Prometheus' stale marker is one particular NaN.
const STALE: u64 = 0x7ff0_0000_0000_0002;

fn number(x: f64) -> Result<(), Reason> {
    match x {
        x if x.to_bits() == STALE => Err(Reason::StaleMarker),
        x if x.is_nan() => Err(Reason::NotANumber),
        x if x.is_infinite() => Err(Reason::Infinite),
        _ => Ok(()),
    }
}
