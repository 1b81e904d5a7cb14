//! What `locust --json` writes.

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy};
use serde_json::Value;

use crate::{
    draft::Draft,
    fields::{Fields, count, figure, whole},
    readers::bench::Run,
};

/// Whether it is what became of the requests of one name.
pub fn is_entry(v: &Value) -> bool {
    v.count("num_requests").is_some() && v.has("num_failures") && v.at("response_times").is_object()
}

#[derive(Default)]
struct All {
    sent: u64,
    failed: u64,
    /// Requests without a time; no percentile counts them.
    untimed: u64,
    total: f64,
    max: f64,
    /// How many requests took so many milliseconds; locust rounds the longer ones.
    times: BTreeMap<u64, u64>,
    from: Option<f64>,
    to: Option<f64>,
}

pub fn read(entries: &[Value], draft: &mut Draft<'_>) {
    let mut all = All::default();
    for entry in entries {
        if is_entry(entry) {
            all.add(entry);
        } else {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        }
    }
    all.report(draft);
}

impl All {
    fn add(&mut self, entry: &Value) {
        let number = |key: &str| entry.count(key).unwrap_or(0);
        self.sent = self.sent.saturating_add(number("num_requests"));
        self.failed = self.failed.saturating_add(number("num_failures"));
        self.untimed = self.untimed.saturating_add(number("num_none_requests"));
        self.total += entry.number("total_response_time").unwrap_or(0.0);
        self.max = self
            .max
            .max(entry.number("max_response_time").unwrap_or(0.0));
        for (time, number) in entry.entries("response_times") {
            // The keys are numbers written as texts, some of them as `14.0`.
            let time = time.parse().ok().and_then(whole);
            if let Some((time, number)) = time.zip(count(number)) {
                let same = self.times.entry(time).or_default();
                *same = same.saturating_add(number);
            }
        }
        let start = entry.number("start_time").into_iter();
        self.from = start.chain(self.from).reduce(f64::min);
        let end = entry.number("last_request_timestamp").into_iter();
        self.to = end.chain(self.to).reduce(f64::max);
    }

    fn report(&self, draft: &mut Draft<'_>) {
        let run = Run::default();
        run.requests(Some(self.sent), Some(self.failed), draft);
        if let Some(from) = self.from {
            draft.taken_at(&from.to_string());
        }
        let seconds = self.from.zip(self.to).map(|(from, to)| to - from);
        run.duration(seconds, draft);
        let rate = seconds.filter(|s| *s > 0.0).map(|s| figure(self.sent) / s);
        run.throughput("requests", rate, draft);
        let timed = self.sent.saturating_sub(self.untimed);
        if timed == 0 {
            return;
        }
        let mut latency = |stat: &str, ms: f64| {
            run.latency("e2e", stat, Some(ms / 1e3), Some(timed), draft);
        };
        latency("mean", self.total / figure(timed));
        for percent in [50, 90, 95, 99] {
            if let Some(ms) = self.percentile(percent) {
                latency(&format!("p{percent}"), figure(ms));
            }
        }
        latency("max", self.max);
    }

    /// The time within which so many percent of the requests ended.
    fn percentile(&self, percent: u64) -> Option<u64> {
        let counted: u64 = self.times.values().copied().fold(0, u64::saturating_add);
        let wanted = counted.saturating_mul(percent).div_ceil(100);
        let mut seen = 0_u64;
        let mut times = self.times.iter();
        let within = times.find(|(_, number)| {
            seen = seen.saturating_add(**number);
            seen >= wanted
        });
        within.map(|(time, _)| *time)
    }
}
