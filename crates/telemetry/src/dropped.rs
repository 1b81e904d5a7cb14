//! What was not kept, and why.

use std::collections::BTreeMap;

use domain::evidence::Label;
use serde::{Deserialize, Serialize};

/// Why something was not kept. Codes, so that pages can say them in zh and en.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The value is no number.
    NotANumber,
    /// The value is infinite.
    Infinite,
    /// Prometheus' mark that a series ended.
    StaleMarker,
    /// OTLP's mark that nothing was recorded.
    NoRecordedValue,
    /// A number that stands for "not available", as DCGM writes.
    Sentinel,
    /// A creation time (`_created`), metadata or the like: no measurement.
    NotAMeasurement,
    /// At or before the latest point of its series: a retry or out of order.
    NotNewer,
    /// Outside the window that is kept.
    OutsideWindow,
    /// No time.
    NoTime,
    /// No value.
    NoValue,
    /// A name that is empty, too long or has control characters.
    BadName,
    /// More labels than a series may have.
    TooManyLabels,
    /// Buckets that contradict each other: bounds not ascending, counts not one more than bounds.
    BadBuckets,
    /// Neither delta nor cumulative.
    NoTemporality,
    /// Delta of something that also falls: its level can't be known.
    NonMonotonicDelta,
    /// A line or element that can't be read.
    Unreadable,
    /// A span or log record without valid trace id or time.
    BadRecord,
    /// Beyond the number of points taken from one body.
    TooManyPoints,
    /// Beyond the number of series taken from one body.
    TooManySeries,
    /// Beyond the number of buckets taken from one body.
    TooManyBuckets,
    /// Beyond the number of traces or components taken from one body.
    TooManyTraces,
}

impl Reason {
    /// Whether the sender is told: it sent something that it should have sent otherwise. The rest is usual.
    pub fn is_rejection(self) -> bool {
        !matches!(
            self,
            Self::NotANumber
                | Self::Infinite
                | Self::StaleMarker
                | Self::NoRecordedValue
                | Self::Sentinel
                | Self::NotAMeasurement
                | Self::NotNewer
                | Self::OutsideWindow
                | Self::TooManyTraces
        )
    }

    /// In English, for the sender of a batch.
    pub fn message(self) -> &'static str {
        match self {
            Self::NotANumber => "value is not a number",
            Self::Infinite => "value is infinite",
            Self::StaleMarker => "stale marker",
            Self::NoRecordedValue => "no recorded value",
            Self::Sentinel => "value stands for `not available`",
            Self::NotAMeasurement => "not a measurement",
            Self::NotNewer => "not newer than the latest point of its series",
            Self::OutsideWindow => "time outside the window that is kept",
            Self::NoTime => "time is missing",
            Self::NoValue => "value is missing",
            Self::BadName => "name empty, longer than 200 bytes or with control characters",
            Self::TooManyLabels => "more than 48 labels",
            Self::BadBuckets => "bounds not ascending, or counts do not fit the bounds",
            Self::NoTemporality => "aggregation temporality is neither delta nor cumulative",
            Self::NonMonotonicDelta => "delta of a sum that is not monotonic; send it cumulative",
            Self::Unreadable => "unreadable",
            Self::BadRecord => "trace id, span id or time is missing or invalid",
            Self::TooManyPoints => "more points than one request may have",
            Self::TooManySeries => "more series than one request may have",
            Self::TooManyBuckets => "more histogram buckets than one request may have",
            Self::TooManyTraces => "more traces than one request may have",
        }
    }
}

/// How often something was not kept for one reason, and the first place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drop {
    /// How many points, spans, records or lines.
    pub count: u64,
    /// The metric's name or `line 12` of the first; never a value.
    pub first: Label,
}

/// What was not kept, by reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped(BTreeMap<Reason, Drop>);

impl Dropped {
    /// Counts one.
    pub fn add(&mut self, reason: Reason, place: &str) {
        self.add_many(reason, 1, || place.to_owned());
    }

    /// Counts several; the place is only made for the first.
    pub fn add_many(&mut self, reason: Reason, count: u64, place: impl FnOnce() -> String) {
        let entry = self.0.entry(reason).or_insert_with(|| Drop {
            count: 0,
            first: Label::clip(&place()),
        });
        entry.count = entry.count.saturating_add(count);
    }

    /// How many for one reason.
    pub fn count(&self, reason: Reason) -> u64 {
        self.0.get(&reason).map_or(0, |d| d.count)
    }

    /// All reasons.
    pub fn iter(&self) -> impl Iterator<Item = (Reason, &Drop)> {
        self.0.iter().map(|(reason, drop)| (*reason, drop))
    }

    /// Whether everything was kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many the sender is told of.
    pub fn rejected(&self) -> u64 {
        let told = self.iter().filter(|(reason, _)| reason.is_rejection());
        told.map(|(_, d)| d.count).fold(0, u64::saturating_add)
    }

    /// What the sender is told: each reason with its count and first place.
    pub fn message(&self) -> String {
        let told = self.iter().filter(|(reason, _)| reason.is_rejection());
        told.map(|(reason, d)| format!("{} × {} (first: {})", d.count, reason.message(), d.first))
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// Adds what was not kept elsewhere.
    pub fn merge(&mut self, other: &Self) {
        for (reason, drop) in other.iter() {
            self.add_many(reason, drop.count, || drop.first.to_string());
        }
    }
}
