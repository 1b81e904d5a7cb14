//! The pitfalls of manifests.

use crate::common::{count, reading, sum};
use domain::evidence::{
    Completeness, Component, ComponentKind, IgnoredWhat, MeasureName, Reading, Reason, ScopeKind,
};

fn of(reading: &Reading, name: &str, object: &str) -> Option<f64> {
    sum(reading, name, &[("object", object)])
}

fn parts(reading: &Reading, kind: ComponentKind) -> Vec<&Component> {
    let all = reading.components.iter();
    all.filter(|c| c.kind == kind).collect()
}

fn attribute<'r>(component: &'r Component, name: &str) -> Option<&'r str> {
    let name = MeasureName::coin(name).unwrap();
    component
        .attributes
        .get(&name)
        .map(domain::evidence::Title::as_str)
}

#[test]
fn an_autoscaler_overrides_replicas() {
    let reading = reading("kubernetes/serving.yaml");
    let chat = "Deployment/chat-vllm";
    let value = |name| of(&reading, name, chat);
    assert_eq!(
        (value("k8s.replicas"), value("k8s.replicas.max")),
        (Some(2.0), Some(6.0))
    );
    for name in [
        "k8s.workloads",
        "k8s.replicated",
        "k8s.spread.zone",
        "k8s.spread.host",
        "k8s.pdb",
        "k8s.redundant",
        "k8s.autoscaled",
        "k8s.elastic",
        "k8s.probed",
        "k8s.probed.fast",
    ] {
        assert_eq!(value(name), Some(1.0), "{name}");
    }
    assert_eq!(
        (value("k8s.single"), value("k8s.progressive")),
        (Some(0.0), Some(0.0))
    );
    let labels = [("object", chat), ("role", "serving"), ("namespace", "ai")];
    assert_eq!(sum(&reading, "k8s.workloads", &labels), Some(1.0));
    assert_eq!(reading.completeness, Completeness::Complete);
    assert!(reading.taken_at.is_none());
    assert_eq!(reading.ignored.iter().map(|i| i.count).sum::<u64>(), 1);
}

#[test]
fn probes_are_those_of_the_container_that_serves() {
    let reading = reading("kubernetes/serving.yaml");
    let time = |probe| sum(&reading, "k8s.probe.time", &[("probe", probe)]);
    assert_eq!(time("liveness"), Some(15.0));
    assert_eq!(time("readiness"), Some(30.0));
    assert_eq!(time("startup"), Some(600.0));
}

#[test]
fn credentials_are_counted_and_never_kept() {
    let reading = reading("kubernetes/serving.yaml");
    let value = |name, object| of(&reading, name, object);
    // A key, a token from a Secret, and a word that stands for none.
    assert_eq!(value("k8s.credentials", "Deployment/chat-vllm"), Some(2.0));
    assert_eq!(
        value("k8s.credentials.referenced", "Deployment/chat-vllm"),
        Some(1.0)
    );
    assert_eq!(
        value("k8s.credentials.literal", "Deployment/chat-vllm"),
        Some(1.0)
    );
    assert_eq!(
        value("k8s.credentials.literal", "ConfigMap/settings"),
        Some(1.0)
    );
    assert_eq!(count(&reading, "k8s.secrets.inline"), Some(1.0));
    let stores = [("kind", "ExternalSecret")];
    assert_eq!(sum(&reading, "k8s.secret_stores", &stores), Some(1.0));
}

