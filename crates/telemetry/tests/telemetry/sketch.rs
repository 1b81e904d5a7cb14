//! Sketches against exact quantiles.

use proptest::{collection::vec, prelude::*};
use telemetry::distribution::Sketch;

fn sketch(values: &[f64]) -> Sketch {
    let mut sketch = Sketch::default();
    for x in values {
        sketch.add(*x, 1);
    }
    sketch
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 1e-6..1e6_f64,
        2 => -1e6..-1e-6_f64,
        1 => Just(0.0),
    ]
}

proptest! {
    #[test]
    fn quantiles_are_within_one_per_cent(mut values in vec(number(), 1..300), q in 0.0..=1.0_f64) {
        let found = sketch(&values).quantile(q).unwrap();
        values.sort_by(f64::total_cmp);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss,
            reason = "a rank within 300")]
        let rank = (q * (values.len() - 1) as f64).floor() as usize;
        let exact = values[rank];
        prop_assert!((found - exact).abs() <= 0.010_000_1 * exact.abs(), "{found} for {exact}");
    }

    #[test]
    fn order_of_merging_never_matters(parts in vec(vec(any::<f64>(), 0..40), 3..4)) {
        let [a, b, c] = [sketch(&parts[0]), sketch(&parts[1]), sketch(&parts[2])];
        let merged = |list: &[&Sketch]| {
            let mut all = Sketch::default();
            for sketch in list {
                all.merge(sketch);
            }
            all
        };
        let mut right = b.clone();
        right.merge(&c);
        let all = merged(&[&a, &b, &c]);
        prop_assert_eq!(&all, &merged(&[&c, &a, &b]));
        prop_assert_eq!(&all, &merged(&[&a, &right]));
        prop_assert_eq!(&all, &sketch(&parts.concat()));
        prop_assert_eq!(&all, &Sketch::from_bytes(&all.to_bytes()).unwrap());
    }

    #[test]
    fn any_bytes_are_a_sketch_or_not(bytes in vec(any::<u8>(), 0..100)) {
        if let Ok(sketch) = Sketch::from_bytes(&bytes) {
            prop_assert_eq!(&Sketch::from_bytes(&sketch.to_bytes()).unwrap(), &sketch);
        }
    }
}

#[test]
fn bins_are_bounded() {
    let mut sketch = Sketch::default();
    for exponent in -300..300 {
        sketch.add(10_f64.powi(exponent), 1);
        sketch.add(-(10_f64.powi(exponent)), 1);
    }
    assert_eq!(sketch.count(), 1_200);
    assert!(sketch.to_bytes().len() < 500, "{}", sketch.to_bytes().len());
    let highest = sketch.quantile(1.0).unwrap();
    assert!((highest / 1e299 - 1.0).abs() < 0.01);
    assert_eq!(Sketch::default().quantile(0.5), None);
}

#[test]
fn a_minute_of_calls_takes_few_bytes() {
    let mut sketch = Sketch::default();
    for i in 1..1_000 {
        sketch.add(f64::from(i) / 100.0, 1);
    }
    assert!(sketch.to_bytes().len() < 1_000);
}
