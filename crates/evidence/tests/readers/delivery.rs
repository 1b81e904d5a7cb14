//! The pitfalls of what comes with a system: tests, cards, dashboards, origin, energy.

use crate::common::{count, counts, labelled, of_rule, reading};
use domain::evidence::{
    Completeness, ComponentKind, IgnoredWhat, IgnoredWhy, Reading, Reason, ScopeKind, Severity,
    Warning,
};

const LISTED: Completeness = Completeness::Partial(Reason::NotAnalysed);

fn scopes(reading: &Reading) -> Vec<(ScopeKind, &str)> {
    let scopes = reading.scopes.iter();
    scopes.map(|s| (s.kind, s.value.as_str())).collect()
}

fn tests(reading: &Reading) -> [Option<f64>; 4] {
    let names = ["test.cases", "test.failures", "test.errors", "test.skipped"];
    names.map(|name| count(reading, name))
}

fn attribute<'r>(reading: &'r Reading, part: usize, name: &str) -> Option<&'r str> {
    let attributes = reading.components[part].attributes.iter();
    let mut found = attributes.filter(|(key, _)| key.as_str() == name);
    found.next().map(|(_, value)| value.as_str())
}

#[test]
fn junit_counts_each_case_once() {
    let report = reading("junit/nested.xml");
    assert_eq!(tests(&report), [Some(6.0), Some(1.0), Some(1.0), Some(2.0)]);
    assert_eq!(
        (report.tally.passed, counts(&report.tally.open)),
        (2, [0, 0, 2, 0, 0])
    );
    let stated = Warning::CountsDisagree {
        stated: 7,
        counted: 6,
    };
    assert!(!report.warnings.contains(&stated));
    assert_eq!(
        labelled(&report, "test.suite_failures", &[("suite", "sandbox")]),
        Some(2.0)
    );
    let fails = &report.findings[0];
    assert_eq!(
        (fails.title.as_str(), fails.location.line),
        ("a.B.fails", Some(9))
    );
    let model = &report.components[0];
    assert_eq!(
        (model.kind, model.name.as_str()),
        (ComponentKind::Model, "acme/chat-1")
    );
    assert_eq!(model.version.as_ref().unwrap().as_str(), "7");
    assert_eq!(report.components[1].kind, ComponentKind::Prompt);
    assert_eq!(
        scopes(&report),
        [
            (ScopeKind::Commit, "abc123"),
            (ScopeKind::ModelName, "acme/chat-1")
        ]
    );
}

#[test]
fn junit_without_cases() {
    let counts = reading("junit/counts-only.xml");
    assert_eq!(tests(&counts), [Some(6.0), Some(1.0), Some(0.0), Some(2.0)]);
    assert_eq!(
        counts.completeness,
        Completeness::Partial(Reason::NoResults)
    );
    assert_eq!(counts.taken_at.unwrap().year(), 2026);
    for file in ["junit/nothing.xml", "junit/all-skipped.xml"] {
        assert_eq!(
            reading(file).completeness,
            Completeness::NothingScanned,
            "{file}"
        );
    }
}

#[test]
fn a_build_without_dates_has_that_of_the_log() {
    let build = reading("provenance/logged.json");
    assert_eq!(build.taken_at.unwrap().unix_timestamp(), 1_771_916_873);
}

#[test]
fn cards_with_json_in_their_text() {
    let card = reading("hf_model_card/with-example.md");
    assert_eq!(card.components[0].attributes.len(), 3);
}

#[test]
fn junit_suites_with_counts_alone() {
    let half = reading("junit/half-counts.xml");
    assert_eq!(tests(&half), [Some(19.0), Some(4.0), Some(5.0), Some(3.0)]);
    assert_eq!(half.completeness, Completeness::Partial(Reason::NoResults));
    assert_eq!(half.tally.passed, 7);
}

#[test]
fn junit_output_that_looks_like_another_file() {
    let run = reading("junit/with-output.xml");
    assert_eq!(tests(&run), [Some(2.0), Some(1.0), Some(0.0), Some(0.0)]);
    assert_eq!(run.completeness, Completeness::Complete);
}

#[test]
fn codecarbon_takes_the_last_row_of_a_run() {
    let log = reading("codecarbon/v2.csv");
    let of = |name: &str, project: &str| labelled(&log, name, &[("project", project)]);
    // One run of two rows, and two rows without a run.
    assert_eq!(
        (of("carbon.runs", "train"), of("carbon.runs", "infer")),
        (Some(3.0), Some(1.0))
    );
    assert_eq!(of("carbon.energy", "train"), Some(3.0));
    assert_eq!(of("carbon.emissions", "train"), Some(1500.0));
    let gpu = [("project", "train"), ("part", "gpu")];
    assert_eq!(labelled(&log, "carbon.energy_part", &gpu), Some(1.5));
    assert_eq!(log.completeness, Completeness::Complete);
    // It grows: the newest row counts.
    assert_eq!(
        log.taken_at.unwrap().to_string(),
        "2026-01-03 10:00:00.0 +00:00:00"
    );
}

#[test]
fn codecarbon_with_rows_of_another_version() {
    let log = reading("codecarbon/v3-ragged.csv");
    assert_eq!(count(&log, "carbon.energy"), Some(2.0));
    let ragged = Completeness::Partial(Reason::PartsUnreadable { count: 1 });
    assert_eq!(log.completeness, ragged);
    let ignored = |why| {
        log.ignored
            .iter()
            .find(|i| i.what == IgnoredWhat::Number && i.why == why)
    };
    assert!(ignored(IgnoredWhy::OutOfRange).is_some() && ignored(IgnoredWhy::Broken).is_some());
    let old = reading("codecarbon/v1.csv");
    let missing = Completeness::Partial(Reason::ColumnsMissing { count: 1 });
    assert_eq!(
        (old.completeness, count(&old, "carbon.emissions")),
        (missing, Some(1.0))
    );
}

