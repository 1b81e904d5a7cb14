//! Rules on readings: vectors worked out by hand, and properties over generated files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{
    BySeverity, Completeness, Component, ComponentKind, Digest, Figure, Finding, FindingState,
    Fingerprint, Kind, Label, Location, Measure, Reading, Reason, Scope, ScopeKind, Severity,
    Tally, Title, Tool, Unit, Warning,
};
use domain::rule::signal::Names;
use domain::rule::{Dated, Evidence, Gap, Outcome, Quoted, Test, Thresholds, Verdict, judge};
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration};

const TODAY: Date = date!(2026 - 11 - 22);

fn reading(kind: Kind) -> Reading {
    Reading {
        kind,
        tool: Tool {
            name: Label::clip("scanner"),
            version: None,
        },
        taken_at: Some(time::macros::datetime!(2026-11-01 12:00 UTC)),
        completeness: Completeness::Complete,
        scopes: Vec::new(),
        findings: Vec::new(),
        tally: Tally::default(),
        measures: Vec::new(),
        components: Vec::new(),
        ignored: Vec::new(),
        warnings: Vec::new(),
    }
}

fn finding(number: u8, severity: Severity) -> Finding {
    Finding {
        rule: Label::clip("AVD-001"),
        title: Title::clip("An open door"),
        severity,
        location: Location::default(),
        fingerprint: Fingerprint::from([number; 32]),
        state: FindingState::Open,
        tags: Vec::new(),
        fixed_version: None,
        verified: None,
    }
}

fn scan(findings: Vec<Finding>, passed: u64) -> Reading {
    let mut tally = Tally {
        passed,
        ..Tally::default()
    };
    for finding in &findings {
        tally.add(finding.state, finding.severity);
    }
    Reading {
        findings,
        tally,
        ..reading(Kind::Sarif)
    }
}

/// A name, a number, labels.
type Measured<'a> = (&'a str, f64, &'a [(&'a str, &'a str)]);

fn measured(values: &[Measured<'_>]) -> Reading {
    let measure = |(name, value, labels): &Measured<'_>| Measure {
        name: name.to_string().try_into().unwrap(),
        labels: labels
            .iter()
            .map(|(name, value)| (name.to_string().try_into().unwrap(), Label::clip(value)))
            .collect(),
        value: Figure::new(*value).unwrap(),
        unit: Unit::Count,
        n: None,
    };
    Reading {
        measures: values.iter().map(measure).collect(),
        ..reading(Kind::Sarif)
    }
}

fn about(name: &str, reading: Reading) -> Reading {
    let scope = Scope {
        kind: ScopeKind::Repository,
        value: domain::evidence::Place::clip(name),
    };
    Reading {
        scopes: vec![scope],
        ..reading
    }
}

fn test(json: serde_json::Value) -> Test {
    serde_json::from_value(json).unwrap()
}

fn thresholds(json: serde_json::Value) -> Thresholds {
    serde_json::from_value(json).unwrap()
}

fn verdict_at(
    test: &Test,
    limits: serde_json::Value,
    files: &[(&Reading, i64)],
    settled: &BTreeSet<Fingerprint>,
) -> Verdict {
    let readings: Vec<_> = files
        .iter()
        .map(|(reading, age)| Dated {
            reading,
            day: TODAY - Duration::days(*age),
        })
        .collect();
    let evidence = Evidence {
        reviewed: &Names::default(),
        readings: &readings,
        settled,
        since: &BTreeMap::new(),
        services: &BTreeSet::new(),
        today: TODAY,
    };
    judge(test, &thresholds(limits), evidence)
}

fn verdict(test: &Test, limits: serde_json::Value, files: &[(&Reading, i64)]) -> Verdict {
    verdict_at(test, limits, files, &BTreeSet::new())
}

fn no_high() -> Test {
    test(serde_json::json!({"kinds": ["sarif"], "look": "scan", "select": {"severity": "high"}}))
}

