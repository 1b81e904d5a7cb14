//! Whom cost is for.

use domain::evidence::{Measure, Reading, Unit};
use domain::rule::Quoted;

use crate::common::{
    CONTRADICTS, FEW, PARTIAL, SUPPORTS, assert_no_data, figure, file, measure, outcome, partial,
    verdict,
};

const MONTH: f64 = 30.0 * 86_400.0;

/// Cost for AI, of it with any key, of it with a line and a feature or user.
fn bill(currency: &str, [total, keyed, full]: [f64; 3]) -> Vec<Measure> {
    let labels: &[_] = &[("currency", currency)];
    let rows = Measure {
        n: Some(40),
        unit: Unit::Money,
        ..measure("cost.total", total, labels)
    };
    vec![
        rows,
        measure("cost.keyed", keyed, labels),
        measure("cost.keyed.full", full, labels),
    ]
}

fn focus(seconds: f64, bills: &[Vec<Measure>]) -> Reading {
    let mut measures = bills.concat();
    measures.push(measure("cost.period", seconds, &[]));
    Reading {
        measures,
        ..file("focus")
    }
}

#[test]
fn cost_carries_a_business_line_and_a_feature_or_user() {
    let rule = "C01.share";
    let of = |amounts| outcome(rule, &[&focus(MONTH, &[bill("USD", amounts)])]);
    assert_eq!(of([0.5, 0.45, 0.4]), SUPPORTS);
    assert_eq!(of([100.0, 90.0, 79.0]), PARTIAL);
    // Any key is enough not to contradict.
    assert_eq!(of([100.0, 20.0, 0.0]), PARTIAL);
    assert_eq!(of([100.0, 19.0, 0.0]), CONTRADICTS);
    assert_eq!(of([0.0, 0.0, 0.0]), FEW);
    let good = focus(MONTH, &[bill("USD", [100.0, 90.0, 80.0])]);
    assert_no_data(rule, &good);
    let week = focus(MONTH / 4.0, &[bill("USD", [100.0, 90.0, 80.0])]);
    let short = verdict(rule, &[(&week, 1)]);
    assert_eq!(short.outcome, PARTIAL);
    assert_eq!(short.quotes[0].what, Quoted::Period);
}

#[test]
fn currencies_are_never_added() {
    let rule = "C01.share";
    let of = |dollars, yen| {
        let file = focus(MONTH, &[bill("USD", dollars), bill("JPY", yen)]);
        verdict(rule, &[(&file, 1)])
    };
    let good = [100.0, 100.0, 100.0];
    assert_eq!(of(good, good).outcome, SUPPORTS);
    // Added up it would be 99 percent, or 1.
    let mixed = of([1.0, 0.0, 0.0], [9_900.0, 9_900.0, 9_900.0]);
    assert_eq!(mixed.outcome, PARTIAL);
    assert!(figure(&mixed, Quoted::AttributedCost).abs() < 1e-9);
    assert_eq!(of([1.0, 1.0, 1.0], [9_900.0, 0.0, 0.0]).outcome, PARTIAL);
    assert_eq!(
        of([1.0, 0.1, 0.0], [9_900.0, 9.0, 0.0]).outcome,
        CONTRADICTS
    );
}

#[test]
fn a_bill_with_rows_that_nobody_could_read_proves_nothing() {
    let bad = focus(MONTH, &[bill("USD", [100.0, 1.0, 0.0])]);
    assert_eq!(outcome("C01.share", &[&partial(&bad)]), PARTIAL);
}