#[test]
fn model_cards_declare() {
    let card = reading("hf_model_card/full.md");
    assert_eq!(card.completeness, LISTED);
    assert_eq!(scopes(&card), [(ScopeKind::ModelName, "acme/chat-1")]);
    for (name, value) in [
        ("model_card", "included"),
        ("license", "apache-2.0"),
        ("base_model", "acme/base-1"),
        ("datasets", "2"),
        ("language", "zh, en"),
        ("evaluations", "2"),
        ("co2_hardware", "8 x H100"),
    ] {
        assert_eq!(attribute(&card, 0, name), Some(value), "{name}");
    }
    let tuning = [("model", "acme/chat-1"), ("activity", "fine-tuning")];
    assert_eq!(labelled(&card, "carbon.emissions", &tuning), Some(1500.5));
    let stated = [("dataset", "GSM8K"), ("metric", "exact_match")];
    assert_eq!(labelled(&card, "card.score", &stated), Some(0.62));
    let minimal = reading("hf_model_card/minimal.md");
    assert_eq!(attribute(&minimal, 0, "license"), Some("mit"));
    let grams = reading("hf_model_card/grams-alone.md");
    assert_eq!(count(&grams, "carbon.emissions"), Some(12.0));
}

#[test]
fn scorecards_of_both_ages() {
    let card = reading("scorecard/v5.json");
    assert_eq!(count(&card, "scorecard.score"), Some(6.4));
    assert_eq!(
        labelled(&card, "scorecard.check", &[("check", "SAST")]),
        Some(7.0)
    );
    // -1 is no score; only a full score is a pass, only none a finding.
    assert_eq!(count(&card, "scorecard.not_applicable"), Some(1.0));
    assert_eq!(
        (card.tally.passed, counts(&card.tally.open)),
        (1, [1, 0, 1, 0, 0])
    );
    assert_eq!(
        of_rule(&card, "Dangerous-Workflow")[0].severity,
        Severity::Critical
    );
    assert!(
        card.warnings
            .contains(&Warning::SeverityAssumed { count: 1 })
    );
    assert_eq!(
        scopes(&card),
        [
            (ScopeKind::Repository, "github.com/acme/bot"),
            (ScopeKind::Commit, "abc123")
        ]
    );
    let old = reading("scorecard/v2.json");
    assert_eq!(
        (old.tally.passed, counts(&old.tally.open)),
        (1, [0, 1, 0, 0, 0])
    );
}

#[test]
fn dashboards_in_every_layout() {
    let topics = |dashboard: &Reading| {
        ["latency", "errors", "tokens", "cost"]
            .map(|topic| labelled(dashboard, "dashboard.queries", &[("topic", topic)]))
    };
    let classic = reading("grafana_dashboard/classic.json");
    // A hidden query shows nothing; panels inside a folded row count.
    assert_eq!(
        topics(&classic),
        [Some(1.0), Some(1.0), Some(1.0), Some(0.0)]
    );
    assert_eq!(count(&classic, "dashboard.panels"), Some(3.0));
    assert_eq!(
        scopes(&classic),
        [
            (ScopeKind::ServiceName, "bot"),
            (ScopeKind::Namespace, "prod"),
            (ScopeKind::Project, "Bot")
        ]
    );
    assert_eq!(
        topics(&reading("grafana_dashboard/api.json")),
        [Some(0.0), Some(0.0), Some(0.0), Some(1.0)]
    );
    assert_eq!(
        topics(&reading("grafana_dashboard/v2.json")),
        [Some(1.0), Some(0.0), Some(0.0), Some(0.0)]
    );
    let words = reading("grafana_dashboard/text-only.json");
    assert_eq!(words.completeness, Completeness::NothingScanned);
}

#[test]
fn provenance_is_only_declared() {
    let build = reading("provenance/v1-bundle.json");
    assert_eq!(build.completeness, LISTED);
    let kinds: Vec<_> = build.components.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [ComponentKind::Model, ComponentKind::Image]);
    assert_eq!(attribute(&build, 0, "signature"), Some("declared"));
    assert_eq!(
        attribute(&build, 0, "builder"),
        Some("https://github.com/actions/runner")
    );
    let found = scopes(&build);
    for scope in [
        (ScopeKind::Repository, "https://github.com/acme/bot"),
        (ScopeKind::Commit, "abc123"),
    ] {
        assert!(found.contains(&scope), "{scope:?}");
    }
    assert_eq!(build.taken_at.unwrap().year(), 2026);
    let lines = reading("provenance/v0-2.intoto.jsonl");
    let cut = Completeness::Partial(Reason::PartsUnreadable { count: 1 });
    assert_eq!((lines.completeness, lines.components.len()), (cut, 1));
    assert_eq!(lines.ignored[0].what, IgnoredWhat::Document);
}

#[test]
fn attested_tests_pass_or_fail() {
    let failed = reading("provenance/tests.json");
    assert_eq!(tests(&failed)[..2], [Some(2.0), Some(1.0)]);
    assert_eq!(
        (failed.tally.passed, failed.completeness),
        (1, Completeness::Complete)
    );
    assert_eq!(of_rule(&failed, "sandbox/escapes").len(), 1);
    assert!(scopes(&failed).contains(&(ScopeKind::Url, "https://ci.example/run/1")));
    // Names of tests may be left out.
    let passed = reading("provenance/passed.json");
    assert_eq!((passed.tally.passed, passed.tally.total()), (1, 0));
}
