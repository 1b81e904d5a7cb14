//! What a rule looks at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::evidence::{
    ComponentKind, Finding, FindingState, Kind, Label, MeasureName, Severity, Tag,
};

/// How a rule judges files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// Kinds of files that it reads.
    pub kinds: Vec<Kind>,
    /// What it looks at in them.
    #[serde(flatten)]
    pub look: Look,
}

/// What a rule looks at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "look", rename_all = "snake_case")]
pub enum Look {
    /// Scans: one open finding that is selected contradicts, none in complete scans supports.
    Scan {
        /// Which findings count.
        #[serde(default)]
        select: Select,
        /// Findings that contradict nothing, but with which a scan doesn't support either.
        #[serde(default)]
        doubt: Option<Select>,
    },
    /// The share that one measure is of another, in the newest file of each series, worst first.
    Share {
        /// The part.
        part: MeasureName,
        /// The whole.
        whole: MeasureName,
        /// Only measures with these labels.
        #[serde(default)]
        only: BTreeMap<MeasureName, Label>,
        /// Whether a low or a high share is good.
        better: Better,
    },
    /// Complete runs: how many, how far apart, how much they tried.
    Runs {
        /// What is counted against `min`; without it, a run counts as it is.
        #[serde(default)]
        tried: Option<MeasureName>,
        /// A label of `tried` that must take several values, such as `family`.
        #[serde(default)]
        variety: Option<MeasureName>,
        /// The values that count towards variety; all of them if none is named.
        #[serde(default)]
        among: Vec<Label>,
    },
    /// Listed components: each of the kind must have something.
    Components {
        /// Which components; several kinds where any will do.
        of: Vec<ComponentKind>,
        /// What each must have.
        need: Need,
    },
}

/// Which end of a share is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// The lower the better: the success of attacks.
    Low,
    /// The higher the better: coverage.
    High,
}

/// What each component must have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Need {
    /// A digest of SHA-256 or stronger.
    StrongDigest,
    /// A source.
    Source,
    /// A version that is not a floating alias.
    Version,
    /// One of these attributes.
    Attribute {
        /// Their names.
        any: Vec<MeasureName>,
    },
}

/// Which findings count; every condition that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Select {
    /// This severity or worse.
    pub severity: Option<Severity>,
    /// Ids of the tool's rules, by their beginning, letter case aside; any of them.
    pub rules: Vec<Label>,
    /// One of these tags.
    pub tags: Vec<Tag>,
    /// Only with a version that fixes it.
    pub fixable: bool,
}

impl Select {
    /// Whether a finding is open and selected.
    pub fn takes(&self, finding: &Finding) -> bool {
        let begins = |rule: &Label| {
            let (id, start) = (finding.rule.as_str(), rule.as_str());
            id.get(..start.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(start))
        };
        finding.state == FindingState::Open
            // A secret that works is as bad as it gets, whatever the tool calls it.
            && (finding.verified == Some(true)
                || self.severity.is_none_or(|least| finding.severity >= least))
            && (self.rules.is_empty() || self.rules.iter().any(begins))
            && (self.tags.is_empty() || self.tags.iter().any(|tag| finding.tags.contains(tag)))
            && (!self.fixable || finding.fixed_version.is_some())
    }
}

/// The numbers of a rule that an installation may change.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// For how many days data counts, 1–3650; for twice as many it is shown as stale.
    pub days: u16,
    /// How many observations it needs: objects, attempts, components.
    #[serde(default = "one")]
    pub min: u64,
    /// Supports from here: a share in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supports: Option<f64>,
    /// Contradicts beyond here: a share in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contradicts: Option<f64>,
    /// How many runs.
    #[serde(default = "one")]
    pub runs: u64,
    /// How many days lie between the first and the last run.
    #[serde(default)]
    pub apart: u16,
    /// How many values the varied label must take.
    #[serde(default)]
    pub variety: u64,
}

const fn one() -> u64 {
    1
}
