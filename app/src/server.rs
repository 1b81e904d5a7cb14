//! How server functions reach the use cases, the signed-in person and the reader's language.
//!
//! The server provides both types as context for each request, for pages as for server functions.

use std::error::Error as _;

use domain::views::frame::Frame;
use domain::views::reference::Reference;
use domain::{Locale, SessionHandle, Viewer};
use leptos::prelude::use_context;
use services::{Error, Services};

use crate::error::AppError;
use crate::respond;

/// What a server function works with.
#[derive(Clone)]
pub struct RequestContext {
    /// The use cases.
    pub services: Services,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// The session that the request came with, to tell it from the person's others.
    pub session: Option<SessionHandle>,
    /// The reader's language.
    pub locale: Locale,
    /// The request's id in the log.
    pub id: String,
}

/// What stands around the page; provided for pages, not needed for server functions.
#[derive(Clone, Debug, Default)]
pub struct FrameSource(pub Frame);

/// The REST API's reference, as the server makes it from its own document.
#[derive(Clone, Copy, Debug)]
pub struct ReferenceSource {
    /// In English.
    pub reference: &'static Reference,
    /// What the session's cookie is called.
    pub cookie: &'static str,
}

/// The request that is being answered.
///
/// Take it before the first `.await`: afterwards the context may be gone.
///
/// # Errors
/// [`AppError::Unavailable`] outside a request, as while the routes are listed.
pub fn request() -> Result<RequestContext, AppError> {
    use_context::<RequestContext>().ok_or(AppError::Unavailable)
}

/// Where the browser reaches this site, as far as the request tells: `https://console.example`.
///
/// For texts to be copied only: a proxy that says nothing about its scheme is taken to be plain HTTP.
pub fn origin() -> String {
    let Some(parts) = use_context::<http::request::Parts>() else {
        return String::new();
    };
    let header = |name: http::HeaderName| {
        let value = parts.headers.get(name)?;
        Some(value.to_str().ok()?.to_owned())
    };
    if let Some(origin) = header(http::header::ORIGIN).filter(|origin| origin.starts_with("http")) {
        return origin;
    }
    let host = header(http::header::HOST).unwrap_or_else(|| "localhost".to_owned());
    let scheme = header(http::HeaderName::from_static("x-forwarded-proto"));
    let scheme = if scheme.is_some_and(|scheme| scheme == "https") {
        "https"
    } else {
        "http"
    };
    format!("{scheme}://{host}")
}

impl RequestContext {
    /// Who is signed in.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is.
    pub fn viewer(&self) -> Result<&Viewer, AppError> {
        self.viewer
            .as_ref()
            .ok_or_else(|| raise(AppError::Unauthenticated))
    }

    /// The session that the request came with.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where there is none.
    pub fn session(&self) -> Result<SessionHandle, AppError> {
        self.session.ok_or_else(|| raise(AppError::Unauthenticated))
    }
}

impl From<Error> for AppError {
    /// Logs what is our fault, once and with its causes, and gives the answer its status.
    fn from(error: Error) -> Self {
        raise(match error {
            Error::NotFound => Self::NotFound,
            Error::Forbidden => Self::Forbidden,
            Error::Invalid(errors) => Self::Invalid(errors),
            Error::Stale => Self::Stale,
            Error::State(code) => Self::State(code.to_owned()),
            Error::TooMany(seconds) => Self::TooMany(seconds),
            Error::Store(_) | Error::Internal(..) => internal(&error),
        })
    }
}

fn raise(error: AppError) -> AppError {
    respond::failed(&error);
    error
}

fn internal(error: &Error) -> AppError {
    let id = use_context::<RequestContext>()
        .map(|request| request.id)
        .unwrap_or_default();
    let mut causes = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    let chain = causes.join(": ");
    tracing::error!(request.id = %id, error = %chain, "a use case failed: {chain}");
    AppError::Internal { id }
}
