//! Shared services: what is inherited counts everywhere, and is never out of date.

use domain::{
    Answer, AnswerState, CriterionId, Locale, Mark, Provenance, TeamId, Viewer, WorkloadId,
    evaluate,
    views::{
        assessing::{Change, CriterionView, Saved},
        platforms::{OfferQuery, PlatformsPage, Taken},
        workloads::{WorkloadQuery, WorkloadRow},
    },
};
use services::{
    Error, assessing,
    assessing::DocumentForm,
    history,
    plan::{self, ActionForm},
    platforms::{self, OfferForm, OwnForm},
    workload,
};
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{World, form};

const CRITERION: &str = "U05.2a";
const OTHER: &str = "S01.2a";

/// A workload of the team that nobody of the first one may read.
async fn platform(w: &World, name: &str) -> WorkloadId {
    let team = TeamId(Uuid::from_u128(0xB));
    workload::create(&w.services, &w.stranger, team, &form(name, &["agents"]))
        .await
        .unwrap()
}

async fn consumer(w: &World, name: &str) -> WorkloadId {
    w.workload(name, &["agents"]).await
}

async fn answer(
    w: &World,
    viewer: &Viewer,
    id: WorkloadId,
    (criterion, expected): (&str, i32),
    answer: Option<Answer>,
) -> Result<Saved, Error> {
    let change = Change {
        criterion: criterion.parse().unwrap(),
        expected,
        answer,
    };
    assessing::answer(&w.services, viewer, id, &[change]).await
}

async fn offer(w: &World, id: WorkloadId, criteria: &[&str]) {
    let page = offer_page(w, id).await;
    let form = OfferForm {
        criteria: criteria.iter().map(|c| (*c).to_owned()).collect(),
        version: page.version,
        ..OfferForm::default()
    };
    platforms::set_offer(&w.services, &w.stranger, id, &form)
        .await
        .unwrap();
}

async fn offer_page(w: &World, id: WorkloadId) -> domain::views::platforms::OfferPage {
    let query = OfferQuery::default();
    platforms::offer_page(&w.services, &w.stranger, id, &query, Locale::En)
        .await
        .unwrap()
}

async fn subscribe(w: &World, id: WorkloadId, platform: WorkloadId) {
    platforms::subscribe(&w.services, &w.architect, id, platform)
        .await
        .unwrap();
}

async fn document(w: &World, id: WorkloadId) {
    let form = DocumentForm {
        url: "https://docs.example.com/a".into(),
        effective: "2026-11-01".into(),
        valid_until: "2026-12-01".into(),
        criteria: vec![CRITERION.into()],
        ..DocumentForm::default()
    };
    let check = "U05".parse().unwrap();
    assessing::add_document(&w.services, &w.stranger, id, &check, &form, None)
        .await
        .unwrap();
}

/// A platform that answers and proves one criterion, and a workload that inherits it.
async fn pair(w: &World) -> (WorkloadId, WorkloadId) {
    let (platform, consumer) = (platform(w, "模型网关").await, consumer(w, "客服助手").await);
    answer(w, &w.stranger, platform, (CRITERION, 0), Some(Answer::Met))
        .await
        .unwrap();
    document(w, platform).await;
    offer(w, platform, &[CRITERION]).await;
    subscribe(w, consumer, platform).await;
    (platform, consumer)
}

/// The answer as every number takes it, which the prepared numbers must agree with.
async fn mark(w: &World, id: WorkloadId, criterion: &str) -> Option<Mark> {
    let basis = assessing::scoring_basis(&w.services, &w.administrator, id)
        .await
        .unwrap();
    let row = row(w, id).await;
    let evaluation = evaluate(&basis.rubric, &basis.inputs);
    assert_eq!(
        row.index,
        evaluation.scores.map(|s| s.index.clone()),
        "prepared numbers are out of date"
    );
    assert_eq!(row.counts, evaluation.coverage.total);
    let criterion: CriterionId = criterion.parse().unwrap();
    basis.inputs.answers.get(&criterion).copied()
}

async fn row(w: &World, id: WorkloadId) -> WorkloadRow {
    let query = WorkloadQuery::default();
    let page = workload::list(&w.services, &w.administrator, &query)
        .await
        .unwrap();
    page.rows.into_iter().find(|row| row.id == id).unwrap()
}

