//! Manifests of Kubernetes objects, rendered or read from a cluster: YAML with one or several documents, JSON,
//! lists. A manifest says what is declared, not what runs, and has no date of its own. Values of environment
//! variables, of Secrets and of annotations never leave the reader.
//!
//! Measures by `object` (`Kind/name`), `namespace` where it is named, and `role` (`serving` for an inference
//! engine, `template` for what only describes pods, else `other`); those without a unit are 1 or 0 for each workload, so that they add up to shares of
//! `k8s.workloads`:
//! * `k8s.workloads`; `k8s.replicas`, how many are kept at least (an autoscaler's minimum overrides the number
//!   in the workload); `k8s.replicas.max`;
//! * R01: `k8s.replicated` (two or more), `k8s.single` (exactly one), `k8s.spread.zone`, `k8s.spread.host`,
//!   `k8s.pdb` (a budget that keeps some), `k8s.redundant` (replicated over zones, with a budget);
//! * R03: `k8s.probed` (liveness and readiness on the container that serves), `k8s.probed.fast` (both within
//!   30 s), `k8s.probe.time` by `probe`: period × failures in seconds;
//! * R05: `k8s.autoscaled` (least < most), `k8s.elastic` (autoscaled by load, not by processor, memory or time);
//! * O02: `k8s.progressive` (canary, blue-green or split traffic);
//! * S10: `k8s.credentials`, of them `k8s.credentials.referenced` and `k8s.credentials.literal`;
//!   `k8s.secret_stores` by `kind`; `k8s.secrets.inline`, Secrets with their values;
//! * P02, C03: `k8s.engines` by `engine` and `model`; of them `k8s.engines.accelerated` (quantised weights or
//!   cache, or speculative decoding) and `k8s.engines.quantized` (weights of at most 8 bits); `k8s.weight_bits`;
//! * C04: `k8s.gpus`, whole GPUs that all replicas ask for at least;
//! * P03: `k8s.prefix_caching`, 1 or 0 where the arguments say it;
//! * R02: `gateway.models` by `object`, and of these `gateway.models.standby`: rules of Envoy AI Gateway's routes, and
//!   those with a backend of a later priority;
//! * P07: `k8s.inference_pools`, `k8s.inference_routes`, `k8s.routing` by `policy`.
//!
//! Components: each workload as a service, with what it is on a map (`part`), what it `serves` and whom it `calls` as far as
//! hosts in variables and arguments tell; services that stand for something outside; what a workload `runs_on`: pools of
//! accelerators (by resource and choice of nodes) and storage (by class, else by claim); ingresses and gateways with the
//! workloads behind their routes; each engine's model, each image, and weights that come from a registry with the digest
//! of their manifest.

mod args;
mod calls;
mod credentials;
mod doors;
mod engine;
mod ground;
mod index;
mod names;
mod probes;
mod ray;
mod report;
mod routing;
mod scaler;
mod scaling;
mod selector;
mod spread;
mod standby;
mod weights;
mod workload;

use std::collections::{BTreeSet, HashMap};

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason};
use serde_json::Value;

use super::{
    Reader,
    objects::{self, Object},
};
use crate::{
    draft::Draft,
    fields::{Fields, many},
    intake::Content,
};
use scaler::Scaler;
use workload::Workload;

pub static READER: Reader = Reader {
    kind: Kind::Kubernetes,
    tool: "Kubernetes",
    writes_nothing: false,
    matches: |content| {
        let empty_list = |v: &Value| {
            objects::is_list(v) && v.list("items").is_empty() && v.text("apiVersion") == Some("v1")
        };
        objects::any(content, is_meant) || content.value().is_some_and(empty_list)
    },
    read,
};

/// Groups of other makers whose objects say something about a workload.
const GROUPS: [&str; 20] = [
    "aigateway.envoyproxy.io",
    "apps",
    "apps.kruise.io",
    "apps.openshift.io",
    "argoproj.io",
    "autoscaling",
    "autoscaling.internal.knative.dev",
    "batch",
    "bitnami.com",
    "extensions",
    "external-secrets.io",
    "gateway.networking.k8s.io",
    "keda.sh",
    "leaderworkerset.x-k8s.io",
    "policy",
    ray::GROUP,
    "secrets-store.csi.x-k8s.io",
    "secrets.hashicorp.com",
    "serving.knative.dev",
    "serving.kserve.io",
];

