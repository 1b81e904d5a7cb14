//! What a file is about and what it lists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Label, MeasureName, Place, Title};

/// A part of the system that a file lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Component {
    /// What it is.
    pub kind: ComponentKind,
    /// Its name.
    pub name: Label,
    /// Its version.
    pub version: Option<Label>,
    /// Hashes of its content.
    pub digests: Vec<Digest>,
    /// Where it comes from: a package URL or an address without user, password and query.
    pub source: Option<Place>,
    /// Other facts, such as `read_only` = `true`; at most 32.
    pub attributes: BTreeMap<MeasureName, Title>,
}

/// Facts that a component can have at most.
const MOST_ATTRIBUTES: usize = 32;

impl Component {
    /// The fact that names whom a component calls; telemetry brings it piece by piece.
    pub const CALLS: &'static str = "calls";

    /// What is known once it was seen again. A span says less than a manifest does, so that facts that are not said again
    /// stay; but where the `same` sort of file says it anew, what it no longer says is gone. Whom it calls adds up, the
    /// latest first.
    #[must_use]
    pub fn again(&self, seen: &Self, same: bool) -> Self {
        let mut whole = seen.clone();
        whole.source = seen.source.clone().or_else(|| self.source.clone());
        if !same {
            whole.version = seen.version.clone().or_else(|| self.version.clone());
            if seen.digests.is_empty() {
                whole.digests.clone_from(&self.digests);
            }
        }
        for (name, text) in &self.attributes {
            let calls = name.as_str() == Self::CALLS;
            let room = whole.attributes.len() < MOST_ATTRIBUTES;
            match whole.attributes.get_mut(name) {
                Some(newer) if calls => {
                    let (new, old) = (names(newer.as_str()), names(text.as_str()));
                    *newer = several(new.chain(old));
                }
                None if room && (calls || !same) => {
                    whole.attributes.insert(name.clone(), text.clone());
                }
                Some(_) | None => {}
            }
        }
        whole
    }
}

/// Several names as one fact, each once: as many whole ones as fit. Those with a comma in them can't be told apart.
pub fn several<'n>(all: impl IntoIterator<Item = &'n str>) -> Title {
    let mut kept: Vec<&str> = Vec::new();
    let mut length = 0;
    for name in all {
        if name.is_empty() || name.contains(", ") || kept.contains(&name) {
            continue;
        }
        let longer = length + name.chars().count() + if kept.is_empty() { 0 } else { 2 };
        if longer > MOST_NAMES {
            break;
        }
        length = longer;
        kept.push(name);
    }
    Title::clip(&kept.join(", "))
}

/// How many characters a [`Title`] takes.
const MOST_NAMES: usize = 300;

/// The names in such a fact.
pub fn names(fact: &str) -> impl Iterator<Item = &str> {
    fact.split(", ").filter(|name| !name.is_empty())
}

/// What a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ComponentKind {
    /// A model or its weights.
    Model,
    /// Data to train or test with.
    Dataset,
    /// An agent.
    Agent,
    /// A tool that agents call.
    Tool,
    /// A server of such tools.
    McpServer,
    /// Instructions and scripts that extend an agent.
    Skill,
    /// A running service.
    Service,
    /// A software package.
    Library,
    /// A container image.
    Image,
    /// A prompt under version control.
    Prompt,
}

/// A hash of a component's content.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Digest {
    /// `sha256`, in lower case without `-`.
    pub algorithm: Label,
    /// As the file writes it: mostly hex.
    pub value: Label,
}

/// What a file is about; rules compare it with a workload's own names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope {
    /// What is named.
    pub kind: ScopeKind,
    /// Its name.
    pub value: Place,
}

/// What a scope names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeKind {
    /// OpenTelemetry's `service.name`.
    ServiceName,
    /// A Kubernetes namespace.
    Namespace,
    /// A Kubernetes object, `Kind/name`.
    Object,
    /// A Kubernetes cluster.
    Cluster,
    /// A container image by name.
    Image,
    /// A container image by digest.
    ImageDigest,
    /// A source repository.
    Repository,
    /// A commit in a source repository.
    Commit,
    /// A model by name.
    ModelName,
    /// A model by digest.
    ModelDigest,
    /// A file or folder.
    Path,
    /// An address, without user, password and query.
    Url,
    /// A project in a tool.
    Project,
    /// An account, subscription or project of a cloud provider.
    Account,
    /// What the sender says that the file is about, or what its name says.
    Subject,
}

impl ScopeKind {
    /// What it tells versions of, where it does.
    pub const fn versions(self) -> Option<Self> {
        match self {
            Self::Commit => Some(Self::Repository),
            Self::ImageDigest => Some(Self::Image),
            Self::ModelDigest => Some(Self::ModelName),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(facts: &[(&str, &str)]) -> Component {
        let fact =
            |(name, text): &(&str, &str)| Some((MeasureName::coin(name)?, Title::clip(text)));
        Component {
            kind: ComponentKind::Service,
            name: Label::clip("assistant"),
            version: None,
            digests: Vec::new(),
            source: None,
            attributes: facts.iter().filter_map(fact).collect(),
        }
    }

    fn fact<'c>(component: &'c Component, name: &str) -> Option<&'c str> {
        let mut all = component.attributes.iter();
        let found = all.find(|(known, _)| known.as_str() == name);
        found.map(|(_, text)| text.as_str())
    }

    #[test]
    fn what_is_not_said_again_stays() {
        let mut manifest = service(&[("part", "application"), ("calls", "litellm, redis")]);
        manifest.version = Some(Label::clip("2.1"));
        let whole = manifest.again(&service(&[]), false);
        assert_eq!(whole, manifest);
        let whole = whole.again(&service(&[("calls", "qwen, redis")]), false);
        assert_eq!(fact(&whole, "part"), Some("application"));
        assert_eq!(fact(&whole, "calls"), Some("qwen, redis, litellm"));
        // Once more the same: nothing changes.
        assert_eq!(whole.again(&whole, false), whole);
    }

    #[test]
    fn a_newer_file_of_the_same_sort_takes_facts_back() {
        let first = service(&[("pdb", "true"), ("part", "cache"), ("calls", "a")]);
        let whole = first.again(&service(&[("part", "data_store")]), true);
        assert_eq!(
            (fact(&whole, "pdb"), fact(&whole, "part")),
            (None, Some("data_store"))
        );
        assert_eq!(fact(&whole, "calls"), Some("a"));
    }

    #[test]
    fn names_are_kept_whole_and_bounded() {
        let long: Vec<String> = (0..40).map(|n| format!("service-{n:02}")).collect();
        let text = several(long.iter().map(String::as_str));
        assert!(text.as_str().chars().count() <= MOST_NAMES);
        assert!(names(text.as_str()).all(|name| long.iter().any(|known| known == name)));
        assert_eq!(names(text.as_str()).count(), 25);
        assert_eq!(several(["a", "", "b, c", "a", "d"]).as_str(), "a, d");
        assert_eq!(several([]).as_str(), "");
        // However many batches come, the latest stand first.
        let mut whole = service(&[]);
        for name in &long {
            whole = whole.again(&service(&[("calls", name.as_str())]), false);
        }
        let calls = fact(&whole, "calls").unwrap_or_default();
        assert!(calls.starts_with("service-39, service-38") && calls.chars().count() <= 300);
    }
}
