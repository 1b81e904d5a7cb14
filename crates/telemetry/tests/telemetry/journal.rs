//! Batches as bytes.

use proptest::{collection::vec, option, prelude::*};
use telemetry::{
    Histogram, Intake, KnownPoint, Observed, Point, Spread, Temporality, Value,
    distribution::{Buckets, Exponential},
    dropped::Reason,
    journal::{JournalError, decode, encode},
    series::{Kind, LabelName, LabelValue, Labels, MetricName, Series, Unit},
};

fn series() -> impl Strategy<Value = Series> {
    let labels = vec(("[a-z.]{1,12}", ".{0,20}"), 0..6);
    ("[a-z:_.]{1,30}", ".{0,8}", 0..3_usize, labels).prop_map(|(name, unit, kind, labels)| {
        let kind = [Kind::Gauge, Kind::Counter, Kind::Histogram][kind];
        let labels: Vec<_> = labels
            .iter()
            .map(|(n, v)| (LabelName::parse(n).unwrap(), LabelValue::fit(v)))
            .collect();
        let labels = Labels::new(&labels).unwrap();
        Series::new(
            MetricName::parse(&name).unwrap(),
            Unit::fit(&unit),
            kind,
            labels,
        )
    })
}

fn finite() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("finite", |x| x.is_finite())
}

fn spread() -> impl Strategy<Value = Spread> {
    let explicit = vec(any::<u64>(), 1..10).prop_map(|counts| {
        let bounds = (1..counts.len())
            .map(|i| f64::from(u32::try_from(i).unwrap()))
            .collect();
        Spread::Explicit(Buckets::new(bounds, counts).unwrap())
    });
    let exponential = (
        any::<i32>(),
        any::<u64>(),
        vec((any::<i32>(), any::<u64>()), 0..9),
    )
        .prop_map(|(scale, zero, positive)| {
            Spread::Exponential(Exponential {
                scale,
                zero,
                positive,
                negative: Vec::new(),
            })
        });
    prop_oneof![Just(Spread::Unknown), explicit, exponential]
}

fn value() -> impl Strategy<Value = Value> {
    let start = || option::of(any::<i64>());
    let histogram = (
        start(),
        any::<bool>(),
        any::<u64>(),
        option::of(finite()),
        spread(),
    )
        .prop_map(|(start, delta, count, sum, spread)| {
            let temporality = if delta {
                Temporality::Delta { start }
            } else {
                Temporality::Cumulative { start }
            };
            Value::Histogram(Box::new(Histogram {
                temporality,
                count,
                sum,
                min: sum,
                max: None,
                spread,
            }))
        });
    let sketch = vec(finite(), 0..20).prop_map(|values| {
        let mut observed = Observed::default();
        for x in values {
            observed.add(x / 1e200);
        }
        Value::Sketch(Box::new(observed))
    });
    prop_oneof![
        finite().prop_map(Value::Gauge),
        (finite(), start()).prop_map(|(value, start)| Value::Counter { value, start }),
        (finite(), start()).prop_map(|(value, start)| Value::Delta { value, start }),
        histogram,
        sketch,
    ]
}

pub fn intake() -> impl Strategy<Value = Intake> {
    let point = (0..5_u32, any::<i64>(), value());
    let known = (any::<i64>(), any::<i64>(), value());
    let known = vec(
        known.prop_map(|(id, at, value)| KnownPoint { id, at, value }),
        0..30,
    );
    let parts = (vec(series(), 0..5), vec(point, 0..30), known, 0..3_u64);
    parts.prop_map(|(series, points, known, bad)| {
        let mut intake = Intake {
            series,
            known,
            ..Intake::default()
        };
        intake.points = points
            .into_iter()
            .map(|(series, at, value)| Point { series, at, value })
            .collect();
        (0..bad).for_each(|i| intake.dropped.add(Reason::NoTime, &i.to_string()));
        intake
    })
}

proptest! {
    #[test]
    fn batches_come_back_as_they_were(intake in intake()) {
        let bytes = encode(&intake).unwrap();
        prop_assert_eq!(decode(&bytes), Ok(intake));
    }

    #[test]
    fn damaged_batches_are_errors_or_other_batches(
        intake in intake(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let mut bytes = encode(&intake).unwrap();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
            prop_assert!(decode(&bytes).is_err());
        } else {
            bytes[at] = byte;
            let _ = decode(&bytes);
        }
    }

    #[test]
    fn any_bytes_are_a_batch_or_not(bytes in vec(any::<u8>(), 0..200)) {
        let _ = decode(&bytes);
    }
}

#[test]
fn other_versions_are_refused() {
    let mut bytes = encode(&Intake::default()).unwrap();
    assert_eq!(decode(&[]), Err(JournalError::Version(None)));
    bytes.push(0);
    assert_eq!(decode(&bytes), Err(JournalError::Surplus(1)));
    bytes[0] = 99;
    assert_eq!(decode(&bytes), Err(JournalError::Version(Some(99))));
}

#[test]
fn batches_of_the_version_before_are_read() {
    // No series; one point of series 0, a second after the epoch, a gauge of 1.5; nothing else.
    let batch = [
        1, 0, 1, 0, 0xd0, 0x0f, 0, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0,
    ];
    let intake = decode(&batch).unwrap();
    let point = Point {
        series: 0,
        at: 1_000,
        value: Value::Gauge(1.5),
    };
    assert_eq!(intake.points, [point]);
    assert!(intake.known.is_empty());
}
