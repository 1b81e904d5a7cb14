//! What operations answer instead of a result: one sentence for each status, the same wherever it occurs.

use std::collections::BTreeMap;

use serde_json::json;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

type Responses = BTreeMap<String, RefOr<Response>>;

/// The sentences: status, an example of a code, what it means.
const MEANINGS: [(u16, &str, &str); 10] = [
    (
        400,
        "malformed",
        "The body, the address or a header is not of the expected form.",
    ),
    (
        401,
        "unauthenticated",
        "Nobody is signed in, or the token opens nothing.",
    ),
    (
        403,
        "forbidden",
        "Seen, but not allowed; or sent by another site (`foreign`).",
    ),
    (404, "not_found", "Not there, or not to be known."),
    (
        409,
        "stale",
        "Somebody changed it meanwhile (`stale`), its state does not allow it, the request with this `Idempotency-Key` is \
         under way (`under_way`), or its answer was not kept (`not_kept`).",
    ),
    (413, "too_large", "The body is too large."),
    (
        422,
        "invalid",
        "Some fields are wrong (`fields` says which), the file can't be read (`unusable`), or the `Idempotency-Key` came \
         with another request (`key_used`).",
    ),
    (
        429,
        "too_many",
        "Too many requests; again after `Retry-After` seconds.",
    ),
    (
        500,
        "internal",
        "Failed on our side; `message` names the line in the log.",
    ),
    (
        503,
        "internal",
        "The database can't be reached at this moment.",
    ),
];

fn refusal(status: u16) -> Option<(String, RefOr<Response>)> {
    let (_, code, meaning) = MEANINGS.into_iter().find(|(known, ..)| *known == status)?;
    let example = json!({"error": {"code": code, "message": meaning, "fields": {}}});
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Error")))
        .example(Some(example))
        .build();
    let mut response = ResponseBuilder::new()
        .description(meaning)
        .content("application/json", content);
    if matches!(status, 409 | 429) {
        response = response.header("Retry-After", retry_after());
    }
    Some((status.to_string(), response.build().into()))
}

fn retry_after() -> utoipa::openapi::Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::Integer)))
        .description(Some("Seconds to wait; only where waiting helps."))
        .build()
}

fn plain(status: u16, description: &str) -> (String, RefOr<Response>) {
    let response = ResponseBuilder::new().description(description).build();
    (status.to_string(), response.into())
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident: $list:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl IntoResponses for $name {
            fn responses() -> Responses {
                $list.into_iter().collect()
            }
        }
    )*};
}

fn all(statuses: &[u16]) -> Vec<(String, RefOr<Response>)> {
    statuses
        .iter()
        .filter_map(|status| refusal(*status))
        .collect()
}

refusals! {
    /// What every operation of people may answer.
    Refused: {
        let mut all = all(&[400, 401, 500, 503]);
        all.push(plain(504, "It took too long; nothing is known of what became of it."));
        all
    };
    /// What only fails with us.
    Ours: all(&[500]);
    /// What operations on something may answer.
    Unknown: all(&[404]);
    /// What operations may answer that not everybody may call who may see what they are about.
    Forbidden: all(&[403]);
    /// What operations with filters may answer.
    Invalid: all(&[422]);
    /// What operations that write may answer.
    Written: all(&[403, 409, 422, 429]);
    /// What operations with a file may answer.
    TooLarge: all(&[413]);
    /// What reads with an `ETag` may answer.
    Cached: [plain(304, "The sender's copy is the same.")];
    /// What OTLP answers instead.
    OtlpRefused: otlp();
    /// What Prometheus' senders are answered instead.
    PrometheusRefused: prometheus();
}

/// Why senders of telemetry are refused.
const SENDERS: [(u16, &str); 5] = [
    (400, "The body can't be read; it is not to be sent again."),
    (401, "No token of scope `signals`."),
    (413, "More than 64 MiB."),
    (415, "Of a kind that is not taken."),
    (503, "Try again after `Retry-After` seconds."),
];

/// `google.rpc.Status`, as OTLP has it.
#[derive(ToSchema)]
#[schema(as = OtlpStatus)]
#[expect(dead_code, reason = "it only stands in the document")]
pub(crate) struct OtlpStatus {
    /// The gRPC code.
    code: i32,
    /// Why.
    message: String,
}

fn otlp() -> Vec<(String, RefOr<Response>)> {
    let json = || {
        ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("OtlpStatus")))
            .build()
    };
    let bytes = || {
        ContentBuilder::new()
            .schema(Some(<super::Bytes as utoipa::PartialSchema>::schema()))
            .build()
    };
    let of = |(status, meaning): (u16, &str)| {
        let response = ResponseBuilder::new().description(meaning);
        let response = response
            .content("application/json", json())
            .content("application/x-protobuf", bytes());
        let response = if status == 415 {
            response.content("text/plain; charset=utf-8", sentence())
        } else {
            response
        };
        later(status, response)
    };
    SENDERS.into_iter().map(of).collect()
}

fn prometheus() -> Vec<(String, RefOr<Response>)> {
    let of = |(status, meaning): (u16, &str)| {
        let response = ResponseBuilder::new().description(meaning);
        later(
            status,
            response.content("text/plain; charset=utf-8", sentence()),
        )
    };
    SENDERS.into_iter().map(of).collect()
}

fn sentence() -> utoipa::openapi::Content {
    let schema = ObjectBuilder::new().schema_type(Type::String);
    ContentBuilder::new().schema(Some(schema)).build()
}

fn later(status: u16, response: ResponseBuilder) -> (String, RefOr<Response>) {
    let response = if status == 503 {
        response.header("Retry-After", retry_after())
    } else {
        response
    };
    (status.to_string(), response.build().into())
}
