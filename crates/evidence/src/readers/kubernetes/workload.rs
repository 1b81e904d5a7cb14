//! Objects that run pods.

use serde_json::Value;

use super::ray;
use crate::{fields::Fields, readers::objects::Object};

/// What a workload is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It runs until somebody stops it.
    Service,
    /// One pod for each node.
    PerNode,
    /// It ends by itself.
    Job,
    /// It only describes pods for others.
    Template,
}

/// One object that runs pods.
#[derive(Clone, Copy, Debug)]
pub struct Workload<'v> {
    /// The object.
    pub object: Object<'v>,
    /// What it is for.
    pub purpose: Purpose,
    /// The specification of the pod that serves.
    pub pod: &'v Value,
    /// The labels of its pods.
    pub labels: &'v Value,
    /// How many pods the object itself asks for, where it does.
    pub replicas: Option<u64>,
}

impl<'v> Workload<'v> {
    /// The workload, where the object is one; pods and sets that another object made count with that.
    pub fn of(object: Object<'v>) -> Option<Self> {
        if object.owned() {
            return None;
        }
        let spec = object.spec();
        let (purpose, template, replicas) = match (object.group, object.kind) {
            (_, "Pod") => (Purpose::Service, object.value, Some(1)),
            (_, "DaemonSet") => {
                let wanted = object.value.at("status").count("desiredNumberScheduled");
                (Purpose::PerNode, spec.at("template"), wanted)
            }
            (_, "CronJob") => {
                let job = spec.path(&["jobTemplate", "spec", "template"]);
                (Purpose::Job, job, None)
            }
            (_, "Job") => (Purpose::Job, spec.at("template"), None),
            ("serving.kserve.io", "InferenceService") => (Purpose::Service, spec, None),
            ("serving.kserve.io", "LLMInferenceService") => (Purpose::Service, spec, count(spec)),
            ("serving.kserve.io", _) => (Purpose::Template, object.value, None),
            ("serving.knative.dev", "Service") => (Purpose::Service, spec.at("template"), None),
            (_, "LeaderWorkerSet") => (Purpose::Service, leader(spec), count(spec)),
            (ray::GROUP, "RayJob") => (Purpose::Job, ray::pods(&object), None),
            (ray::GROUP, _) => (Purpose::Service, ray::pods(&object), ray::replicas(&object)),
            (_, "PodTemplate") => (Purpose::Template, object.value.at("template"), None),
            // Made by makers that nobody can list: pods, and perhaps a number.
            _ if is_template(&object) => (Purpose::Service, spec.at("template"), count(spec)),
            // A rollout may leave its pods to a deployment.
            ("argoproj.io", "Rollout") => (Purpose::Service, spec.at("template"), count(spec)),
            _ => return None,
        };
        let pod = match (object.group, object.kind) {
            ("serving.kserve.io", "InferenceService") => spec.at("predictor"),
            ("serving.kserve.io", kind) if kind.starts_with("LLM") => spec.at("template"),
            _ => template.at("spec"),
        };
        Some(Self {
            object,
            purpose,
            pod,
            labels: template.at("metadata").at("labels"),
            replicas,
        })
    }

    /// Its containers, without those that only prepare or accompany.
    pub fn containers(&self) -> Vec<&'v Value> {
        let mut containers: Vec<_> = self.pod.list("containers").iter().collect();
        // KServe's short form: one container that the runtime completes.
        containers.extend(Some(self.pod.at("model")).filter(|m| m.is_object()));
        containers
    }

    /// Containers that run before the others.
    pub fn initial(&self) -> &'v [Value] {
        self.pod.list("initContainers")
    }

    /// Whether its pods and their labels are written out, and not made by something else.
    pub fn is_plain(&self) -> bool {
        self.object.group != "serving.kserve.io" && self.labels.is_object()
    }
}

/// Whether the object has a template of pods.
pub fn is_template(object: &Object<'_>) -> bool {
    let containers = ["template", "spec", "containers"];
    object.spec().path(&containers).is_array()
}

/// A number that is left out is one, unless an autoscaler in another file sets it: those who have one leave it
/// out.
fn count(spec: &Value) -> Option<u64> {
    spec.count("replicas")
}

/// The leader answers; without a template of its own it is like the workers.
fn leader(spec: &Value) -> &Value {
    let templates = spec.at("leaderWorkerTemplate");
    match templates.at("leaderTemplate") {
        Value::Null => templates.at("workerTemplate"),
        leader => leader,
    }
}
