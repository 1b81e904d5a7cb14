//! How much of the framework a profile brings in: counted on the server, and again at each tick in the browser.

use domain::{Fact, Profile, Rubric, applies};
use serde::{Deserialize, Serialize};

/// Conditions of all checks, criteria and risks, without anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    checks: Vec<ScopedCheck>,
    risks: Vec<Vec<Fact>>,
}

/// A check's condition and those of its criteria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ScopedCheck {
    when: Vec<Fact>,
    /// Criteria without a condition of their own.
    plain: u32,
    /// Conditions of the others.
    narrowed: Vec<Vec<Fact>>,
}

/// What applies with a profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applying {
    /// Checks with at least one criterion.
    pub checks: u32,
    /// Criteria.
    pub criteria: u32,
    /// Risks.
    pub risks: u32,
}

impl From<&Rubric> for Scope {
    fn from(rubric: &Rubric) -> Self {
        let check = |check: &domain::RubricCheck| {
            let narrowed: Vec<_> = check
                .criteria
                .iter()
                .map(|k| k.applies_when.clone())
                .filter(|when| !when.is_empty())
                .collect();
            let plain = check
                .criteria
                .iter()
                .filter(|k| k.applies_when.is_empty())
                .count();
            ScopedCheck {
                when: check.applies_when.clone(),
                plain: u32::try_from(plain).unwrap_or(u32::MAX),
                narrowed,
            }
        };
        Self {
            checks: rubric.checks().map(|(_, c)| check(c)).collect(),
            risks: rubric
                .risks
                .iter()
                .map(|r| r.applies_when.clone())
                .collect(),
        }
    }
}

impl Scope {
    /// Counts what applies with a profile.
    pub fn applying(&self, profile: &Profile) -> Applying {
        let mut counts = Applying::default();
        for check in self.checks.iter().filter(|c| applies(&c.when, profile)) {
            let narrowed = check
                .narrowed
                .iter()
                .filter(|when| applies(when, profile))
                .count();
            let criteria = check.plain + u32::try_from(narrowed).unwrap_or(u32::MAX);
            counts.criteria += criteria;
            counts.checks += u32::from(criteria > 0);
        }
        let risks = self
            .risks
            .iter()
            .filter(|when| applies(when, profile))
            .count();
        counts.risks = u32::try_from(risks).unwrap_or(u32::MAX);
        counts
    }
}

#[cfg(test)]
mod tests {
    use domain::{Fact, Profile};

    use super::{Applying, Scope, ScopedCheck};

    #[test]
    fn a_fact_brings_in_its_checks_criteria_and_risks() {
        let scope = Scope {
            checks: vec![
                ScopedCheck {
                    when: vec![],
                    plain: 4,
                    narrowed: vec![vec![Fact::Rag]],
                },
                ScopedCheck {
                    when: vec![Fact::Agents],
                    plain: 3,
                    narrowed: vec![],
                },
                ScopedCheck {
                    when: vec![],
                    plain: 0,
                    narrowed: vec![vec![Fact::Edge]],
                },
            ],
            risks: vec![vec![], vec![Fact::Agents, Fact::Edge]],
        };
        let with = |facts: &[Fact]| scope.applying(&facts.iter().copied().collect::<Profile>());
        assert_eq!(
            with(&[]),
            Applying {
                checks: 1,
                criteria: 4,
                risks: 1
            }
        );
        assert_eq!(
            with(&[Fact::Rag]),
            Applying {
                checks: 1,
                criteria: 5,
                risks: 1
            }
        );
        assert_eq!(
            with(&[Fact::Agents]),
            Applying {
                checks: 2,
                criteria: 7,
                risks: 2
            }
        );
        assert_eq!(
            with(&[Fact::Edge]),
            Applying {
                checks: 2,
                criteria: 5,
                risks: 2
            }
        );
    }
}
