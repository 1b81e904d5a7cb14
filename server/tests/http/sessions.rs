//! Sessions: their cookies, their beginning and end.

use http::StatusCode;
use server::web::{AppState, CookieNames, router};
use sqlx::PgPool;

use super::support::{Client, PASSWORD, Role, World};

const COOKIE: &str = "__Host-hexastyle";
const PRIVATE: &str = "/api/v1/organisation/report.json";

async fn rows(pool: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM sessions")
        .fetch_one(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_cookie_is_bound_to_host_and_tls(pool: PgPool) {
    let world = World::new(pool).await;
    let answer = world
        .anonymous()
        .login("owner@example.test", PASSWORD)
        .await;
    let cookie = answer
        .set_cookies()
        .into_iter()
        .find(|cookie| cookie.starts_with(COOKIE))
        .unwrap()
        .to_owned();
    for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.split("; ").any(|part| part == attribute), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    // On loopback without TLS neither prefix nor `Secure`.
    let plain = router(AppState::new(
        world.services.clone(),
        CookieNames::new(false),
        0,
    ));
    let answer = Client::new(plain)
        .login("owner@example.test", PASSWORD)
        .await;
    let cookie = answer.set_cookies()[0].to_owned();
    assert!(
        cookie.starts_with("hexastyle=")
            && !cookie.contains("Secure")
            && cookie.contains("HttpOnly"),
        "{cookie}"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_database_does_not_hold_the_id(pool: PgPool) {
    let world = World::new(pool).await;
    let client = world.client(Role::Owner).await;
    let text: String = sqlx::query_scalar("SELECT string_agg(s::text, ' ') FROM sessions s")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert!(!text.contains(&client.cookies[COOKIE]), "{text}");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_only_looks_leaves_no_row(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.anonymous();
    for path in ["/login", "/", "/no/such/page", PRIVATE] {
        client.get(path).await;
    }
    client
        .login("owner@example.test", "wrong wrong wrong")
        .await;
    client.post("/preferences", &[("locale", "en")]).await;
    client.post("/teams", &[("name", "x")]).await;
    client.post("/logout", &[]).await;
    assert_eq!(rows(&world.pool).await, 0);
    assert!(!client.cookies.contains_key(COOKIE));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn signing_in_changes_the_id(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Viewer).await;
    let known = client.cookies[COOKIE].clone();
    client.login("owner@example.test", PASSWORD).await;
    assert_ne!(client.cookies[COOKIE], known);
    let mut thief = world.anonymous();
    for planted in [known.as_str(), "AAAAAAAAAAAAAAAAAAAAAA", "no id at all"] {
        thief.cookies.insert(COOKIE.to_owned(), planted.to_owned());
        assert_eq!(
            thief.clone().get(PRIVATE).await.status,
            StatusCode::UNAUTHORIZED
        );
        let mut victim = thief.clone();
        victim.login("owner@example.test", PASSWORD).await;
        assert_ne!(victim.cookies[COOKIE], planted);
        assert_eq!(
            thief.clone().get(PRIVATE).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    // What the other person's session held is gone: nobody inherits it.
    let data: String = sqlx::query_scalar("SELECT string_agg(data::text, ' ') FROM sessions")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert!(
        !data.contains(&world.viewer(Role::Viewer).user.to_string()),
        "{data}"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn signing_out_ends_it_for_good(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Owner).await;
    let kept = client.clone();
    let answer = client.post("/logout", &[]).await;
    assert_eq!(answer.location(), "/login");
    let removal = answer.set_cookies()[0].to_owned();
    assert!(
        removal.contains("Secure") && removal.contains("Max-Age=0"),
        "{removal}"
    );
    assert_eq!(
        kept.clone().get(PRIVATE).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(rows(&world.pool).await, 0);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_new_password_ends_the_others(pool: PgPool) {
    let world = World::new(pool).await;
    let (mut here, mut there) = (
        world.client(Role::Owner).await,
        world.client(Role::Owner).await,
    );
    let before = here.cookies[COOKIE].clone();
    let new = "another password here";
    let wrong = here
        .post(
            "/account/password",
            &[("current", "x"), ("new", new), ("repeat", new)],
        )
        .await;
    assert_eq!(wrong.location(), "/account");
    assert_eq!(there.get(PRIVATE).await.status, StatusCode::OK);
    let done = here
        .post(
            "/account/password",
            &[("current", PASSWORD), ("new", new), ("repeat", new)],
        )
        .await;
    assert_eq!(done.location(), "/account");
    assert_ne!(here.cookies[COOKIE], before);
    assert_eq!(here.get(PRIVATE).await.status, StatusCode::OK);
    assert_eq!(there.get(PRIVATE).await.status, StatusCode::UNAUTHORIZED);
    let mut old = here.clone();
    old.cookies.insert(COOKIE.to_owned(), before);
    assert_eq!(old.get(PRIVATE).await.status, StatusCode::UNAUTHORIZED);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_is_disabled_is_out_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Owner).await;
    let admin = world.viewer(Role::Administrator);
    services::accounts::disable(&world.services, admin, world.viewer(Role::Owner).user, 1)
        .await
        .unwrap();
    assert_eq!(client.get(PRIVATE).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        client
            .login("owner@example.test", PASSWORD)
            .await
            .location(),
        "/login"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_role_that_was_taken_away_counts_no_more(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let path = format!("/api/v1/workloads/{}/answers.csv", world.workload);
    assert_eq!(client.get(&path).await.status, StatusCode::OK);
    let (admin, user) = (
        world.viewer(Role::Administrator),
        world.viewer(Role::Architect).user,
    );
    services::teams::remove_member(&world.services, admin, world.team, user)
        .await
        .unwrap();
    assert_eq!(client.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_expired_session_asks_to_sign_in_again(pool: PgPool) {
    let world = World::new(pool).await;
    for column in ["idle_expires_at", "absolute_expires_at"] {
        let mut client = world.client(Role::Owner).await;
        let past = format!("UPDATE sessions SET {column} = now() - interval '1 minute'");
        sqlx::query(sqlx::AssertSqlSafe(past))
            .execute(&world.pool)
            .await
            .unwrap();
        assert_eq!(
            client.clone().get(PRIVATE).await.status,
            StatusCode::UNAUTHORIZED
        );
        let answer = client
            .with("referer", "https://console.test/teams?q=1")
            .post("/teams", &[("name", "x")])
            .await;
        assert_eq!(answer.location(), "/login?next=/teams%3Fq%3D1");
        client.get("/login").await;
        assert!(!client.cookies.contains_key(COOKIE));
        sqlx::query("DELETE FROM sessions")
            .execute(&world.pool)
            .await
            .unwrap();
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn reading_writes_the_session_at_most_once_a_minute(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Owner).await;
    let version = "SELECT xmin::text FROM sessions";
    let first: String = sqlx::query_scalar(version)
        .fetch_one(&world.pool)
        .await
        .unwrap();
    for _ in 0..5 {
        assert!(client.get(PRIVATE).await.set_cookies().is_empty());
    }
    let last: String = sqlx::query_scalar(version)
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(first, last);
    sqlx::query("UPDATE sessions SET seen_at = seen_at - interval '2 minutes'")
        .execute(&world.pool)
        .await
        .unwrap();
    let aged: String = sqlx::query_scalar(version)
        .fetch_one(&world.pool)
        .await
        .unwrap();
    client.get(PRIVATE).await;
    let noted: String = sqlx::query_scalar(version)
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_ne!(aged, noted);
}
