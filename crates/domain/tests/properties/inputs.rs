//! Order does not matter, the same inputs give the same bytes; canonical text, coverage, differences.

use std::collections::BTreeMap;

use domain::{
    Coverage, CriterionId, Evaluation, Inputs, Mark, coverage, difference::difference, evaluate,
};
use proptest::{prelude::*, sample::Index};

use super::generate::{Case, case, mark};

fn bytes(case: &Case) -> String {
    serde_json::to_string(&evaluate(&case.rubric, &case.inputs)).expect("JSON")
}

/// The same inputs, every collection filled again in another order.
fn refilled(inputs: &Inputs, answers: Vec<(CriterionId, Mark)>) -> Inputs {
    let mut again = Inputs::new(inputs.profile.iter().rev().copied().collect(), inputs.tier);
    again.capacity = inputs.capacity;
    for (id, mark) in answers {
        again.answers.insert(id, mark);
    }
    again
        .targets
        .extend(inputs.targets.clone().into_iter().rev());
    again.accepted.extend(inputs.accepted.iter().rev().cloned());
    again.own_risks.clone_from(&inputs.own_risks);
    again
        .open_findings
        .extend(inputs.open_findings.iter().rev().cloned());
    again
}

fn with_shuffled_answers() -> impl Strategy<Value = (Case, Vec<(CriterionId, Mark)>)> {
    case().prop_flat_map(|case| {
        let answers: Vec<_> = case.inputs.answers.clone().into_iter().collect();
        (Just(case), Just(answers).prop_shuffle())
    })
}

/// The rubric with pillars, checks, criteria and risks the other way round.
fn reversed(case: &Case) -> Case {
    let mut other = case.clone();
    other.rubric.risks.reverse();
    other.rubric.pillars.reverse();
    for pillar in &mut other.rubric.pillars {
        pillar.checks.reverse();
        pillar.checks.iter_mut().for_each(|c| c.criteria.reverse());
    }
    other
}

/// One change of the inputs; it may turn out to change nothing.
fn changed(inputs: &Inputs, case: &Case, what: u8, at: Index, to: Option<Mark>) -> Inputs {
    let mut changed = inputs.clone();
    let check = case.rubric.checks().next().map(|(_, c)| c.id.clone());
    match what {
        0 => changed.capacity = u32::try_from(at.index(50)).expect("small"),
        1 => changed.tier = *at.get(&domain::Tier::ALL),
        2 => changed.profile.clear(),
        3 => changed.open_findings.extend(check),
        4 => changed.targets.extend(check.map(|id| (id, 3))),
        5 => changed.accepted.clear(),
        6 => changed.own_risks.clear(),
        _ => {
            let criteria = case.criteria();
            let id = (!criteria.is_empty()).then(|| at.get(&criteria).1.id.clone());
            let _ = match (id, to) {
                (Some(id), Some(mark)) => changed.answers.insert(id, mark),
                (Some(id), None) => changed.answers.remove(&id),
                (None, _) => None,
            };
        }
    }
    changed
}

fn answers() -> impl Strategy<Value = BTreeMap<CriterionId, Mark>> {
    let id = (1..=6_u8).prop_map(|n| crate::common::id(&format!("S01.2{n}")));
    prop::collection::btree_map(id, mark(), 0..=6)
}

