//! The one error that a server function answers with.

use domain::FieldErrors;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why a page or server function could not do what was asked; holds nothing internal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "error", content = "detail", rename_all = "snake_case")]
pub enum AppError {
    /// Nobody is signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// Known, but not allowed.
    #[error("not allowed")]
    Forbidden,
    /// Not there, or not to be known.
    #[error("not found")]
    NotFound,
    /// Fields that are wrong.
    #[error("invalid fields")]
    Invalid(FieldErrors),
    /// Somebody changed it meanwhile.
    #[error("changed meanwhile")]
    Stale,
    /// Not possible in the state it is in; the code says why.
    #[error("not possible now: {0}")]
    State(String),
    /// Too many tries; again after so many seconds.
    #[error("too many tries")]
    TooMany(u64),
    /// The server or its database can't be reached.
    #[error("unavailable")]
    Unavailable,
    /// Something inside failed; the id finds it in the log.
    #[error("internal error {id}")]
    Internal {
        /// The request's id.
        id: String,
    },
}

impl AppError {
    /// The HTTP status that says the same.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Invalid(_) => 422,
            Self::Stale | Self::State(_) => 409,
            Self::TooMany(_) => 429,
            Self::Unavailable => 503,
            Self::Internal { .. } => 500,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    /// Texts of the transport may hold internals or input; only their kind is kept.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Unavailable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::NotFound,
            _ => Self::Internal { id: String::new() },
        }
    }
}
