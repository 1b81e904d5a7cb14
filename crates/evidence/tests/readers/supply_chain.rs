//! The pitfalls of bills of materials, model scanners and signatures of models.

use crate::common::{count, counts, of_rule, reading, tags};
use domain::evidence::{
    Completeness, Component, ComponentKind, FindingState, IgnoredWhat, IgnoredWhy, Reading, Reason,
    ScopeKind, Severity, Unit, Unusable, Warning,
};
use evidence::{Limits, read};

fn component<'r>(reading: &'r Reading, name: &str) -> &'r Component {
    let mut found = reading.components.iter();
    found.find(|c| c.name.as_str() == name).unwrap()
}

fn attribute<'c>(component: &'c Component, name: &str) -> Option<&'c str> {
    let mut found = component.attributes.iter();
    found
        .find(|(k, _)| k.as_str() == name)
        .map(|(_, v)| v.as_str())
}

fn digests(component: &Component) -> Vec<String> {
    let digests = component.digests.iter();
    digests
        .map(|d| format!("{}:{}", d.algorithm, d.value))
        .collect()
}

/// Name, first and second label in the order of their names, number.
fn numbers(reading: &Reading) -> Vec<(String, f64)> {
    let labelled = reading.measures.iter().filter(|m| !m.labels.is_empty());
    labelled
        .map(|m| {
            let labels: Vec<_> = m.labels.values().map(ToString::to_string).collect();
            (
                format!("{}{{{}}}", m.name.as_str(), labels.join(",")),
                m.value.get(),
            )
        })
        .collect()
}

fn ignored(reading: &Reading, what: IgnoredWhat, why: IgnoredWhy) -> u64 {
    let same = reading
        .ignored
        .iter()
        .filter(|i| i.what == what && i.why == why);
    same.map(|i| i.count).sum()
}

#[test]
fn cyclonedx_models_and_data() {
    let reading = reading("cyclonedx/models.json");
    let listed: Vec<_> = reading
        .components
        .iter()
        .map(|c| (c.kind, c.name.as_str()))
        .collect();
    // Models and data come first; the file, the settings and the nameless library are not there.
    assert_eq!(
        listed,
        [
            (ComponentKind::Model, "support-7b"),
            (ComponentKind::Dataset, "inline-set"),
            (ComponentKind::Model, "hosted"),
            (ComponentKind::Model, "linked"),
            (ComponentKind::Dataset, "tickets"),
            (ComponentKind::Library, "support-chat"),
            (ComponentKind::Library, "runtime"),
            (ComponentKind::Image, "serving"),
            (ComponentKind::Service, "rerank"),
        ]
    );
    assert_eq!(count(&reading, "scan.objects"), Some(12.0));
    assert_eq!(
        ignored(&reading, IgnoredWhat::Result, IgnoredWhy::OutOfScope),
        2
    );
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 1 })
    );
    assert_eq!(
        (
            reading.tool.name.as_str(),
            reading.tool.version.as_ref().unwrap().as_str()
        ),
        ("bom-maker", "2.0")
    );
    let model = component(&reading, "support-7b");
    assert_eq!(digests(model), ["sha256:00ff", "sha512:11ee"]);
    assert_eq!(
        model.source.as_ref().unwrap().as_str(),
        "pkg:huggingface/example/support-7b@3"
    );
    for (name, value) in [
        ("model_card", "included"),
        ("licences", "Apache-2.0, MIT"),
        ("supplier", "Example Models"),
        ("limitations", "1"),
        ("fairness_assessments", "2"),
        ("energy_consumptions", "3"),
        ("datasets", "2"),
    ] {
        assert_eq!(attribute(model, name), Some(value), "{name}");
    }
    assert_eq!(attribute(model, "ethical_considerations"), None);
    let tickets = component(&reading, "tickets");
    assert_eq!(attribute(tickets, "classification"), Some("internal"));
    assert_eq!(attribute(tickets, "governance"), Some("1"));
    let source = |name| component(&reading, name).source.as_ref().unwrap().as_str();
    assert_eq!(source("inline-set"), "https://data.example.com/set");
    assert_eq!(source("rerank"), "https://rerank.example.com/v1");
}

