//! pip-audit: `{"dependencies": […]}`, or the list alone before version 2.5.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, items},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::PipAudit,
    tool: "pip-audit",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| match dependencies(v) {
            [] => {
                v.at("dependencies").is_array()
                    && v.as_object().is_some_and(|o| {
                        o.keys()
                            .all(|k| matches!(k.as_str(), "dependencies" | "fixes"))
                    })
            }
            [first, ..] => {
                first.has("name") && (first.at("vulns").is_array() || first.has("skip_reason"))
            }
        })
    },
    read,
};

fn dependencies(v: &Value) -> &[Value] {
    if v.is_array() {
        items(v)
    } else {
        v.list("dependencies")
    }
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let list = content.value().map_or(&[][..], dependencies);
    let (mut audited, mut skipped) = (0, 0);
    for dependency in list {
        if dependency.has("skip_reason") {
            skipped += 1;
        } else if let Some(vulnerabilities) = dependency.at("vulns").as_array() {
            audited += 1;
            draft.passed(u64::from(vulnerabilities.is_empty()));
            for v in vulnerabilities {
                one(dependency, v, draft);
            }
        } else {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        }
    }
    draft.count("scan.objects", audited);
    if audited == 0 {
        draft.nothing_scanned();
    }
    if skipped > 0 {
        draft.partial(Reason::ObjectsSkipped { count: skipped });
    }
}

fn one(dependency: &Value, vulnerability: &Value, draft: &mut Draft<'_>) {
    let id = vulnerability.text("id").unwrap_or_default();
    draft.finding(&Problem {
        rule: id,
        object: dependency.text("name"),
        tags: &vulnerability.texts("aliases"),
        fixed: Some(&vulnerability.texts("fix_versions").join(", ")),
        ..Problem::default()
    });
}
