//! Telemetry of a workload as pages show it.

use serde::{Deserialize, Serialize};

use crate::{
    ComponentId, RuleId,
    evidence::{Component, Unit},
    rule::Quoted,
    views::workloads::WorkloadHead,
};

/// `/workloads/{id}/signals`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignalsPage {
    /// The workload.
    pub head: WorkloadHead,
    /// When the last data came in, RFC 3339; none where nothing ever did.
    pub last_at: Option<String>,
    /// When rules last looked, RFC 3339.
    pub judged_at: Option<String>,
    /// Points of series that came in since the beginning.
    pub points: u64,
    /// Spans that came in.
    pub spans: u64,
    /// Log records that came in.
    pub logs: u64,
    /// What was left out, by reason, the most first.
    pub dropped: Vec<(String, u64)>,
    /// What came in, by name.
    pub signals: Vec<SignalRow>,
    /// The first hour of the charts, in hours since 1970 in UTC; they end now.
    pub from: i64,
    /// Parts of the workload that telemetry and files named.
    pub components: Vec<ComponentRow>,
    /// What is fetched from the installation's Prometheus; none where it has none.
    pub pull: Option<PullRow>,
}

/// What is fetched from the installation's Prometheus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PullRow {
    /// Label matchers; empty where nothing is fetched.
    pub selector: String,
    /// Label matchers that every query for the team carries besides; empty where no administrator set any.
    pub bound: String,
    /// Until when everything was fetched, RFC 3339.
    pub fetched_until: Option<String>,
    /// When it was last tried, RFC 3339.
    pub tried_at: Option<String>,
    /// Why the last try failed, or `incomplete` with what its source left out; empty where all is well.
    pub failure: String,
    /// For optimistic writes; 0 where nothing is fetched.
    pub version: i32,
}

/// What every query for a team's workloads carries besides their own matchers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullBound {
    /// Label matchers; empty where the team is not bounded.
    pub matchers: String,
    /// Who set them, and when, RFC 3339.
    pub set: Option<(String, String)>,
    /// For optimistic writes; 0 where the team is not bounded.
    pub version: i32,
}

impl PullRow {
    const INCOMPLETE: &str = "incomplete";

    /// What is noted where a source says that something is missing.
    pub fn incomplete(why: &str) -> String {
        if why.is_empty() {
            Self::INCOMPLETE.to_owned()
        } else {
            format!("{}: {why}", Self::INCOMPLETE)
        }
    }

    /// The source's own words where it said that something is missing; `None` where it did not.
    pub fn missing(&self) -> Option<&str> {
        let rest = self.failure.strip_prefix(Self::INCOMPLETE)?;
        if rest.is_empty() {
            Some("")
        } else {
            rest.strip_prefix(": ")
        }
    }
}

/// All series of one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignalRow {
    /// The name, as sent.
    pub name: String,
    /// What rules know it as.
    pub signal: Option<String>,
    /// `gauge`, `counter` or `distribution`.
    pub kind: String,
    /// Its unit; empty where the sender names none.
    pub unit: String,
    /// How many series have the name.
    pub series: u32,
    /// RFC 3339.
    pub first_at: String,
    /// RFC 3339.
    pub last_at: Option<String>,
    /// An entry for each hour of the page: the mean of a gauge, the increase of a counter; none without data.
    pub hours: Vec<Option<f64>>,
    /// Rules that read it.
    pub rules: Vec<RuleId>,
}

/// A part of the workload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComponentRow {
    /// Which.
    pub id: ComponentId,
    /// What was seen.
    pub content: Component,
    /// Where: `telemetry`, or the kind of file.
    pub origin: String,
    /// RFC 3339.
    pub first_at: String,
    /// RFC 3339.
    pub last_at: String,
    /// What a person says of it.
    pub standing: ComponentStanding,
    /// Why, and who said so.
    pub reviewed: Option<(String, String)>,
    /// For optimistic writes.
    pub version: i32,
}

crate::answer::wire_enum! {
    /// What a person says of a component.
    ComponentStanding {
        /// Nobody looked at it.
        Unreviewed = "unreviewed",
        /// It belongs to the workload, and agents may use it.
        Allowed = "allowed",
        /// It should not be there.
        Refused = "refused",
    }
}

/// A signal by the hour or a rule's own figure by the day, with what the rule holds it against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignalChart {
    /// What is drawn, or what the figure is made of: a signal, or `traces`.
    pub signal: String,
    /// The figure that is drawn; none where it is the signal itself.
    #[serde(default)]
    pub what: Option<Quoted>,
    /// The first hour, in hours since 1970 in UTC.
    pub from: i64,
    /// Hours between two values: 1 or 24.
    #[serde(default = "one")]
    pub step: u8,
    /// An entry for each step; none without data.
    pub values: Vec<Option<f64>>,
    /// The unit of the values and of what they are held against.
    pub unit: Unit,
    /// Supports from here.
    pub supports: Option<f64>,
    /// Contradicts beyond here.
    pub contradicts: Option<f64>,
    /// Capacity counts as used up above here.
    #[serde(default)]
    pub full: Option<f64>,
    /// Whether the values are shares of 0–1, shown in percent: the unit is `ratio`.
    pub share: bool,
}

const fn one() -> u8 {
    1
}
