//! promptfoo's results, as JSON or one record a line. A record with a plugin is an attack, any other a test.
//! Of a record, prompt, variables and response are never read, of its grading only whether people did it.
//!
//! Measures: those of [`super::attack`] for attacks; for tests `test.cases`, `test.failures`, `test.errors`, and
//! of [`super::eval`] `eval.samples`, `eval.human_labels` and `eval.score` with the metric `pass_rate`, by model.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity, Unit};
use serde_json::Value;

use super::{
    Reader,
    attack::{
        Score, Target, Verdict, figure, measure, not_judged, promptfoo_family, promptfoo_target,
    },
    eval,
};
use crate::{
    draft::Draft,
    fields::{Fields, many, tidy},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Promptfoo,
    tool: "promptfoo",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(is_whole) || content.sample().first().is_some_and(is_record)
    },
    read,
};

fn is_whole(v: &Value) -> bool {
    let results = v.at("results");
    let stats = results.at("stats");
    (stats.has("successes") || v.has("evalId"))
        && (results.at("results").is_array() || stats.is_object())
}

fn is_record(v: &Value) -> bool {
    v.at("success").is_boolean() && v.has("promptIdx") && v.has("testIdx")
}

/// What became of one record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    Error,
}

/// The attacks of one plugin.
#[derive(Default)]
struct Plugin {
    /// By family, since a strategy can make an attack one of another family.
    families: BTreeMap<&'static str, (Score, u64)>,
    severity: Option<Severity>,
}

#[derive(Default)]
struct Run {
    plugins: BTreeMap<String, Plugin>,
    targets: BTreeSet<Target>,
    /// All records: passed, failed, error.
    all: [u64; 3],
    /// Records that are no attacks.
    tests: [u64; 3],
    /// Tests that passed and those that were judged, by the name of what was tested.
    rates: BTreeMap<String, (u64, u64)>,
    /// Judgements by people.
    human: u64,
    real: u64,
    unreadable: u64,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut run = Run::default();
    if let Some(whole) = content.value().filter(|v| is_whole(v)) {
        let results = whole.at("results");
        let metadata = whole.at("metadata");
        draft.version(metadata.text("promptfooVersion"));
        let dates = [
            results.text("timestamp"),
            metadata.text("evaluationCreatedAt"),
        ];
        if let Some(date) = dates.into_iter().flatten().next() {
            draft.taken_at(date);
        }
        for record in results.list("results") {
            run.record(record, None, draft);
        }
        addresses(whole.at("config"), &run, draft);
        run.stats(whole, draft);
    } else {
        for record in content.records() {
            if let Ok(value) = record.value {
                run.record(&value, record.line, draft);
            } else {
                run.unreadable += 1;
                draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            }
        }
    }
    run.report(draft);
}

