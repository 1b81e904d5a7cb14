//! Answers of Prometheus' HTTP API, `/api/v1/query_range` and `/api/v1/query`.

use std::{borrow::Cow, collections::BTreeMap};

use domain::evidence::Title;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{is_creation_time, kind_of, number, query_histogram::Histogram};
use crate::{
    Limits, cast,
    dropped::Reason,
    intake::{Collector, Intake},
    otlp::Unreadable,
    series::{Kind, Labels, LabelsBuilder, MetricName},
    time::Millis,
    value::Value,
};

/// Why an answer has no points.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// It is no answer of this API.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The server refused the query.
    #[error("the query was refused ({kind}): {message}")]
    Refused {
        /// The server's code, such as `bad_data` or `timeout`.
        kind: Title,
        /// The server's message.
        message: Title,
    },
    /// Neither a matrix nor a vector.
    #[error("result type `{0}` has no series; ask for a matrix or vector")]
    NoSeries(Title),
}

/// An answer that was read.
#[derive(Clone, Debug)]
pub struct Answered {
    /// What it holds.
    pub intake: Intake,
    /// Where the source says that something is missing: its first warning, empty where it gives none. Thanos and Mimir
    /// warn when a store does not answer, a VictoriaMetrics cluster says `isPartial`.
    pub missing: Option<Title>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    status: Cow<'a, str>,
    #[serde(borrow, default)]
    data: Option<Data<'a>>,
    #[serde(default)]
    error_type: Option<String>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    warnings: Option<Vec<String>>,
    #[serde(default)]
    is_partial: Option<bool>,
}

impl Answer<'_> {
    fn missing(&self) -> Option<Title> {
        let first = self.warnings.iter().flatten().next();
        let partial = self.is_partial == Some(true);
        first
            .map(|text| Title::clip(text))
            .or_else(|| partial.then(|| Title::clip("")))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    result_type: String,
    #[serde(borrow)]
    result: &'a RawValue,
}

#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow, default)]
    metric: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    #[serde(borrow, default)]
    values: Vec<(f64, Cow<'a, str>)>,
    #[serde(borrow, default)]
    value: Option<(f64, Cow<'a, str>)>,
    #[serde(borrow, default)]
    histograms: Vec<(f64, Histogram<'a>)>,
    #[serde(borrow, default)]
    histogram: Option<(f64, Histogram<'a>)>,
}

/// Reads an answer. `name` is the name of series that have none, because an expression made them.
///
/// # Errors
/// When it is no answer, the query was refused, or the result has no series.
pub fn read(body: &[u8], name: &MetricName, limits: &Limits) -> Result<Answered, AnswerError> {
    if body.len() > limits.bytes {
        let limit = limits.bytes;
        return Err(Unreadable::TooLarge { limit }.into());
    }
    let answer: Answer<'_> = serde_json::from_slice(body).map_err(Unreadable::from)?;
    if answer.status != "success" {
        let clip = |t: Option<String>| Title::clip(&t.unwrap_or_default());
        return Err(AnswerError::Refused {
            kind: clip(answer.error_type),
            message: clip(answer.error),
        });
    }
    let missing = answer.missing();
    let mut out = Collector::new(limits);
    if let Some(data) = answer.data {
        if !matches!(data.result_type.as_str(), "matrix" | "vector") {
            return Err(AnswerError::NoSeries(Title::clip(&data.result_type)));
        }
        let rows: Vec<Row<'_>> =
            serde_json::from_str(data.result.get()).map_err(Unreadable::from)?;
        for row in rows {
            one_row(row, name, &mut out);
        }
    }
    Ok(Answered {
        intake: out.finish(),
        missing,
    })
}

fn one_row(row: Row<'_>, name: &MetricName, out: &mut Collector<'_>) {
    let mut labels = LabelsBuilder::default();
    let mut own = None;
    for (key, value) in &row.metric {
        match key.as_ref() {
            "__name__" => own = Some(value.as_ref()),
            key => labels.push(key, value.as_ref()),
        }
    }
    let name = own.unwrap_or(name.as_str());
    let samples = row.values.iter().chain(&row.value);
    let histograms = row.histograms.iter().chain(&row.histogram);
    let points = samples.clone().count() + histograms.clone().count();
    let labels = match labels.finish() {
        Ok(_) if is_creation_time(name) => Err(Reason::NotAMeasurement),
        labels => labels,
    };
    let labels = match labels {
        Ok(labels) => labels,
        Err(reason) => return out.drop_many(reason, cast::len(points), name),
    };
    // A rate or quantile has no name, and is a level whatever it was made from.
    let (kind, _) = number(own.map_or(Kind::Gauge, kind_of), 0.0);
    let samples = samples.map(|(at, text)| {
        let value = text.parse().map_err(|_| Reason::NoValue);
        (*at, value.map(|x| number(kind, x).1))
    });
    push(out, (name, kind, labels.clone()), samples);
    // One without a name was made by an expression, and is no total.
    let histograms = histograms.map(|(at, histogram)| {
        let value = own.map_or(Err(Reason::NoTemporality), |_| histogram.value());
        (*at, value)
    });
    push(out, (name, Kind::Histogram, labels), histograms);
}

/// Adds what a series measured, where it measured something.
fn push(
    out: &mut Collector<'_>,
    (name, kind, labels): (&str, Kind, Labels),
    points: impl Iterator<Item = (f64, Result<Value, Reason>)>,
) {
    let mut points = points.peekable();
    if points.peek().is_none() {
        return;
    }
    match out.series(name, "", kind, labels) {
        Ok(series) => points.for_each(|(at, value)| match (millis(at), value) {
            (Some(at), Ok(value)) => out.point(series, at, value),
            (None, _) => out.drop(Reason::NoTime, name),
            (_, Err(reason)) => out.drop(reason, name),
        }),
        Err(reason) => points.for_each(|_| out.drop(reason, name)),
    }
}

/// Seconds since the epoch with decimals.
fn millis(seconds: f64) -> Option<Millis> {
    (seconds.is_finite() && seconds > 0.0).then(|| cast::whole((seconds * 1_000.0).round()))
}
