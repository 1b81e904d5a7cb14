//! Who sends.

use axum::body::{Body, Bytes};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use services::signals::{Machine, admit};
use services::{Error, Services};
use telemetry::decompress::Compression;
use tokio::sync::OwnedSemaphorePermit;

use super::LARGEST;
use crate::web::bearer;

/// Memory taken for a body before any of it came, in bytes.
const AT_ONCE: usize = 256 * 1024;

/// The machine whose token stands in `Authorization: Bearer …`.
pub(super) async fn admitted(
    services: &Services,
    headers: &HeaderMap,
) -> Result<Option<Machine>, Error> {
    admit(services, bearer(headers).unwrap_or_default()).await
}

/// Why a body was not received.
pub(super) enum NotReceived {
    /// Larger than is taken.
    TooLarge,
    /// Too many bodies are being received.
    Busy,
    /// The sender went away, or sent nonsense.
    Broken,
}

/// The body, once there is room for it, and the room, to be kept as long as the body: only senders with a token get
/// that far, and never more than memory holds.
pub(super) async fn body(
    services: &Services,
    headers: &HeaderMap,
    body: Body,
) -> Result<(Bytes, OwnedSemaphorePermit), NotReceived> {
    let stated = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    let stated = stated
        .map_or(Ok(LARGEST), str::parse::<usize>)
        .unwrap_or(LARGEST);
    if stated > LARGEST {
        return Err(NotReceived::TooLarge);
    }
    let room = services
        .signals()
        .room(stated)
        .await
        .ok_or(NotReceived::Busy)?;
    // What is longer than it said ends there: hyper holds senders to their Content-Length.
    let mut body = Limited::new(body, LARGEST);
    // Copied part by part: to gather the parts first would hold the body twice, and keep the connection from reading into
    // the same memory again.
    let mut bytes: Vec<u8> = Vec::with_capacity(stated.min(AT_ONCE));
    while let Some(part) = body.frame().await {
        let part = part.map_err(|error| {
            if error.is::<LengthLimitError>() {
                NotReceived::TooLarge
            } else {
                NotReceived::Broken
            }
        })?;
        if let Ok(data) = part.into_data() {
            bytes.extend_from_slice(&data);
        }
    }
    Ok((bytes.into(), room))
}

/// How the body is packed; none where in a way that is not known.
pub(super) fn compression(headers: &HeaderMap) -> Option<Compression> {
    let header = headers
        .get(CONTENT_ENCODING)
        .map_or(Ok(""), |value| value.to_str());
    Compression::of(header.ok()?)
}

/// The content type; empty where there is none.
pub(super) fn content_type(headers: &HeaderMap) -> &str {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
