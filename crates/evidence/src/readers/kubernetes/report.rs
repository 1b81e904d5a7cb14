//! What is said about each workload.

use std::collections::BTreeSet;

use domain::evidence::{ComponentKind, Reason, ScopeKind, Unit, several};
use domain::map::PartKind;
use serde_json::Value;

use crate::{
    draft::{Draft, Part},
    fields::{Fields, exact},
    readers::{attributes::Attributes, objects::Object},
};

use super::{
    Cluster,
    calls::{self, Directory},
    credentials::Credentials,
    doors,
    engine::Engine,
    ground::{self, Claims, Ground},
    index::Index,
    probes::Probes,
    routing,
    scaler::{self, Replicas, Scaler, Scalers},
    spread::{Spread, protected},
    standby,
    workload::{Purpose, Workload},
};

/// Reports everything; whether objects beside the workloads say something.
pub fn report(cluster: &Cluster<'_>, draft: &mut Draft<'_>) -> bool {
    let standby = standby::report(&cluster.others, draft);
    let said = routing::report(cluster, draft) || standby;
    for object in cluster.others.iter().filter(|o| o.kind == "ConfigMap") {
        let title = object.title();
        credentials(
            Credentials::of_config(object),
            &labels(object, &title, "other"),
            draft,
        );
    }
    let mut index = Index::of(&cluster.workloads, draft.limits());
    let around = Around {
        directory: Directory::of(cluster, &mut index),
        claims: Claims::of(cluster),
        scalers: Scalers::of(&cluster.scalers),
        protected: protected(cluster, &mut index),
    };
    for (place, workload) in cluster.workloads.iter().enumerate() {
        one((place, workload), &around, draft);
    }
    calls::external(cluster, draft);
    doors::report(cluster, (&around.directory, &mut index), draft);
    ground::report(cluster, &around.claims, draft);
    for scaler in scaler::alone(&cluster.scalers, &cluster.workloads) {
        alone(scaler, draft);
    }
    if index.skipped() > 0 {
        let count = index.skipped();
        draft.partial(Reason::ObjectsSkipped { count });
    }
    said
}

/// What a workload is seen together with.
struct Around<'c, 'v> {
    directory: Directory<'v>,
    claims: Claims<'v>,
    scalers: Scalers<'c>,
    /// Where the workloads stand of which a budget keeps some pods.
    protected: BTreeSet<usize>,
}

type Labels<'l> = Vec<(&'static str, &'l str)>;

fn labels<'l>(object: &Object<'l>, title: &'l str, role: &'static str) -> Labels<'l> {
    let mut labels = vec![("object", title), ("role", role)];
    labels.extend(object.namespace().map(|n| ("namespace", n)));
    labels
}

fn flag(name: &str, labels: &[(&str, &str)], holds: bool, draft: &mut Draft<'_>) {
    draft.measure(name, labels, f64::from(u8::from(holds)), Unit::Count, None);
}

