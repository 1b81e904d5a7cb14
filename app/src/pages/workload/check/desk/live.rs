//! The numbers as answered so far, by the same functions as on the server.

use std::collections::BTreeMap;

use domain::coverage::coverage;
use domain::scoring::scores;
use domain::views::assessing::Basis;
use domain::{CheckId, CheckScore, Coverage, Exact, Triple};

/// The numbers that the questionnaire shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    /// The workload's index.
    pub index: Triple<Option<Exact>>,
    /// By check.
    pub checks: Triple<BTreeMap<CheckId, CheckScore>>,
    /// What has been answered.
    pub coverage: Coverage,
}

impl Live {
    /// The numbers of a basis.
    pub fn of(basis: &Basis) -> Self {
        let Basis { rubric, inputs } = basis;
        let scores = Triple::of(|set| scores(rubric, inputs, set));
        Self {
            index: scores.map(|scores| scores.index.clone()),
            checks: scores.map(|scores| scores.checks.clone()),
            coverage: coverage(rubric, inputs),
        }
    }

    /// One check's score.
    pub fn check(&self, id: &CheckId) -> Triple<Option<CheckScore>> {
        self.checks.map(|checks| checks.get(id).cloned())
    }
}
