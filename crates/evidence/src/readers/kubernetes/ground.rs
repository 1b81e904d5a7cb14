//! What workloads stand on: accelerators that they ask for, and storage that they mount. The resource layer of a map.

use std::collections::{BTreeMap, BTreeSet};

use domain::{evidence::ComponentKind, map::PartKind};
use serde_json::Value;

use super::{
    Cluster,
    names::same_namespace,
    workload::{Purpose, Workload},
};
use crate::{
    draft::{Draft, Part},
    fields::{self, Fields},
    readers::{attributes::Attributes, objects::Object},
};

/// Words in the names of resources that stand for an accelerator: `nvidia.com/gpu`, `nvidia.com/mig-1g.10gb`,
/// `huawei.com/Ascend910`, `cambricon.com/mlu`, `google.com/tpu`, `hygon.com/dcu`.
const ACCELERATORS: [&str; 11] = [
    "gpu", "mig-", "tpu", "npu", "ascend", "mlu", "dcu", "gcu", "gaudi", "neuron", "xpu",
];

/// Resources that only say how much of an accelerator is wanted.
const AMOUNTS: [&str; 4] = ["gpumem", "gpucores", "memory", "-core"];

/// Labels of nodes that tell none of them apart.
const COMMON: [&str; 4] = [
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/arch",
];

/// Labels of a node that are named: more make no name.
const MOST_LABELS: usize = 3;

/// Grounds of one workload that are kept.
const MOST: usize = 24;

/// Something that workloads stand on. Its name begins with what it is, so that nothing else has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ground {
    /// What it is called.
    pub name: String,
    part: PartKind,
    kind: String,
    namespace: Option<String>,
}

/// Claims of storage, by name.
pub struct Claims<'v>(BTreeMap<&'v str, Vec<Object<'v>>>);

impl<'v> Claims<'v> {
    /// Those of a file.
    pub fn of(cluster: &Cluster<'v>) -> Self {
        let mut claims: BTreeMap<&str, Vec<Object<'_>>> = BTreeMap::new();
        for claim in cluster.others.iter().filter(|o| is_claim(o)) {
            claims.entry(claim.name()).or_default().push(*claim);
        }
        Self(claims)
    }

    /// What a workload stands on, each once.
    pub fn under(&self, workload: &Workload<'_>) -> Vec<Ground> {
        let mut found = BTreeSet::new();
        for pod in pods(workload) {
            found.extend(accelerators(pod));
            for volume in pod.list("volumes") {
                let claim = volume.at("persistentVolumeClaim").text("claimName");
                found.extend(claim.map(|name| self.claimed(name, workload.object.namespace())));
                let own = volume.path(&["ephemeral", "volumeClaimTemplate", "spec"]);
                found.extend(class(own));
            }
        }
        let spec = workload.object.spec();
        for template in spec.list("volumeClaimTemplates") {
            let name = template.at("metadata").text("name").unwrap_or("data");
            let name = format!("{name}-{}", workload.object.name());
            let own = class(template.at("spec"));
            found.insert(own.unwrap_or_else(|| claim(&name, workload.object.namespace())));
        }
        found.into_iter().take(MOST).collect()
    }

    /// The storage behind a claim: its class where the file says it, since many claims share one.
    fn claimed(&self, name: &str, namespace: Option<&str>) -> Ground {
        let mut same = self.0.get(name).into_iter().flatten();
        let object = same.find(|object| same_namespace(object.namespace(), namespace));
        object
            .and_then(|object| class(object.spec()))
            .unwrap_or_else(|| claim(name, namespace))
    }
}

/// Reports what the workloads of a file stand on, and claims that nothing in it mounts.
pub fn report(cluster: &Cluster<'_>, claims: &Claims<'_>, draft: &mut Draft<'_>) {
    let drawn = |w: &&Workload<'_>| matches!(w.purpose, Purpose::Service | Purpose::PerNode);
    let under = cluster.workloads.iter().filter(drawn);
    let alone = claims.0.values().flatten();
    let alone = alone.map(|object| claims.claimed(object.name(), object.namespace()));
    let mut all: BTreeMap<String, Ground> = BTreeMap::new();
    for ground in under.flat_map(|w| claims.under(w)).chain(alone) {
        all.entry(ground.name.clone()).or_insert(ground);
    }
    for ground in all.values() {
        let mut facts = Attributes::default();
        facts.text("kind", Some(&ground.kind));
        facts.text("namespace", ground.namespace.as_deref());
        facts.text("part", Some(ground.part.as_str()));
        draft.component(&Part {
            kind: ComponentKind::Service,
            name: &ground.name,
            version: None,
            digests: &[],
            source: None,
            attributes: &facts.pairs(),
        });
    }
}

fn is_claim(object: &Object<'_>) -> bool {
    object.kind == "PersistentVolumeClaim" && object.group.is_empty()
}

