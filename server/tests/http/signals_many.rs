//! Telemetry of many senders at once.

use domain::WorkloadId;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use server::web::{AppState, CookieNames, router};
use services::signals::fold_waiting;
use sqlx::PgPool;
use tokio::task::JoinSet;

use super::signals::{console, gauge, machine, metrics, send, token};
use super::support::{Role, World};

const SECOND: i128 = 1_000_000_000;
const PODS: u8 = 5;

/// A level of each pod at one time.
fn body(world: &World, back: i128) -> String {
    let at = world.services.now().unix_timestamp_nanos() - back * SECOND;
    let pod = |number: u8| {
        let name = format!("serving-{number}");
        let level = f64::from(number);
        gauge(
            "vllm:num_requests_running",
            &[("pod", &name)],
            [(at, level)],
        )
    };
    metrics(&(0..PODS).map(pod).collect::<Vec<_>>())
}

/// How many points came in, and what was not kept.
async fn totals(world: &World, id: WorkloadId) -> (Value, Value) {
    let mut client = world.client(Role::Architect).await;
    let page = client.get(&format!("/api/v1/workloads/{id}/signals")).await;
    let page = page.json();
    let field = |name| page.get(name).cloned().unwrap_or_default();
    (field("points"), field("dropped"))
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn bodies_that_come_together_all_count_and_each_once(pool: PgPool) {
    let (world, id) = console(pool).await;
    let token = token(&world, id, "signals").await;
    // Each body twice, all at once: commits are shared, series are new to all of them.
    let once: Vec<_> = (0..12)
        .map(|number| body(&world, 900 - 60 * number))
        .collect();
    let bodies = once.iter().chain(&once).cloned();
    let mut sent = JoinSet::new();
    for body in bodies {
        let mut sender = machine(&world, &token);
        sent.spawn(async move { send(&mut sender, body).await.status });
    }
    let answers = sent.join_all().await;
    assert!(
        answers.iter().all(|status| *status == StatusCode::OK),
        "{answers:?}"
    );
    fold_waiting(&world.services).await.unwrap();
    let all = i64::from(PODS) * 12;
    assert_eq!(totals(&world, id).await.0, all);
    // Now all series are known: their points go another way, to the same place.
    let mut sender = machine(&world, &token);
    for back in [60, 0] {
        send(&mut sender, body(&world, back)).await;
    }
    fold_waiting(&world.services).await.unwrap();
    let kept = (json!(all + 2 * i64::from(PODS)), json!([]));
    assert_eq!(totals(&world, id).await, kept);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_workload_has_room_for_so_many_series(pool: PgPool) {
    let (mut world, id) = console(pool).await;
    let limits = services::signals::Limits {
        series: 3,
        ..Default::default()
    };
    world.services = world.services.clone().with_signals(limits, None);
    world.router = router(AppState::new(
        world.services.clone(),
        CookieNames::new(true),
        0,
    ));
    let token = token(&world, id, "signals").await;
    let mut sender = machine(&world, &token);
    for back in [30, 0] {
        assert_eq!(
            send(&mut sender, body(&world, back)).await.status,
            StatusCode::OK
        );
        fold_waiting(&world.services).await.unwrap();
    }
    // What found no room is counted by series, once for each fold.
    let kept = (json!(6), json!([["too_many_series", 4]]));
    assert_eq!(totals(&world, id).await, kept);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn telemetry_in_a_file_goes_the_way_of_what_senders_send(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut client = world.client(Role::Architect).await;
    let page = "# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{pod=\"a\"} 3\n";
    let files = [page.to_owned(), body(&world, 30)];
    for (dry, status, new) in [
        ("&dry_run=true", StatusCode::OK, true),
        ("", StatusCode::CREATED, true),
        ("", StatusCode::OK, false),
        ("&dry_run=true", StatusCode::OK, false),
    ] {
        for (file, points) in files.iter().zip([1, PODS]) {
            let path = format!("/api/v1/workloads/{id}/evidence?file=a{dry}");
            let kind = "application/octet-stream";
            let sent = client
                .send(Method::POST, &path, kind, file.clone().into())
                .await;
            assert_eq!(sent.status, status, "{}", sent.text());
            let answer = sent.json();
            assert_eq!(answer.get("new"), Some(&json!(new)));
            assert_eq!(answer.pointer("/telemetry/points"), Some(&json!(points)));
            assert_eq!(answer.get("reading"), None);
        }
    }
    fold_waiting(&world.services).await.unwrap();
    assert_eq!(totals(&world, id).await, (json!(1 + PODS), json!([])));
    // Who may only read hands nothing in.
    let mut reader = world.client(Role::Viewer).await;
    let path = format!("/api/v1/workloads/{id}/evidence?file=a");
    let sent = reader
        .send(Method::POST, &path, "text/plain", page.into())
        .await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}