fn one((place, workload): (usize, &Workload<'_>), around: &Around<'_, '_>, draft: &mut Draft<'_>) {
    let object = &workload.object;
    let title = object.title();
    let engines = Engine::all(workload);
    let role = match workload.purpose {
        Purpose::Template => "template",
        _ if engines.is_empty() => "other",
        _ => "serving",
    };
    let labels = labels(object, &title, role);
    credentials(Credentials::of(workload), &labels, draft);
    for engine in &engines {
        served(engine, &labels, draft);
    }
    images(workload, draft);
    weights(workload, draft);
    if matches!(workload.purpose, Purpose::Job | Purpose::Template) {
        return;
    }
    draft.scope(ScopeKind::Object, &title);
    if let Some(namespace) = object.namespace() {
        draft.scope(ScopeKind::Namespace, namespace);
    }
    let scaler = around.scalers.for_workload(workload);
    let replicas = Replicas::of(workload, scaler);
    let spread = Spread::of(workload);
    let pdb = around.protected.contains(&place);
    let drawn = Drawn {
        part: calls::part(workload, &engines),
        serves: engines.iter().filter_map(|e| e.model.as_deref()).collect(),
        calls: around.directory.called(workload),
        runs_on: around.claims.under(workload),
    };
    service(workload, (scaler, replicas, spread, pdb), &drawn, draft);
    if let Some(replicas) = replicas {
        draft.measure(
            "k8s.replicas",
            &labels,
            exact(replicas.min),
            Unit::Count,
            None,
        );
        if let Some(max) = replicas.max.map(exact) {
            draft.measure("k8s.replicas.max", &labels, max, Unit::Count, None);
        }
        if replicas.off {
            return;
        }
    }
    let least = replicas.map_or(1, |replicas| replicas.min);
    let gpus = ground::gpus(workload).saturating_mul(least);
    if gpus > 0 {
        draft.measure("k8s.gpus", &labels, exact(gpus), Unit::Count, None);
    }
    flag("k8s.workloads", &labels, true, draft);
    let container = engines.first().map(|e| e.container);
    if let Some(probes) = Probes::of(workload, container) {
        probes.report(&labels, draft);
    }
    flag("k8s.progressive", &labels, progressive(object), draft);
    if workload.purpose != Purpose::Service {
        return;
    }
    let zone = spread.zone.is_some();
    if let Some(least) = replicas.map(|r| r.min) {
        for (name, holds) in [
            ("k8s.replicated", least >= 2),
            ("k8s.single", least == 1),
            ("k8s.redundant", least >= 2 && zone && pdb),
        ] {
            flag(name, &labels, holds, draft);
        }
    }
    for (name, holds) in [
        ("k8s.spread.zone", zone),
        ("k8s.spread.host", spread.host.is_some()),
        ("k8s.pdb", pdb),
        ("k8s.autoscaled", scaler.is_some_and(Scaler::scales)),
        (
            "k8s.elastic",
            scaler.is_some_and(|s| s.scales() && s.by_load),
        ),
    ] {
        flag(name, &labels, holds, draft);
    }
}

/// An autoscaler whose workload stands in another file.
fn alone(scaler: &Scaler<'_>, draft: &mut Draft<'_>) {
    let title = format!("{}/{}", scaler.kind, scaler.name);
    let labels = labels(&scaler.object, &title, "other");
    draft.scope(ScopeKind::Object, &title);
    if let Some(namespace) = scaler.object.namespace() {
        draft.scope(ScopeKind::Namespace, namespace);
    }
    if scaler.paused {
        return;
    }
    draft.measure(
        "k8s.replicas",
        &labels,
        exact(scaler.min),
        Unit::Count,
        None,
    );
    if let Some(max) = scaler.max {
        draft.measure("k8s.replicas.max", &labels, exact(max), Unit::Count, None);
    }
    for (name, holds) in [
        ("k8s.workloads", true),
        ("k8s.replicated", scaler.min >= 2),
        ("k8s.single", scaler.min == 1),
        ("k8s.autoscaled", scaler.scales()),
        ("k8s.elastic", scaler.scales() && scaler.by_load),
    ] {
        flag(name, &labels, holds, draft);
    }
}

fn credentials(found: Credentials, labels: &[(&str, &str)], draft: &mut Draft<'_>) {
    if found.all == 0 {
        return;
    }
    for (name, count) in [
        ("k8s.credentials", found.all),
        ("k8s.credentials.referenced", found.referenced),
        ("k8s.credentials.literal", found.literal),
    ] {
        draft.measure(name, labels, exact(count), Unit::Count, None);
    }
}

/// Reports an engine and the model that it serves.
fn served(engine: &Engine<'_>, labels: &[(&str, &str)], draft: &mut Draft<'_>) {
    let model = engine.model.as_deref().unwrap_or_default();
    let mut labels = labels.to_vec();
    labels.extend([("engine", engine.name), ("model", model)]);
    let bits = engine.weight_bits();
    let quantized = bits.is_some_and(|bits| bits <= 8);
    flag("k8s.engines", &labels, true, draft);
    flag(
        "k8s.engines.accelerated",
        &labels,
        engine.accelerated(),
        draft,
    );
    flag("k8s.engines.quantized", &labels, quantized, draft);
    if let Some(bits) = bits {
        draft.measure(
            "k8s.weight_bits",
            &labels,
            f64::from(bits),
            Unit::Count,
            None,
        );
    }
    if let Some(caching) = engine.prefix_caching {
        flag("k8s.prefix_caching", &labels, caching, draft);
    }
    if model.is_empty() {
        return;
    }
    let mut facts = Attributes::default();
    facts.text("engine", Some(engine.name));
    facts.text("quantization", engine.quantization.as_deref());
    facts.text("kv_cache_dtype", engine.cache_type.as_deref());
    facts.text("dtype", engine.number_type.as_deref());
    facts.text("weight_bits", bits.map(|b| b.to_string()).as_deref());
    facts.text("speculative", engine.speculative.then_some("true"));
    let caching = engine
        .prefix_caching
        .map(|on| if on { "true" } else { "false" });
    facts.text("prefix_caching", caching);
    draft.component(&Part {
        kind: ComponentKind::Model,
        name: model,
        version: None,
        digests: &[],
        source: None,
        attributes: &facts.pairs(),
    });
}

/// What a map needs to know of a workload.
struct Drawn<'a> {
    part: PartKind,
    serves: Vec<&'a str>,
    calls: Vec<&'a str>,
    runs_on: Vec<Ground>,
}

