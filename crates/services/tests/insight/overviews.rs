use domain::{
    Counts, Exact, Locale, Set, TeamId, Tier,
    views::{overview::OverviewPage, workloads::WorkloadQuery},
};
use services::{
    Error, overview,
    plan::{self, ActionForm},
    risks::{self, TreatmentForm},
};
use sqlx::PgPool;

use crate::{
    means::{seed, weighted},
    support::World,
};

async fn organisation(w: &World, viewer: &domain::Viewer) -> OverviewPage {
    overview::organisation(&w.services, viewer, &WorkloadQuery::default(), Locale::En)
        .await
        .unwrap()
}

async fn team(w: &World, id: TeamId) -> OverviewPage {
    overview::team(
        &w.services,
        &w.architect,
        id,
        &WorkloadQuery::default(),
        Locale::En,
    )
    .await
    .unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_list_of_teams_has_the_numbers_of_their_pages(pool: PgPool) {
    let w = World::new(pool).await;
    seed(&w).await;
    let listed = overview::teams(&w.services, &w.manager, "", "")
        .await
        .unwrap();
    let (mut counted, mut risks) = (Vec::new(), 0);
    for row in listed.rows {
        let figures = row.figures.unwrap();
        let query = WorkloadQuery::default();
        let page = overview::team(&w.services, &w.manager, row.id, &query, Locale::En)
            .await
            .unwrap();
        assert_eq!(figures.index, page.means.map(|means| means.index.clone()));
        assert_eq!(figures.critical_risks, page.critical_risks);
        let assessed = page.workloads.rows.iter().filter(|row| row.assessed);
        let high = assessed.map(|row| row.high_risks).sum::<u32>();
        assert_eq!(figures.high_risks, high);
        risks += high;
        counted.push((row.id, figures.assessed, figures.not_assessed));
    }
    assert!(risks > 0, "nothing to count");
    counted.sort_unstable();
    assert_eq!(counted, [(w.team, 2, 1), (w.other, 1, 0)]);
    let own = overview::teams(&w.services, &w.architect, "", "")
        .await
        .unwrap();
    let own: Vec<_> = own.rows.iter().map(|row| row.id).collect();
    assert_eq!(own, [w.team]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn means_are_weighted_by_tier_and_leave_the_unassessed_out(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, second, _, theirs] = seed(&w).await;
    let page = organisation(&w, &w.manager).await;
    assert_eq!(
        (page.assessed, page.not_assessed, page.name.as_str()),
        (3, 1, "示例集团")
    );
    let (mut evaluations, mut counts) = (Vec::new(), Counts::default());
    for (id, tier) in [
        (first, Tier::One),
        (second, Tier::Three),
        (theirs, Tier::Two),
    ] {
        let evaluation = w.evaluation(id).await;
        counts = counts.plus(evaluation.coverage.total);
        evaluations.push((tier, evaluation));
    }
    for set in [Set::Assured, Set::Claimed, Set::Possible] {
        let scores: Vec<_> = evaluations
            .iter()
            .map(|(tier, e)| (*tier, e.scores.get(set)))
            .collect();
        let means = page.means.get(set);
        assert_eq!(
            means.index,
            weighted(
                &scores
                    .iter()
                    .map(|(t, s)| (*t, s.index.clone()))
                    .collect::<Vec<_>>()
            )
        );
        assert_eq!(
            means.layer_index,
            weighted(
                &scores
                    .iter()
                    .map(|(t, s)| (*t, s.layer_index.clone()))
                    .collect::<Vec<_>>()
            )
        );
        for pillar in &w.services.framework().pillars {
            let terms: Vec<_> = scores
                .iter()
                .map(|(t, s)| (*t, s.pillars.get(&pillar.id).cloned()))
                .collect();
            assert_eq!(means.pillars.get(&pillar.id).cloned(), weighted(&terms));
        }
    }
    assert_eq!(page.counts, counts);
    assert_eq!(
        (page.workloads.total, page.workloads.rows.len()),
        (4, 4),
        "the archived one is not there"
    );
    assert!(page.team.is_none() && !page.manage);
    assert!(organisation(&w, &w.administrator).await.manage);
}

#[sqlx::test(migrations = "../../migrations")]
async fn heat_maps_are_ranked_by_what_is_proven(pool: PgPool) {
    let w = World::new(pool).await;
    seed(&w).await;
    let page = team(&w, w.team).await;
    let columns: Vec<_> = w
        .services
        .framework()
        .pillars
        .iter()
        .map(|p| p.id.clone())
        .collect();
    assert!(page.heat.iter().all(|r| {
        r.pillars
            .iter()
            .map(|(id, _)| id.clone())
            .collect::<Vec<_>>()
            == columns
    }));
    assert_eq!(page.heat.len(), 3);
    let indexes: Vec<_> = page
        .heat
        .iter()
        .filter_map(|r| r.index.assured.clone())
        .collect();
    assert!(indexes.len() == 2 && indexes[0] >= indexes[1]);
    let last = &page.heat[2];
    assert_eq!(
        (last.name.as_str(), last.assessed, last.not_assessed),
        ("知识问答", 0, 1)
    );
    assert!(
        last.pillars
            .iter()
            .all(|(_, t)| t.assured.is_none() && t.possible.is_none())
    );
    let (all, mine) = (organisation(&w, &w.manager).await, &page);
    let row = all
        .heat
        .iter()
        .find(|r| r.href == format!("/teams/{}", w.team))
        .unwrap();
    assert_eq!(
        (&row.index.claimed, row.assessed, row.not_assessed),
        (&mine.means.claimed.index, 2, 1)
    );
    assert!(
        all.heat
            .windows(2)
            .all(|pair| pair[0].index.assured >= pair[1].index.assured)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_greatest_risks_come_first(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, second, _, theirs] = seed(&w).await;
    let page = organisation(&w, &w.manager).await;
    assert_eq!(page.risks.len(), 10);
    assert!(page.risks.windows(2).all(|p| p[0].assured >= p[1].assured));
    assert!(
        page.risks
            .iter()
            .all(|r| [first, second, theirs].contains(&r.workload) && !r.name.is_empty())
    );
    let mut all = Vec::new();
    for id in [first, second, theirs] {
        all.extend(
            w.evaluation(id)
                .await
                .risks
                .into_iter()
                .map(|r| r.residual.assured.score),
        );
    }
    all.sort_by(|a, b| b.cmp(a));
    let shown: Vec<_> = page.risks.iter().map(|r| r.assured.clone()).collect();
    assert_eq!(shown, all[..10]);
    // What somebody accepted makes room for what nobody did.
    let mine = page.risks.iter().find(|r| r.workload == first).unwrap();
    let form = TreatmentForm {
        treatment: "accept".into(),
        note: "已知".into(),
        expires_on: "2027-01-31".into(),
        ..TreatmentForm::default()
    };
    risks::treat(&w.services, &w.architect, first, &mine.risk, &form)
        .await
        .unwrap();
    risks::approve_acceptance(&w.services, &w.owner, first, &mine.risk, 1)
        .await
        .unwrap();
    let page = organisation(&w, &w.manager).await;
    assert!(
        !page
            .risks
            .iter()
            .any(|r| r.accepted || (r.workload == first && r.risk == mine.risk))
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn plans_add_up_and_overdue_counts_against_today(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, second, _, _] = seed(&w).await;
    let (a, b) = (w.evaluation(first).await, w.evaluation(second).await);
    let act = async |n: usize, state: &str, due: &str| {
        let form = ActionForm {
            state: state.into(),
            due_on: due.into(),
            ..ActionForm::default()
        };
        plan::set_action(
            &w.services,
            &w.architect,
            first,
            &a.plan[n].criterion,
            &form,
        )
        .await
        .unwrap();
    };
    act(0, "in_progress", "2026-11-21").await;
    act(1, "open", "2026-11-23").await;
    act(2, "dropped", "2026-11-01").await;
    let plan = team(&w, w.team).await.plan;
    let days = |e: &domain::Evaluation| e.plan.iter().map(|p| p.effort_days).sum::<u32>();
    let open = u32::try_from(a.plan.len() + b.plan.len()).unwrap() - 1;
    assert_eq!((plan.open, plan.in_progress, plan.overdue), (open, 1, 1));
    assert_eq!(
        plan.effort_days,
        days(&a) + days(&b) - a.plan[2].effort_days
    );
    let after = |e: &domain::Evaluation| e.plan.last().map(|p| p.index_after.clone());
    assert_eq!(
        plan.index_after,
        weighted(&[(Tier::One, after(&a)), (Tier::Three, after(&b))])
    );
    w.pass(2);
    assert_eq!(team(&w, w.team).await.plan.overdue, 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_sees_a_team_they_are_not_in(pool: PgPool) {
    let w = World::new(pool).await;
    let [_, _, _, theirs] = seed(&w).await;
    let query = WorkloadQuery::default();
    let hidden = overview::team(&w.services, &w.stranger, w.team, &query, Locale::Zh).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    let unknown = TeamId(uuid::Uuid::from_u128(77));
    let unknown = overview::team(&w.services, &w.administrator, unknown, &query, Locale::Zh).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    let page = organisation(&w, &w.stranger).await;
    let text = serde_json::to_string(&page).unwrap();
    for name in [
        "智能客服",
        "客服助手",
        "坐席助手",
        "知识问答",
        "旧系统",
        &w.team.to_string(),
    ] {
        assert!(!text.contains(name), "{name}");
    }
    assert_eq!(
        (page.assessed, page.not_assessed, page.heat.len()),
        (1, 0, 1)
    );
    assert_eq!(
        page.means.assured.index,
        w.evaluation(theirs).await.scores.assured.index
    );
    assert!(page.risks.iter().all(|r| r.workload == theirs));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_empty_organisation_has_no_numbers(pool: PgPool) {
    let w = World::new(pool).await;
    let page = organisation(&w, &w.manager).await;
    assert_eq!(
        (
            page.assessed,
            page.not_assessed,
            page.heat.len(),
            page.risks.len()
        ),
        (0, 0, 2, 0)
    );
    assert_eq!(
        (
            page.means.claimed.index.clone(),
            page.plan.index_after.clone()
        ),
        (None::<Exact>, None)
    );
    let nobody = domain::Viewer {
        org_role: None,
        teams: std::collections::BTreeMap::new(),
        ..w.manager.clone()
    };
    assert_eq!(organisation(&w, &nobody).await.heat.len(), 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_table_follows_the_query_and_the_numbers_do_not(pool: PgPool) {
    let w = World::new(pool).await;
    seed(&w).await;
    let query = WorkloadQuery {
        tier: "1".into(),
        sort: "-claimed".into(),
        ..WorkloadQuery::default()
    };
    let page = overview::organisation(&w.services, &w.manager, &query, Locale::Zh)
        .await
        .unwrap();
    assert_eq!(
        (page.workloads.total, page.assessed, page.query),
        (1, 3, query)
    );
}
