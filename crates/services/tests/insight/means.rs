use domain::{Exact, Locale, Set, Tier, WorkloadId, maturity, views::results::ExplainPage};
use services::{Error, explain, workload};
use sqlx::PgPool;

use crate::{
    explanations::{mean_of, parse, query},
    support::World,
};

/// Two workloads of different tiers, one that nobody answered for, one of another team, one archived.
pub async fn seed(w: &World) -> [WorkloadId; 4] {
    let first = w
        .workload(
            w.team,
            "客服助手",
            1,
            &["rag", "public_facing", "personal_data"],
        )
        .await;
    let second = w.workload(w.team, "坐席助手", 3, &["commercial_api"]).await;
    let empty = w.workload(w.team, "知识问答", 2, &["rag"]).await;
    let theirs = w
        .workload(w.other, "数据助理", 2, &["agents", "self_hosted"])
        .await;
    let archived = w.workload(w.team, "旧系统", 1, &[]).await;
    for (id, seed) in [(first, 1), (second, 4), (theirs, 6), (archived, 2)] {
        w.fill(id, seed).await;
    }
    workload::archive(&w.services, &w.administrator, archived)
        .await
        .unwrap();
    [first, second, empty, theirs]
}

/// The mean by tier, worked out here.
pub fn weighted(terms: &[(Tier, Option<Exact>)]) -> Option<Exact> {
    let (mut sum, mut weights) = (Exact::zero(), Exact::zero());
    for (tier, value) in terms {
        let weight = Exact::whole(4 - i64::from(tier.number()));
        if let Some(value) = value {
            sum = sum + weight.clone() * value.clone();
            weights = weights + weight;
        }
    }
    (!weights.is_zero()).then(|| sum / weights)
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_mean_opens_into_its_workloads(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, second, empty, theirs] = seed(&w).await;
    let numbers = [
        ("index", ""),
        ("layer_index", ""),
        ("pillar", "cost"),
        ("layer", "resource"),
    ];
    let tiers = [
        (first, Tier::One),
        (second, Tier::Three),
        (theirs, Tier::Two),
    ];
    for set in [Set::Assured, Set::Claimed, Set::Possible] {
        for (number, id) in numbers {
            let asked = query(number, id, set);
            let mut terms = Vec::new();
            for (workload, tier) in tiers {
                let page = explain::workload(&w.services, &w.manager, workload, &asked, Locale::En)
                    .await
                    .unwrap();
                terms.push((tier, page.value));
            }
            let all = explain::organisation(&w.services, &w.manager, &asked, Locale::En)
                .await
                .unwrap();
            assert_eq!(
                (all.value.clone(), all.kind.as_str()),
                (weighted(&terms), "mean")
            );
            assert_eq!(Some(mean_of(&all)), all.value);
            terms.pop();
            let team = explain::team(&w.services, &w.architect, w.team, &asked, Locale::En)
                .await
                .unwrap();
            assert_eq!(team.value, weighted(&terms));
            assert_eq!(
                (team.of.as_str(), team.back.clone()),
                ("智能客服", format!("/teams/{}", w.team))
            );
            assert_eq!(team.input_hash, None);
            check_rows(&w, &team, empty).await;
        }
    }
}

/// Each term opens into a workload's explanation of the same value; the unassessed one is listed without a number.
async fn check_rows(w: &World, page: &ExplainPage, empty: WorkloadId) {
    assert_eq!(page.rows.len(), 3);
    for row in page.rows.iter().filter(|r| r.weight.is_some()) {
        let href = row.href.as_ref().unwrap();
        let id = href.split('/').nth(2).unwrap().parse().unwrap();
        let below = explain::workload(&w.services, &w.architect, id, &parse(href), Locale::En)
            .await
            .unwrap();
        assert_eq!((&below.value, below.set), (&row.value, page.set));
    }
    let left_out: Vec<_> = page.rows.iter().filter(|r| r.weight.is_none()).collect();
    assert_eq!(left_out.len(), 1);
    assert_eq!(
        (left_out[0].name.as_str(), left_out[0].href.clone()),
        ("知识问答", Some(format!("/workloads/{empty}")))
    );
    assert_eq!(
        (&left_out[0].value, left_out[0].note.as_str()),
        (&None, "Not assessed yet; not part of the mean.")
    );
    assert_eq!(
        page.remarks[1],
        "Assessed workloads: 2. Not assessed: 1; they are listed apart, never as zero."
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_mean_has_a_level_but_no_floors(pool: PgPool) {
    let w = World::new(pool).await;
    seed(&w).await;
    let index = explain::organisation(
        &w.services,
        &w.manager,
        &query("index", "", Set::Claimed),
        Locale::Zh,
    )
    .await
    .unwrap();
    let level = explain::organisation(
        &w.services,
        &w.manager,
        &query("level", "", Set::Claimed),
        Locale::Zh,
    )
    .await
    .unwrap();
    assert_eq!(level.value, index.value.map(|i| Exact::whole(maturity(&i))));
    assert_eq!(
        level.rows[0].href.as_deref(),
        Some("/explain?number=index&set=claimed")
    );
    for (number, id) in [
        ("check", "S01"),
        ("risk", "K-S2"),
        ("level", "security"),
        ("pillar", "x"),
    ] {
        let asked = query(number, id, Set::Claimed);
        let page = explain::organisation(&w.services, &w.manager, &asked, Locale::Zh).await;
        assert!(matches!(page, Err(Error::NotFound)), "{number} {id}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_organisation_of_a_member_is_their_teams(pool: PgPool) {
    let w = World::new(pool).await;
    let [_, _, _, theirs] = seed(&w).await;
    let asked = query("index", "", Set::Claimed);
    let page = explain::organisation(&w.services, &w.stranger, &asked, Locale::Zh)
        .await
        .unwrap();
    let names: Vec<_> = page.rows.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["数据平台 / 数据助理"]);
    assert_eq!(page.value, w.evaluation(theirs).await.scores.claimed.index);
}
