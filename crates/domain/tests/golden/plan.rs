//! The plan: candidates, gains, order, phases, curve.

use domain::{
    Effort, Evaluation, Exact, Inputs, Layer, Phase, PlannedAction, Rubric, RubricCriterion, Tier,
    evaluate, plan::of_platforms, what_if,
};

use super::build::{MET, NOT_APPLICABLE, UNKNOWN, answer, assert_exact, criteria, unanswered};
use crate::common::{check, criterion, id, pillar, risk, rubric};

fn sized(text: &str, effort: Effort, requires: &[&str]) -> RubricCriterion {
    RubricCriterion {
        effort,
        requires: requires.iter().map(|r| id(r)).collect(),
        ..criterion(text)
    }
}

/// Security (priority 2) with S01 and S02, cost with C01; S01 (3) and C01 (2) mitigate K-S1, 3 × 4.
fn house() -> Rubric {
    let s01 = vec![
        criterion("S01.2a"),
        sized("S01.2b", Effort::M, &[]),
        sized("S01.3a", Effort::L, &["S01.2b"]),
        criterion("S01.4a"),
    ];
    let c01 = vec![
        criterion("C01.2a"),
        sized("C01.3a", Effort::M, &[]),
        criterion("C01.3b"),
        criterion("C01.3c"),
    ];
    let mut s01 = check("S01", Layer::Architecture, 3, s01);
    let s02 = check("S02", Layer::Application, 1, criteria("S02", "2a 3a"));
    let mut c01 = check("C01", Layer::Resource, 2, c01);
    s01.risks = vec![id("K-S1")];
    c01.risks = vec![id("K-S1")];
    let pillars = vec![
        pillar("security", vec![s01, s02]),
        pillar("cost", vec![c01]),
    ];
    rubric(pillars, vec![risk("K-S1", "security", 3, 4)])
        .with_priorities(&[(id("security"), 2)].into())
}

/// Tier 2, target 3. S01 1/8, S02 0, C01 1/4 (3b does not apply).
fn household() -> Inputs {
    let mut inputs = unanswered();
    answer(&mut inputs, MET, "S01", "2a");
    answer(&mut inputs, MET, "C01", "2a");
    answer(&mut inputs, NOT_APPLICABLE, "C01", "3b");
    answer(&mut inputs, UNKNOWN, "C01", "3c");
    inputs
}

fn ids(plan: &[PlannedAction]) -> Vec<&str> {
    plan.iter().map(|a| a.criterion.as_str()).collect()
}

fn claimed_index(e: &Evaluation) -> Exact {
    e.scores.claimed.index.clone().expect("an index")
}

fn claimed_risk(e: &Evaluation) -> Exact {
    e.risks
        .iter()
        .map(|r| r.residual.claimed.score.clone())
        .sum()
}

#[test]
fn gains_are_what_each_would_change_alone() {
    let before = evaluate(&house(), &household());
    // Security 100 (3·1/8 + 0) / 4 = 75/8, cost 25: (2·75/8 + 25) / 3 = 175/4 / 3
    assert_exact(&claimed_index(&before), 175, 12, "14.583333");
    // m = (3·1/8 + 2·1/4) / 5 = 7/40; 1 + 2·33/40 = 53/20; times 4
    assert_exact(&claimed_risk(&before), 53, 5, "10.600000");
    let gains = |criterion: &str| {
        let action = before
            .plan
            .iter()
            .find(|a| a.criterion.as_str() == criterion)
            .expect("planned");
        (&action.index_gain, &action.risk_gain)
    };
    // One point of S01 is worth 100·2/3·3/4 = 50 of index, 2·4·3/5 = 24/5 of risk;
    // of S02 100·2/3·1/4 = 50/3 and 0; of C01 100·1/3 = 100/3 and 2·4·2/5 = 16/5.
    let (index, risk) = gains("S01.2b"); // 1/8 to 1/4
    assert_exact(index, 25, 4, "6.250000");
    assert_exact(risk, 3, 5, "0.600000");
    let (index, risk) = gains("S02.2a"); // 0 to 1/4
    assert_exact(index, 25, 6, "4.166667");
    assert_exact(risk, 0, 1, "0.000000");
    let (index, risk) = gains("C01.3c"); // 1/4 to 3/8: 3a and 3c are level 3
    assert_exact(index, 25, 6, "4.166667");
    assert_exact(risk, 2, 5, "0.400000");
    assert_eq!(gains("C01.3a"), gains("C01.3c"));
    for nothing_alone in ["S01.3a", "S02.3a"] {
        assert_eq!(
            gains(nothing_alone),
            (&Exact::zero(), &Exact::zero()),
            "level 2 is open"
        );
    }
    for action in &before.plan {
        let after = evaluate(&house(), &what_if(&household(), [action.criterion.clone()]));
        assert_eq!(
            claimed_index(&after) - claimed_index(&before),
            action.index_gain
        );
        assert_eq!(
            claimed_risk(&before) - claimed_risk(&after),
            action.risk_gain
        );
    }
}

