//! Where requests come in: ingresses, and gateways with the routes that hang on them. On a map each is a gateway that
//! calls the workloads behind it.

use std::collections::{BTreeMap, btree_map::Entry};

use domain::{
    evidence::{ComponentKind, several},
    map::PartKind,
};
use serde_json::Value;

use super::{
    Cluster,
    calls::{self, Directory},
    index::Index,
    selector,
};
use crate::{
    draft::{Draft, Part},
    fields::Fields,
    readers::{attributes::Attributes, objects::Object},
};

/// A door, and who is behind it.
#[derive(Default)]
struct Door<'v> {
    kind: &'v str,
    namespace: Option<&'v str>,
    behind: Vec<String>,
}

/// Workloads by the name of the pool of inference servers that selects them.
type Pools<'v> = BTreeMap<&'v str, Vec<&'v str>>;

/// Reports each door once.
pub fn report(
    cluster: &Cluster<'_>,
    (directory, index): (&Directory<'_>, &mut Index<'_>),
    draft: &mut Draft<'_>,
) {
    let pools = pools(cluster, index);
    let mut doors: BTreeMap<String, Door<'_>> = BTreeMap::new();
    for object in &cluster.others {
        let (names, services) = if is_ingress(object) {
            (vec![("Ingress", object.name())], of_ingress(object.spec()))
        } else if is_route(object) {
            (parents(object), of_route(object.spec()))
        } else if is_gateway(object) {
            (vec![("Gateway", object.name())], Vec::new())
        } else {
            continue;
        };
        let behind = behind(object, &services, (&pools, directory));
        for (kind, name) in names {
            let door = doors.entry(format!("{kind}/{name}")).or_default();
            door.kind = kind;
            door.namespace = door.namespace.or(object.namespace());
            door.behind.extend(behind.iter().cloned());
        }
    }
    for (name, door) in &doors {
        let mut facts = Attributes::default();
        facts.text("kind", Some(door.kind));
        facts.text("namespace", door.namespace);
        facts.text("part", Some(PartKind::Gateway.as_str()));
        let calls = several(door.behind.iter().map(String::as_str));
        facts.text("calls", Some(calls.as_str()));
        draft.component(&Part {
            kind: ComponentKind::Service,
            name,
            version: None,
            digests: &[],
            source: None,
            attributes: &facts.pairs(),
        });
    }
}

fn is_ingress(object: &Object<'_>) -> bool {
    object.kind == "Ingress" && matches!(object.group, "networking.k8s.io" | "extensions")
}

fn is_route(object: &Object<'_>) -> bool {
    object.group == "gateway.networking.k8s.io" && object.kind.ends_with("Route")
}

fn is_gateway(object: &Object<'_>) -> bool {
    object.group == "gateway.networking.k8s.io" && object.kind == "Gateway"
}

/// The gateways that a route hangs on; itself where it names no parent. A route between services is no door.
fn parents<'v>(route: &Object<'v>) -> Vec<(&'v str, &'v str)> {
    let parents = route.spec().list("parentRefs");
    if parents.is_empty() {
        return vec![(route.kind, route.name())];
    }
    let gateway = |parent: &&'v Value| parent.text("kind").is_none_or(|kind| kind == "Gateway");
    let gateways = parents.iter().filter(gateway);
    let named = gateways.filter_map(|parent| Some(("Gateway", parent.text("name")?)));
    named.collect()
}

/// What a door leads to: a kind, a name, and a namespace where it is another.
type Way<'v> = (&'v str, &'v str, Option<&'v str>);

fn of_ingress(spec: &Value) -> Vec<Way<'_>> {
    let rules = spec.list("rules").iter();
    let paths = rules.flat_map(|rule| rule.at("http").list("paths"));
    let backends = paths.map(|path| path.at("backend"));
    let usual = [spec.at("defaultBackend"), spec.at("backend")];
    usual
        .into_iter()
        .chain(backends)
        .filter_map(service)
        .collect()
}

/// The service of a backend, as `networking.k8s.io/v1` and as older versions write it.
fn service(backend: &Value) -> Option<Way<'_>> {
    let newer = backend.at("service").text("name");
    let name = newer.or_else(|| backend.text("serviceName"))?;
    Some(("Service", name, None))
}

fn of_route(spec: &Value) -> Vec<Way<'_>> {
    let rules = spec.list("rules").iter();
    let backends = rules.flat_map(|rule| rule.list("backendRefs"));
    backends.filter_map(backend).collect()
}

fn backend(backend: &Value) -> Option<Way<'_>> {
    let kind = backend.text("kind").unwrap_or("Service");
    Some((kind, backend.text("name")?, backend.text("namespace")))
}

/// The workloads behind the ways of a door. A service of another file most likely has the name of its workload.
fn behind(
    door: &Object<'_>,
    ways: &[Way<'_>],
    (pools, directory): (&Pools<'_>, &Directory<'_>),
) -> Vec<String> {
    let mut names = Vec::new();
    for (kind, name, namespace) in ways {
        let namespace = namespace.or(door.namespace());
        let found: Vec<&str> = match *kind {
            "Service" => directory.behind(name, namespace),
            "InferencePool" => pools.get(name).cloned().unwrap_or_default(),
            _ => continue,
        };
        if found.is_empty() {
            names.push((*name).to_owned());
        }
        names.extend(found.into_iter().map(str::to_owned));
    }
    names
}

/// The workloads that each pool selects; of pools with the same name the first counts.
fn pools<'v>(cluster: &Cluster<'v>, index: &mut Index<'_>) -> Pools<'v> {
    let mut pools = Pools::new();
    for pool in cluster.others.iter().filter(|o| o.kind == "InferencePool") {
        let Entry::Vacant(free) = pools.entry(pool.name()) else {
            continue;
        };
        let selector = pool.spec().at("selector");
        // The first version writes the labels straight into the selector.
        let whole = selector.has("matchLabels");
        let labels = if whole {
            selector.at("matchLabels")
        } else {
            selector
        };
        let places = index.candidates(labels, None).into_iter();
        let workloads = places.filter_map(|place| cluster.workloads.get(place));
        let selected = workloads.filter(|workload| {
            calls::has_all(selector, workload)
                || whole && selector::takes(selector, workload.labels)
        });
        let names = selected.map(|workload| workload.object.name());
        free.insert(names.take(calls::MOST_BEHIND).collect());
    }
    pools
}
