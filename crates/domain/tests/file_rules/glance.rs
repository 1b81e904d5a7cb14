//! What a file says at a glance.

use domain::{
    evidence::{ComponentKind, Finding, FindingState, Reading, Severity},
    views::glance::Glance,
};

use crate::common::{component, file, finding, measured};

#[test]
fn the_worst_open_findings_and_the_first_numbers_are_shown() {
    let names = ["ttft", "tpot", "e2e"];
    let values = names.map(|of| [("of", of), ("stat", "p99")]);
    let values: Vec<_> = values
        .iter()
        .map(|labels| ("bench.latency", 0.5, labels.as_slice()))
        .collect();
    let reading = Reading {
        components: vec![component(ComponentKind::Model, "qwen", &[])],
        ..measured("vllm_bench", &values)
    };
    let muted = Finding {
        state: FindingState::Suppressed,
        ..finding("muted", Severity::Critical)
    };
    let mut findings = vec![finding("low", Severity::Low), muted];
    findings.extend((0..9).map(|n| finding(&format!("high {n}"), Severity::High)));
    findings.push(finding("critical", Severity::Critical));
    let glance = Glance::of(&reading, &findings);
    let of: Vec<_> = glance.numbers.iter().map(|n| n.of.as_str()).collect();
    assert_eq!(of, ["ttft, p99", "tpot, p99", "e2e, p99"]);
    assert_eq!(glance.components, ["qwen 1.0"]);
    let titles: Vec<_> = glance.findings.iter().map(|f| f.title.as_str()).collect();
    assert_eq!(titles.len(), Glance::MOST);
    assert_eq!(titles[..2], ["critical", "high 0"]);
    assert!(!titles.contains(&"muted"));
    assert_eq!(Glance::of(&file("sarif"), &[]), Glance::default());
}
