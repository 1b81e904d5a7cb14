//! Days in the past: each number of the curve opens into what made it, and the curve ahead into the actions that lift it.

use domain::{
    Answer, Exact, Locale, Set, TeamId, Tier, Viewer, WorkloadId,
    views::{
        overview::OverviewPage,
        plans::PlanQuery,
        results::{ExplainPage, ExplainQuery},
        workloads::WorkloadQuery,
    },
};
use services::{Error, assessing, explain, overview, plan, trend};
use sqlx::PgPool;

use crate::{
    explanations::{mean_of, parse, query},
    means::{seed, weighted},
    support::World,
};

const SETS: [Set; 3] = [Set::Assured, Set::Claimed, Set::Possible];

async fn page(w: &World, viewer: &Viewer) -> OverviewPage {
    overview::organisation(&w.services, viewer, &WorkloadQuery::default(), Locale::En)
        .await
        .unwrap()
}

async fn whole(w: &World, viewer: &Viewer, asked: &ExplainQuery) -> Result<ExplainPage, Error> {
    explain::organisation(&w.services, viewer, asked, Locale::En).await
}

async fn team(w: &World, viewer: &Viewer, id: TeamId, asked: &ExplainQuery) -> ExplainPage {
    explain::team(&w.services, viewer, id, asked, Locale::En)
        .await
        .unwrap()
}

async fn one(
    w: &World,
    viewer: &Viewer,
    id: WorkloadId,
    asked: &ExplainQuery,
) -> Result<ExplainPage, Error> {
    explain::workload(&w.services, viewer, id, asked, Locale::En).await
}

