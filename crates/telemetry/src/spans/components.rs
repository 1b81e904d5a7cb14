//! Models, agents, tools, servers and services that were seen.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{Component, ComponentKind, Label, MeasureName, Place, several};

use super::facts::{Facts, text};
use crate::{mapping::Attribute, otlp::message::Attributes, series::LabelValue};

type Key = (ComponentKind, Label, Option<Label>);

/// Names of calls that are kept of one body: more do not fit into one text.
const MOST_CALLS: usize = 64;

/// Each component once, with the last version that was seen, and whom it calls.
pub struct Components {
    seen: BTreeMap<Key, Component>,
    calls: BTreeMap<Key, BTreeSet<Label>>,
    /// The service of the resource whose spans are read.
    service: Option<Key>,
    most: usize,
}

impl Components {
    pub fn new(most: usize) -> Self {
        Self {
            seen: BTreeMap::new(),
            calls: BTreeMap::new(),
            service: None,
            most,
        }
    }

    /// The service of a resource.
    pub fn service(&mut self, attributes: &Attributes<'_>) {
        let get = |name: &str| {
            let value = attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v);
            value.and_then(text)
        };
        self.service = get("service.name").and_then(|name| {
            let version = get("service.version");
            self.add(ComponentKind::Service, &name, version.as_deref(), None)
        });
    }

    /// What a call names, and who calls whom: a service its agent, and the agent, else the service, models, tools and
    /// their servers. A tool that a server offers is reached through it. Where the call came `in`, the service is the one
    /// that was called.
    pub fn call(&mut self, facts: &Facts<'_, '_>, came_in: bool) {
        let service = self.service.clone();
        let agent = facts.text(Attribute::Agent).and_then(|agent| {
            let version = facts.text(Attribute::AgentVersion);
            self.add(ComponentKind::Agent, &agent, version.as_deref(), None)
        });
        self.note(service.as_ref(), agent.as_ref());
        let caller = agent.or(service);
        let model = facts
            .text(Attribute::ResponseModel)
            .or_else(|| facts.text(Attribute::RequestModel));
        let model = model.and_then(|model| self.add(ComponentKind::Model, &model, None, None));
        self.note(caller.as_ref(), model.as_ref());
        let address = facts.text(Attribute::ServerAddress);
        let of_mcp = facts.has(Attribute::McpMethod) || facts.has(Attribute::McpServer);
        let server = facts
            .text(Attribute::McpServer)
            .or_else(|| address.clone().filter(|_| of_mcp));
        let tool = facts
            .text(Attribute::Tool)
            .and_then(|tool| self.add(ComponentKind::Tool, &tool, None, server.as_deref()));
        let server = server.and_then(|server| {
            let name = without_query(&server);
            self.add(ComponentKind::McpServer, name, None, address.as_deref())
        });
        if !came_in {
            self.note(caller.as_ref(), server.or(tool).as_ref());
        }
    }

    /// Adds it, and says which it is; none where it has no name or there are too many.
    fn add(
        &mut self,
        kind: ComponentKind,
        name: &str,
        version: Option<&str>,
        source: Option<&str>,
    ) -> Option<Key> {
        // As labels: nothing personal.
        let label = |text: &str| Label::clip(LabelValue::fit(text).as_str());
        let (name, version) = (label(name), version.map(label));
        let key = (kind, name.clone(), version.clone());
        if name.is_empty() || self.seen.len() >= self.most && !self.seen.contains_key(&key) {
            return None;
        }
        let source = source.map(|s| Place::clip(LabelValue::fit(without_query(s)).as_str()));
        let component = self.seen.entry(key.clone()).or_insert_with(|| Component {
            kind,
            name,
            version,
            digests: Vec::new(),
            source: None,
            attributes: BTreeMap::new(),
        });
        component.source = source.or(component.source.take());
        Some(key)
    }

    /// Notes that one calls the other.
    fn note(&mut self, caller: Option<&Key>, target: Option<&Key>) {
        let Some((from, (.., name, _))) = caller.zip(target) else {
            return;
        };
        let calls = self.calls.entry(from.clone()).or_default();
        if calls.len() < MOST_CALLS {
            calls.insert(name.clone());
        }
    }

    pub fn list(mut self) -> Vec<Component> {
        let fact = MeasureName::coin(Component::CALLS);
        for (caller, calls) in self.calls {
            let called = several(calls.iter().map(Label::as_str));
            if let Some((component, fact)) = self.seen.get_mut(&caller).zip(fact.clone())
                && !called.is_empty()
            {
                component.attributes.insert(fact, called);
            }
        }
        self.seen.into_values().collect()
    }
}

/// An address without user, password and query.
fn without_query(address: &str) -> &str {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    match address.split_once("://") {
        Some((_, rest)) => match rest.split('/').next().and_then(|a| a.rsplit_once('@')) {
            Some((user, _)) => rest.get(user.len() + 1..).unwrap_or_default(),
            None => address,
        },
        None => address,
    }
}
