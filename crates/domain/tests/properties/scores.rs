//! Scores, levels and risks: what may never fall, what is never above what.

use domain::{AnswerState, Exact, Mark, PillarId, Rubric, Set, evaluate, maturity, what_if};
use proptest::{prelude::*, sample::Index};

use super::{
    generate::{Case, case, mark},
    order::{levels, not_worse, scores},
};

proptest! {
    #[test]
    fn meeting_one_more_criterion_never_lowers_a_number(case in case(), at: Index, new in mark()) {
        let open = case.open();
        prop_assume!(!open.is_empty());
        let before = evaluate(&case.rubric, &case.inputs);
        let mut inputs = case.inputs.clone();
        inputs.answers.insert(at.get(&open).clone(), Mark { state: AnswerState::Met, ..new });
        not_worse(&before, &evaluate(&case.rubric, &inputs))?;
    }

    #[test]
    fn trying_out_any_criterion_that_counts_never_lowers_a_number(case in case(), at: Index) {
        let counting: Vec<_> = case.criteria().into_iter().filter(|(c, k)| case.inputs.applicable(c, k)).collect();
        prop_assume!(!counting.is_empty());
        let inputs = what_if(&case.inputs, [at.get(&counting).1.id.clone()]);
        not_worse(&evaluate(&case.rubric, &case.inputs), &evaluate(&case.rubric, &inputs))?;
    }

    #[test]
    fn proof_resolution_acceptance_and_closing_never_lower_a_number(case in case(), at: Index, what in 0..4_u8) {
        let mut inputs = case.inputs.clone();
        let answered: Vec<_> = inputs.answers.keys().cloned().collect();
        prop_assume!(!answered.is_empty());
        let one = inputs.answers.get_mut(at.get(&answered)).expect("answered");
        match what {
            0 => one.proven = true,
            1 => one.conflict = false,
            2 => inputs.accepted.extend(case.rubric.risks.first().map(|r| r.id.clone())),
            _ => inputs.open_findings.clear(),
        }
        not_worse(&evaluate(&case.rubric, &case.inputs), &evaluate(&case.rubric, &inputs))?;
    }

    #[test]
    fn assured_is_at_most_claimed_is_at_most_possible(case in case()) {
        let e = evaluate(&case.rubric, &case.inputs);
        scores(&e.scores.assured, &e.scores.claimed)?;
        scores(&e.scores.claimed, &e.scores.possible)?;
        levels(&e.levels.assured, &e.levels.claimed)?;
        levels(&e.levels.claimed, &e.levels.possible)?;
        for risk in &e.risks {
            let r = &risk.residual;
            prop_assert!(risk.inherent >= r.assured.score && r.assured.score >= r.claimed.score);
            prop_assert!(r.claimed.score >= r.possible.score && r.possible.score >= Exact::whole(risk.impact));
            prop_assert!(r.assured.band >= r.claimed.band && r.claimed.band >= r.possible.band);
        }
    }

    #[test]
    fn numbers_stay_in_their_ranges(case in case()) {
        let e = evaluate(&case.rubric, &case.inputs);
        for set in Set::ALL {
            let s = e.scores.get(*set);
            let hundreds = s.pillars.values().chain(s.layers.values()).chain(&s.index).chain(&s.layer_index);
            for score in hundreds {
                prop_assert!(!score.is_negative() && *score <= Exact::whole(100), "{score:?}");
            }
            for check in s.checks.values() {
                prop_assert!((1..=5).contains(&check.level) && check.value <= Exact::one());
                prop_assert!(check.value >= Exact::ratio(check.level - 1, 4), "{check:?}");
                prop_assert!(check.level == 5 || check.met_next < check.of_next, "{check:?}");
            }
        }
    }

    #[test]
    fn floors_explain_every_level_that_is_below_its_score(case in case()) {
        let e = evaluate(&case.rubric, &case.inputs);
        for set in Set::ALL {
            let (s, l) = (e.scores.get(*set), e.levels.get(*set));
            for floor in &l.floors {
                prop_assert!(floor.to < floor.from, "{floor:?}");
            }
            for (pillar, level) in &l.pillars {
                let floor = l.floors.iter().find(|f| !f.overall && f.pillar == *pillar);
                prop_assert_eq!(maturity(&s.pillars[pillar]), floor.map_or(*level, |f| f.from));
                prop_assert_eq!(*level, floor.map_or(*level, |f| f.to));
            }
            let overall: Vec<_> = l.floors.iter().filter(|f| f.overall).collect();
            prop_assert_eq!(s.index.as_ref().map(maturity), overall.first().map_or(l.overall, |f| Some(f.from)));
            prop_assert_eq!(l.overall, overall.last().map_or(l.overall, |f| Some(f.to)));
            let within = |id: &str, above: u8| l.pillars.get(id).is_none_or(|p| l.overall <= Some(p + above));
            prop_assert!(within("security", 0) && within("reliability", 1), "{l:?}");
        }
    }

    #[test]
    fn not_applicable_everywhere_removes_a_pillar(case in case(), at: Index) {
        let Case { rubric, mut inputs } = case;
        let gone = at.get(&rubric.pillars).id.clone();
        for criterion in rubric.checks().filter(|(p, _)| p.id == gone).flat_map(|(_, c)| &c.criteria) {
            let mark = Mark { state: AnswerState::NotApplicable, proven: false, conflict: false };
            inputs.answers.insert(criterion.id.clone(), mark);
        }
        let with = evaluate(&rubric, &inputs);
        let without = evaluate(&removed(rubric, &gone), &inputs);
        prop_assert!(Set::ALL.iter().all(|set| !with.scores.get(*set).pillars.contains_key(&gone)));
        prop_assert!(Set::ALL.iter().all(|set| !with.levels.get(*set).pillars.contains_key(&gone)));
        prop_assert_eq!(with.scores, without.scores);
        prop_assert_eq!(with.levels.claimed, without.levels.claimed);
        prop_assert_eq!((with.issues, with.plan), (without.issues, without.plan));
    }
}

fn removed(mut rubric: Rubric, pillar: &PillarId) -> Rubric {
    rubric.pillars.retain(|p| p.id != *pillar);
    rubric
}
