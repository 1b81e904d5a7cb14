//! Autoscalers: HPA (v1, v2 and its betas), KEDA, `KServe`, Knative, Ray.

use serde_json::Value;

use crate::{
    fields::{Fields, items},
    readers::objects::Object,
};

use super::{ray, scaler::Scaler};

/// What an object declares about the number of pods.
pub fn of(object: Object<'_>) -> Option<Scaler<'_>> {
    match (object.group, object.kind) {
        ("autoscaling", "HorizontalPodAutoscaler") => horizontal(object),
        ("keda.sh", "ScaledObject") => keda(object),
        ("serving.kserve.io", "InferenceService") => Some(kserve(object)),
        ("serving.knative.dev", "Service") => Some(knative(object)),
        (ray::GROUP, "RayService" | "RayCluster") => ray::scaler(object),
        _ => None,
    }
}

/// Metrics with whether any of them follows the load.
type Metrics = (Vec<String>, bool);

/// Processor, memory and time say little about how many wait.
fn judged(names: Vec<String>) -> Metrics {
    let by_load = |name: &String| {
        let name = name.to_lowercase();
        !["cpu", "memory", "cron"]
            .iter()
            .any(|word| name.contains(word))
    };
    let found = names.iter().any(by_load);
    (names, found)
}

fn horizontal(object: Object<'_>) -> Option<Scaler<'_>> {
    let spec = object.spec();
    let target = spec.at("scaleTargetRef");
    let (metrics, by_load) = judged(horizontal_metrics(object));
    Some(Scaler {
        object,
        kind: target.text("kind")?,
        name: target.text("name")?,
        min: spec.count("minReplicas").unwrap_or(1),
        max: Some(spec.count("maxReplicas")?),
        metrics,
        by_load,
        paused: false,
    })
}

fn horizontal_metrics(object: Object<'_>) -> Vec<String> {
    let spec = object.spec();
    let mut names: Vec<_> = spec.list("metrics").iter().filter_map(metric).collect();
    if spec.has("targetCPUUtilizationPercentage") {
        names.push("cpu".to_owned());
    }
    // Version 1 keeps what it has no field for in an annotation.
    let kept = object.annotation("autoscaling.alpha.kubernetes.io/metrics");
    let kept: Value = kept
        .and_then(|t| serde_json::from_str(t).ok())
        .unwrap_or_default();
    names.extend(items(&kept).iter().filter_map(metric));
    if names.is_empty() {
        names.push("cpu".to_owned());
    }
    names
}

fn metric(metric: &Value) -> Option<String> {
    let name = |source: &Value| {
        let inner = source.at("metric").text("name");
        inner
            .or_else(|| source.any_text(&["name", "metricName"]))
            .map(str::to_owned)
    };
    let sources = [
        "resource",
        "containerResource",
        "pods",
        "object",
        "external",
        "podmetric",
    ];
    let named = sources.iter().find_map(|key| name(metric.at(key)));
    named.or_else(|| metric.text("type").map(str::to_lowercase))
}

fn keda(object: Object<'_>) -> Option<Scaler<'_>> {
    let spec = object.spec();
    let target = spec.at("scaleTargetRef");
    let triggers = spec.list("triggers").iter();
    let (metrics, by_load) = judged(
        triggers
            .filter_map(|t| t.text("type"))
            .map(str::to_owned)
            .collect(),
    );
    let paused = object.annotation("autoscaling.keda.sh/paused") == Some("true")
        || object
            .annotation("autoscaling.keda.sh/paused-replicas")
            .is_some();
    Some(Scaler {
        object,
        kind: target.text("kind").unwrap_or("Deployment"),
        name: target.text("name")?,
        // Where nothing happens it may fall below its minimum.
        min: spec
            .count("idleReplicaCount")
            .or_else(|| spec.count("minReplicaCount"))
            .unwrap_or(0),
        max: Some(spec.count("maxReplicaCount").unwrap_or(100)),
        metrics,
        by_load,
        paused,
    })
}

fn kserve(object: Object<'_>) -> Scaler<'_> {
    let predictor = object.spec().at("predictor");
    let mode = object
        .annotation("serving.kserve.io/deploymentMode")
        .unwrap_or_default();
    let raw = matches!(mode, "RawDeployment" | "Standard");
    let min = predictor.count("minReplicas").unwrap_or(1);
    // Nothing and 0 are "no bound" on Knative, and "as many as at least" on plain deployments.
    let max = match predictor.count("maxReplicas").filter(|max| *max > 0) {
        None if raw => Some(min.max(1)),
        other => other,
    };
    let listed = predictor.at("autoScaling").list("metrics").iter();
    let mut names: Vec<_> = listed.filter_map(metric).collect();
    names.extend(predictor.text("scaleMetric").map(str::to_owned));
    if names.is_empty() {
        names.push(if raw { "cpu" } else { "concurrency" }.to_owned());
    }
    let (metrics, by_load) = judged(names);
    Scaler {
        object,
        kind: object.kind,
        name: object.name(),
        min,
        max,
        metrics,
        by_load,
        paused: false,
    }
}

fn knative(object: Object<'_>) -> Scaler<'_> {
    let annotations = object.spec().path(&["template", "metadata", "annotations"]);
    let read = |names: [&str; 2]| {
        let keys = names.map(|name| format!("autoscaling.knative.dev/{name}"));
        keys.iter().find_map(|key| annotations.count(key))
    };
    let metric = annotations.text("autoscaling.knative.dev/metric");
    let (metrics, by_load) = judged(vec![metric.unwrap_or("concurrency").to_owned()]);
    Scaler {
        object,
        kind: object.kind,
        name: object.name(),
        min: read(["min-scale", "minScale"]).unwrap_or(0),
        max: read(["max-scale", "maxScale"]).filter(|max| *max > 0),
        metrics,
        by_load,
        paused: false,
    }
}
