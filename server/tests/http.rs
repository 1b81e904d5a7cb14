//! What every answer of the site has in common.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::{HeaderMap, Method, Request, StatusCode};
use server::web::{AppState, router};
use tower::ServiceExt;

/// One for all tests: making the routes has an effect on the whole process.
static SITE: LazyLock<Router> = LazyLock::new(|| router(AppState::default()));

async fn send(method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    SITE.clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

async fn text(response: Response) -> String {
    let bytes = to_bytes(response.into_body(), 1_000_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn policy(headers: &HeaderMap) -> &str {
    headers["content-security-policy"].to_str().unwrap()
}

#[tokio::test]
async fn each_page_has_a_nonce_of_its_own() {
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = send(Method::GET, "/", &[]).await;
        assert_eq!(page.status(), StatusCode::OK);
        assert_eq!(page.headers()["cache-control"], "no-store");
        let policy = policy(page.headers()).to_owned();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'nonce-"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"));
        let nonce = policy
            .split('\'')
            .find_map(|part| part.strip_prefix("nonce-"))
            .unwrap();
        let html = text(page).await;
        assert!(html.contains("<title>Hexastyle</title>"), "{html}");
        assert_eq!(
            html.matches("<script").count(),
            html.matches("</script>").count()
        );
        for tag in html.split("<script").skip(1) {
            let tag = tag.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{tag}");
        }
        nonces.push(nonce.to_owned());
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn an_unknown_address_is_a_page_with_status_404() {
    let page = send(Method::GET, "/no/such/page", &[]).await;
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    assert!(policy(page.headers()).contains("'nonce-"));
    assert!(text(page).await.contains("<h1>404</h1>"));
}

#[tokio::test]
async fn every_answer_is_closed_to_other_sites() {
    for path in ["/", "/healthz", "/assets/none.js", "/no/such/page"] {
        let answer = send(Method::GET, path, &[]).await;
        let headers = answer.headers();
        assert!(policy(headers).contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "same-origin");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
        assert!(headers.contains_key("permissions-policy"));
        assert!(headers.contains_key("x-request-id"));
    }
}

#[tokio::test]
async fn another_site_cannot_change_anything() {
    let foreign = [("host", "a.example"), ("origin", "https://b.example")];
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let answer = send(method, "/api/any", &foreign).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    }
    let own = [("host", "a.example"), ("origin", "https://a.example")];
    let answer = send(Method::POST, "/api/any", &own).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_body_too_large_is_refused() {
    let answer = send(Method::POST, "/api/any", &[("content-length", "99999999")]).await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_process_says_that_it_is_up() {
    let answer = send(Method::GET, "/healthz", &[]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(text(answer).await, "ok\n");
}

#[tokio::test]
async fn what_a_page_links_to_is_there() {
    let html = text(send(Method::GET, "/", &[]).await).await;
    for part in html.split("\"/assets/").skip(1) {
        let path = format!("/assets/{}", part.split('"').next().unwrap());
        let answer = send(Method::GET, &path, &[("accept-encoding", "br")]).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let cache = answer.headers()["cache-control"].to_str().unwrap();
        assert!(cache.contains("immutable"), "{cache}");
    }
}