#[test]
fn engines_are_known_by_their_arguments() {
    let reading = reading("kubernetes/serving.yaml");
    let labels = [
        ("engine", "vllm"),
        ("model", "Qwen/Qwen2.5-7B-Instruct-AWQ"),
    ];
    let value = |name| sum(&reading, name, &labels);
    assert_eq!(value("k8s.engines"), Some(1.0));
    assert_eq!(value("k8s.engines.accelerated"), Some(1.0));
    assert_eq!(value("k8s.engines.quantized"), Some(1.0));
    assert_eq!(value("k8s.weight_bits"), Some(4.0));
    assert_eq!(value("k8s.prefix_caching"), Some(1.0));
    let models = parts(&reading, ComponentKind::Model);
    assert_eq!(attribute(models[0], "quantization"), Some("awq"));
    assert_eq!(attribute(models[0], "kv_cache_dtype"), Some("fp8"));
    let images = parts(&reading, ComponentKind::Image);
    let engine = images
        .iter()
        .find(|i| i.name.as_str() == "vllm/vllm-openai")
        .unwrap();
    assert_eq!(engine.version.as_ref().unwrap().as_str(), "v0.11.0");
    assert_eq!(engine.digests[0].algorithm.as_str(), "sha256");
    assert_eq!(count(&reading, "k8s.inference_pools"), Some(1.0));
    assert_eq!(count(&reading, "k8s.inference_routes"), Some(1.0));
}

#[test]
fn a_list_of_a_cluster() {
    let reading = reading("kubernetes/list.json");
    let value = |name, object| of(&reading, name, object);
    // Version 1 of an autoscaler, without a minimum: one, and by processor only.
    assert_eq!(value("k8s.replicas", "Deployment/api"), Some(1.0));
    assert_eq!(value("k8s.single", "Deployment/api"), Some(1.0));
    assert_eq!(value("k8s.autoscaled", "Deployment/api"), Some(1.0));
    assert_eq!(value("k8s.elastic", "Deployment/api"), Some(0.0));
    // A probe that asks nothing is none; 0 stands for 10 seconds.
    assert_eq!(value("k8s.probed", "Deployment/api"), Some(0.0));
    assert_eq!(value("k8s.probe.time", "Deployment/api"), Some(100.0));
    // From a ConfigMap: no literal, and no reference to a Secret either.
    assert_eq!(value("k8s.credentials", "Deployment/api"), Some(1.0));
    assert_eq!(
        value("k8s.credentials.referenced", "Deployment/api"),
        Some(0.0)
    );
    assert_eq!(
        value("k8s.credentials.literal", "Deployment/api"),
        Some(0.0)
    );
    // What the deployment made counts with it.
    assert_eq!(value("k8s.workloads", "ReplicaSet/api-1"), None);
    assert_eq!(value("k8s.workloads", "Pod/api-1-a"), None);
    assert_eq!(value("k8s.single", "Pod/alone"), Some(1.0));
    assert_eq!(
        sum(&reading, "k8s.engines", &[("engine", "ollama")]),
        Some(1.0)
    );
    // An autoscaler whose workload is elsewhere, and that scales nothing.
    assert_eq!(value("k8s.replicas", "StatefulSet/elsewhere"), Some(2.0));
    assert_eq!(value("k8s.autoscaled", "StatefulSet/elsewhere"), Some(0.0));
    assert_eq!(value("k8s.replicas", "DaemonSet/node"), Some(5.0));
    assert_eq!(value("k8s.replicated", "DaemonSet/node"), None);
    assert_eq!(value("k8s.credentials.literal", "Job/job"), Some(1.0));
    assert_eq!(value("k8s.workloads", "Job/job"), None);
    // The address of a registry is no tag.
    let images = parts(&reading, ComponentKind::Image);
    assert_eq!(images[0].name.as_str(), "registry.example.com:5000/api");
    assert_eq!(images[0].version, None);
    assert!(reading.taken_at.is_none());
    let namespaces = reading
        .scopes
        .iter()
        .filter(|s| s.kind == ScopeKind::Namespace);
    assert_eq!(namespaces.count(), 1);
}

