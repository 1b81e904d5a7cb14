//! The pitfalls of scanners of packages, images, configuration and code.

use crate::common::{count, counts, of_rule, reading, tags};
use domain::evidence::{
    Completeness, FindingState, IgnoredWhat, Reason, ScopeKind, Severity, Warning,
};
use evidence::{Limits, read};

#[test]
fn trivy_image() {
    let reading = reading("trivy/image.json");
    assert_eq!(counts(&reading.tally.open), [2, 1, 1, 0, 0]);
    assert_eq!(counts(&reading.tally.suppressed), [0, 1, 0, 1, 0]);
    assert_eq!(reading.tally.passed, 20);
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::SystemUnsupported)
    );
    assert_eq!(count(&reading, "scan.objects"), Some(4.0));
    let kinds: Vec<_> = reading
        .scopes
        .iter()
        .map(|s| (s.kind, s.value.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            (ScopeKind::Image, "registry.example.com/app:1.2"),
            (ScopeKind::ImageDigest, "sha256:00aa")
        ]
    );
    let overflow = of_rule(&reading, "CVE-2025-0001")[0];
    assert_eq!(
        tags(overflow),
        ["CVE-2025-0001", "CWE-120", "GHSA-aaaa-bbbb-cccc"]
    );
    assert_eq!(overflow.fixed_version.as_ref().unwrap().as_str(), "1.1");
    assert_eq!(
        overflow.location.url.as_ref().unwrap().as_str(),
        "https://avd.example.com/nvd/cve-2025-0001"
    );
    assert!(
        reading
            .warnings
            .contains(&Warning::SeverityAssumed { count: 1 })
    );
    assert!(
        reading
            .ignored
            .iter()
            .any(|i| i.what == IgnoredWhat::Licence)
    );
}

#[test]
fn trivy_other_shapes() {
    let legacy = reading("trivy/legacy.json");
    assert_eq!(counts(&legacy.tally.open), [0, 0, 0, 1, 0]);
    assert_eq!(count(&legacy, "scan.objects"), Some(2.0));
    assert_eq!(
        reading("trivy/nothing.json").completeness,
        Completeness::NothingScanned
    );
    let filtered = reading("trivy/results-only.json");
    assert_eq!(counts(&filtered.tally.open), [1, 0, 1, 0, 0]);
    let cluster = reading("trivy/cluster.json");
    assert_eq!(counts(&cluster.tally.open), [0, 2, 1, 0, 0]);
    assert_eq!(count(&cluster, "scan.objects"), Some(3.0));
    let same = of_rule(&cluster, "CVE-2025-0001");
    assert_ne!(same[0].fingerprint, same[1].fingerprint);
    assert!(
        cluster
            .scopes
            .iter()
            .any(|s| s.kind == ScopeKind::Namespace)
    );
}

#[test]
fn trivy_operator_documents() {
    let reading = reading("trivy_operator/reports.yaml");
    assert_eq!(counts(&reading.tally.open), [2, 1, 1, 0, 0]);
    assert_eq!(reading.tally.passed, 2);
    assert_eq!(count(&reading, "scan.objects"), Some(4.0));
    assert!(reading.warnings.contains(&Warning::CountsDisagree {
        stated: 2,
        counted: 1
    }));
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::ObjectsSkipped { count: 1 })
    );
    let images: Vec<_> = reading
        .scopes
        .iter()
        .filter(|s| s.kind == ScopeKind::Image)
        .collect();
    assert_eq!(
        images[0].value.as_str(),
        "registry.example.com/team/chat:1.2"
    );
    assert_eq!(
        reading.taken_at.unwrap().date(),
        time::macros::date!(2026 - 05 - 04)
    );
}

#[test]
fn trivy_operator_by_resource() {
    let reading = reading("trivy_operator/by-resource.json");
    assert_eq!(counts(&reading.tally.open), [0, 1, 0, 0, 0]);
    assert_eq!(
        (reading.tally.passed, reading.completeness),
        (1, Completeness::Complete)
    );
}

/// Lines beyond the first sixteen, by which the kind is recognised, count too; a broken one is said to be missing.
#[test]
fn trivy_operator_lines() {
    let report = |number: usize| {
        format!(
            r#"{{"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "VulnerabilityReport", "metadata": {{"name": "chat"}}, "report": {{"vulnerabilities": [{{"vulnerabilityID": "CVE-2025-{number:04}", "resource": "openssl", "severity": "HIGH"}}]}}}}"#
        )
    };
    let mut lines: Vec<String> = (1..=40).map(report).collect();
    let whole = read(lines.join("\n").as_bytes(), &Limits::default()).unwrap();
    assert_eq!(counts(&whole.tally.open), [0, 40, 0, 0, 0]);
    assert_eq!(whole.completeness, Completeness::Complete);
    lines.insert(20, "{\"apiVersion\": ".to_owned());
    let broken = read(lines.join("\n").as_bytes(), &Limits::default()).unwrap();
    assert_eq!(counts(&broken.tally.open), [0, 40, 0, 0, 0]);
    assert_eq!(
        broken.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 1 })
    );
}

