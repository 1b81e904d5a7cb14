//! Framework versions: numbers of different ones are never compared, and a number's version is the one that computed it.

use domain::{
    Exact, Framework, Locale, ProofKind, Set, TeamId, Tier, WorkloadId,
    views::{overview::OverviewPage, results::ExplainQuery, workloads::WorkloadQuery},
};
use serde_json::{Value, json};
use services::{assessing, explain, export, history, overview, workload};
use sqlx::PgPool;

use crate::{
    explanations::query,
    means::{seed, weighted},
    support::World,
};

const OLDER: &str = "0.9.0";

/// The framework as an earlier console had it: other weights, so the same answers give other numbers.
fn older() -> &'static Framework {
    let mut older = domain::framework::builtin().unwrap().clone();
    older.version = OLDER.into();
    for check in older.pillars.iter_mut().flat_map(|p| &mut p.checks) {
        check.weight = 6 - check.weight;
    }
    Box::leak(Box::new(older))
}

/// As if a workload's open assessment answered the older version.
async fn answers_older(pool: &PgPool, id: WorkloadId) {
    sqlx::query(
        "INSERT INTO frameworks SELECT id, '0.9.0', body, sha256, imported_at FROM frameworks ON CONFLICT DO NOTHING",
    )
    .execute(pool)
    .await
    .unwrap();
    for sql in [
        "UPDATE assessments SET framework_version = '0.9.0' WHERE workload_id = $1",
        "UPDATE results SET revision = revision + 1 WHERE workload_id = $1",
    ] {
        sqlx::query(sql).bind(id.0).execute(pool).await.unwrap();
    }
}

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

async fn index(w: &World, id: WorkloadId) -> Option<Exact> {
    w.evaluation(id).await.scores.claimed.index
}

async fn submit(w: &World, id: WorkloadId) {
    assessing::submit(&w.services, &w.architect, id, "")
        .await
        .unwrap();
}

