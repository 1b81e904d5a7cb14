//! One line in the log for each request, and the id that joins it with other lines.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names a request in the log, in the answer's `x-request-id` and in error messages.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(pub Uuid);

impl RequestId {
    #[expect(
        clippy::disallowed_methods,
        reason = "only a name in the log; nothing depends on it"
    )]
    fn new() -> Self {
        Self(Uuid::now_v7())
    }
}

/// Logs a request when its answer's head is ready. Never the query, a header or a body: they may
/// hold what is personal or secret.
pub async fn log(mut request: Request, next: Next) -> Response {
    let (id, start) = (RequestId::new(), Instant::now());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(id);

    let mut response = next.run(request).await;

    if let Ok(value) = HeaderValue::from_str(&id.0.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let route = route.as_ref().map_or("(none)", MatchedPath::as_str);
    let status = response.status().as_u16();
    let elapsed = start.elapsed();
    tracing::info!(
        request.id = %id.0,
        http.method = %method,
        http.route = route,
        http.status = status,
        elapsed_us = elapsed.as_micros(),
        "{method} {route} {status} in {elapsed:.1?}"
    );
    response
}