impl Run {
    fn record(&mut self, record: &Value, line: Option<u64>, draft: &mut Draft<'_>) {
        let Some(outcome) = outcome(record) else {
            self.unreadable += 1;
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, line);
            return;
        };
        add(&mut self.all, outcome);
        let provider = record.at("provider");
        let id = record.text("provider").or_else(|| provider.text("id"));
        let target = id.map_or(Target::Unnamed, promptfoo_target);
        let stand_in = target == Target::StandIn;
        let name = match &target {
            Target::Named(_, name) => name.clone(),
            _ => String::new(),
        };
        self.targets.insert(target);
        if stand_in {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, line);
            return;
        }
        self.real += 1;
        match plugin(record) {
            Some((name, metadata)) => self.attack(name, metadata, outcome),
            None => self.test(name, record, outcome),
        }
    }

    fn test(&mut self, name: String, record: &Value, outcome: Outcome) {
        add(&mut self.tests, outcome);
        let parts = record.at("gradingResult").list("componentResults").iter();
        let human = parts.filter(|part| part.at("assertion").text("type") == Some("human"));
        self.human += many(human.count());
        if outcome != Outcome::Error {
            let (passed, judged) = self.rates.entry(name).or_default();
            *passed += u64::from(outcome == Outcome::Passed);
            *judged += 1;
        }
    }

    fn attack(&mut self, name: &str, metadata: &Value, outcome: Outcome) {
        let plugin = self.plugins.entry(name.to_owned()).or_default();
        let word = metadata.text("severity").and_then(Severity::from_word);
        plugin.severity = plugin.severity.max(word);
        let family = promptfoo_family(name, metadata.text("strategyId"));
        let (score, errors) = plugin.families.entry(family).or_default();
        if outcome == Outcome::Error {
            *errors += 1;
            return;
        }
        score.attempts += 1;
        score.successes += u64::from(outcome == Outcome::Failed);
    }

    /// The file's own totals. They may count more than a shortened list holds; only where there is no list
    /// at all they stand in for it, and then nobody knows which ones were attacks.
    fn stats(&mut self, whole: &Value, draft: &mut Draft<'_>) {
        let stats = whole.path(&["results", "stats"]);
        let stated = ["successes", "failures", "errors"].map(|key| stats.count(key));
        if whole.path(&["results", "results"]).is_array() {
            for (stated, counted) in stated.into_iter().zip(self.all) {
                draft.compare(stated, counted);
            }
            return;
        }
        draft.partial(Reason::NoResults);
        if !whole.at("config").has("redteam") {
            self.tests = stated.map(Option::unwrap_or_default);
        }
        self.real += stated.into_iter().flatten().sum::<u64>();
    }

    fn report(&self, draft: &mut Draft<'_>) {
        // A finding names its target where all records that count are of one.
        let mut real = self.targets.iter().filter(|t| **t != Target::StandIn);
        let only = real.next().filter(|_| real.next().is_none());
        for (name, plugin) in &self.plugins {
            plugin.report(name, only, draft);
        }
        let [passed, failures, errors] = self.tests;
        if self.tests != [0; 3] {
            draft.count("test.cases", passed + failures + errors);
            draft.count("test.failures", failures);
            draft.count("test.errors", errors);
            draft.passed(passed);
            eval::samples("", passed + failures, draft);
        }
        for (name, (passed, judged)) in &self.rates {
            let labels = [("metric", "pass_rate"), ("model", name.as_str())];
            let labels = labels
                .get(..2 - usize::from(name.is_empty()))
                .unwrap_or_default();
            let rate = tidy(figure(*passed) / figure(*judged));
            eval::score(labels, Some(rate), Some(*judged), draft);
        }
        if self.human > 0 {
            let human = figure(self.human);
            draft.measure("eval.human_labels", &[], human, Unit::Count, None);
        }
        self.completeness(draft);
    }

    fn completeness(&self, draft: &mut Draft<'_>) {
        // A stand-in beside real targets was passed over; alone it makes the run worthless.
        let alone = self.real == 0;
        for target in &self.targets {
            if alone || *target != Target::StandIn {
                target.report(draft);
            }
        }
        if alone {
            draft.nothing_scanned();
        }
        let [_, _, errors] = self.all;
        if errors > 0 {
            draft.partial(Reason::ToolErrors { count: errors });
        }
        if self.unreadable > 0 {
            draft.partial(Reason::PartsUnreadable {
                count: self.unreadable,
            });
        }
    }
}

impl Plugin {
    fn report(&self, name: &str, target: Option<&Target>, draft: &mut Draft<'_>) {
        let mut all = Score::default();
        for (family, (score, errors)) in &self.families {
            not_judged(draft, family, name, *errors);
            if score.attempts > 0 {
                measure(draft, family, name, *score);
            }
            all.attempts += score.attempts;
            all.successes += score.successes;
        }
        let verdict = Verdict {
            probe: name,
            target,
            severity: self.severity,
            score: all,
            ..Verdict::default()
        };
        verdict.report(draft);
    }
}

fn add(counts: &mut [u64; 3], outcome: Outcome) {
    let [passed, failed, errors] = counts;
    *match outcome {
        Outcome::Passed => passed,
        Outcome::Failed => failed,
        Outcome::Error => errors,
    } += 1;
}

/// The reason is 0 for none, 1 for an assertion, 2 for an error; `error` alone holds the assertion's
/// reason as well. Old files without a reason have an error where nothing was graded.
fn outcome(record: &Value) -> Option<Outcome> {
    let success = record.flag("success")?;
    let error = match record.count("failureReason") {
        Some(reason) => reason == 2,
        None => record.has("error") && !record.has("gradingResult"),
    };
    Some(match (error, success) {
        (true, _) => Outcome::Error,
        (false, true) => Outcome::Passed,
        (false, false) => Outcome::Failed,
    })
}

/// The plugin that made the attack, and what is said of it; old files say it of the test only.
fn plugin(record: &Value) -> Option<(&str, &Value)> {
    let places = [
        record.at("metadata"),
        record.path(&["testCase", "metadata"]),
    ];
    places
        .into_iter()
        .find_map(|metadata| Some((metadata.text("pluginId")?, metadata)))
}

/// The addresses of targets whose id is only `http`.
fn addresses(config: &Value, run: &Run, draft: &mut Draft<'_>) {
    if !run.targets.contains(&Target::Unnamed) {
        return;
    }
    for key in ["targets", "providers"] {
        for target in config.list(key) {
            let url = target.at("config").text("url");
            if let Some(url) = url.filter(|u| u.contains("://") && !u.contains("{{")) {
                draft.scope(ScopeKind::Url, url);
            }
        }
    }
}