/// Reports the workload as a service.
fn service(
    workload: &Workload<'_>,
    (scaler, replicas, spread, pdb): (Option<&Scaler<'_>>, Option<Replicas>, Spread, bool),
    drawn: &Drawn<'_>,
    draft: &mut Draft<'_>,
) {
    let object = &workload.object;
    let mut facts = Attributes::default();
    facts.text("kind", Some(object.kind));
    facts.text("namespace", object.namespace());
    facts.text("replicas", replicas.map(|r| r.min.to_string()).as_deref());
    facts.text("zone_spread", spread.zone.map(super::spread::Apart::code));
    facts.text("host_spread", spread.host.map(super::spread::Apart::code));
    facts.text("pdb", pdb.then_some("true"));
    facts.text("scaled_by", scaler.map(|s| s.object.kind));
    let metrics: Vec<_> = scaler
        .iter()
        .flat_map(|s| &s.metrics)
        .map(String::as_str)
        .collect();
    facts.texts("scaling_metrics", &metrics);
    // That it is a service of some sort is no news.
    let known = (drawn.part != PartKind::Service).then(|| drawn.part.as_str());
    facts.text("part", known);
    let grounds = drawn.runs_on.iter().map(|ground| ground.name.as_str());
    for (fact, names) in [
        ("serves", several(drawn.serves.iter().copied())),
        ("calls", several(drawn.calls.iter().copied())),
        ("runs_on", several(grounds)),
    ] {
        facts.text(fact, Some(names.as_str()));
    }
    draft.component(&Part {
        kind: ComponentKind::Service,
        name: object.name(),
        version: None,
        digests: &[],
        source: None,
        attributes: &facts.pairs(),
    });
}

/// Reports the images of a workload.
fn images(workload: &Workload<'_>, draft: &mut Draft<'_>) {
    let containers = workload.containers();
    for image in containers.iter().filter_map(|c| c.text("image")) {
        let (name, digest) = image
            .split_once('@')
            .map_or((image, None), |(n, d)| (n, Some(d)));
        let tag = name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/'));
        let (name, tag) = tag.map_or((name, None), |(name, tag)| (name, Some(tag)));
        let digest: Vec<_> = digest.and_then(|d| d.split_once(':')).into_iter().collect();
        draft.component(&Part {
            kind: ComponentKind::Image,
            name,
            version: tag,
            digests: &digest,
            source: None,
            attributes: &[],
        });
    }
}

/// Reports weights that come from a registry: `oci://registry/model@sha256:…`, and volumes of images.
fn weights(workload: &Workload<'_>, draft: &mut Draft<'_>) {
    let pod = workload.pod;
    let served = [pod.at("model"), pod].map(|v| v.text("storageUri"));
    let served = served.into_iter().flatten();
    let served = served.filter_map(|uri| uri.strip_prefix("oci://"));
    let volumes = pod.list("volumes").iter();
    let volumes = volumes.filter_map(|volume| volume.at("image").text("reference"));
    for reference in served.chain(volumes) {
        let (name, digest) = reference.split_once('@').unwrap_or((reference, ""));
        let tag = name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/'));
        let (name, tag) = tag.map_or((name, None), |(name, tag)| (name, Some(tag)));
        let digest: Vec<_> = digest.split_once(':').into_iter().collect();
        draft.component(&Part {
            kind: ComponentKind::Model,
            name: name.rsplit('/').next().unwrap_or(name),
            version: tag,
            digests: &digest,
            source: Some(reference),
            attributes: &[("digest_of", "manifest")],
        });
    }
}

/// Whether a new version gets its requests step by step.
fn progressive(object: &Object<'_>) -> bool {
    let spec = object.spec();
    let strategy = spec.at("strategy");
    let canary = |v: &Value| v.number("canaryTrafficPercent").is_some();
    match (object.group, object.kind) {
        ("argoproj.io", "Rollout") => {
            !strategy.at("canary").list("steps").is_empty() || strategy.has("blueGreen")
        }
        ("serving.kserve.io", _) => canary(spec) || canary(spec.at("predictor")),
        ("serving.knative.dev", _) => {
            let traffic = spec.list("traffic").iter();
            traffic
                .filter(|t| t.number("percent").is_some_and(|p| p > 0.0))
                .count()
                > 1
        }
        _ => false,
    }
}
