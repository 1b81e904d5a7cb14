//! Short hand for answers and expected numbers, and the rubric that most vectors use.

use domain::{
    AnswerState, Exact, Inputs, Layer, Mark, Profile, Rubric, RubricCheck, RubricCriterion, Tier,
};

use crate::common::{check, criterion, id, pillar, risk, rubric};

const fn mark(state: AnswerState, proven: bool, conflict: bool) -> Mark {
    Mark {
        state,
        proven,
        conflict,
    }
}

pub const PROVEN: Mark = mark(AnswerState::Met, true, false);
pub const DISPUTED: Mark = mark(AnswerState::Met, true, true);
pub const MET: Mark = mark(AnswerState::Met, false, false);
pub const NOT_MET: Mark = mark(AnswerState::NotMet, false, false);
pub const UNKNOWN: Mark = mark(AnswerState::Unknown, false, false);
pub const NOT_APPLICABLE: Mark = mark(AnswerState::NotApplicable, false, false);

/// The criteria `"2a 2b 3a"` of a check.
pub fn criteria(check: &str, names: &str) -> Vec<RubricCriterion> {
    names
        .split_whitespace()
        .map(|name| criterion(&format!("{check}.{name}")))
        .collect()
}

/// A check with one criterion at each of the levels 2 to 5: with n of them met its value is n/4.
pub fn ladder(text: &str, layer: Layer, weight: u32) -> RubricCheck {
    check(text, layer, weight, criteria(text, "2a 3a 4a 5a"))
}

/// Inputs without facts and answers, of tier 2: every check's target is level 3.
pub fn unanswered() -> Inputs {
    Inputs::new(Profile::new(), Tier::Two)
}

/// Answers the criteria `"2a 2b"` of a check.
pub fn answer(inputs: &mut Inputs, how: Mark, check: &str, names: &str) {
    for name in names.split_whitespace() {
        inputs.answers.insert(id(&format!("{check}.{name}")), how);
    }
}

/// The exact value `n/d`, and what pages and files show of it.
#[track_caller]
pub fn assert_exact(actual: &Exact, n: i64, d: i64, decimal: &str) {
    assert_eq!(*actual, Exact::ratio(n, d));
    assert_eq!(actual.decimal(6), decimal);
}

/// Three pillars, five checks and a risk; `C02` needs agents.
pub fn house() -> Rubric {
    let mut s01 = check(
        "S01",
        Layer::Architecture,
        5,
        criteria("S01", "2a 2b 3a 4a 5a"),
    );
    s01.risks = vec![id("K-S1")];
    let s02 = check("S02", Layer::Application, 3, criteria("S02", "2a 3a 3b 5a"));
    let mut r01 = ladder("R01", Layer::Resource, 4);
    r01.risks = vec![id("K-S1")];
    let c01 = check(
        "C01",
        Layer::Resource,
        2,
        criteria("C01", "2a 3a 3b 3c 4a 5a"),
    );
    let mut c02 = check("C02", Layer::Application, 1, criteria("C02", "2a 3a"));
    c02.applies_when = vec![domain::Fact::Agents];
    let pillars = vec![
        pillar("security", vec![s01, s02]),
        pillar("reliability", vec![r01]),
        pillar("cost", vec![c01, c02]),
    ];
    rubric(pillars, vec![risk("K-S1", "security", 4, 5)])
}

/// Answers to [`house`] in which the three sets differ in every way that they can.
///
/// ```text
///       claimed set   level value   assured set  level value   possible set     level value
/// S01   2a 2b         2 +0/1  1/4   2a           1 +1/2  1/8   2a 2b 3a 5a      3 +0/1  1/2
/// S02   2a 3a         2 +1/2  3/8   3a           1 +0/1  0     2a 3a 3b         4 +0/1  3/4  (no level 4)
/// R01   2a 3a 4a      4 +0/1  3/4   2a 3a        3 +0/1  1/2   2a 3a 4a         4 +0/1  3/4
/// C01   2a 3a 4a      2 +1/3  1/3   2a 3a 4a     2 +1/3  1/3   2a 3a 3c 4a      2 +2/3  5/12
/// ```
pub fn household() -> Inputs {
    let mut inputs = unanswered();
    answer(&mut inputs, PROVEN, "S01", "2a");
    answer(&mut inputs, MET, "S01", "2b");
    answer(&mut inputs, UNKNOWN, "S01", "3a");
    answer(&mut inputs, NOT_MET, "S01", "4a"); // 5a has no answer
    answer(&mut inputs, DISPUTED, "S02", "2a");
    answer(&mut inputs, PROVEN, "S02", "3a"); // 3b has no answer
    answer(&mut inputs, NOT_MET, "S02", "5a");
    answer(&mut inputs, PROVEN, "R01", "2a 3a");
    answer(&mut inputs, MET, "R01", "4a");
    answer(&mut inputs, NOT_MET, "R01", "5a");
    answer(&mut inputs, PROVEN, "C01", "2a 3a 4a");
    answer(&mut inputs, NOT_MET, "C01", "3b 5a");
    answer(&mut inputs, UNKNOWN, "C01", "3c");
    inputs
}
