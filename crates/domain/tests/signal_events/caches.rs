//! Levels of caches.

use domain::rule::Quoted;

use crate::common::{CONTRADICTS, FEW, NOTHING, PARTIAL, SUPPORTS, figure, outcome, rose, verdict};

#[test]
fn two_levels_must_give_hits() {
    let rule = "P03.levels";
    let prefix = |n| rose("serving.prefix_cache.hits", &[], n);
    let results = |n| rose("gateway.cache_hits", &[], n);
    let calls = rose("gateway.requests", &[], 2_000.0);
    let both = verdict(rule, &[prefix(500.0), results(20.0), calls.clone()]);
    assert_eq!(both.outcome, SUPPORTS);
    assert!((figure(&both, Quoted::CacheLevels) - 2.0).abs() < 1e-9);
    assert_eq!(outcome(rule, &[prefix(500.0), calls.clone()]), PARTIAL);
    let none = [prefix(0.0), results(0.0), calls.clone()];
    assert_eq!(outcome(rule, &none), CONTRADICTS);
    // A level that nobody tells of may give hits.
    assert_eq!(outcome(rule, &[prefix(0.0), calls.clone()]), PARTIAL);
    assert_eq!(outcome(rule, &[prefix(0.0), results(0.0)]), FEW);
    assert_eq!(outcome(rule, &[calls]), NOTHING);
}