async fn approve(w: &World, id: WorkloadId) {
    assessing::approve(&w.services, &w.owner, id, "")
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn open_assessments_follow_the_framework_that_scores_them(pool: PgPool) {
    let mut w = World::of(pool.clone(), older()).await;
    let [first, second, _, theirs] = seed(&w).await;
    let then = index(&w, first).await;
    submit(&w, first).await;
    approve(&w, first).await;
    submit(&w, second).await;
    assert_eq!(organisation(&w).await.trend.version, OLDER);
    let current = domain::framework::builtin().unwrap();
    w.update(current).await;
    let moved = assessing::follow_framework(&w.services).await.unwrap();
    assert_eq!(moved, 5, "drafts, one in review, and one in the archive");
    assert_eq!(assessing::follow_framework(&w.services).await.unwrap(), 0);
    let asked: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM signal_workloads WHERE dirty_since IS NOT NULL AND changed IS NULL",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(asked, 5, "its rules may say something else");
    // An older console that starts again moves nothing back.
    w.update(older()).await;
    assert_eq!(assessing::follow_framework(&w.services).await.unwrap(), 0);
    w.update(current).await;

    let now = index(&w, first).await;
    assert_ne!(now, then, "the same answers, other weights");
    let page = history::page(&w.services, &w.architect, first, (1, 1))
        .await
        .unwrap();
    assert_eq!(page.head.assessment.framework_version, current.version);
    let milestone = &page.milestones[0];
    assert_eq!(
        (
            milestone.framework_version.as_str(),
            &milestone.index.claimed
        ),
        (OLDER, &then)
    );
    let logged: Vec<_> = page
        .log
        .iter()
        .filter(|entry| entry.action == "assessment.framework")
        .collect();
    assert_eq!(logged.len(), 1);
    assert_eq!(logged[0].actor, "");
    let details: Value = serde_json::from_str(&logged[0].details).unwrap();
    let after = format!("genai-wa {}", current.version);
    assert_eq!(
        details,
        json!({ "before": "genai-wa 0.9.0", "after": after })
    );

    // All alike again: nothing is kept apart, and the mean is of all.
    let whole = organisation(&w).await;
    assert_eq!(whole.versions, []);
    let terms = [
        (Tier::One, now),
        (Tier::Three, index(&w, second).await),
        (Tier::Two, index(&w, theirs).await),
    ];
    assert_eq!(whole.means.claimed.index, weighted(&terms));
    // What is approved now is named after what scored it.
    approve(&w, second).await;
    let page = history::page(&w.services, &w.architect, second, (1, 1))
        .await
        .unwrap();
    let milestone = &page.milestones[0];
    assert_eq!(
        (&milestone.framework_version, &milestone.index.claimed),
        (&current.version, &terms[1].1)
    );
}

/// A dashboard: version 1.1.0 asked for a signal that no rule could give, later ones take a document.
const DASHBOARD: &str = "O06.2a";

/// The framework as it was then.
fn stricter() -> &'static Framework {
    let mut stricter = domain::framework::builtin().unwrap().clone();
    stricter.version = OLDER.into();
    let checks = stricter.pillars.iter_mut().flat_map(|p| &mut p.checks);
    let mut criteria = checks.flat_map(|c| &mut c.criteria);
    let dashboard = criteria.find(|k| k.id.as_str() == DASHBOARD).unwrap();
    dashboard.proof = ProofKind::Signal;
    Box::leak(Box::new(stricter))
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_assured_follows_the_proof_that_a_version_asks_for(pool: PgPool) {
    let mut w = World::of(pool, stricter()).await;
    let id = w.workload(w.team, "客服助手", 1, &[]).await;
    w.answer(id, &[(DASHBOARD, domain::Answer::Met)]).await;
    w.document(id, &[DASHBOARD], ("2026-11-01", "2027-05-31"))
        .await;
    let assured = async |w: &World| {
        let list = workload::list(&w.services, &w.manager, &WorkloadQuery::default())
            .await
            .unwrap();
        list.rows[0].index.assured.clone()
    };
    assert_eq!(assured(&w).await, Some(Exact::whole(0)), "only a document");
    w.update(domain::framework::builtin().unwrap()).await;
    assert_eq!(assessing::follow_framework(&w.services).await.unwrap(), 1);
    let claimed = index(&w, id).await;
    assert!(claimed > Some(Exact::whole(0)));
    assert_eq!(assured(&w).await, claimed, "all that is claimed is proven");
}

#[sqlx::test(migrations = "../../migrations")]
async fn differences_say_so_where_versions_differ(pool: PgPool) {
    let mut w = World::of(pool, older()).await;
    let [first, ..] = seed(&w).await;
    submit(&w, first).await;
    approve(&w, first).await;
    let current = domain::framework::builtin().unwrap();
    w.update(current).await;
    assessing::follow_framework(&w.services).await.unwrap();
    let between = async |from: i32, to: Option<i32>| {
        history::difference(&w.services, &w.architect, first, (from, to), Locale::En)
            .await
            .unwrap()
    };
    let unlike = |before: &str, after: &str| Some((before.to_owned(), after.to_owned()));
    let draft = between(1, None).await;
    assert_eq!(draft.unlike, unlike(OLDER, &current.version));
    assert_eq!(draft.rows, [], "the answers are the same");
    assert!(draft.risks.windows(2).all(|pair| pair[0].id < pair[1].id));
    submit(&w, first).await;
    approve(&w, first).await;
    assert_eq!(
        between(2, Some(1)).await.unlike,
        unlike(&current.version, OLDER)
    );
    assert_eq!(between(2, None).await.unlike, None);
}

/// A consolidated report as JSON.
async fn report(w: &World, subject: &export::Subject) -> Value {
    let (kind, format) = (export::ReportKind::Team, export::ReportFormat::Json);
    let made = export::render(&w.services, &w.manager, subject, kind, format, Locale::En).await;
    serde_json::from_slice(&made.unwrap().bytes).unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn reports_never_average_framework_versions(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let [first, second, _, theirs] = seed(&w).await;
    answers_older(&pool, first).await;
    let current = w.services.framework().version.as_str();
    let alike = [
        (Tier::Three, index(&w, second).await),
        (Tier::Two, index(&w, theirs).await),
    ];
    let six = |value: Option<Exact>| value.unwrap().decimal(6);
    let choice = export::Choice::default;
    let whole = report(&w, &export::Subject::Organisation { choice: choice() }).await;
    let page = organisation(&w).await;
    assert_eq!(whole["framework"]["version"], current);
    assert_eq!(
        whole["scores"]["claimed"]["index"],
        six(weighted(&alike)),
        "the mean of alike ones only"
    );
    assert_eq!(
        whole["scores"]["assured"]["index"],
        six(page.means.assured.index),
        "as the page has it"
    );
    let others = whole["other_versions"].as_array().unwrap();
    let other = &others[0];
    assert_eq!(
        (
            others.len(),
            &other["framework_version"],
            &other["assessed"]
        ),
        (1, &json!(OLDER), &json!(1))
    );
    assert_eq!(
        other["scores"]["claimed"]["index"],
        six(index(&w, first).await)
    );
    // Of the team's two the later version leads.
    let subject = export::Subject::Team {
        id: w.team,
        choice: choice(),
    };
    let team = report(&w, &subject).await;
    assert_eq!(
        team["scores"]["claimed"]["index"],
        six(index(&w, second).await)
    );
    let row = |id: WorkloadId| {
        let mut rows = team["workloads"].as_array().unwrap().iter();
        let found = rows.find(|row| row["id"] == id.to_string()).unwrap();
        found["framework_version"].as_str().unwrap()
    };
    assert_eq!((row(first), row(second)), (OLDER, current));
    // Chosen workloads that all answer the older one are named after it.
    let only = export::Choice {
        ids: vec![first],
        ..choice()
    };
    let chosen = report(&w, &export::Subject::Organisation { choice: only }).await;
    assert_eq!(
        (&chosen["framework"]["version"], &chosen["other_versions"]),
        (&json!(OLDER), &json!([]))
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn rows_of_another_version_are_marked_and_not_ranked_with_others(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let [first, second, empty, theirs] = seed(&w).await;
    let fourth = w
        .workload(w.other, "报表助手", 3, &["commercial_api"])
        .await;
    w.fill(fourth, 3).await;
    // Of a team's workloads the best one: it is ranked no more.
    let team = async || {
        overview::team(
            &w.services,
            &w.architect,
            w.team,
            &WorkloadQuery::default(),
            Locale::En,
        )
        .await
        .unwrap()
    };
    let of = |id: WorkloadId| format!("/workloads/{id}");
    let rows = |page: &OverviewPage| -> Vec<(String, Option<String>)> {
        let rows = page.heat.iter();
        rows.map(|row| (row.href.clone(), row.version.clone()))
            .collect()
    };
    let before = rows(&team().await);
    let (best, other) = if before[0].0 == of(first) {
        (first, second)
    } else {
        (second, first)
    };
    answers_older(&pool, best).await;
    let page = team().await;
    let older = Some(OLDER.to_owned());
    let expected = [
        (of(other), None),
        (of(best), older.clone()),
        (of(empty), None),
    ];
    assert_eq!(rows(&page), expected);
    let marked = |rows: &[domain::views::workloads::WorkloadRow]| -> Vec<WorkloadId> {
        let marked = rows.iter().filter(|row| row.version == older);
        marked.map(|row| row.id).collect()
    };
    assert_eq!(marked(&page.workloads.rows), [best]);
    let list = workload::list(&w.services, &w.manager, &WorkloadQuery::default())
        .await
        .unwrap();
    assert_eq!(marked(&list.rows), [best]);

    // Of teams the best one, too; as many answer the current version, which is the later.
    let href = |id: TeamId| format!("/teams/{id}");
    sqlx::query("UPDATE assessments SET framework_version = $1")
        .bind(&w.services.framework().version)
        .execute(&pool)
        .await
        .unwrap();
    answers_older_of_best_team(&w, &pool, [[first, second], [theirs, fourth]]).await;
    let page = organisation(&w).await;
    assert_eq!(page.heat[0].version, None);
    assert_eq!(page.heat[1].version, older);
    assert_eq!(page.means.claimed.index, page.heat[0].index.claimed);
    let unlike = [w.team, w.other]
        .into_iter()
        .find(|id| href(*id) == page.heat[1].href)
        .unwrap();
    explained_by_team(&w, &pool, unlike).await;
}

/// Lets the team with the greatest assured index answer the older version.
async fn answers_older_of_best_team(w: &World, pool: &PgPool, teams: [[WorkloadId; 2]; 2]) {
    for id in teams.concat() {
        sqlx::query("UPDATE results SET revision = revision + 1 WHERE workload_id = $1")
            .bind(id.0)
            .execute(pool)
            .await
            .unwrap();
    }
    let page = organisation(w).await;
    assert_eq!(page.versions, []);
    assert!(page.heat[0].index.assured > page.heat[1].index.assured);
    let best = usize::from(page.heat[0].href != format!("/teams/{}", w.team));
    for id in teams[best] {
        answers_older(pool, id).await;
    }
}

/// With more workloads than one page can list, rows are teams; that of another version is listed and in no sum.
async fn explained_by_team(w: &World, pool: &PgPool, unlike: TeamId) {
    for sql in [
        "INSERT INTO workloads (id, team_id, name, tier, profile, created_at, updated_at)
         SELECT gen_random_uuid(), $1, 'empty ' || n, 3, '{}'::text[], now(), now() FROM generate_series(1, 200) AS n",
        "INSERT INTO assessments (id, workload_id, number, framework_id, framework_version, state, created_at, updated_at)
         SELECT gen_random_uuid(), w.id, 1, 'genai-wa', '0.9.0', 'draft', now(), now() FROM workloads w
         WHERE w.team_id = $1 AND w.name LIKE 'empty %'",
        "INSERT INTO results (workload_id) SELECT id FROM workloads WHERE team_id = $1 AND name LIKE 'empty %'",
    ] {
        sqlx::query(sql).bind(unlike.0).execute(pool).await.unwrap();
    }
    let asked = query("index", "", Set::Claimed);
    let page = explain::organisation(&w.services, &w.manager, &asked, Locale::En)
        .await
        .unwrap();
    assert_eq!(page.rows.len(), 2);
    let (term, apart) = (&page.rows[0], &page.rows[1]);
    assert_eq!(
        (term.value.clone(), term.note.as_str()),
        (page.value, "Workloads: 2")
    );
    assert_eq!(
        (
            apart.weight.clone(),
            apart.value.clone(),
            apart.note.as_str()
        ),
        (
            None,
            None,
            "Workloads: 2. Answers framework version 0.9.0; different versions are not averaged."
        )
    );
    assert_eq!(
        page.remarks[2],
        "Assessed workloads: 2. Not assessed: 201; they are listed apart, never as zero."
    );
    // Asked for by name, the other version has a mean of its own, which opens into the same version below.
    let asked = ExplainQuery {
        version: OLDER.into(),
        ..asked
    };
    let page = explain::organisation(&w.services, &w.manager, &asked, Locale::En)
        .await
        .unwrap();
    assert!(page.basis.ends_with(OLDER), "{}", page.basis);
    let term = page.rows.iter().find(|row| row.value.is_some()).unwrap();
    assert_eq!(
        (term.value.clone(), term.note.as_str()),
        (page.value, "Workloads: 2")
    );
    assert!(term.href.as_ref().unwrap().ends_with("&version=0.9.0"));
    let below = explain::team(&w.services, &w.manager, unlike, &asked, Locale::En)
        .await
        .unwrap();
    assert_eq!(below.value, term.value);
}