fn on(day: impl ToString, set: Set) -> ExplainQuery {
    ExplainQuery {
        day: day.to_string(),
        ..query("index", "", set)
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_point_of_the_curve_opens_into_the_workloads_of_its_day(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, second, empty, theirs] = seed(&w).await;
    let day = w.services.today();
    let mut then = Vec::new();
    for id in [first, second, theirs] {
        then.push(w.evaluation(id).await);
    }
    trend::sample_due(&w.services).await.unwrap();
    w.pass(5);
    let open = w.unanswered(first).await;
    let met: Vec<_> = open.iter().map(|id| (id.as_str(), Answer::Met)).collect();
    w.answer(first, &met).await;
    trend::sample_due(&w.services).await.unwrap();

    let points = page(&w, &w.manager).await.trend.points;
    let point = points.iter().find(|point| point.day == day).unwrap();
    for set in SETS {
        let of = |at: usize| then[at].scores.get(set).index.clone();
        let found = whole(&w, &w.manager, &on(day, set)).await.unwrap();
        assert_eq!(&found.value, point.index.get(set), "what the curve has");
        let terms = [(Tier::One, of(0)), (Tier::Three, of(1)), (Tier::Two, of(2))];
        assert_eq!(found.value, weighted(&terms));
        assert_eq!(Some(mean_of(&found)), found.value);
        let mine = team(&w, &w.architect, w.team, &on(day, set)).await;
        assert_eq!(mine.value, weighted(&terms[..2]));
        // Each row opens into the same day of its workload.
        let mut rows = 0;
        for row in mine.rows.iter().filter(|row| row.value.is_some()) {
            let href = row.href.as_ref().unwrap();
            let id = href.split('/').nth(2).unwrap().parse().unwrap();
            let below = one(&w, &w.architect, id, &parse(href)).await.unwrap();
            assert_eq!((&below.value, below.set), (&row.value, set));
            rows += 1;
        }
        assert_eq!(rows, 2);
        let unassessed = mine.rows.iter().filter(|row| row.value.is_none());
        let unassessed: Vec<_> = unassessed.map(|row| row.href.clone().unwrap()).collect();
        assert_eq!(unassessed.len(), 1);
        assert!(unassessed[0].contains(&empty.to_string()));
    }
    // So do the sums beside it, and each row into its workload.
    for (number, count) in [
        ("met", point.met),
        ("proven", point.proven),
        ("effort", point.effort_days),
    ] {
        let asked = ExplainQuery {
            day: day.to_string(),
            ..query(number, "", Set::Assured)
        };
        let found = whole(&w, &w.manager, &asked).await.unwrap();
        assert!(
            count > 0 && found.value == Some(Exact::whole(count)),
            "{number}"
        );
        let rows: Exact = found.rows.iter().filter_map(|r| r.value.clone()).sum();
        assert_eq!(Some(rows), found.value, "{number}");
        let row = found
            .rows
            .iter()
            .find(|row| row.value > Some(Exact::zero()));
        let (href, value) = row.map(|r| (r.href.clone().unwrap(), &r.value)).unwrap();
        let id = href.split('/').nth(2).unwrap().parse().unwrap();
        let below = one(&w, &w.manager, id, &parse(&href)).await.unwrap();
        assert_eq!((&below.value, below.kind.as_str()), (value, number));
        // Of today they stand elsewhere.
        let now = ExplainQuery {
            day: w.services.today().to_string(),
            ..asked
        };
        let missing = whole(&w, &w.manager, &now).await;
        assert!(matches!(missing, Err(Error::NotFound)), "{number}");
    }
    // Today is what it is now, sampled or not.
    let today = on(w.services.today(), Set::Claimed);
    let now = whole(&w, &w.manager, &today).await.unwrap();
    assert_eq!(now.value, page(&w, &w.manager).await.means.claimed.index);
    assert!(now.value > point.index.claimed);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_day_of_a_workload_lies_between_its_milestones(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, ..] = seed(&w).await;
    for _ in 0..2 {
        assessing::submit(&w.services, &w.architect, first, "")
            .await
            .unwrap();
        assessing::approve(&w.services, &w.owner, first, "")
            .await
            .unwrap();
        trend::sample_due(&w.services).await.unwrap();
        w.pass(4);
    }
    let start = w.services.today() - time::Duration::days(8);
    let rows = async |days: i64| {
        let asked = on(start + time::Duration::days(days), Set::Claimed);
        let page = one(&w, &w.architect, first, &asked).await.unwrap();
        assert!(page.input_hash.is_some());
        page.rows
            .into_iter()
            .map(|row| row.href.unwrap())
            .collect::<Vec<_>>()
    };
    let at = |part: &str| format!("/workloads/{first}{part}");
    assert_eq!(
        rows(2).await,
        [
            at("/difference?from=1&to=2"),
            at("/difference?from=2&to=draft"),
            at("/history")
        ]
    );
    assert_eq!(
        rows(6).await,
        [at("/difference?from=2&to=draft"), at("/history")]
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_no_day_or_nobody_s_business_is_not_found(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, ..] = seed(&w).await;
    let day = w.services.today();
    trend::sample_due(&w.services).await.unwrap();
    w.pass(1);
    let missing = |found: Result<ExplainPage, Error>| {
        assert!(matches!(found, Err(Error::NotFound)), "{found:?}");
    };
    for asked in [
        on("2026-13-01", Set::Claimed),
        on("yesterday", Set::Claimed),
        ExplainQuery {
            day: day.to_string(),
            ..query("layer_index", "", Set::Claimed)
        },
    ] {
        missing(whole(&w, &w.manager, &asked).await);
        missing(one(&w, &w.manager, first, &asked).await);
    }
    let asked = on(day, Set::Claimed);
    missing(one(&w, &w.stranger, first, &asked).await);
    let denied = explain::team(&w.services, &w.stranger, w.team, &asked, Locale::En).await;
    missing(denied);
    // The stranger's organisation is their own team.
    let theirs = whole(&w, &w.stranger, &asked).await.unwrap();
    assert_eq!(theirs.rows.len(), 1);
    // Before there was anything to sample there is no number.
    let before = day - time::Duration::days(100);
    let nothing = whole(&w, &w.manager, &on(before, Set::Claimed)).await;
    assert_eq!(nothing.unwrap().value, None::<Exact>);
    missing(one(&w, &w.manager, first, &on(before, Set::Claimed)).await);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_curve_ahead_opens_into_the_actions_that_lift_it(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 1, &["rag"]).await;
    w.fill(id, 1).await;
    let plan_of = w.evaluation(id).await.plan;
    let curve = page(&w, &w.manager).await.trend.projected;
    let asked = |phase: &str| PlanQuery {
        phase: phase.into(),
        ..PlanQuery::default()
    };
    let mut seen = 0;
    for weeks in [4_usize, 12, 26] {
        let days = weeks * 7;
        let query = asked(&format!("to.{days}"));
        let found = plan::plans_page(&w.services, &w.manager, None, &query, Locale::En)
            .await
            .unwrap();
        let count = usize::try_from(found.total).unwrap();
        assert!(count > seen, "{weeks}: {count}");
        seen = count;
        // The plan of the only workload is done in its order.
        assert_eq!(
            curve[weeks].value,
            plan_of[count - 1].index_after,
            "what those actions lift the index to in {weeks} weeks"
        );
    }
    let all = plan::plans_page(&w.services, &w.manager, None, &asked("to.x"), Locale::En).await;
    assert_eq!(all.unwrap().total, u32::try_from(plan_of.len()).unwrap());
}
