//! OWASP Dependency-Check, JSON and XML.

mod xml;

use domain::evidence::{Kind, Reason, ScopeKind, Severity};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, many},
    intake::{Content, XmlEvent},
};
use xml::Part;

pub static READER: Reader = Reader {
    kind: Kind::DependencyCheck,
    tool: "Dependency-Check",
    writes_nothing: false,
    matches: |content| match content {
        Content::Xml(xml) => {
            let ours =
                |e: XmlEvent| matches!(e, XmlEvent::Start { name, .. } if name == "scanInfo");
            let second = || xml.events().take(8).filter_map(Result::ok).any(ours);
            xml.root().as_deref() == Some("analysis") && second()
        }
        other => other.value().is_some_and(|v| {
            v.has("reportSchema") && v.at("scanInfo").is_object() && v.at("dependencies").is_array()
        }),
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let (mut dependencies, mut errors) = (0, 0);
    if let Content::Xml(report) = content {
        let walked = xml::walk(report, |part| match part {
            Part::Version(version) => draft.version(Some(&version)),
            Part::Project(name) => draft.scope(ScopeKind::Project, &name),
            Part::Date(date) => draft.taken_at(&date),
            Part::Exception => errors += 1,
            Part::Dependency(dependency) => {
                dependencies += 1;
                one_dependency(&dependency, draft);
            }
        });
        if let Err(why) = walked {
            draft.refuse(why);
        }
    } else {
        let report = content.value().unwrap_or(&Value::Null);
        let info = report.at("scanInfo");
        draft.version(info.text("engineVersion"));
        let project = report.at("projectInfo");
        if let Some(name) = project.text("name") {
            draft.scope(ScopeKind::Project, name);
        }
        if let Some(date) = project.text("reportDate") {
            draft.taken_at(date);
        }
        errors = many(info.list("analysisExceptions").len());
        for dependency in report.list("dependencies") {
            dependencies += 1;
            one_dependency(dependency, draft);
        }
    }
    draft.count("scan.objects", dependencies);
    if dependencies == 0 {
        draft.nothing_scanned();
    }
    if errors > 0 {
        draft.partial(Reason::ToolErrors { count: errors });
    }
}

fn one_dependency(dependency: &Value, draft: &mut Draft<'_>) {
    let open = dependency.list("vulnerabilities");
    for vulnerability in open {
        one(dependency, vulnerability, false, draft);
    }
    let suppressed = dependency.list("suppressedVulnerabilities");
    for vulnerability in suppressed {
        one(dependency, vulnerability, true, draft);
    }
    draft.passed(u64::from(open.is_empty() && suppressed.is_empty()));
}

fn one(dependency: &Value, vulnerability: &Value, suppressed: bool, draft: &mut Draft<'_>) {
    let score = |key: &str, field: &str| vulnerability.at(key).number(field);
    let score = score("cvssv4", "baseScore")
        .or_else(|| score("cvssv3", "baseScore"))
        .or_else(|| score("cvssv2", "score"));
    let name = vulnerability.text("name").unwrap_or_default();
    let package = dependency
        .list("packages")
        .first()
        .and_then(|p| p.text("id"));
    let mut tags = vulnerability.texts("cwes");
    tags.push(name);
    draft.finding(&Problem {
        rule: name,
        severity: vulnerability
            .text("severity")
            .and_then(Severity::from_word)
            .or_else(|| score.and_then(Severity::from_cvss)),
        file: dependency.text("fileName"),
        object: package.map(without_version),
        suppressed,
        tags: &tags,
        ..Problem::default()
    });
}

/// `pkg:maven/a/b@1.2` without the version: an update that does not help is no new finding.
fn without_version(purl: &str) -> &str {
    purl.rsplit_once('@').map_or(purl, |(name, _)| name)
}
