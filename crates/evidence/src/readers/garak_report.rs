//! garak's `report.jsonl`. Rows with attempts hold prompts and outputs: of them only the probe's name is read.

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason};
use serde_json::Value;

use super::{
    Reader,
    attack::{Score, Target, Verdict, garak_family, garak_target, measure, not_judged},
};
use crate::{
    draft::Draft,
    fields::{Fields, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::GarakReport,
    tool: "garak",
    writes_nothing: false,
    matches: |content| content.sample().iter().any(is_row),
    read,
};

fn is_row(v: &Value) -> bool {
    match v.text("entry_type") {
        Some("init") => v.has("garak_version"),
        Some("attempt") => v.has("probe_classname"),
        Some("eval") => v.has("probe") && v.has("detector"),
        Some("start_run setup") => v.has("_config.version"),
        _ => false,
    }
}

/// What the rows say of one probe.
#[derive(Default)]
struct Probe {
    /// The detector with the worst score. Detectors judge the same outputs, so that they never add up.
    worst: Option<(String, Score)>,
    /// Outputs that the detector with the most of them could not judge.
    not_judged: u64,
}

#[derive(Default)]
struct Run {
    probes: BTreeMap<String, Probe>,
    target: Option<Target>,
    starts: u64,
    ends: u64,
    unreadable: u64,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut run = Run::default();
    for record in content.records() {
        if let Ok(row) = record.value {
            run.row(&row, record.line, draft);
        } else {
            run.unreadable += 1;
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
        }
    }
    run.report(draft);
}

impl Run {
    fn row(&mut self, row: &Value, line: Option<u64>, draft: &mut Draft<'_>) {
        match row.text("entry_type") {
            Some("start_run setup") => {
                draft.version(row.text("_config.version"));
                self.target = Some(target(row));
            }
            Some("init") => {
                self.starts += 1;
                draft.version(row.text("garak_version"));
                if let Some(date) = row.text("start_time") {
                    draft.taken_at(date);
                }
            }
            Some("attempt") => {
                if let Some(probe) = row.text("probe_classname").map(probe_name) {
                    self.attempted(probe);
                }
            }
            Some("eval") => self.eval(row, line, draft),
            Some("completion") => self.ends += 1,
            // The digest repeats the evaluations.
            Some("digest") => {}
            _ => draft.ignore(IgnoredWhat::Line, IgnoredWhy::OtherKind, line),
        }
    }

    fn attempted(&mut self, probe: &str) {
        // Looked up first: thousands of rows are of one probe.
        if !is_test(probe) && !self.probes.contains_key(probe) {
            self.probes.insert(probe.to_owned(), Probe::default());
        }
    }

    fn eval(&mut self, row: &Value, line: Option<u64>, draft: &mut Draft<'_>) {
        let (Some(probe), Some(detector), Some(score)) = (
            row.text("probe").map(probe_name),
            row.text("detector").map(detector_name),
            score(row),
        ) else {
            self.unreadable += 1;
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, line);
            return;
        };
        if is_test(probe) || is_always(detector) {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, line);
            return;
        }
        let entry = self.probes.entry(probe.to_owned()).or_default();
        entry.not_judged = entry.not_judged.max(row.count("nones").unwrap_or(0));
        let worse = |(_, old): &(String, Score)| score.worse_than(*old);
        if score.attempts > 0 && entry.worst.as_ref().is_none_or(worse) {
            entry.worst = Some((detector.to_owned(), score));
        }
    }

    fn report(&self, draft: &mut Draft<'_>) {
        let target = self.target.as_ref();
        if let Some(target) = target {
            target.report(draft);
        }
        for (name, probe) in &self.probes {
            let family = garak_family(name);
            not_judged(draft, family, name, probe.not_judged);
            if let Some((detector, score)) = &probe.worst {
                measure(draft, family, name, *score);
                let verdict = Verdict {
                    probe: name,
                    detector: Some(detector),
                    target,
                    score: *score,
                    ..Verdict::default()
                };
                verdict.report(draft);
            }
        }
        self.completeness(draft);
    }

    fn completeness(&self, draft: &mut Draft<'_>) {
        if self.ends < self.starts.max(1) {
            draft.partial(Reason::Truncated);
        }
        if self.unreadable > 0 {
            draft.partial(Reason::PartsUnreadable {
                count: self.unreadable,
            });
        }
        let silent = self.probes.values().filter(|p| p.worst.is_none()).count();
        if silent == self.probes.len() {
            draft.nothing_scanned();
        } else if silent > 0 {
            draft.partial(Reason::AnalyserSilent {
                count: many(silent),
            });
        }
    }
}

/// The target that a row of settings names; `model_type` and `model_name` until 0.13.
pub fn target(settings: &Value) -> Target {
    garak_target(
        settings.any_text(&["plugins.target_type", "plugins.model_type"]),
        settings.any_text(&["plugins.target_name", "plugins.model_name"]),
    )
}

/// Outputs judged and those where the attacker won; `total` until 0.13. `None` for counts that can't be.
fn score(row: &Value) -> Option<Score> {
    let passed = row.count("passed")?;
    let attempts = row
        .count("total_evaluated")
        .or_else(|| row.count("total"))
        .or_else(|| row.count("fails")?.checked_add(passed))?;
    let successes = attempts.checked_sub(passed)?;
    Some(Score {
        attempts,
        successes,
    })
}

/// A probe's name without the package that old versions write before it.
pub fn probe_name(name: &str) -> &str {
    name.strip_prefix("probes.").unwrap_or(name)
}

/// A detector's name without what old versions write before it.
pub fn detector_name(name: &str) -> &str {
    let name = name.strip_prefix("detectors.").unwrap_or(name);
    name.strip_prefix("detector.").unwrap_or(name)
}

/// Whether a probe only tests garak itself.
pub fn is_test(probe: &str) -> bool {
    probe.starts_with("test.")
}

/// Whether a detector says the same whatever the output is.
pub fn is_always(detector: &str) -> bool {
    detector.starts_with("always.")
}
