//! What changes the number of pods.

use std::collections::BTreeMap;

use crate::readers::objects::Object;

use super::{names::same_namespace, workload::Workload};

/// An autoscaler.
#[derive(Clone, Debug)]
pub struct Scaler<'v> {
    /// The object that declares it.
    pub object: Object<'v>,
    /// The kind of the workload.
    pub kind: &'v str,
    /// The name of the workload.
    pub name: &'v str,
    /// The least number of pods.
    pub min: u64,
    /// The greatest number of pods, where there is one.
    pub max: Option<u64>,
    /// What it looks at.
    pub metrics: Vec<String>,
    /// Whether any of that follows the load.
    pub by_load: bool,
    /// Whether somebody stopped it.
    pub paused: bool,
}

impl Scaler<'_> {
    /// Whether the number of pods can change.
    pub fn scales(&self) -> bool {
        self.max.is_none_or(|max| self.min < max)
    }
}

/// Autoscalers by the kind and the name of the workload that they change.
pub struct Scalers<'c>(BTreeMap<(&'c str, &'c str), Vec<&'c Scaler<'c>>>);

impl<'c> Scalers<'c> {
    /// Those of a file.
    pub fn of(all: &'c [Scaler<'c>]) -> Self {
        let mut scalers: BTreeMap<(&str, &str), Vec<&Scaler<'_>>> = BTreeMap::new();
        for scaler in all {
            let same = scalers.entry((scaler.kind, scaler.name)).or_default();
            same.push(scaler);
        }
        Self(scalers)
    }

    /// The one that counts for a workload: KEDA makes an autoscaler of its own for each of its objects.
    pub fn for_workload(&self, workload: &Workload<'_>) -> Option<&'c Scaler<'c>> {
        let object = workload.object;
        let named = self.0.get(&(object.kind, object.name()));
        let named = named.into_iter().flatten().copied();
        let fitting = named.filter(|scaler| {
            !scaler.paused && same_namespace(scaler.object.namespace(), object.namespace())
        });
        fitting.max_by_key(|scaler| scaler.object.kind != "HorizontalPodAutoscaler")
    }
}

/// The autoscalers whose workload stands in another file.
pub fn alone<'c, 'v>(scalers: &'c [Scaler<'v>], workloads: &[Workload<'_>]) -> Vec<&'c Scaler<'v>> {
    let mut namespaces: BTreeMap<(&str, &str), Vec<Option<&str>>> = BTreeMap::new();
    for Workload { object, .. } in workloads {
        let same = namespaces.entry((object.kind, object.name())).or_default();
        same.push(object.namespace());
    }
    let is_alone = |scaler: &&Scaler<'_>| {
        let same = namespaces.get(&(scaler.kind, scaler.name));
        let own = scaler.object.namespace();
        !same
            .into_iter()
            .flatten()
            .any(|namespace| same_namespace(own, *namespace))
    };
    scalers.iter().filter(is_alone).collect()
}

/// How many pods there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replicas {
    /// At least.
    pub min: u64,
    /// At most, where there is a bound.
    pub max: Option<u64>,
    /// Whether somebody switched it off: nothing runs, and no autoscaler changes that.
    pub off: bool,
}

impl Replicas {
    /// Those of a workload; nothing where only its status would say.
    pub fn of(workload: &Workload<'_>, scaler: Option<&Scaler<'_>>) -> Option<Self> {
        let fixed = |count| Self {
            min: count,
            max: Some(count),
            off: count == 0,
        };
        let Some(scaler) = scaler else {
            return workload.replicas.map(fixed);
        };
        // Kubernetes stops an autoscaler whose target was set to nothing.
        let horizontal = scaler.object.kind == "HorizontalPodAutoscaler";
        if horizontal && workload.replicas == Some(0) && scaler.min > 0 {
            return Some(fixed(0));
        }
        Some(Self {
            min: scaler.min,
            max: scaler.max,
            off: scaler.max == Some(0),
        })
    }
}
