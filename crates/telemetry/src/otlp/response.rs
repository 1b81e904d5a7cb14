//! Response bodies.

use serde_json::json;

use super::{Encoding, Signal, wire};
use crate::dropped::Dropped;

/// The answer to a request that was read: `Export…ServiceResponse`. `partial_success` is only set where
/// something was rejected; a client must not send it again.
pub fn reply(signal: Signal, encoding: Encoding, dropped: &Dropped) -> Vec<u8> {
    let rejected = dropped.rejected();
    let message = dropped.message();
    match encoding {
        Encoding::Protobuf if rejected == 0 => Vec::new(),
        Encoding::Protobuf => {
            let mut partial = Vec::new();
            wire::put_varint(&mut partial, 1, rejected);
            wire::put_bytes(&mut partial, 2, message.as_bytes());
            let mut response = Vec::new();
            wire::put_bytes(&mut response, 1, &partial);
            response
        }
        Encoding::Json if rejected == 0 => b"{}".to_vec(),
        Encoding::Json => {
            let field = match signal {
                Signal::Metrics => "rejectedDataPoints",
                Signal::Traces => "rejectedSpans",
                Signal::Logs => "rejectedLogRecords",
            };
            // int64 is a text in protobuf's JSON.
            let partial = json!({ field: rejected.to_string(), "errorMessage": message });
            json!({ "partialSuccess": partial })
                .to_string()
                .into_bytes()
        }
    }
}

/// `google.rpc.Code` of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Bad data: HTTP 400 or 413; not to be sent again.
    InvalidArgument,
    /// No valid token: HTTP 401.
    Unauthenticated,
    /// A token for something else: HTTP 403.
    PermissionDenied,
    /// Too many requests: HTTP 429 with `Retry-After`.
    ResourceExhausted,
    /// Not now: HTTP 503 with `Retry-After`.
    Unavailable,
}

/// The body of a refusal: `google.rpc.Status`.
pub fn refusal(status: Status, encoding: Encoding, message: &str) -> Vec<u8> {
    let code: u32 = match status {
        Status::InvalidArgument => 3,
        Status::Unauthenticated => 16,
        Status::PermissionDenied => 7,
        Status::ResourceExhausted => 8,
        Status::Unavailable => 14,
    };
    match encoding {
        Encoding::Protobuf => {
            let mut body = Vec::new();
            wire::put_varint(&mut body, 1, code.into());
            wire::put_bytes(&mut body, 2, message.as_bytes());
            body
        }
        Encoding::Json => json!({ "code": code, "message": message })
            .to_string()
            .into_bytes(),
    }
}
