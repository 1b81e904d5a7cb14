//! What holds for every answer: headers, origin, limits, the error pages of the application.

use std::collections::BTreeSet;

use axum::body::Body;
use http::{Method, StatusCode};
use server::web::{AppState, CookieNames, router};
use sqlx::PgPool;

use super::one_connection::pages;
use super::support::{Answer, Client, Role, World};

fn policy(answer: &Answer) -> &str {
    answer.header("content-security-policy")
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn each_page_has_a_nonce_of_its_own(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Administrator).await;
    let mut nonces = BTreeSet::new();
    for path in ["/", "/", "/teams", "/no/such/page"] {
        let page = client.get(path).await;
        assert_eq!(page.header("cache-control"), "no-store");
        let policy = policy(&page);
        assert!(
            policy.starts_with("default-src 'none'; script-src 'nonce-"),
            "{policy}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"),
            "{policy}"
        );
        let nonce = policy
            .split('\'')
            .find_map(|part| part.strip_prefix("nonce-"))
            .unwrap();
        let html = page.text();
        for tag in html.split("<script").skip(1) {
            let tag = tag.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{tag}");
        }
        assert!(
            !html.contains(" style=\"") && !html.contains(" onclick="),
            "{path}"
        );
        assert!(nonces.insert(nonce.to_owned()));
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_is_not_signed_in_is_sent_to_sign_in(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.anonymous();
    for path in pages(&world, world.workload) {
        let answer = client.get(&path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(
            answer.location().starts_with("/login"),
            "{path}: {}",
            answer.location()
        );
        assert!(!answer.text().contains("客服助手"), "{path}");
    }
}

/// Pages of a workload and a team, for each of [`Role::ALL`] but nobody.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn pages_of_every_role(pool: PgPool) {
    let world = World::new(pool).await;
    let reads = [200, 200, 200, 200, 200, 404];
    let (id, team) = (world.workload, world.team);
    let workload = |part: &str| format!("/workloads/{id}{part}");
    let table = [
        (workload(""), reads),
        (workload("/checks/S01"), reads),
        (workload("/evidence"), reads),
        (workload("/findings"), reads),
        (workload("/signals"), reads),
        (workload("/signals?rule=C04.gpu_util"), reads),
        (workload("/map"), reads),
        (workload("/map?see=risk&part=nobody"), reads),
        (workload("/risks"), reads),
        (workload("/risks/K-S3"), reads),
        (workload("/risks/K-S99"), [404; 6]),
        (workload("/risks/own-1"), [404; 6]),
        (workload("/risks/new"), [403, 200, 200, 403, 200, 404]),
        ("/risks".to_owned(), [200; 6]),
        ("/risks?team=x&sort=luck&page=99".to_owned(), [200; 6]),
        (format!("/teams/{team}/risks"), reads),
        (workload("/plan"), reads),
        (workload("/platforms"), reads),
        (workload("/offer"), reads),
        (workload("/plan?view=board"), reads),
        (workload("/plan?view=timeline&capacity=5"), reads),
        (workload("/cost"), reads),
        (workload("/cost?part=calculators&b_now=30"), reads),
        (workload("/review"), reads),
        (workload("/history"), reads),
        (workload("/trend"), reads),
        (format!("/alerts?team={team}"), reads),
        (workload("/explain?number=index&set=assured"), reads),
        (workload("/edit"), [403, 200, 200, 403, 200, 404]),
        (format!("/teams/{team}"), reads),
        (format!("/teams/{team}/cost"), reads),
        (format!("/teams/{team}/settings"), reads),
        (format!("/teams/{team}/plan"), reads),
        (format!("/teams/{team}/plan?view=board"), reads),
        (format!("/teams/{team}/plan?view=timeline"), reads),
        (format!("/plan?team={team}"), reads),
        ("/plan".to_owned(), [200; 6]),
        ("/plan?view=board&owner=mine".to_owned(), [200; 6]),
        ("/admin/people".to_owned(), [403, 403, 403, 403, 200, 403]),
        ("/admin/settings".to_owned(), [403, 403, 403, 403, 200, 403]),
        ("/admin/webhooks".to_owned(), [403, 403, 403, 403, 200, 403]),
        (
            "/admin/deliveries".to_owned(),
            [403, 403, 403, 403, 200, 403],
        ),
        ("/notices".to_owned(), [200; 6]),
        ("/alerts".to_owned(), [200; 6]),
        ("/admin/rules".to_owned(), [200; 6]),
        ("/".to_owned(), [200; 6]),
        ("/cost".to_owned(), [200; 6]),
        ("/workloads".to_owned(), [200; 6]),
        ("/teams".to_owned(), [200; 6]),
        ("/catalog".to_owned(), [200; 6]),
        ("/api".to_owned(), [200; 6]),
        ("/api/results".to_owned(), [200; 6]),
        ("/api/v1".to_owned(), [404; 6]),
        ("/account".to_owned(), [200; 6]),
    ];
    for (place, role) in Role::ALL.into_iter().skip(1).enumerate() {
        let mut client = world.client(role).await;
        for (path, statuses) in &table {
            let answer = client.get(path).await;
            assert_eq!(answer.status.as_u16(), statuses[place], "{role:?} {path}");
            if statuses[place] == 404 {
                assert!(!answer.text().contains("客服助手"), "{role:?} {path}");
            }
        }
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_unknown_address_is_a_page_with_status_404(pool: PgPool) {
    let world = World::new(pool).await;
    let page = world.client(Role::Owner).await.get("/no/such/page").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(policy(&page).contains("'nonce-"));
    assert!(page.text().contains("<h1"));
}

/// A link that leads nowhere is told in words of its own: whoever follows it has no other page to go to.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_link_that_ended_says_so(pool: PgPool) {
    let world = World::new(pool).await;
    for path in ["/invite/none", "/reset/none"] {
        let page = world.anonymous().get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text().contains("这个链接已失效"), "{path}");
    }
}

/// Before the first sample there is no curve of what is left, and so no key to it.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_is_not_drawn_has_no_key(pool: PgPool) {
    let world = World::new(pool).await;
    let path = format!("/workloads/{}/trend", world.workload);
    let page = world.client(Role::Architect).await.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("计划里没有未完成的行动。"));
    assert!(!page.text().contains("实际剩余"));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn every_answer_is_closed_to_other_sites(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.anonymous();
    for path in [
        "/",
        "/login",
        "/healthz",
        "/readyz",
        "/assets/none.js",
        "/no/such/page",
        "/api/v1/none",
    ] {
        let answer = client.get(path).await;
        assert!(policy(&answer).contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert!(answer.headers.contains_key("permissions-policy"));
        assert!(answer.headers.contains_key("x-request-id"));
        assert_eq!(
            answer.header("strict-transport-security"),
            "max-age=31536000"
        );
    }
    // On loopback there is no TLS to insist on.
    let plain = router(AppState::new(
        world.services.clone(),
        CookieNames::new(false),
        0,
    ));
    let answer = Client::new(plain).get("/login").await;
    assert!(!answer.headers.contains_key("strict-transport-security"));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn another_site_cannot_change_anything(pool: PgPool) {
    let world = World::new(pool).await;
    let client = world.anonymous().with("sec-fetch-site", "");
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let mut foreign = client.with("origin", "https://b.example");
        let answer = foreign.send(method, "/api/any", "", Body::empty()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_body_too_large_is_refused(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.anonymous().with("content-length", "99999999");
    let answer = client
        .send(Method::POST, "/api/fn/any", "", Body::empty())
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_process_and_the_database_say_that_they_are_up(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.anonymous();
    for path in ["/healthz", "/readyz"] {
        assert_eq!(client.get(path).await.text(), "ok\n");
    }
    world.pool.close().await;
    assert_eq!(client.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(
        client.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    // Without a cookie the page asks the database for the organisation.
    let page = client.get("/login").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text().contains("<h1>"), "{}", page.text());
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_a_page_links_to_is_there(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.anonymous();
    let html = client.get("/login").await.text();
    for part in html.split("\"/assets/").skip(1) {
        let path = format!("/assets/{}", part.split('"').next().unwrap());
        let answer = client.with("accept-encoding", "br").get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.header("cache-control").contains("immutable"));
    }
}
