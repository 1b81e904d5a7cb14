//! The pitfalls of red-team tools.

use crate::common::{count, counts, of_rule, reading, tags};
use domain::evidence::{
    Completeness, IgnoredWhat, IgnoredWhy, Reading, Reason, ScopeKind, Severity, Warning,
};

/// The value of a measure of this family and probe.
fn of(reading: &Reading, name: &str, family: &str, probe: &str) -> Option<f64> {
    let label = |m: &domain::evidence::Measure, key: &str, value: &str| {
        let mut labels = m.labels.iter();
        labels.any(|(k, v)| k.as_str() == key && v.as_str() == value)
    };
    let found = reading.measures.iter().find(|m| {
        m.name.as_str() == name && label(m, "family", family) && label(m, "probe", probe)
    });
    found.map(|m| m.value.get())
}

/// Attempts and successes of this family and probe.
fn score(reading: &Reading, family: &str, probe: &str) -> Option<(f64, f64)> {
    let attempts = of(reading, "attack.attempts", family, probe)?;
    Some((attempts, of(reading, "attack.successes", family, probe)?))
}

fn scopes(reading: &Reading) -> Vec<(ScopeKind, &str)> {
    let scopes = reading.scopes.iter();
    scopes.map(|s| (s.kind, s.value.as_str())).collect()
}

fn ignored(reading: &Reading, what: IgnoredWhat, why: IgnoredWhy) -> u64 {
    let found = reading
        .ignored
        .iter()
        .find(|i| (i.what, i.why) == (what, why));
    found.map_or(0, |i| i.count)
}

#[test]
fn garak_takes_the_worst_detector() {
    let reading = reading("garak_report/worst-detector.jsonl");
    assert_eq!(reading.completeness, Completeness::Complete);
    assert_eq!(counts(&reading.tally.open), [1, 0, 1, 1, 0]);
    assert_eq!(reading.tally.passed, 1);
    let dan = of_rule(&reading, "dan.DanInTheWild");
    assert_eq!(dan.len(), 1);
    assert_eq!(dan[0].title.as_str(), "dan.DanInTheWild: 65/100 (dan.DAN)");
    assert_eq!(dan[0].severity, Severity::Critical);
    let object = dan[0].location.object.as_ref().unwrap();
    assert_eq!(object.as_str(), "support-bot-1");
    assert_eq!(
        score(&reading, "jailbreak", "dan.DanInTheWild"),
        Some((100.0, 65.0))
    );
    assert_eq!(
        score(&reading, "injection", "promptinject.HijackHateHumans"),
        Some((50.0, 0.0))
    );
    assert_eq!(
        score(&reading, "leakage", "leakreplay.NYTComplete"),
        Some((200.0, 1.0))
    );
    assert_eq!(
        score(&reading, "other", "newmodule.Probe"),
        Some((10.0, 2.0))
    );
    let silent = of(
        &reading,
        "attack.not_judged",
        "injection",
        "promptinject.HijackHateHumans",
    );
    assert_eq!(silent, Some(2.0));
    // Its probe of itself and the detector that always says the same.
    assert_eq!(
        ignored(&reading, IgnoredWhat::Result, IgnoredWhy::OutOfScope),
        2
    );
    assert_eq!(scopes(&reading), [(ScopeKind::ModelName, "support-bot-1")]);
    assert!(reading.warnings.contains(&Warning::DateWithoutZone));
    assert_eq!(reading.tool.version.unwrap().as_str(), "0.14.1");
}

#[test]
fn garak_without_its_last_row_is_partial() {
    let reading = reading("garak_report/cut-off.jsonl");
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::Truncated)
    );
    // Names and totals as old versions write them.
    assert_eq!(
        score(&reading, "injection", "encoding.InjectBase64"),
        Some((20.0, 0.0))
    );
    assert_eq!(score(&reading, "injection", "encoding.InjectHex"), None);
    assert_eq!(
        ignored(&reading, IgnoredWhat::Result, IgnoredWhy::Incomplete),
        1
    );
    assert_eq!(ignored(&reading, IgnoredWhat::Line, IgnoredWhy::Broken), 1);
    assert_eq!(scopes(&reading), [(ScopeKind::ModelName, "gpt2")]);
}

#[test]
fn garak_probes_that_nobody_judged_did_not_pass() {
    let reading = reading("garak_report/silent-detector.jsonl");
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::AnalyserSilent { count: 1 })
    );
    assert_eq!(reading.tally.passed, 1);
    assert_eq!(score(&reading, "harmful", "lmrc.Profanity"), None);
}

#[test]
fn stand_ins_prove_nothing() {
    for file in ["garak_report/stand-in.jsonl", "promptfoo/echo.json"] {
        assert_eq!(
            reading(file).completeness,
            Completeness::Failed(Reason::NoRealTarget),
            "{file}"
        );
    }
    assert_eq!(reading("promptfoo/echo.json").tally.passed, 0);
}

