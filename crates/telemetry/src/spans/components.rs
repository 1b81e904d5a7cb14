//! Models, agents, tools, servers and services that were seen.

use std::collections::BTreeMap;

use domain::evidence::{Component, ComponentKind, Label, Place};

use super::facts::{Facts, text};
use crate::{mapping::Attribute, otlp::message::Attributes, series::LabelValue};

/// Each component once, with the last version that was seen.
pub struct Components {
    seen: BTreeMap<(ComponentKind, Label, Option<Label>), Component>,
    most: usize,
}

impl Components {
    pub fn new(most: usize) -> Self {
        Self {
            seen: BTreeMap::new(),
            most,
        }
    }

    /// The service of a resource.
    pub fn service(&mut self, attributes: &Attributes<'_>) {
        let get = |name: &str| {
            let value = attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v);
            value.and_then(text)
        };
        if let Some(name) = get("service.name") {
            let version = get("service.version");
            self.add(ComponentKind::Service, &name, version.as_deref(), None);
        }
    }

    /// What a call names.
    pub fn call(&mut self, facts: &Facts<'_, '_>) {
        let model = facts
            .text(Attribute::ResponseModel)
            .or_else(|| facts.text(Attribute::RequestModel));
        if let Some(model) = model {
            self.add(ComponentKind::Model, &model, None, None);
        }
        if let Some(agent) = facts.text(Attribute::Agent) {
            let version = facts.text(Attribute::AgentVersion);
            self.add(ComponentKind::Agent, &agent, version.as_deref(), None);
        }
        let address = facts.text(Attribute::ServerAddress);
        let of_mcp = facts.has(Attribute::McpMethod) || facts.has(Attribute::McpServer);
        let server = facts
            .text(Attribute::McpServer)
            .or_else(|| address.clone().filter(|_| of_mcp));
        if let Some(tool) = facts.text(Attribute::Tool) {
            self.add(ComponentKind::Tool, &tool, None, server.as_deref());
        }
        if let Some(server) = server {
            let name = without_query(&server);
            self.add(ComponentKind::McpServer, name, None, address.as_deref());
        }
    }

    fn add(
        &mut self,
        kind: ComponentKind,
        name: &str,
        version: Option<&str>,
        source: Option<&str>,
    ) {
        // As labels: nothing personal.
        let label = |text: &str| Label::clip(LabelValue::fit(text).as_str());
        let (name, version) = (label(name), version.map(label));
        let key = (kind, name.clone(), version.clone());
        if name.is_empty() || self.seen.len() >= self.most && !self.seen.contains_key(&key) {
            return;
        }
        let source = source.map(|s| Place::clip(LabelValue::fit(without_query(s)).as_str()));
        let component = self.seen.entry(key).or_insert_with(|| Component {
            kind,
            name,
            version,
            digests: Vec::new(),
            source: None,
            attributes: BTreeMap::new(),
        });
        component.source = source.or(component.source.take());
    }

    pub fn list(self) -> Vec<Component> {
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
