//! Litmus: `ChaosResult`, alone, in lists, or as YAML documents. `failStep` is the tool's own text of why.
//!
//! Measures by `experiment` and `target`: `chaos.runs` that ended with a verdict and `chaos.passed` of them;
//! `chaos.probes` and `chaos.probes.passed`; `chaos.proven`, 1 where it completed, passed, and every probe of
//! at least one passed; `chaos.probe_success`, the share that the tool states; `chaos.history.passed` and
//! `chaos.history.failed`, runs since the object was made.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Severity, Unit, Warning};
use serde_json::Value;

use super::{
    Reader,
    objects::{self, Object},
};
use crate::{
    draft::{Draft, Problem},
    fields::{Fields, exact, many, number},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Litmus,
    tool: "Litmus",
    writes_nothing: false,
    matches: |content| {
        let fragment = |v: &&Value| !v.has("kind") && state(v).has("verdict");
        objects::any(content, is_result) || content.sample().iter().take(1).any(|v| fragment(&v))
    },
    read,
};

fn is_result(object: &Object<'_>) -> bool {
    object.group == "litmuschaos.io" && object.kind == "ChaosResult"
}

/// The state of a result; documents show fragments with the status alone, and old versions wrote it below
/// `spec` in lower case.
fn state(result: &Value) -> &Value {
    let places = [
        result.path(&["status", "experimentStatus"]),
        result.path(&["status", "experimentstatus"]),
        result.path(&["spec", "experimentStatus"]),
        result.path(&["spec", "experimentstatus"]),
        result.at("experimentStatus"),
    ];
    let found = places.into_iter().find(|state| state.is_object());
    found.unwrap_or(result.at("experimentStatus"))
}

#[derive(Default)]
struct Run {
    judged: u64,
    unprobed: u64,
    errors: u64,
    unfinished: u64,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let records = objects::records(content, draft);
    let mut run = Run::default();
    for (value, object) in records.iter().flat_map(|r| objects::objects(r)) {
        let other = object.is_some_and(|object| !is_result(&object));
        if other || !state(value).is_object() {
            draft.ignore(IgnoredWhat::Document, IgnoredWhy::OtherKind, None);
        } else {
            run.result(value, draft);
        }
    }
    draft.count("scan.objects", run.judged);
    if run.judged == 0 && run.errors > 0 {
        draft.failed(Reason::RunFailed);
    } else if run.judged == 0 {
        draft.nothing_scanned();
    }
    for (count, reason) in [
        (run.unfinished, Reason::Truncated),
        (run.errors, Reason::ToolErrors { count: run.errors }),
        (
            run.unprobed,
            Reason::AnalyserSilent {
                count: run.unprobed,
            },
        ),
    ] {
        if count > 0 {
            draft.partial(reason);
        }
    }
}

impl Run {
    fn result(&mut self, result: &Value, draft: &mut Draft<'_>) {
        let about = About::of(result);
        about.scopes(draft);
        date(result, draft);
        let labels = about.labels();
        let state = state(result);
        let (probes, passed) = probes(result);
        draft.measure("chaos.probes", &labels, exact(probes), Unit::Count, None);
        draft.measure(
            "chaos.probes.passed",
            &labels,
            exact(passed),
            Unit::Count,
            None,
        );
        let share = success(result, state);
        if let Some(share) = share {
            draft.measure(
                "chaos.probe_success",
                &labels,
                share,
                Unit::Ratio,
                Some(probes),
            );
        }
        history(result, &labels, draft);
        let verdict = state.text("verdict").unwrap_or_default().to_lowercase();
        let verdict = match verdict.as_str() {
            "pass" | "passed" => true,
            "fail" | "failed" => false,
            "error" => {
                self.errors += 1;
                return;
            }
            _ => {
                self.unfinished += 1;
                return;
            }
        };
        self.judged += 1;
        draft.measure("chaos.runs", &labels, 1.0, Unit::Count, None);
        let won = f64::from(u8::from(verdict));
        draft.measure("chaos.passed", &labels, won, Unit::Count, None);
        let completed = state.text("phase").is_none_or(|p| p == "Completed");
        let all = probes > 0 && passed == probes && share.is_none_or(|s| s >= 1.0);
        let proven = f64::from(u8::from(verdict && completed && all));
        draft.measure("chaos.proven", &labels, proven, Unit::Count, None);
        if verdict {
            draft.passed(1);
            // Nothing was looked at while the fault was in: that it passed says little.
            self.unprobed += u64::from(probes == 0);
        } else {
            failure(&about, state, draft);
        }
    }
}

