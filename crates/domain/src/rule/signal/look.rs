//! What a rule over telemetry looks at.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Batch, Cached, Collected, Decisions, Efficiency, Evaluated, Failover, Instances, Overspent,
    Presence, Scaling, Stated,
};
use crate::{evidence::Kind, rule::Better};

/// The canonical name of a signal, as the mapping of telemetry lists it: `gpu.utilisation`.
pub type SignalName = String;

/// How a rule judges telemetry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignalTest {
    /// Whether telemetry can show only part of what the criterion says: the rule then never supports.
    #[serde(default, skip_serializing_if = "is_not")]
    pub partial: bool,
    /// What it looks at.
    #[serde(flatten)]
    pub look: SignalLook,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_not(flag: &bool) -> bool {
    !*flag
}

/// What a rule over telemetry looks at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "look", rename_all = "snake_case")]
pub enum SignalLook {
    /// The mean of a gauge of 0–1 over its busy hours, all series alike.
    Mean {
        /// The gauge.
        of: SignalName,
        /// An hour in which any of these was above zero is busy.
        running: Vec<SignalName>,
        /// Where none of those came: the busier half of the hours by the increase of these.
        work: Vec<SignalName>,
    },
    /// The share that increases of some counters are of the increases of others.
    Ratio {
        /// The part.
        part: Vec<Pick>,
        /// The whole; the part may be in it.
        whole: Vec<Pick>,
        /// Whether a low or a high share is good.
        better: Better,
        /// Support only: a share beyond the other threshold proves nothing.
        #[serde(default)]
        one_sided: bool,
        /// A share of 0 proves something only where this came in at all: else nobody emits it.
        #[serde(default)]
        emitted: Vec<Pick>,
        /// Labels that together tell apart what is held to it each by itself; none where all counts together.
        #[serde(default)]
        by: Vec<String>,
    },
    /// The share of traces with some marks that also have others.
    Traces {
        /// Marks of the part.
        part: Vec<Mark>,
        /// Marks of the whole.
        whole: Vec<Mark>,
        /// Whether a low or a high share is good.
        better: Better,
        /// A low share contradicts only where some trace has one of these: else nobody emits them.
        #[serde(default)]
        emitted: Vec<Mark>,
    },
    /// How much of the time at least two instances ran, and in how many zones.
    Instances(Instances),
    /// In how many of the hours since the first each class of signals came in.
    Presence(Presence),
    /// For which share of the last hours each device sent a gauge.
    Collected(Collected),
    /// How evenly work spreads over replicas.
    Spread {
        /// A counter of finished work.
        of: SignalName,
        /// Labels that tell replicas apart.
        by: Vec<String>,
    },
    /// How many requests run together, and whether some wait while one runs alone.
    Batch(Batch),
    /// The share of the time in which a gauge is high or another one above zero.
    Saturation {
        /// Gauge of 0–1.
        usage: SignalName,
        /// From here on it is full.
        full: f64,
        /// Gauge of what waits.
        waiting: SignalName,
    },
    /// The share of consumers that have a limit.
    Cover {
        /// Counter of use.
        used: SignalName,
        /// Gauge of the limit.
        limit: SignalName,
        /// Labels that name the consumer.
        by: Vec<String>,
    },
    /// Whether everything in use is on a list.
    Listed {
        /// Counter of use.
        of: SignalName,
        /// The label that names what is used.
        by: Vec<String>,
        /// Which list.
        list: List,
    },
    /// How many models share the work.
    Mix {
        /// Counter of calls.
        of: SignalName,
        /// Labels that name the model.
        by: Vec<String>,
    },
    /// Whether something happened at all, often enough.
    Happened {
        /// Counters of it.
        of: Vec<Pick>,
        /// Counters of what it could have happened to.
        #[serde(default)]
        among: Vec<Pick>,
    },
    /// Whether a label took another value.
    Changed {
        /// Counters.
        of: Vec<Pick>,
        /// The label.
        by: Vec<String>,
    },
    /// On how many days each class of events came in.
    Days {
        /// Counters of each class.
        classes: Vec<Vec<Pick>>,
    },
    /// Whether autoscalers move, and how long they stand at their most.
    Scaling(Scaling),
    /// Whether calls fall on models of different sizes.
    Tiers {
        /// Counter of calls.
        of: Pick,
        /// Counters of calls that are short on both sides.
        short: Vec<Pick>,
        /// Labels that name the model.
        by: Vec<String>,
        /// Files of which each size needs one with scores of a model that is called.
        evaluated: Evaluated,
    },
    /// How many levels of caches gave hits.
    Levels {
        /// Counters of each level's hits.
        levels: Vec<Vec<Pick>>,
        /// Counters of calls.
        calls: Vec<Pick>,
    },
    /// Whether people's decisions are counted and timed, with alerts on both.
    Decisions(Decisions),
    /// Whether an alert fired whenever a budget was used up.
    Overspent(Overspent),
    /// For which share of the hours of devices their energy was measured.
    Metered {
        /// Gauges that a running device sends.
        of: Vec<SignalName>,
        /// Signals of energy or power.
        with: Vec<SignalName>,
        /// Labels that name the device.
        by: Vec<String>,
    },
    /// How much less energy a token takes from a compressed model than from its original.
    Efficiency(Efficiency),
    /// How far stated emissions are from those that follow from measured energy.
    Carbon {
        /// Counters of energy.
        energy: Vec<SignalName>,
        /// The emissions of a month that files state.
        stated: Stated,
    },
    /// The share of prompt tokens that a cache answered.
    Cached(Cached),
    /// How soon another model or upstream takes over.
    Failover(Failover),
    /// How slow models are, compared with their benchmark.
    Latency {
        /// Distributions; the first that came in counts.
        of: Vec<Pick>,
        /// Labels that name the model.
        by: Vec<String>,
        /// The benchmark's number.
        stated: Stated,
    },
    /// How far a stated volume is from the real one.
    Volume {
        /// Counters, added up.
        of: Vec<Pick>,
        /// The volume that files state.
        stated: Stated,
    },
}

