//! What each listed component must have.

use serde::{Deserialize, Serialize};

use super::Only;
use super::files::Dated;
use super::signal::Names;
use crate::evidence::{Component, Label, MeasureName, Reading, Title};

/// Digests that can still be trusted.
const STRONG: &[&str] = &[
    "sha256",
    "sha384",
    "sha512",
    "sha3256",
    "sha3384",
    "sha3512",
    "blake2b256",
    "blake2b384",
    "blake2b512",
    "blake3",
];
/// Names of versions that move.
const FLOATING: &[&str] = &[
    "latest", "main", "master", "stable", "head", "nightly", "dev",
];

/// What each component must have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Need {
    /// Nothing but to be listed.
    Listed,
    /// A digest of SHA-256 or stronger.
    StrongDigest,
    /// A source, and that a person allowed it; one that a person refused contradicts.
    Allowed,
    /// A version that is not a floating alias.
    Version,
    /// One attribute of each of these lists.
    Attributes {
        /// The lists of names.
        all: Vec<Vec<MeasureName>>,
    },
    /// An attribute; where its value is not one of those that need nothing more, one of others as well.
    Declared {
        /// Its name.
        name: MeasureName,
        /// Values that need nothing more, letter case aside.
        enough: Vec<Title>,
        /// The others' names.
        with: Vec<MeasureName>,
    },
    /// A measure of the same file that names it.
    Measure {
        /// Names of measures, any of them.
        any: Vec<MeasureName>,
        /// The label that holds the component's name.
        label: MeasureName,
        /// Labels that the measure must have.
        #[serde(default)]
        only: Only,
        /// The label that holds the component's name in files that list no components; letter case and owner aside.
        #[serde(default)]
        elsewhere: Option<MeasureName>,
    },
}

impl Need {
    /// Whether a component of this reading has it.
    pub fn met(&self, component: &Component, reading: &Reading, reviewed: &Names) -> bool {
        let has = |name: &MeasureName| component.attributes.contains_key(name);
        match self {
            Self::Listed => true,
            Self::StrongDigest => component.digests.iter().any(|d| strong(&d.algorithm)),
            Self::Allowed => {
                component.source.is_some() && reviewed.inside.contains(&listed(component))
            }
            Self::Version => component.version.as_ref().is_some_and(fixed),
            Self::Attributes { all } => all.iter().all(|any| any.iter().any(has)),
            Self::Declared { name, enough, with } => {
                let value = component.attributes.get(name);
                value.is_some_and(|value| {
                    let same = |other: &Title| other.as_str().eq_ignore_ascii_case(value.as_str());
                    enough.iter().any(same) || with.iter().any(has)
                })
            }
            Self::Measure {
                any, label, only, ..
            } => reading.measures.iter().any(|measure| {
                any.contains(&measure.name)
                    && measure.labels.get(label) == Some(&component.name)
                    && only.takes(measure)
            }),
        }
    }
}

impl Need {
    /// Whether another file, one that lists no components, says it of this one.
    pub(super) fn met_elsewhere(&self, component: &Component, others: &[Dated<'_>]) -> bool {
        let Self::Measure {
            any,
            elsewhere: Some(label),
            ..
        } = self
        else {
            return false;
        };
        let own = base(component.name.as_str());
        let bare = others.iter().filter(|d| d.reading.components.is_empty());
        let mut measures = bare.flat_map(|d| &d.reading.measures);
        measures.any(|measure| {
            let named = measure.labels.get(label);
            any.contains(&measure.name) && named.is_some_and(|name| base(name.as_str()) == own)
        })
    }
}

/// A name without its owner, in lower case.
fn base(name: &str) -> String {
    name.rsplit('/').next().unwrap_or_default().to_lowercase()
}

pub(super) fn strong(algorithm: &Label) -> bool {
    let name = algorithm.as_str().to_ascii_lowercase();
    STRONG.contains(&name.replace(['-', '_'], "").as_str())
}

/// The name under which a person's word on a component is kept.
pub(super) fn listed(component: &Component) -> String {
    component.name.as_str().to_lowercase()
}

fn fixed(version: &Label) -> bool {
    let name = version.as_str().to_ascii_lowercase();
    !name.is_empty() && !FLOATING.contains(&name.as_str())
}