#[test]
fn objects_of_other_makers() {
    let reading = reading("kubernetes/makers.yaml");
    let value = |name, object| of(&reading, name, object);
    assert_eq!(value("k8s.replicas", "LeaderWorkerSet/large"), Some(2.0));
    let sglang = [("engine", "sglang"), ("model", "deepseek-ai/DeepSeek-R1")];
    assert_eq!(sum(&reading, "k8s.engines.accelerated", &sglang), Some(1.0));
    assert_eq!(sum(&reading, "k8s.engines.quantized", &sglang), Some(0.0));
    assert_eq!(sum(&reading, "k8s.prefix_caching", &sglang), Some(0.0));
    // KEDA's own autoscaler says 1; its object lets it fall to none.
    assert_eq!(value("k8s.replicas", "Deployment/queue"), Some(0.0));
    assert_eq!(value("k8s.elastic", "Deployment/queue"), Some(1.0));
    let kserve = "InferenceService/kserve";
    assert_eq!(value("k8s.replicas", kserve), Some(2.0));
    assert_eq!(value("k8s.elastic", kserve), Some(1.0));
    assert_eq!(value("k8s.progressive", kserve), Some(1.0));
    assert_eq!(value("k8s.prefix_caching", kserve), Some(0.0));
    assert_eq!(value("k8s.weight_bits", kserve), Some(8.0));
    // The runtime may bring probes.
    assert_eq!(value("k8s.probed", kserve), None);
    // A rollout leads a deployment that runs nothing itself.
    assert_eq!(value("k8s.replicas", "Rollout/led"), Some(4.0));
    assert_eq!(value("k8s.progressive", "Rollout/led"), Some(1.0));
    assert_eq!(value("k8s.replicas", "Deployment/led"), None);
    // No bound above.
    assert_eq!(value("k8s.replicas.max", "Service/knative"), None);
    assert_eq!(value("k8s.elastic", "Service/knative"), Some(1.0));
    assert_eq!(value("k8s.progressive", "Service/knative"), Some(1.0));
}

#[test]
fn clusters_of_ray() {
    let reading = reading("kubernetes/ray.yaml");
    let value = |name, object| of(&reading, name, object);
    // Two groups count; a copy of several hosts is one, and a group that somebody stopped is none.
    assert_eq!(value("k8s.replicas", "RayService/fixed"), Some(3.0));
    assert_eq!(value("k8s.autoscaled", "RayService/fixed"), Some(0.0));
    let served = [("engine", "vllm"), ("model", "example/support-7b-AWQ")];
    assert_eq!(sum(&reading, "k8s.engines.quantized", &served), Some(1.0));
    // The operator brings probes.
    assert_eq!(value("k8s.probed", "RayService/fixed"), None);
    let scaled = "RayCluster/scaled";
    assert_eq!(value("k8s.replicas", scaled), Some(2.0));
    assert_eq!(value("k8s.replicas.max", scaled), Some(6.0));
    assert_eq!(value("k8s.elastic", scaled), Some(1.0));
    // How many there are is not said.
    assert_eq!(value("k8s.workloads", "RayCluster/open"), Some(1.0));
    assert_eq!(value("k8s.replicas", "RayCluster/open"), None);
    assert_eq!(value("k8s.workloads", "RayJob/tuning"), None);
    assert_eq!(count(&reading, "scan.objects"), Some(4.0));
}

#[test]
fn what_protects_nothing_does_not_count() {
    let reading = reading("kubernetes/pitfalls.yaml");
    let value = |name, object| of(&reading, name, object);
    assert_eq!(value("k8s.replicas", "Deployment/other-labels"), Some(3.0));
    assert_eq!(
        value("k8s.spread.zone", "Deployment/other-labels"),
        Some(0.0)
    );
    assert_eq!(value("k8s.pdb", "Deployment/other-labels"), Some(0.0));
    assert_eq!(value("k8s.redundant", "Deployment/other-labels"), Some(0.0));
    assert_eq!(
        value("k8s.autoscaled", "Deployment/other-labels"),
        Some(0.0)
    );
    assert_eq!(value("k8s.replicas", "StatefulSet/switched-off"), Some(0.0));
    assert_eq!(value("k8s.workloads", "StatefulSet/switched-off"), None);
    // A number that can't be one leaves it open how many there are.
    assert_eq!(value("k8s.replicas", "Deployment/huge"), None);
    assert_eq!(value("k8s.workloads", "Deployment/huge"), Some(1.0));
    assert_eq!(value("k8s.single", "Deployment/huge"), None);
}

