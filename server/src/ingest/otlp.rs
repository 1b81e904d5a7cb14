//! OTLP over HTTP, as the protocol's specification has it: the answer is encoded as the request is, success is 200,
//! and only 429, 502, 503 and 504 are sent again.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use services::Services;
use services::signals::{Door, Refusal, receive};
use telemetry::otlp::{Encoding, Signal, Status, refusal, reply};

use super::machine::{self, NotReceived, admitted, compression, content_type};
use crate::api::document::{Bytes, Json, OtlpRefused, Packed};
use crate::web::{AppState, failure};

/// Takes traces by OTLP over HTTP.
///
/// The answer is encoded as the request is. What was left out is told as `partialSuccess`; only 503 is sent again. A body
/// may be compressed by gzip and have 64 MiB after decompression.
#[utoipa::path(
    post,
    path = "/v1/traces",
    operation_id = "otlp-traces",
    tag = "Ingestion",
    params(("Content-Encoding" = inline(Option<Packed>), Header, description = "How the body is packed; not at all where it is left out.")),
    request_body(
        content((inline(Json) = "application/json"), (inline(Bytes) = "application/x-protobuf")),
        description = "`ExportTraceServiceRequest`.",
    ),
    responses(
        (status = 200, description = "Kept on disk, as far as `partialSuccess` does not say otherwise.",
            content((inline(Json) = "application/json"), (inline(Bytes) = "application/x-protobuf"))),
        OtlpRefused,
    ),
    extensions(("x-access" = json!("signals_token"))),
)]
pub(super) async fn traces(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(&state.services, Signal::Traces, &headers, body).await
}

/// Takes metrics by OTLP over HTTP.
///
/// The answer is encoded as the request is. What was left out is told as `partialSuccess`; only 503 is sent again. A body
/// may be compressed by gzip and have 64 MiB after decompression.
#[utoipa::path(
    post,
    path = "/v1/metrics",
    operation_id = "otlp-metrics",
    tag = "Ingestion",
    params(("Content-Encoding" = inline(Option<Packed>), Header, description = "How the body is packed; not at all where it is left out.")),
    request_body(
        content((inline(Json) = "application/json"), (inline(Bytes) = "application/x-protobuf")),
        description = "`ExportMetricsServiceRequest`.",
    ),
    responses(
        (status = 200, description = "Kept on disk, as far as `partialSuccess` does not say otherwise.",
            content((inline(Json) = "application/json"), (inline(Bytes) = "application/x-protobuf"))),
        OtlpRefused,
    ),
    extensions(("x-access" = json!("signals_token"))),
)]
pub(super) async fn metrics(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(&state.services, Signal::Metrics, &headers, body).await
}

/// Takes log records by OTLP over HTTP.
///
/// The answer is encoded as the request is. What was left out is told as `partialSuccess`; only 503 is sent again. A body
/// may be compressed by gzip and have 64 MiB after decompression.
#[utoipa::path(
    post,
    path = "/v1/logs",
    operation_id = "otlp-logs",
    tag = "Ingestion",
    params(("Content-Encoding" = inline(Option<Packed>), Header, description = "How the body is packed; not at all where it is left out.")),
    request_body(
        content((inline(Json) = "application/json"), (inline(Bytes) = "application/x-protobuf")),
        description = "`ExportLogsServiceRequest`.",
    ),
    responses(
        (status = 200, description = "Kept on disk, as far as `partialSuccess` does not say otherwise.",
            content((inline(Json) = "application/json"), (inline(Bytes) = "application/x-protobuf"))),
        OtlpRefused,
    ),
    extensions(("x-access" = json!("signals_token"))),
)]
pub(super) async fn logs(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(&state.services, Signal::Logs, &headers, body).await
}

async fn answer(services: &Services, signal: Signal, headers: &HeaderMap, body: Body) -> Response {
    let Some(encoding) = Encoding::of(content_type(headers)) else {
        let hint = "send application/x-protobuf or application/json";
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, hint).into_response();
    };
    let no = |status, code, why: &str| refused(status, code, encoding, why);
    let sender = match admitted(services, headers).await {
        Ok(Some(machine)) => machine,
        Ok(None) => {
            let why = "send a token for telemetry of one workload as `Authorization: Bearer …`";
            return no(StatusCode::UNAUTHORIZED, Status::Unauthenticated, why);
        }
        Err(error) => return failed(&error, encoding),
    };
    let Some(compression) = compression(headers) else {
        let why = "Content-Encoding is gzip or none";
        return no(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Status::InvalidArgument,
            why,
        );
    };
    let (body, _room) = match machine::body(services, headers, body).await {
        Ok(received) => received,
        Err(NotReceived::Busy) => return later(encoding, 5),
        Err(NotReceived::TooLarge) => {
            let why = "larger than 64 MiB";
            return no(StatusCode::PAYLOAD_TOO_LARGE, Status::InvalidArgument, why);
        }
        Err(NotReceived::Broken) => {
            return no(
                StatusCode::BAD_REQUEST,
                Status::InvalidArgument,
                "the body did not arrive",
            );
        }
    };
    match receive(
        services,
        sender,
        Door::Otlp(signal, encoding),
        compression,
        body,
    )
    .await
    {
        Ok(receipt) => bytes(
            StatusCode::OK,
            encoding,
            reply(signal, encoding, &receipt.dropped),
        ),
        Err(Refusal::Failed(error)) => failed(&error, encoding),
        Err(Refusal::Busy(seconds)) => later(encoding, seconds),
        Err(why @ Refusal::TooLarge(_)) => no(
            StatusCode::PAYLOAD_TOO_LARGE,
            Status::InvalidArgument,
            &why.to_string(),
        ),
        Err(why @ Refusal::Malformed(_)) => no(
            StatusCode::BAD_REQUEST,
            Status::InvalidArgument,
            &why.to_string(),
        ),
    }
}

/// Ours to mend, and perhaps only for a moment: the sender keeps it and comes again.
fn failed(error: &services::Error, encoding: Encoding) -> Response {
    failure::log(error, None);
    later(encoding, 5)
}

fn later(encoding: Encoding, seconds: u64) -> Response {
    let mut response = refused(
        StatusCode::SERVICE_UNAVAILABLE,
        Status::Unavailable,
        encoding,
        "try again later",
    );
    response.headers_mut().insert(RETRY_AFTER, seconds.into());
    response
}

fn refused(status: StatusCode, code: Status, encoding: Encoding, why: &str) -> Response {
    bytes(status, encoding, refusal(code, encoding, why))
}

fn bytes(status: StatusCode, encoding: Encoding, body: Vec<u8>) -> Response {
    let kind = HeaderValue::from_static(encoding.content_type());
    (status, [(CONTENT_TYPE, kind)], body).into_response()
}