#[test]
fn cyclonedx_in_xml() {
    let reading = reading("cyclonedx/models.xml");
    let listed: Vec<_> = reading
        .components
        .iter()
        .map(|c| (c.kind, c.name.as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            (ComponentKind::Model, "support-7b"),
            (ComponentKind::Dataset, "inline-set"),
            (ComponentKind::Dataset, "tickets"),
            (ComponentKind::Library, "support-chat"),
            (ComponentKind::Library, "tokenizer & more"),
            (ComponentKind::Service, "rerank"),
        ]
    );
    let model = component(&reading, "support-7b");
    assert_eq!(digests(model), ["sha256:00ff", "sha512:11ee"]);
    for (name, value) in [
        ("model_card", "included"),
        ("licences", "Apache-2.0, MIT"),
        ("supplier", "Example Models"),
        ("task", "text-generation"),
        ("datasets", "2"),
        ("limitations", "1"),
    ] {
        assert_eq!(attribute(model, name), Some(value), "{name}");
    }
    let tickets = component(&reading, "tickets");
    assert_eq!(
        attribute(tickets, "classification"),
        Some("internal, restricted")
    );
    let expected = [
        ("bom.performance{f1,support-7b,held-out}", 0.91),
        ("bom.energy{training,support-7b}", 1200.5),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    assert_eq!(numbers(&reading), expected);
    assert_eq!(counts(&reading.tally.open), [1, 0, 0, 0, 0]);
    assert_eq!(counts(&reading.tally.suppressed), [0, 1, 0, 0, 0]);
    let critical = of_rule(&reading, "CVE-2026-0001")[0];
    assert_eq!(tags(critical), ["CVE-2026-0001", "CWE-79"]);
    let object = critical.location.object.as_ref().unwrap();
    assert_eq!(object.as_str(), "tokenizer & more");
    assert_eq!(reading.tool.name.as_str(), "bom-maker");
    let made = time::macros::datetime!(2026-03-04 05:06:07 UTC);
    assert_eq!(reading.taken_at, Some(made));
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::CoverageNotStated)
    );
}

#[test]
fn cyclonedx_in_broken_xml_says_where() {
    let text = "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\">\n<components>\n";
    let why = read(text.as_bytes(), &Limits::default());
    assert!(
        matches!(why, Err(Unusable::Broken { line: 3, .. })),
        "{why:?}"
    );
}

#[test]
fn cyclonedx_cards_that_say_nothing_are_none() {
    let reading = reading("cyclonedx/models.json");
    let card = |name| attribute(component(&reading, name), "model_card");
    assert_eq!((card("hosted"), card("linked")), (None, Some("linked")));
}

#[test]
fn cyclonedx_numbers() {
    let reading = reading("cyclonedx/models.json");
    let expected = [
        ("bom.performance{f1,support-7b,held-out}", 0.91),
        ("bom.performance{accuracy,support-7b}", 0.8),
        ("bom.energy{training,support-7b}", 1200.5),
        ("bom.co2e{training,support-7b}", 500_000.0),
        ("bom.co2e_offset{training,support-7b}", 500_000.0),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    assert_eq!(numbers(&reading), expected);
    for why in [
        IgnoredWhy::Broken,
        IgnoredWhy::OutOfRange,
        IgnoredWhy::OtherKind,
    ] {
        assert_eq!(ignored(&reading, IgnoredWhat::Number, why), 1, "{why:?}");
    }
    let unit = |name: &str| {
        let mut found = reading.measures.iter();
        found.find(|m| m.name.as_str() == name).unwrap().unit
    };
    assert_eq!(unit("bom.energy"), Unit::KilowattHours);
    assert_eq!(unit("bom.co2e"), Unit::GramsCo2e);
}

#[test]
fn cyclonedx_vulnerabilities() {
    let reading = reading("cyclonedx/vulnerabilities.json");
    // The own source's worst rating counts; OWASP's score is none of CVSS; no rating is medium by assumption.
    assert_eq!(counts(&reading.tally.open), [0, 1, 2, 0, 0]);
    assert_eq!(counts(&reading.tally.suppressed), [1, 1, 0, 0, 0]);
    let first = of_rule(&reading, "CVE-2026-0001");
    let objects: Vec<_> = first
        .iter()
        .map(|f| (f.location.object.as_ref().unwrap().as_str(), f.state))
        .collect();
    assert_eq!(
        objects,
        [
            ("liba", FindingState::Open),
            ("libb", FindingState::Suppressed)
        ]
    );
    assert_eq!(
        tags(first[0]),
        ["CVE-2026-0001", "CWE-79", "GHSA-aaaa-bbbb-cccc"]
    );
    let decided = of_rule(&reading, "CVE-2026-0002")[0];
    assert_eq!(decided.severity, Severity::Critical);
    assert_eq!(
        decided.location.object.as_ref().unwrap().as_str(),
        "pkg:pypi/other@1"
    );
    assert!(
        reading
            .warnings
            .contains(&Warning::SeverityAssumed { count: 1 })
    );
    assert_eq!(reading.tool.name.as_str(), "scanner");
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::CoverageNotStated)
    );
}

