use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::{Headline, Set};

fn share(assured: i64, claimed: i64, version: &str) -> Share {
    let headline = |index: i64| Headline {
        index: Some(Exact::ratio(index, 3)),
        pillars: [("security".parse().unwrap(), Exact::ratio(index, 7))].into(),
        ..Headline::default()
    };
    Share {
        version: version.to_owned(),
        headline: Triple {
            assured: headline(assured),
            claimed: headline(claimed),
            possible: headline(300),
        },
        level: Triple::default(),
        counts: Counts {
            in_scope: 10,
            met: 4,
            proven: 2,
            ..Counts::default()
        },
        inherited: 0,
        risks: (1..=12).map(|n| risk(n, assured + i64::from(n))).collect(),
        plan: SharePlan {
            open: 2,
            effort_days: 10,
            due: vec![Due {
                on: date!(2026 - 11 - 20),
                criterion: "S01.2a".parse().unwrap(),
            }],
            index_after: Some(Exact::whole(90)),
            steps: vec![
                step(2, 3_000_000, Exact::ratio(claimed, 3) + Exact::whole(6)),
                step(8, 375_000, Exact::ratio(claimed, 3) + Exact::whole(9)),
            ],
            ..SharePlan::default()
        },
        proof: Proofs::default(),
        acceptances: Vec::new(),
        input_hash: String::new(),
    }
}

fn risk(n: u32, size: i64) -> ShareRisk {
    ShareRisk {
        id: format!("K-S{n}").parse().unwrap(),
        own: None,
        inherent: Exact::whole(20),
        claimed: Exact::whole(3),
        assured: Exact::ratio(size, 10),
        accepted: false,
    }
}

const fn step(effort_days: u32, rate: i64, index: Exact) -> Step {
    Step {
        effort_days,
        rate,
        index,
    }
}

fn member(n: u128, tier: Tier, share: &Share) -> Member<'_> {
    let id = WorkloadId(Uuid::from_u128(n));
    let share = Some(share);
    Member { id, tier, share }
}

#[test]
fn a_whole_is_the_sum_of_its_parts() {
    let shares = [
        share(30, 60, "1"),
        share(50, 90, "1"),
        share(10, 200, "1"),
        share(5, 7, "2"),
    ];
    let tiers = [Tier::One, Tier::Two, Tier::Three, Tier::One];
    let all: Vec<_> = shares
        .iter()
        .zip(tiers)
        .enumerate()
        .map(|(n, (s, t))| member(n as u128, t, s))
        .collect();
    let whole = Group::of(&all, 0);
    for cut in 0..=all.len() {
        let (left, right) = all.split_at(cut);
        let merged = Group::merged([&Group::of(left, 0), &Group::of(right, 0)]);
        assert_eq!(merged.means(), whole.means());
        let sums = |group: &Group| {
            group
                .versions
                .iter()
                .map(|(n, v)| (n.clone(), v.sums.clone(), v.assessed))
                .collect::<Vec<_>>()
        };
        assert_eq!(sums(&merged), sums(&whole));
        assert_eq!(
            (merged.counts, merged.critical, merged.high),
            (whole.counts, whole.critical, whole.high)
        );
        assert_eq!((&merged.risks, &merged.due), (&whole.risks, &whole.due));
        assert_eq!(
            (merged.plan.effort_days, &merged.plan.end),
            (whole.plan.effort_days, &whole.plan.end)
        );
    }
    assert_eq!(whole.risks.len(), TOP);
    assert_eq!(
        whole.leading().map(|(name, v)| (name, v.assessed)),
        Some(("1", 3))
    );
}

#[test]
fn versions_are_not_averaged() {
    let (old, new) = (share(0, 30, "1.0.0"), share(0, 90, "1.1.0"));
    let group = Group::of(
        &[member(1, Tier::One, &old), member(2, Tier::One, &new)],
        20,
    );
    let index = |version: &str| group.versions[version].means().claimed.index;
    assert_eq!(index("1.0.0"), Some(Exact::whole(10)));
    assert_eq!(index("1.1.0"), Some(Exact::whole(30)));
    // Of as many, the later one leads.
    assert_eq!(group.means().claimed.index, Some(Exact::whole(30)));
}

#[test]
fn workloads_without_answers_enter_no_mean() {
    let mut empty = share(0, 0, "1");
    empty.counts = Counts {
        in_scope: 10,
        ..Counts::default()
    };
    let full = share(30, 60, "1");
    let nothing = Member {
        share: None,
        ..member(3, Tier::One, &full)
    };
    let group = Group::of(
        &[
            member(1, Tier::One, &full),
            member(2, Tier::One, &empty),
            nothing,
        ],
        20,
    );
    assert_eq!(
        (group.assessed(), group.not_assessed, group.counts.in_scope),
        (1, 2, 10)
    );
    assert_eq!(group.means().claimed.index, Some(Exact::whole(20)));
}

#[test]
fn plans_share_a_capacity() {
    let (a, b) = (share(0, 30, "1"), share(0, 60, "1"));
    // 30 person-days a month: one a day. The first steps gain 3 a day, of tier 1 nine.
    let group = Group::of(&[member(1, Tier::Two, &a), member(2, Tier::One, &b)], 30);
    let version = &group.versions["1"];
    let at = |week: usize| version.gains[week].clone();
    // Two and two days: 3·6 + 2·6; then eight days: 3·3 on day 12, 2·3 on day 20.
    assert_eq!(
        [at(0), at(1), at(2), at(3), at(WEEKS)],
        [0, 30, 39, 45, 45].map(Exact::whole)
    );
    let projected = version.projected();
    assert_eq!(projected.first(), version.means().claimed.index.as_ref());
    assert!(projected.windows(2).all(|pair| pair[0] <= pair[1]));
    assert_eq!(version.means().claimed.index, Some(Exact::ratio(80, 5)));
    assert_eq!(group.plan.left[0], Exact::whole(20));
    assert_eq!(group.plan.left[2], Exact::whole(6));
    assert_eq!(group.plan.left[3], Exact::zero());
    // Without capacity nothing gets done.
    let idle = Group::of(&[member(1, Tier::Two, &a)], 0);
    assert!(idle.versions["1"].gains.iter().all(Exact::is_zero));
    assert_eq!(idle.plan.left[WEEKS], Exact::whole(10));
    assert_eq!(a.end(), Some(&Exact::whole(90)));
    assert!(a.headline.get(Set::Assured).index.is_some());
}

#[test]
fn the_curve_follows_the_shared_order_of_the_plans() {
    let (mut risky, mut plain) = (share(0, 30, "1"), share(0, 30, "1"));
    // Little index and much risk goes before much index; what was lost goes before everything and gains nothing new.
    risky.plan.steps = vec![step(7, 5_000_000, Exact::whole(11))];
    plain.plan.steps = vec![
        step(7, i64::MAX, Exact::whole(10)),
        step(7, 1_000_000, Exact::whole(20)),
    ];
    let members = [member(1, Tier::One, &plain), member(2, Tier::One, &risky)];
    let group = Group::of(&members, 30);
    let at = |week: usize| group.versions["1"].gains[week].clone();
    assert_eq!(
        [at(0), at(1), at(2), at(3), at(WEEKS)],
        [0, 0, 3, 33, 33].map(Exact::whole)
    );
}
