//! Prometheus: remote write 1.0, and text exposition by push. 5xx and 429 are sent again, other refusals are not.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use services::idempotency::Key;
use services::signals::{Door, Refusal, receive_once};
use telemetry::decompress::Compression;

use super::machine::{self, NotReceived, admitted, compression, content_type};
use crate::api::document::{Bytes, Packed, PrometheusRefused, Snappy};
use crate::web::idempotency::IDEMPOTENCY_KEY;
use crate::web::{AppState, failure};

/// Takes metrics by Prometheus remote write 1.0.
///
/// 5xx is to be sent again, other refusals are not. Version 2.0 is answered 415, and senders fall back to 1.0.
#[utoipa::path(
    post,
    path = "/api/v1/prometheus/write",
    operation_id = "prometheus-write",
    tag = "Ingestion",
    params(("Content-Encoding" = inline(Snappy), Header, description = "How the body is packed: always by Snappy.")),
    request_body(content = inline(Bytes), content_type = "application/x-protobuf"),
    responses(
        (status = 200, description = "Kept on disk, apart from what the sentence says.", body = String, content_type = "text/plain; charset=utf-8"),
        (status = 204, description = "Kept on disk."),
        PrometheusRefused,
    ),
    extensions(("x-access" = json!("signals_token"))),
)]
pub(super) async fn remote_write(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    // Version 2 has another message; senders fall back to 1.0 on 415.
    if content_type(&headers).contains("io.prometheus.write.v2") {
        return (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "remote write 1.0 is taken",
        )
            .into_response();
    }
    // VictoriaMetrics' agent tries zstd first, and Snappy once that is refused.
    if !matches!(
        compression(&headers),
        Some(Compression::None | Compression::Snappy)
    ) {
        return (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Content-Encoding is snappy\n",
        )
            .into_response();
    }
    answer(
        &state,
        (Door::RemoteWrite, None),
        Compression::Snappy,
        &headers,
        body,
    )
    .await
}

/// Takes a page of metrics in the text form of Prometheus or OpenMetrics.
///
/// What has no time of its own was measured now, so that a page that is sent again counts again unless an
/// `Idempotency-Key` says that it is the same one.
#[utoipa::path(
    post,
    path = "/api/v1/prometheus/metrics",
    operation_id = "prometheus-metrics",
    tag = "Ingestion",
    params(
        ("Content-Encoding" = inline(Option<Packed>), Header, description = "How the body is packed; not at all where it is left out."),
        ("Idempotency-Key" = Option<String>, Header, description = "A new one for each page, the same one to send it again: it then counts once."),
    ),
    request_body(content = String, content_type = "text/plain"),
    responses(
        (status = 200, description = "Kept on disk, apart from what the sentence says.", body = String, content_type = "text/plain; charset=utf-8"),
        (status = 204, description = "Kept on disk."),
        PrometheusRefused,
    ),
    extensions(("x-access" = json!("signals_token"))),
)]
pub(super) async fn exposition(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let Some(compression) = compression(&headers) else {
        return (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Content-Encoding is gzip or none",
        )
            .into_response();
    };
    let key = headers.get(IDEMPOTENCY_KEY);
    let Ok(key) = key.map(|key| Key::parse(key.as_bytes())).transpose() else {
        let why = "Idempotency-Key is 1 to 255 visible ASCII characters\n";
        return (StatusCode::BAD_REQUEST, why).into_response();
    };
    let door = (Door::Exposition, key);
    answer(&state, door, compression, &headers, body).await
}

async fn answer(
    state: &AppState,
    (door, key): (Door, Option<Key>),
    compression: Compression,
    headers: &HeaderMap,
    body: Body,
) -> Response {
    let sender = match admitted(&state.services, headers).await {
        Ok(Some(machine)) => machine,
        Ok(None) => {
            let why = "send a token for telemetry of one workload as `Authorization: Bearer …`\n";
            return (StatusCode::UNAUTHORIZED, why).into_response();
        }
        Err(error) => return failed(&error),
    };
    let (body, _room) = match machine::body(&state.services, headers, body).await {
        Ok(received) => received,
        Err(NotReceived::Busy) => return later(5),
        Err(NotReceived::TooLarge) => {
            return (StatusCode::PAYLOAD_TOO_LARGE, "larger than 64 MiB\n").into_response();
        }
        Err(NotReceived::Broken) => {
            return (StatusCode::BAD_REQUEST, "the body did not arrive\n").into_response();
        }
    };
    let done = receive_once(&state.services, sender, (door, key), compression, body);
    match done.await {
        Ok(receipt) if receipt.dropped.rejected() > 0 => {
            // The rest is kept, and it must not be sent again.
            (
                StatusCode::OK,
                format!("not kept: {}\n", receipt.dropped.message()),
            )
                .into_response()
        }
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(Refusal::Failed(error)) => failed(&error),
        Err(Refusal::Busy(seconds)) => later(seconds),
        Err(why @ Refusal::TooLarge(_)) => {
            (StatusCode::PAYLOAD_TOO_LARGE, format!("{why}\n")).into_response()
        }
        Err(why @ Refusal::Malformed(_)) => {
            (StatusCode::BAD_REQUEST, format!("{why}\n")).into_response()
        }
    }
}

fn failed(error: &services::Error) -> Response {
    failure::log(error, None);
    later(5)
}

fn later(seconds: u64) -> Response {
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, "try again later\n").into_response();
    response.headers_mut().insert(RETRY_AFTER, seconds.into());
    response
}
