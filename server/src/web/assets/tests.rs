use axum::body::to_bytes;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::{ASK_AGAIN, FOR_EVER, WebFile, respond};

static FILE: WebFile = WebFile {
    name: "main.0123.css",
    hash: "0123",
    role: None,
    public: None,
    content: b"plain",
    brotli: Some(b"br"),
    gzip: Some(b"gz"),
};

fn request(name: HeaderName, value: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
}

async fn body_for(accept: &'static str) -> String {
    let response = respond(&FILE, &request(ACCEPT_ENCODING, accept), FOR_EVER);
    let bytes = to_bytes(response.into_body(), 100).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn the_smallest_accepted_copy_is_sent() {
    assert_eq!(body_for("gzip, deflate, br, zstd").await, "br");
    assert_eq!(body_for("gzip").await, "gz");
    assert_eq!(body_for("br;q=0, gzip;q=0.5").await, "gz");
    assert_eq!(body_for("br; q=0.000").await, "plain");
    assert_eq!(body_for("identity").await, "plain");
    assert_eq!(body_for("").await, "plain");
}

#[test]
fn the_headers_tell_caches_what_they_need() {
    let response = respond(&FILE, &request(ACCEPT_ENCODING, "br"), FOR_EVER);
    let headers = response.headers();
    assert_eq!(headers[CACHE_CONTROL], FOR_EVER);
    assert_eq!(headers[CONTENT_ENCODING], "br");
    assert_eq!(headers[CONTENT_TYPE], "text/css; charset=utf-8");
    assert_eq!(headers[ETAG], "\"0123-br\"");
    assert_eq!(headers[VARY], "accept-encoding");
}

#[test]
fn a_known_copy_is_not_sent_again() {
    for tag in ["\"0123\"", "W/\"0123\"", "\"x\", \"0123\"", "*"] {
        let response = respond(&FILE, &request(IF_NONE_MATCH, tag), ASK_AGAIN);
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{tag}");
        assert_eq!(response.headers()[ETAG], "\"0123\"");
    }
    let response = respond(&FILE, &request(IF_NONE_MATCH, "\"old\""), ASK_AGAIN);
    assert_eq!(response.status(), StatusCode::OK);
}
