//! What one body held, in one form whatever its format.

mod collector;

use std::collections::HashMap;

use domain::evidence::Component;
use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

use crate::{
    dropped::{Dropped, Reason},
    rollup::Sample,
    series::{Series, SeriesKey},
    spans::TraceFacts,
    time::Millis,
    value::{KnownPoint, Point},
};

pub(crate) use collector::{Collector, Place};

/// What one body held.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Intake {
    /// Its series; points refer to them by index.
    pub series: Vec<Series>,
    /// Its points, in the order of the body.
    #[serde(with = "crate::journal::points")]
    pub points: Vec<Point>,
    /// Points of series that are stored already, by the id that a [`crate::Registry`] gave.
    #[serde(with = "crate::journal::known_points")]
    pub known: Vec<KnownPoint>,
    /// What is known of the traces whose spans it held, by id; to be merged into what is stored for each.
    pub traces: Vec<TraceFacts>,
    /// Models, agents, tools, servers and services that it named.
    pub components: Vec<Component>,
    /// What was not kept.
    pub dropped: Dropped,
}

impl Intake {
    /// Leaves out points and traces from before `from` or after `to`, as a clock gone wrong or an old file has them.
    pub fn keep_between(&mut self, from: Millis, to: Millis) {
        let Self {
            series,
            points,
            known,
            traces,
            dropped,
            ..
        } = self;
        known.retain(|p| {
            let inside = (from..=to).contains(&p.at);
            if !inside {
                dropped.add(Reason::OutsideWindow, "point");
            }
            inside
        });
        traces.retain(|t| {
            let inside = (from..=to).contains(&t.last);
            if !inside {
                dropped.add(Reason::OutsideWindow, "trace");
            }
            inside
        });
        points.retain(|p| {
            let inside = (from..=to).contains(&p.at);
            if !inside {
                let name = || name_of(series, p.series).to_owned();
                dropped.add_many(Reason::OutsideWindow, 1, name);
            }
            inside
        });
        self.prune();
    }

    /// Leaves out series without points.
    fn prune(&mut self) {
        let mut used = vec![false; self.series.len()];
        for point in &self.points {
            let index = usize::try_from(point.series).ok();
            if let Some(used) = index.and_then(|i| used.get_mut(i)) {
                *used = true;
            }
        }
        if used.iter().all(|u| *u) {
            return;
        }
        let mut left = 0;
        let places: Vec<u32> = used
            .iter()
            .map(|used| {
                let place = left;
                left += u32::from(*used);
                place
            })
            .collect();
        let mut used = used.into_iter();
        self.series.retain(|_| used.next() == Some(true));
        for point in &mut self.points {
            let index = usize::try_from(point.series).ok();
            if let Some(place) = index.and_then(|i| places.get(i)) {
                point.series = *place;
            }
        }
    }
}

fn name_of(series: &[Series], index: u32) -> &str {
    let series = usize::try_from(index).ok().and_then(|i| series.get(i));
    series.map_or("", |s| s.name().as_str())
}

impl Intake {
    /// Refers to series by their ids from now on. `ids` has those of [`Self::series`], in their order; a series without
    /// one stays as it is.
    pub fn settle(&mut self, ids: &[Option<i64>]) {
        let points = std::mem::take(&mut self.points);
        for point in points {
            let index = usize::try_from(point.series).ok();
            match index.and_then(|i| ids.get(i).copied().flatten()) {
                Some(id) => self.known.push(KnownPoint {
                    id,
                    at: point.at,
                    value: point.value,
                }),
                None => self.points.push(point),
            }
        }
        self.prune();
    }

    /// Its points with the ids of their series, to be folded. `ids` has those of [`Self::series`], in their order;
    /// points of a series without one are left out.
    pub fn samples<'a>(
        &'a self,
        ids: &'a [Option<i64>],
    ) -> impl Iterator<Item = Sample<'a>> + Clone {
        let points = self.points.iter().filter_map(move |point| {
            let index = usize::try_from(point.series).ok()?;
            let series = ids.get(index).copied().flatten()?;
            Some(Sample {
                series,
                at: point.at,
                value: &point.value,
            })
        });
        points.chain(self.known.iter().map(KnownPoint::sample))
    }

    /// Whether there is nothing in it, not even something that was not kept.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
            && self.known.is_empty()
            && self.traces.is_empty()
            && self.components.is_empty()
            && self.dropped.is_empty()
    }

    /// Several bodies as one: senders with several connections deliver out of order, and folding sorts by time.
    pub fn join(bodies: impl IntoIterator<Item = Self>) -> Self {
        let mut whole = Self::default();
        let mut index: HashMap<SeriesKey, u32, RandomState> = HashMap::default();
        for body in bodies {
            let mut places = Vec::with_capacity(body.series.len());
            for series in body.series {
                let next = u32::try_from(whole.series.len()).unwrap_or(u32::MAX);
                let place = *index.entry(series.key()).or_insert(next);
                if place == next {
                    whole.series.push(series);
                }
                places.push(place);
            }
            whole
                .points
                .extend(body.points.into_iter().filter_map(|point| {
                    let place = usize::try_from(point.series)
                        .ok()
                        .and_then(|at| places.get(at))?;
                    Some(Point {
                        series: *place,
                        ..point
                    })
                }));
            whole.known.extend(body.known);
            whole.traces.extend(body.traces);
            whole.components.extend(body.components);
            whole.dropped.merge(&body.dropped);
        }
        whole
    }
}
