//! Components: each one listed must have what is asked for.

use super::judge::{Dated, newest_of_each};
use super::verdict::{Gap, Outcome, Quoted, Verdict, count};
use super::{Need, Thresholds};
use crate::evidence::{Component, ComponentKind, Title};

/// How many components a verdict names.
const NAMED: usize = 10;
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

pub(super) fn judge(
    of: &[ComponentKind],
    need: &Need,
    thresholds: &Thresholds,
    dated: &[Dated<'_>],
) -> Verdict {
    let newest = newest_of_each(dated);
    let listed: Vec<_> = newest
        .iter()
        .flat_map(|d| &d.reading.components)
        .filter(|component| of.contains(&component.kind))
        .collect();
    let lacking: Vec<_> = listed
        .iter()
        .filter(|component| !has(component, need))
        .collect();
    let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let outcome = if number(listed.len()) < thresholds.min {
        Outcome::NoData(Gap::Inconclusive)
    } else if lacking.is_empty() {
        Outcome::Supports
    } else {
        // What a file leaves out may still be there.
        Outcome::NoData(Gap::Partial)
    };
    Verdict {
        outcome,
        quotes: [
            count(Quoted::Lacking, number(lacking.len()), Some(0)),
            count(Quoted::Listed, number(listed.len()), Some(thresholds.min)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        names: lacking
            .iter()
            .take(NAMED)
            .map(|component| Title::clip(component.name.as_str()))
            .collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

fn has(component: &Component, need: &Need) -> bool {
    match need {
        Need::StrongDigest => component.digests.iter().any(|digest| {
            let name = digest
                .algorithm
                .as_str()
                .to_ascii_lowercase()
                .replace(['-', '_'], "");
            STRONG.contains(&name.as_str())
        }),
        Need::Source => component.source.is_some(),
        Need::Version => component.version.as_ref().is_some_and(|version| {
            let name = version.as_str().to_ascii_lowercase();
            !name.is_empty() && !FLOATING.contains(&name.as_str())
        }),
        Need::Attribute { any } => any
            .iter()
            .any(|name| component.attributes.contains_key(name)),
    }
}
