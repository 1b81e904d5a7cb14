//! Levels of caches.

use domain::rule::Quoted;
use domain::rule::signal::Series;

use crate::common::{
    CONTRADICTS, FEW, NOTHING, NOW, PARTIAL, SUPPORTS, figure, gauge, outcome, rose, series,
    verdict,
};

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

/// What calls of one library say.
fn calls(scope: &str, [read, write, input, exclusive]: [f64; 4]) -> Vec<Series> {
    let labels = [("provider", "p"), ("scope", scope)];
    [
        ("cache_read_tokens", read),
        ("cache_write_tokens", write),
        ("input_tokens", input),
        ("calls.cache_exclusive", exclusive),
    ]
    .map(|(name, amount)| rose(&format!("hexastyle.genai.{name}"), &labels, amount))
    .to_vec()
}

#[test]
fn calls_tell_of_the_cache_by_their_own_convention() {
    for rule in ["P03.prompt", "C08.prefix"] {
        // 40,000 of 100,000 that hold them.
        let inclusive = calls("a", [40_000.0, 0.0, 100_000.0, 0.0]);
        let told = verdict(rule, &inclusive);
        assert_eq!(told.outcome, SUPPORTS, "{rule}");
        assert!((figure(&told, Quoted::Share) - 0.4).abs() < 1e-9);
        // 40,000 beside 60,000 and 60,000: a quarter.
        let exclusive = calls("b", [40_000.0, 60_000.0, 60_000.0, 3.0]);
        let told = verdict(rule, &exclusive);
        assert_eq!(told.outcome, PARTIAL, "{rule}");
        assert!((figure(&told, Quoted::Share) - 0.25).abs() < 1e-9);
        assert!((figure(&told, Quoted::ExclusiveSources) - 1.0).abs() < 1e-9);
        let none = calls("c", [0.0, 0.0, 200_000.0, 0.0]);
        assert_eq!(outcome(rule, &none), CONTRADICTS, "{rule}");
        // A library that doesn't tell of caches at all.
        let silent = rose("hexastyle.genai.input_tokens", &[], 200_000.0);
        assert_eq!(outcome(rule, &[silent]), FEW, "{rule}");
        assert_eq!(outcome(rule, &[]), NOTHING, "{rule}");
    }
}

#[test]
fn an_engines_own_count_goes_before_what_calls_say() {
    let rule = "C08.prefix";
    let mut all = calls("a", [0.0, 0.0, 200_000.0, 0.0]);
    all.push(rose("serving.prompt_tokens.cached", &[], 60_000.0));
    all.push(rose("serving.prompt_tokens", &[], 120_000.0));
    let told = verdict(rule, &all);
    assert_eq!(told.outcome, SUPPORTS);
    assert!((figure(&told, Quoted::Share) - 0.5).abs() < 1e-9);
}

#[test]
fn counters_go_before_settings_and_the_verdict_says_that_they_disagree() {
    let config = |on| {
        let labels = [("enable_prefix_caching", on), ("engine", "0")];
        series("serving.cache_config", &labels, [(NOW - 1, gauge(1.0))])
    };
    let hits = |n| rose("serving.prefix_cache.hits", &[], n);
    let queries = rose("serving.prefix_cache.queries", &[], 200_000.0);
    for rule in ["P03.prompt", "C08.prefix"] {
        let told = |on, n| verdict(rule, &[config(on), hits(n), queries.clone()]);
        let odd = told("False", 90_000.0);
        assert_eq!(odd.outcome, SUPPORTS, "{rule}");
        assert!((figure(&odd, Quoted::EnginesWithoutCache) - 1.0).abs() < 1e-9);
        assert!(figure(&told("True", 90_000.0), Quoted::EnginesWithoutCache).is_nan());
        // Off and no hits: nothing disagrees.
        let off = told("False", 0.0);
        assert_eq!(off.outcome, CONTRADICTS, "{rule}");
        assert!(figure(&off, Quoted::EnginesWithoutCache).is_nan());
    }
}

#[test]
fn a_rate_that_an_engine_states_rests_on_its_prompt_tokens() {
    let rule = "P03.prompt";
    let rate = |value| {
        series(
            "serving.prefix_cache.hit_rate",
            &[],
            [(NOW - 1, gauge(value))],
        )
    };
    let tokens = rose("serving.prompt_tokens", &[], 150_000.0);
    assert_eq!(outcome(rule, &[rate(0.35), tokens.clone()]), SUPPORTS);
    // Some versions send percent.
    assert_eq!(outcome(rule, &[rate(35.0), tokens]), SUPPORTS);
    assert_eq!(outcome(rule, &[rate(0.35)]), FEW);
}
