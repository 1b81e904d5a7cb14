//! What holds of every rule, whatever the files say.

use domain::evidence::{Completeness, Finding, Reading, Reason, ScopeKind, Severity};
use domain::rule::{Outcome, Verdict};
use proptest::prelude::*;

use crate::common::{CONTRADICTS, SUPPORTS, about, component, file, finding, measure, verdict};
use crate::files::judging;

/// Names and labels that rules look at.
const MEASURES: &[(&str, &[(&str, &str)])] = &[
    ("k8s.workloads", &[("object", "a"), ("role", "serving")]),
    ("k8s.replicated", &[("object", "a"), ("role", "serving")]),
    ("k8s.spread.zone", &[("object", "a"), ("role", "serving")]),
    ("k8s.pdb", &[("object", "a"), ("role", "serving")]),
    ("k8s.probed", &[("object", "a"), ("role", "serving")]),
    ("k8s.probed.fast", &[("object", "a"), ("role", "serving")]),
    ("k8s.elastic", &[("object", "a"), ("role", "serving")]),
    ("k8s.credentials", &[("object", "a")]),
    ("k8s.credentials.literal", &[("object", "a")]),
    ("k8s.credentials.referenced", &[("object", "a")]),
    ("k8s.secret_stores", &[]),
    ("k8s.inference_routes", &[]),
    (
        "k8s.engines.accelerated",
        &[("object", "a"), ("role", "serving")],
    ),
    ("chaos.runs", &[("experiment", "a")]),
    ("chaos.passed", &[("experiment", "a")]),
    ("chaos.proven", &[("experiment", "a")]),
    ("slo.objective", &[("service", "a"), ("signal", "latency")]),
    (
        "slo.objective",
        &[("service", "a"), ("signal", "availability")],
    ),
    ("rules.evaluated", &[]),
    ("rules.healthy", &[]),
    ("alert.rules", &[("purpose", "budget")]),
    ("alert.rules.with_severity", &[("purpose", "security")]),
    ("alert.rules", &[("purpose", "low_use")]),
    ("alert.for", &[("purpose", "low_use")]),
    ("alert.deliveries", &[("purpose", "low_use")]),
    ("alert.deliveries", &[("purpose", "budget")]),
    ("alert.deliveries", &[("purpose", "security")]),
    ("scan.checks", &[("group", "iam")]),
    ("scan.audit.checks", &[]),
    ("scan.audit.passed", &[]),
    ("compliance.checks", &[("framework", "a")]),
    ("cost.total", &[("currency", "USD")]),
    ("cost.keyed", &[("currency", "USD")]),
    ("cost.keyed.full", &[("currency", "USD")]),
    ("cost.period", &[]),
    (
        "attack.attempts",
        &[("family", "leakage"), ("probe", "pii:a")],
    ),
    (
        "attack.successes",
        &[("family", "leakage"), ("probe", "pii:a")],
    ),
    (
        "attack.attempts",
        &[("family", "jailbreak"), ("probe", "leakreplay.A")],
    ),
    (
        "attack.successes",
        &[("family", "jailbreak"), ("probe", "leakreplay.A")],
    ),
    ("test.cases", &[]),
    ("test.failures", &[]),
    ("bom.energy", &[("model", "a"), ("activity", "training")]),
];

/// What becomes of a file.
#[derive(Clone, Debug)]
struct Sketch {
    values: Vec<(usize, u8)>,
    findings: Vec<(usize, Severity)>,
    place: u8,
    dated: bool,
    state: u8,
    age: i64,
}

const RULES: &[&str] = &[
    "C-0035",
    "AVD-1",
    "iam_rotate_access_key_90_days",
    "TF001",
    "C-0015",
];

fn sketch() -> impl Strategy<Value = Sketch> {
    let values = prop::collection::vec((0..MEASURES.len(), 0_u8..200), 0..30);
    let severity = prop::sample::select(Severity::ALL.to_vec());
    let findings = prop::collection::vec((0..RULES.len(), severity), 0..3);
    (
        values,
        findings,
        0_u8..3,
        any::<bool>(),
        0_u8..6,
        0_i64..200,
    )
        .prop_map(|(values, findings, place, dated, state, age)| Sketch {
            values,
            findings,
            place,
            dated,
            state,
            age,
        })
}

fn reading(kind: &str, sketch: &Sketch) -> Reading {
    let mut reading = about(
        ScopeKind::Url,
        &format!("https://{}.example.com", sketch.place),
        file(kind),
    );
    let measures = sketch.values.iter().map(|(n, value)| {
        let (name, labels) = MEASURES[*n];
        let value = f64::from(*value);
        measure(
            name,
            if name == "cost.period" {
                value * 1e6
            } else {
                value
            },
            labels,
        )
    });
    reading.measures = measures.collect();
    let attributes: &[_] = &[("limitations", "1"), ("sensitive_data", "no")];
    reading.components = vec![
        component(domain::evidence::ComponentKind::Model, "a", attributes),
        component(domain::evidence::ComponentKind::Dataset, "b", attributes),
    ];
    reading.completeness = match sketch.state {
        0 => Completeness::Failed(Reason::RunFailed),
        1 => Completeness::Partial(Reason::Truncated),
        2 => Completeness::NothingScanned,
        _ => Completeness::Complete,
    };
    reading.taken_at = reading.taken_at.filter(|_| sketch.dated);
    let findings = sketch
        .findings
        .iter()
        .map(|(rule, s)| finding(RULES[*rule], *s));
    crate::common::found(findings.collect(), reading)
}

