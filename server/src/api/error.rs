//! What the API answers instead of a result.

use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::FieldErrors;
use http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};
use services::Error;

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

#[derive(Serialize)]
struct Body {
    error: Inner,
}

#[derive(Serialize)]
struct Inner {
    code: &'static str,
    message: String,
    fields: Map<String, Value>,
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

    /// The file can't be read as evidence; `details` says why, and where.
    pub fn unusable(details: Value) -> Self {
        let message = format!("Not kept: the file can't be read as evidence: {details}");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unusable", message)
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
        let fields = fields
            .0
            .into_iter()
            .map(|(field, problem)| (field, serde_json::json!(problem)))
            .collect();
        let mut response = (
            status,
            Json(Body {
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

/// Any other address below `/api/v1`.
pub(super) async fn unknown() -> ApiError {
    ApiError::not_found()
}
