//! Tables over HTTP that are larger than what is waited for: they are written while they are sent.

use axum::body::{Body, to_bytes};
use http::header::COOKIE;
use http::{Request, StatusCode};
use services::assessing::NewFile;
use services::evidence::{self, Sender};
use services::export;
use sqlx::PgPool;
use tower::ServiceExt;

use super::access::cases::LEAK;
use super::support::{Client, Role, World};

/// Findings: more than a page of them.
const FINDINGS: i32 = 9_000;

/// The same finding many times, over many days.
async fn filled(pool: PgPool) -> World {
    let world = World::new(pool).await;
    let file = NewFile {
        name: "leaks.json".to_owned(),
        bytes: LEAK.as_bytes().to_vec(),
    };
    let sender = Sender::Person(world.viewer(Role::Architect));
    evidence::hand_in(&world.services, sender, world.workload, file, true)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO findings (id, workload_id, series, fingerprint, reading_id, kind, severity, checks, content, first_day, last_day, tool)
         SELECT gen_random_uuid(), workload_id, series, fingerprint || n, reading_id, kind, severity, checks, content,
                first_day - 40, last_day - n % 40, tool
         FROM findings, generate_series(2, $1) AS n",
    )
    .bind(FINDINGS)
    .execute(&world.pool)
    .await
    .unwrap();
    world
}

fn path(world: &World) -> String {
    format!(
        "/api/v1/workloads/{}/findings.csv?lang=zh-CN",
        world.workload
    )
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_table_of_many_pages_is_the_table(pool: PgPool) {
    let world = filled(pool).await;
    let mut client = world.client(Role::Viewer).await;
    let sent = client.get(&path(&world)).await;
    assert_eq!(sent.status, StatusCode::OK);
    assert_eq!(sent.header("content-type"), "text/csv; charset=utf-8");
    assert!(sent.header("content-disposition").contains("-findings.csv"));
    // Its content is not known when its head is sent.
    assert_eq!(sent.header("etag"), "");
    let query = evidence::FindingsQuery::default();
    let whole = (world.workload, domain::Locale::Zh);
    let table = export::findings_csv(&world.services, world.viewer(Role::Viewer), whole, &query);
    let whole = table.await.unwrap().in_pages_of(u16::MAX).whole().await;
    assert!(sent.bytes == whole.unwrap());
    let lines = sent.text().lines().count();
    assert_eq!(i32::try_from(lines).unwrap(), FINDINGS + 1);
}

async fn body(world: &World, client: &Client) -> (StatusCode, bool) {
    let cookies = client.cookies.iter();
    let cookies: Vec<_> = cookies
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut request = Request::get(path(world)).header(COOKIE, cookies.join("; "));
    for (name, value) in &client.headers {
        request = request.header(*name, value);
    }
    let request = request.body(Body::empty()).unwrap();
    let answer = world.router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let read = to_bytes(answer.into_body(), 64 * 1024 * 1024).await;
    (status, read.is_ok())
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_table_that_fails_on_its_way_breaks_off(pool: PgPool) {
    let world = filled(pool).await;
    let client = world.client(Role::Viewer).await;
    assert_eq!(body(&world, &client).await, (StatusCode::OK, true));
    // A finding that can't be read, on the last page.
    let spoil = "UPDATE findings SET content = '{}' WHERE id = (SELECT id FROM findings ORDER BY last_day, id DESC LIMIT 1)";
    sqlx::query(spoil).execute(&world.pool).await.unwrap();
    assert_eq!(body(&world, &client).await, (StatusCode::OK, false));
    // What fails before anything was sent has a status.
    sqlx::query("UPDATE findings SET content = '{}'")
        .execute(&world.pool)
        .await
        .unwrap();
    let (status, _) = body(&world, &client).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
}
