//! Prometheus' answer to `/api/v1/rules` (that of Thanos, Mimir and Grafana too), and its rules as they are
//! declared: files with `groups`, and `PrometheusRule` objects of Kubernetes. Annotations are never read.
//! Nobody knows whether declared rules were ever loaded: they are neither dated nor evaluated.
//!
//! Measures: `alert.rules` by `purpose` (see `purpose`), and `alert.rules.with_severity` of them; `alert.for`, how long what
//! the soonest of them watches must last before it fires;
//! `alert.firing` by `purpose`; `record.rules`; `rules.healthy` of `rules.evaluated`; `slo.objective` by
//! `service`, `slo` and `signal` where rules were generated from objectives (Sloth, Pyrra).

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, Severity, Unit};
use serde_json::Value;

use super::{
    Reader,
    log_store::days::days,
    objects::{self, Object},
    purpose::purpose,
};
use crate::{
    draft::{Draft, Problem, instant},
    fields::{Fields, exact, number, tidy},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::PrometheusRules,
    tool: "Prometheus",
    writes_nothing: false,
    matches: |content| {
        let first = content.sample().first();
        first.is_some_and(|v| is_answer(v) || is_file(v)) || objects::any(content, is_object)
    },
    read,
};

fn is_answer(v: &Value) -> bool {
    let groups = v.at("data").list("groups");
    let named = |g: &Value| g.has("name") && g.get("rules").is_some();
    v.has("status") && v.at("data").at("groups").is_array() && groups.iter().all(named)
}

/// Others call things groups and rules too: those of Prometheus have an expression.
fn is_file(v: &Value) -> bool {
    let mut rules = v.list("groups").iter().flat_map(|g| g.list("rules"));
    let known = |r: &Value| r.has("expr") && (r.has("alert") || r.has("record"));
    v.list("groups").iter().all(|g| g.has("name")) && rules.next().is_some_and(known)
}

fn is_object(object: &Object<'_>) -> bool {
    object.group == "monitoring.coreos.com" && object.kind == "PrometheusRule"
}

/// For how many seconds an alert's condition must hold before it fires, `duration` in answers and `for` in files; 0 where
/// nothing is said, `None` where that can't be read.
fn wait(rule: &Value) -> Option<f64> {
    const DAY: f64 = 86_400.0;
    let stated = ["duration", "for"].map(|key| rule.at(key));
    let Some(stated) = stated.into_iter().find(|value| !value.is_null()) else {
        return Some(0.0);
    };
    let seconds = number(stated).or_else(|| Some(tidy(days(stated.as_str()?)? * DAY)));
    seconds.filter(|seconds| *seconds >= 0.0)
}

/// The rules of one purpose.
#[derive(Default)]
struct Alerts {
    rules: u64,
    with_severity: u64,
    firing: u64,
    /// After how many seconds the soonest one fires, where that can be read.
    wait: Option<f64>,
}

