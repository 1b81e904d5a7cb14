//! Server functions: public addresses like any other, whatever the pages show.

use axum::body::Body;
use http::Method;
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::support::{CHECK, CRITERION, Client, Role, World, checksum, log_entries};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

async fn call(client: &mut Client, path: &str, kind: &str, body: &str) -> (u16, String) {
    let mut client = client.with("accept", JSON);
    let answer = client
        .send(Method::POST, path, kind, Body::from(body.to_owned()))
        .await;
    (answer.status.as_u16(), answer.text())
}

/// No function tells anything to somebody who is not signed in, and none changes anything.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn nobody_learns_anything_without_signing_in(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.anonymous();
    let before = (checksum(&world.pool).await, log_entries(&world.pool).await);
    let (id, team) = (world.workload, world.team);
    let bodies = [
        (JSON, everything(&world).to_string()),
        (
            FORM,
            format!("id={id}&check={CHECK}&page=1&search=&token=x&query[q]="),
        ),
        (FORM, format!("id={team}&page=1")),
        (FORM, format!("id={CHECK}")),
        (FORM, String::new()),
        (JSON, "{}".to_owned()),
    ];
    let paths: Vec<_> = server_fn_paths().collect();
    assert!(paths.len() > 20, "{paths:?}");
    for (path, method) in paths {
        assert_eq!(method, Method::POST, "{path} could be called by a link");
        assert!(path.starts_with("/api/fn/"), "{path}");
        for (kind, body) in &bodies {
            let (status, text) = call(&mut client, path, kind, body).await;
            assert!(status >= 400, "{path} {kind} {body}: {status} {text}");
            assert!(
                !text.contains("客服助手") && !text.contains("一队"),
                "{path}: {text}"
            );
        }
    }
    assert_eq!(
        (checksum(&world.pool).await, log_entries(&world.pool).await),
        before
    );
}

/// Arguments of any function, by name.
fn everything(world: &World) -> Value {
    let user = world.viewer(Role::Owner).user;
    json!({
        "id": world.workload, "check": CHECK, "met": [], "query": {}, "page": 1, "from": 1, "to": "draft",
        "search": "", "token": "x", "writer": user,
        "changes": [{ "criterion": CRITERION, "expected": 0, "answer": { "state": "met" } }],
        "workload": world.workload, "rule": "C04.gpu_util", "risk": "K-S3", "rules": ["C04.gpu_util"],
        "change": { "expected": 0, "text": "x", "owner": "" },
    })
}