#[test]
fn a_complete_scan_without_findings_supports_until_it_is_too_old() {
    let clean = scan(vec![finding(1, Severity::Medium)], 7);
    let limits = || serde_json::json!({"days": 30, "min": 5});
    let verdict_of = |age| verdict(&no_high(), limits(), &[(&clean, age)]);
    let fresh = verdict_of(30);
    assert_eq!(fresh.outcome, Outcome::Supports);
    assert_eq!(fresh.fresh_until, Some(TODAY));
    assert_eq!(fresh.quotes[1].what, Quoted::Examined);
    assert!((fresh.quotes[1].value.get() - 8.0).abs() < 1e-9);
    assert_eq!(verdict_of(31).outcome, Outcome::NoData(Gap::Stale));
    assert_eq!(verdict_of(60).outcome, Outcome::NoData(Gap::Stale));
    assert_eq!(verdict_of(61).outcome, Outcome::NoData(Gap::Nothing));
}

#[test]
fn nothing_found_says_nothing_where_nothing_was_looked_at() {
    let limits = || serde_json::json!({"days": 30, "min": 5});
    let few = scan(vec![], 4);
    let outcome = |reading: &Reading| verdict(&no_high(), limits(), &[(reading, 0)]).outcome;
    assert_eq!(outcome(&few), Outcome::NoData(Gap::Inconclusive));
    let partial = Reading {
        completeness: Completeness::Partial(Reason::NoRules),
        ..scan(vec![], 9)
    };
    assert_eq!(outcome(&partial), Outcome::NoData(Gap::Partial));
    let cut = Reading {
        warnings: vec![Warning::FindingsOmitted { count: 1 }],
        ..scan(vec![], 9)
    };
    assert_eq!(outcome(&cut), Outcome::NoData(Gap::Partial));
    let failed = Reading {
        completeness: Completeness::Failed(Reason::RunFailed),
        ..scan(vec![], 9)
    };
    assert_eq!(outcome(&failed), Outcome::NoData(Gap::Rejected));
}

#[test]
fn one_open_finding_contradicts_unless_somebody_settled_it() {
    let scan = scan(
        vec![finding(1, Severity::High), finding(2, Severity::Low)],
        9,
    );
    let limits = || serde_json::json!({"days": 30});
    let open = verdict(&no_high(), limits(), &[(&scan, 3)]);
    assert_eq!(open.outcome, Outcome::Contradicts);
    assert_eq!(open.names, [Title::clip("An open door")]);
    let settled = BTreeSet::from([Fingerprint::from([1; 32])]);
    let verdict = verdict_at(&no_high(), limits(), &[(&scan, 3)], &settled);
    assert_eq!(verdict.outcome, Outcome::Supports);
}

#[test]
fn a_later_scan_of_the_same_thing_replaces_an_earlier_one_and_no_other() {
    let bad = about("a", scan(vec![finding(1, Severity::Critical)], 9));
    let good = about("a", scan(vec![], 9));
    let limits = || serde_json::json!({"days": 30});
    let after = verdict(&no_high(), limits(), &[(&bad, 9), (&good, 1)]);
    assert_eq!(after.outcome, Outcome::Supports);
    assert_eq!(after.fresh_until, Some(TODAY + Duration::days(29)));
    let other = about("b", scan(vec![], 9));
    let beside = verdict(&no_high(), limits(), &[(&bad, 9), (&other, 1)]);
    assert_eq!(beside.outcome, Outcome::Contradicts);
}

#[test]
fn a_secret_that_works_counts_whatever_its_severity() {
    let live = Finding {
        verified: Some(true),
        ..finding(1, Severity::Info)
    };
    let verdict = verdict(
        &no_high(),
        serde_json::json!({"days": 30}),
        &[(&scan(vec![live], 9), 0)],
    );
    assert_eq!(verdict.outcome, Outcome::Contradicts);
}

#[test]
fn selections_go_by_rule_tag_and_fix() {
    let select = |json: serde_json::Value| {
        let test = serde_json::json!({"kinds": ["sarif"], "look": "scan", "select": json});
        let found = scan(vec![finding(1, Severity::High)], 9);
        verdict(
            &self::test(test),
            serde_json::json!({"days": 1}),
            &[(&found, 0)],
        )
        .outcome
    };
    assert_eq!(
        select(serde_json::json!({"rules": ["avd-"]})),
        Outcome::Contradicts
    );
    assert_eq!(
        select(serde_json::json!({"rules": ["CKV"]})),
        Outcome::Supports
    );
    assert_eq!(
        select(serde_json::json!({"tags": ["iam"]})),
        Outcome::Supports
    );
    assert_eq!(
        select(serde_json::json!({"fixable": true})),
        Outcome::Supports
    );
}

