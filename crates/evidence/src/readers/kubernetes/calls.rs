//! What a workload is on a map, and whom it calls: told by images, and by variables and arguments that name the host of
//! another workload of the same file.

use std::collections::BTreeMap;

use domain::{evidence::ComponentKind, map::PartKind};
use serde_json::Value;

use super::{Cluster, args::Args, engine::Engine, names::same_namespace, workload::Workload};
use crate::{
    draft::{Draft, Part},
    fields::Fields,
    readers::{attributes::Attributes, objects::Object},
};

/// Names of calls that are kept: as many as fit into one text.
const MOST: usize = 24;

/// Who answers to which host, within one file.
pub struct Directory<'v> {
    /// Workloads by the first part of a host's name.
    hosts: BTreeMap<String, Vec<&'v Workload<'v>>>,
    /// `ConfigMap`s by name: variables may come from them.
    configs: BTreeMap<&'v str, &'v Value>,
}

impl<'v> Directory<'v> {
    /// Everybody in a file.
    pub fn of(cluster: &'v Cluster<'v>) -> Self {
        let mut hosts: BTreeMap<String, Vec<&Workload<'_>>> = BTreeMap::new();
        for service in cluster.others.iter().filter(|o| is_service(o)) {
            let selected = cluster.workloads.iter().filter(|w| selects(service, w));
            // Namespaces can have services of the same name.
            let known = hosts.entry(service.name().to_owned()).or_default();
            known.extend(selected);
        }
        for workload in &cluster.workloads {
            let name = workload.object.name();
            let own = [name.to_owned(), format!("{name}-predictor")];
            let kserve = workload.object.group == "serving.kserve.io";
            for host in own.into_iter().take(if kserve { 2 } else { 1 }) {
                // A service of another file most likely has the name of its workload.
                let known = hosts.entry(host).or_default();
                if known.is_empty() {
                    known.push(workload);
                }
            }
        }
        let maps = cluster.others.iter().filter(|o| o.kind == "ConfigMap");
        Self {
            hosts,
            configs: maps.map(|map| (map.name(), map.value.at("data"))).collect(),
        }
    }

    /// The names of those that a workload calls, each once.
    pub fn called(&self, caller: &Workload<'_>) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for text in self.texts(caller) {
            for host in hosts(&text) {
                let answering = self.hosts.get(host).into_iter().flatten();
                let near = |other: &&&Workload<'_>| {
                    same_namespace(other.object.namespace(), caller.object.namespace())
                        || text.contains(&format!("{host}."))
                };
                for name in answering.filter(near).map(|other| other.object.name()) {
                    if name != caller.object.name() && !names.contains(&name) && names.len() < MOST
                    {
                        names.push(name);
                    }
                }
            }
        }
        names
    }

    /// The names of those that answer behind a service.
    pub fn behind(&self, service: &str, namespace: Option<&str>) -> Vec<&'v str> {
        let answering = self.hosts.get(service).into_iter().flatten();
        let near = answering.filter(|w| same_namespace(w.object.namespace(), namespace));
        near.map(|workload| workload.object.name()).collect()
    }

    /// Every text that may hold an address.
    fn texts(&self, caller: &Workload<'_>) -> Vec<String> {
        let mut texts = Vec::new();
        for container in caller.containers() {
            texts.extend(Args::of(container).words().map(str::to_owned));
            for variable in container.list("env") {
                texts.extend(variable.text("value").map(str::to_owned));
                let key = variable.at("valueFrom").at("configMapKeyRef");
                let found = key.text("name").and_then(|name| self.configs.get(name));
                let value = found
                    .zip(key.text("key"))
                    .and_then(|(map, key)| map.text(key));
                texts.extend(value.map(str::to_owned));
            }
            for source in container.list("envFrom") {
                let name = source.at("configMapRef").text("name");
                let map = name.and_then(|name| self.configs.get(name));
                let values = map.and_then(|map| map.as_object()).into_iter().flatten();
                texts.extend(values.filter_map(|(_, value)| value.as_str().map(str::to_owned)));
            }
        }
        texts
    }
}