/// Statuses for each of [`Role::ALL`].
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn functions_of_every_role(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, team) = (world.workload, world.team);
    let reads = [401, 200, 200, 200, 200, 200, 404];
    let administers = [401, 403, 403, 403, 403, 200, 403];
    let table = [
        ("workloads/results", FORM, format!("id={id}"), reads),
        (
            "workloads/edit",
            FORM,
            format!("id={id}"),
            [401, 403, 200, 200, 403, 200, 404],
        ),
        (
            "workloads/risk",
            JSON,
            json!({ "id": id, "risk": "K-S3" }).to_string(),
            reads,
        ),
        (
            "workloads/new-risk",
            JSON,
            json!({ "id": id }).to_string(),
            [401, 403, 200, 200, 403, 200, 404],
        ),
        (
            "register/organisation",
            JSON,
            json!({ "query": {} }).to_string(),
            [401, 200, 200, 200, 200, 200, 200],
        ),
        (
            "register/team",
            JSON,
            json!({ "id": team, "query": {} }).to_string(),
            reads,
        ),
        (
            "workloads/plan",
            JSON,
            json!({ "id": id, "met": [] }).to_string(),
            reads,
        ),
        (
            "workloads/plan-view",
            JSON,
            json!({ "id": id, "query": { "view": "board" } }).to_string(),
            reads,
        ),
        (
            "plans/team",
            JSON,
            json!({ "id": team, "query": { "view": "timeline" } }).to_string(),
            reads,
        ),
        (
            "plans/organisation",
            JSON,
            json!({ "query": {} }).to_string(),
            [401, 200, 200, 200, 200, 200, 200],
        ),
        (
            "workloads/plan-basis",
            JSON,
            json!({ "id": id }).to_string(),
            reads,
        ),
        (
            "checks/page",
            JSON,
            json!({ "id": id, "check": CHECK }).to_string(),
            reads,
        ),
        (
            "checks/first-open",
            JSON,
            json!({ "id": id }).to_string(),
            reads,
        ),
        (
            "checks/scoring-basis",
            JSON,
            json!({ "id": id }).to_string(),
            reads,
        ),
        (
            "workloads/signals",
            JSON,
            json!({ "id": id, "rule": "C04.gpu_util" }).to_string(),
            reads,
        ),
        (
            "workloads/charts",
            JSON,
            json!({ "workload": id, "rules": ["C04.gpu_util"] }).to_string(),
            reads,
        ),
        ("review/page", JSON, json!({ "id": id }).to_string(), reads),
        ("workloads/platforms", FORM, format!("id={id}"), reads),
        (
            "workloads/offer",
            JSON,
            json!({ "id": id, "query": {} }).to_string(),
            reads,
        ),
        (
            "history/page",
            JSON,
            json!({ "id": id, "page": 1, "imported": 1 }).to_string(),
            reads,
        ),
        (
            "overview/team",
            JSON,
            json!({ "id": team, "query": {} }).to_string(),
            reads,
        ),
        (
            "cost/workload",
            JSON,
            json!({ "id": id, "query": { "part": "calculators" } }).to_string(),
            reads,
        ),
        (
            "cost/team",
            JSON,
            json!({ "id": team, "query": {} }).to_string(),
            reads,
        ),
        (
            "cost/organisation",
            JSON,
            json!({ "query": { "by": "model" } }).to_string(),
            [401, 200, 200, 200, 200, 200, 200],
        ),
        ("teams/settings", FORM, format!("id={team}"), reads),
        (
            "admin/people",
            FORM,
            "search=&page=1".to_owned(),
            administers,
        ),
        ("admin/settings", FORM, String::new(), administers),
        ("admin/webhooks", FORM, String::new(), administers),
        (
            "admin/deliveries",
            FORM,
            "query[state]=failed".to_owned(),
            administers,
        ),
        (
            "notices/list",
            FORM,
            "query[kind]=conflict".to_owned(),
            [401, 200, 200, 200, 200, 200, 200],
        ),
        (
            "admin/rules",
            FORM,
            String::new(),
            [401, 200, 200, 200, 200, 200, 200],
        ),
    ];
    let before = checksum(&world.pool).await;
    for (place, role) in Role::ALL.into_iter().enumerate() {
        let mut client = world.client(role).await;
        for (name, kind, body, statuses) in &table {
            let (status, text) = call(&mut client, &format!("/api/fn/{name}"), kind, body).await;
            assert_eq!(status, statuses[place], "{role:?} {name}: {text}");
        }
    }
    assert_eq!(checksum(&world.pool).await, before);
}

/// The two functions that write, and the forms that do the same, have the same rules.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn writing_functions_of_every_role(pool: PgPool) {
    let world = World::new(pool).await;
    for (place, role) in Role::ALL.into_iter().enumerate() {
        let id = world.fresh(&format!("{role:?}")).await;
        let mut client = world.client(role).await;
        let writer = world
            .viewer(if role == Role::Anonymous {
                Role::Owner
            } else {
                role
            })
            .user;
        let met = json!({ "criterion": CRITERION, "expected": 0, "answer": { "state": "met" } });
        let answer = json!({ "id": id, "writer": writer, "changes": [met] });
        let change = json!({ "expected": 0, "text": "看过", "owner": "" });
        let note = json!({ "id": id, "check": CHECK, "writer": writer, "change": change });
        for (name, body) in [("checks/answer", answer), ("checks/note", note)] {
            let before = (checksum(&world.pool).await, log_entries(&world.pool).await);
            let (status, text) = call(
                &mut client,
                &format!("/api/fn/{name}"),
                JSON,
                &body.to_string(),
            )
            .await;
            let expected = [401, 403, 200, 200, 403, 200, 404][place];
            assert_eq!(status, expected, "{role:?} {name}: {text}");
            let after = (checksum(&world.pool).await, log_entries(&world.pool).await);
            if status == 200 {
                assert_eq!(after.1, before.1 + 1, "{role:?} {name}");
            } else {
                assert_eq!(after, before, "{role:?} {name}");
            }
        }
    }
}
