//! The components, services and data of a bill.

use std::collections::BTreeSet;

use domain::evidence::{ComponentKind, IgnoredWhat, IgnoredWhy, ScopeKind};
use serde_json::Value;

use super::card;
use crate::{
    draft::{Draft, Part},
    fields::Fields,
    readers::attributes::Attributes,
};

/// Something that a bill lists.
pub struct Listed<'b> {
    pub value: &'b Value,
    /// `None` for what is no part of a system of this kind: files, devices, keys.
    pub kind: Option<ComponentKind>,
}

impl Listed<'_> {
    /// Whether it is a model or data.
    pub fn of_model(&self) -> bool {
        matches!(
            self.kind,
            Some(ComponentKind::Model | ComponentKind::Dataset)
        )
    }
}

/// Everything that a bill lists, nested parts too, in its order; its subject comes first.
pub fn all(bom: &Value) -> Vec<Listed<'_>> {
    let mut listed = Vec::new();
    components(
        std::slice::from_ref(bom.path(&["metadata", "component"])),
        &mut listed,
    );
    components(bom.list("components"), &mut listed);
    services(bom.list("services"), &mut listed);
    listed
}

fn components<'b>(list: &'b [Value], listed: &mut Vec<Listed<'b>>) {
    for value in list.iter().filter(|v| !v.is_null()) {
        let kind = kind(value);
        listed.push(Listed { value, kind });
        // A card can describe its data in place instead of naming a component.
        let inline = value
            .path(&["modelCard", "modelParameters"])
            .list("datasets");
        let data = inline.iter().filter(|d| d.has("name"));
        listed.extend(data.map(|value| Listed {
            value,
            kind: Some(ComponentKind::Dataset),
        }));
        components(value.list("components"), listed);
    }
}

fn services<'b>(list: &'b [Value], listed: &mut Vec<Listed<'b>>) {
    for value in list {
        listed.push(Listed {
            value,
            kind: Some(ComponentKind::Service),
        });
        services(value.list("services"), listed);
    }
}

fn kind(component: &Value) -> Option<ComponentKind> {
    match component.text("type")? {
        "machine-learning-model" => Some(ComponentKind::Model),
        // Settings and definitions are "data" as well.
        "data" => {
            let types: Vec<_> = component
                .list("data")
                .iter()
                .filter_map(|d| d.text("type"))
                .collect();
            (types.is_empty() || types.contains(&"dataset")).then_some(ComponentKind::Dataset)
        }
        "container" => Some(ComponentKind::Image),
        "application" | "framework" | "library" | "operating-system" | "platform" | "firmware" => {
            Some(ComponentKind::Library)
        }
        _ => None,
    }
}

/// Reports one part; `false` where it has no name.
pub fn report(listed: &Listed<'_>, draft: &mut Draft<'_>) -> bool {
    let value = listed.value;
    let Some(name) = value.text("name") else {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return false;
    };
    let Some(kind) = listed.kind else {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::OutOfScope, None);
        return true;
    };
    let digests = digests(value);
    let mut attributes = Attributes::default();
    attributes.texts("licences", &licences(value));
    let supplier = [value.at("supplier"), value.at("manufacturer")];
    attributes.text("supplier", supplier.iter().find_map(|s| s.text("name")));
    match kind {
        ComponentKind::Model => {
            draft.scope(ScopeKind::ModelName, name);
            for (algorithm, digest) in &digests {
                let algorithm = algorithm.to_lowercase().replace('-', "");
                draft.scope(ScopeKind::ModelDigest, &format!("{algorithm}:{digest}"));
            }
            card::attributes(value, &mut attributes);
            card::measures(name, value.at("modelCard"), draft);
        }
        ComponentKind::Dataset => data(value, &mut attributes),
        _ => {}
    }
    draft.component(&Part {
        kind,
        name,
        version: value.text("version"),
        digests: &digests,
        source: source(value),
        attributes: &attributes.pairs(),
    });
    true
}

/// Its own hashes and those of where it is distributed.
fn digests(value: &Value) -> Vec<(&str, &str)> {
    let distributed = value
        .list("externalReferences")
        .iter()
        .filter(|r| r.text("type") == Some("distribution"));
    std::iter::once(value)
        .chain(distributed)
        .flat_map(|v| v.list("hashes"))
        .filter_map(|h| Some((h.text("alg")?, h.text("content")?)))
        .collect()
}

fn source(value: &Value) -> Option<&str> {
    let reference = |of: &[&str]| {
        let references = value.list("externalReferences").iter();
        references
            .filter(|r| r.text("type").is_some_and(|t| of.contains(&t)))
            .find_map(|r| r.text("url"))
    };
    let contents = || {
        std::iter::once(value)
            .chain(value.list("data"))
            .find_map(|d| d.at("contents").text("url"))
    };
    value
        .text("purl")
        .or_else(|| reference(&["distribution", "distribution-intake"]))
        .or_else(contents)
        .or_else(|| value.texts("endpoints").first().copied())
        .or_else(|| reference(&["vcs"]))
}

/// Ids and expressions; names where there is no id, never the text of a licence.
fn licences(value: &Value) -> Vec<&str> {
    let named = value.list("licenses").iter().filter_map(|l| {
        l.text("expression")
            .or_else(|| l.at("license").any_text(&["id", "name"]))
    });
    named.collect::<BTreeSet<_>>().into_iter().collect()
}

fn data(value: &Value, attributes: &mut Attributes) {
    // Data described in place has on itself what a component has in its list.
    let entries: Vec<_> = std::iter::once(value).chain(value.list("data")).collect();
    let classes: BTreeSet<_> = entries
        .iter()
        .filter_map(|d| d.text("classification"))
        .collect();
    attributes.texts("classification", &classes.into_iter().collect::<Vec<_>>());
    let sensitive = entries.iter().map(|d| d.texts("sensitiveData").len()).sum();
    attributes.counted("sensitive_data", sensitive);
    let governed = |d: &&&Value| {
        d.at("governance")
            .as_object()
            .is_some_and(|g| !g.is_empty())
    };
    attributes.counted("governance", entries.iter().filter(governed).count());
}