#[test]
fn modules_routers_and_templates_are_no_models() {
    let reading = reading("kubernetes/pitfalls.yaml");
    let engines = |labels: &[(&str, &str)]| sum(&reading, "k8s.engines", labels);
    assert_eq!(engines(&[("object", "Deployment/module")]), Some(1.0));
    assert_eq!(engines(&[("model", "a/b-FP8")]), Some(1.0));
    let runtime = [("role", "template"), ("model", "")];
    assert_eq!(engines(&runtime), Some(1.0));
    assert_eq!(parts(&reading, ComponentKind::Model).len(), 1);
}

#[test]
fn an_autoscaler_in_another_file_may_set_the_number() {
    let reading = reading("kubernetes/no-number.yaml");
    let of = |name| of(&reading, name, "Deployment/chat");
    assert_eq!((of("k8s.workloads"), of("k8s.pdb")), (Some(1.0), Some(0.0)));
    for unknown in ["k8s.replicas", "k8s.replicated", "k8s.single"] {
        assert_eq!(of(unknown), None, "{unknown}");
    }
}

#[test]
fn a_broken_document_is_not_passed_over_in_silence() {
    let reading = reading("kubernetes/broken-document.yaml");
    assert_eq!(of(&reading, "k8s.workloads", "Deployment/first"), Some(1.0));
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 1 })
    );
    assert_eq!(reading.ignored[0].what, IgnoredWhat::Document);
}

#[test]
fn an_empty_list_says_nothing() {
    let reading = reading("kubernetes/empty-list.json");
    assert_eq!(reading.completeness, Completeness::NothingScanned);
}

#[test]
fn entries_of_a_typed_list_are_of_its_type() {
    let reading = reading("kubernetes/typed-list.json");
    assert_eq!(of(&reading, "k8s.single", "Deployment/bare"), Some(1.0));
    assert_eq!(
        of(&reading, "k8s.credentials.literal", "Deployment/bare"),
        Some(1.0)
    );
    assert!(reading.ignored.is_empty());
}

#[test]
fn more_objects_than_can_be_compared() {
    let pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a}]}\n---\n";
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\n";
    let limits = evidence::Limits {
        facts: 1_000,
        ..evidence::Limits::default()
    };
    for (object, count) in [(pod, 4), (service, 3)] {
        let file = format!("{pod}{}", object.repeat(1_003));
        let reading = evidence::read(file.as_bytes(), &limits);
        assert_eq!(
            reading.unwrap().completeness,
            Completeness::Partial(Reason::ObjectsSkipped { count })
        );
    }
}