/// A reader of one value does not take the first of several documents for the whole.
#[test]
fn several_reports_in_one_yaml() {
    let report = "SchemaVersion: 2\nArtifactName: app\nArtifactType: filesystem\nResults: []\n";
    let reads = |text: &str| read(text.as_bytes(), &Limits::default()).is_ok();
    assert!(reads(&format!("---\n{report}---\n")));
    assert!(!reads(&format!("{report}---\n{report}")));
}

#[test]
fn osv_scanner() {
    let findings = reading("osv_scanner/findings.json");
    // A score beats a word; a malicious package is critical whatever the score.
    assert_eq!(counts(&findings.tally.open), [3, 0, 0, 0, 0]);
    assert_eq!(count(&findings, "osv_scanner.groups"), Some(2.0));
    let injection = of_rule(&findings, "GHSA-aaaa-bbbb-cccc")[0];
    assert_eq!(tags(injection), ["CVE-2025-0001", "CWE-94"]);
    assert_eq!(injection.fixed_version.as_ref().unwrap().as_str(), "2.11.3");
    for name in ["nothing", "licences-only", "null"] {
        let nothing = reading(&format!("osv_scanner/{name}.json"));
        assert_eq!(nothing.completeness, Completeness::NothingScanned, "{name}");
    }
}

#[test]
fn pip_audit() {
    let legacy = reading("pip_audit/legacy.json");
    assert_eq!((legacy.tally.total(), legacy.tally.passed), (1, 1));
    assert_eq!(legacy.completeness, Completeness::Complete);
    assert_eq!(tags(&legacy.findings[0]), ["CVE-2019-1010083"]);
    let skipped = reading("pip_audit/skipped.json");
    assert_eq!(skipped.completeness, Completeness::NothingScanned);
}

#[test]
fn checkov() {
    let reading_of = |name: &str| reading(&format!("checkov/{name}"));
    let two = reading_of("two-frameworks.json");
    assert_eq!(counts(&two.tally.open), [0, 0, 1, 0, 0]);
    assert_eq!(counts(&two.tally.suppressed), [0, 1, 0, 0, 0]);
    assert_eq!(two.tally.passed, 8);
    assert_eq!(
        two.completeness,
        Completeness::Partial(Reason::ParsingErrors { count: 1 })
    );
    assert!(two.warnings.contains(&Warning::CountsDisagree {
        stated: 2,
        counted: 0
    }));
    let at = &two.findings[0].location;
    assert_eq!(
        (at.file.as_ref().unwrap().as_str(), at.line),
        ("/infra/iam.tf", Some(4))
    );
    assert_eq!(
        reading_of("nothing.json").completeness,
        Completeness::NothingScanned
    );
}

#[test]
fn semgrep() {
    let findings = reading("semgrep/findings.json");
    assert_eq!(counts(&findings.tally.open), [1, 1, 0, 0, 0]);
    assert_eq!(counts(&findings.tally.suppressed), [0, 0, 0, 1, 0]);
    assert_eq!(
        findings.completeness,
        Completeness::Partial(Reason::ToolErrors { count: 1 })
    );
    assert_eq!(
        tags(&findings.findings[0]),
        ["A03:2021 - Injection", "CWE-95"]
    );
    assert_eq!(findings.findings[1].state, FindingState::Suppressed);
    assert_eq!(findings.findings[2].verified, Some(true));
    let filtered = reading("semgrep/results-only.json");
    assert_eq!(counts(&filtered.tally.open), [0, 0, 1, 0, 0]);
    let nothing = reading("semgrep/nothing.json");
    assert_eq!(nothing.completeness, Completeness::NothingScanned);
}

#[test]
fn dependency_check_in_json_and_xml() {
    let json = reading("dependency_check/report.json");
    let xml = reading("dependency_check/report.xml");
    assert_eq!((&json.findings, &json.tally), (&xml.findings, &xml.tally));
    assert_eq!((&json.scopes, json.taken_at), (&xml.scopes, xml.taken_at));
    assert_eq!(counts(&json.tally.open), [0, 1, 1, 0, 0]);
    assert_eq!(counts(&json.tally.suppressed), [0, 0, 0, 1, 0]);
    assert_eq!(json.tally.passed, 1);
    let errors = Reason::ToolErrors { count: 1 };
    assert_eq!(json.completeness, Completeness::Partial(errors));
    assert_eq!(xml.completeness, Completeness::Complete);
    let first = &xml.findings[0];
    assert_eq!(first.severity, Severity::High);
    assert_eq!(tags(first), ["CVE-2025-0001", "CWE-502"]);
    let object = first.location.object.as_ref().unwrap();
    assert_eq!(object.as_str(), "pkg:maven/org.example/a");
}
