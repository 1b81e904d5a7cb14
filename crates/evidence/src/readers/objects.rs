//! Objects as Kubernetes writes them: alone, in lists, or in several documents.

use std::borrow::Cow;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Reason};
use serde_json::Value;

use crate::{draft::Draft, fields::Fields, intake::Content};

/// One object with what names it.
#[derive(Clone, Copy, Debug)]
pub struct Object<'v> {
    /// The whole of it.
    pub value: &'v Value,
    /// Its `apiVersion`.
    pub version: &'v str,
    /// The part of that before the slash; empty for the core group.
    pub group: &'v str,
    /// Its kind.
    pub kind: &'v str,
}

impl<'v> Object<'v> {
    /// The object, where the value has `apiVersion` and `kind`.
    pub fn of(value: &'v Value) -> Option<Self> {
        let version = value.text("apiVersion")?;
        Some(Self {
            value,
            version,
            group: version.split_once('/').map_or("", |(group, _)| group),
            kind: value.text("kind")?,
        })
    }

    /// Its name, or the prefix of the one that it will get.
    pub fn name(&self) -> &'v str {
        let metadata = self.value.at("metadata");
        metadata
            .any_text(&["name", "generateName"])
            .unwrap_or_default()
    }

    /// Its namespace; a manifest may leave that to whoever applies it.
    pub fn namespace(&self) -> Option<&'v str> {
        self.value.at("metadata").text("namespace")
    }

    /// `Kind/name`.
    pub fn title(&self) -> String {
        format!("{}/{}", self.kind, self.name())
    }

    /// What is wanted of it.
    pub fn spec(&self) -> &'v Value {
        self.value.at("spec")
    }

    /// Whether another object made it and looks after it.
    pub fn owned(&self) -> bool {
        let owners = self.value.at("metadata").list("ownerReferences");
        owners.iter().any(|o| o.flag("controller") == Some(true))
    }

    /// An annotation.
    pub fn annotation(&self, key: &str) -> Option<&'v str> {
        self.value.path(&["metadata", "annotations"]).text(key)
    }
}

/// The records of a file. What could not be parsed is said to be missing.
pub fn records<'c>(content: &'c Content<'_>, draft: &mut Draft<'_>) -> Vec<Cow<'c, Value>> {
    let mut records = Vec::new();
    let mut broken = 0;
    for record in content.records() {
        match record.value {
            Ok(value) if value.is_null() && matches!(content, Content::Yaml(_)) => {
                broken += 1;
                draft.ignore(IgnoredWhat::Document, IgnoredWhy::Broken, None);
            }
            Ok(value) => records.push(value),
            Err(_) => {
                broken += 1;
                draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            }
        }
    }
    if broken > 0 {
        draft.partial(Reason::PartsUnreadable { count: broken });
    }
    records
}

/// One value of a record, and the object that it is, where it is one.
pub type Found<'v> = (&'v Value, Option<Object<'v>>);

/// The objects of a record: itself, or the entries of a list of Kubernetes or of a plain one.
pub fn objects(record: &Value) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    walk(record, None, &mut found);
    found
}

/// Entries of a typed list, as the API itself answers, leave out what the list says: `DeploymentList`.
fn walk<'v>(value: &'v Value, list: Option<Object<'v>>, found: &mut Vec<Found<'v>>) {
    if let Value::Array(entries) = value {
        for entry in entries {
            walk(entry, list, found);
        }
    } else if is_list(value) {
        let typed = Object::of(value).and_then(|object| {
            let kind = object.kind.strip_suffix("List").filter(|k| !k.is_empty())?;
            Some(Object { kind, ..object })
        });
        let entries = value.list("items").iter();
        for entry in entries {
            walk(entry, typed, found);
        }
    } else {
        let inherited = || {
            let bare = value.is_object() && !value.has("kind") && !value.has("apiVersion");
            list.filter(|_| bare).map(|of| Object { value, ..of })
        };
        found.push((value, Object::of(value).or_else(inherited)));
    }
}

/// Whether any object of the file is such a one.
pub fn any(content: &Content<'_>, wanted: impl Fn(&Object<'_>) -> bool) -> bool {
    let objects = content.sample().iter().flat_map(objects);
    objects
        .filter_map(|(_, object)| object)
        .any(|object| wanted(&object))
}

/// Whether the value is a list of objects; its kind is `List`, or that of its entries with `List` behind.
pub fn is_list(value: &Value) -> bool {
    value.at("items").is_array()
        && value
            .text("kind")
            .is_some_and(|kind| kind.ends_with("List"))
}
