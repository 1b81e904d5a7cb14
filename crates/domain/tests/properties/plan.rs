//! The plan against brute force: everything is evaluated again.

use std::collections::BTreeSet;

use domain::{
    CriterionId, Evaluation, Exact, Phase, PlannedAction, evaluate, plan::falls_by, what_if,
};
use proptest::prelude::*;

use super::generate::{Case, case};

fn index(e: &Evaluation) -> Exact {
    e.scores.claimed.index.clone().unwrap_or_default()
}

fn risk(e: &Evaluation) -> Exact {
    e.risks
        .iter()
        .map(|r| r.residual.claimed.score.clone())
        .sum()
}

fn after(case: &Case, met: impl IntoIterator<Item = CriterionId>) -> Evaluation {
    evaluate(&case.rubric, &what_if(&case.inputs, met))
}

fn rate(action: &PlannedAction) -> Exact {
    (action.index_gain.clone() + action.risk_gain.clone()) / Exact::whole(action.effort_days)
}

/// The open criteria up to their check's target.
fn wanted(case: &Case) -> BTreeSet<CriterionId> {
    let open: BTreeSet<_> = case.open().into_iter().collect();
    let within = case
        .criteria()
        .into_iter()
        .filter(|(c, k)| k.level <= case.inputs.target(&c.id));
    within
        .map(|(_, k)| k.id.clone())
        .filter(|id| open.contains(id))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_open_criterion_up_to_the_target_is_there_once(case in case()) {
        let plan = evaluate(&case.rubric, &case.inputs).plan;
        let planned: Vec<_> = plan.iter().map(|a| a.criterion.clone()).collect();
        prop_assert_eq!(planned.len(), wanted(&case).len());
        prop_assert_eq!(planned.into_iter().collect::<BTreeSet<_>>(), wanted(&case));
        for action in &plan {
            let (check, criterion) =
                case.criteria().into_iter().find(|(_, k)| k.id == action.criterion).expect("of the rubric");
            prop_assert_eq!((&action.check, action.level), (&check.id, criterion.level));
            prop_assert_eq!(action.effort_days, criterion.effort.days());
        }
    }

    #[test]
    fn the_fall_of_all_risks_is_the_risk_gain(case in case()) {
        let before = evaluate(&case.rubric, &case.inputs);
        for action in &before.plan {
            let falls = before.risks.iter().map(|r| falls_by(&case.rubric, &case.inputs, r, &action.criterion));
            prop_assert_eq!(&falls.sum::<Exact>(), &action.risk_gain, "{:?}", action);
        }
    }

    #[test]
    fn prerequisites_precede_and_the_best_of_the_ready_comes_next(case in case()) {
        let plan = evaluate(&case.rubric, &case.inputs).plan;
        let open = wanted(&case);
        let mut done = BTreeSet::new();
        for (n, action) in plan.iter().enumerate() {
            let (_, criterion) =
                case.criteria().into_iter().find(|(_, k)| k.id == action.criterion).expect("of the rubric");
            let needed: BTreeSet<_> = criterion.requires.iter().filter(|id| open.contains(*id)).collect();
            prop_assert_eq!(&needed, &action.requires.iter().collect::<BTreeSet<_>>());
            prop_assert!(needed.iter().all(|id| done.contains(*id)), "{action:?}");
            for later in &plan[n..] {
                let ready = later.requires.iter().all(|id| done.contains(id));
                prop_assert!(!ready || rate(later) <= rate(action), "{later:?} before {action:?}");
            }
            done.insert(action.criterion.clone());
        }
    }

    #[test]
    fn gains_are_never_negative_and_are_what_evaluating_again_says(case in case()) {
        let before = evaluate(&case.rubric, &case.inputs);
        for action in &before.plan {
            prop_assert!(!action.index_gain.is_negative() && !action.risk_gain.is_negative());
            let after = after(&case, [action.criterion.clone()]);
            prop_assert_eq!(index(&after) - index(&before), action.index_gain.clone(), "{}", action.criterion);
            prop_assert_eq!(risk(&before) - risk(&after), action.risk_gain.clone(), "{}", action.criterion);
        }
    }

    #[test]
    fn the_curve_is_the_index_after_each_step_and_ends_where_all_are_met(case in case()) {
        let before = evaluate(&case.rubric, &case.inputs);
        let (mut last, mut sum) = (index(&before), index(&before));
        for (n, action) in before.plan.iter().enumerate() {
            let so_far = before.plan.iter().take(n + 1).map(|a| a.criterion.clone());
            prop_assert_eq!(&index(&after(&case, so_far)), &action.index_after);
            let step = action.index_after.clone() - last;
            prop_assert!(!step.is_negative(), "{action:?}");
            sum = sum + step;
            last = action.index_after.clone();
        }
        let all = after(&case, before.plan.iter().map(|a| a.criterion.clone()));
        prop_assert_eq!(sum, index(&all));
        prop_assert!(all.plan.is_empty());
    }

    #[test]
    fn dates_follow_the_capacity_and_phases_the_dates(case in case()) {
        let capacity = case.inputs.capacity;
        let plan = evaluate(&case.rubric, &case.inputs).plan;
        let mut effort = 0;
        for action in &plan {
            effort += action.effort_days;
            let Some(day) = action.done_by_day else {
                prop_assert_eq!((capacity, action.phase), (0, None));
                continue;
            };
            // The first day by which the capacity, 30 days a month, has covered the effort so far.
            prop_assert!(day * capacity >= effort * 30 && (day - 1) * capacity < effort * 30);
            let phase = match day {
                0..=30 => Some(Phase::Days30),
                31..=90 => Some(Phase::Days90),
                91..=180 => Some(Phase::Days180),
                _ => None,
            };
            prop_assert_eq!(action.phase, phase);
        }
    }
}
