//! What the API answers instead of a result.

use std::collections::BTreeMap;

use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::evidence::Unusable;
use domain::{FieldErrors, Locale, Problem};
use http::StatusCode;
use serde::Serialize;
use services::Error;
use utoipa::ToSchema;

use crate::web::{RequestId, failure};

/// `{"error": {"code", "message", "fields"}}`, and the status that says the same.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    fields: FieldErrors,
    /// Seconds to wait.
    retry: Option<u64>,
}

/// The body of every refusal.
#[derive(Serialize, ToSchema)]
#[schema(as = Error)]
pub(super) struct ErrorBody {
    /// What is wrong.
    error: Inner,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ErrorDetails)]
struct Inner {
    /// For software: `malformed`, `not_found` …
    code: &'static str,
    /// For people, in English.
    message: String,
    /// What is wrong with each field.
    fields: BTreeMap<String, Problem>,
}

impl ApiError {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            fields: FieldErrors::default(),
            retry: None,
        }
    }

    /// Nobody is signed in.
    pub fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            "Sign in first.",
        )
    }

    /// The token opens nothing here.
    pub fn token() -> Self {
        let message = "This token opens nothing here: it is unknown, has run out or was revoked, or is of another scope.";
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", message)
    }

    /// Not there, or not to be known.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is no such thing, or you may not see it.",
        )
    }

    /// The language is none of ours.
    pub fn language() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "language",
            "`lang` is zh-CN or en.",
        )
    }

    /// The kind of report is none of ours.
    pub fn kind() -> Self {
        let message = "`kind` is executive, team or auditor.";
        Self::new(StatusCode::BAD_REQUEST, "kind", message)
    }

    /// The list of workloads is none.
    pub fn ids() -> Self {
        let message = "`ids` are ids of workloads with commas between them.";
        Self::new(StatusCode::BAD_REQUEST, "ids", message)
    }

    /// The body or the address is not of the expected form.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", message)
    }

    /// The body is larger than is taken.
    pub fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            format!(
                "Files may have up to {} bytes.",
                services::assessing::LARGEST_FILE
            ),
        )
    }

    /// The file can't be read as evidence: in the words of the page, as people read them in a pipeline's log.
    pub fn unusable(why: &Unusable) -> Self {
        let why = app::i18n::why_unusable(Locale::En, why);
        let message = format!("{why} Nothing was kept.");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unusable", message)
    }

    /// The request came from another site.
    pub fn foreign() -> Self {
        let message = "This request came from another site.";
        Self::new(StatusCode::FORBIDDEN, "foreign", message)
    }

    /// The `Idempotency-Key` is none.
    pub fn bad_key() -> Self {
        let message = "`Idempotency-Key` has 1 to 255 visible ASCII characters and stands once.";
        Self::new(StatusCode::BAD_REQUEST, "malformed", message)
    }

    /// The `Idempotency-Key` came with another request before.
    pub fn key_used() -> Self {
        let message = "This `Idempotency-Key` came with another body or query before; take a new one for a new request.";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "key_used", message)
    }

    /// The request with this `Idempotency-Key` runs at this moment.
    pub fn under_way() -> Self {
        let message = "The request with this `Idempotency-Key` is still under way; ask again.";
        Self {
            retry: Some(1),
            ..Self::new(StatusCode::CONFLICT, "under_way", message)
        }
    }

    /// The request with this `Idempotency-Key` ran, and its answer can't be given again.
    pub fn not_kept(status: StatusCode) -> Self {
        let status = status.as_u16();
        let message = format!(
            "The request with this `Idempotency-Key` was answered {status}; the answer held a secret that is shown once, \
             or was too large to be kept. What it made is in the console."
        );
        Self::new(StatusCode::CONFLICT, "not_kept", message)
    }

    /// Our fault, and in the log.
    pub fn internal(status: StatusCode, request: Option<RequestId>) -> Self {
        let id = request.map(|id| id.0.to_string()).unwrap_or_default();
        Self::new(
            status,
            "internal",
            format!("Something failed on our side; it is in the log as {id}."),
        )
    }

    /// What a use case said; what is our fault is logged here.
    pub fn from_use_case(error: Error, request: Option<RequestId>) -> Self {
        let status = failure::status(&error);
        match error {
            Error::NotFound => Self::not_found(),
            Error::Forbidden => Self::new(status, "forbidden", "You may not do that."),
            Error::Invalid(fields) => Self {
                fields,
                ..Self::new(status, "invalid", "Some fields are wrong.")
            },
            Error::Stale => Self::new(status, "stale", "Somebody changed it meanwhile."),
            Error::State(code) => Self::new(status, code, "Not possible in the state it is in."),
            Error::TooMany(seconds) => Self {
                retry: Some(seconds),
                ..Self::new(
                    status,
                    "too_many",
                    format!("Too many tries; again in {seconds} seconds."),
                )
            },
            error @ (Error::Store(_) | Error::Internal(..)) => {
                failure::log(&error, request);
                Self::internal(status, request)
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Self {
            status,
            code,
            message,
            fields,
            retry,
        } = self;
        let fields = fields.0.into_iter().collect();
        let mut response = (
            status,
            Json(ErrorBody {
                error: Inner {
                    code,
                    message,
                    fields,
                },
            }),
        )
            .into_response();
        if let Some(seconds) = retry {
            response
                .headers_mut()
                .insert(http::header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// A known address with another method.
pub(super) async fn wrong_method() -> ApiError {
    let message = "This address does not take this method; `Allow` says which it takes.";
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method", message)
}

/// Any other address below `/api/v1`.
pub(super) async fn unknown() -> ApiError {
    ApiError::not_found()
}
