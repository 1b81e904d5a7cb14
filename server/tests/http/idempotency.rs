//! `Idempotency-Key`: what was sent again does not run again.

use std::sync::Arc;

use axum::body::Body;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use server::web::{AppState, CookieNames, router};
use services::Clock;
use services::idempotency::{KEPT, sweep};
use sqlx::PgPool;
use time::Duration;

use super::support::{Answer, Client, Role, World};

const RULE: &str = "/api/v1/rules/C04.gpu_util";

async fn send(client: &mut Client, path: &str, key: &str, body: &Value) -> Answer {
    let mut client = client.with("idempotency-key", key);
    let body = Body::from(body.to_string());
    client
        .send(Method::POST, path, "application/json", body)
        .await
}

fn numbers(supports: f64) -> Value {
    json!({"numbers": {"supports": supports}, "remark": "共享的加速卡", "version": 0})
}

fn replayed(answer: &Answer) -> bool {
    answer.header("idempotency-replayed") == "true"
}

fn code(answer: &Answer) -> String {
    let body = answer.json();
    let code = body.pointer("/error/code").and_then(Value::as_str);
    code.unwrap().to_owned()
}

async fn rows(pool: &PgPool, condition: &'static str) -> i64 {
    let query = format!("SELECT count(*) FROM idempotency_keys WHERE {condition}");
    let query = sqlx::query_scalar(sqlx::AssertSqlSafe(query));
    query.fetch_one(pool).await.unwrap()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_retry_gets_the_same_answer(pool: PgPool) {
    let world = World::new(pool).await;
    let mut admin = world.client(Role::Administrator).await;
    let first = send(&mut admin, RULE, "a", &numbers(60.0)).await;
    assert_eq!(first.status, StatusCode::NO_CONTENT, "{}", first.text());
    assert!(!replayed(&first));
    let again = send(&mut admin, RULE, "a", &numbers(60.0)).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT, "{}", again.text());
    assert!(replayed(&again));
    // Without the key it would have run: there is a version by now.
    let other = send(&mut admin, RULE, "b", &numbers(60.0)).await;
    assert_eq!(
        (other.status, code(&other)),
        (StatusCode::CONFLICT, "stale".to_owned())
    );
    let refused = send(&mut admin, RULE, "b", &numbers(60.0)).await;
    assert_eq!(refused.bytes, other.bytes);
    assert!(replayed(&refused) && refused.header("content-type") == "application/json");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_answer_with_a_body_comes_again(pool: PgPool) {
    let world = World::new(pool).await;
    let client = world.client(Role::Architect).await;
    let path = format!(
        "/api/v1/workloads/{}/evidence?file=empty.json",
        world.workload
    );
    let file = json!({"SchemaVersion": 2, "CreatedAt": "2026-11-20T08:00:00Z", "ArtifactName": "serving",
        "ArtifactType": "container_image", "Results": [{"Target": "serving", "Class": "os-pkgs", "Type": "debian"}]});
    let mut keyed = client.with("idempotency-key", "file");
    let mut answers = Vec::new();
    for _ in 0..2 {
        let kind = "application/octet-stream";
        answers.push(
            keyed
                .send(Method::POST, &path, kind, file.to_string().into())
                .await,
        );
    }
    let [first, again] = answers.try_into().unwrap();
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    // Not 200 with `"new": false`, as a second hand-in would be answered.
    assert_eq!((again.status, &again.bytes), (first.status, &first.bytes));
    assert!(replayed(&again));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_key_is_for_one_request_of_one_person(pool: PgPool) {
    let world = World::new(pool).await;
    let mut admin = world.client(Role::Administrator).await;
    send(&mut admin, RULE, "a", &numbers(60.0)).await;
    let other = send(&mut admin, RULE, "a", &numbers(61.0)).await;
    assert_eq!(
        (other.status, code(&other)),
        (StatusCode::UNPROCESSABLE_ENTITY, "key_used".to_owned())
    );
    let query = send(&mut admin, &format!("{RULE}?lang=en"), "a", &numbers(60.0)).await;
    assert_eq!(code(&query), "key_used");
    // Another path, and another person, have keys of their own.
    let path = "/api/v1/rules/C04.gpu_memory_none";
    assert_eq!(
        send(&mut admin, path, "a", &numbers(60.0)).await.status,
        StatusCode::NOT_FOUND
    );
    let mut owner = world.client(Role::Owner).await;
    let theirs = send(&mut owner, RULE, "a", &numbers(60.0)).await;
    assert_eq!(
        (theirs.status, replayed(&theirs)),
        (StatusCode::FORBIDDEN, false)
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_is_no_key_is_refused(pool: PgPool) {
    let world = World::new(pool).await;
    let mut admin = world.client(Role::Administrator).await;
    for bad in ["a b", "键", &"x".repeat(256)] {
        let answer = send(&mut admin, RULE, bad, &numbers(60.0)).await;
        assert_eq!(
            (answer.status, code(&answer)),
            (StatusCode::BAD_REQUEST, "malformed".to_owned())
        );
    }
    let nobody = send(&mut world.anonymous(), RULE, "a", &numbers(60.0)).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let mut stranger = world
        .anonymous()
        .with("authorization", "Bearer hxs_nothing");
    let path = "/api/v1/evidence?file=a.json";
    assert_eq!(
        send(&mut stranger, path, "a", &json!({})).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(rows(&world.pool, "true").await, 0);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn while_it_runs_a_retry_waits(pool: PgPool) {
    let world = World::new(pool).await;
    let mut admin = world.client(Role::Administrator).await;
    let mut lock = world.pool.begin().await.unwrap();
    sqlx::query("LOCK TABLE rule_thresholds IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *lock)
        .await
        .unwrap();
    let mut other = admin.clone();
    let first = tokio::spawn(async move { send(&mut other, RULE, "a", &numbers(60.0)).await });
    while rows(&world.pool, "status IS NULL").await == 0 {
        tokio::task::yield_now().await;
    }
    let again = send(&mut admin, RULE, "a", &numbers(60.0)).await;
    assert_eq!(
        (again.status, code(&again)),
        (StatusCode::CONFLICT, "under_way".to_owned())
    );
    assert_eq!(again.header("retry-after"), "1");
    // The sender goes away: the request goes on all the same.
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    lock.rollback().await.unwrap();
    while rows(&world.pool, "status IS NULL").await == 1 {
        tokio::task::yield_now().await;
    }
    let done = send(&mut admin, RULE, "a", &numbers(60.0)).await;
    assert_eq!(
        (done.status, replayed(&done)),
        (StatusCode::NO_CONTENT, true)
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn where_we_failed_a_retry_runs(pool: PgPool) {
    let world = World::new(pool).await;
    let mut admin = world.client(Role::Administrator).await;
    let run = async |sql: &'static str| sqlx::query(sql).execute(&world.pool).await.unwrap();
    run("ALTER TABLE rule_thresholds RENAME TO elsewhere").await;
    let failed = send(&mut admin, RULE, "a", &numbers(60.0)).await;
    assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
    run("ALTER TABLE elsewhere RENAME TO rule_thresholds").await;
    let again = send(&mut admin, RULE, "a", &numbers(60.0)).await;
    assert_eq!(
        (again.status, replayed(&again)),
        (StatusCode::NO_CONTENT, false)
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_secret_is_neither_kept_nor_shown_again(pool: PgPool) {
    let world = World::new(pool).await;
    let mut owner = world.client(Role::Owner).await;
    let path = format!("/api/v1/workloads/{}/tokens", world.workload);
    let body = json!({"name": "CI", "days": 30});
    let first = send(&mut owner, &path, "a", &body).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    let again = send(&mut owner, &path, "a", &body).await;
    assert_eq!(
        (again.status, code(&again)),
        (StatusCode::CONFLICT, "not_kept".to_owned())
    );
    assert!(!again.text().contains("hxs_"));
    assert_eq!(rows(&world.pool, "status = 201 AND body IS NULL").await, 1);
    let made: i64 = sqlx::query_scalar("SELECT count(*) FROM tokens")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(made, 1);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn after_a_day_a_key_is_forgotten(pool: PgPool) {
    let world = World::new(pool).await;
    let mut admin = world.client(Role::Administrator).await;
    send(&mut admin, RULE, "a", &numbers(60.0)).await;
    let later = |after: Duration| {
        let now = world.services.now() + after;
        world.services.with_clock(Clock(Arc::new(move || now)))
    };
    assert_eq!(sweep(&later(KEPT - Duration::minutes(1))).await.unwrap(), 0);
    let tomorrow = later(KEPT + Duration::minutes(1));
    let site = router(AppState::new(tomorrow.clone(), CookieNames::new(true), 0));
    let mut admin = Client::new(site);
    admin
        .login(&Role::Administrator.email(), super::support::PASSWORD)
        .await;
    let ran = send(&mut admin, RULE, "a", &numbers(60.0)).await;
    assert_eq!((code(&ran), replayed(&ran)), ("stale".to_owned(), false));
    assert_eq!(sweep(&tomorrow).await.unwrap(), 0);
    assert_eq!(
        sweep(&later(KEPT * 2 + Duration::hours(1))).await.unwrap(),
        1
    );
}
