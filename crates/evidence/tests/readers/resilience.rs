//! The pitfalls of chaos experiments, objectives and alerts.

use crate::common::{count, counts, reading, sum};
use domain::evidence::{Completeness, Reason, Warning};

#[test]
fn litmus_results() {
    let reading = reading("litmus/results.yaml");
    let of = |name, experiment| sum(&reading, name, &[("experiment", experiment)]);
    assert_eq!(of("chaos.proven", "pod-delete"), Some(1.0));
    assert_eq!(of("chaos.probe_success", "pod-delete"), Some(1.0));
    assert_eq!(of("chaos.history.failed", "pod-delete"), Some(1.0));
    // Words with pictures, the share beside the state.
    assert_eq!(of("chaos.passed", "pod-network-latency"), Some(0.0));
    assert_eq!(of("chaos.probes", "pod-network-latency"), Some(2.0));
    assert_eq!(of("chaos.probes.passed", "pod-network-latency"), Some(1.0));
    assert_eq!(of("chaos.probe_success", "pod-network-latency"), Some(0.5));
    // Passed without a probe says little.
    assert_eq!(of("chaos.passed", "pod-cpu-hog"), Some(1.0));
    assert_eq!(of("chaos.proven", "pod-cpu-hog"), Some(0.0));
    assert_eq!(of("chaos.runs", "pod-io-stress"), None);
    assert_eq!(counts(&reading.tally.open), [0, 0, 1, 0, 0]);
    assert_eq!(reading.tally.passed, 2);
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::Truncated)
    );
    assert!(reading.warnings.contains(&Warning::DateOfObject));
    assert_eq!(reading.taken_at.unwrap().unix_timestamp(), 1_769_904_000);
    let fragment = crate::common::reading("litmus/fragment.json");
    assert_eq!(
        fragment.completeness,
        Completeness::Failed(Reason::RunFailed)
    );
}

#[test]
fn chaos_mesh_has_no_verdict() {
    let reading = reading("chaos_mesh/experiments.yaml");
    let kill = [("kind", "PodChaos"), ("action", "pod-kill")];
    // Once recovered, nothing counts as injected any more.
    for name in ["chaos.injected", "chaos.recovered", "chaos.targets"] {
        assert_eq!(sum(&reading, name, &kill), Some(1.0), "{name}");
    }
    assert_eq!(sum(&reading, "chaos.seconds", &kill), Some(60.0));
    assert_eq!(sum(&reading, "chaos.experiments", &[]), Some(2.0));
    assert_eq!(count(&reading, "scan.objects"), Some(1.0));
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::ToolErrors { count: 1 })
    );
    assert!(reading.scopes.iter().any(|s| s.value.as_str() == "chat"));
    let running = crate::common::reading("chaos_mesh/running.json");
    assert_eq!(
        running.completeness,
        Completeness::Partial(Reason::Truncated)
    );
}

#[test]
fn chaos_mesh_faults_without_a_duration_and_without_effect() {
    let reading = reading("chaos_mesh/at-once.yaml");
    let of = |name, kind| sum(&reading, name, &[("kind", kind)]);
    for name in ["chaos.injected", "chaos.recovered"] {
        assert_eq!(of(name, "PodChaos"), Some(1.0), "{name}");
        assert_eq!(of(name, "TimeChaos"), Some(0.0), "{name}");
    }
    assert_eq!(reading.completeness, Completeness::Complete);
    assert_eq!(reading.taken_at.unwrap().year(), 2026);
}

#[test]
fn objectives_and_what_they_watch() {
    let reading = reading("openslo/slos.yaml");
    let of = |name, signal| sum(&reading, name, &[("service", "chat"), ("signal", signal)]);
    assert_eq!(of("slo.objective", "latency"), Some(2.0));
    assert_eq!(of("slo.objective", "availability"), Some(1.0));
    assert_eq!(of("slo.target", "availability"), Some(0.999));
    assert_eq!(count(&reading, "slo.objectives"), Some(3.0));
    assert_eq!(count(&reading, "slo.alerted"), Some(1.0));
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 1 })
    );
    let old = crate::common::reading("openslo/list.yaml");
    assert_eq!(
        sum(&old, "slo.target", &[("signal", "availability")]),
        Some(0.9)
    );
}