fn failure(about: &About<'_>, state: &Value, draft: &mut Draft<'_>) {
    // Since 3.0 there is an error with a reason in place of the step.
    let reason = state.at("errorOutput").any_text(&["reason", "errorCode"]);
    let step = reason.or_else(|| state.any_text(&["failStep", "failureStep"]));
    let step = step.filter(|step| !matches!(*step, "N/A" | "NA"));
    draft.finding(&Problem {
        rule: about.experiment,
        title: step.unwrap_or("Fail"),
        otherwise: Severity::Medium,
        object: Some(about.target).filter(|t| !t.is_empty()),
        ..Problem::default()
    });
}

/// What a result is about.
struct About<'v> {
    experiment: &'v str,
    target: &'v str,
    namespace: Option<&'v str>,
    kind: Option<&'v str>,
}

impl<'v> About<'v> {
    fn of(result: &'v Value) -> Self {
        let metadata = result.at("metadata");
        let spec = result.at("spec");
        let targets = result.path(&["status", "history"]).list("targets");
        let target = targets.first().unwrap_or(&Value::Null);
        let name = metadata.text("name").unwrap_or_default();
        Self {
            experiment: spec.text("experiment").unwrap_or(name),
            target: target
                .text("name")
                .or_else(|| spec.text("engine"))
                .unwrap_or_default(),
            namespace: metadata.text("namespace"),
            kind: target.text("kind"),
        }
    }

    fn labels(&self) -> [(&'static str, &'v str); 2] {
        [("experiment", self.experiment), ("target", self.target)]
    }

    fn scopes(&self, draft: &mut Draft<'_>) {
        if let Some(namespace) = self.namespace {
            draft.scope(ScopeKind::Namespace, namespace);
        }
        if let Some(kind) = self.kind {
            draft.scope(ScopeKind::Object, &format!("{kind}/{}", self.target));
        }
    }
}

/// Nothing in a result says when the run ended: the object's last change comes nearest.
fn date(result: &Value, draft: &mut Draft<'_>) {
    let metadata = result.at("metadata");
    let changes = metadata.list("managedFields").iter();
    let last = changes.filter_map(|f| f.text("time")).max();
    if let Some(date) = last.or_else(|| metadata.text("creationTimestamp")) {
        draft.taken_at(date);
        draft.warn(Warning::DateOfObject);
    }
}

/// How many probes there were, and how many passed.
fn probes(result: &Value) -> (u64, u64) {
    let status = result.at("status");
    let list = ["probeStatuses", "probeStatus"].map(|key| status.list(key));
    let probes: Vec<_> = list.into_iter().flatten().collect();
    let passed = probes.iter().filter(|p| probe_passed(p)).count();
    (many(probes.len()), many(passed))
}

/// Until 2.x a probe had a word for each phase of the run: `{"Continuous": "Passed 👍"}`.
fn probe_passed(probe: &Value) -> bool {
    let good = |text: &str| text.to_lowercase().starts_with("pass");
    let status = probe.at("status");
    if let Some(verdict) = status.text("verdict") {
        return good(verdict);
    }
    let mut words = status.as_object().into_iter().flatten().peekable();
    words.peek().is_some() && words.all(|(_, word)| word.as_str().is_some_and(good))
}

/// The stated share of probes that passed; some versions write it beside the state.
fn success(result: &Value, state: &Value) -> Option<f64> {
    let key = "probeSuccessPercentage";
    let places = [
        state.at(key),
        result.at("status").at(key),
        result.at("spec").at(key),
    ];
    let percent = places.into_iter().find_map(number)?;
    (0.0..=100.0).contains(&percent).then_some(percent / 100.0)
}

fn history(result: &Value, labels: &[(&str, &str)], draft: &mut Draft<'_>) {
    let history = result.path(&["status", "history"]);
    for (key, name) in [
        ("passedRuns", "chaos.history.passed"),
        ("failedRuns", "chaos.history.failed"),
    ] {
        if let Some(count) = history.count(key) {
            draft.measure(name, labels, exact(count), Unit::Count, None);
        }
    }
}
