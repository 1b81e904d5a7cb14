//! What no page of ours sends.

use axum::body::Body;
use http::{Method, StatusCode};
use sqlx::PgPool;

use super::one_connection::pages;
use super::support::{CHECK, CRITERION, Role, World, checksum, log_entries};

const BREAKOUT: &str =
    "</textarea></title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_form_is_urlencoded_utf8_of_bounded_size(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Administrator).await;
    let before = (checksum(&world.pool).await, log_entries(&world.pool).await);
    for (kind, body, status) in [
        (
            "application/json",
            b"{\"name\":\"x\"}".to_vec(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "text/plain",
            b"name=x".to_vec(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        ("", b"name=x".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (
            "application/x-www-form-urlencoded",
            b"name=%ff%fe".to_vec(),
            StatusCode::BAD_REQUEST,
        ),
        (
            "application/x-www-form-urlencoded",
            b"name=\xff".to_vec(),
            StatusCode::BAD_REQUEST,
        ),
        (
            "application/x-www-form-urlencoded",
            b"name=%".to_vec(),
            StatusCode::BAD_REQUEST,
        ),
        (
            "application/x-www-form-urlencoded",
            b"a=1&".repeat(3_000),
            StatusCode::BAD_REQUEST,
        ),
        (
            "application/x-www-form-urlencoded",
            vec![b'a'; 3 * 1024 * 1024],
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ] {
        let answer = client
            .send(Method::POST, "/teams", kind, Body::from(body))
            .await;
        assert_eq!(answer.status, status, "{kind}");
        assert!(
            answer
                .text()
                .starts_with("<!DOCTYPE html><html lang=\"zh-CN\">"),
            "{}",
            answer.text()
        );
        let english = client
            .with("accept-language", "en")
            .send(Method::POST, "/teams", "text/plain", Body::empty())
            .await;
        assert!(english.text().contains("<html lang=\"en\">"));
    }
    assert_eq!(
        (checksum(&world.pool).await, log_entries(&world.pool).await),
        before
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn nothing_that_is_typed_can_break_the_server(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Administrator).await;
    let (long, id) = ("x".repeat(50_000), world.workload);
    let texts = [
        "",
        " ",
        "\u{0}",
        "a\u{0}b",
        "\u{202e}",
        "'; DROP TABLE users; --",
        "-1",
        "99999999999999999999",
        "NaN",
        "2026-02-30",
        BREAKOUT,
        long.as_str(),
        "🙂",
    ];
    let forms: [(String, &[&str]); 12] = [
        ("/teams".into(), &["name", "capacity"]),
        (
            format!("/teams/{}/edit", world.team),
            &["name", "capacity", "version"],
        ),
        (
            format!("/teams/{}/priorities", world.team),
            &["priority.security", "version"],
        ),
        (
            format!("/teams/{}/members/role", world.team),
            &["user", "role"],
        ),
        (format!("/teams/{}/invite", world.team), &["email", "role"]),
        (
            "/workloads".into(),
            &["team", "name", "description", "tier", "profile"],
        ),
        (
            format!("/workloads/{id}/edit"),
            &["name", "description", "tier", "profile", "version"],
        ),
        (
            format!("/workloads/{id}/targets"),
            &["check", "level", "back"],
        ),
        (
            format!("/workloads/{id}/checks/{CHECK}"),
            &[
                "state.S01.2a",
                "reason.S01.2a",
                "reason_text.S01.2a",
                "version.S01.2a",
                "note",
                "owner",
                "note_version",
                "then",
            ],
        ),
        (format!("/workloads/{id}/undo"), &["changes", "back"]),
        (
            format!("/workloads/{id}/risks/K-S3"),
            &["treatment", "owner", "note", "expires_on", "version"],
        ),
        (
            format!("/workloads/{id}/plan/{CRITERION}"),
            &["state", "owner", "due_on", "note", "version"],
        ),
    ];
    for (path, fields) in forms {
        for text in texts {
            let all: Vec<_> = fields.iter().map(|field| (*field, text)).collect();
            let answer = client.post(&path, &all).await;
            let shown: String = text.chars().take(20).collect();
            assert_eq!(
                answer.status,
                StatusCode::SEE_OTHER,
                "{path} {shown:?}: {}",
                answer.text()
            );
            let page = answer.location().to_owned();
            assert!(page.starts_with('/') && !page.starts_with("//"), "{page}");
            let page = page.split('#').next().unwrap().to_owned();
            let shown_page = client.get(&page).await;
            assert!(!shown_page.status.is_server_error(), "{page} {shown:?}");
            assert!(is_escaped(&shown_page.text()), "{page}");
        }
    }
    // What was taken stands in names and notes now, wherever they are shown.
    for page in pages(&world, id) {
        assert!(is_escaped(&client.get(&page).await.text()), "{page}");
    }
}

fn is_escaped(html: &str) -> bool {
    !html.contains("<script>alert(1)") && !html.contains("<img src=x")
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_id_that_is_none_or_foreign_leads_nowhere(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Owner).await;
    let (own, foreign) = (world.workload, world.foreign);
    let before = (checksum(&world.pool).await, log_entries(&world.pool).await);
    for path in [
        "/workloads/1/archive".to_owned(),
        "/workloads/%ff/archive".to_owned(),
        "/workloads/'/archive".to_owned(),
        "/workloads/00000000-0000-0000-0000-000000000000/archive".to_owned(),
        format!("/workloads/{foreign}/archive"),
        format!("/workloads/{foreign}/submit"),
        format!("/workloads/{own}/checks/NONE"),
        format!("/workloads/{own}/checks/%20"),
        format!("/workloads/{own}/evidence/{own}/withdraw"),
        format!("/workloads/{own}/attestations/{own}/withdraw"),
        format!("/teams/{}/invite", world.other_team),
        format!("/invitations/{own}/revoke"),
        "/invite/none".to_owned(),
        "/reset/none".to_owned(),
    ] {
        let answer = client
            .post(
                &path,
                &[
                    ("version", "0"),
                    ("email", "a@b.test"),
                    ("role", "viewer"),
                    ("password", "x"),
                ],
            )
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().contains("没有这个页面"), "{path}");
    }
    for path in [
        format!("/workloads/{own}/risks/NONE"),
        format!("/workloads/{own}/plan/NONE"),
    ] {
        let fields = [
            ("version", "0"),
            ("treatment", "mitigate"),
            ("state", "open"),
        ];
        assert_eq!(
            client.post(&path, &fields).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(
        (checksum(&world.pool).await, log_entries(&world.pool).await),
        before
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn another_site_can_post_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let client = world.client(Role::Administrator).await;
    let before = (checksum(&world.pool).await, log_entries(&world.pool).await);
    let foreign = [
        client.with("sec-fetch-site", "cross-site"),
        client.with("sec-fetch-site", "same-site"),
        client
            .with("sec-fetch-site", "")
            .with("origin", "https://evil.test"),
        client.with("sec-fetch-site", "").with("origin", "null"),
        client.with("sec-fetch-site", ""),
    ];
    for mut client in foreign {
        for path in [
            "/teams",
            "/logout",
            "/preferences",
            "/account/password",
            "/admin/settings",
        ] {
            let answer = client
                .post(path, &[("name", "x"), ("version", "1"), ("locale", "en")])
                .await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    assert_eq!(
        (checksum(&world.pool).await, log_entries(&world.pool).await),
        before
    );
    assert_eq!(
        client
            .clone()
            .get("/api/v1/organisation/report.json")
            .await
            .status,
        StatusCode::OK
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn addresses_that_make_no_sense_are_no_errors_of_ours(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Administrator).await;
    let id = world.workload;
    for path in [
        "/workloads?page=99999999999999999999&sort=-nothing&team=x&tier=9".to_owned(),
        "/workloads?page=-1&q=%00%ff".to_owned(),
        "/workloads?team=%00&tier=%00&fact=%00&state=%00&has=%00&sort=%00".to_owned(),
        "/risks?q=%00&team=%00&owner=%00&treatment=%00&sort=%00".to_owned(),
        "/plan?q=%00&team=%00&owner=%00&state=%00&due=%00&pillar=%00&view=%00".to_owned(),
        "/cost?month=%00&by=%00&currency=%00".to_owned(),
        "/alerts?team=%00&page=%00".to_owned(),
        "/reports?workload=%00".to_owned(),
        format!("/workloads?q={}", "%F0%9F%99%82".repeat(500)),
        "/admin/people?page=4294967295".to_owned(),
        format!("/workloads/{id}/difference?from=-1&to=99999999999"),
        format!("/workloads/{id}/explain?number=nothing&id=%22&set=x"),
        "/explain?number=pillar&id=".to_owned(),
        "/admin/log?page=18446744073709551616".to_owned(),
        "/catalog/checks/%00".to_owned(),
        "/%ff".to_owned(),
    ] {
        let answer = client.get(&path).await;
        assert!(
            !answer.status.is_server_error(),
            "{path}: {}",
            answer.status
        );
    }
}

/// A form's address opened by hand says so instead of showing nothing.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_form_is_not_to_be_opened(pool: PgPool) {
    let world = World::new(pool).await;
    let answer = world
        .client(Role::Owner)
        .await
        .get(&format!("/workloads/{}/submit", world.workload))
        .await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.text().contains("<h1>"));
}
