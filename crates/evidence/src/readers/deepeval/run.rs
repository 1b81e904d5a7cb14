//! Cases counted.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fields::Fields;

/// What one metric said.
#[derive(Default)]
pub struct Metric {
    pub passed: u64,
    pub failed: u64,
    pub errors: u64,
    /// Scores are absent where the metric met an error.
    pub sum: f64,
    pub scored: u64,
}

/// Cases and metrics of a run.
#[derive(Default)]
pub struct Run<'a> {
    pub passed: u64,
    pub failed: u64,
    pub errors: u64,
    pub metrics: BTreeMap<&'a str, Metric>,
}

impl<'a> Run<'a> {
    /// Counts one case. A metric that met an error judged nothing: a case that nothing else failed is an
    /// error too. Flaky metrics decide nothing.
    pub fn case(&mut self, case: &'a Value) {
        let (mut failed, mut errors, mut judged) = (false, false, false);
        for data in case
            .list("metricsData")
            .iter()
            .chain(case.list("metrics_data"))
        {
            let outcome = self.metric(data);
            if data.flag("flaky") == Some(true) {
                continue;
            }
            failed |= outcome == Some(false);
            errors |= outcome.is_none();
            judged |= outcome.is_some();
        }
        match case.flag("success") {
            Some(true) => self.passed += 1,
            _ if failed => self.failed += 1,
            _ if errors => self.errors += 1,
            Some(false) => self.failed += 1,
            None if judged => self.passed += 1,
            // Not every turn of a conversation is evaluated.
            None => {}
        }
    }

    fn metric(&mut self, data: &'a Value) -> Option<bool> {
        let metric = self
            .metrics
            .entry(data.text("name").unwrap_or("unnamed"))
            .or_default();
        let outcome = data
            .flag("success")
            .filter(|_| data.text("error").is_none());
        match outcome {
            Some(true) => metric.passed += 1,
            Some(false) => metric.failed += 1,
            None => metric.errors += 1,
        }
        if let Some(score) = data.number("score").filter(|_| outcome.is_some()) {
            metric.sum += score;
            metric.scored += 1;
        }
        outcome
    }
}
