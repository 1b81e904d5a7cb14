//! Bodies whose series are known from bodies before are folded to the same as bodies that are read in full.

use std::{cell::RefCell, collections::BTreeMap};

use opentelemetry_proto::tonic::metrics::v1::AggregationTemporality::Cumulative;
use proptest::{collection::vec, prelude::*};
use prost::Message;
use telemetry::{
    Intake, Limits, Registry, WireKey,
    otlp::{Encoding, Signal, read_known},
    prometheus::remote_write,
    rollup::{Rollup, States, fold},
    series::{Kind, SeriesKey},
};

use crate::common::{T0, gauge, number, request, sum};
use crate::remote_write::write;

/// Learns as the console does: series get ids when they are stored.
#[derive(Default)]
pub struct Learned {
    ids: RefCell<BTreeMap<SeriesKey, i64>>,
    wire: RefCell<Vec<(WireKey, i64, Kind)>>,
    expected: RefCell<Vec<(WireKey, SeriesKey, Kind)>>,
}

impl Registry for Learned {
    fn seed(&self) -> u64 {
        7
    }

    fn by_wire(&self, key: WireKey) -> Option<(i64, Kind)> {
        let wire = self.wire.borrow();
        wire.iter()
            .rev()
            .find(|(k, ..)| *k == key)
            .map(|(_, id, kind)| (*id, *kind))
    }

    fn by_key(&self, key: SeriesKey) -> Option<i64> {
        self.ids.borrow().get(&key).copied()
    }

    fn remember(&self, key: WireKey, id: i64, kind: Kind) {
        self.wire.borrow_mut().push((key, id, kind));
    }

    fn expect(&self, key: WireKey, series: SeriesKey, kind: Kind) {
        self.expected.borrow_mut().push((key, series, kind));
    }
}

/// Stores new series and folds; sums by series and minute.
fn fold_all(
    intakes: &[Intake],
    ids: &mut BTreeMap<SeriesKey, i64>,
) -> BTreeMap<(i64, i64), Rollup> {
    let mut states = States::default();
    let mut sums: BTreeMap<_, Rollup> = BTreeMap::new();
    for intake in intakes {
        let places: Vec<_> = intake
            .series
            .iter()
            .map(|series| Some(id_of(series.key(), ids)))
            .collect();
        for part in fold(intake.samples(&places), &mut states).hours {
            for (minute, rollup) in &part.minutes {
                let minute = part.hour * 60 + i64::from(*minute);
                sums.entry((part.series, minute)).or_default().merge(rollup);
            }
        }
    }
    sums
}

fn id_of(key: SeriesKey, ids: &mut BTreeMap<SeriesKey, i64>) -> i64 {
    let next = i64::try_from(ids.len()).unwrap();
    *ids.entry(key).or_insert(next)
}

/// Reads bodies as they come, with what was learned from those before; how many points were of known series.
fn learn(
    bodies: &[Vec<u8>],
    read: impl Fn(&[u8], &dyn Registry) -> Intake,
) -> (Vec<Intake>, Learned) {
    let learned = Learned::default();
    let intakes = bodies.iter().map(|body| {
        let intake = read(body, &learned);
        for series in &intake.series {
            id_of(series.key(), &mut learned.ids.borrow_mut());
        }
        intake
    });
    (intakes.collect(), learned)
}

fn same(
    bodies: &[Vec<u8>],
    read: impl Fn(&[u8], &dyn Registry) -> Intake,
) -> Result<usize, TestCaseError> {
    let (known, learned) = learn(bodies, &read);
    let full: Vec<_> = bodies
        .iter()
        .map(|body| read(body, &telemetry::Unknown))
        .collect();
    let mut ids = learned.ids.into_inner();
    prop_assert_eq!(fold_all(&known, &mut ids), fold_all(&full, &mut ids));
    for (known, full) in known.iter().zip(&full) {
        prop_assert_eq!(&known.dropped, &full.dropped);
    }
    Ok(known.iter().map(|intake| intake.known.len()).sum())
}

