//! kube-bench: a list of benchmarks, or one under `Controls`. `audit` and `actual_value` hold command lines
//! and are never read.
//!
//! Measures: `scan.rules` that were judged; `scan.manual` that somebody must judge by hand; for each group
//! of the benchmark `scan.checks{group}` and `scan.checks.passed{group}`; of those about the audit log
//! `scan.audit.checks` and `scan.audit.passed`.

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason};
use serde_json::Value;

use super::{
    Reader,
    checks::{Checks, report, report_audit},
};
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, items},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::KubeBench,
    tool: "kube-bench",
    writes_nothing: false,
    matches: |content| {
        let is_group = |v: &Value| {
            let tests = v.list("tests");
            let named = tests.iter().any(|t| t.has("section") || t.has("desc"));
            // docker-bench-security looks alike, and calls the results something else.
            let numbered = |t: &Value| {
                let results = t.at("results").as_array();
                results.is_some_and(|r| r.first().is_none_or(|r| r.has("test_number")))
            };
            v.has("node_type") && v.at("tests").is_array() || named && tests.iter().any(numbered)
        };
        content.value().is_some_and(|v| {
            v.at("Totals").has("total_pass") && v.get("Controls").is_some()
                || benchmarks(v).iter().any(is_group)
        })
    },
    read,
};

fn benchmarks(v: &Value) -> &[Value] {
    if v.is_array() {
        items(v)
    } else if v.at("Controls").is_array() {
        v.list("Controls")
    } else {
        std::slice::from_ref(v)
    }
}

#[derive(Default)]
struct Run {
    groups: BTreeMap<String, Checks>,
    audit: Checks,
    manual: u64,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let root = content.value().unwrap_or(&Value::Null);
    let mut run = Run::default();
    for benchmark in benchmarks(root) {
        let node = benchmark.text("node_type");
        for group in benchmark.list("tests") {
            for result in group.list("results") {
                run.result(result, group, node, draft);
            }
        }
    }
    let totals = root.at("Totals");
    let judged = run.groups.values().map(|c| c.judged).sum();
    draft.compare(totals.count("total_fail"), draft.total());
    draft.count("scan.rules", judged);
    draft.count("scan.manual", run.manual);
    report(&run.groups, draft);
    report_audit(&run.audit, draft);
    if judged == 0 {
        draft.nothing_scanned();
        if totals.count("total_fail").is_some_and(|n| n > 0) {
            draft.partial(Reason::NoResults);
        }
    }
}

impl Run {
    fn result(&mut self, result: &Value, group: &Value, node: Option<&str>, draft: &mut Draft<'_>) {
        let (Some(id), Some(status)) = (result.text("test_number"), result.text("status")) else {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
            return;
        };
        let title = result.text("test_desc").unwrap_or(id);
        let passed = match status {
            "PASS" => true,
            "FAIL" => false,
            // A warning asks somebody to look; information is about a check that was left out.
            "WARN" => {
                self.manual += 1;
                return;
            }
            _ => return draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, None),
        };
        let section = group.text("section").unwrap_or_default();
        self.groups
            .entry(section.to_owned())
            .or_default()
            .add(passed);
        if title.to_ascii_lowercase().contains("audit") {
            self.audit.add(passed);
        }
        if passed {
            draft.passed(1);
            return;
        }
        draft.finding(&Problem {
            rule: id,
            title,
            object: node,
            ..Problem::default()
        });
    }
}