#[test]
fn rules_of_prometheus() {
    let reading = reading("prometheus_rules/answer.json");
    let of = |name, purpose| sum(&reading, name, &[("purpose", purpose)]);
    assert_eq!(of("alert.rules", "budget"), Some(1.0));
    assert_eq!(of("alert.firing", "budget"), Some(1.0));
    assert_eq!(of("alert.rules", "security"), Some(1.0));
    assert_eq!(of("alert.rules.with_severity", "security"), Some(0.0));
    assert_eq!(of("alert.for", "budget"), Some(60.0));
    assert_eq!(of("alert.for", "security"), Some(0.0));
    assert_eq!(count(&reading, "record.rules"), Some(2.0));
    let slo = [("slo", "requests-availability"), ("signal", "availability")];
    assert_eq!(sum(&reading, "slo.objective", &slo), Some(1.0));
    assert_eq!(counts(&reading.tally.open), [0, 0, 1, 0, 0]);
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::AnalyserSilent { count: 1 })
    );
    // The last evaluation is the time of the answer; 11:00 in +02:00 was earlier.
    assert_eq!(reading.taken_at.unwrap().unix_timestamp(), 1_775_037_610);
    let none = crate::common::reading("prometheus_rules/none.json");
    assert_eq!(none.completeness, Completeness::NothingScanned);
}

#[test]
fn deliveries_of_alertmanager() {
    let reading = reading("alertmanager_webhook/firing.json");
    let finops = [("receiver", "finops"), ("purpose", "budget")];
    assert_eq!(sum(&reading, "alert.deliveries", &finops), Some(1.0));
    let firing = [("status", "firing"), ("severity", "warning")];
    assert_eq!(sum(&reading, "alert.alerts", &firing), Some(1.0));
    // What still fires ends in the year 1, which is no date.
    assert_eq!(sum(&reading, "alert.seconds", &[]), Some(300.0));
    assert!(reading.warnings.is_empty(), "{:?}", reading.warnings);
    assert_eq!(reading.ignored[0].count, 1);
    let lines = crate::common::reading("alertmanager_webhook/deliveries.jsonl");
    let soc = [("receiver", "soc"), ("purpose", "security")];
    assert_eq!(sum(&lines, "alert.deliveries", &soc), Some(1.0));
    assert_eq!(
        lines.completeness,
        Completeness::Partial(Reason::ObjectsSkipped { count: 3 })
    );
}

#[test]
fn declared_rules_were_not_evaluated() {
    let reading = reading("prometheus_rules/declared.yaml");
    let budget = [("purpose", "budget")];
    assert_eq!(sum(&reading, "alert.rules", &budget), Some(2.0));
    assert_eq!(
        sum(&reading, "alert.rules.with_severity", &budget),
        Some(1.0)
    );
    assert_eq!(sum(&reading, "record.rules", &[]), Some(1.0));
    for unknown in ["alert.firing", "rules.evaluated", "rules.healthy"] {
        assert_eq!(sum(&reading, unknown, &[]), None, "{unknown}");
    }
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::NotAnalysed)
    );
}

#[test]
fn deliveries_printed_one_behind_the_other() {
    let reading = reading("alertmanager_webhook/printed.json");
    let budget = [("purpose", "budget")];
    assert_eq!(sum(&reading, "alert.deliveries", &budget), Some(2.0));
    assert_eq!(sum(&reading, "alert.seconds", &[]), Some(60.0));
}

#[test]
fn litmus_3_says_why_in_another_place() {
    let reading = reading("litmus/v3.yaml");
    assert_eq!(
        reading.findings[0].title.as_str(),
        "probe 'answers' did not hold"
    );
}
