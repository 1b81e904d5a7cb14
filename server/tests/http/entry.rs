//! The set-up, signing in and out, invitations, new passwords.

use http::StatusCode;
use server::instance::{keep_framework, services};
use server::web::{AppState, CookieNames, router};
use services::accounts::{self, PasswordCost};
use sqlx::PgPool;

use super::support::{Client, PASSWORD, Role, World};

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_first_visitor_sets_up_and_is_signed_in(pool: PgPool) {
    let services = services(pool.clone())
        .unwrap()
        .with_password_cost(PasswordCost::new(64, 1));
    keep_framework(&pool, &services).await.unwrap();
    let mut client = Client::new(router(AppState::new(services, CookieNames::new(true), 0)));
    for path in ["/", "/login", "/workloads", "/no/such/page"] {
        assert_eq!(client.get(path).await.location(), "/setup", "{path}");
    }
    let empty = client
        .post(
            "/setup",
            &[("organisation", ""), ("email", "x"), ("password", "short")],
        )
        .await;
    assert_eq!(
        (empty.status, empty.location()),
        (StatusCode::SEE_OTHER, "/setup")
    );
    let form = [
        ("organisation", "织云"),
        ("name", "管理员"),
        ("email", "a@example.test"),
        ("password", PASSWORD),
        ("repeat", PASSWORD),
    ];
    let done = client.post("/setup", &form).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(client.get("/setup").await.location(), "/");
    assert_eq!(client.get("/account").await.status, StatusCode::OK);
    // Whoever set it up is told what comes next, and where.
    let home = client.get("/").await;
    assert!(
        home.text().contains("aria-current=\"step\"") && home.text().contains("href=\"/teams\"")
    );
    // Only once.
    let mut other = client.clone();
    other.cookies.clear();
    other.post("/setup", &form).await;
    assert_eq!(
        sqlx::query_scalar::<_, i64>("SELECT count(*) FROM users")
            .fetch_one(&pool)
            .await
            .unwrap(),
        1
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn signing_in_goes_on_to_this_site_only(pool: PgPool) {
    let world = World::new(pool).await;
    for (next, expected) in [
        ("/teams?x=1", "/teams?x=1"),
        ("", "/"),
        ("//evil.test", "/"),
        ("/\\evil.test", "/"),
        ("https://evil.test/", "/"),
        ("/\t/evil.test", "/"),
        ("javascript:alert(1)", "/"),
    ] {
        let fields = [
            ("email", "owner@example.test"),
            ("password", PASSWORD),
            ("next", next),
        ];
        let answer = world.anonymous().post("/login", &fields).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, expected),
            "{next:?}"
        );
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_wrong_password_and_no_account_look_the_same(pool: PgPool) {
    let world = World::new(pool).await;
    let mut said = Vec::new();
    for email in ["owner@example.test", "nobody@example.test"] {
        let mut client = world.anonymous();
        let answer = client.login(email, "not the password").await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/login")
        );
        let flash = client.cookies["__Host-hexastyle-flash"]
            .replace(&email[..email.find('@').unwrap()], "WHO");
        assert!(!flash.contains("not%20the"), "{flash}");
        said.push(flash);
    }
    assert_eq!(said[0], said[1]);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn tries_are_limited(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.anonymous();
    for _ in 0..10 {
        client
            .login("owner@example.test", "guess guess guess")
            .await;
    }
    let answer = client.login("owner@example.test", PASSWORD).await;
    assert_eq!(answer.location(), "/login");
    assert!(
        client.cookies["__Host-hexastyle-flash"].contains("too_many"),
        "{:?}",
        client.cookies
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_invitation_makes_a_member_and_works_once(pool: PgPool) {
    let world = World::new(pool).await;
    let mut owner = world.client(Role::Owner).await;
    let path = format!("/teams/{}/invite", world.team);
    let owner_at = owner.with("origin", "https://console.test");
    owner = owner_at;
    let answer = owner
        .post(
            &path,
            &[("email", "neu@example.test"), ("role", "architect")],
        )
        .await;
    assert_eq!(answer.location(), format!("/teams/{}/settings", world.team));
    let data: serde_json::Value =
        sqlx::query_scalar("SELECT data FROM sessions WHERE data::text LIKE '%invited%'")
            .fetch_one(&world.pool)
            .await
            .unwrap();
    let link = data["flash"]["values"]["link"].as_str().unwrap();
    let path = link.strip_prefix("https://console.test").unwrap();
    let mut new = world.anonymous();
    let bad = new
        .post(
            path,
            &[
                ("name", "新人"),
                ("password", PASSWORD),
                ("repeat", "another one here"),
            ],
        )
        .await;
    assert_eq!(bad.location(), path);
    let done = new
        .post(
            path,
            &[
                ("name", "新人"),
                ("password", PASSWORD),
                ("repeat", PASSWORD),
            ],
        )
        .await;
    assert_eq!(done.location(), "/");
    assert_eq!(
        new.get("/api/v1/organisation/report.json").await.status,
        StatusCode::OK
    );
    let again = world
        .anonymous()
        .post(path, &[("name", "x"), ("password", PASSWORD)])
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_reset_link_sets_a_password_and_ends_sessions(pool: PgPool) {
    let world = World::new(pool).await;
    let mut owner = world.client(Role::Owner).await;
    let link = accounts::recover(&world.services, "owner@example.test")
        .await
        .unwrap();
    let path = format!("/reset/{}", link.token);
    let new = "another password here";
    let answer = world
        .anonymous()
        .post(&path, &[("password", new), ("repeat", new)])
        .await;
    assert_eq!(answer.location(), "/login");
    assert_eq!(
        owner.get("/api/v1/organisation/report.json").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        world
            .anonymous()
            .login("owner@example.test", PASSWORD)
            .await
            .location(),
        "/login"
    );
    assert_eq!(
        world
            .anonymous()
            .login("owner@example.test", new)
            .await
            .location(),
        "/"
    );
    let again = world
        .anonymous()
        .post(&path, &[("password", new), ("repeat", new)])
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn language_and_theme_are_for_everybody(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.anonymous();
    let answer = client
        .post(
            "/preferences",
            &[("locale", "en"), ("back", "/login?next=/teams")],
        )
        .await;
    assert_eq!(answer.location(), "/login?next=/teams");
    client
        .post(
            "/preferences",
            &[("theme", "dark"), ("back", "//evil.test")],
        )
        .await;
    assert_eq!(client.cookies["__Host-hexastyle-locale"], "en");
    assert_eq!(client.cookies["__Host-hexastyle-theme"], "dark");
    assert!(
        client
            .get("/login")
            .await
            .text()
            .contains("<html lang=\"en\" data-theme=\"dark\"")
    );
    client.post("/preferences", &[("theme", "")]).await;
    assert!(!client.cookies.contains_key("__Host-hexastyle-theme"));
    let bad = client
        .post("/preferences", &[("locale", "xx"), ("back", "/login")])
        .await;
    assert_eq!(bad.location(), "/login");
    // A person's own setting comes before the cookie.
    let mut owner = world.client(Role::Owner).await;
    owner.post("/preferences", &[("locale", "en")]).await;
    owner.cookies.remove("__Host-hexastyle-locale");
    let refused = owner.post("/teams", &[("name", "x")]).await.text();
    assert!(refused.contains("<html lang=\"en\">"), "{refused}");
}
