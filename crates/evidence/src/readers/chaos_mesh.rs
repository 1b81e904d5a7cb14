//! Experiments of Chaos Mesh, alone, in lists, or as YAML documents. They have no verdict: whether the
//! service kept its objectives meanwhile must come from elsewhere.
//!
//! Measures by `kind` and `action`: `chaos.experiments`; `chaos.injected` and `chaos.recovered`, 1 where every
//! target was; `chaos.targets`; `chaos.seconds`, from the first injection to the last recovery.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Unit};
use serde_json::Value;

use super::{
    Reader,
    objects::{self, Object},
};
use crate::{
    draft::{Draft, instant},
    fields::{Fields, exact, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::ChaosMesh,
    tool: "Chaos Mesh",
    writes_nothing: false,
    matches: |content| objects::any(content, is_of_chaos_mesh),
    read,
};

fn is_of_chaos_mesh(object: &Object<'_>) -> bool {
    object.group == "chaos-mesh.org"
}

/// Plans and helpers of the group are no experiments themselves.
fn is_experiment(object: &Object<'_>) -> bool {
    is_of_chaos_mesh(object) && object.kind.ends_with("Chaos")
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let records = objects::records(content, draft);
    let (mut started, mut unfinished, mut failed) = (0, 0, 0);
    for (value, object) in records.iter().flat_map(|r| objects::objects(r)) {
        let Some(object) = object.filter(is_experiment) else {
            draft.ignore(IgnoredWhat::Document, IgnoredWhy::OtherKind, None);
            continue;
        };
        if let Some(over) = experiment(&object, draft) {
            started += 1;
            unfinished += u64::from(!over);
        }
        failed += failures(value);
    }
    draft.count("scan.objects", started);
    if started == 0 {
        draft.nothing_scanned();
    }
    if unfinished > 0 {
        draft.partial(Reason::Truncated);
    }
    if failed > 0 {
        draft.partial(Reason::ToolErrors { count: failed });
    }
}

/// Reports one experiment; whether it is over, and nothing where it never ran.
fn experiment(object: &Object<'_>, draft: &mut Draft<'_>) -> Option<bool> {
    let spec = object.spec();
    let action = spec.any_text(&["action", "mode"]).unwrap_or_default();
    let labels = [("kind", object.kind), ("action", action)];
    scopes(object, draft);
    draft.measure("chaos.experiments", &labels, 1.0, Unit::Count, None);
    let status = object.value.at("status");
    let condition = |name: &str| {
        let mut all = status.list("conditions").iter();
        let found = all.find(|c| c.text("type") == Some(name))?;
        Some(found.text("status") == Some("True"))
    };
    // Until 2.0 there was a phase in place of conditions.
    let phase = status.at("experiment").text("phase");
    let finished = phase.map(|p| p == "Finished");
    let over = condition("AllRecovered").or(finished)?;
    let moments = events(status, "timestamp");
    let injected =
        condition("AllInjected") == Some(true) || over && (finished.is_some() || applied(status));
    // What is stopped before its targets were found also counts as recovered.
    let recovered = injected && (over || is_at_once(object.kind, action));
    for (name, held) in [("chaos.injected", injected), ("chaos.recovered", recovered)] {
        let held = f64::from(u8::from(held));
        draft.measure(name, &labels, held, Unit::Count, None);
    }
    let targets = records(status).len();
    draft.measure(
        "chaos.targets",
        &labels,
        exact(many(targets)),
        Unit::Count,
        None,
    );
    if let (Some((first, from)), Some((_, to))) = (moments.first(), moments.last()) {
        draft.taken_at(first);
        let seconds = (*to - *from).as_seconds_f64();
        draft.measure("chaos.seconds", &labels, seconds, Unit::Seconds, None);
    }
    Some(over || recovered)
}

/// Faults without a duration: Chaos Mesh leaves them running, and is done when every target had its own.
fn is_at_once(kind: &str, action: &str) -> bool {
    matches!(
        (kind, action),
        ("PodChaos", "pod-kill" | "container-kill")
            | ("AWSChaos", "ec2-restart")
            | ("AzureChaos", "vm-restart")
            | ("GCPChaos", "node-reset")
    )
}

fn scopes(object: &Object<'_>, draft: &mut Draft<'_>) {
    let selector = object.spec().at("selector");
    for namespace in selector.texts("namespaces") {
        draft.scope(ScopeKind::Namespace, namespace);
    }
    for (namespace, _) in selector.entries("pods") {
        draft.scope(ScopeKind::Namespace, namespace);
    }
    for (key, name) in selector.entries("labelSelectors") {
        if let ("app" | "app.kubernetes.io/name", Some(name)) = (key.as_str(), name.as_str()) {
            draft.scope(ScopeKind::ServiceName, name);
        }
    }
}

fn records(status: &Value) -> &[Value] {
    let experiment = status.at("experiment");
    match experiment.list("containerRecords") {
        [] => experiment.list("podRecords"),
        records => records,
    }
}

/// The moments of what happened to the targets, in order.
fn events<'v>(status: &'v Value, key: &str) -> Vec<(&'v str, time::OffsetDateTime)> {
    let events = records(status).iter().flat_map(|r| r.list("events"));
    let texts = events.filter_map(|event| event.text(key));
    let mut moments: Vec<_> = texts.filter_map(|t| Some((t, instant(t)?))).collect();
    moments.sort_by_key(|(_, at)| *at);
    moments
}

/// Whether each target got its fault: once recovered, an experiment no longer counts as injected.
fn applied(status: &Value) -> bool {
    let records = records(status);
    let applied = |r: &Value| {
        r.count("injectedCount").is_some_and(|n| n > 0)
            || r.list("events").iter().any(|e| {
                e.text("operation") == Some("Apply") && e.text("type") == Some("Succeeded")
            })
    };
    !records.is_empty() && records.iter().all(applied)
}

fn failures(experiment: &Value) -> u64 {
    let records = records(experiment.at("status")).iter();
    let events = records.flat_map(|r| r.list("events"));
    many(events.filter(|e| e.text("type") == Some("Failed")).count())
}
