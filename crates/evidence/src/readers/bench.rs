//! What load tests have in common: how many requests, how many of them failed, how long they took.
//!
//! | name | unit | labels | what |
//! |---|---|---|---|
//! | `bench.requests` | count | | requests that ended, well or not |
//! | `bench.failed` | count | | of those, the ones that failed; absent where the file does not say |
//! | `bench.latency` | seconds | `of` `ttft` (first token), `tpot` (per output token), `itl` (between tokens), `e2e` (whole request); `stat` `mean`, `p50` … `p99`, `max` | `n` is the requests measured |
//! | `bench.throughput` | per second | `of` `requests`, `input_tokens`, `output_tokens`, `total_tokens`, `output_tokens_per_user`, `goodput` | |
//! | `bench.tokens` | tokens | `direction` `input`, `output` | |
//! | `bench.duration` | seconds | | |
//! | `bench.checks`, `bench.checks_failed` | count | | assertions of the test itself |
//!
//! Where a file holds several runs, each measure has the label `run` too, from 1.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Reason, Unit};

use crate::{draft::Draft, fields::figure};

/// One run of a file; reports its numbers.
#[derive(Clone, Debug, Default)]
pub struct Run {
    label: Option<String>,
}

impl Run {
    /// The run with this number from 0, of so many in its file.
    pub fn of(number: usize, all: usize) -> Self {
        Self {
            label: (all > 1).then(|| (number + 1).to_string()),
        }
    }

    /// Requests that ended and those that failed, where the file says so.
    pub fn requests(&self, ended: Option<u64>, failed: Option<u64>, draft: &mut Draft<'_>) {
        let Some(ended) = ended else {
            draft.partial(Reason::CoverageNotStated);
            return;
        };
        self.report(
            "bench.requests",
            &[],
            figure(ended),
            Unit::Count,
            None,
            draft,
        );
        match failed {
            Some(failed) => {
                let failed = figure(failed.min(ended));
                self.report("bench.failed", &[], failed, Unit::Count, Some(ended), draft);
            }
            None => draft.partial(Reason::FailuresNotStated),
        }
        if ended == 0 {
            draft.nothing_scanned();
        }
    }

    /// A latency in seconds; `stat` as the tool names it, such as `avg`, `med`, `p(95)` or `99th`.
    pub fn latency(
        &self,
        of: &str,
        name: &str,
        seconds: Option<f64>,
        n: Option<u64>,
        draft: &mut Draft<'_>,
    ) {
        if let (Some(stat), Some(seconds)) = (stat(name), seconds) {
            let labels = [("of", of), ("stat", stat.as_str())];
            self.positive("bench.latency", &labels, seconds, Unit::Seconds, n, draft);
        }
    }

    /// Things per second.
    pub fn throughput(&self, of: &str, rate: Option<f64>, draft: &mut Draft<'_>) {
        if let Some(rate) = rate {
            let labels = [("of", of)];
            self.positive(
                "bench.throughput",
                &labels,
                rate,
                Unit::PerSecond,
                None,
                draft,
            );
        }
    }

    /// Tokens in one direction.
    pub fn tokens(&self, direction: &str, tokens: Option<f64>, draft: &mut Draft<'_>) {
        if let Some(tokens) = tokens {
            let labels = [("direction", direction)];
            self.positive("bench.tokens", &labels, tokens, Unit::Tokens, None, draft);
        }
    }

    /// How long the run took, in seconds.
    pub fn duration(&self, seconds: Option<f64>, draft: &mut Draft<'_>) {
        if let Some(seconds) = seconds {
            self.positive("bench.duration", &[], seconds, Unit::Seconds, None, draft);
        }
    }

    /// Assertions of the test itself.
    pub fn checks(&self, all: u64, failed: u64, draft: &mut Draft<'_>) {
        self.report("bench.checks", &[], figure(all), Unit::Count, None, draft);
        let failed = figure(failed);
        self.report(
            "bench.checks_failed",
            &[],
            failed,
            Unit::Count,
            Some(all),
            draft,
        );
    }

    fn positive(
        &self,
        name: &str,
        labels: &[(&str, &str)],
        value: f64,
        unit: Unit,
        n: Option<u64>,
        draft: &mut Draft<'_>,
    ) {
        if value < 0.0 {
            draft.ignore(IgnoredWhat::Number, IgnoredWhy::OutOfRange, None);
        } else {
            self.report(name, labels, value, unit, n, draft);
        }
    }

    fn report(
        &self,
        name: &str,
        labels: &[(&str, &str)],
        value: f64,
        unit: Unit,
        n: Option<u64>,
        draft: &mut Draft<'_>,
    ) {
        let own = self.label.as_deref().map(|run| ("run", run));
        let labels: Vec<_> = labels.iter().copied().chain(own).collect();
        draft.measure(name, &labels, value, unit, n);
    }
}

/// One name for what tools call `avg`, `med`, `p(95)`, `95th`, `95%` or `p95`; `None` for what is no
/// measure of how long requests take, such as the deviation.
fn stat(name: &str) -> Option<String> {
    match name.trim().to_ascii_lowercase().as_str() {
        "avg" | "mean" | "average" => Some("mean".to_owned()),
        "median" | "med" => Some("p50".to_owned()),
        "max" | "100%" | "p100" | "p(100)" => Some("max".to_owned()),
        other => {
            let digits = other.trim_start_matches(['p', '(']);
            let digits = digits.trim_end_matches([')', '%']).trim_end_matches("th");
            let number: f64 = digits.parse().ok()?;
            // Below the middle nobody asks.
            ((50.0..100.0).contains(&number) && digits != other).then(|| format!("p{number}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::stat;

    #[test]
    fn one_name_for_each_statistic() {
        for (name, one) in [
            ("avg", "mean"),
            ("med", "p50"),
            ("p(95)", "p95"),
            ("99th", "p99"),
            ("99.9%", "p99.9"),
            ("p99.0", "p99"),
            ("100%", "max"),
        ] {
            assert_eq!(stat(name).as_deref(), Some(one), "{name}");
        }
        for other in [
            "std", "min", "unit", "p0", "p5", "99", "p(x)", "", "pNaN", "p101",
        ] {
            assert_eq!(stat(other), None, "{other}");
        }
    }
}