impl SignalLook {
    /// Every signal that it reads, each once: one that is listed twice is not to be added up twice.
    pub fn signals(&self) -> Vec<&str> {
        let mut signals = self.listed();
        let mut seen = BTreeSet::new();
        signals.retain(|signal| seen.insert(*signal));
        signals
    }

    fn listed(&self) -> Vec<&str> {
        match self {
            Self::Mean { of, running, work } => [of]
                .into_iter()
                .chain(running)
                .chain(work)
                .map(String::as_str)
                .collect(),
            Self::Ratio {
                part,
                whole,
                emitted,
                ..
            } => names(&[part, whole, emitted]),
            Self::Traces { .. } => Vec::new(),
            Self::Instances(look) => look.signals().map(String::as_str).collect(),
            Self::Presence(look) => {
                let classes = look.classes.iter().flatten().map(String::as_str);
                let counted = look.least.iter().map(|least| &least.of);
                classes.chain(counted.flat_map(|of| names(&[of]))).collect()
            }
            Self::Spread { of, .. } | Self::Mix { of, .. } | Self::Listed { of, .. } => vec![of],
            Self::Batch(of) => vec![&of.running, &of.waiting],
            Self::Saturation { usage, waiting, .. } => vec![usage, waiting],
            Self::Cover { used, limit, .. } => vec![used, limit],
            Self::Happened { of, among } => names(&[of, among]),
            Self::Changed { of, .. } | Self::Latency { of, .. } | Self::Volume { of, .. } => {
                names(&[of])
            }
            Self::Days { classes } => classes.iter().flat_map(|class| names(&[class])).collect(),
            Self::Scaling(of) => vec![&of.current, &of.most, &of.idle.signal, &of.waiting],
            Self::Tiers { of, short, .. } => {
                let mut all = names(&[short]);
                all.push(&of.signal);
                all
            }
            Self::Levels { levels, calls } => {
                let all = levels.iter().chain([calls]);
                all.flat_map(|level| names(&[level])).collect()
            }
            Self::Collected(look) => {
                let all = [&look.of].into_iter().chain(&look.known);
                all.map(String::as_str).collect()
            }
            Self::Decisions(of) => {
                let mut all = vec![of.of.as_str(), of.timed.as_str()];
                all.extend(names(&[&of.took]));
                all
            }
            Self::Overspent(of) => vec![&of.remaining, &of.alerts],
            Self::Metered { of, with, .. } => of.iter().chain(with).map(String::as_str).collect(),
            Self::Efficiency(of) => vec![&of.energy, &of.tokens],
            Self::Carbon { energy, .. } => energy.iter().map(String::as_str).collect(),
            Self::Cached(of) => of.signals(),
            Self::Failover(of) => vec![&of.state, &of.taken_out],
        }
    }