#[derive(Default)]
struct Run<'v> {
    alerts: BTreeMap<&'static str, Alerts>,
    objectives: BTreeSet<(&'v str, &'v str, &'static str)>,
    recording: u64,
    evaluated: u64,
    healthy: u64,
    unknown: u64,
    /// Whether all of them are only declared.
    declared: bool,
    last: Option<(time::OffsetDateTime, &'v str)>,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let records = objects::records(content, draft);
    let mut run = Run {
        declared: true,
        ..Run::default()
    };
    for (value, object) in records.iter().flat_map(|r| objects::objects(r)) {
        let groups = if is_answer(value) {
            if value.text("status") != Some("success") {
                draft.failed(Reason::RunFailed);
            }
            run.declared = false;
            value.at("data").list("groups")
        } else if object.as_ref().is_some_and(is_object) {
            draft.partial(Reason::NotAnalysed);
            value.at("spec").list("groups")
        } else if is_file(value) {
            draft.partial(Reason::NotAnalysed);
            value.list("groups")
        } else {
            draft.ignore(IgnoredWhat::Document, IgnoredWhy::OtherKind, None);
            continue;
        };
        for group in groups {
            for rule in group.list("rules") {
                run.rule(rule, group, draft);
            }
        }
    }
    run.report(draft);
}

impl<'v> Run<'v> {
    fn rule(&mut self, rule: &'v Value, group: &'v Value, draft: &mut Draft<'_>) {
        let Some(name) = rule.any_text(&["name", "alert", "record"]) else {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
            return;
        };
        let labels = rule.at("labels");
        let query = rule.any_text(&["query", "expr"]);
        let watched = purpose([name].into_iter().chain(query));
        let alerting = rule
            .text("type")
            .map_or(rule.has("state") || rule.has("alert"), |t| t == "alerting");
        if alerting {
            let entry = self.alerts.entry(watched).or_default();
            entry.rules += 1;
            entry.with_severity += u64::from(labels.has("severity"));
            entry.firing += u64::from(rule.text("state") == Some("firing"));
            let waits = [entry.wait, wait(rule)].into_iter().flatten();
            entry.wait = waits.reduce(f64::min);
        } else {
            self.recording += 1;
        }
        let generated = ["sloth_slo", "slo"];
        if let Some(slo) = labels.any_text(&generated) {
            let service = labels.any_text(&["sloth_service", "service", "job"]);
            let signal = purpose([slo, name].into_iter().chain(query));
            self.objectives
                .insert((service.unwrap_or_default(), slo, signal));
        }
        self.health(rule, group, name, draft);
    }

    fn health(&mut self, rule: &'v Value, group: &Value, name: &str, draft: &mut Draft<'_>) {
        let last = rule.text("lastEvaluation");
        let last = last.and_then(|text| Some((instant(text)?, text)));
        self.last = self.last.max(last);
        match rule.text("health") {
            Some("ok") => {
                self.evaluated += 1;
                self.healthy += 1;
                draft.passed(1);
            }
            // The second is Grafana's word.
            Some("err" | "error") => {
                self.evaluated += 1;
                draft.finding(&Problem {
                    rule: name,
                    title: rule.text("lastError").unwrap_or(name),
                    otherwise: Severity::Medium,
                    object: group.text("name"),
                    file: group.text("file"),
                    ..Problem::default()
                });
            }
            _ => self.unknown += 1,
        }
    }

    fn report(&self, draft: &mut Draft<'_>) {
        if let Some((_, text)) = self.last {
            draft.taken_at(text);
        }
        for (purpose, alerts) in &self.alerts {
            for (name, count) in [
                ("alert.rules", alerts.rules),
                ("alert.rules.with_severity", alerts.with_severity),
                ("alert.firing", alerts.firing),
            ] {
                let labels = [("purpose", *purpose)];
                if self.declared && name == "alert.firing" {
                    continue;
                }
                draft.measure(name, &labels, exact(count), Unit::Count, None);
            }
            if let Some(wait) = alerts.wait {
                let labels = [("purpose", *purpose)];
                draft.measure("alert.for", &labels, wait, Unit::Seconds, None);
            }
        }
        draft.count("record.rules", self.recording);
        if !self.declared {
            draft.count("rules.evaluated", self.evaluated);
            draft.count("rules.healthy", self.healthy);
        }
        for (service, slo, signal) in &self.objectives {
            let labels = [("service", *service), ("slo", *slo), ("signal", *signal)];
            draft.measure("slo.objective", &labels, 1.0, Unit::Count, None);
        }
        if self.alerts.is_empty() && self.recording == 0 {
            draft.nothing_scanned();
        }
        // Rules that were not evaluated yet say nothing about their health.
        if self.unknown > 0 {
            draft.partial(Reason::AnalyserSilent {
                count: self.unknown,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::wait;

    #[test]
    fn an_alert_waits_as_long_as_it_says() {
        for (rule, expected) in [
            (json!({"alert": "A"}), Some(0.0)),
            (json!({"alert": "A", "for": "24h"}), Some(86_400.0)),
            (json!({"alert": "A", "for": "1d12h"}), Some(129_600.0)),
            (json!({"alert": "A", "for": "23h59m60s"}), Some(86_400.0)),
            (json!({"alert": "A", "for": 0}), Some(0.0)),
            (json!({"name": "A", "duration": 300}), Some(300.0)),
            (json!({"alert": "A", "for": "soon"}), None),
            (json!({"name": "A", "duration": -1}), None),
        ] {
            assert_eq!(wait(&rule), expected, "{rule}");
        }
    }
}
