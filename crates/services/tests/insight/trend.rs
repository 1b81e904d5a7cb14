//! Time passes: samples, what ends by itself, what moved, and where the plan leads.

use domain::{
    Answer, Exact, Locale, Set, Tier, WorkloadId,
    alert::Alert,
    views::{
        overview::OverviewPage,
        trend::{DayNumber, WorkloadTrend},
        workloads::WorkloadQuery,
    },
};
use services::{Error, assessing, overview, trend, workload};
use sqlx::PgPool;
use time::Duration;

use crate::{
    means::{seed, weighted},
    support::{World, change},
};

async fn organisation(w: &World) -> OverviewPage {
    overview::organisation(
        &w.services,
        &w.manager,
        &WorkloadQuery::default(),
        Locale::En,
    )
    .await
    .unwrap()
}

async fn of_workload(w: &World, id: WorkloadId) -> WorkloadTrend {
    trend::workload_page(&w.services, &w.architect, id, "", Locale::En)
        .await
        .unwrap()
}

async fn sample(w: &World) -> u64 {
    trend::sample_due(&w.services).await.unwrap()
}

/// The mean by tier of what the workloads are now.
async fn mean(w: &World, workloads: &[(WorkloadId, Tier)], set: Set) -> Option<Exact> {
    let mut terms = Vec::new();
    for (id, tier) in workloads {
        let evaluation = w.evaluation(*id).await;
        terms.push((*tier, evaluation.scores.get(set).index.clone()));
    }
    weighted(&terms)
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_month_of_samples_is_what_each_day_was(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let [first, second, _, theirs] = seed(&w).await;
    let (mine, others) = (w.unanswered(first).await, w.unanswered(second).await);
    let mut expected = Vec::new();
    for day in 0..30 {
        match day {
            3 => w.answer(first, &[(mine[0].as_str(), Answer::Met)]).await,
            7 => {
                w.answer(second, &[(others[0].as_str(), Answer::Met)]).await;
                w.attest(second, others[0].as_str()).await;
            }
            12 => {
                w.document(first, &["S05.2a"], ("2026-11-20", "2026-12-10"))
                    .await;
            }
            20 => workload::edit(&w.services, &w.architect, second, 1, &tier_two())
                .await
                .unwrap(),
            _ => {}
        }
        // However often, and whoever comes second.
        sample(&w).await;
        assert_eq!(sample(&w).await, 0, "nothing changed since");
        let second_tier = if day < 20 { Tier::Three } else { Tier::Two };
        let now = [
            (first, Tier::One),
            (second, second_tier),
            (theirs, Tier::Two),
        ];
        let mut means = Vec::new();
        for set in [Set::Assured, Set::Claimed, Set::Possible] {
            means.push(mean(&w, &now, set).await);
        }
        expected.push(means);
        w.pass(1);
    }
    let page = organisation(&w).await;
    let points = &page.trend.points;
    // Thirty days, and today as it is.
    assert_eq!(points.len(), 31);
    for (point, expected) in points.iter().zip(&expected) {
        let shown =
            [Set::Assured, Set::Claimed, Set::Possible].map(|set| point.index.get(set).clone());
        assert_eq!(shown.to_vec(), *expected, "{}", point.day);
        assert_eq!(point.assessed, 3);
    }
    assert_eq!(points[30].index.claimed, page.means.claimed.index);
    // A team's own line is of its own workloads; the stranger's organisation is their team.
    let own = overview::organisation(
        &w.services,
        &w.stranger,
        &WorkloadQuery::default(),
        Locale::En,
    )
    .await
    .unwrap();
    assert_eq!(
        own.trend.points[10].index.claimed,
        w.evaluation(theirs).await.scores.claimed.index
    );
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM workload_samples")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(rows, 30 * 4, "one a day and workload, none of the archive");
    let kept: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM workload_samples WHERE risks IS NOT NULL AND workload_id = $1",
    )
    .bind(theirs.0)
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(kept, 1, "risks that stay the same are kept once");
}

