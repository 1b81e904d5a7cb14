//! Scopes, measures and components as a reader reports them.

use std::collections::BTreeMap;

use domain::evidence::{
    Component, ComponentKind, Digest, Figure, Label, Measure, MeasureName, Place, Scope, ScopeKind,
    Title, Unit,
};

use super::{Draft, places};

/// A component as a reader reports it.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// What it is.
    pub kind: ComponentKind,
    /// Its name.
    pub name: &'a str,
    /// Its version.
    pub version: Option<&'a str>,
    /// Algorithm and hash.
    pub digests: &'a [(&'a str, &'a str)],
    /// A package URL or address.
    pub source: Option<&'a str>,
    /// Other facts.
    pub attributes: &'a [(&'a str, &'a str)],
}

impl Draft<'_> {
    /// The file is about this.
    pub fn scope(&mut self, kind: ScopeKind, name: &str) {
        let name = match kind {
            ScopeKind::Url | ScopeKind::Repository => places::address(name),
            ScopeKind::Path => places::path(name),
            _ => name.to_owned(),
        };
        let value = Place::clip(&name);
        if value.is_empty() {
            return;
        }
        if self.scopes.len() < self.limits.facts {
            self.scopes.insert(Scope { kind, value });
        } else {
            self.facts_omitted += 1;
        }
    }

    /// A count.
    pub fn count(&mut self, name: &str, count: u64) {
        self.measure(name, &[], crate::fields::exact(count), Unit::Count, None);
    }

    /// A number with its labels, in any order. Numbers that are not finite are passed over.
    pub fn measure(
        &mut self,
        name: &str,
        labels: &[(&str, &str)],
        value: f64,
        unit: Unit,
        n: Option<u64>,
    ) {
        use domain::evidence::{IgnoredWhat, IgnoredWhy};
        let (Some(name), Some(value)) = (MeasureName::coin(name), Figure::new(value)) else {
            self.ignore(IgnoredWhat::Number, IgnoredWhy::OutOfRange, None);
            return;
        };
        if self.measures.len() >= self.limits.facts {
            self.facts_omitted += 1;
            return;
        }
        let labels = labels
            .iter()
            .take(8)
            .filter_map(|(key, text)| {
                Some((MeasureName::coin(key)?, Label::clip(&self.masked(text))))
            })
            .collect();
        self.measures.push(Measure {
            name,
            labels,
            value,
            unit,
            n,
        });
    }

    /// A component.
    pub fn component(&mut self, part: &Part<'_>) {
        if self.components.len() >= self.limits.facts {
            self.facts_omitted += 1;
            return;
        }
        let attributes: BTreeMap<_, _> = part
            .attributes
            .iter()
            .take(32)
            .filter_map(|(key, text)| {
                Some((MeasureName::coin(key)?, Title::clip(&self.masked(text))))
            })
            .collect();
        let digest = |(algorithm, value): &(&str, &str)| Digest {
            algorithm: Label::clip(&algorithm.to_lowercase().replace('-', "")),
            value: Label::clip(value),
        };
        let component = Component {
            kind: part.kind,
            name: Label::clip(&self.masked(part.name)),
            version: part.version.map(Label::clip).filter(|v| !v.is_empty()),
            digests: part.digests.iter().take(16).map(digest).collect(),
            source: part
                .source
                .map(|s| Place::clip(&places::address(s)))
                .filter(|s| !s.is_empty()),
            attributes,
        };
        self.components.push(component);
    }
}
