//! Ray's clusters: a head that leads, and groups of workers that compute.

use serde_json::Value;

use crate::{fields::Fields, readers::objects::Object};

use super::scaler::Scaler;

/// The group of its objects.
pub const GROUP: &str = "ray.io";

/// What is wanted of the cluster: services and jobs have one each.
fn cluster<'v>(object: &Object<'v>) -> &'v Value {
    let spec = object.spec();
    let inner = ["rayClusterConfig", "rayClusterSpec"].map(|key| spec.at(key));
    inner.into_iter().find(|c| c.is_object()).unwrap_or(spec)
}

/// The groups of workers that nobody stopped.
fn groups<'v>(object: &Object<'v>) -> impl Iterator<Item = &'v Value> {
    let groups = cluster(object).list("workerGroupSpecs").iter();
    groups.filter(|group| group.flag("suspend") != Some(true))
}

/// The template of the pods that compute; the head does so where it is alone.
pub fn pods<'v>(object: &Object<'v>) -> &'v Value {
    let head = cluster(object).at("headGroupSpec");
    groups(object).next().unwrap_or(head).at("template")
}

/// How many copies the workers are, where every group says so; one of several hosts is one.
pub fn replicas(object: &Object<'_>) -> Option<u64> {
    let all: Option<Vec<u64>> = groups(object)
        .map(|group| group.count("replicas"))
        .collect();
    let all = all?;
    let sum = all.iter().copied().fold(0, u64::saturating_add);
    Some(if all.is_empty() { 1 } else { sum })
}

/// Its own autoscaler, which follows what tasks ask for.
pub fn scaler(object: Object<'_>) -> Option<Scaler<'_>> {
    let on = cluster(&object).flag("enableInTreeAutoscaling") == Some(true);
    let least = groups(&object).map(|group| group.count("minReplicas").unwrap_or(0));
    // A group without a bound has none.
    let most: Option<Vec<u64>> = groups(&object)
        .map(|group| group.count("maxReplicas"))
        .collect();
    on.then(|| Scaler {
        object,
        kind: object.kind,
        name: object.name(),
        min: least.fold(0, u64::saturating_add),
        max: most.map(|most| most.into_iter().fold(0, u64::saturating_add)),
        metrics: vec!["ray".to_owned()],
        by_load: true,
        paused: false,
    })
}
