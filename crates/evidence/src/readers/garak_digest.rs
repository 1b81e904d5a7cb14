//! garak's digest alone: rates by probe, without counts and without whether the run ended.

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, Unit};
use serde_json::Value;

use super::{
    Reader,
    attack::{Target, Verdict, garak_family, garak_target, severity},
    garak_report::{is_always, is_test, target},
};
use crate::{draft::Draft, fields::Fields, intake::Content};

pub static READER: Reader = Reader {
    kind: Kind::GarakDigest,
    tool: "garak",
    writes_nothing: false,
    matches: |content| {
        content
            .value()
            .is_some_and(|v| v.text("entry_type") == Some("digest") && v.at("eval").is_object())
    },
    read,
};

/// A probe's worst detector and the share of outputs that withstood by its judgement.
struct Probe<'a> {
    worst: Option<(&'a str, f64)>,
    tags: Vec<&'a str>,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let digest = content.value().unwrap_or(&Value::Null);
    let meta = digest.at("meta");
    draft.version(meta.text("garak_version"));
    if let Some(date) = meta.any_text(&["start_time", "report_digest_time"]) {
        draft.taken_at(date);
    }
    let target = match garak_target(meta.text("target_type"), meta.text("target_name")) {
        Target::Unnamed => target(meta.at("setup")),
        named => named,
    };
    target.report(draft);
    let (mut silent, mut judged) = (0, 0);
    for (name, probe) in probes(digest, draft) {
        let Some((detector, withstood)) = probe.worst else {
            silent += 1;
            continue;
        };
        judged += 1;
        let labels = [("family", garak_family(name)), ("probe", name)];
        // Six places: the difference of two fractions has noise behind them.
        let rate = ((1.0 - withstood) * 1e6).round() / 1e6;
        draft.measure("attack.success_rate", &labels, rate, Unit::Ratio, None);
        if withstood >= 1.0 {
            draft.passed(1);
            continue;
        }
        let verdict = Verdict {
            probe: name,
            detector: Some(detector),
            target: Some(&target),
            tags: &probe.tags,
            ..Verdict::default()
        };
        let rate = format!("{:.1}%", rate * 100.0);
        verdict.found(&rate, severity(withstood), draft);
    }
    if silent > 0 {
        draft.partial(Reason::AnalyserSilent { count: silent });
    }
    if judged == 0 {
        draft.nothing_scanned();
    }
    draft.partial(Reason::CoverageNotStated);
}

/// Every probe once: grouped by a taxonomy, one stands in each group that it has a tag of.
fn probes<'a>(digest: &'a Value, draft: &mut Draft<'_>) -> BTreeMap<&'a str, Probe<'a>> {
    let mut probes = BTreeMap::new();
    let groups = digest.entries("eval").filter_map(|(_, g)| g.as_object());
    for (name, probe) in groups.flatten() {
        if name.starts_with('_') || probes.contains_key(name.as_str()) {
            continue;
        }
        if is_test(name) {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, None);
            continue;
        }
        let worst = worst(probe, draft);
        let tags = probe.at("_summary").texts("probe_tags");
        probes.insert(name.as_str(), Probe { worst, tags });
    }
    probes
}

fn worst<'a>(probe: &'a Value, draft: &mut Draft<'_>) -> Option<(&'a str, f64)> {
    let mut worst: Option<(&str, f64)> = None;
    for (detector, says) in probe.as_object().into_iter().flatten() {
        if detector.starts_with('_') {
            continue;
        }
        if is_always(detector) {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, None);
            continue;
        }
        match says.number("absolute_score") {
            Some(score) if (0.0..=1.0).contains(&score) => {
                if worst.is_none_or(|(_, old)| score < old) {
                    worst = Some((detector, score));
                }
            }
            Some(_) => draft.ignore(IgnoredWhat::Number, IgnoredWhy::OutOfRange, None),
            None => draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None),
        }
    }
    worst
}
