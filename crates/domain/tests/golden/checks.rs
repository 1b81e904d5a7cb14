//! Level, progress and value of one check.

use domain::{Fact, Inputs, Layer, RubricCheck, Set, scoring::check_score};

use super::build::{
    DISPUTED, MET, NOT_APPLICABLE, NOT_MET, PROVEN, UNKNOWN, answer, assert_exact, criteria,
    unanswered,
};
use crate::common::check;

fn with(names: &str) -> RubricCheck {
    check("X01", Layer::Resource, 1, criteria("X01", names))
}

fn met(names: &str) -> Inputs {
    let mut inputs = unanswered();
    answer(&mut inputs, MET, "X01", names);
    inputs
}

/// `level`, `met of next`, and the value as `n/d` and as it is shown.
#[track_caller]
fn claimed(
    check: &RubricCheck,
    inputs: &Inputs,
    level: u8,
    next: (u32, u32),
    value: (i64, i64, &str),
) {
    let score = check_score(check, inputs, Set::Claimed).expect("it applies");
    assert_eq!(
        (score.level, (score.met_next, score.of_next)),
        (level, next)
    );
    assert_exact(&score.value, value.0, value.1, value.2);
}

#[test]
fn value_is_level_less_one_plus_progress_in_quarters() {
    let x = with("2a 2b 3a 3b 3c 4a 5a 5b");
    claimed(&x, &met(""), 1, (0, 2), (0, 1, "0.000000"));
    claimed(&x, &met("2a"), 1, (1, 2), (1, 8, "0.125000")); // (0 + 1/2) / 4
    claimed(&x, &met("2a 2b"), 2, (0, 3), (1, 4, "0.250000")); // (1 + 0) / 4
    claimed(&x, &met("2a 2b 3a"), 2, (1, 3), (1, 3, "0.333333")); // (1 + 1/3) / 4 = 4/12
    claimed(&x, &met("2a 2b 3a 3c"), 2, (2, 3), (5, 12, "0.416667")); // (1 + 2/3) / 4
    claimed(&x, &met("2a 2b 3a 3b 3c"), 3, (0, 1), (1, 2, "0.500000")); // (2 + 0) / 4
    claimed(&x, &met("2a 2b 3a 3b 3c 4a"), 4, (0, 2), (3, 4, "0.750000")); // (3 + 0) / 4
    claimed(
        &x,
        &met("2a 2b 3a 3b 3c 4a 5b"),
        4,
        (1, 2),
        (7, 8, "0.875000"),
    ); // (3 + 1/2) / 4
    // Level 5 has no next level: progress 0, (4 + 0) / 4.
    claimed(
        &x,
        &met("2a 2b 3a 3b 3c 4a 5a 5b"),
        5,
        (0, 0),
        (1, 1, "1.000000"),
    );
}

#[test]
fn a_hole_below_keeps_what_is_above_from_counting() {
    // 2b is open: level 1, progress 1/2, whatever stands above.
    claimed(
        &with("2a 2b 3a 4a 5a"),
        &met("2a 3a 4a 5a"),
        1,
        (1, 2),
        (1, 8, "0.125000"),
    );
}

#[test]
fn a_level_without_criteria_is_reached_with_the_one_below() {
    let x = with("2a 4a 4b"); // no level 3, no level 5
    claimed(&x, &met(""), 1, (0, 1), (0, 1, "0.000000"));
    claimed(&x, &met("2a"), 3, (0, 2), (1, 2, "0.500000")); // 3 comes with 2: (2 + 0/2) / 4
    claimed(&x, &met("2a 4b"), 3, (1, 2), (5, 8, "0.625000")); // (2 + 1/2) / 4
    claimed(&x, &met("2a 4a 4b"), 5, (0, 0), (1, 1, "1.000000")); // 5 comes with 4
    let y = with("3a 5a"); // no level 2, no level 4
    claimed(&y, &met(""), 2, (0, 1), (1, 4, "0.250000")); // 2 comes with 1: (1 + 0/1) / 4
    claimed(&y, &met("3a"), 4, (0, 1), (3, 4, "0.750000")); // 4 comes with 3: (3 + 0/1) / 4
}

#[test]
fn not_applicable_criteria_leave_their_level() {
    let x = with("2a 2b 3a 4a");
    let mut inputs = met("2a");
    answer(&mut inputs, NOT_APPLICABLE, "X01", "2b");
    claimed(&x, &inputs, 2, (0, 1), (1, 4, "0.250000")); // 2 has only 2a: (1 + 0/1) / 4
    answer(&mut inputs, NOT_APPLICABLE, "X01", "3a");
    claimed(&x, &inputs, 3, (0, 1), (1, 2, "0.500000")); // 3 is empty: (2 + 0/1) / 4
    answer(&mut inputs, NOT_APPLICABLE, "X01", "4a");
    claimed(&x, &inputs, 5, (0, 0), (1, 1, "1.000000")); // 2a alone is left, and met
    answer(&mut inputs, NOT_APPLICABLE, "X01", "2a");
    for set in Set::ALL {
        assert_eq!(check_score(&x, &inputs, *set), None, "{set:?}");
    }
}

#[test]
fn the_profile_decides_which_criteria_and_checks_apply() {
    let mut x = with("2a 2b 3a");
    x.criteria[1].applies_when = vec![Fact::Agents, Fact::Rag]; // any of them is enough
    let mut inputs = met("2a");
    claimed(&x, &inputs, 2, (0, 1), (1, 4, "0.250000")); // without 2b: (1 + 0/1) / 4
    inputs.profile.insert(Fact::Rag);
    claimed(&x, &inputs, 1, (1, 2), (1, 8, "0.125000")); // with 2b: (0 + 1/2) / 4
    // A criterion narrows its check's condition: both must hold.
    x.applies_when = vec![Fact::Edge];
    assert_eq!(check_score(&x, &inputs, Set::Claimed), None);
    inputs.profile = [Fact::Edge].into();
    claimed(&x, &inputs, 2, (0, 1), (1, 4, "0.250000"));
}

#[test]
fn three_sets_read_one_answer_three_ways() {
    let x = with("2a");
    let levels = |inputs: &Inputs| {
        [Set::Assured, Set::Claimed, Set::Possible]
            .map(|set| check_score(&x, inputs, set).expect("applies").level)
    };
    // In the set, the only criterion gives level 5 (3, 4 and 5 are empty); outside it, level 1.
    assert_eq!(levels(&unanswered()), [1, 1, 5]);
    for (mark, expected) in [
        (PROVEN, [5, 5, 5]),
        (MET, [1, 5, 5]),
        (DISPUTED, [1, 5, 5]),
        (UNKNOWN, [1, 1, 5]),
        (NOT_MET, [1, 1, 1]),
    ] {
        let mut inputs = unanswered();
        answer(&mut inputs, mark, "X01", "2a");
        assert_eq!(levels(&inputs), expected, "{mark:?}");
    }
}
