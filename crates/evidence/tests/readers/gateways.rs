//! The pitfalls of gateways' settings, stores of logs, incidents, restores, emissions of clouds and comparisons of costs.

use crate::common::{count, labelled, reading, sum};
use domain::evidence::{Completeness, ComponentKind, IgnoredWhat, IgnoredWhy, Reading, Reason};
use time::macros::datetime;

fn standby(reading: &Reading, model: &str) -> Option<f64> {
    labelled(reading, "gateway.models.standby", &[("model", model)])
}

#[test]
fn a_standby_is_another_model_or_provider_that_the_file_has() {
    let config = reading("litellm_config/config.yaml");
    for (model, expected) in [
        // Two providers, and a fallback.
        ("chat", Some(1.0)),
        ("small", Some(1.0)),
        // To itself, and to a name that is not there.
        ("alone", Some(0.0)),
        // Only where a prompt is too long.
        ("long", Some(0.0)),
        ("broken", None),
    ] {
        assert_eq!(standby(&config, model), expected, "{model}");
    }
    assert_eq!(sum(&config, "gateway.models", &[]), Some(4.0));
    assert_eq!(config.completeness, Completeness::Complete);
    let large = &config.components[0];
    assert_eq!(
        (large.kind, large.name.as_str()),
        (ComponentKind::Model, "chat-large")
    );
    let default = reading("litellm_config/default.yaml");
    assert_eq!(standby(&default, "chat"), Some(1.0));
    let single = reading("litellm_config/single.yaml");
    assert_eq!(standby(&single, "chat"), Some(0.0));
}

#[test]
fn backends_of_a_later_priority_stand_by() {
    let routes = reading("kubernetes/routes.yaml");
    let of = |rule| {
        let object = [("object", rule)];
        labelled(&routes, "gateway.models.standby", &object)
    };
    assert_eq!(of("AIGatewayRoute/chat#1"), Some(1.0));
    assert_eq!(of("AIGatewayRoute/chat#2"), Some(0.0));
    let models = routes.components.iter();
    let mut models = models.filter(|c| c.kind == ComponentKind::Model && !c.digests.is_empty());
    let weights = models.next().unwrap();
    assert_eq!(weights.name.as_str(), "support-7b");
    assert_eq!(weights.version.as_ref().unwrap().as_str(), "3");
    assert_eq!(weights.digests[0].algorithm.as_str(), "sha256");
}

fn kept(path: &str) -> Vec<(String, f64)> {
    let reading = reading(path);
    let mut kept: Vec<_> = reading
        .measures
        .iter()
        .filter(|m| m.name.as_str() == "log.retention_days")
        .map(|m| {
            let mut labels = m.labels.iter();
            let object = labels.find(|(name, _)| name.as_str() == "object");
            (object.unwrap().1.as_str().to_owned(), m.value.get())
        })
        .collect();
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    kept
}

#[test]
fn each_store_says_in_its_own_way_for_how_long_it_keeps() {
    let of = |list: &[(&str, f64)]| -> Vec<(String, f64)> {
        list.iter()
            .map(|(name, days)| ((*name).to_owned(), *days))
            .collect()
    };
    for (path, expected) in [
        (
            "loki.yaml",
            of(&[("all", 180.0), ("{namespace=\"dev\"}", 1.0)]),
        ),
        // Without the compactor's word nothing is deleted, whatever the limit says.
        ("loki-not-enabled.yaml", of(&[("all", 36_500.0)])),
        ("tempo.yaml", of(&[("traces", 184.0)])),
        ("tempo-default.yaml", of(&[("traces", 14.0)])),
        ("ilm.json", of(&[("agents", 200.0), ("forever", 36_500.0)])),
        ("ism.json", of(&[("logs", 90.0)])),
        (
            "cloudwatch.json",
            of(&[("/agents/runtime", 36_500.0), ("/agents/tools", 365.0)]),
        ),
    ] {
        assert_eq!(kept(&format!("log_store/{path}")), expected, "{path}");
    }
}

#[test]
fn a_lock_that_somebody_may_lift_is_none() {
    for (path, locked) in [
        ("s3.json", 1.0),
        ("s3-governance.json", 0.0),
        ("azure.json", 1.0),
        ("google.json", 0.0),
    ] {
        let archive = reading(&format!("log_store/{path}"));
        assert_eq!(sum(&archive, "log.archives", &[]), Some(1.0), "{path}");
        let found = sum(&archive, "log.archives.locked", &[]);
        assert_eq!(found, Some(locked), "{path}");
    }
}