/// The pods of a workload: of a group with a leader also those of its workers, who mostly have the accelerators.
fn pods<'v>(workload: &Workload<'v>) -> [&'v Value; 2] {
    let workers = ["leaderWorkerTemplate", "workerTemplate", "spec"];
    [workload.pod, workload.object.spec().path(&workers)]
}

/// The pools of accelerators that a pod needs: one for each resource and choice of nodes.
fn accelerators(pod: &Value) -> BTreeSet<Ground> {
    let mut found = BTreeSet::new();
    let lists = ["containers", "initContainers"];
    let containers = lists.iter().flat_map(|list| pod.list(list));
    // KServe's short form.
    for container in containers.chain([pod.at("model")]) {
        for amount in ["limits", "requests"] {
            let wanted = container.at("resources").entries(amount);
            let wanted = wanted
                .filter(|(name, amount)| is_accelerator(name) && fields::count(amount) != Some(0));
            found.extend(wanted.map(|(resource, _)| Ground {
                name: pool(resource, pod.at("nodeSelector")),
                part: PartKind::GpuPool,
                kind: resource.clone(),
                namespace: None,
            }));
        }
    }
    found
}

/// The whole GPUs that one replica of a workload asks for; shares of them, and other accelerators, are told apart otherwise.
pub fn gpus(workload: &Workload<'_>) -> u64 {
    let containers = workload.pod.list("containers").iter();
    let each = containers
        .chain([workload.pod.at("model")])
        .map(|container| {
            let most = ["limits", "requests"].map(|amount| {
                let wanted = container.at("resources").entries(amount);
                let whole = wanted.filter(|(name, _)| name.ends_with("/gpu"));
                whole
                    .filter_map(|(_, amount)| fields::count(amount))
                    .sum::<u64>()
            });
            most.into_iter().fold(0, u64::max)
        });
    each.fold(0, u64::saturating_add)
}

/// Whether a resource stands for accelerators; only extended resources have a domain.
fn is_accelerator(resource: &str) -> bool {
    let Some((_, name)) = resource.split_once('/') else {
        return false;
    };
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    has(&ACCELERATORS) && !has(&AMOUNTS)
}

/// `nvidia.com/gpu`, and on which nodes, where that is said.
fn pool(resource: &str, selector: &Value) -> String {
    let labels = selector.as_object().into_iter().flatten();
    let mut chosen: Vec<&str> = labels
        .filter(|(key, _)| !COMMON.contains(&key.as_str()))
        .map(|(key, value)| match value.as_str().unwrap_or_default() {
            // A label that only says that there is one.
            "" | "true" => key.as_str(),
            text => text,
        })
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen.truncate(MOST_LABELS);
    let words = [resource].into_iter().chain(chosen);
    words.collect::<Vec<_>>().join(" ")
}

/// The class of storage that a claim asks for.
fn class(claim: &Value) -> Option<Ground> {
    let class = claim.text("storageClassName")?;
    Some(Ground {
        name: format!("StorageClass/{class}"),
        part: PartKind::Storage,
        kind: "StorageClass".to_owned(),
        namespace: None,
    })
}

/// A claim of the usual class.
fn claim(name: &str, namespace: Option<&str>) -> Ground {
    Ground {
        name: format!("PersistentVolumeClaim/{name}"),
        part: PartKind::Storage,
        kind: "PersistentVolumeClaim".to_owned(),
        namespace: namespace.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn accelerators_of_many_makers() {
        for resource in [
            "nvidia.com/gpu",
            "nvidia.com/mig-1g.10gb",
            "amd.com/gpu",
            "gpu.intel.com/xe-gpu",
            "habana.ai/gaudi",
            "google.com/tpu",
            "aws.amazon.com/neuroncore",
            "huawei.com/Ascend910",
            "cambricon.com/mlu",
            "hygon.com/dcu",
            "enflame.com/gcu",
        ] {
            assert!(is_accelerator(resource), "{resource}");
        }
        for resource in [
            "cpu",
            "memory",
            "ephemeral-storage",
            "nvidia.com/gpumem",
            "nvidia.com/gpucores",
            "huawei.com/Ascend910-memory",
            "rdma/hca_shared_devices_a",
            "vpc.amazonaws.com/pod-eni",
        ] {
            assert!(!is_accelerator(resource), "{resource}");
        }
    }

    #[test]
    fn pools_are_named_by_their_nodes() {
        let plain = json!({"kubernetes.io/os": "linux"});
        assert_eq!(pool("nvidia.com/gpu", &plain), "nvidia.com/gpu");
        assert_eq!(pool("nvidia.com/gpu", &Value::Null), "nvidia.com/gpu");
        let chosen = json!({"gpu-node": "true", "nvidia.com/gpu.product": "NVIDIA-H20"});
        assert_eq!(
            pool("nvidia.com/gpu", &chosen),
            "nvidia.com/gpu NVIDIA-H20 gpu-node"
        );
    }
}
