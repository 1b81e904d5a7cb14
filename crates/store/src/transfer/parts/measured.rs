//! What was measured of a workload: too much for its document, so it follows it in lines of its own.

use std::collections::BTreeMap;

use domain::{ReadingId, UserId, cost::Quantity};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::super::people::PeopleOf;
use super::{
    day,
    sampled::{AlertPart, EventPart, MarkPart, SamplePart},
    wire::{Packed, Real},
};
use crate::signals::rollups::Hour;

/// Rows of one table about a workload.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// What its telemetry came to; one row, or none where nothing ever came.
    Telemetry(Vec<TelemetryPart>),
    /// Series.
    Series(Vec<SeriesPart>),
    /// Hours of the series before.
    Hours(Vec<HourPart>),
    /// Counts of traces.
    TraceDays(Vec<TraceDayPart>),
    /// Amounts by day.
    CostDays(Vec<CostDayPart>),
    /// How its numbers were on each day.
    Samples(Vec<SamplePart>),
    /// What got worse.
    Alerts(Vec<AlertPart>),
    /// Events that stand among the alerts.
    Events(Vec<EventPart>),
    /// What was told of and must not be told again.
    Marks(Vec<MarkPart>),
}

impl Measured {
    /// How many rows there are.
    pub const fn len(&self) -> usize {
        match self {
            Self::Telemetry(rows) => rows.len(),
            Self::Series(rows) => rows.len(),
            Self::Hours(rows) => rows.len(),
            Self::TraceDays(rows) => rows.len(),
            Self::CostDays(rows) => rows.len(),
            Self::Samples(rows) => rows.len(),
            Self::Alerts(rows) => rows.len(),
            Self::Events(rows) => rows.len(),
            Self::Marks(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

parts! {
    /// What a workload's telemetry came to.
    TelemetryPart [] {
        /// When the last batch was folded.
        #[serde(with = "time::serde::rfc3339::option")]
        last_at: Option<OffsetDateTime>,
        /// When rules last looked.
        #[serde(with = "time::serde::rfc3339::option")]
        judged_at: Option<OffsetDateTime>,
        /// Points of series.
        points: i64,
        /// Spans.
        spans: i64,
        /// Log records.
        logs: i64,
        /// What was left out, by reason.
        dropped: BTreeMap<String, i64>,
        /// From which hour on amounts are not booked yet.
        #[serde(with = "time::serde::rfc3339::option")]
        cost_from: Option<OffsetDateTime>,
    }

    /// A series, and its last point.
    SeriesPart [] {
        /// Its number in the file, by which its hours name it.
        id: i64,
        /// Hash of name, kind and labels.
        key: Packed,
        /// Its name, as sent.
        name: String,
        /// Gauge, counter or distribution.
        kind: String,
        /// Its unit.
        unit: String,
        /// Its labels.
        labels: BTreeMap<String, String>,
        /// When it was first seen.
        #[serde(with = "time::serde::rfc3339")]
        first_at: OffsetDateTime,
        /// Its last point.
        #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
        last_at: Option<OffsetDateTime>,
        /// What the next point is compared with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<Packed>,
    }

    /// An hour of a series.
    HourPart [] {
        /// The series' number in the file.
        series: i64,
        /// Its beginning.
        #[serde(with = "time::serde::rfc3339")]
        hour: OffsetDateTime,
        /// Minutes with data, a bit each.
        minutes: i64,
        /// Points that came in.
        points: i64,
        /// Observations in them.
        count: i64,
        /// Of a gauge the sum of its values, of a counter its increase.
        sum: Real,
        /// The smallest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<Real>,
        /// The largest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Real>,
        /// The last value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last: Option<Real>,
        /// When that was.
        #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
        last_at: Option<OffsetDateTime>,
        /// How often the counter began anew.
        resets: i32,
        /// How often more than an hour lay between two points.
        gaps: i32,
        /// A sketch or buckets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        distribution: Option<Packed>,
    }

    /// How many traces of a day carry the same marks.
    TraceDayPart [] {
        /// The day.
        #[serde(with = "day")]
        day: Date,
        /// Bits of [`domain::rule::signal::Mark`].
        marks: i32,
        /// How many.
        traces: i64,
    }

    /// An amount of a day, by where it is from.
    CostDayPart [] {
        /// The day.
        #[serde(with = "day")]
        day: Date,
        /// What is counted.
        quantity: Quantity,
        /// Series of this name; empty where a file says it.
        series: String,
        /// The file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reading: Option<ReadingId>,
        /// The model; empty where nothing names it.
        model: String,
        /// The feature; empty where nothing names it.
        feature: String,
        /// Of money, else empty.
        currency: String,
        /// How much.
        amount: Real,
    }
}

impl From<Hour> for HourPart {
    fn from(hour: Hour) -> Self {
        Self {
            series: hour.series,
            hour: hour.hour,
            minutes: hour.minutes,
            points: hour.points,
            count: hour.count,
            sum: Real(hour.sum),
            min: hour.min.map(Real),
            max: hour.max.map(Real),
            last: hour.last.map(Real),
            last_at: hour.last_at,
            resets: hour.resets,
            gaps: hour.gaps,
            distribution: hour.distribution.map(Packed),
        }
    }
}

impl HourPart {
    /// The hour of a series as it is called here.
    pub fn of(self, series: i64) -> Hour {
        Hour {
            series,
            hour: self.hour,
            minutes: self.minutes,
            points: self.points,
            count: self.count,
            sum: self.sum.0,
            min: self.min.map(|number| number.0),
            max: self.max.map(|number| number.0),
            last: self.last.map(|number| number.0),
            last_at: self.last_at,
            resets: self.resets,
            gaps: self.gaps,
            distribution: self.distribution.map(|packed| packed.0),
        }
    }
}
