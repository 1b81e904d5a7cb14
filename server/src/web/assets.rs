//! Serves the embedded files.

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::web::embedded::{FILES, WebFile, find};

/// The name changes with the content, so a copy is good for ever.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// The name stays, so ask each time whether the copy is still right.
const ASK_AGAIN: &str = "no-cache";

/// `/assets/…` and the files with a fixed address.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let assets = Router::new().route("/assets/{name}", get(by_name));
    FILES.iter().fold(assets, |router, file| match file.public {
        Some(name) => router.route(
            &format!("/{name}"),
            get(move |headers: HeaderMap| async move { respond(file, &headers, ASK_AGAIN) }),
        ),
        None => router,
    })
}

async fn by_name(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match find(&name) {
        Some(file) => respond(file, &headers, FOR_EVER),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn respond(file: &'static WebFile, request: &HeaderMap, cache: &'static str) -> Response {
    let (encoding, content) = choose(file, request);
    let suffix = encoding.map(|name| format!("-{name}")).unwrap_or_default();
    let tag = format!("\"{}{suffix}\"", file.hash);
    let unchanged = knows(request, &tag);
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    if unchanged {
        return response;
    }
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static(content_type(file.name)),
    );
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The smallest copy that the client takes.
fn choose(file: &WebFile, request: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    for (encoding, copy) in [("br", file.brotli), ("gzip", file.gzip)] {
        if let Some(copy) = copy
            && accepts(request, encoding)
        {
            return (Some(encoding), copy);
        }
    }
    (None, file.content)
}

/// Whether `Accept-Encoding` names the encoding with a weight above zero.
fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    let values = request
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
        let weight = weight
            .trim()
            .strip_prefix("q=")
            .and_then(|q| q.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_none_or(|weight| weight > 0.0)
    })
}

/// Whether the client already has the copy with this tag.
fn knows(request: &HeaderMap, tag: &str) -> bool {
    let values = request
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(|item| item.trim().trim_start_matches("W/"))
        .any(|item| item == tag || item == "*")
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("ico") => "image/x-icon",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json" | "webmanifest") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
