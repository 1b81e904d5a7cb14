//! What a rule over telemetry may look at.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::{Beside, Mark};

/// One series of a workload: a signal with one set of labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The signal's canonical name.
    pub signal: String,
    /// Its labels, as they came.
    pub labels: BTreeMap<String, String>,
    /// Its hours with data, in order; the key is hours since 1970 in UTC.
    pub hours: BTreeMap<i64, Hour>,
}

impl Series {
    /// The first of these labels that says something: `None`, `null`, `unknown` and the like say nothing. A name of
    /// OpenTelemetry also stands for what Prometheus makes of it: `k8s_pod_name` for `k8s.pod.name`.
    pub fn label(&self, names: &[String]) -> Option<&str> {
        let said = |name: &String| {
            let translated = || self.labels.get(&name.replace('.', "_"));
            let label = self.labels.get(name).or_else(translated);
            label.map(String::as_str)
        };
        names.iter().filter_map(said).find(|value| says(value))
    }
}

/// What tools write where they have no value.
fn says(value: &str) -> bool {
    let nothing = ["", "none", "null", "nil", "unknown", "default", "-"];
    !nothing.contains(&value.trim().to_ascii_lowercase().as_str())
}

/// One hour of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hour {
    /// Minutes of it with data, 0–60.
    pub minutes: u8,
    /// Values that came in.
    pub count: u64,
    /// Their sum; of a counter its increase, resets mended.
    pub sum: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

impl Hour {
    /// The mean of a gauge.
    pub fn mean(&self) -> f64 {
        // Counts stay far below 2⁵³.
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2⁵³")]
        let count = self.count.max(1) as f64;
        self.sum / count
    }
}

/// How many traces carry the same marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceCount {
    /// The marks, a bit each; see [`Mark::bit`].
    pub marks: u32,
    /// How many traces.
    pub traces: u64,
}

impl TraceCount {
    /// Whether a trace carries all of these marks.
    pub fn has(&self, marks: &[Mark]) -> bool {
        marks.iter().all(|mark| self.marks & mark.bit() != 0)
    }
}

/// A workload's telemetry within one rule's window.
#[derive(Clone, Copy, Debug)]
pub struct Signals<'a> {
    /// The series of the rule's signals, preferred names only.
    pub series: &'a [Series],
    /// Traces by their marks.
    pub traces: &'a [TraceCount],
    /// The days of the first and the last trace.
    pub traced: Option<(Date, Date)>,
    /// The hour that is now, in hours since 1970 in UTC.
    pub now: i64,
    /// The names that a rule's list holds; empty for rules that need none.
    pub list: &'a Names,
    /// What files say that the rule compares with; empty for rules that compare with none.
    pub beside: &'a Beside,
    /// What the telemetry is from: serving engines, gateways, OTLP.
    pub sources: &'a BTreeSet<String>,
}

/// Names that somebody or something put on a list, in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// On the list.
    pub inside: BTreeSet<String>,
    /// Kept off it by a person, or because it is no longer what was listed.
    pub refused: BTreeSet<String>,
}

impl<'a> Signals<'a> {
    /// The series of a signal.
    pub(super) fn of(self, name: &str) -> impl Iterator<Item = &'a Series> {
        self.series.iter().filter(move |s| s.signal == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_the_names_of_both_worlds() {
        let series = |labels: &[(&str, &str)]| Series {
            signal: "serving.running".to_owned(),
            labels: labels
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            hours: BTreeMap::new(),
        };
        let by = ["k8s.pod.name", "pod"].map(str::to_owned);
        let label = |labels: &[(&str, &str)]| series(labels).label(&by).map(str::to_owned);
        assert_eq!(
            label(&[("k8s_pod_name", "a-0"), ("pod", "b-0")]).as_deref(),
            Some("a-0")
        );
        assert_eq!(
            label(&[("k8s.pod.name", "a-0"), ("k8s_pod_name", "b-0")]).as_deref(),
            Some("a-0")
        );
        assert_eq!(
            label(&[("k8s_pod_name", "None"), ("pod", "b-0")]).as_deref(),
            Some("b-0")
        );
        assert_eq!(label(&[("k8s_pod", "a-0")]), None);
    }
}
