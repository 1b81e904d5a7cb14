//! Packed minutes come back as they were, merge like their rollups, and damaged ones break nothing.

use std::collections::BTreeMap;

use proptest::{collection::btree_map, collection::vec, prelude::*};
use telemetry::rollup::{
    Rollup,
    minutes::{Minutes, MinutesError, merge, pack, unpack},
};

use crate::rollup::rollup;

fn hour() -> impl Strategy<Value = Minutes> {
    let any = (
        rollup(),
        any::<(u64, u64, f64, i64, f64, u32, u32)>(),
        0..3_u8,
    );
    let any = any.prop_map(
        |(plain, (points, count, sum, at, last, resets, gaps), wild)| {
            if wild > 0 || !sum.is_finite() || !last.is_finite() {
                return plain;
            }
            Rollup {
                points,
                count,
                sum,
                last: Some((at, last)),
                resets,
                gaps,
                ..plain
            }
        },
    );
    btree_map(0..60_u8, any, 0..60).prop_map(|map| map.into_iter().collect())
}

proptest! {
    #[test]
    fn minutes_come_back_as_they_were(hour in hour()) {
        prop_assert_eq!(unpack(&pack(&hour).unwrap()), Ok(hour));
    }

    #[test]
    fn merging_is_that_of_each_minute(a in hour(), b in hour()) {
        let mut whole: BTreeMap<u8, Rollup> = a.iter().cloned().collect();
        for (minute, rollup) in &b {
            whole.entry(*minute).or_default().merge(rollup);
        }
        let merged: BTreeMap<u8, Rollup> = merge(a, b).into_iter().collect();
        prop_assert_eq!(merged.len(), whole.len());
        for (minute, rollup) in &whole {
            prop_assert_eq!(merged[minute].points, rollup.points);
            prop_assert_eq!(&merged[minute].last, &rollup.last);
            prop_assert_eq!(&merged[minute].distribution, &rollup.distribution);
        }
    }

    #[test]
    fn damaged_minutes_are_errors_or_other_minutes(
        hour in hour(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let mut bytes = pack(&hour).unwrap();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        let _ = unpack(&bytes);
    }

    #[test]
    fn any_bytes_are_minutes_or_not(bytes in vec(any::<u8>(), 0..300)) {
        let _ = unpack(&bytes);
    }

    #[test]
    fn minutes_of_the_version_before_are_read(hour in hour()) {
        prop_assume!(!hour.is_empty());
        let map: BTreeMap<u8, Rollup> = hour.iter().cloned().collect();
        prop_assert_eq!(unpack(&postcard::to_allocvec(&map).unwrap()), Ok(hour));
    }
}

#[test]
fn other_versions_are_refused() {
    assert_eq!(unpack(&[0, 99]), Err(MinutesError::Version(99)));
    assert_eq!(unpack(&[0, 2, 1]), Err(MinutesError::Cut));
}

#[test]
fn an_hour_of_a_gauge_is_small() {
    let minute = |m: u8| Rollup {
        points: 4,
        count: 4,
        sum: f64::from(m) * 4.0 + 20_000.0,
        min: Some(f64::from(m) + 5_000.0),
        max: Some(f64::from(m) + 5_003.0),
        last: Some((
            1_700_000_000_000 + i64::from(m) * 60_000,
            f64::from(m) + 5_003.0,
        )),
        ..Rollup::default()
    };
    let hour: Minutes = (0..60).map(|m| (m, minute(m))).collect();
    let packed = pack(&hour).unwrap();
    // A row of more than two thousand bytes is stored in parts.
    assert!(packed.len() < 1_800, "{}", packed.len());
}