/// As many services as workloads, each for one of them: each is compared with its own only, and none is left out.
#[test]
fn services_find_their_workloads_among_many() {
    use std::fmt::Write as _;
    let mut file = String::new();
    for number in 0..1_000 {
        write!(
            file,
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p{number}, namespace: chat, labels: {{app: a{number}, all: x}}}}\n\
             spec: {{containers: [{{name: c, args: [\"http://s{}.chat.svc:80\"]}}]}}\n---\n\
             apiVersion: v1\nkind: Service\nmetadata: {{name: s{number}, namespace: chat}}\n\
             spec: {{selector: {{all: x, app: a{number}}}}}\n---\n",
            (number + 1) % 1_000
        )
        .unwrap();
    }
    let limits = evidence::Limits {
        values: 100_000,
        ..evidence::Limits::default()
    };
    let reading = evidence::read(file.as_bytes(), &limits).unwrap();
    assert_eq!(reading.completeness, Completeness::Complete);
    let services = parts(&reading, ComponentKind::Service);
    let first = services.iter().find(|c| c.name.as_str() == "p0").unwrap();
    assert_eq!(attribute(first, "calls"), Some("p1"));
}

#[test]
fn manifests_tell_what_a_workload_is_and_whom_it_calls() {
    let reading = reading("kubernetes/calls.yaml");
    let services = parts(&reading, ComponentKind::Service);
    let of = |name: &str| {
        let found = services.iter().find(|c| c.name.as_str() == name);
        let service = found.unwrap_or_else(|| panic!("{name}"));
        (attribute(service, "part"), attribute(service, "calls"))
    };
    assert_eq!(
        of("assistant"),
        (Some("application"), Some("litellm, milvus, redis-main"))
    );
    assert_eq!(of("litellm"), (Some("gateway"), Some("qwen")));
    assert_eq!(of("qwen"), (Some("serving"), None));
    assert_eq!(of("redis-main"), (Some("cache"), None));
    assert_eq!(of("milvus"), (Some("vector_store"), None));
    assert_eq!(of("orders"), (Some("external"), None));
    let qwen = services.iter().find(|c| c.name.as_str() == "qwen").unwrap();
    assert_eq!(attribute(qwen, "serves"), Some("Qwen/Qwen3-8B"));
}

#[test]
fn whole_gpus_that_engines_ask_for_are_counted() {
    let reading = reading("kubernetes/ground.yaml");
    let value = |object| of(&reading, "k8s.gpus", object);
    // The request and the limit are the same two.
    assert_eq!(value("Deployment/qwen"), Some(2.0));
    assert_eq!(value("StatefulSet/milvus"), None);
    assert_eq!(value("LeaderWorkerSet/deepseek"), None);
}

#[test]
fn manifests_tell_what_a_workload_stands_on_and_where_requests_come_in() {
    let reading = reading("kubernetes/ground.yaml");
    let services = parts(&reading, ComponentKind::Service);
    let of = |name: &str, fact: &str| {
        let found = services.iter().find(|c| c.name.as_str() == name);
        attribute(found.unwrap_or_else(|| panic!("{name}")), fact)
    };
    let pool = "nvidia.com/gpu NVIDIA-H20";
    let class = "StorageClass/fast-ssd";
    assert_eq!(
        of("qwen", "runs_on"),
        Some("StorageClass/fast-ssd, nvidia.com/gpu NVIDIA-H20")
    );
    assert_eq!(of("embed", "runs_on"), Some(pool));
    assert_eq!(of("deepseek", "runs_on"), Some("huawei.com/Ascend910"));
    // Nobody has no accelerators; the claim keeps apart from the workload of its name.
    assert_eq!(
        of("milvus", "runs_on"),
        Some("PersistentVolumeClaim/milvus, StorageClass/fast-ssd")
    );
    assert_eq!(of("assistant", "runs_on"), None);
    for (name, part) in [
        (pool, "gpu_pool"),
        ("huawei.com/Ascend910", "gpu_pool"),
        (class, "storage"),
        ("PersistentVolumeClaim/milvus", "storage"),
        ("Ingress/assistant", "gateway"),
        ("Gateway/inference", "gateway"),
        ("milvus", "vector_store"),
    ] {
        assert_eq!(of(name, "part"), Some(part), "{name}");
        let same = services.iter().filter(|c| c.name.as_str() == name);
        assert_eq!(same.count(), 1, "{name}");
    }
    assert_eq!(
        of("Ingress/assistant", "calls"),
        Some("elsewhere, assistant")
    );
    assert_eq!(of("Gateway/inference", "calls"), Some("qwen, embed"));
    assert!(services.iter().all(|c| !c.name.as_str().contains("Route/")));
}
