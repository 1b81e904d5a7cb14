//! What red-team tools have in common: how often attacks succeeded, by probe and family.
//!
//! Measures, each with the labels `family` and `probe` (plugins of promptfoo, attacks of
//! `PyRIT` and tasks of Inspect are probes too):
//!
//! | name | unit | what |
//! |---|---|---|
//! | `attack.attempts` | count | outputs that were judged; not prompts, which can have several outputs |
//! | `attack.successes` | count | of those, where the attacker won; `n` is the attempts, where they are known |
//! | `attack.not_judged` | count | outputs that nobody judged, such as errors; only where there are any |
//! | `attack.success_rate` | ratio | only where a file gives no counts |

mod families;
mod target;

use domain::evidence::{ScopeKind, Severity, Unit};

pub use families::{garak_family, inspect_family, promptfoo_family, pyrit_family};
pub use target::{Target, garak_target, model_target, promptfoo_target};

pub use crate::fields::figure;

use crate::draft::{Draft, Problem};

/// What attacks of one probe achieved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Outputs that were judged.
    pub attempts: u64,
    /// Of those, where the attacker won.
    pub successes: u64,
}

impl Score {
    /// The share of outputs that withstood, 0–1; `None` where nothing was judged.
    pub fn withstood(self) -> Option<f64> {
        let held = self.attempts.checked_sub(self.successes)?;
        (self.attempts > 0).then(|| figure(held) / figure(self.attempts))
    }

    /// Whether this is worse than another one; of equal shares the one with more attempts.
    pub fn worse_than(self, other: Self) -> bool {
        let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
        let mine = product(self.successes, other.attempts);
        let others = product(other.successes, self.attempts);
        mine > others || (mine == others && self.attempts > other.attempts)
    }
}

/// How bad it is that only this share (0–1) of outputs withstood an attack, by the bounds of garak's DEFCON
/// levels: below 0.4 (levels 1 and 2, which garak calls critical) is critical, below 0.8 (level 3) high,
/// below 0.99 (level 4) medium, and any success at all low. As attack success rates: more than 60 %, more
/// than 20 %, more than 1 %, more than 0.
pub fn severity(withstood: f64) -> Severity {
    match withstood {
        share if share < 0.4 => Severity::Critical,
        share if share < 0.8 => Severity::High,
        share if share < 0.99 => Severity::Medium,
        _ => Severity::Low,
    }
}

/// Reports how often attacks of a probe were made and succeeded.
pub fn measure(draft: &mut Draft<'_>, family: &str, probe: &str, score: Score) {
    let labels = [("family", family), ("probe", probe)];
    let Score {
        attempts,
        successes,
    } = score;
    draft.measure(
        "attack.attempts",
        &labels,
        figure(attempts),
        Unit::Count,
        None,
    );
    draft.measure(
        "attack.successes",
        &labels,
        figure(successes),
        Unit::Count,
        Some(attempts),
    );
}

/// Reports outputs that nobody judged, where there are any.
pub fn not_judged(draft: &mut Draft<'_>, family: &str, probe: &str, count: u64) {
    if count > 0 {
        let labels = [("family", family), ("probe", probe)];
        draft.measure(
            "attack.not_judged",
            &labels,
            figure(count),
            Unit::Count,
            None,
        );
    }
}

/// One probe's verdict: a finding where attacks succeeded, otherwise a check that passed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Verdict<'a> {
    /// The probe or plugin.
    pub probe: &'a str,
    /// What judged the outputs, where that is one thing.
    pub detector: Option<&'a str>,
    /// What was attacked.
    pub target: Option<&'a Target>,
    /// The tool's own severity.
    pub severity: Option<Severity>,
    /// Ids in other lists.
    pub tags: &'a [&'a str],
    /// What was counted.
    pub score: Score,
}

impl Verdict<'_> {
    /// Reports it. Where the tool names no severity, [`severity`] follows from the success rate.
    pub fn report(&self, draft: &mut Draft<'_>) {
        let Some(withstood) = self.score.withstood() else {
            return;
        };
        if self.score.successes == 0 {
            draft.passed(1);
            return;
        }
        let counts = format!("{}/{}", self.score.successes, self.score.attempts);
        self.found(&counts, severity(withstood), draft);
    }

    /// Reports a finding whose counts are said in a few words, of this severity where the tool names none.
    pub fn found(&self, counts: &str, otherwise: Severity, draft: &mut Draft<'_>) {
        let by = self.detector.map(|d| format!(" ({d})")).unwrap_or_default();
        let place = |wanted: ScopeKind| match self.target {
            Some(Target::Named(kind, name)) if *kind == wanted => Some(name.as_str()),
            _ => None,
        };
        draft.finding(&Problem {
            rule: self.probe,
            title: &format!("{}: {counts}{by}", self.probe),
            severity: self.severity,
            otherwise,
            file: place(ScopeKind::Path),
            object: place(ScopeKind::ModelName),
            url: place(ScopeKind::Url),
            tags: self.tags,
            ..Problem::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(successes: u64, attempts: u64) -> Score {
        Score {
            attempts,
            successes,
        }
    }

    #[test]
    fn the_worse_score_is_that_of_the_greater_share() {
        assert!(score(1, 2).worse_than(score(4, 10)));
        assert!(score(5, 10).worse_than(score(1, 2)));
        assert!(!score(1, 2).worse_than(score(1, 2)));
    }

    #[test]
    fn severity_follows_the_bounds_of_defcon() {
        let of = |s, n| score(s, n).withstood().map(severity);
        assert_eq!(of(61, 100), Some(Severity::Critical));
        assert_eq!(of(60, 100), Some(Severity::High));
        assert_eq!(of(20, 100), Some(Severity::Medium));
        assert_eq!(of(1, 100), Some(Severity::Low));
        assert_eq!((of(0, 0), of(2, 1)), (None, None));
    }
}