fn is_known(object: &Object<'_>) -> bool {
    let described = object.value.at("metadata").is_object();
    match object.group {
        // Settings of `kubectl` look alike and deploy nothing.
        "" => described && object.version == "v1",
        "audit.k8s.io" => false,
        group => {
            GROUPS.contains(&group)
                || group.starts_with("inference.networking.")
                || described && group.ends_with(".k8s.io") && !group.starts_with("kustomize.")
        }
    }
}

fn is_meant(object: &Object<'_>) -> bool {
    is_known(object) || workload::is_template(object)
}

/// Everything in the file that belongs together.
#[derive(Default)]
struct Cluster<'v> {
    workloads: Vec<Workload<'v>>,
    scalers: Vec<Scaler<'v>>,
    budgets: Vec<Object<'v>>,
    services: Vec<Object<'v>>,
    others: Vec<Object<'v>>,
    /// How many of each that are compared with others are kept: no more than facts can be.
    most: usize,
    /// What is beyond that.
    left_out: u64,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let records = objects::records(content, draft);
    let mut cluster = Cluster {
        most: draft.limits().facts,
        ..Cluster::default()
    };
    let mut count = 0;
    for (_, object) in records.iter().flat_map(|r| objects::objects(r)) {
        match object.filter(is_meant) {
            Some(object) => {
                count += 1;
                cluster.add(object);
            }
            None => draft.ignore(IgnoredWhat::Document, IgnoredWhy::OtherKind, None),
        }
    }
    cluster.join_rollouts();
    if cluster.left_out > 0 {
        let count = cluster.left_out;
        draft.partial(Reason::ObjectsSkipped { count });
    }
    draft.count("scan.objects", count);
    draft.count("k8s.budgets", many(cluster.budgets.len()));
    let said = report::report(&cluster, draft);
    if !said && cluster.workloads.is_empty() && cluster.scalers.is_empty() {
        draft.nothing_scanned();
    }
}

/// Adds what is there; false where there are as many as may be.
fn add<T>(list: &mut Vec<T>, new: Option<T>, most: usize) -> bool {
    let room = new.is_none() || list.len() < most;
    list.extend(new.filter(|_| room));
    room
}

impl<'v> Cluster<'v> {
    fn add(&mut self, object: Object<'v>) {
        let budget = object.kind == "PodDisruptionBudget";
        let service = calls::is_service(&object);
        let most = self.most;
        let left = [
            add(&mut self.workloads, Workload::of(object), most),
            add(&mut self.scalers, scaling::of(object), most),
            add(&mut self.budgets, budget.then_some(object), most),
            add(&mut self.services, service.then_some(object), most),
        ];
        self.left_out += u64::from(left.contains(&false));
        if !budget && !service {
            self.others.push(object);
        }
    }

    /// A rollout can lead a deployment, which then runs nothing itself.
    fn join_rollouts(&mut self) {
        let mut deployments: HashMap<&str, Vec<(usize, Workload<'_>)>> = HashMap::new();
        for (place, workload) in self.workloads.iter().enumerate() {
            if workload.object.kind == "Deployment" {
                let same = deployments.entry(workload.object.name()).or_default();
                same.push((place, *workload));
            }
        }
        let mut led = BTreeSet::new();
        for rollout in &mut self.workloads {
            let target = rollout.object.spec().at("workloadRef").text("name");
            let same = target.and_then(|name| deployments.get_mut(name));
            let Some(same) = same.filter(|_| rollout.object.kind == "Rollout") else {
                continue;
            };
            let namespace = rollout.object.namespace();
            let near = |(_, deployment): &(usize, Workload<'_>)| {
                names::same_namespace(deployment.object.namespace(), namespace)
            };
            if let Some(at) = same.iter().position(near) {
                let (place, deployment) = same.remove(at);
                rollout.pod = deployment.pod;
                rollout.labels = deployment.labels;
                led.insert(place);
            }
        }
        let mut place = 0..;
        self.workloads
            .retain(|_| place.next().is_none_or(|place| !led.contains(&place)));
    }
}