fn otlp(body: &[u8], registry: &dyn Registry) -> Intake {
    read_known(
        Signal::Metrics,
        Encoding::Protobuf,
        body,
        &Limits::default(),
        registry,
    )
    .unwrap()
}

/// A body with a gauge and a total of each of these pods, at a time of its own.
fn body(index: usize, pods: &[u8], service: bool) -> Vec<u8> {
    let at = T0 + i64::try_from(index).unwrap() * 15_000;
    let points = || {
        let one = |pod: &u8| {
            number(
                at,
                f64::from(*pod) + 100.0 * f64::from(u8::try_from(index).unwrap()),
                &[("pod", &pod.to_string())],
            )
        };
        pods.iter().map(one).collect::<Vec<_>>()
    };
    let resource: &[(&str, &str)] = if service {
        &[("service.name", "a")]
    } else {
        &[("service.name", "b")]
    };
    request(
        resource,
        vec![
            gauge("level", points()),
            sum("made_total", Cumulative, true, points()),
        ],
    )
    .encode_to_vec()
}

proptest! {
    #[test]
    fn known_series_are_folded_as_if_they_were_read_in_full(
        bodies in vec((vec(0..6_u8, 0..8), any::<bool>()), 1..12),
    ) {
        let bodies: Vec<_> = bodies.iter().enumerate().map(|(index, (pods, service))| body(index, pods, *service)).collect();
        same(&bodies, otlp)?;
    }

    #[test]
    fn remote_write_too(bodies in vec(vec(0..6_u8, 0..8), 1..12)) {
        let bodies: Vec<_> = bodies.iter().enumerate().map(|(index, pods)| {
            let at = T0 + i64::try_from(index).unwrap() * 15_000;
            write(pods.iter().map(|pod| {
                let name = if pod % 2 == 0 { "level" } else { "made_total" };
                let samples = vec![(at, f64::from(*pod)), (at + 5_000, f64::from(*pod) + 1.0)];
                (vec![("__name__", name.to_owned()), ("pod", pod.to_string())], samples)
            }))
        }).collect();
        same(&bodies, |body, registry| remote_write::read_known(body, &Limits::default(), registry).unwrap())?;
    }
}

#[test]
fn a_settled_batch_is_folded_as_it_would_have_been() {
    let mut intake = otlp(&body(0, &[1, 2, 3], true), &telemetry::Unknown);
    let mut ids = BTreeMap::new();
    let before = fold_all(std::slice::from_ref(&intake), &mut ids);
    // The last series finds no room.
    let mut places: Vec<_> = intake
        .series
        .iter()
        .map(|series| ids.get(&series.key()).copied())
        .collect();
    let left = intake.series.last().unwrap().clone();
    *places.last_mut().unwrap() = None;
    intake.settle(&places);
    assert_eq!((intake.known.len(), intake.points.len()), (5, 1));
    assert_eq!(intake.series, [left]);
    assert_eq!(fold_all(&[intake], &mut ids), before);
}

#[test]
fn the_third_body_of_a_series_is_not_read_in_full() {
    let bodies: Vec<_> = (0..3).map(|index| body(index, &[1, 2, 3], true)).collect();
    // The second is looked up by its series, the third by its bytes.
    assert_eq!(same(&bodies, otlp).unwrap(), 12);
    let (_, learned) = learn(&bodies, otlp);
    assert_eq!(learned.wire.borrow().len(), 6);
}

#[test]
fn a_name_that_is_sent_in_two_shapes_stays_two_series() {
    let shape = |index: i64, total: bool| {
        let points = vec![number(T0 + index * 15_000, 1.0, &[("pod", "1")])];
        let metric = if total {
            sum("x", Cumulative, true, points)
        } else {
            gauge("x", points)
        };
        request(&[], vec![metric]).encode_to_vec()
    };
    let bodies: Vec<_> = (0..6).map(|index| shape(index, index % 2 == 0)).collect();
    assert_eq!(same(&bodies, otlp).unwrap(), 4);
}
