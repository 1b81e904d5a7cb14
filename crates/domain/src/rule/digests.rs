//! Digests: what is recorded of components must be what other files say of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::files::{Files, newest_of_each};
use super::need::strong;
use super::parts::lists_all;
use super::verdict::{Gap, Outcome, Quoted, Verdict, count};
use crate::evidence::{Component, ComponentKind, Kind, Title};

/// How many components a verdict names.
const NAMED: usize = 10;
/// Attribute of a digest that is one of a list of digests, and so never that of a file.
const MANIFEST: (&str, &str) = ("digest_of", "manifest");

/// Whether recorded digests are those that other files state. The same digest under any name is the same content;
/// another digest of the same name, version and algorithm is other content, and contradicts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digests {
    /// Of which components.
    pub of: Vec<ComponentKind>,
    /// Files that record them: each component needs a strong digest there.
    pub recorded: Vec<Kind>,
    /// Files to compare with.
    pub against: Vec<Kind>,
    /// Of those, the ones without whose word nothing supports; any will do where none is named.
    #[serde(default)]
    pub needed: Vec<Kind>,
}

impl Digests {
    /// Whether it reads no other files than the rule.
    pub(super) fn is_whole(&self, kinds: &[Kind]) -> bool {
        let mut named = self
            .recorded
            .iter()
            .chain(&self.against)
            .chain(&self.needed);
        !self.recorded.is_empty() && named.all(|kind| kinds.contains(kind))
    }
}

pub(super) fn judge(digests: &Digests, files: &Files<'_>) -> Verdict {
    let newest = newest_of_each(files.dated);
    let listed = |kinds: &[Kind]| -> Vec<&Component> {
        let read = newest.iter().filter(|d| kinds.contains(&d.reading.kind));
        let all = read.flat_map(|d| &d.reading.components);
        all.filter(|component| digests.of.contains(&component.kind))
            .collect()
    };
    let recorded = listed(&digests.recorded);
    let others = listed(&digests.against);
    let needed = if digests.needed.is_empty() {
        &digests.against
    } else {
        &digests.needed
    };
    let confirming = listed(needed);
    let confirmed = |own: &&Component| confirming.iter().any(|other| shares(own, other));
    let wrong: Vec<_> = recorded
        .iter()
        .copied()
        .filter(|own| {
            let same = others.iter().any(|other| shares(own, other));
            !same && others.iter().any(|other| differs(own, other))
        })
        .collect();
    let lacking: Vec<_> = recorded
        .iter()
        .copied()
        .filter(|own| !confirmed(own))
        .collect();
    let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let all = number(recorded.len());
    let whole = newest
        .iter()
        .filter(|d| digests.recorded.contains(&d.reading.kind))
        .all(|d| lists_all(d.reading));
    let outcome = if !wrong.is_empty() {
        Outcome::Contradicts
    } else if all < files.thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if lacking.is_empty() && whole {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let shown = if wrong.is_empty() { &lacking } else { &wrong };
    let names: BTreeSet<_> = shown.iter().map(|own| own.name.as_str()).collect();
    let quotes = [
        count(Quoted::WrongDigests, number(wrong.len()), Some(0)),
        count(Quoted::EqualDigests, all - number(lacking.len()), Some(all)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: names.into_iter().take(NAMED).map(Title::clip).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// Whether two components have a strong digest in common.
fn shares(one: &Component, other: &Component) -> bool {
    let all = one
        .digests
        .iter()
        .filter(|digest| strong(&digest.algorithm));
    let mut all = all.filter(|digest| !digest.value.is_empty());
    all.any(|own| {
        other.digests.iter().any(|theirs| {
            own.algorithm == theirs.algorithm
                && own
                    .value
                    .as_str()
                    .eq_ignore_ascii_case(theirs.value.as_str())
        })
    })
}

/// Whether two components are called the same and have other digests of the same algorithm.
fn differs(one: &Component, other: &Component) -> bool {
    let versions = one.version.as_ref().zip(other.version.as_ref());
    let same = one.name.as_str().eq_ignore_ascii_case(other.name.as_str())
        && versions.is_none_or(|(one, other)| one == other);
    let comparable = one.digests.iter().any(|own| {
        let mut theirs = other.digests.iter();
        strong(&own.algorithm) && theirs.any(|digest| digest.algorithm == own.algorithm)
    });
    same && comparable && !of_list(one) && !of_list(other)
}

fn of_list(component: &Component) -> bool {
    let mut all = component.attributes.iter();
    all.any(|(name, value)| (name.as_str(), value.as_str()) == MANIFEST)
}