/// How well a verdict speaks of the criterion.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Supports => 2,
        Outcome::NoData(_) => 1,
        Outcome::Contradicts => 0,
    }
}

fn judged(
    rule: &str,
    kinds: &[domain::evidence::Kind],
    sketches: &[Sketch],
) -> (Vec<Reading>, Vec<i64>, Verdict) {
    let files = sketches.iter().enumerate();
    let files: Vec<_> = files
        .map(|(n, s)| reading(kinds[n % kinds.len()].code(), s))
        .collect();
    let ages: Vec<_> = sketches.iter().map(|s| s.age).collect();
    let pairs: Vec<_> = files.iter().zip(ages.iter().copied()).collect();
    let verdict = verdict(rule, &pairs);
    (files, ages, verdict)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_files_never_matters(
        sketches in prop::collection::vec(sketch(), 1..6),
        turn in 0_usize..6,
    ) {
        // Files of one series on one day have no order of their own.
        let mut days: Vec<_> = sketches.iter().map(|s| s.age).collect();
        days.sort_unstable();
        days.dedup();
        prop_assume!(days.len() == sketches.len());
        for rule in judging() {
            let kinds = &rule.test.as_ref().unwrap().kinds;
            let (files, ages, straight) = judged(rule.id.as_str(), kinds, &sketches);
            let mut pairs: Vec<_> = files.iter().zip(ages).collect();
            let middle = turn % pairs.len();
            pairs.rotate_left(middle);
            let turned = verdict(rule.id.as_str(), &pairs);
            prop_assert_eq!(straight, turned, "{}", rule.id);
        }
    }

    #[test]
    fn more_findings_never_improve_a_verdict(
        sketches in prop::collection::vec(sketch(), 1..4),
        rule_of in 0..RULES.len(),
        severity in prop::sample::select(Severity::ALL.to_vec()),
    ) {
        for rule in judging() {
            let kinds = &rule.test.as_ref().unwrap().kinds;
            let (files, ages, before) = judged(rule.id.as_str(), kinds, &sketches);
            let more: Vec<Reading> = files
                .iter()
                .map(|file| {
                    let mut findings: Vec<Finding> = file.findings.clone();
                    findings.push(finding(RULES[rule_of], severity));
                    let bare = Reading { tally: domain::evidence::Tally { passed: file.tally.passed, ..Default::default() }, ..file.clone() };
                    crate::common::found(findings, bare)
                })
                .collect();
            let pairs: Vec<_> = more.iter().zip(ages).collect();
            let after = verdict(rule.id.as_str(), &pairs);
            let examined = matches!(rule.test.as_ref().unwrap().look, domain::rule::Look::Scan { examined: None, .. });
            // A finding is something examined as well, and can make enough of too few.
            let became_enough = examined && before.outcome == Outcome::NoData(domain::rule::Gap::Inconclusive);
            prop_assert!(became_enough || rank(after.outcome) <= rank(before.outcome), "{}", rule.id);
        }
    }

    #[test]
    fn what_is_undated_cut_or_failed_never_supports(sketches in prop::collection::vec(sketch(), 1..4)) {
        for rule in judging() {
            let test = rule.test.as_ref().unwrap();
            let bad: Vec<_> = sketches
                .iter()
                .map(|s| Sketch { state: s.state % 3, ..s.clone() })
                .collect();
            let (_, _, verdict) = judged(rule.id.as_str(), &test.kinds, &bad);
            prop_assert_ne!(verdict.outcome, SUPPORTS, "{}", rule.id);
            let old: Vec<_> = sketches.iter().map(|s| Sketch { dated: false, ..s.clone() }).collect();
            let (_, _, verdict) = judged(rule.id.as_str(), &test.kinds, &old);
            prop_assert!(test.undated || verdict.outcome != SUPPORTS, "{}", rule.id);
        }
    }

    #[test]
    fn what_fails_more_is_never_judged_better(
        attempts in 1_u32..400,
        won in 0_u32..400,
        more in 0_u32..400,
    ) {
        let run = |won: u32| {
            let labels: &[_] = &[("family", "leakage"), ("probe", "pii:a")];
            let again: &[_] = &[("family", "leakage"), ("probe", "leakreplay.A")];
            let won = f64::from(won.min(attempts));
            let mut run = about(ScopeKind::Url, "https://a.example.com", file("garak_report"));
            run.measures = vec![
                measure("attack.attempts", f64::from(attempts), labels),
                measure("attack.successes", won, labels),
                measure("attack.attempts", 100.0, again),
                measure("attack.successes", 0.0, again),
            ];
            run
        };
        let outcome = |won| verdict("S03.probe", &[(&run(won), 1)]).outcome;
        prop_assert!(rank(outcome(won.saturating_add(more))) <= rank(outcome(won)));
        prop_assert!(won == 0 || outcome(won) == CONTRADICTS);
    }
}