#[test]
fn order_is_gain_for_effort_and_the_curve_adds_up() {
    let plan = evaluate(&house(), &household()).plan;
    // (index + risk) / effort: C01.3c 137/30/2 = 2.28, S02.2a 25/6/2 = 2.08, S01.2b 6.85/8 = 0.86,
    // C01.3a 137/30/8 = 0.57, then S01.3a and S02.3a with nothing, by id.
    // Not there: S01.4a (above the target), C01.3b (not applicable), the 2a that are met.
    assert_eq!(
        ids(&plan),
        ["C01.3c", "S02.2a", "S01.2b", "C01.3a", "S01.3a", "S02.3a"]
    );
    let curve: Vec<_> = plan.iter().map(|a| a.index_after.clone()).collect();
    assert_exact(&curve[0], 75, 4, "18.750000"); // 175/12 + 25/6
    assert_exact(&curve[1], 275, 12, "22.916667"); // + 25/6
    assert_exact(&curve[2], 175, 6, "29.166667"); // + 25/4
    assert_exact(&curve[3], 50, 1, "50.000000"); // C01 3/8 to 1 (no levels 4, 5): + 100/3·5/8
    assert_exact(&curve[4], 125, 2, "62.500000"); // S01 1/4 to 1/2: + 50/4
    assert_exact(&curve[5], 75, 1, "75.000000"); // S02 1/4 to 1: + 50/3·3/4
    // Security 100 (3·1/2 + 1) / 4 = 62.5, cost 100: (2·62.5 + 100) / 3 = 75
    let all = what_if(&household(), plan.iter().map(|a| a.criterion.clone()));
    assert_exact(
        &claimed_index(&evaluate(&house(), &all)),
        75,
        1,
        "75.000000",
    );
}

#[test]
fn prerequisites_come_first_however_little_they_gain() {
    // One level of three: each gains the same; 2b (S) would lead at ten times 2a's rate (L), but needs it.
    let x = vec![
        sized("X01.2a", Effort::L, &[]),
        sized("X01.2b", Effort::S, &["X01.2a"]),
        sized("X01.2c", Effort::M, &["X01.2a", "X01.2b"]),
    ];
    let rubric = rubric(
        vec![pillar("cost", vec![check("X01", Layer::Resource, 1, x)])],
        Vec::new(),
    );
    let mut inputs = unanswered();
    let plan = evaluate(&rubric, &inputs).plan;
    assert_eq!(ids(&plan), ["X01.2a", "X01.2b", "X01.2c"]);
    assert_eq!(plan[2].requires, [id("X01.2a"), id("X01.2b")]);
    // What is met, or does not apply, holds nothing up.
    answer(&mut inputs, NOT_APPLICABLE, "X01", "2a");
    let plan = evaluate(&rubric, &inputs).plan;
    assert_eq!(
        (ids(&plan), plan[0].requires.len(), plan[1].requires.len()),
        (vec!["X01.2b", "X01.2c"], 0, 1)
    );
    answer(&mut inputs, MET, "X01", "2b");
    let plan = evaluate(&rubric, &inputs).plan;
    assert_eq!((ids(&plan), plan[0].requires.len()), (vec!["X01.2c"], 0));
}

