//! What a rule looks at.

use serde::{Deserialize, Serialize};

use super::{Aside, Digests, Figures, Need, Pair, Pick, Runs, Select, Share};
use crate::evidence::{ComponentKind, Finding, Kind, ScopeKind};

/// How a rule judges files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// Kinds of files that it reads.
    pub kinds: Vec<Kind>,
    /// Whether files without a date of their own may support. What is set up holds until somebody changes it;
    /// a run would look as new as the day on which it comes in.
    #[serde(default, skip_serializing_if = "is_not")]
    pub undated: bool,
    /// Whether such files can show only part of what the criterion says: the rule then never supports.
    #[serde(default, skip_serializing_if = "is_not")]
    pub partial: bool,
    /// Whether only what was tried on a service that a person allowed tells: anything else is part of the proof at most,
    /// and contradicts nothing.
    #[serde(default, skip_serializing_if = "is_not")]
    pub endpoint: bool,
    /// Only files that are about one of these; about anything where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<ScopeKind>,
    /// What it looks at in them.
    #[serde(flatten)]
    pub look: Look,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_not(flag: &bool) -> bool {
    !*flag
}

impl Test {
    /// Whether it looks at something, and each look at files that it reads.
    pub fn is_whole(&self) -> bool {
        !self.kinds.is_empty() && self.look.is_whole(&self.kinds)
    }

    /// Whether a finding in a file of this kind counts, at whatever depth the rule looks at findings.
    pub fn counts(&self, kind: Kind, finding: &Finding) -> bool {
        self.kinds.contains(&kind) && self.look.counts(kind, finding)
    }
}

/// What a rule looks at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "look", rename_all = "snake_case", deny_unknown_fields)]
pub enum Look {
    /// Scans: one open finding that is selected contradicts, none in complete scans supports.
    Scan {
        /// Which findings count.
        #[serde(default)]
        select: Select,
        /// Findings that contradict nothing, but with which a scan doesn't support either.
        #[serde(default)]
        doubt: Vec<Select>,
        /// What counts as examined, where it is not every object or check.
        #[serde(default)]
        examined: Option<Pick>,
        /// Files that are about other things as well.
        #[serde(default)]
        aside: Vec<Aside>,
    },
    /// The share that one measure is of another.
    Share(Share),
    /// Measures as they are: the worst one, or their sum.
    Figure(Figures),
    /// Complete runs: how many, how far apart, how much they tried, how it went.
    Runs(Runs),
    /// Listed components: each of the kind must have something.
    Components {
        /// Which components; several kinds where any will do.
        of: Vec<ComponentKind>,
        /// What each must have.
        need: Need,
    },
    /// Digests that must be the same elsewhere.
    Digests(Digests),
    /// Models that take the same tests: how much worse one of each pair scores.
    Pairs {
        /// Which pairs.
        of: Pair,
    },
    /// Several looks of which each must support; the first one that contradicts decides, else the first that
    /// doesn't support.
    AllOf {
        /// The looks, the most important one first.
        of: Vec<Part>,
    },
}

impl Look {
    fn is_whole(&self, kinds: &[Kind]) -> bool {
        let of = match self {
            Self::AllOf { of } => of,
            Self::Digests(look) => return look.is_whole(kinds),
            Self::Scan { aside, .. } => {
                let mut named = aside.iter().flat_map(|one| &one.kinds);
                return named.all(|kind| kinds.contains(kind));
            }
            _ => return true,
        };
        let part = |part: &Part| {
            part.kinds.iter().all(|kind| kinds.contains(kind)) && part.look.is_whole(kinds)
        };
        !of.is_empty() && of.iter().all(part)
    }

    fn counts(&self, kind: Kind, finding: &Finding) -> bool {
        match self {
            Self::Scan { select, aside, .. } => match Aside::of(aside, kind) {
                Some(aside) => aside.select.iter().any(|select| select.takes(finding)),
                None => select.takes(finding),
            },
            Self::AllOf { of } => of
                .iter()
                .any(|part| part.reads(kind) && part.look.counts(kind, finding)),
            Self::Share(_)
            | Self::Figure(_)
            | Self::Runs(_)
            | Self::Components { .. }
            | Self::Digests(_)
            | Self::Pairs { .. } => false,
        }
    }
}

/// One of several looks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Only files of these kinds; all that the rule reads where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
    /// What it looks at in them.
    #[serde(flatten)]
    pub look: Look,
}

impl Part {
    /// Whether it reads files of this kind.
    pub fn reads(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

/// Which end is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// The lower the better: the success of attacks.
    Low,
    /// The higher the better: coverage.
    High,
}