    /// Whether it looks at traces.
    pub const fn reads_traces(&self) -> bool {
        matches!(self, Self::Traces { .. } | Self::Failover(_))
    }

    /// Kinds of files that it compares telemetry with.
    pub fn files(&self) -> &[Kind] {
        match self {
            Self::Listed { list, .. } => list.files(),
            Self::Tiers { evaluated, .. } => &evaluated.kinds,
            Self::Collected(look) => &look.stated.kinds,
            Self::Decisions(of) => &of.alerts.kinds,
            Self::Carbon { stated, .. }
            | Self::Latency { stated, .. }
            | Self::Volume { stated, .. } => &stated.kinds,
            _ => &[],
        }
    }
}

fn names<'a>(picks: &[&'a Vec<Pick>]) -> Vec<&'a str> {
    let all = picks.iter().flat_map(|list| list.iter());
    all.map(|pick| pick.signal.as_str()).collect()
}

/// A list that a rule compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Tools of the inventory that a person allowed.
    AllowedTools,
    /// Tools that a scan of agents' extensions looked at.
    ScannedTools,
}

impl List {
    /// Kinds of files that put something on it, or take it off. What people say is no file.
    pub const fn files(self) -> &'static [Kind] {
        match self {
            Self::AllowedTools => &[],
            Self::ScannedTools => &[Kind::AgentScan, Kind::McpScanner, Kind::McpTools],
        }
    }
}

/// Series of a signal, all of them or those with certain labels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// The signal.
    pub signal: SignalName,
    /// Only series whose label has one of these values.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
}

macro_rules! marks {
    ($($(#[$doc:meta])* $name:ident = $bit:literal),* $(,)?) => {
        /// What is known of a trace; each is a bit, and bits never change their meaning: they are stored.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Mark {$($(#[$doc])* $name,)*}

        impl Mark {
            /// Every mark.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its bit.
            pub const fn bit(self) -> u32 {
                match self { $(Self::$name => 1 << $bit),* }
            }
        }
    };
}

marks! {
    /// A model was called.
    Inference = 0,
    /// A guardrail looked at what goes in.
    InputGuardrail = 1,
    /// A guardrail looked at what comes out.
    OutputGuardrail = 2,
    /// A guardrail against jailbreak or prompt injection looked.
    JailbreakCheck = 3,
    /// An application's own span stands above the model's.
    ApplicationRoot = 4,
    /// Something was retrieved from a data source that is named.
    NamedSource = 5,
    /// A tool was called.
    Tool = 6,
    /// Every tool call hangs below an agent, with tool name and call id.
    ToolsLinked = 7,
    /// Who asked is known: user, session or conversation.
    Asker = 8,
    /// A tool of high risk was called.
    HighRisk = 9,
    /// A person approved before every high-risk call.
    Approved = 10,
    /// A high-risk tool ran although a person had said no.
    Overruled = 11,
    /// Some guardrail record stands in the trace.
    AnyGuardrail = 12,
    /// A router chose the model.
    Routed = 13,
    /// A call failed, and one after it was answered by another model than was asked for.
    Switched = 14,
    /// The same, all within 30 seconds.
    SwitchedSoon = 15,
}