#[test]
fn doubtful_findings_keep_a_scan_from_supporting() {
    let test = test(
        serde_json::json!({"kinds": ["sarif"], "look": "scan", "select": {"severity": "critical"},
        "doubt": [{"severity": "high"}]}),
    );
    let outcome = |severity| {
        let scan = scan(vec![finding(1, severity)], 9);
        verdict(&test, serde_json::json!({"days": 30}), &[(&scan, 0)]).outcome
    };
    assert_eq!(outcome(Severity::Critical), Outcome::Contradicts);
    assert_eq!(outcome(Severity::High), Outcome::NoData(Gap::Partial));
    assert_eq!(outcome(Severity::Medium), Outcome::Supports);
}

#[test]
fn the_success_of_attacks_is_held_against_two_thresholds() {
    let test = test(
        serde_json::json!({"kinds": ["sarif"], "look": "share", "part": "attack.successes",
        "whole": "attack.attempts", "only": {"family": ["jailbreak"]}, "better": "low"}),
    );
    let outcome = |hits: f64, tries: f64| {
        let family: &[_] = &[("family", "jailbreak")];
        let other: &[_] = &[("family", "leakage")];
        let run = measured(&[
            ("attack.successes", hits, family),
            ("attack.attempts", tries, family),
            ("attack.successes", 999.0, other),
            ("attack.attempts", 999.0, other),
        ]);
        let limits = serde_json::json!({"days": 90, "min": 100, "supports": 10, "contradicts": 30});
        verdict(&test, limits, &[(&run, 0)]).outcome
    };
    assert_eq!(outcome(10.0, 100.0), Outcome::Supports);
    assert_eq!(outcome(11.0, 100.0), Outcome::NoData(Gap::Partial));
    assert_eq!(outcome(30.0, 100.0), Outcome::NoData(Gap::Partial));
    assert_eq!(outcome(31.0, 100.0), Outcome::Contradicts);
    assert_eq!(outcome(0.0, 99.0), Outcome::NoData(Gap::Inconclusive));
    assert_eq!(outcome(0.0, 0.0), Outcome::NoData(Gap::Inconclusive));
}

#[test]
fn the_worst_target_decides() {
    let test = test(
        serde_json::json!({"kinds": ["sarif"], "look": "share", "part": "p", "whole": "w", "better": "high"}),
    );
    let good = about("a", measured(&[("p", 99.0, &[]), ("w", 100.0, &[])]));
    let bad = about("b", measured(&[("p", 10.0, &[]), ("w", 100.0, &[])]));
    let limits = serde_json::json!({"days": 9, "supports": 80, "contradicts": 20});
    let verdict = verdict(&test, limits, &[(&good, 0), (&bad, 0)]);
    assert_eq!(verdict.outcome, Outcome::Contradicts);
    assert!((verdict.quotes[0].value.get() - 0.1).abs() < 1e-9);
}

#[test]
fn runs_are_counted_with_what_they_tried() {
    let test = test(
        serde_json::json!({"kinds": ["sarif"], "look": "runs", "tried": "attack.attempts",
        "variety": "family", "among": ["jailbreak", "injection", "leakage", "harmful"]}),
    );
    let run = measured(&[
        ("attack.attempts", 100.0, &[("family", "jailbreak")]),
        ("attack.attempts", 60.0, &[("family", "injection")]),
        ("attack.attempts", 40.0, &[("family", "leakage")]),
        ("attack.attempts", 40.0, &[("family", "other")]),
    ]);
    let outcome = |limits| verdict(&test, limits, &[(&run, 1), (&run, 40)]).outcome;
    assert_eq!(
        outcome(serde_json::json!({"days": 90, "min": 200, "variety": 3})),
        Outcome::Supports
    );
    assert_eq!(
        outcome(serde_json::json!({"days": 90, "min": 241, "variety": 3})),
        Outcome::NoData(Gap::Inconclusive)
    );
    assert_eq!(
        outcome(serde_json::json!({"days": 90, "min": 200, "variety": 4})),
        Outcome::NoData(Gap::Inconclusive)
    );
    assert_eq!(
        outcome(serde_json::json!({"days": 90, "runs": 2, "apart": 30})),
        Outcome::Supports
    );
    assert_eq!(
        outcome(serde_json::json!({"days": 90, "runs": 2, "apart": 40})),
        Outcome::NoData(Gap::Inconclusive)
    );
}

