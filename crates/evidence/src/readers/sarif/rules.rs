//! The rules that a run describes, and which one a result means.

use std::collections::HashMap;

use serde_json::Value;

use crate::fields::{Fields, items};

/// The rules of one run: those of its driver first, then those of its extensions.
pub struct Rules<'a> {
    components: Vec<&'a [Value]>,
    names: Vec<&'a str>,
    by_id: HashMap<&'a str, &'a Value>,
    duplicated: u64,
    count: usize,
}

impl<'a> Rules<'a> {
    pub fn of(run: &'a Value) -> Self {
        let tool = run.at("tool");
        let extensions = items(tool.at("extensions"));
        let parts: Vec<_> = std::iter::once(tool.at("driver"))
            .chain(extensions)
            .collect();
        let components: Vec<_> = parts.iter().map(|part| part.list("rules")).collect();
        let names = parts
            .iter()
            .map(|p| p.text("name").unwrap_or_default())
            .collect();
        let mut rules = Self {
            components,
            names,
            by_id: HashMap::new(),
            duplicated: 0,
            count: 0,
        };
        for rule in rules.components.iter().copied().flatten() {
            rules.count += 1;
            let Some(id) = rule.text("id") else { continue };
            if rules.by_id.contains_key(id) {
                rules.duplicated += 1;
            } else {
                rules.by_id.insert(id, rule);
            }
        }
        rules
    }

    pub const fn len(&self) -> usize {
        self.count
    }

    pub const fn duplicated(&self) -> u64 {
        self.duplicated
    }

    /// The rule of a result: by index where the id does not deny it, else by id, else by the id's stem
    /// (`CA1000/1` is a case of `CA1000`).
    pub fn find(&self, result: &'a Value) -> Option<&'a Value> {
        let reference = result.at("rule");
        let id = result.text("ruleId").or_else(|| reference.text("id"));
        let index = result
            .count("ruleIndex")
            .or_else(|| reference.count("index"));
        let by_index = index
            .and_then(|i| usize::try_from(i).ok())
            .and_then(|i| self.component(reference.at("toolComponent"))?.get(i));
        if let Some(rule) = by_index {
            let own = rule.text("id");
            let stem = |id: &str| own.is_some_and(|o| id == o || id.starts_with(&format!("{o}/")));
            if id.is_none_or(stem) {
                return Some(rule);
            }
        }
        let id = id?;
        self.by_id
            .get(id)
            .or_else(|| self.by_id.get(id.rsplit_once('/')?.0))
            .copied()
    }

    /// The component that a reference names; the driver where it names none.
    fn component(&self, reference: &Value) -> Option<&'a [Value]> {
        let at = match (reference.count("index"), reference.text("name")) {
            // Extensions are counted from 0; the driver stands before them here.
            (Some(index), _) => usize::try_from(index).ok()?.checked_add(1)?,
            (None, Some(name)) => self.names.iter().position(|n| *n == name)?,
            (None, None) => 0,
        };
        self.components.get(at).copied()
    }
}

/// The entries of taxonomies such as CWE that a rule or result refers to.
pub fn taxa(rule: &Value, result: &Value) -> Vec<String> {
    let related = rule.list("relationships").iter().map(|r| r.at("target"));
    related
        .chain(result.list("taxa"))
        .filter_map(|taxon| {
            let list = taxon.at("toolComponent").text("name").unwrap_or_default();
            let id = taxon.text("id")?;
            let own = id
                .to_ascii_lowercase()
                .starts_with(&list.to_ascii_lowercase());
            Some(if own {
                id.to_owned()
            } else {
                format!("{list}-{id}")
            })
        })
        .take(32)
        .collect()
}
