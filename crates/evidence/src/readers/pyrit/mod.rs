//! `PyRIT`'s results: a scenario with its attacks by name, or attack results alone, in a list or one a line.
//! Objectives, responses, scores' reasons and conversations are never read. `success` means that the attacker
//! won; only a scenario in the state `COMPLETED` ran to its end.
//!
//! Measures: those of [`super::attack`]; the probe is the attack's name. Scopes: the model, the address.

mod target;

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason};
use serde_json::Value;

use super::{
    Reader,
    attack::{Score, Target, Verdict, measure, not_judged, pyrit_family},
};
use crate::{
    draft::Draft,
    fields::{Fields, items, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Pyrit,
    tool: "PyRIT",
    writes_nothing: false,
    matches: |content| {
        let mut records = content.records().take(8);
        records.any(|r| r.value.is_ok_and(|v| is_scenario(&v) || is_attack(&v)))
    },
    read,
};

fn is_scenario(v: &Value) -> bool {
    let named = v.has("scenario_identifier") || v.has("scenario_name");
    v.has("scenario_run_state") && v.at("attack_results").is_object()
        || (named && v.at("attack_results").is_object())
}

fn is_attack(v: &Value) -> bool {
    let own = [
        "attack_result_id",
        "conversation_id",
        "atomic_attack_identifier",
        "attack_identifier",
    ];
    v.at("outcome").is_string() && v.has("objective") && own.iter().any(|key| v.has(key))
}

/// The attacks of one name in one family.
#[derive(Default)]
struct Probe {
    score: Score,
    /// Errors and undetermined outcomes: nobody judged them.
    silent: u64,
}

#[derive(Default)]
struct Run {
    probes: BTreeMap<(&'static str, String), Probe>,
    target: Option<Target>,
    errors: u64,
    unreadable: u64,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut run = Run::default();
    let mut scenarios = 0;
    for record in content.records() {
        match record.value {
            Ok(v) if is_scenario(&v) => {
                scenarios += 1;
                run.scenario(&v, draft);
            }
            Ok(v) if is_attack(&v) => {
                if let Some(date) = v.text("timestamp") {
                    draft.taken_at(date);
                }
                let name = target::technique(&v).unwrap_or("attack").to_owned();
                run.attack(&name, "", &v, draft);
            }
            Ok(_) => draft.ignore(IgnoredWhat::Result, IgnoredWhy::OtherKind, record.line),
            Err(_) => {
                run.unreadable += 1;
                draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            }
        }
    }
    if scenarios == 0 {
        // Attack results alone don't say whether they are all of a run.
        draft.partial(Reason::CoverageNotStated);
    }
    run.report(draft);
}

impl Run {
    fn scenario(&mut self, scenario: &Value, draft: &mut Draft<'_>) {
        let identifier = scenario.at("scenario_identifier");
        let version = scenario
            .text("pyrit_version")
            .or(identifier.text("pyrit_version"));
        draft.version(version);
        let dates = ["creation_time", "completion_time"];
        if let Some(date) = scenario.any_text(&dates) {
            draft.taken_at(date);
        }
        match scenario
            .text("scenario_run_state")
            .map(target::word)
            .as_deref()
        {
            Some("completed") => {}
            Some("failed") => draft.failed(Reason::RunFailed),
            _ => draft.partial(Reason::Truncated),
        }
        self.aim(scenario.at("objective_target_identifier"), draft);
        if self.target.is_none() {
            self.aim(identifier.path(&["children", "objective_target"]), draft);
        }
        let name = scenario.any_text(&["scenario_name"]);
        let name = name
            .or(identifier.any_text(&["name", "class_name"]))
            .unwrap_or_default();
        for (attack, results) in scenario.entries("attack_results") {
            for result in items(results) {
                self.attack(attack, name, result, draft);
            }
        }
    }

    fn aim(&mut self, identifier: &Value, draft: &mut Draft<'_>) {
        if let Some(target) = target::of(identifier, draft) {
            target.report(draft);
            self.target.get_or_insert(target);
        }
    }

    fn attack(&mut self, name: &str, scenario: &str, result: &Value, draft: &mut Draft<'_>) {
        let Some(outcome) = result.text("outcome").map(target::word) else {
            self.unreadable += 1;
            return draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        };
        let technique = target::technique(result).unwrap_or_default();
        let harms = result.texts("targeted_harm_categories");
        let texts: Vec<_> = [name, technique]
            .into_iter()
            .chain(harms)
            .chain([scenario])
            .collect();
        let probe = self
            .probes
            .entry((pyrit_family(&texts), name.to_owned()))
            .or_default();
        match outcome.as_str() {
            "success" | "failure" => {
                probe.score.attempts += 1;
                probe.score.successes += u64::from(outcome == "success");
            }
            other => {
                probe.silent += 1;
                self.errors += u64::from(other == "error");
            }
        }
        if self.target.is_none() {
            self.aim(target::of_attack(result), draft);
        }
    }

    fn report(&self, draft: &mut Draft<'_>) {
        let target = self.target.as_ref();
        let stand_in = target == Some(&Target::StandIn);
        for ((family, name), probe) in &self.probes {
            not_judged(draft, family, name, probe.silent);
            if probe.score.attempts == 0 || stand_in {
                continue;
            }
            measure(draft, family, name, probe.score);
            let verdict = Verdict {
                probe: name,
                target,
                score: probe.score,
                ..Verdict::default()
            };
            verdict.report(draft);
        }
        let silent = self
            .probes
            .values()
            .filter(|p| p.score.attempts == 0)
            .count();
        if silent == self.probes.len() {
            draft.nothing_scanned();
        } else if silent > 0 {
            draft.partial(Reason::AnalyserSilent {
                count: many(silent),
            });
        }
        if self.errors > 0 {
            draft.partial(Reason::ToolErrors { count: self.errors });
        }
        if self.unreadable > 0 {
            draft.partial(Reason::PartsUnreadable {
                count: self.unreadable,
            });
        }
    }
}
