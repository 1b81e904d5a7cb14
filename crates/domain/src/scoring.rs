//! Scores: one function, three sets (`design.md` section 2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AnswerState, CheckId, Exact, Inputs, Layer, Mark, PillarId, Rubric, RubricCheck};

crate::answer::wire_enum! {
    /// Which criteria count as fulfilled.
    Set {
        /// Answered `met`, whose proof stands and no rule disagrees.
        Assured = "assured",
        /// Answered `met`.
        Claimed = "claimed",
        /// Answered `met` or `unknown`, or not at all.
        Possible = "possible",
    }
}

impl Set {
    /// Whether a criterion with this answer is in the set.
    pub fn holds(self, mark: Option<&Mark>) -> bool {
        let Some(mark) = mark else {
            return self == Self::Possible;
        };
        match self {
            Self::Assured => mark.state == AnswerState::Met && mark.proven && !mark.conflict,
            Self::Claimed => mark.state == AnswerState::Met,
            Self::Possible => matches!(mark.state, AnswerState::Met | AnswerState::Unknown),
        }
    }
}

/// One thing for each of the three sets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Triple<T> {
    /// By the assured set.
    pub assured: T,
    /// By the claimed set.
    pub claimed: T,
    /// By the possible set.
    pub possible: T,
}

impl<T> Triple<T> {
    /// Computes each of the three.
    pub fn of(mut f: impl FnMut(Set) -> T) -> Self {
        Self {
            assured: f(Set::Assured),
            claimed: f(Set::Claimed),
            possible: f(Set::Possible),
        }
    }

    /// The one of a set.
    pub const fn get(&self, set: Set) -> &T {
        match set {
            Set::Assured => &self.assured,
            Set::Claimed => &self.claimed,
            Set::Possible => &self.possible,
        }
    }

    /// The three, each changed.
    pub fn map<U>(&self, mut f: impl FnMut(&T) -> U) -> Triple<U> {
        Triple::of(|set| f(self.get(set)))
    }
}

/// A check's level, progress to the next and value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckScore {
    /// 1…5.
    pub level: u8,
    /// Applicable criteria of the next level that are in the set.
    pub met_next: u32,
    /// Applicable criteria of the next level; 0 at level 5.
    pub of_next: u32,
    /// `(level − 1 + progress) / 4`, in [0, 1].
    pub value: Exact,
}

/// Scores by one set, all in [0, 100]; `None` where nothing applies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// `Σ q·score(pillar) / Σ q`.
    pub index: Option<Exact>,
    /// `0.4 resource + 0.4 architecture + 0.2 application`.
    pub layer_index: Option<Exact>,
    /// By pillar with an applicable check.
    pub pillars: BTreeMap<PillarId, Exact>,
    /// By layer with an applicable check.
    pub layers: BTreeMap<Layer, Exact>,
    /// By check with an applicable criterion.
    pub checks: BTreeMap<CheckId, CheckScore>,
}

/// The maturity level of a score: [0, 25) 1, [25, 50) 2, [50, 75) 3, [75, 95) 4, [95, 100] 5.
pub fn maturity(score: &Exact) -> u8 {
    [25, 50, 75, 95].into_iter().fold(1, |level, bound| {
        if *score >= Exact::whole(bound) {
            level + 1
        } else {
            level
        }
    })
}

/// The score of one check, or `None` where none of its criteria applies.
pub fn check_score(check: &RubricCheck, inputs: &Inputs, set: Set) -> Option<CheckScore> {
    check_score_with(check, inputs, |id| set.holds(inputs.answers.get(id)))
}

/// The same with the set given as a predicate; the plan's what-if changes it.
pub fn check_score_with(
    check: &RubricCheck,
    inputs: &Inputs,
    holds: impl Fn(&crate::CriterionId) -> bool,
) -> Option<CheckScore> {
    let mut any = false;
    for level in 2..=5_u8 {
        let (mut met, mut of) = (0, 0);
        for criterion in inputs.criteria(check).filter(|k| k.level == level) {
            of += 1;
            met += u32::from(holds(&criterion.id));
        }
        any |= of > 0;
        if met < of {
            let value = (Exact::whole(level - 2) + Exact::ratio(met, of)) / Exact::whole(4);
            return Some(CheckScore {
                level: level - 1,
                met_next: met,
                of_next: of,
                value,
            });
        }
    }
    any.then(|| CheckScore {
        level: 5,
        met_next: 0,
        of_next: 0,
        value: Exact::one(),
    })
}

/// All scores by one set.
pub fn scores(rubric: &Rubric, inputs: &Inputs, set: Set) -> Scores {
    let checks = rubric
        .checks()
        .filter_map(|(_, c)| check_score(c, inputs, set).map(|s| (c.id.clone(), s)))
        .collect();
    from_checks(rubric, checks)
}

/// Scores of pillars, layers and the whole from the scores of the checks.
pub fn from_checks(rubric: &Rubric, checks: BTreeMap<CheckId, CheckScore>) -> Scores {
    let mean = |wanted: &mut dyn Iterator<Item = &RubricCheck>| {
        let terms: Vec<_> = wanted
            .filter_map(|c| checks.get(&c.id).map(|s| (c.weight, &s.value)))
            .collect();
        Exact::weighted_mean(terms).map(|m| Exact::whole(100) * m)
    };
    let pillars: BTreeMap<_, _> = rubric
        .pillars
        .iter()
        .filter_map(|p| Some((p.id.clone(), mean(&mut p.checks.iter())?)))
        .collect();
    let layers: BTreeMap<_, _> = Layer::ALL
        .into_iter()
        .filter_map(|l| {
            Some((
                l,
                mean(&mut rubric.checks().map(|(_, c)| c).filter(|c| c.layer == l))?,
            ))
        })
        .collect();
    let index = Exact::weighted_mean(
        rubric
            .pillars
            .iter()
            .filter_map(|p| Some((p.priority, pillars.get(&p.id)?))),
    );
    let layer_index = Exact::weighted_mean(layers.iter().map(|(l, score)| (l.share(), score)));
    Scores {
        index,
        layer_index,
        pillars,
        layers,
        checks,
    }
}
