//! What is inherited, over generated platforms.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Answer, AnswerState, Comment, CriterionId, ProofKind, Reason, TeamId, WorkloadId,
    platform::{Inherited, Offering, Platform, Said, inherit},
    proof::Standing,
};
use proptest::{
    collection::{btree_map, btree_set, vec},
    prelude::*,
    sample::select,
};
use time::{Date, Duration, OffsetDateTime};

const CRITERIA: [&str; 4] = ["S01.2a", "S01.3a", "C04.2a", "R03.4b"];

fn criterion() -> impl Strategy<Value = CriterionId> {
    select(CRITERIA.to_vec()).prop_map(|id| id.parse().unwrap())
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        3 => Just(Answer::Met),
        1 => Just(Answer::NotMet),
        1 => Just(Answer::Unknown),
        1 => Just(Answer::NotApplicable {
            reason: Reason::NotUsed,
            text: Comment::parse("此处不用").unwrap(),
        }),
    ]
}

fn said() -> impl Strategy<Value = Said> {
    let days = prop::option::of(0..3_i64);
    (answer(), days, prop::bool::weighted(0.3)).prop_map(|(answer, days, conflict)| {
        let met = answer == Answer::Met;
        let until = |days| Date::from_ordinal_date(2027, 1).unwrap() + Duration::days(days);
        let standing = days.filter(|_| met).map(|days| Standing {
            by: ProofKind::Document,
            until: until(days),
        });
        Said {
            answer,
            standing,
            conflict,
        }
    })
}

/// Platforms with different ids; some were subscribed to at the same moment.
fn offerings() -> impl Strategy<Value = Vec<Offering>> {
    vec((0..3_i64, btree_map(criterion(), said(), 0..=4)), 0..=4).prop_map(|all| {
        let offering = |(n, (since, said)): (u128, (i64, BTreeMap<CriterionId, Said>))| Offering {
            platform: Platform {
                id: WorkloadId(uuid::Uuid::from_u128(n)),
                name: format!("platform {n}"),
                team: TeamId(uuid::Uuid::nil()),
            },
            since: OffsetDateTime::UNIX_EPOCH + Duration::days(since),
            said,
            until: None,
        };
        (1..).zip(all).map(offering).collect()
    })
}

fn own() -> impl Strategy<Value = BTreeSet<CriterionId>> {
    btree_set(criterion(), 0..=3)
}

fn found(all: &BTreeMap<&CriterionId, Inherited<'_>>) -> Vec<(CriterionId, WorkloadId)> {
    let one = |(id, from): (&&CriterionId, &Inherited<'_>)| ((*id).clone(), from.from.platform.id);
    all.iter().map(one).collect()
}

/// In the claimed set, and in the assured one.
fn worth(said: &Said) -> (bool, bool) {
    let met = said.answer.state() == AnswerState::Met;
    (met, met && said.standing.is_some() && !said.conflict)
}

proptest! {
    #[test]
    fn an_own_answer_is_never_inherited_over(own in own(), offerings in offerings()) {
        let all = inherit(&own, &offerings);
        prop_assert!(all.keys().all(|id| !own.contains(*id)));
        // What is left is what would be inherited without own answers.
        let mut bare = inherit(&BTreeSet::new(), &offerings);
        bare.retain(|id, _| !own.contains(*id));
        prop_assert_eq!(found(&all), found(&bare));
    }

    #[test]
    fn only_what_is_offered_is_inherited(offerings in offerings()) {
        let all = inherit(&BTreeSet::new(), &offerings);
        for (id, from) in &all {
            prop_assert_eq!(from.from.said.get(*id), Some(from.said));
            prop_assert_ne!(from.said.answer.state(), AnswerState::NotApplicable);
        }
        for (id, said) in offerings.iter().flat_map(|o| &o.said) {
            let inherited = all.contains_key(id);
            prop_assert!(inherited || said.answer.state() == AnswerState::NotApplicable);
        }
        prop_assert!(inherit(&BTreeSet::new(), &[]).is_empty());
    }

    #[test]
    fn the_order_of_platforms_does_not_matter(offerings in offerings()) {
        let turned: Vec<_> = offerings.iter().rev().cloned().collect();
        let none = BTreeSet::new();
        prop_assert_eq!(found(&inherit(&none, &offerings)), found(&inherit(&none, &turned)));
    }

    #[test]
    fn one_more_platform_never_makes_an_answer_stronger(offerings in offerings()) {
        let none = BTreeSet::new();
        let all = inherit(&none, &offerings);
        for fewer in (0..offerings.len()).map(|n| {
            let mut fewer = offerings.clone();
            fewer.remove(n);
            fewer
        }) {
            for (id, before) in inherit(&none, &fewer) {
                let (claimed, assured) = worth(before.said);
                let (now_claimed, now_assured) = worth(all[id].said);
                prop_assert!(now_claimed <= claimed && now_assured <= assured, "{id}");
            }
        }
    }

    #[test]
    fn what_is_withdrawn_falls_back(offerings in offerings(), gone in criterion()) {
        let mut left = offerings.clone();
        for offering in &mut left {
            offering.said.remove(&gone);
        }
        let none = BTreeSet::new();
        let (before, after) = (inherit(&none, &offerings), inherit(&none, &left));
        prop_assert!(!after.contains_key(&gone));
        let mut rest = found(&before);
        rest.retain(|(id, _)| *id != gone);
        prop_assert_eq!(rest, found(&after));
    }
}