fn model(name: &str, algorithm: Option<&str>) -> Component {
    Component {
        kind: ComponentKind::Model,
        name: Label::clip(name),
        version: Some(Label::clip("1.0")),
        digests: algorithm
            .map(|algorithm| Digest {
                algorithm: Label::clip(algorithm),
                value: Label::clip("ab12"),
            })
            .into_iter()
            .collect(),
        source: None,
        attributes: BTreeMap::new(),
    }
}

#[test]
fn every_model_needs_a_strong_digest() {
    let test = test(
        serde_json::json!({"kinds": ["sarif"], "look": "components", "of": ["model"], "need": {"what": "strong_digest"}}),
    );
    let outcome = |components: Vec<Component>| {
        let list = Reading {
            components,
            ..reading(Kind::Sarif)
        };
        let verdict = verdict(&test, serde_json::json!({"days": 90}), &[(&list, 0)]);
        (verdict.outcome, verdict.names)
    };
    let strong = || model("a", Some("SHA-256"));
    assert_eq!(outcome(vec![strong()]).0, Outcome::Supports);
    let mixed = outcome(vec![strong(), model("b", Some("md5"))]);
    assert_eq!(
        mixed,
        (Outcome::NoData(Gap::Partial), vec![Title::clip("b")])
    );
    assert_eq!(outcome(vec![]).0, Outcome::NoData(Gap::Inconclusive));
}

fn severity() -> impl Strategy<Value = Severity> {
    prop::sample::select(Severity::ALL.to_vec())
}

proptest! {
    #[test]
    fn settling_a_finding_never_makes_a_verdict_worse(
        severities in prop::collection::vec(severity(), 0..12),
        passed in 0_u64..20,
        age in 0_i64..80,
        cleared in prop::collection::btree_set(0_u8..12, 0..12),
    ) {
        let findings = severities.iter().zip(0_u8..).map(|(s, n)| finding(n, *s)).collect();
        let scan = scan(findings, passed);
        let limits = || serde_json::json!({"days": 30, "min": 3});
        let before = verdict(&no_high(), limits(), &[(&scan, age)]);
        let settled = cleared.into_iter().map(|n| Fingerprint::from([n; 32])).collect();
        let after = verdict_at(&no_high(), limits(), &[(&scan, age)], &settled);
        prop_assert!(before.outcome != Outcome::Supports || after.outcome == Outcome::Supports);
        prop_assert!(after.outcome != Outcome::Contradicts || before.outcome == Outcome::Contradicts);
        prop_assert_eq!(scan.tally.open.total(), BySeverity::total(&scan.tally.open));
    }

    #[test]
    fn the_order_of_files_does_not_matter(ages in prop::collection::vec(0_i64..70, 1..6), seed in 0_usize..720) {
        let files: Vec<_> = ages
            .iter()
            .enumerate()
            .map(|(n, age)| {
                let open = if n % 2 == 0 { vec![] } else { vec![finding(u8::try_from(n).unwrap(), Severity::High)] };
                (about(&format!("r{}", n % 3), scan(open, 5)), *age)
            })
            .collect();
        // Files of one series on one day have no order of their own.
        let mut days: Vec<_> = files.iter().enumerate().map(|(n, (_, age))| (n % 3, *age)).collect();
        days.sort_unstable();
        days.dedup();
        prop_assume!(days.len() == files.len());
        let mut shuffled: Vec<_> = files.iter().map(|(r, a)| (r, *a)).collect();
        let straight = verdict(&no_high(), serde_json::json!({"days": 30}), &shuffled);
        let middle = seed % shuffled.len();
        shuffled.rotate_left(middle);
        prop_assert_eq!(straight, verdict(&no_high(), serde_json::json!({"days": 30}), &shuffled));
    }
}