#[test]
fn cyclonedx_vulnerabilities_of_the_extension_before_1_4() {
    let reading = reading("cyclonedx/extension.xml");
    assert_eq!(counts(&reading.tally.open), [1, 1, 0, 1, 0]);
    assert_eq!(count(&reading, "bom.vulnerabilities"), Some(3.0));
    let unstated = Completeness::Partial(Reason::CoverageNotStated);
    assert_eq!(reading.completeness, unstated);
    let of = |rule| {
        let found = of_rule(&reading, rule)[0];
        (
            found.location.object.as_ref().unwrap().as_str(),
            found.severity,
        )
    };
    assert_eq!(of("CVE-2026-0001"), ("liba", Severity::Critical));
    assert_eq!(of("CVE-2026-0002"), ("liba", Severity::Low));
    // One below the bill itself names its part; OWASP's score is none of CVSS.
    assert_eq!(of("CVE-2026-0003"), ("libb", Severity::High));
    let first = of_rule(&reading, "CVE-2026-0001")[0];
    assert_eq!(tags(first), ["CVE-2026-0001", "CWE-79"]);
}

#[test]
fn cyclonedx_without_vulnerabilities_is_no_scan() {
    let bill = |rest: &str| {
        let text = format!(
            r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{{"type":"library","name":"a"}}]{rest}}}"#
        );
        read(text.as_bytes(), &Limits::default())
            .unwrap()
            .completeness
    };
    assert_eq!(bill(""), Completeness::Partial(Reason::NotAnalysed));
    let unstated = Completeness::Partial(Reason::CoverageNotStated);
    assert_eq!(bill(r#","vulnerabilities":[]"#), unstated);
    let wrong = Completeness::Partial(Reason::PartsUnreadable { count: 1 });
    assert_eq!(bill(r#","services":"x""#), wrong);
    let nothing = reading("cyclonedx/nothing.json").completeness;
    assert_eq!(nothing, Completeness::NothingScanned);
}

#[test]
fn modelscan_printed_in_lines_of_80_characters() {
    let reading = reading("modelscan/wrapped.json");
    assert_eq!(counts(&reading.tally.open), [1, 0, 0, 0, 0]);
    assert_eq!(reading.completeness, Completeness::Complete);
    let found = of_rule(&reading, "PickleUnsafeOpScan")[0];
    let file = found.location.file.as_ref().unwrap().as_str();
    assert!(
        file.ends_with("archive.zip:support-7b/weights.pkl"),
        "{file}"
    );
    let title = "Use of unsafe operator 'system' from module 'posix'";
    assert_eq!(found.title.as_str(), title);
}

#[test]
fn modelscan_layouts() {
    let newest = reading("modelscan/v8.json");
    assert_eq!(counts(&newest.tally.open), [1, 0, 1, 0, 0]);
    let skipped = Reason::ObjectsSkipped { count: 1 };
    assert_eq!(newest.completeness, Completeness::Partial(skipped));
    for warning in [Warning::LeadingLines { count: 2 }, Warning::DateWithoutZone] {
        assert!(newest.warnings.contains(&warning), "{warning:?}");
    }
    let pickle = of_rule(&newest, "PickleUnsafeOpScan")[0];
    let place = &pickle.location;
    assert_eq!(
        (
            place.file.as_ref().unwrap().as_str(),
            place.object.as_ref().unwrap().as_str()
        ),
        ("chat/model.pkl", "posix.system")
    );
    assert_eq!(
        ignored(&newest, IgnoredWhat::Result, IgnoredWhy::Incomplete),
        1
    );
    let paths = newest
        .scopes
        .iter()
        .filter(|s| s.kind == ScopeKind::Path)
        .count();
    assert_eq!((paths, count(&newest, "scan.objects")), (3, Some(2.0)));

    let errors = reading("modelscan/v7-errors.json");
    assert_eq!(errors.tally.total(), 0);
    assert_eq!(
        errors.completeness,
        Completeness::Partial(Reason::ToolErrors { count: 1 })
    );
    assert_eq!(errors.scopes[0].value.as_str(), "/models/chat");

    let oldest = reading("modelscan/v5.json");
    assert_eq!(counts(&oldest.tally.open), [0, 1, 0, 1, 0]);
    assert_eq!(oldest.completeness, Completeness::Complete);
    assert!(oldest.warnings.contains(&Warning::CountsDisagree {
        stated: 3,
        counted: 2
    }));
}

#[test]
fn modelscan_of_nothing_is_not_clean() {
    let nothing = reading("modelscan/nothing-scanned.json");
    assert_eq!(nothing.completeness, Completeness::NothingScanned);
    let unstated = r#"{"modelscan_version": "0.8.5", "issues": []}"#;
    let unstated = read(unstated.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(
        unstated.completeness,
        Completeness::Partial(Reason::CoverageNotStated)
    );
}

#[test]
fn signatures_are_only_declared() {
    let reading = reading("model_signing/v1.json");
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::NotAnalysed)
    );
    let whole = component(&reading, "support-7b");
    assert_eq!(digests(whole), ["sha256:aa00"]);
    for (name, value) in [
        ("signature", "declared"),
        ("signed_with", "certificate"),
        ("log_entries", "1"),
        ("digest_of", "manifest"),
        ("files", "3"),
        ("ignored_paths", "2"),
    ] {
        assert_eq!(attribute(whole, name), Some(value), "{name}");
    }
    let weights = component(&reading, "weights.safetensors");
    assert_eq!(digests(weights), ["sha256:bb11"]);
    assert_eq!(attribute(weights, "signature"), Some("declared"));
    assert_eq!(attribute(weights, "model"), Some("support-7b"));
    assert_eq!(
        digests(component(&reading, "config.json")),
        ["blake2b:cc22"]
    );
    assert_eq!(
        ignored(&reading, IgnoredWhat::Result, IgnoredWhy::Incomplete),
        1
    );
    let logged = time::macros::datetime!(2026-03-04 05:06:07 UTC);
    assert_eq!(reading.taken_at, Some(logged));
}

#[test]
fn old_signatures_name_the_true_algorithm_beside_the_digest() {
    let reading = reading("model_signing/v0-url-alphabet.json");
    let all: Vec<_> = reading.components.iter().flat_map(digests).collect();
    assert_eq!(all, ["sha256:bb11", "sha2561000000:dd33", "sha256:ee44"]);
    assert_eq!(
        attribute(&reading.components[0], "signed_with"),
        Some("public_key")
    );
}

#[test]
fn a_model_of_one_file_is_that_file() {
    let reading = reading("model_signing/one-file.json");
    assert_eq!(reading.components.len(), 1);
    let model = component(&reading, "support-7b.gguf");
    assert_eq!(digests(model), ["sha256:bb11"]);
    assert_eq!(attribute(model, "signature"), Some("declared"));
    assert_eq!(attribute(model, "digest_of"), None);
    let named = |kind| {
        let mut scopes = reading.scopes.iter().filter(move |s| s.kind == kind);
        scopes.next().map(|s| s.value.as_str())
    };
    assert_eq!(named(ScopeKind::ModelName), Some("support-7b.gguf"));
    assert_eq!(named(ScopeKind::ModelDigest), Some("sha256:bb11"));
}

#[test]
fn unsigned_and_broken_bundles() {
    let unsigned = reading("model_signing/unsigned.json");
    assert!(unsigned.components.is_empty());
    assert_eq!(unsigned.completeness, Completeness::NothingScanned);
    // `{"predicateType":"https://model_signing/x"` without its end.
    let payload = "eyJwcmVkaWNhdGVUeXBlIjoiaHR0cHM6Ly9tb2RlbF9zaWduaW5nL3gi";
    let bundle = format!(r#"{{"dsseEnvelope":{{"payload":"{payload}"}}}}"#);
    let why = read(bundle.as_bytes(), &Limits::default());
    assert!(matches!(why, Err(Unusable::Incomplete { .. })), "{why:?}");
}

#[test]
fn spdx_models_and_data() {
    let reading = reading("spdx/models.json");
    let names: Vec<_> = reading.components.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["detector", "pictures", "runtime"]);
    let model = component(&reading, "detector");
    assert_eq!(digests(model), ["sha256:00ff"]);
    for (name, value) in [
        ("licences", "LicenseRef-own, MIT"),
        ("trained_on", "pictures"),
        ("limitations", "1"),
        ("sensitive_data", "yes"),
        ("model_type", "convolutional"),
    ] {
        assert_eq!(attribute(model, name), Some(value), "{name}");
    }
    assert_eq!(attribute(model, "autonomy"), None);
    let data = component(&reading, "pictures");
    assert_eq!(attribute(data, "known_bias"), Some("2"));
    assert_eq!(component(&reading, "runtime").source, None);
    let expected = [
        ("bom.performance{recall,detector}", 0.878),
        ("bom.energy{training,detector}", 10.0),
        ("bom.energy{inference,detector}", 2.5),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    assert_eq!(numbers(&reading), expected);
    assert_eq!(
        ignored(&reading, IgnoredWhat::Result, IgnoredWhy::OutOfScope),
        1
    );
    assert_eq!(reading.tool.name.as_str(), "bom-maker");
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::NotAnalysed)
    );
}

#[test]
fn spdx_values_stand_alone_in_lists_or_elsewhere() {
    let reading = reading("spdx/by-reference.json");
    let model = component(&reading, "detector");
    // A verification code is of a list of files, none of which has it.
    assert_eq!(digests(model), ["sha256:00ff", "sha512:11ee"]);
    assert_eq!(
        model.source.as_ref().unwrap().as_str(),
        "pkg:huggingface/example/detector@3"
    );
    let expected = [
        ("bom.performance{recall,detector}", 0.9),
        ("bom.energy{training,detector}", 5.0),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    assert_eq!(numbers(&reading), expected);
    let created = time::macros::datetime!(2026-03-04 05:06:07 UTC);
    assert_eq!(reading.taken_at, Some(created));
    assert!(reading.warnings.is_empty(), "{:?}", reading.warnings);
}

#[test]
fn spdx_2_as_tags_and_values_says_the_same() {
    let tags = reading("spdx/version-2.spdx");
    let json = reading("spdx/version-2.json");
    assert_eq!(tags.components, json.components);
    assert_eq!((&tags.tool, tags.taken_at), (&json.tool, json.taken_at));
    assert_eq!(tags.scopes, json.scopes);
    assert_eq!(count(&tags, "scan.objects"), Some(3.0));
    assert_eq!(tags.completeness, json.completeness);
}

#[test]
fn spdx_2_lists_packages() {
    let reading = reading("spdx/version-2.json");
    let listed: Vec<_> = reading
        .components
        .iter()
        .map(|c| (c.kind, c.name.as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            (ComponentKind::Model, "support-7b"),
            (ComponentKind::Library, "runtime"),
            (ComponentKind::Image, "serving"),
        ]
    );
    let model = component(&reading, "support-7b");
    assert_eq!(digests(model), ["sha256:11ee"]);
    assert_eq!(
        model.source.as_ref().unwrap().as_str(),
        "pkg:huggingface/example/support-7b@3"
    );
    let runtime = component(&reading, "runtime");
    assert_eq!(digests(runtime), ["sha256:00ff"]);
    assert_eq!(attribute(runtime, "licences"), Some("Apache-2.0"));
    assert_eq!(attribute(runtime, "supplier"), Some("Example Works"));
    assert_eq!(runtime.source, None);
    let serving = component(&reading, "serving");
    assert_eq!(
        (attribute(serving, "supplier"), &serving.source),
        (None, &None)
    );
    assert_eq!(
        ignored(&reading, IgnoredWhat::Result, IgnoredWhy::Incomplete),
        1
    );
    assert_eq!(
        (
            reading.tool.name.as_str(),
            reading.tool.version.as_ref().unwrap().as_str(),
            count(&reading, "scan.objects"),
        ),
        ("bom-maker", "1.4.0", Some(4.0))
    );
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::NotAnalysed)
    );
}

#[test]
fn hiddenlayer_is_sarif_in_an_envelope() {
    let reading = reading("hiddenlayer/scan.json");
    assert_eq!(counts(&reading.tally.open), [1, 0, 0, 1, 0]);
    assert_eq!(reading.tool.name.as_str(), "HiddenLayer Model Scanner");
}
