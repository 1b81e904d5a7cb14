//! garak's `hitlog.jsonl`: only the attacks that succeeded, so that it never shows a clean run. `goal`,
//! `prompt`, `output` and `triggers` are never read.

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, Severity, Unit};
use serde_json::Value;

use super::{
    Reader,
    attack::{Target, Verdict, figure, garak_family, garak_target},
    garak_report::{detector_name, is_always, is_test, probe_name, target},
};
use crate::{draft::Draft, fields::Fields, intake::Content};

pub static READER: Reader = Reader {
    kind: Kind::GarakHitlog,
    tool: "garak",
    writes_nothing: false,
    matches: |content| {
        let rows = content.sample();
        rows.iter().any(|v| is_hit(v) || is_end(v))
    },
    read,
};

fn is_hit(v: &Value) -> bool {
    !v.has("entry_type")
        && ["probe", "detector", "generator", "attempt_id"]
            .iter()
            .all(|key| v.has(key))
}

/// Copies with the frame of a run around the hits end like this; reports end with `completion`.
fn is_end(v: &Value) -> bool {
    v.text("entry_type") == Some("completed") && v.has("run_id")
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut hits: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    let (mut attacked, mut unreadable) = (None, 0);
    for record in content.records() {
        let line = record.line;
        let Ok(row) = record.value else {
            unreadable += 1;
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, line);
            continue;
        };
        if row.has("entry_type") {
            if let Some(date) = row.text("start_time") {
                draft.taken_at(date);
            }
            attacked = attacked.or_else(|| Some(target(&row)).filter(|t| *t != Target::Unnamed));
            continue;
        }
        let named = (row.text("probe"), row.text("detector"));
        let (Some(probe), Some(detector)) = named else {
            unreadable += 1;
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, line);
            continue;
        };
        let (probe, detector) = (probe_name(probe), detector_name(detector));
        if is_test(probe) || is_always(detector) {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, line);
            continue;
        }
        attacked = attacked.or_else(|| row.text("generator").map(generator));
        let detectors = hits.entry(probe.to_owned()).or_default();
        *detectors.entry(detector.to_owned()).or_default() += 1;
    }
    if let Some(target) = &attacked {
        target.report(draft);
    }
    let target = attacked.as_ref();
    for (probe, detectors) in &hits {
        report(probe, detectors, target, draft);
    }
    draft.partial(Reason::CoverageNotStated);
    if unreadable > 0 {
        draft.partial(Reason::PartsUnreadable { count: unreadable });
    }
}

/// `huggingface gpt2`: the type and the name.
fn generator(text: &str) -> Target {
    match text.split_once(' ') {
        Some((kind, name)) => garak_target(Some(kind), Some(name)),
        None => garak_target(Some(text), None),
    }
}

/// Reports the hits of the detector with the most of them. The rate is unknown: a hit is then medium.
fn report(
    probe: &str,
    detectors: &BTreeMap<String, u64>,
    target: Option<&Target>,
    draft: &mut Draft<'_>,
) {
    let Some((detector, hits)) = detectors.iter().max_by_key(|(_, hits)| **hits) else {
        return;
    };
    let labels = [("family", garak_family(probe)), ("probe", probe)];
    draft.measure(
        "attack.successes",
        &labels,
        figure(*hits),
        Unit::Count,
        None,
    );
    let verdict = Verdict {
        probe,
        detector: Some(detector),
        target,
        ..Verdict::default()
    };
    verdict.found(&hits.to_string(), Severity::Medium, draft);
}
