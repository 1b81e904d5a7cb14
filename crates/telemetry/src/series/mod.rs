//! What a series is, and what tells it from others.

mod builder;
mod key;
mod labels;
mod text;

use serde::{Deserialize, Serialize};

pub(crate) use builder::LabelsBuilder;
pub use key::SeriesKey;
pub use labels::{BadLabels, Labels};
pub use text::{LabelName, LabelValue, MetricName, NameError, Unit};

/// What the values of a series mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A level: the mean over time says something, the sum does not.
    Gauge,
    /// A count of events or amounts: its increase over time says something.
    Counter,
    /// A distribution of observations.
    Histogram,
}

/// A series: its name as it was sent, its labels, its unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    key: SeriesKey,
    name: MetricName,
    unit: Unit,
    kind: Kind,
    labels: Labels,
}

impl Series {
    /// A series; its key follows from the rest.
    pub fn new(name: MetricName, unit: Unit, kind: Kind, labels: Labels) -> Self {
        Self {
            key: SeriesKey::of(&name, &unit, kind, &labels),
            name,
            unit,
            kind,
            labels,
        }
    }

    /// What tells it from other series.
    pub fn key(&self) -> SeriesKey {
        self.key
    }

    /// The metric's name as it was sent: `vllm:num_requests_running`.
    pub fn name(&self) -> &MetricName {
        &self.name
    }

    /// The unit as it was sent, mostly UCUM (`s`, `By`, `{token}`); empty where none was.
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// What its values mean.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its labels.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }
}
