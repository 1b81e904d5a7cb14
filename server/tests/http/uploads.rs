//! Documents in and out.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use http::{Method, StatusCode};
use http_body_util::channel::Channel;
use sqlx::PgPool;

use super::support::{Answer, CHECK, CRITERION, Client, FILE, Role, World, checksum, multipart};

const FIELDS: [(&str, &str); 4] = [
    ("title", ""),
    ("url", ""),
    ("effective", "2026-01-01"),
    ("criteria", CRITERION),
];

async fn upload(world: &World, client: &mut Client, file: Option<(&str, &[u8])>) -> Answer {
    let (kind, body) = multipart(&FIELDS, file);
    let path = format!("/workloads/{}/checks/{CHECK}/evidence", world.workload);
    client
        .send(Method::POST, &path, &kind, Body::from(body))
        .await
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_file_comes_back_as_it_was_and_runs_nowhere(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let answer = upload(&world, &mut client, Some(("../../审计 \"1\".html", FILE))).await;
    assert_eq!(
        answer.location(),
        format!("/workloads/{}/checks/{CHECK}#evidence", world.workload)
    );
    let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM evidence")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    let file = client.get(&format!("/evidence/{id}")).await;
    assert_eq!((file.status, file.bytes.as_slice()), (StatusCode::OK, FILE));
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(
        file.header("content-security-policy"),
        "default-src 'none'; sandbox; frame-ancestors 'none'"
    );
    let disposition = file.header("content-disposition");
    assert!(
        disposition.starts_with("attachment; filename=\""),
        "{disposition}"
    );
    assert!(
        disposition.contains("filename*=UTF-8''%E5%AE%A1%E8%AE%A1"),
        "{disposition}"
    );
    assert!(
        !disposition.contains("..") && !disposition.contains('/'),
        "{disposition}"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_file_has_a_limit(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let before = checksum(&world.pool).await;
    for megabytes in [21, 50] {
        let answer = upload(
            &world,
            &mut client,
            Some(("big.bin", &vec![7; megabytes * 1024 * 1024])),
        )
        .await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.text().contains("20 MiB"), "{}", answer.text());
    }
    assert_eq!(checksum(&world.pool).await, before);
    let answer = upload(
        &world,
        &mut client,
        Some(("large.bin", &vec![7; 20 * 1024 * 1024])),
    )
    .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_ne!(checksum(&world.pool).await, before);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_is_no_upload_is_refused(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{}/checks/{CHECK}/evidence", world.workload);
    let before = checksum(&world.pool).await;
    let wrong = client.post(&path, &[("title", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let broken = client
        .send(
            Method::POST,
            &path,
            "multipart/form-data; boundary=x",
            Body::from("--y\r\n"),
        )
        .await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    let (kind, body) = multipart(&[("title", &"x".repeat(100_000))], None);
    let long = client
        .send(Method::POST, &path, &kind, Body::from(body))
        .await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
    for file in [None, Some(("", &b""[..])), Some(("empty.txt", &b""[..]))] {
        let answer = upload(&world, &mut client, file).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(checksum(&world.pool).await, before);
}

/// Nobody who may not makes the server keep their bytes.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_is_not_signed_in_uploads_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.anonymous();
    let answer = upload(
        &world,
        &mut client,
        Some(("big.bin", &vec![7; 50 * 1024 * 1024])),
    )
    .await;
    assert!(answer.location().starts_with("/login"), "{}", answer.status);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_file_of_nobody_is_not_even_received(pool: PgPool) {
    let world = World::new(pool).await;
    for path in ["evidence/file?name=a.json", "evidence"] {
        let path = format!("/workloads/{}/{path}", world.workload);
        let (mut sender, body) = Channel::<Bytes, Infallible>::new(1);
        // The second part is taken only where somebody reads the first.
        let read = tokio::spawn(async move {
            let first = sender.send_data(Bytes::from_static(b"[")).await;
            let second = sender.send_data(Bytes::from_static(b"]")).await;
            first.is_ok() && second.is_ok()
        });
        let kind = "multipart/form-data; boundary=x";
        let answer = world
            .anonymous()
            .send(Method::POST, &path, kind, Body::new(body))
            .await;
        assert!(!answer.status.is_success(), "{path}");
        assert!(!read.await.unwrap(), "{path} was read");
    }
}
