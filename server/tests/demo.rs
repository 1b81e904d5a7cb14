//! The demo organisation: complete, consistent, and filled only once.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use domain::{
    AssessmentState, OrgRole, UserId, Viewer,
    views::workloads::{WorkloadQuery, WorkloadRow},
};
use serde_json::Value;
use server::demo::{DemoError, fill};
use services::{Clock, Randomness, Services, accounts, accounts::PasswordCost, export, login, workload};
use sqlx::PgPool;
use store::change_log;
use time::{OffsetDateTime, macros::datetime};

const NOW: OffsetDateTime = datetime!(2026-11-22 08:00 UTC);

/// Use cases with a clock that stands, randomness that counts and hashes that cost nothing.
async fn services(pool: &PgPool) -> Services {
    let counter = AtomicU64::new(1);
    let randomness = Randomness(Arc::new(move |bytes: &mut [u8]| {
        let n = counter.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        bytes.iter_mut().rev().zip(n.iter().rev().cycle()).for_each(|(b, n)| *b = *n);
    }));
    let framework = domain::framework::builtin().unwrap();
    let mut db = pool.acquire().await.unwrap();
    store::frameworks::keep(&mut db, framework, "test", NOW).await.unwrap();
    Services::new(pool.clone(), Clock(Arc::new(|| NOW)), randomness, framework)
        .with_password_cost(PasswordCost::new(64, 1))
}

async fn administrator(pool: &PgPool) -> Viewer {
    let query = "SELECT id FROM users WHERE email = 'admin@demo.invalid'";
    let user = UserId(sqlx::query_scalar(query).fetch_one(pool).await.unwrap());
    Viewer { user, org_role: Some(OrgRole::Administrator), teams: [].into() }
}

async fn workloads(services: &Services, viewer: &Viewer, show: &str) -> Vec<WorkloadRow> {
    let query = WorkloadQuery { show: show.to_owned(), ..WorkloadQuery::default() };
    workload::list(services, viewer, &query).await.unwrap().rows
}

