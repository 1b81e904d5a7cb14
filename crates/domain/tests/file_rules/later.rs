//! Load tests, dashboards and fairness. A module of `tests/file_rules`, beside `common`.

use domain::evidence::{Measure, Reading, ScopeKind, Title, Unit};
use domain::rule::Quoted;

use crate::common::{
    CONTRADICTS, FEW, PARTIAL, STALE, SUPPORTS, TODAY, about, assert_no_data, figure, file,
    measure, measured, outcome, undated, verdict,
};

fn load([requests, failed]: [f64; 2]) -> Reading {
    measured(
        "vllm_bench",
        &[
            ("bench.requests", requests, &[]),
            ("bench.failed", failed, &[]),
            ("bench.latency", 0.4, &[("of", "ttft"), ("stat", "p99")]),
            ("bench.throughput", 900.0, &[("of", "output_tokens")]),
        ],
    )
}

#[test]
fn load_tests_are_repeated_and_the_last_one_is_recent() {
    let rule = "P06.bench";
    let good = load([200.0, 2.0]);
    let twice = verdict(rule, &[(&good, 10), (&good, 120)]);
    assert_eq!(twice.outcome, SUPPORTS);
    // The older run counts for 60 days more, the newer one for 80.
    assert_eq!(twice.fresh_until, Some(TODAY + time::Duration::days(60)));
    let late = verdict(rule, &[(&good, 91), (&good, 120)]);
    assert_eq!(late.outcome, STALE);
    assert_eq!(outcome(rule, &[&good]), FEW);
    let of = |run: &Reading| verdict(rule, &[(run, 10), (&good, 120)]).outcome;
    assert_eq!(of(&load([200.0, 3.0])), FEW);
    assert_eq!(of(&load([100.0, 0.0])), FEW);
    assert_eq!(of(&load([200.0, 21.0])), CONTRADICTS);
    let mut without = good.clone();
    without
        .measures
        .retain(|m| m.name.as_str() != "bench.throughput");
    assert_eq!(of(&without), FEW);
    assert_eq!(of(&undated(&good)), FEW);
    assert_no_data(rule, &good);
}

fn fairness(n: u64, ratio: f64, difference: f64) -> Reading {
    let labels: &[_] = &[("metric", "selection_rate"), ("feature", "sex")];
    let of = |name, value, unit| Measure {
        n: Some(n),
        unit,
        ..measure(name, value, labels)
    };
    Reading {
        measures: vec![
            of("fairness.ratio", ratio, Unit::Ratio),
            of("fairness.difference", difference, Unit::Score),
        ],
        ..file("fairness")
    }
}

#[test]
fn the_worst_group_is_near_the_best() {
    let rule = "U03.groups";
    assert_eq!(outcome(rule, &[&fairness(30, 0.8, 0.1)]), SUPPORTS);
    assert_eq!(outcome(rule, &[&fairness(29, 0.9, 0.05)]), FEW);
    assert_eq!(outcome(rule, &[&fairness(30, 0.9, 0.2)]), PARTIAL);
    assert_eq!(outcome(rule, &[&fairness(99, 0.7, 0.1)]), PARTIAL);
    let bad = verdict(rule, &[(&fairness(100, 0.79, 0.1), 1)]);
    assert_eq!(bad.outcome, CONTRADICTS);
    assert_eq!(bad.names, [Title::clip("sex")]);
    assert!((figure(&bad, Quoted::GroupRatio) - 0.79).abs() < 1e-9);
    assert_no_data(rule, &fairness(30, 0.8, 0.1));
    // Groups of a size that nobody says are too small.
    let mut unsized_groups = fairness(30, 0.9, 0.05);
    unsized_groups.measures.iter_mut().for_each(|m| m.n = None);
    assert_eq!(outcome(rule, &[&unsized_groups]), FEW);
}

#[test]
fn a_dashboard_does_not_say_whether_data_comes() {
    let rule = "O06.dash";
    let board = |topics: &[&str]| {
        let mut board = file("grafana_dashboard");
        let queries = topics
            .iter()
            .map(|topic| measure("dashboard.queries", 2.0, &[("topic", topic)]));
        board.measures.extend(queries);
        board
    };
    let whole = verdict(rule, &[(&board(&["latency", "errors", "cost"]), 1)]);
    assert_eq!(whole.outcome, PARTIAL);
    assert_eq!(whole.quotes[0].what, Quoted::LatencyQueries);
    let lacking = verdict(rule, &[(&board(&["latency", "tokens"]), 1)]);
    assert_eq!(
        (lacking.outcome, lacking.quotes[0].what),
        (PARTIAL, Quoted::ErrorQueries)
    );
    assert_eq!(outcome(rule, &[&board(&["errors"])]), FEW);
    assert_no_data(rule, &board(&["latency", "errors", "cost"]));
}

#[test]
fn tests_of_code_are_only_part_of_the_proof() {
    for (rule, part, whole) in [
        ("O02.test", "test.failures", "test.cases"),
        ("O03.test", "test.failures", "test.cases"),
        ("U07.health", "test.suite_failures", "test.suite_cases"),
    ] {
        let run = |failed| {
            measured(
                "junit",
                &[
                    (whole, 20.0, &[("suite", "unit")]),
                    (part, failed, &[("suite", "unit")]),
                ],
            )
        };
        assert_eq!(outcome(rule, &[&run(0.0)]), PARTIAL, "{rule}");
        let failed = verdict(rule, &[(&run(3.0), 1)]);
        assert_eq!(failed.outcome, PARTIAL, "{rule}");
        assert_eq!(failed.names, [Title::clip("unit")], "{rule}");
        assert_no_data(rule, &run(0.0));
    }
}

#[test]
fn other_tools_runs_count_as_well() {
    let labels: &[_] = &[("family", "jailbreak"), ("probe", "crescendo")];
    let attacks = measured(
        "pyrit",
        &[
            ("attack.attempts", 200.0, labels),
            ("attack.successes", 0.0, labels),
        ],
    );
    assert_eq!(
        outcome(
            "S06.test",
            &[&about(
                ScopeKind::Url,
                "https://a.example.com",
                attacks.clone()
            )]
        ),
        PARTIAL
    );
    assert_eq!(
        verdict("S14.repeat", &[(&attacks, 1), (&attacks, 50)]).outcome,
        SUPPORTS
    );
    let tests: &[_] = &[
        ("test.cases", 60.0, &[][..]),
        ("test.failures", 0.0, &[]),
        ("test.errors", 0.0, &[]),
    ];
    let evaluated = measured("deepeval", tests);
    assert_eq!(
        verdict("O04.auto", &[(&evaluated, 1), (&evaluated, 9)]).outcome,
        SUPPORTS
    );
}