#[test]
fn garak_hitlogs_show_only_hits() {
    let unstated = Completeness::Partial(Reason::CoverageNotStated);
    let hits = reading("garak_hitlog/hits.jsonl");
    assert_eq!(hits.completeness, unstated);
    assert_eq!(counts(&hits.tally.open), [0, 0, 2, 0, 0]);
    let dan = of_rule(&hits, "dan.DanInTheWild")[0];
    assert_eq!(
        dan.title.as_str(),
        "dan.DanInTheWild: 2 (mitigation.MitigationBypass)"
    );
    let successes = of(&hits, "attack.successes", "jailbreak", "dan.DanInTheWild");
    assert_eq!(successes, Some(2.0));
    assert!(hits.measures.iter().all(|m| m.n.is_none()));
    assert_eq!(
        ignored(&hits, IgnoredWhat::Result, IgnoredWhy::OutOfScope),
        1
    );
    assert_eq!(
        ignored(&hits, IgnoredWhat::Result, IgnoredWhy::Incomplete),
        1
    );
    assert_eq!(scopes(&hits), [(ScopeKind::ModelName, "support-bot-1")]);
    let none = reading("garak_hitlog/none.jsonl");
    assert_eq!((none.completeness, none.tally.passed), (unstated, 0));
    assert_eq!(scopes(&none), [(ScopeKind::ModelName, "gpt2")]);
}

#[test]
fn garak_digests_have_rates_only() {
    let reading = reading("garak_digest/two-groups.json");
    assert_eq!(counts(&reading.tally.open), [0, 1, 0, 0, 0]);
    assert_eq!(reading.tally.passed, 1);
    let rate = |family, probe| of(&reading, "attack.success_rate", family, probe);
    assert_eq!(rate("injection", "encoding.InjectHex"), Some(0.25));
    assert_eq!(rate("leakage", "leakreplay.NYTComplete"), None);
    let hex = of_rule(&reading, "encoding.InjectHex")[0];
    assert_eq!(tags(hex), ["CWE-1427", "owasp:llm01"]);
    // The place of a finding is cut as a scope is.
    let url = hex.location.url.as_ref().unwrap();
    assert_eq!(url.as_str(), "https://bot.example/chat");
    assert_eq!(
        scopes(&reading),
        [(ScopeKind::Url, "https://bot.example/chat")]
    );
    assert!(matches!(reading.completeness, Completeness::Partial(_)));
}

#[test]
fn promptfoo_red_team() {
    let reading = reading("promptfoo/redteam.json");
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::ToolErrors { count: 2 })
    );
    assert_eq!(counts(&reading.tally.open), [0, 2, 0, 0, 0]);
    assert_eq!(reading.tally.passed, 1);
    // A strategy makes an attack one of its own family; the finding stays one for the plugin.
    assert_eq!(score(&reading, "harmful", "harmful:hate"), Some((2.0, 1.0)));
    assert_eq!(
        score(&reading, "jailbreak", "harmful:hate"),
        Some((2.0, 1.0))
    );
    let hate = of_rule(&reading, "harmful:hate");
    assert_eq!(hate[0].title.as_str(), "harmful:hate: 2/4");
    // Errors are no passes.
    assert_eq!(score(&reading, "leakage", "pii:direct"), Some((2.0, 0.0)));
    assert_eq!(score(&reading, "agent", "rbac"), None);
    let errors = |family, plugin| of(&reading, "attack.not_judged", family, plugin);
    assert_eq!(errors("leakage", "pii:direct"), Some(1.0));
    assert_eq!(errors("agent", "rbac"), Some(1.0));
    assert_eq!(score(&reading, "other", "policy"), Some((4.0, 1.0)));
    for warning in [
        Warning::CountsDisagree {
            stated: 6,
            counted: 7,
        },
        Warning::CountsDisagree {
            stated: 4,
            counted: 3,
        },
        Warning::SeverityAssumed { count: 1 },
    ] {
        assert!(reading.warnings.contains(&warning), "{warning:?}");
    }
    assert_eq!(scopes(&reading), [(ScopeKind::ModelName, "support-bot-1")]);
    assert_eq!(count(&reading, "test.cases"), None);
}

#[test]
fn promptfoo_tests_without_plugins_are_no_attacks() {
    let reading = reading("promptfoo/quality.json");
    let cases = ["test.cases", "test.failures", "test.errors"];
    assert_eq!(
        cases.map(|name| count(&reading, name)),
        [Some(4.0), Some(2.0), Some(1.0)]
    );
    assert_eq!((reading.tally.total(), reading.tally.passed), (0, 1));
    assert_eq!(
        scopes(&reading),
        [(ScopeKind::Url, "https://bot.example/chat")]
    );
    // One of the two providers is real.
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::ToolErrors { count: 1 })
    );
}

#[test]
fn promptfoo_totals_stand_in_for_a_missing_list() {
    let reading = reading("promptfoo/stats-only.json");
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::NoResults)
    );
    assert_eq!(count(&reading, "test.cases"), Some(10.0));
}

#[test]
fn promptfoo_records_one_a_line() {
    let reading = reading("promptfoo/records.jsonl");
    assert_eq!(
        score(&reading, "leakage", "prompt-extraction"),
        Some((2.0, 1.0))
    );
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 1 })
    );
}