async fn count(pool: &PgPool, table: &str) -> i64 {
    let query = format!("SELECT count(*) FROM {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_one(pool).await.unwrap()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn it_is_complete_and_its_log_holds_together(pool: PgPool) {
    let services = services(&pool).await;
    let logins = fill(&services).await.unwrap();
    let admin = administrator(&pool).await;
    let (active, archived) = (workloads(&services, &admin, "").await, workloads(&services, &admin, "archived").await);

    assert_eq!(count(&pool, "teams").await, 8);
    assert_eq!((active.len(), archived.len()), (33, 1));
    assert_eq!(active.iter().filter(|w| !w.assessed).count(), 2);
    assert_eq!(active.iter().filter(|w| w.state == AssessmentState::InReview).count(), 2);
    assert!(count(&pool, "milestones").await >= 25);
    assert_eq!(i64::try_from(logins.logins.len()).unwrap(), count(&pool, "users").await);

    // Each write has its entry: at least one for each row that people decided about.
    let entries = count(&pool, "change_log").await;
    let decided = count(&pool, "evidence").await + count(&pool, "check_notes").await / 2 + count(&pool, "actions").await;
    assert!(entries > decided, "{entries} entries, {decided} decisions");
    let (verified, broken) = change_log::verify(&mut pool.acquire().await.unwrap()).await.unwrap();
    assert_eq!((i64::try_from(verified).unwrap(), broken), (entries, None));
    let late: i64 = sqlx::query_scalar("SELECT count(*) FROM change_log WHERE at > $1").bind(NOW).fetch_one(&pool).await.unwrap();
    assert_eq!(late, 0);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn workloads_differ_and_their_levels_hold_together(pool: PgPool) {
    let services = services(&pool).await;
    fill(&services).await.unwrap();
    let rows = workloads(&services, &administrator(&pool).await, "").await;
    let assessed: Vec<_> = rows.iter().filter(|w| w.assessed).collect();
    for levels in [1, 2, 3] {
        assert!(assessed.iter().any(|w| w.level.claimed == Some(levels)), "nobody at level {levels}");
    }
    for row in &assessed {
        let index = &row.index;
        assert!(index.assured <= index.claimed && index.claimed <= index.possible, "{}", row.name);
        assert!(row.counts.proven > 0, "{}: nothing proven", row.name);
    }
    // Unmet requirements of met criteria would be what no architect says.
    let admin = administrator(&pool).await;
    let framework = services.framework();
    for id in export::assessments(&services, &admin).await.unwrap() {
        let json: Value = serde_json::from_slice(&export::assessment_json(&services, &admin, id).await.unwrap()).unwrap();
        let state = |id: &str| {
            let answers = json["answers"].as_array().unwrap();
            answers.iter().find(|a| a["criterion"] == id).map(|a| a["state"].as_str().unwrap().to_owned())
        };
        for (_, check) in framework.checks() {
            for criterion in check.criteria.iter().filter(|k| state(k.id.as_str()).as_deref() == Some("met")) {
                for needed in &criterion.requires {
                    let state = state(needed.as_str());
                    let holds = matches!(state.as_deref(), None | Some("met" | "not_applicable"));
                    assert!(holds, "{}: {} without {needed}", json["workload"]["name"], criterion.id);
                }
            }
        }
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_two_written_by_hand_answer_every_criterion(pool: PgPool) {
    let services = services(&pool).await;
    fill(&services).await.unwrap();
    let rows = workloads(&services, &administrator(&pool).await, "").await;
    for name in ["客服知识助手 Support RAG", "合同摘要 Contract summary"] {
        let row = rows.iter().find(|w| w.name == name).unwrap();
        assert_eq!(row.counts.unanswered(), 0, "{name}");
        assert!(row.counts.unknown > 0 && row.counts.not_applicable > 0, "{name}: too smooth to be true");
        assert!(row.counts.proven > 20 && row.counts.proven < row.counts.met, "{name}");
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_second_filling_changes_nothing(pool: PgPool) {
    let services = services(&pool).await;
    let first = fill(&services).await.unwrap();
    let (entries, users) = (count(&pool, "change_log").await, count(&pool, "users").await);
    assert_eq!(fill(&services).await.unwrap(), first);
    assert_eq!((count(&pool, "change_log").await, count(&pool, "users").await), (entries, users));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn everybody_can_sign_in(pool: PgPool) {
    let services = services(&pool).await;
    let logins = fill(&services).await.unwrap();
    assert!(logins.password.chars().count() >= 12);
    for (n, login) in logins.logins.iter().enumerate() {
        let address = std::net::IpAddr::from([127, 0, 0, u8::try_from(n).unwrap()]);
        let signed = login::sign_in(&services, &login.email, &logins.password, address).await;
        assert!(signed.is_ok(), "{}", login.email);
        assert!(logins.to_string().contains(&login.email));
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn another_organisation_is_left_alone(pool: PgPool) {
    let services = services(&pool).await;
    let form = accounts::NewOrganisation {
        organisation: "Somebody else".into(),
        name: "Administrator".into(),
        email: "admin@example.com".into(),
        password: "a password for a test".into(),
        repeat: "a password for a test".into(),
    };
    accounts::setup(&services, &form).await.unwrap();
    assert!(matches!(fill(&services).await, Err(DemoError::Foreign)));
    assert_eq!((count(&pool, "users").await, count(&pool, "teams").await), (1, 0));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_interrupted_filling_is_told_apart(pool: PgPool) {
    let services = services(&pool).await;
    fill(&services).await.unwrap();
    let unfinished = "UPDATE organisation SET name = name || ' …'";
    sqlx::query(unfinished).execute(&pool).await.unwrap();
    assert!(matches!(fill(&services).await, Err(DemoError::Interrupted)));
}
