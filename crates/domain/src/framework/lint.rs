//! Proves that a framework is whole: `hexastyle framework lint`, and a test.

mod arrows;
mod structure;
mod texts;

use super::Framework;

/// Something wrong with a framework.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The id of the part.
    pub at: String,
    /// What is wrong, in English: its readers write framework files.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

/// Collects problems.
#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, at: &str, what: impl Into<String>) {
        self.0.push(Problem {
            at: at.to_owned(),
            what: what.into(),
        });
    }

    fn unless(&mut self, holds: bool, at: &str, what: impl FnOnce() -> String) {
        if !holds {
            self.add(at, what());
        }
    }
}

/// Every problem of a framework; an empty list means that it is whole.
pub fn lint(framework: &Framework) -> Vec<Problem> {
    let mut problems = Problems::default();
    structure::check(framework, &mut problems);
    arrows::check(framework, &mut problems);
    texts::check(framework, &mut problems);
    problems.0.sort();
    problems.0
}

#[cfg(test)]
#[cfg(feature = "builtin")]
mod tests;
