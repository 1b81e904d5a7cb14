//! What Alertmanager sends to a webhook, version 4: one delivery, or several as a list or one a line.
//! Annotations are never read.
//!
//! Measures: `alert.deliveries` by `receiver` and `purpose` (see `purpose`); `alert.alerts` by `status`,
//! `severity` and `purpose`; `alert.seconds` by `alert`, how long a resolved one lasted.

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Unit};
use serde_json::Value;

use super::{Reader, purpose::purpose};
use crate::{
    draft::{Draft, instant},
    fields::{Fields, exact},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::AlertmanagerWebhook,
    tool: "Alertmanager",
    writes_nothing: false,
    matches: |content| {
        let first = content.records().next().and_then(|r| r.value.ok());
        first.is_some_and(|v| is_delivery(&v))
    },
    read,
};

/// Grafana sends the same with `version` 1.
fn is_delivery(v: &Value) -> bool {
    v.at("alerts").is_array() && v.has("receiver") && (v.has("groupKey") || v.has("groupLabels"))
}

#[derive(Default)]
struct Run {
    deliveries: BTreeMap<(String, &'static str), u64>,
    alerts: BTreeMap<(String, String, &'static str), u64>,
    truncated: u64,
    unreadable: u64,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut run = Run::default();
    for record in content.records() {
        match record.value {
            Ok(delivery) if is_delivery(&delivery) => run.delivery(&delivery, draft),
            Ok(_) => draft.ignore(IgnoredWhat::Document, IgnoredWhy::OtherKind, record.line),
            Err(_) => {
                run.unreadable += 1;
                draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            }
        }
    }
    run.report(draft);
}

impl Run {
    fn delivery(&mut self, delivery: &Value, draft: &mut Draft<'_>) {
        draft.version(delivery.text("version"));
        let alerts = delivery.list("alerts");
        let common = delivery.at("commonLabels");
        let names = alerts
            .iter()
            .filter_map(|a| a.at("labels").text("alertname"));
        let watched = purpose(common.text("alertname").into_iter().chain(names));
        let receiver = delivery.text("receiver").unwrap_or_default().to_owned();
        *self.deliveries.entry((receiver, watched)).or_default() += 1;
        self.truncated += delivery.count("truncatedAlerts").unwrap_or_default();
        for alert in alerts {
            self.alert(alert, delivery, draft);
        }
    }

    fn alert(&mut self, alert: &Value, delivery: &Value, draft: &mut Draft<'_>) {
        let labels = alert.at("labels");
        let Some(name) = labels.text("alertname") else {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
            return;
        };
        let status = alert.text("status").or_else(|| delivery.text("status"));
        let severity = labels.text("severity").unwrap_or("none").to_lowercase();
        let key = (
            status.unwrap_or_default().to_owned(),
            severity,
            purpose([name]),
        );
        *self.alerts.entry(key).or_default() += 1;
        for (label, kind) in [
            ("namespace", ScopeKind::Namespace),
            ("service", ScopeKind::ServiceName),
            ("model_name", ScopeKind::ModelName),
        ] {
            if let Some(value) = labels.text(label) {
                draft.scope(kind, value);
            }
        }
        let started = alert.text("startsAt");
        if let Some(date) = started {
            draft.taken_at(date);
        }
        // While it fires, it ends in the year 1.
        let ended = alert.text("endsAt").and_then(instant);
        if let (Some(from), Some(to)) = (started.and_then(instant), ended)
            && status == Some("resolved")
            && to >= from
        {
            let seconds = (to - from).as_seconds_f64();
            draft.measure(
                "alert.seconds",
                &[("alert", name)],
                seconds,
                Unit::Seconds,
                None,
            );
        }
    }

    fn report(&self, draft: &mut Draft<'_>) {
        for ((receiver, watched), count) in &self.deliveries {
            let labels = [("receiver", receiver.as_str()), ("purpose", *watched)];
            draft.measure(
                "alert.deliveries",
                &labels,
                exact(*count),
                Unit::Count,
                None,
            );
        }
        for ((status, severity, watched), count) in &self.alerts {
            let labels = [
                ("status", status.as_str()),
                ("severity", severity.as_str()),
                ("purpose", *watched),
            ];
            draft.measure("alert.alerts", &labels, exact(*count), Unit::Count, None);
        }
        if self.alerts.is_empty() {
            draft.nothing_scanned();
        }
        if self.truncated > 0 {
            let count = self.truncated;
            draft.partial(Reason::ObjectsSkipped { count });
        }
        if self.unreadable > 0 {
            let count = self.unreadable;
            draft.partial(Reason::PartsUnreadable { count });
        }
    }
}