#[test]
fn what_is_inherited_is_the_work_of_platforms() {
    let mut inputs = household();
    inputs.inherited = [id("S01.2b"), id("S01.4a"), id("C01.2a")].into();
    let rubric = house();
    let with = evaluate(&rubric, &inputs);
    // S01.3a needs 2b, which nobody here can hurry.
    assert_eq!(
        ids(&with.plan),
        ["C01.3c", "S02.2a", "C01.3a", "S01.3a", "S02.3a"]
    );
    assert!(with.plan.iter().all(|a| a.requires.is_empty()));
    // Neither what is met already nor what is above the target.
    let theirs =
        of_platforms(&rubric, &inputs).map(|(check, k)| (check.id.as_str(), k.id.as_str()));
    assert_eq!(theirs.collect::<Vec<_>>(), [("S01", "S01.2b")]);
    // Scores are what they are; other software finds the whole plan.
    assert_exact(&claimed_index(&with), 175, 12, "14.583333");
    assert!(inputs.has_own_plan() && !household().has_own_plan());
    let whole = evaluate(&rubric, &inputs.by_specification());
    assert_eq!(whole.plan, evaluate(&rubric, &household()).plan);
}

#[test]
fn targets_come_from_the_tier_unless_set() {
    let mut inputs = household();
    inputs.targets.insert(id("S01"), 4);
    inputs.targets.insert(id("S02"), 1);
    let mut found = ids(&evaluate(&house(), &inputs).plan)
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    found.sort();
    assert_eq!(found, ["C01.3a", "C01.3c", "S01.2b", "S01.3a", "S01.4a"]);
    inputs = household();
    inputs.tier = Tier::Three; // target 2
    assert_eq!(ids(&evaluate(&house(), &inputs).plan), ["S02.2a", "S01.2b"]);
    inputs.tier = Tier::One; // target 4
    assert_eq!(evaluate(&house(), &inputs).plan.len(), 7);
}

/// Day and phase of each action; the efforts add up to 2, 4, 12, 20, 40, 42 person-days.
fn dates(capacity: u32) -> Vec<(Option<u32>, Option<Phase>)> {
    let inputs = Inputs {
        capacity,
        ..household()
    };
    evaluate(&house(), &inputs)
        .plan
        .iter()
        .map(|a| (a.done_by_day, a.phase))
        .collect()
}

#[test]
fn phases_fill_in_order_within_the_capacity() {
    let [one, two, three] = [
        Some(Phase::Days30),
        Some(Phase::Days90),
        Some(Phase::Days180),
    ];
    // 10 a month: 3 days for each person-day.
    let days = [6, 12, 36, 60, 120, 126].map(Some);
    assert_eq!(
        dates(10),
        days.into_iter()
            .zip([one, one, two, two, three, three])
            .collect::<Vec<_>>()
    );
    // 7 a month: 60/7, 120/7, 360/7, 600/7, 1200/7 rounded up; 1260/7 = 180 is still inside.
    let days = [9, 18, 52, 86, 172, 180].map(Some);
    assert_eq!(
        dates(7),
        days.into_iter()
            .zip([one, one, two, two, three, three])
            .collect::<Vec<_>>()
    );
    // 4 a month: 7.5 days each; 30 and 90 are inside their phases, 300 is outside all.
    let days = [15, 30, 90, 150, 300, 315].map(Some);
    assert_eq!(
        dates(4),
        days.into_iter()
            .zip([one, one, two, three, None, None])
            .collect::<Vec<_>>()
    );
}

#[test]
fn without_capacity_there_are_no_dates_but_still_a_plan() {
    assert_eq!(dates(0), vec![(None, None); 6]);
    let with = evaluate(&house(), &household()).plan;
    let without = evaluate(
        &house(),
        &Inputs {
            capacity: 0,
            ..household()
        },
    )
    .plan;
    assert_eq!(ids(&with), ids(&without));
    assert_exact(&without[5].index_after, 75, 1, "75.000000");
}

#[test]
fn meeting_again_what_is_met_and_proven_takes_no_proof_away() {
    let mut inputs = household();
    answer(&mut inputs, super::build::PROVEN, "S01", "2a");
    assert_eq!(what_if(&inputs, [id("S01.2a")]), inputs);
    // A planned action is claimed only: it has no proof yet.
    let after = evaluate(&house(), &what_if(&inputs, [id("S02.2a")]));
    assert_eq!(after.scores.assured.checks["S02"].level, 1);
}