#[test]
fn incidents_count_for_half_a_year_before_the_newest() {
    let records = reading("incidents/records.csv");
    assert_eq!(records.taken_at, Some(datetime!(2026-03-20 8:00 UTC)));
    let of = |name: &str, labels: &[(&str, &str)]| sum(&records, name, labels);
    let security = [("class", "security")];
    assert_eq!(of("incident.count", &security), Some(3.0));
    assert_eq!(of("incident.acknowledged", &security), Some(3.0));
    assert_eq!(of("incident.acknowledged.in_time", &security), Some(2.0));
    assert_eq!(of("incident.seconds", &security), Some(600.0));
    let untold = [("class", "other"), ("target", "none")];
    assert_eq!(of("incident.acknowledged", &untold), Some(2.0));
    assert_eq!(of("incident.acknowledged.in_time", &untold), None);
    // The fifth is not due yet, the second's came too late.
    assert_eq!(count(&records, "incident.grave"), Some(3.0));
    assert_eq!(count(&records, "incident.reviewed"), Some(2.0));
    let ignored = |why| {
        let mut all = records.ignored.iter();
        all.find(|i| i.what == IgnoredWhat::Result && i.why == why)
            .map(|i| i.count)
    };
    assert_eq!(ignored(IgnoredWhy::OutOfScope), Some(1));
    assert_eq!(ignored(IgnoredWhy::Incomplete), Some(1));
    let unreadable = Completeness::Partial(Reason::PartsUnreadable { count: 1 });
    assert_eq!(records.completeness, unreadable);
}

#[test]
fn pager_duty_knows_no_targets() {
    let raw = reading("incidents/pagerduty.json");
    assert_eq!(raw.tool.name.as_str(), "PagerDuty");
    let labels = [("class", "security"), ("target", "none")];
    assert_eq!(sum(&raw, "incident.acknowledged", &labels), Some(1.0));
    assert_eq!(
        sum(&raw, "incident.count", &[("class", "other")]),
        Some(1.0)
    );
    assert_eq!(sum(&raw, "incident.acknowledged.in_time", &[]), None);
}

#[test]
fn the_newest_restore_that_ended_counts() {
    let restores = reading("velero/restores.yaml");
    assert_eq!(restores.taken_at, Some(datetime!(2026-03-01 10:12 UTC)));
    assert_eq!(count(&restores, "drill.restores"), Some(2.0));
    assert_eq!(count(&restores, "drill.latest.passed"), Some(1.0));
    assert_eq!(count(&restores, "drill.seconds"), Some(720.0));
    let failed = reading("velero/failed.json");
    assert_eq!(count(&failed, "drill.latest.passed"), Some(0.0));
    assert_eq!(failed.scopes, restores.scopes);
}

#[test]
fn emissions_of_storage_are_told_by_the_service() {
    let aws = reading("carbon_export/aws.csv");
    assert_eq!(aws.taken_at, Some(datetime!(2026-01-01 0:00 UTC)));
    let storage = [("part", "storage")];
    assert_eq!(sum(&aws, "carbon.cloud", &storage), Some(250_000.0));
    assert_eq!(sum(&aws, "carbon.cloud_lines", &storage), Some(1.0));
    assert_eq!(sum(&aws, "carbon.cloud", &[("part", "other")]), Some(2e6));
    assert_eq!(count(&aws, "carbon.months"), Some(1.0));
    let missing = Completeness::Partial(Reason::PartsUnreadable { count: 1 });
    assert_eq!(aws.completeness, missing);
    let google = reading("carbon_export/google.csv");
    assert_eq!(sum(&google, "carbon.cloud", &storage), None);
    assert_eq!(sum(&google, "carbon.cloud", &[]), Some(12_500.0));
}

#[test]
fn options_count_where_they_have_a_price() {
    let report = reading("tco/report.json");
    let of = |kind| sum(&report, "tco.options", &[("kind", kind)]);
    assert_eq!((of("api"), of("self_hosted")), (Some(1.0), Some(1.0)));
    assert_eq!(count(&report, "tco.monthly_tokens"), Some(1_200_000.0));
    let passed_over: u64 = report.ignored.iter().map(|i| i.count).sum();
    assert_eq!(passed_over, 2);
}

#[test]
fn only_another_programs_word_makes_a_signature_verified() {
    let signature = |path: &str| {
        let reading = reading(path);
        let mut all = reading.components[0].attributes.iter();
        let found = all.find(|(name, _)| name.as_str() == "signature");
        found.map(|(_, value)| value.as_str().to_owned())
    };
    for (path, expected) in [
        ("provenance/verified.json", "verified"),
        ("provenance/not-verified.json", "failed"),
        ("provenance/gh-verify.json", "verified"),
        ("provenance/v1-bundle.json", "declared"),
    ] {
        assert_eq!(signature(path).as_deref(), Some(expected), "{path}");
    }
    let verified = reading("provenance/gh-verify.json");
    assert_eq!(count(&verified, "verification.subjects"), Some(1.0));
    assert_eq!(verified.completeness, Completeness::Complete);
    let failed = reading("provenance/not-verified.json");
    assert_eq!(count(&failed, "verification.failed"), Some(1.0));
    assert_eq!(failed.findings.len(), 1);
}

#[test]
fn tests_in_a_sandbox_are_told_by_their_names() {
    let suite = reading("junit/nested.xml");
    let labels = [("suite", "sandbox")];
    assert_eq!(sum(&suite, "sandbox.cases", &labels), Some(4.0));
    assert_eq!(sum(&suite, "sandbox.failures", &labels), Some(2.0));
    let attested = reading("provenance/sandbox.json");
    assert_eq!(sum(&attested, "sandbox.cases", &[]), Some(2.0));
    assert_eq!(sum(&attested, "sandbox.failures", &[]), Some(0.0));
    let plain = reading("provenance/passed.json");
    assert_eq!(sum(&plain, "sandbox.cases", &[]), None);
}