proptest! {
    #[test]
    fn the_order_of_answers_does_not_matter((case, answers) in with_shuffled_answers()) {
        let again = refilled(&case.inputs, answers);
        prop_assert_eq!(case.inputs.canonical(&case.rubric), again.canonical(&case.rubric));
        let other = Case { rubric: case.rubric.clone(), inputs: again };
        prop_assert_eq!(bytes(&case), bytes(&other));
    }

    #[test]
    fn the_order_of_the_rubric_changes_no_number(case in case()) {
        let other = reversed(&case);
        let (a, b) = (evaluate(&case.rubric, &case.inputs), evaluate(&other.rubric, &other.inputs));
        prop_assert_eq!(a.scores, b.scores);
        let bare = |l: &domain::Levels| (l.overall, l.pillars.clone());
        prop_assert_eq!(a.levels.map(bare), b.levels.map(bare));
        prop_assert_eq!(a.issues, b.issues);
        prop_assert_eq!(a.coverage, b.coverage);
        // Own risks come after those of the rubric in either order.
        prop_assert_eq!(residuals(&a.risks), residuals(&b.risks));
        let order = |plan: &[domain::PlannedAction]| {
            let row = |a: &domain::PlannedAction| (a.criterion.clone(), a.index_after.clone(), a.done_by_day);
            plan.iter().map(row).collect::<Vec<_>>()
        };
        prop_assert_eq!(order(&a.plan), order(&b.plan));
    }

    #[test]
    fn the_same_inputs_give_the_same_bytes_and_read_back(case in case()) {
        let text = bytes(&case);
        prop_assert_eq!(&text, &bytes(&case.clone()));
        let back: Evaluation = serde_json::from_str(&text).expect("its own JSON");
        prop_assert_eq!(back, evaluate(&case.rubric, &case.inputs));
        let inputs = serde_json::to_string(&case.inputs).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Inputs>(&inputs).expect("its own JSON"), case.inputs);
    }

    #[test]
    fn canonical_texts_are_equal_exactly_where_inputs_are(
        case in case(), what in 0..10_u8, at: Index, to in prop::option::of(mark()),
    ) {
        let other = changed(&case.inputs, &case, what, at, to);
        let same = case.inputs.canonical(&case.rubric) == other.canonical(&case.rubric);
        prop_assert_eq!(same, case.inputs == other);
        // Priorities and the framework's version are inputs too.
        let Case { mut rubric, inputs } = case;
        let text = inputs.canonical(&rubric);
        rubric.pillars[0].priority += 1;
        prop_assert_ne!(&text, &inputs.canonical(&rubric));
        rubric.pillars[0].priority -= 1;
        rubric.version.push('1');
        prop_assert_ne!(&text, &inputs.canonical(&rubric));
    }

    #[test]
    fn coverage_adds_up(case in case()) {
        let Coverage { total, pillars, checks } = coverage::coverage(&case.rubric, &case.inputs);
        let sum = |counts: &mut dyn Iterator<Item = &domain::Counts>| {
            counts.fold(domain::Counts::default(), |a, b| a.plus(*b))
        };
        prop_assert_eq!(total, sum(&mut pillars.values()));
        prop_assert_eq!(total, sum(&mut checks.values()));
        prop_assert!(total.proven <= total.met);
        prop_assert_eq!(total.in_scope, total.answered() + total.unknown + total.unanswered());
        let gaps = coverage::unanswered(&case.rubric, &case.inputs);
        let gaps: usize = gaps.iter().map(|(_, ids)| ids.len()).sum();
        prop_assert_eq!(u32::try_from(gaps).expect("few"), total.unanswered());
    }

    #[test]
    fn a_difference_is_empty_exactly_between_equals_and_the_same_both_ways(
        a in answers(), b in answers(), same in prop::bool::weighted(0.2),
    ) {
        let b = if same { a.clone() } else { b };
        let forth = difference(&a, &b);
        prop_assert_eq!(forth.is_empty(), a == b);
        let turned: Vec<_> = difference(&b, &a)
            .into_iter()
            .map(|row| domain::difference::Changed { before: row.after, after: row.before, ..row })
            .collect();
        prop_assert_eq!(&forth, &turned);
        prop_assert!(forth.is_sorted_by(|x, y| x.criterion < y.criterion));
        // Nothing is missing: with the rows, before becomes after.
        let mut patched = a;
        for row in forth {
            let _ = match row.after {
                Some(mark) => patched.insert(row.criterion, mark),
                None => patched.remove(&row.criterion),
            };
        }
        prop_assert_eq!(patched, b);
    }
}

fn residuals(
    risks: &[domain::RiskScore],
) -> BTreeMap<&domain::RiskId, &domain::Triple<domain::Residual>> {
    risks.iter().map(|r| (&r.id, &r.residual)).collect()
}
