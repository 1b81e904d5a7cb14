//! Where pods go, and how many may be away at once.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::fields::Fields;

use super::{Cluster, index::Index, selector, workload::Workload};

const ZONES: [&str; 2] = [
    "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/zone",
];
const HOST: &str = "kubernetes.io/hostname";

/// How strictly pods are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Apart {
    /// Where it is possible.
    Preferred,
    /// Always.
    Required,
}

impl Apart {
    /// As an attribute.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Required => "required",
        }
    }
}

/// How pods of one workload are kept apart.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread {
    /// Over zones.
    pub zone: Option<Apart>,
    /// Over nodes.
    pub host: Option<Apart>,
}

impl Spread {
    /// That of a workload: rules about pods of others don't keep its own apart.
    pub fn of(workload: &Workload<'_>) -> Self {
        let mut spread = Self::default();
        let own = |s: &Value| !workload.is_plain() || selector::takes(s, workload.labels);
        for rule in workload.pod.list("topologySpreadConstraints") {
            if own(rule.at("labelSelector")) {
                let soft = rule.text("whenUnsatisfiable") == Some("ScheduleAnyway");
                spread.note(rule.text("topologyKey"), soft);
            }
        }
        let anti = workload.pod.path(&["affinity", "podAntiAffinity"]);
        for term in anti.list("requiredDuringSchedulingIgnoredDuringExecution") {
            if own(term.at("labelSelector")) {
                spread.note(term.text("topologyKey"), false);
            }
        }
        for weighted in anti.list("preferredDuringSchedulingIgnoredDuringExecution") {
            let term = weighted.at("podAffinityTerm");
            if own(term.at("labelSelector")) {
                spread.note(term.text("topologyKey"), true);
            }
        }
        spread
    }

    fn note(&mut self, key: Option<&str>, soft: bool) {
        let apart = if soft {
            Apart::Preferred
        } else {
            Apart::Required
        };
        match key {
            Some(key) if ZONES.contains(&key) => self.zone = self.zone.max(Some(apart)),
            Some(HOST) => self.host = self.host.max(Some(apart)),
            _ => {}
        }
    }
}

/// Where the workloads stand of which a budget keeps some pods.
pub fn protected(cluster: &Cluster<'_>, index: &mut Index<'_>) -> BTreeSet<usize> {
    let mut protected = BTreeSet::new();
    for budget in &cluster.budgets {
        let spec = budget.spec();
        let chosen = spec.at("selector");
        // In the beta an empty selector took nothing.
        let beta = budget.version == "policy/v1beta1";
        let empty = chosen.as_object().is_some_and(serde_json::Map::is_empty);
        if !chosen.is_object() || !keeps(spec) || beta && empty {
            continue;
        }
        let takes = |place: &usize| {
            let workload = cluster.workloads.get(*place);
            workload.is_some_and(|workload| selector::takes(chosen, workload.labels))
        };
        let places = index.candidates(chosen.at("matchLabels"), budget.namespace());
        protected.extend(places.into_iter().filter(takes));
    }
    protected
}

/// Whether it keeps any: all may be away, or none need be there, is no protection.
fn keeps(spec: &Value) -> bool {
    let share = |key: &str| {
        spec.text(key)
            .and_then(|t| t.strip_suffix('%')?.parse::<f64>().ok())
    };
    let least = spec.number("minAvailable").or(share("minAvailable"));
    if let Some(least) = least {
        return least > 0.0;
    }
    match share("maxUnavailable") {
        Some(share) => share < 100.0,
        None => spec.has("maxUnavailable"),
    }
}
