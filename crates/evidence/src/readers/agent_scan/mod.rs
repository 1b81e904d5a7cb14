//! snyk agent-scan, formerly invariantlabs mcp-scan: results by path (up to 0.5, and `inspect` of any
//! version) or a list of risks (from 0.6). Arguments, environment, headers, descriptions, evidence, server
//! output and traces are never read.

mod by_path;
mod by_risk;

use domain::evidence::{Kind, Reason};
use serde_json::Value;

use super::Reader;
use crate::{draft::Draft, fields::Fields, intake::Content};

pub static READER: Reader = Reader {
    kind: Kind::AgentScan,
    tool: "agent-scan",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            let by_path = |o: &serde_json::Map<String, Value>| {
                !o.is_empty() && o.values().all(by_path::is_result)
            };
            v.at("scan_path_responses").is_array() || v.as_object().is_some_and(by_path)
        })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let Some(report) = content.value().filter(|v| v.is_object()) else {
        draft.incomplete("scan_path_responses");
        return;
    };
    let mut seen = Seen::default();
    if report.has("scan_path_responses") {
        let responses = report.list("scan_path_responses");
        for r in responses {
            by_risk::response(r, &mut seen, draft);
        }
    } else {
        for (path, result) in report.as_object().into_iter().flatten() {
            by_path::result(path, result, &mut seen, draft);
        }
    }
    draft.count("scan.objects", seen.objects);
    draft.count("agent_scan.tools", seen.tools);
    if seen.objects == 0 {
        draft.nothing_scanned();
    }
    for (count, reason) in [
        (
            seen.unreached,
            Reason::TargetsNotReached {
                count: seen.unreached,
            },
        ),
        (seen.unseen, Reason::NotAnalysed),
    ] {
        if count > 0 {
            draft.partial(reason);
        }
    }
}

/// What a run met.
#[derive(Default)]
struct Seen {
    /// Servers and skills.
    objects: u64,
    /// Tools, prompts and resources of servers.
    tools: u64,
    /// Servers and skills that failed.
    unreached: u64,
    /// Servers that were only listed.
    unseen: u64,
}

impl Seen {
    /// Notes an error; those that are no failure (such as a path that is not there) don't count.
    fn error(&mut self, error: &Value, draft: &mut Draft<'_>) -> bool {
        let failed = error.is_object() && error.flag("is_failure") != Some(false);
        match error.text("category") {
            Some("analysis_error") if failed => draft.failed(Reason::BackendNotReached),
            _ if failed => self.unreached += 1,
            _ => {}
        }
        failed
    }
}
