//! What a workload is on a map, and whom it calls: told by images, and by variables and arguments that name the host of
//! another workload of the same file.

use std::collections::BTreeMap;

use domain::{evidence::ComponentKind, map::PartKind};
use serde_json::Value;

use super::{Cluster, args::Args, engine::Engine, index::Index, workload::Workload};
use crate::{
    draft::{Draft, Part},
    fields::Fields,
    readers::{attributes::Attributes, objects::Object},
};

/// Names of calls that are kept: as many as fit into one text.
const MOST: usize = 24;

/// Names of workloads behind one host or pool that are kept: more than fit into one text.
pub const MOST_BEHIND: usize = 128;

/// The names of the workloads behind a host, by namespace, each once.
#[derive(Default)]
struct Answering<'v>(BTreeMap<Option<&'v str>, Vec<&'v str>>);

impl<'v> Answering<'v> {
    fn add(&mut self, workload: &Workload<'v>) {
        let (name, namespace) = (workload.object.name(), workload.object.namespace());
        let names = self.0.entry(namespace).or_default();
        if names.len() < MOST_BEHIND && !names.contains(&name) {
            names.push(name);
        }
    }

    /// Those that can be in a namespace.
    fn within(&self, namespace: Option<&str>) -> Vec<&'v str> {
        let of = |namespace| self.0.get(&namespace).into_iter().flatten();
        match namespace {
            Some(_) => of(namespace).chain(of(None)).copied().collect(),
            // A host that answers in more namespaces tells nobody apart.
            None => self.0.values().take(MOST).flatten().copied().collect(),
        }
    }
}

/// Who answers to which host, within one file.
pub struct Directory<'v> {
    /// Workloads by the first part of a host's name.
    hosts: BTreeMap<String, Answering<'v>>,
    /// `ConfigMap`s by name: variables may come from them.
    configs: BTreeMap<&'v str, &'v Value>,
}

impl<'v> Directory<'v> {
    /// Everybody in a file.
    pub fn of(cluster: &Cluster<'v>, index: &mut Index<'_>) -> Self {
        let mut hosts: BTreeMap<String, Answering<'v>> = BTreeMap::new();
        for service in &cluster.services {
            // Namespaces can have services of the same name.
            let known = hosts.entry(service.name().to_owned()).or_default();
            let selector = service.spec().at("selector");
            if selector.as_object().is_none_or(serde_json::Map::is_empty) {
                continue;
            }
            for place in index.candidates(selector, service.namespace()) {
                let workload = cluster.workloads.get(place);
                if let Some(workload) = workload.filter(|w| has_all(selector, w)) {
                    known.add(workload);
                }
            }
        }
        for workload in &cluster.workloads {
            let name = workload.object.name();
            let own = [name.to_owned(), format!("{name}-predictor")];
            let kserve = workload.object.group == "serving.kserve.io";
            for host in own.into_iter().take(if kserve { 2 } else { 1 }) {
                // A service of another file most likely has the name of its workload.
                let known = hosts.entry(host).or_default();
                if known.0.is_empty() {
                    known.add(workload);
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
    pub fn called(&self, caller: &Workload<'_>) -> Vec<&'v str> {
        let mut names: Vec<&'v str> = Vec::new();
        for text in self.texts(caller) {
            for host in hosts(&text) {
                let Some(answering) = self.hosts.get(host) else {
                    continue;
                };
                let own = caller.object.namespace();
                let near = own.filter(|_| !text.contains(&format!("{host}.")));
                for name in answering.within(near) {
                    if names.len() == MOST {
                        return names;
                    }
                    if name != caller.object.name() && !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
        names
    }

    /// The names of those that answer behind a service.
    pub fn behind(&self, service: &str, namespace: Option<&str>) -> Vec<&'v str> {
        let answering = self.hosts.get(service);
        answering.map_or_else(Vec::new, |answering| answering.within(namespace))
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

/// Whether it gives workloads a name that others call.
pub fn is_service(object: &Object<'_>) -> bool {
    object.kind == "Service" && object.group.is_empty()
}

/// Whether a selector names labels, and a workload's pods have all of them.
pub fn has_all(selector: &Value, workload: &Workload<'_>) -> bool {
    let all = |labels: &serde_json::Map<String, Value>| {
        let mut pairs = labels.iter();
        !labels.is_empty() && pairs.all(|(key, value)| workload.labels.get(key) == Some(value))
    };
    selector.as_object().is_some_and(all)
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
    for service in &cluster.services {
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