async fn view(w: &World, viewer: &Viewer, id: WorkloadId, criterion: &str) -> CriterionView {
    let check = criterion.split('.').next().unwrap().parse().unwrap();
    let page = assessing::check_page(&w.services, viewer, id, &check, Locale::En)
        .await
        .unwrap();
    let mut criteria = page.criteria.into_iter();
    criteria.find(|c| c.id.as_str() == criterion).unwrap()
}

async fn page(w: &World, viewer: &Viewer, id: WorkloadId) -> PlatformsPage {
    platforms::platforms_page(&w.services, viewer, id, Locale::En)
        .await
        .unwrap()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "what a workload has for a criterion"
)]
const fn met(proven: bool) -> Option<Mark> {
    Some(Mark {
        state: AnswerState::Met,
        proven,
        conflict: false,
    })
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_platform_s_answer_and_proof_count_here_as_long_as_they_do_there(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, id) = pair(&w).await;
    assert_eq!(mark(&w, id, CRITERION).await, met(true));
    assert_eq!(row(&w, id).await.inherited, 1);

    let not = Some(Answer::NotMet);
    let saved = answer(&w, &w.stranger, gateway, (CRITERION, 1), not).await;
    let Saved::Done { reached, .. } = saved.unwrap() else {
        panic!("nobody else writes")
    };
    assert_eq!(reached, 1);
    let now = mark(&w, id, CRITERION).await.unwrap();
    assert_eq!((now.state, now.proven), (AnswerState::NotMet, false));

    let back = answer(&w, &w.stranger, gateway, (CRITERION, 2), Some(Answer::Met)).await;
    back.unwrap();
    assert_eq!(mark(&w, id, CRITERION).await, met(true));
    // Nobody touches anything: the document ends there, and so here.
    w.pass(30);
    assert_eq!(mark(&w, id, CRITERION).await, met(false));

    workload::archive(&w.services, &w.stranger, gateway)
        .await
        .unwrap();
    assert_eq!(mark(&w, id, CRITERION).await, None);
    workload::restore(&w.services, &w.stranger, gateway)
        .await
        .unwrap();
    assert_eq!(mark(&w, id, CRITERION).await, met(false));
    offer(&w, gateway, &[]).await;
    assert_eq!(mark(&w, id, CRITERION).await, None);
    assert_eq!(row(&w, id).await.inherited, 0);
    offer(&w, gateway, &[CRITERION, OTHER]).await;
    assert_eq!(mark(&w, id, CRITERION).await, met(false));
    assert_eq!(mark(&w, id, OTHER).await, None, "offered, but not answered");
    platforms::unsubscribe(&w.services, &w.architect, id, gateway)
        .await
        .unwrap();
    assert_eq!(mark(&w, id, CRITERION).await, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_profile_decides_on_either_side(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, id) = pair(&w).await;
    let framework = w.services.framework();
    // Something that only agents bring in.
    let only_agents = |c: &&domain::Check| c.applies_when == [domain::Fact::Agents];
    let check = framework
        .checks()
        .map(|(_, c)| c)
        .find(only_agents)
        .unwrap();
    let scoped = check.criteria.iter().find(|k| k.applies_when.is_empty());
    let scoped = scoped.unwrap().id.to_string();
    let said = answer(&w, &w.stranger, gateway, (&scoped, 0), Some(Answer::Met)).await;
    said.unwrap();
    offer(&w, gateway, &[CRITERION, &scoped]).await;
    assert_eq!(mark(&w, id, &scoped).await.unwrap().state, AnswerState::Met);
    let version = workload::look(&w.services, &w.stranger, gateway)
        .await
        .unwrap()
        .version;
    workload::edit(
        &w.services,
        &w.stranger,
        gateway,
        version,
        &form("模型网关", &[]),
    )
    .await
    .unwrap();
    assert_eq!(
        mark(&w, id, &scoped).await,
        None,
        "not in the platform's scope"
    );
    workload::edit(
        &w.services,
        &w.stranger,
        gateway,
        version + 1,
        &form("模型网关", &["agents"]),
    )
    .await
    .unwrap();
    assert!(mark(&w, id, &scoped).await.is_some());
    workload::edit(&w.services, &w.architect, id, 1, &form("客服助手", &[]))
        .await
        .unwrap();
    assert_eq!(
        mark(&w, id, &scoped).await,
        None,
        "not in the workload's own"
    );
    let rows = page(&w, &w.architect, id)
        .await
        .subscriptions
        .remove(0)
        .rows;
    let row = rows
        .iter()
        .find(|r| r.criterion.as_str() == scoped)
        .unwrap();
    assert_eq!(row.taken, Taken::OutOfScope);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_own_answer_wins_and_needs_a_reason(pool: PgPool) {
    let w = World::new(pool).await;
    let (_, id) = pair(&w).await;
    let plain = answer(&w, &w.architect, id, (CRITERION, 0), Some(Answer::NotMet)).await;
    assert!(matches!(plain, Err(Error::State("inherited"))));
    let criterion = CRITERION.parse().unwrap();
    let own = |reason: &str| OwnForm {
        state: "not_met".into(),
        own_reason: reason.into(),
        reason: String::new(),
    };
    let bare = own(" ");
    let refused =
        platforms::answer_for_ourselves(&w.services, &w.architect, id, &criterion, &bare).await;
    assert!(matches!(refused, Err(Error::Invalid(errors)) if errors.of("own_reason").is_some()));
    let form = own("绕过网关直连");
    platforms::answer_for_ourselves(&w.services, &w.architect, id, &criterion, &form)
        .await
        .unwrap();
    assert_eq!(
        mark(&w, id, CRITERION).await.unwrap().state,
        AnswerState::NotMet
    );
    let twice =
        platforms::answer_for_ourselves(&w.services, &w.architect, id, &criterion, &form).await;
    assert!(matches!(twice, Err(Error::Stale)));
    let shown = view(&w, &w.architect, id, CRITERION).await;
    assert_eq!(shown.own_reason, "绕过网关直连");
    assert_eq!(shown.answer.unwrap().provenance, Provenance::Stated);
    assert_eq!(shown.platform.unwrap().state, AnswerState::Met);
    let rows = page(&w, &w.architect, id)
        .await
        .subscriptions
        .remove(0)
        .rows;
    assert_eq!(
        (rows[0].taken, rows[0].own),
        (Taken::Own, Some(AnswerState::NotMet))
    );

    platforms::inherit_again(&w.services, &w.architect, id, &criterion, 1)
        .await
        .unwrap();
    assert_eq!(mark(&w, id, CRITERION).await, met(true));
    let reason: Option<String> = sqlx::query_scalar(
        "SELECT details->>'own_reason' FROM change_log WHERE action = 'answer.own'",
    )
    .fetch_one(&w.pool)
    .await
    .unwrap();
    assert_eq!(reason.as_deref(), Some("绕过网关直连"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_the_platform_has_not_met_is_its_work(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, id) = pair(&w).await;
    let plan = async |id| {
        let page = services::plan::plan_page(&w.services, &w.administrator, id, None, Locale::En);
        page.await.unwrap()
    };
    let planned = |page: &domain::views::results::PlanPage| {
        let mut rows = page.rows.iter();
        rows.any(|row| row.action.criterion.as_str() == CRITERION)
    };
    let before = plan(id).await;
    assert!(before.of_platforms.is_empty() && !before.waits_for_platforms);
    let not = Some(Answer::NotMet);
    answer(&w, &w.stranger, gateway, (CRITERION, 1), not)
        .await
        .unwrap();
    let page = plan(id).await;
    assert!(!planned(&page));
    let effort = |page: &domain::views::results::PlanPage| {
        page.rows
            .iter()
            .map(|row| row.action.effort_days)
            .sum::<u32>()
    };
    assert_eq!(effort(&page), effort(&before));
    let work = &page.of_platforms;
    assert_eq!((work.len(), work[0].criterion.as_str()), (1, CRITERION));
    assert_eq!(work[0].platform.name, "模型网关");
    assert_eq!(work[0].holds_up, vec!["U05.3a".parse().unwrap()]);
    assert!(planned(&plan(gateway).await), "it is the platform's own");

    // An own answer makes it the workload's own again.
    let own = OwnForm {
        state: "not_met".into(),
        own_reason: "绕过网关直连".into(),
        reason: String::new(),
    };
    let criterion = CRITERION.parse().unwrap();
    platforms::answer_for_ourselves(&w.services, &w.architect, id, &criterion, &own)
        .await
        .unwrap();
    let page = plan(id).await;
    assert!(planned(&page) && page.of_platforms.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn everything_up_to_a_level_leaves_the_inherited_alone(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, id) = pair(&w).await;
    let not = Some(Answer::NotMet);
    answer(&w, &w.stranger, gateway, (CRITERION, 1), not)
        .await
        .unwrap();
    let check = "U05".parse().unwrap();
    let (_, back) = assessing::everything_up_to(&w.services, &w.architect, id, &check, 5)
        .await
        .unwrap();
    assert!(!back.is_empty() && back.iter().all(|c| c.criterion.as_str() != CRITERION));
    assert_eq!(
        mark(&w, id, CRITERION).await.unwrap().state,
        AnswerState::NotMet
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_weakest_platform_counts_and_nothing_is_handed_on(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, id) = pair(&w).await;
    let second = platform(&w, "算力平台").await;
    answer(&w, &w.stranger, second, (CRITERION, 0), Some(Answer::Met))
        .await
        .unwrap();
    offer(&w, second, &[CRITERION]).await;
    subscribe(&w, id, second).await;
    assert_eq!(mark(&w, id, CRITERION).await, met(false), "no proof there");
    let all = page(&w, &w.architect, id).await.subscriptions;
    assert_eq!(all[0].rows[0].taken, Taken::Weaker);
    assert_eq!(all[1].rows[0].taken, Taken::Inherited);

    // A platform that inherits itself: only what it answers is its to give.
    let middle = platform(&w, "中台").await;
    platforms::subscribe(&w.services, &w.stranger, middle, gateway)
        .await
        .unwrap();
    assert_eq!(mark(&w, middle, CRITERION).await, met(true));
    offer(&w, middle, &[CRITERION]).await;
    let other = consumer(&w, "代码助手").await;
    subscribe(&w, other, middle).await;
    assert_eq!(mark(&w, other, CRITERION).await, None);
    // Each on the other: nothing goes round.
    platforms::subscribe(&w.services, &w.stranger, gateway, middle)
        .await
        .unwrap();
    assert_eq!(mark(&w, gateway, CRITERION).await, met(true));
    let itself = platforms::subscribe(&w.services, &w.stranger, gateway, gateway).await;
    assert!(matches!(itself, Err(Error::State("own_platform"))));
}

#[sqlx::test(migrations = "../../migrations")]
async fn readers_learn_the_name_and_the_answer_and_nothing_else(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, id) = pair(&w).await;
    let shown = view(&w, &w.reader, id, CRITERION).await;
    let inherited = shown.answer.as_ref().unwrap();
    assert_eq!(inherited.provenance, Provenance::Inherited);
    assert_eq!(
        (inherited.version, inherited.by_name.as_str()),
        (0, "模型网关")
    );
    assert_eq!(inherited.by.0, Uuid::nil());
    assert!(shown.standing.is_some() && shown.attestations.is_empty());
    assert_eq!(shown.platform.as_ref().unwrap().platform.readable, None);
    let all = page(&w, &w.reader, id).await;
    assert_eq!(all.subscriptions[0].platform.readable, None);
    assert_eq!((all.subscriptions[0].id, all.candidates.len()), (None, 0));
    let text = serde_json::to_string(&(shown, all)).unwrap();
    assert!(
        !text.contains(&gateway.to_string()) && !text.contains("数据平台"),
        "{text}"
    );

    let named = view(&w, &w.manager, id, CRITERION).await.platform.unwrap();
    assert_eq!(named.platform.readable.map(|(id, _)| id), Some(gateway));
    // The platform's team sees who stands on it, and no way there.
    let consumers = offer_page(&w, gateway).await.consumers;
    assert_eq!(
        (consumers[0].name.as_str(), consumers[0].link),
        ("客服助手", None)
    );
    assert_eq!((consumers[0].inherits, consumers[0].own), (1, 0));
    let query = OfferQuery::default();
    let hidden = platforms::offer_page(&w.services, &w.reader, gateway, &query, Locale::En);
    assert!(matches!(hidden.await, Err(Error::NotFound)));
    // What offers nothing is as good as not there.
    let silent = platform(&w, "内部工具").await;
    let asked = platforms::subscribe(&w.services, &w.architect, id, silent).await;
    assert!(matches!(asked, Err(Error::NotFound)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_approval_freezes_what_was_inherited(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, id) = pair(&w).await;
    // All that there is to submit is inherited.
    assessing::submit(&w.services, &w.architect, id, "")
        .await
        .unwrap();
    let review = assessing::review_page(&w.services, &w.owner, id, Locale::En)
        .await
        .unwrap();
    assert_eq!(
        review.inherited[0].criteria,
        vec![CRITERION.parse().unwrap()]
    );
    assessing::approve(&w.services, &w.owner, id, "")
        .await
        .unwrap();
    let not = Some(Answer::NotMet);
    answer(&w, &w.stranger, gateway, (CRITERION, 1), not)
        .await
        .unwrap();
    let snapshot: serde_json::Value = sqlx::query_scalar("SELECT snapshot FROM milestones")
        .fetch_one(&w.pool)
        .await
        .unwrap();
    let frozen = &snapshot["answers"][0];
    assert_eq!(frozen["provenance"], "inherited");
    assert_eq!(frozen["by_name"], "模型网关");
    assert_eq!(frozen["inherited_from"], gateway.to_string());
    assert_eq!(snapshot["inputs"]["answers"][CRITERION]["state"], "met");
    let changed = async || {
        let page = history::difference(&w.services, &w.owner, id, (1, None), Locale::En);
        page.await.unwrap().rows.remove(0)
    };
    let row = changed().await;
    assert_eq!(row.criterion.as_str(), CRITERION);
    assert_eq!(row.after.state, Some(AnswerState::NotMet));
    assert_eq!((row.why.platform.as_str(), row.by), ("模型网关", None));
    // Who answers in the platform's place is named, with the reason.
    let form = OwnForm {
        state: "unknown".into(),
        own_reason: "绕过网关直连".into(),
        reason: String::new(),
    };
    let criterion = CRITERION.parse().unwrap();
    platforms::answer_for_ourselves(&w.services, &w.architect, id, &criterion, &form)
        .await
        .unwrap();
    let row = changed().await;
    assert_eq!(row.after.state, Some(AnswerState::Unknown));
    assert!(row.by.is_some());
    assert_eq!(
        (row.why.own_reason.as_str(), row.why.platform.as_str()),
        ("绕过网关直连", "")
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_platform_s_team_ends_a_subscription_with_a_reason(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, id) = pair(&w).await;
    let before = w.entries().await;
    let bare = platforms::end_subscription(&w.services, &w.stranger, gateway, id, "").await;
    assert!(matches!(bare, Err(Error::Invalid(_))));
    let reason = "它的流量不经过网关";
    platforms::end_subscription(&w.services, &w.stranger, gateway, id, reason)
        .await
        .unwrap();
    assert_eq!(w.entries().await, before + 1);
    assert_eq!(mark(&w, id, CRITERION).await, None);
    let twice = platforms::end_subscription(&w.services, &w.stranger, gateway, id, reason).await;
    assert!(matches!(twice, Err(Error::Stale)));
}

/// A thousand workloads of one team, each with a draft and prepared numbers.
async fn thousand(w: &World, platform: WorkloadId) {
    for statement in [
        "INSERT INTO workloads (id, team_id, name, tier, profile, created_at, updated_at)
         SELECT gen_random_uuid(), $1, 'w' || n, 2, ARRAY['agents'], now(), now() FROM generate_series(1, 1000) n",
        "INSERT INTO assessments (id, workload_id, number, framework_id, framework_version, state, created_at, updated_at)
         SELECT gen_random_uuid(), w.id, 1, f.id, f.version, 'draft', now(), now() FROM workloads w, frameworks f
         WHERE w.team_id = $1 AND w.name LIKE 'w%'",
        "INSERT INTO results (workload_id, computed_revision)
         SELECT id, 1 FROM workloads WHERE team_id = $1 AND name LIKE 'w%'",
    ] {
        sqlx::query(statement)
            .bind(w.team.0)
            .execute(&w.pool)
            .await
            .unwrap();
    }
    sqlx::query(
        "INSERT INTO platform_subscriptions (consumer_id, platform_id, since, subscribed_by)
         SELECT id, $1, now(), $2 FROM workloads WHERE name LIKE 'w%'",
    )
    .bind(platform.0)
    .bind(w.architect.user.0)
    .execute(&w.pool)
    .await
    .unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn one_change_reaches_a_thousand_in_its_own_transaction(pool: PgPool) {
    let w = World::new(pool).await;
    let gateway = platform(&w, "模型网关").await;
    answer(&w, &w.stranger, gateway, (CRITERION, 0), Some(Answer::Met))
        .await
        .unwrap();
    offer(&w, gateway, &[CRITERION]).await;
    thousand(&w, gateway).await;
    let started = std::time::Instant::now();
    let not = Some(Answer::NotMet);
    let saved = answer(&w, &w.stranger, gateway, (CRITERION, 1), not)
        .await
        .unwrap();
    let took = started.elapsed();
    assert!(took.as_millis() < 2_000, "{took:?}");
    assert!(matches!(saved, Saved::Done { reached: 1_000, .. }));
    // The change log names the first of them; who may read them gets to them.
    for (viewer, opens) in [(&w.stranger, false), (&w.administrator, true)] {
        let log = history::page(&w.services, viewer, gateway, (1, 1))
            .await
            .unwrap()
            .log;
        let reached = log[0].reached.clone().unwrap();
        assert_eq!((reached.count, reached.workloads.len()), (1_000, 100));
        let all = reached.workloads.iter();
        assert!(
            all.clone()
                .all(|(id, name)| id.is_some() == opens && name.starts_with('w'))
        );
        assert!(all.is_sorted_by_key(|(_, name)| name));
        assert_eq!(log[1].reached, None, "nobody had it yet");
    }
    let stale: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM results WHERE computed_revision < revision AND workload_id <> $1",
    )
    .bind(gateway.0)
    .fetch_one(&w.pool)
    .await
    .unwrap();
    assert_eq!(stale, 1_000);
    let (count, named): (i32, i32) = sqlx::query_as(
        "SELECT (details->'inherited_by'->>'count')::int, jsonb_array_length(details::jsonb->'inherited_by'->'workloads')
         FROM change_log WHERE action = 'answer.set' ORDER BY at DESC LIMIT 1",
    )
    .fetch_one(&w.pool)
    .await
    .unwrap();
    assert_eq!((count, named), (1_000, 100));
    let page = offer_page(&w, gateway).await;
    assert_eq!(
        (page.total, page.pages, page.consumers.len()),
        (1_000, 20, 50)
    );
    assert_eq!(page.offered().next().unwrap().reach, 1_000);
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_writes_at_the_same_moment_nothing_is_out_of_date(pool: PgPool) {
    let w = World::new(pool).await;
    let gateway = platform(&w, "模型网关").await;
    answer(&w, &w.stranger, gateway, (CRITERION, 0), Some(Answer::Met))
        .await
        .unwrap();
    offer(&w, gateway, &[CRITERION]).await;
    let mut consumers = Vec::new();
    for n in 0..6 {
        consumers.push(consumer(&w, &format!("应用{n}")).await);
    }
    let mut tasks = tokio::task::JoinSet::new();
    let (services, stranger) = (w.services.clone(), w.stranger.clone());
    tasks.spawn(async move {
        for version in 1..=12 {
            let state = if version % 2 == 0 {
                Answer::Met
            } else {
                Answer::NotMet
            };
            let change = Change {
                criterion: CRITERION.parse().unwrap(),
                expected: version,
                answer: Some(state),
            };
            let saved = assessing::answer(&services, &stranger, gateway, &[change]).await;
            assert!(matches!(saved.unwrap(), Saved::Done { .. }));
        }
    });
    for id in consumers.clone() {
        let (services, viewer) = (w.services.clone(), w.architect.clone());
        tasks.spawn(async move {
            let criterion = CRITERION.parse().unwrap();
            let own = OwnForm {
                state: "unknown".into(),
                own_reason: "还在核实".into(),
                reason: String::new(),
            };
            platforms::subscribe(&services, &viewer, id, gateway)
                .await
                .unwrap();
            platforms::answer_for_ourselves(&services, &viewer, id, &criterion, &own)
                .await
                .unwrap();
            platforms::inherit_again(&services, &viewer, id, &criterion, 1)
                .await
                .unwrap();
        });
    }
    let (services, reader) = (w.services.clone(), w.administrator.clone());
    tasks.spawn(async move {
        for _ in 0..10 {
            let query = WorkloadQuery::default();
            workload::list(&services, &reader, &query).await.unwrap();
        }
    });
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    for id in consumers {
        assert_eq!(mark(&w, id, CRITERION).await, met(false));
    }
}

/// Decides about the action of the criterion.
async fn decide(w: &World, id: WorkloadId) {
    decide_about(w, id, CRITERION).await;
}

async fn decide_about(w: &World, id: WorkloadId, criterion: &str) {
    let form = ActionForm {
        state: "open".into(),
        ..ActionForm::default()
    };
    let criterion = criterion.parse().unwrap();
    plan::set_action(&w.services, &w.architect, id, &criterion, &form)
        .await
        .unwrap();
}

/// What is told of states of actions, the oldest first: before, after and by whom.
async fn moves(w: &World, id: WorkloadId) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT concat_ws(' ', c ->> 'before', c ->> 'after', e.content ->> 'by')
         FROM notice_events e, jsonb_array_elements(e.content -> 'changes') c
         WHERE e.workload_id = $1 AND e.kind = 'action_changed' AND c ->> 'field' = 'state' ORDER BY e.at, e.id",
    )
    .bind(id.0)
    .fetch_all(&w.pool)
    .await
    .unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn inherited_actions_follow_their_platform(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, id) = pair(&w).await;
    decide(&w, id).await;
    let mut expected: Vec<String> = Vec::new();
    assert_eq!(moves(&w, id).await, expected);
    let lost = "done open".to_owned();
    let back = "open done".to_owned();
    for (version, state) in [(1, Answer::NotMet), (2, Answer::Met)] {
        let is_met = state == Answer::Met;
        answer(&w, &w.stranger, gateway, (CRITERION, version), Some(state))
            .await
            .unwrap();
        // Nobody of the platform's team is named.
        expected.push(if is_met { back.clone() } else { lost.clone() });
        assert_eq!(moves(&w, id).await, expected);
    }
    offer(&w, gateway, &[OTHER]).await;
    offer(&w, gateway, &[OTHER, CRITERION]).await;
    expected.extend([lost.clone(), back.clone()]);
    assert_eq!(moves(&w, id).await, expected);
    workload::archive(&w.services, &w.stranger, gateway)
        .await
        .unwrap();
    workload::restore(&w.services, &w.stranger, gateway)
        .await
        .unwrap();
    expected.extend([lost.clone(), back]);
    assert_eq!(moves(&w, id).await, expected);
    // Whoever leaves the platform did it themselves.
    platforms::unsubscribe(&w.services, &w.architect, id, gateway)
        .await
        .unwrap();
    expected.push(format!("{lost} person 2"));
    assert_eq!(moves(&w, id).await, expected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn plans_of_many_follow_a_moment_later(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, first) = pair(&w).await;
    let mut consumers = vec![first];
    for n in 0..20 {
        let id = consumer(&w, &format!("应用{n}")).await;
        subscribe(&w, id, gateway).await;
        consumers.push(id);
    }
    for id in &consumers {
        decide(&w, *id).await;
    }
    services::prepare(&w.services).await.unwrap();
    let said = answer(
        &w,
        &w.stranger,
        gateway,
        (CRITERION, 1),
        Some(Answer::NotMet),
    );
    said.await.unwrap();
    assert_eq!(moves(&w, first).await, Vec::<String>::new());
    for _ in 0..2 {
        services::prepare(&w.services).await.unwrap();
        for id in &consumers {
            assert_eq!(moves(&w, *id).await, ["done open"], "each is told once");
        }
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn plans_that_follow_tell_only_of_what_the_platform_answered(pool: PgPool) {
    let w = World::new(pool).await;
    let (gateway, first) = pair(&w).await;
    let other = answer(&w, &w.stranger, gateway, (OTHER, 0), Some(Answer::Met));
    other.await.unwrap();
    offer(&w, gateway, &[OTHER, CRITERION]).await;
    decide(&w, first).await;
    decide_about(&w, first, OTHER).await;
    for n in 0..20 {
        let id = consumer(&w, &format!("应用{n}")).await;
        subscribe(&w, id, gateway).await;
        decide(&w, id).await;
    }
    // No list was made yet: what it showed of either action is not known, but only one of them changes.
    let said = answer(
        &w,
        &w.stranger,
        gateway,
        (CRITERION, 1),
        Some(Answer::NotMet),
    );
    said.await.unwrap();
    services::prepare(&w.services).await.unwrap();
    assert_eq!(mark(&w, first, OTHER).await, met(false));
    assert_eq!(moves(&w, first).await, Vec::<String>::new());
}
