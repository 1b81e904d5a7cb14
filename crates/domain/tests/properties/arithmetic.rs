//! Exact numbers against an independent implementation in machine integers.

use domain::Exact;
use proptest::prelude::*;

/// `n / d` in units of 10^-places, half-even on the magnitude.
fn half_even(n: i128, d: i128, places: u32) -> i128 {
    let scaled = n.abs() * 10_i128.pow(places);
    let (quotient, rest) = (scaled / d, scaled % d);
    let up = 2 * rest > d || (2 * rest == d && quotient % 2 == 1);
    (quotient + i128::from(up)) * n.signum()
}

/// The digits of `units` with the point before the last `places`.
fn pointed(units: i128, places: u32) -> String {
    let digits = usize::try_from(places).expect("few");
    let mut text = format!(
        "{:0>width$}",
        units.unsigned_abs().to_string(),
        width = digits + 1
    );
    if digits > 0 {
        text.insert(text.len() - digits, '.');
    }
    if units < 0 { format!("-{text}") } else { text }
}

/// Denominators of which many give exact halves at some number of places.
fn denominator() -> impl Strategy<Value = i64> {
    prop_oneof![
        1..=1_000_000_i64,
        (0..=20_u32).prop_map(|n| 1 << n),
        (0..=9_u32, 0..=3_u32).prop_map(|(n, m)| 10_i64.pow(n) << m),
    ]
}

fn numerator() -> impl Strategy<Value = i64> {
    prop_oneof![-1_000_000_000_000..=1_000_000_000_000_i64, -200..=200_i64]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn decimals_round_half_even_from_the_exact_value(
        n in numerator(), d in denominator(), places in 0..=9_u32,
    ) {
        let expected = pointed(half_even(n.into(), d.into(), places), places);
        prop_assert_eq!(Exact::ratio(n, d).decimal(places), expected);
    }

    #[test]
    fn halves_go_to_the_even_neighbour(n in -1_000_000..=1_000_000_i64, places in 0..=9_u32) {
        // (2n + 1) / (2·10^places) lies halfway between n and n + 1 of the last place.
        let halfway = Exact::ratio(2 * n + 1, 2 * 10_i64.pow(places));
        let even = if n % 2 == 0 { n } else { n + 1 };
        prop_assert_eq!(halfway.decimal(places), pointed(even.into(), places));
    }

    #[test]
    fn the_nearest_whole_number_is_half_even_too(n in numerator(), d in denominator()) {
        prop_assert_eq!(i128::from(Exact::ratio(n, d).rounded()), half_even(n.into(), d.into(), 0));
    }

    #[test]
    fn text_keeps_the_exact_value(n in numerator(), d in denominator()) {
        let value = Exact::ratio(n, d);
        prop_assert_eq!(value.to_string().parse(), Ok(value.clone()));
        let json = serde_json::to_string(&value).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Exact>(&json).expect("its own JSON"), value);
    }

    #[test]
    fn sums_and_products_agree_with_integers(
        a in -1_000..=1_000_i64, b in 1..=50_i64, c in -1_000..=1_000_i64, d in 1..=50_i64,
    ) {
        let (x, y) = (Exact::ratio(a, b), Exact::ratio(c, d));
        prop_assert_eq!(x.clone() + y.clone(), Exact::ratio(a * d + c * b, b * d));
        prop_assert_eq!(x.clone() - y.clone(), Exact::ratio(a * d - c * b, b * d));
        prop_assert_eq!(x.clone() * y.clone(), Exact::ratio(a * c, b * d));
        prop_assert_eq!(x.cmp(&y), (a * d).cmp(&(c * b)));
        let quotient = if c == 0 { Exact::zero() } else { Exact::ratio(a * d * c.signum(), b * c.abs()) };
        prop_assert_eq!(x / y, quotient);
    }

    #[test]
    fn a_weighted_mean_lies_between_its_values(
        terms in prop::collection::vec((1..=5_u32, 0..=100_i64), 1..8),
    ) {
        let values: Vec<_> = terms.iter().map(|(w, v)| (*w, Exact::whole(*v))).collect();
        let mean = Exact::weighted_mean(values.iter().map(|(w, v)| (*w, v))).expect("weights");
        let weight: i64 = terms.iter().map(|(w, _)| i64::from(*w)).sum();
        let sum: i64 = terms.iter().map(|(w, v)| i64::from(*w) * v).sum();
        prop_assert_eq!(&mean, &Exact::ratio(sum, weight));
        prop_assert!(values.iter().any(|(_, v)| *v <= mean) && values.iter().any(|(_, v)| *v >= mean));
    }
}
