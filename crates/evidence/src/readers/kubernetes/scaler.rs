//! What changes the number of pods.

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

impl<'v> Scaler<'v> {
    /// Whether it changes this workload.
    pub fn fits(&self, workload: &Workload<'_>) -> bool {
        let object = workload.object;
        self.kind == object.kind
            && self.name == object.name()
            && same_namespace(self.object.namespace(), object.namespace())
    }

    /// The one that counts for a workload: KEDA makes an autoscaler of its own for each of its objects.
    pub fn of(scalers: &'v [Self], workload: &Workload<'_>) -> Option<&'v Self> {
        let fitting = scalers.iter().filter(|s| s.fits(workload) && !s.paused);
        fitting.max_by_key(|s| s.object.kind != "HorizontalPodAutoscaler")
    }

    /// Whether the number of pods can change.
    pub fn scales(&self) -> bool {
        self.max.is_none_or(|max| self.min < max)
    }
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
