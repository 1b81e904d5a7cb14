//! The REST API.

use http::StatusCode;
use sqlx::PgPool;

use super::access::assessment;
use super::support::{CRITERION, Role, World};

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn errors_are_json(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Viewer).await;
    let id = world.workload;
    for (path, status, code) in [
        (
            "/api/v1/assessments/nothing".to_owned(),
            StatusCode::NOT_FOUND,
            "not_found",
        ),
        (
            format!("/api/v1/assessments/{id}"),
            StatusCode::NOT_FOUND,
            "not_found",
        ),
        (
            format!("/api/v1/workloads/{}/answers.csv", world.foreign),
            StatusCode::NOT_FOUND,
            "not_found",
        ),
        (
            format!("/api/v1/workloads/{id}/answers.csv?lang=fr"),
            StatusCode::BAD_REQUEST,
            "language",
        ),
        (
            format!("/api/v1/workloads/{id}/findings?page=1&page=2"),
            StatusCode::BAD_REQUEST,
            "malformed",
        ),
        (
            "/api/v1/frameworks/none".to_owned(),
            StatusCode::NOT_FOUND,
            "not_found",
        ),
        (
            "/api/v1/none".to_owned(),
            StatusCode::NOT_FOUND,
            "not_found",
        ),
    ] {
        let answer = client.get(&path).await;
        assert_eq!(
            (answer.status, answer.json()["error"]["code"].as_str()),
            (status, Some(code)),
            "{path}"
        );
        assert!(
            answer.json()["error"]["message"].is_string()
                && answer.json()["error"]["fields"].is_object()
        );
    }
    let anonymous = world.anonymous().get("/api/v1/frameworks/genai-wa").await;
    assert_eq!(anonymous.json()["error"]["code"], "unauthenticated");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_assessment_has_the_fields_that_others_rely_on(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .answer(Role::Architect, world.workload, CRITERION, 0)
        .await;
    let id = assessment(&world, world.workload).await;
    let mut client = world.client(Role::Viewer).await;
    let answer = client.get(&format!("/api/v1/assessments/{id}")).await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let json = answer.json();
    for key in [
        "score_spec",
        "framework",
        "input_hash",
        "workload",
        "state",
        "answers",
        "scores",
        "floors",
        "risks",
        "plan",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert_eq!(json["answers"][0]["criterion"], CRITERION);
    assert_eq!(json["workload"]["name"], "客服助手");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_known_copy_is_not_sent_again(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Viewer).await;
    let first = client.get("/api/v1/frameworks/genai-wa").await;
    assert_eq!(first.json()["id"], "genai-wa");
    let again = client
        .with("if-none-match", first.header("etag"))
        .get("/api/v1/frameworks/genai-wa")
        .await;
    assert_eq!(
        (again.status, again.bytes.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn files_are_named_after_what_they_tell_of(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Viewer).await;
    let (id, today) = (world.workload, world.services.today());
    let csv = client
        .get(&format!("/api/v1/workloads/{id}/risks.csv?lang=en"))
        .await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let name = app::query::encode(&format!("客服助手-{today}-risks.csv"));
    assert!(
        csv.header("content-disposition").ends_with(&name),
        "{}",
        csv.header("content-disposition")
    );
    let chinese = client
        .get(&format!("/api/v1/workloads/{id}/risks.csv?lang=zh-CN"))
        .await;
    assert_ne!(csv.bytes, chinese.bytes);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn reports_are_pdf(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .answer(Role::Architect, world.workload, CRITERION, 0)
        .await;
    let mut client = world.client(Role::Viewer).await;
    for path in [
        format!("/api/v1/workloads/{}/report.pdf?lang=en", world.workload),
        format!("/api/v1/teams/{}/report.pdf", world.team),
        "/api/v1/organisation/report.pdf?lang=zh-CN".to_owned(),
    ] {
        let answer = client.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        assert!(answer.bytes.starts_with(b"%PDF-"), "{path}");
        assert_eq!(answer.header("content-type"), "application/pdf");
        assert!(answer.header("content-disposition").contains(".pdf"));
    }
}
