//! What sends requests to replicas by more than their turn, and where secrets are kept.

use std::collections::BTreeMap;

use domain::evidence::Unit;
use serde_json::Value;

use crate::{
    draft::Draft,
    fields::{Fields, exact},
    readers::objects::Object,
};

use super::{Cluster, args::Args, workload::Workload};

/// Reports pools, routes, policies and secret stores; whether there is any of them.
pub fn report(cluster: &Cluster<'_>, draft: &mut Draft<'_>) -> bool {
    let count = |wanted: fn(&Object<'_>) -> bool| {
        let found = cluster.others.iter().filter(|o| wanted(o));
        crate::fields::many(found.count())
    };
    let pools = count(is_pool);
    let routes = count(|o| o.kind == "HTTPRoute" && leads_to_pool(o.spec()));
    let inline = count(|o| o.kind == "Secret" && o.group.is_empty() && has_values(o.value));
    for (name, count) in [
        ("k8s.inference_pools", pools),
        ("k8s.inference_routes", routes),
        ("k8s.secrets.inline", inline),
    ] {
        if count > 0 {
            draft.count(name, count);
        }
    }
    let mut stores = BTreeMap::<&str, u64>::new();
    for object in &cluster.others {
        if let Some(kind) = store(object) {
            *stores.entry(kind).or_default() += 1;
        }
    }
    let agents = cluster
        .workloads
        .iter()
        .filter(|w| has_vault_agent(w))
        .count();
    if agents > 0 {
        stores.insert("VaultAgent", crate::fields::many(agents));
    }
    let said = pools + routes > 0 || !stores.is_empty();
    for (kind, count) in stores {
        let labels = [("kind", kind)];
        draft.measure(
            "k8s.secret_stores",
            &labels,
            exact(count),
            Unit::Count,
            None,
        );
    }
    policies(cluster, draft);
    said
}

fn is_pool(object: &Object<'_>) -> bool {
    object.kind == "InferencePool" && object.group.starts_with("inference.networking.")
}

fn leads_to_pool(route: &Value) -> bool {
    let rules = route.list("rules").iter();
    let mut backends = rules.flat_map(|r| r.list("backendRefs"));
    backends.any(|b| b.text("kind") == Some("InferencePool"))
}

fn has_values(secret: &Value) -> bool {
    ["data", "stringData"]
        .iter()
        .any(|key| secret.entries(key).next().is_some())
}

/// Objects that bring secrets from a vault, or keep them encrypted.
fn store<'v>(object: &Object<'v>) -> Option<&'v str> {
    let known = matches!(
        (object.group, object.kind),
        (
            "external-secrets.io",
            "ExternalSecret" | "ClusterExternalSecret"
        ) | ("secrets-store.csi.x-k8s.io", "SecretProviderClass")
            | ("bitnami.com", "SealedSecret")
            | (
                "secrets.hashicorp.com",
                "VaultStaticSecret" | "VaultDynamicSecret" | "VaultPKISecret"
            )
    );
    known.then_some(object.kind)
}

fn has_vault_agent(workload: &Workload<'_>) -> bool {
    let template = workload
        .object
        .spec()
        .path(&["template", "metadata", "annotations"]);
    let own = workload.object.value.path(&["metadata", "annotations"]);
    [template, own]
        .iter()
        .any(|a| a.text("vault.hashicorp.com/agent-inject") == Some("true"))
}

/// The policies of routers that run as workloads.
fn policies(cluster: &Cluster<'_>, draft: &mut Draft<'_>) {
    for container in cluster.workloads.iter().flat_map(Workload::containers) {
        let policy = Args::of(container).value(&["routing-logic", "policy", "routing-strategy"]);
        let image = container.text("image").unwrap_or_default();
        if let Some(policy) = policy.filter(|_| image.contains("router")) {
            let labels = [("policy", policy.as_str())];
            draft.measure("k8s.routing", &labels, 1.0, Unit::Count, None);
        }
    }
}