fn is_service(object: &Object<'_>) -> bool {
    object.kind == "Service" && object.group.is_empty()
}

/// Whether a service sends its requests to a workload.
fn selects(service: &Object<'_>, workload: &Workload<'_>) -> bool {
    let selector = service.spec().at("selector");
    let all = |map: &serde_json::Map<String, Value>| {
        !map.is_empty()
            && map
                .iter()
                .all(|(key, value)| workload.labels.get(key) == Some(value))
    };
    selector.as_object().is_some_and(all)
        && same_namespace(service.namespace(), workload.object.namespace())
}

/// The first parts of the names of hosts in a text: `qwen` in `http://qwen.chat.svc:8000/v1`, `redis` in `redis:6379`.
fn hosts(text: &str) -> Vec<&str> {
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(token) = text
        .get(start..)
        .map(|rest| rest.split(|c| !inside(c)).next().unwrap_or_default())
    {
        let end = start + token.len();
        let (before, after) = (
            text.get(..start).unwrap_or_default(),
            text.get(end..).unwrap_or_default(),
        );
        let port = after
            .strip_prefix(':')
            .is_some_and(|p| p.starts_with(|c: char| c.is_ascii_digit()));
        let address =
            before.ends_with("//") || before.ends_with('@') || port || token.contains(".svc");
        if !token.is_empty() && (address || token.len() == text.len()) {
            found.extend(token.split('.').next().filter(|host| !host.is_empty()));
        }
        // On to what stands behind the sign that ended it.
        let Some(sign) = after.chars().next() else {
            break;
        };
        start = end + sign.len_utf8();
    }
    found
}

/// What a workload is on a map: an engine serves; else the image of the first container that is known tells it, else its
/// name.
pub fn part(workload: &Workload<'_>, engines: &[Engine<'_>]) -> PartKind {
    if !engines.is_empty() {
        return PartKind::Serving;
    }
    let containers = workload.containers();
    let images = containers.iter().filter_map(|c| c.text("image"));
    let known = images.map(|image| {
        let name = image.split('@').next().unwrap_or(image);
        PartKind::by_name(name.rsplit('/').next().unwrap_or(name))
    });
    known
        .chain([PartKind::by_name(workload.object.name())])
        .find(|kind| *kind != PartKind::Service)
        .unwrap_or(PartKind::Service)
}

/// Services that stand for a system outside the cluster.
pub fn external(cluster: &Cluster<'_>, draft: &mut Draft<'_>) {
    for service in cluster.others.iter().filter(|o| is_service(o)) {
        let Some(host) = service.spec().text("externalName") else {
            continue;
        };
        let mut facts = Attributes::default();
        facts.text("kind", Some(service.kind));
        facts.text("namespace", service.namespace());
        facts.text("part", Some(PartKind::External.as_str()));
        draft.component(&Part {
            kind: ComponentKind::Service,
            name: service.name(),
            version: None,
            digests: &[],
            source: Some(host),
            attributes: &facts.pairs(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::hosts;

    #[test]
    fn hosts_in_texts() {
        assert_eq!(hosts("http://qwen.chat.svc:8000/v1"), ["qwen"]);
        assert_eq!(hosts("redis://:secret@redis:6379/0"), ["redis"]);
        assert_eq!(hosts("milvus"), ["milvus"]);
        assert_eq!(hosts("gateway.ai.svc.cluster.local"), ["gateway"]);
        assert_eq!(
            hosts("--model Qwen/Qwen3-8B --port 8000"),
            Vec::<&str>::new()
        );
        assert_eq!(hosts("a:1,b:2"), ["a", "b"]);
        assert!(hosts("").is_empty());
    }
}