fn tier_two() -> workload::WorkloadForm {
    workload::WorkloadForm {
        name: "坐席助手".into(),
        description: String::new(),
        tier: "2".into(),
        profile: vec!["commercial_api".into()],
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn proof_ends_and_assured_falls_by_itself(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 1, &["rag"]).await;
    let documents: Vec<String> = document_criteria(&w, id).await;
    let names: Vec<&str> = documents.iter().map(String::as_str).collect();
    w.answer(
        id,
        &names.iter().map(|c| (*c, Answer::Met)).collect::<Vec<_>>(),
    )
    .await;
    for name in &names {
        w.document(id, &[name], ("2026-11-01", "2026-12-01")).await;
    }
    sample(&w).await;
    let before = organisation(&w).await;
    let count = u32::try_from(names.len()).unwrap();
    let fresh = before.freshness;
    assert_eq!((fresh.proven, fresh.met), (count, count));
    assert_eq!(
        (fresh.ends_7, fresh.ends_30, fresh.ends_90, fresh.ended),
        (0, count, count, 0)
    );
    assert_eq!(fresh.median_age, Some(21));
    assert_eq!(listed(&w, "ending-30").await, 1);
    assert_eq!(listed(&w, "ending-7").await, 0);
    w.pass(9);
    // Nobody wrote anything; the last day still counts.
    sample(&w).await;
    let last = organisation(&w).await;
    assert_eq!(last.means, before.means);
    assert_eq!(last.freshness.ends_7, count);
    assert_eq!(listed(&w, "ending-7").await, 1);
    w.pass(1);
    let after = organisation(&w).await;
    assert!(after.means.assured.index < before.means.assured.index);
    assert_eq!(after.means.claimed, before.means.claimed);
    assert_eq!(
        (
            after.freshness.proven,
            after.freshness.ended,
            after.freshness.ends_30
        ),
        (0, count, 0)
    );
    assert_eq!(
        (listed(&w, "ended").await, listed(&w, "ending-90").await),
        (1, 0)
    );
    assert!(
        after.alerts.rows.is_empty(),
        "found when the day's sample is taken"
    );
    sample(&w).await;
    let told = organisation(&w).await.alerts;
    assert!(
        told.rows
            .iter()
            .any(|row| row.alert == Alert::ProofEnded { count }),
        "{told:?}"
    );
    let own = of_workload(&w, id).await;
    assert_eq!(own.alerts.rows.len(), told.rows.len());
    assert_eq!(own.freshness, after.freshness);
    // New proof takes its place, and alerts grow old.
    w.document(id, &[names[0]], ("2026-11-20", "2027-11-20"))
        .await;
    assert_eq!(organisation(&w).await.freshness.ended, count - 1);
    w.pass(15);
    assert!(organisation(&w).await.alerts.rows.is_empty());
}

/// All criteria up to level 3 that a document proves.
async fn document_criteria(w: &World, id: WorkloadId) -> Vec<String> {
    let (rubric, inputs) = w.inputs(id).await;
    let mut found = Vec::new();
    for (_, check) in rubric.checks() {
        let criteria = check.criteria.iter().filter(|k| inputs.in_scope(check, k));
        let proven = criteria.filter(|k| k.proof == domain::ProofKind::Document && k.level <= 3);
        found.extend(proven.map(|k| k.id.to_string()));
    }
    found
}

async fn listed(w: &World, has: &str) -> u32 {
    let query = WorkloadQuery {
        has: has.into(),
        ..WorkloadQuery::default()
    };
    workload::list(&w.services, &w.manager, &query)
        .await
        .unwrap()
        .total
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_curve_starts_where_the_index_is_and_rises_with_capacity(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, ..] = seed(&w).await;
    let page = organisation(&w).await;
    let curve = &page.trend.projected;
    assert_eq!(Some(&curve[0].value), page.means.claimed.index.as_ref());
    assert_eq!(curve[0].day, page.trend.today);
    assert!(curve.windows(2).all(|pair| pair[0].value <= pair[1].value));
    assert!(curve[26].value > curve[0].value);
    let left = &page.trend.left;
    assert_eq!(left[0].value, Exact::whole(page.plan.effort_days));
    assert!(left.windows(2).all(|pair| pair[0].value >= pair[1].value));
    // One workload of its own: with capacity for everything the curve ends where the plan ends.
    let own = of_workload(&w, first).await;
    let days: u32 = w
        .evaluation(first)
        .await
        .plan
        .iter()
        .map(|a| a.effort_days)
        .sum();
    let form = services::teams::TeamForm {
        name: "智能客服".into(),
        capacity_days: (days * 2).to_string(),
    };
    services::teams::update(&w.services, &w.owner, w.team, &form, 1)
        .await
        .unwrap();
    let rich = of_workload(&w, first).await;
    let end = w
        .evaluation(first)
        .await
        .plan
        .last()
        .map(|a| a.index_after.clone());
    assert_eq!(rich.trend.projected.last().map(|p| p.value.clone()), end);
    assert!(rich.trend.projected[4].value > own.trend.projected[4].value);
    assert!(rich.trend.left.iter().any(|p| p.value.is_zero()));
    // The team's page follows the new capacity at once.
    let capacity = organisation(&w).await.trend.capacity;
    assert_eq!(capacity, days * 2 + 20);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_month_later_the_curve_starts_anew_from_what_was_done(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, ..] = seed(&w).await;
    let plan = w.evaluation(first).await.plan;
    let days: u32 = plan.iter().map(|action| action.effort_days).sum();
    // Capacity for everything within a month, so that the end of the plan is in sight.
    let form = services::teams::TeamForm {
        name: "智能客服".into(),
        capacity_days: days.to_string(),
    };
    services::teams::update(&w.services, &w.owner, w.team, &form, 1)
        .await
        .unwrap();
    sample(&w).await;
    let (before, whole) = (of_workload(&w, first).await.trend, organisation(&w).await);
    assert_eq!(before.left[0].value, Exact::whole(days));

    // Time alone moves dates and nothing else.
    w.pass(30);
    let month = Duration::days(30);
    let idle = of_workload(&w, first).await.trend;
    assert_eq!(idle.today, before.today + month);
    for (then, now) in [
        (&before.projected, &idle.projected),
        (&before.left, &idle.left),
    ] {
        assert_eq!(then.len(), now.len());
        for (then, now) in then.iter().zip(now) {
            assert_eq!((then.day + month, &then.value), (now.day, &now.value));
        }
    }

    // One thing was done.
    let done = plan.iter().find(|a| a.index_gain > Exact::zero()).unwrap();
    let (_, inputs) = w.inputs(first).await;
    let version = i32::from(inputs.answers.contains_key(&done.criterion));
    let met = change(done.criterion.as_str(), version, Some(Answer::Met));
    w.change(first, &[met]).await;
    let now = w.evaluation(first).await;
    let after = of_workload(&w, first).await.trend;
    let start = &after.projected[0];
    assert_eq!(start.day, before.today + month);
    assert_eq!(Some(&start.value), now.scores.claimed.index.as_ref());
    assert!(start.value > before.projected[0].value);
    assert_eq!(after.left[0].value, Exact::whole(days - done.effort_days));
    assert!(
        after
            .left
            .iter()
            .zip(&before.left)
            .all(|(after, before)| after.value <= before.value)
    );
    // What was not done in that month is done later.
    let end = |left: &[DayNumber]| left.iter().find(|p| p.value.is_zero()).map(|p| p.day);
    assert!(end(&before.left).is_some() && end(&after.left) > end(&before.left));
    // The past stays what it was.
    let (past, today) = (&after.points[0], after.points.last().unwrap());
    assert_eq!(past.day, before.today);
    assert_eq!(
        past.index.claimed.as_ref(),
        Some(&before.projected[0].value)
    );
    assert_eq!(today.index.claimed.as_ref(), Some(&start.value));
    assert_eq!(past.effort_days - today.effort_days, done.effort_days);

    // The organisation's page follows.
    let page = organisation(&w).await;
    let curve = &page.trend.projected;
    assert_eq!(curve[0].day, whole.trend.today + month);
    assert_eq!(Some(&curve[0].value), page.means.claimed.index.as_ref());
    assert!(curve[0].value > whole.trend.projected[0].value);
    assert_eq!(
        whole.plan.effort_days - page.plan.effort_days,
        done.effort_days
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn risks_have_moved_since_a_month_and_since_the_milestone(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, ..] = seed(&w).await;
    sample(&w).await;
    let then = w.evaluation(first).await;
    assessing::submit(&w.services, &w.architect, first, "")
        .await
        .unwrap();
    w.pass(10);
    assessing::approve(&w.services, &w.owner, first, "")
        .await
        .unwrap();
    let approved = w.evaluation(first).await;
    sample(&w).await;
    w.pass(25);
    let unmet = w.unanswered(first).await;
    w.change(
        first,
        &unmet
            .iter()
            .map(|id| change(id.as_str(), 0, Some(Answer::Met)))
            .collect::<Vec<_>>(),
    )
    .await;
    for id in &unmet {
        w.attest(first, id.as_str()).await;
    }
    let page = of_workload(&w, first).await;
    let residual = |evaluation: &domain::Evaluation, id: &domain::RiskId| {
        let risk = evaluation.risks.iter().find(|r| r.id == *id).unwrap();
        risk.residual.assured.score.clone()
    };
    assert!(!page.risks.is_empty());
    for risk in &page.risks {
        let month = risk.month.as_ref().unwrap();
        assert_eq!(
            (month.before.clone(), month.alike),
            (residual(&then, &risk.risk), true)
        );
        let milestone = risk.milestone.as_ref().unwrap();
        assert_eq!(
            (milestone.before.clone(), milestone.milestone),
            (residual(&approved, &risk.risk), Some(1))
        );
    }
    let marked: Vec<_> = page
        .trend
        .points
        .iter()
        .filter_map(|p| p.milestone)
        .collect();
    assert_eq!(marked, [1]);
    let top = organisation(&w).await.risks;
    let of_first = top.iter().find(|r| r.workload == first).unwrap();
    assert_eq!(
        of_first.month.as_ref().map(|m| m.before.clone()),
        Some(residual(&then, &of_first.risk))
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn milestones_fill_the_time_before_samples(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let [first, second, ..] = seed(&w).await;
    for id in [first, second] {
        assessing::submit(&w.services, &w.architect, id, "")
            .await
            .unwrap();
        assessing::approve(&w.services, &w.owner, id, "")
            .await
            .unwrap();
        w.pass(5);
    }
    let (a, b) = (w.evaluation(first).await, w.evaluation(second).await);
    w.pass(5);
    sample(&w).await;
    let page = overview::team(
        &w.services,
        &w.architect,
        w.team,
        &WorkloadQuery::default(),
        Locale::En,
    )
    .await
    .unwrap();
    let index = |e: &domain::Evaluation| e.scores.claimed.index.clone();
    let points: Vec<_> = page
        .trend
        .points
        .iter()
        .map(|p| (p.index.claimed.clone(), p.milestones, p.assessed))
        .collect();
    // First only one is known; then both, the first as its milestone has it.
    let both = weighted(&[(Tier::One, index(&a)), (Tier::Three, index(&b))]);
    assert_eq!(points[0], (index(&a), 1, 1));
    assert_eq!(points[1], (both, 1, 2));
    assert_eq!(points.len(), 3);
    let source: Vec<String> = sqlx::query_scalar(
        "SELECT source FROM workload_samples WHERE workload_id = $1 ORDER BY day",
    )
    .bind(first.0)
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(source, ["milestone", "daily"]);
    assert_eq!(sample(&w).await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn framework_versions_are_never_averaged(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let [first, second, _, theirs] = seed(&w).await;
    sample(&w).await;
    sqlx::query(
        "INSERT INTO frameworks SELECT id, '0.9.0', body, sha256, imported_at FROM frameworks",
    )
    .execute(&pool)
    .await
    .unwrap();
    sqlx::query("UPDATE assessments SET framework_version = '0.9.0' WHERE workload_id = $1")
        .bind(first.0)
        .execute(&pool)
        .await
        .unwrap();
    // Whatever changes an assessment marks its numbers.
    let open = w.unanswered(first).await;
    w.answer(first, &[(open[0].as_str(), Answer::Met)]).await;
    let page = organisation(&w).await;
    let versions: Vec<_> = page
        .versions
        .iter()
        .map(|v| (v.version.as_str(), v.assessed, v.shown))
        .collect();
    let current = w.services.framework().version.as_str();
    assert_eq!(versions, [("0.9.0", 1, false), (current, 2, true)]);
    let alike = [(second, Tier::Three), (theirs, Tier::Two)];
    assert_eq!(
        page.means.claimed.index,
        mean(&w, &alike, Set::Claimed).await
    );
    assert_eq!(
        page.versions[0].index.claimed,
        w.evaluation(first).await.scores.claimed.index
    );
    w.pass(1);
    sample(&w).await;
    let points = organisation(&w).await.trend.points;
    let by_day: Vec<_> = points
        .iter()
        .map(|p| (p.day.day(), p.version.as_str()))
        .collect();
    assert_eq!(by_day, [(22, current), (23, "0.9.0"), (23, current)]);
    w.pass(29);
    let risks = of_workload(&w, first).await.risks;
    assert!(
        risks
            .iter()
            .all(|r| r.month.as_ref().is_some_and(|m| !m.alike)),
        "it answered another one then"
    );
    assert_eq!(organisation(&w).await.trend.version, current);
}

#[sqlx::test(migrations = "../../migrations")]
async fn only_who_may_read_sees_a_trend(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, ..] = seed(&w).await;
    let hidden = trend::workload_page(&w.services, &w.stranger, first, "", Locale::En).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    let hidden = trend::alerts_page(&w.services, &w.stranger, Some(w.team), "", Locale::En).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    assert!(
        trend::alerts_page(&w.services, &w.stranger, None, "", Locale::En)
            .await
            .is_ok()
    );
}
