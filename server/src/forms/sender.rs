//! Who sent a form, and how it is answered.

use std::collections::BTreeMap;

use axum::extract::FromRequestParts;
use axum::response::Response;
use domain::views::frame::{Flash, Outcome};
use domain::{SessionHandle, Viewer};
use http::StatusCode;
use http::header::{ORIGIN, SET_COOKIE};
use http::request::Parts;
use services::{Error, Services};
use tower_sessions::Session;

use super::go::{host, referer, see_other};
use crate::web::{AppState, Identity, RequestId, error_page, failure, flash};

/// Who sent a form, how, and from where.
#[derive(Clone)]
pub struct Sender {
    /// What handlers share.
    pub state: AppState,
    /// Who.
    pub identity: Identity,
    /// Their session.
    pub session: Session,
    /// The request's id.
    pub request: Option<RequestId>,
    /// The form's action.
    action: String,
    /// The page that it was sent from.
    from: Option<String>,
    /// Where the browser says that this site is.
    origin: String,
}

impl FromRequestParts<AppState> for Sender {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let request = parts.extensions.get::<RequestId>().copied();
        let broken = || {
            error_page::page(
                StatusCode::INTERNAL_SERVER_ERROR,
                domain::Locale::default(),
                request,
            )
        };
        let identity = parts
            .extensions
            .get::<Identity>()
            .cloned()
            .ok_or_else(broken)?;
        let session = parts
            .extensions
            .get::<Session>()
            .cloned()
            .ok_or_else(broken)?;
        Ok(Self {
            state: state.clone(),
            identity,
            session,
            request,
            action: parts.uri.path().to_owned(),
            from: referer(&parts.headers, &parts.uri),
            origin: origin(parts, state),
        })
    }
}

/// The origin check has let the request through, so where there is an `Origin` it is ours.
fn origin(parts: &Parts, state: &AppState) -> String {
    let origin = parts
        .headers
        .get(ORIGIN)
        .and_then(|value| value.to_str().ok());
    if let Some(origin) = origin.filter(|origin| origin.starts_with("http")) {
        return origin.to_owned();
    }
    let scheme = if state.cookies.secure() {
        "https"
    } else {
        "http"
    };
    let host = host(&parts.headers, &parts.uri)
        .map_or_else(|| "localhost".to_owned(), |host| host.to_string());
    format!("{scheme}://{host}")
}

impl Sender {
    /// The use cases.
    pub const fn services(&self) -> &Services {
        &self.state.services
    }

    /// Who is signed in, and the name of their session.
    pub fn viewer(&self) -> Option<(Viewer, SessionHandle)> {
        let visitor = self.identity.visitor.as_ref()?;
        Some((visitor.viewer.clone(), self.identity.session?))
    }

    /// The way to the sign-in page and back.
    pub fn sign_in_first(&self) -> Response {
        see_other(&app::href::login(self.from.as_deref().unwrap_or("/")))
    }

    /// The page of ours that the form was sent from.
    pub fn came_from(&self) -> Option<String> {
        self.from.clone()
    }

    /// A page that says why it was not done.
    pub fn page(&self, status: StatusCode) -> Response {
        error_page::page(status, self.identity.locale, self.request)
    }

    /// The whole address of a path, for links that people send each other.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Goes on to a page that says what was done.
    pub async fn done(&self, to: &str, code: &str, values: BTreeMap<String, String>) -> Response {
        self.say(
            to,
            Outcome::Done {
                code: code.to_owned(),
            },
            values,
        )
        .await
    }

    /// Goes on to a page that says what happened.
    pub async fn say(
        &self,
        to: &str,
        outcome: Outcome,
        values: BTreeMap<String, String>,
    ) -> Response {
        let flash = Flash {
            form: self.action.clone(),
            outcome,
            values,
        };
        let mut response = see_other(to);
        if self.session.id().is_none() || self.identity.visitor.is_none() {
            if let Some(cookie) = flash::cookie(self.state.cookies, &flash) {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
        } else if let Err(error) = flash::keep(&self.session, &flash).await {
            tracing::warn!(error = %error, "what happened can't be shown");
        }
        response
    }

    /// Answers an error: back to the page with what was typed, or an error page.
    ///
    /// `page` is the form's own page, for browsers that don't say where it was sent from.
    pub async fn failed(
        &self,
        error: Error,
        page: &str,
        values: BTreeMap<String, String>,
    ) -> Response {
        let outcome = match error {
            Error::Invalid(errors) => Outcome::Invalid { errors },
            Error::Stale => Outcome::Stale,
            Error::State(code) => Outcome::State {
                code: code.to_owned(),
            },
            Error::TooMany(seconds) => Outcome::TooMany { seconds },
            error
            @ (Error::NotFound | Error::Forbidden | Error::Store(_) | Error::Internal(..)) => {
                return self.refused(&error);
            }
        };
        let back = self.from.clone().unwrap_or_else(|| page.to_owned());
        self.say(&back, outcome, values).await
    }

    /// The error page of an error.
    pub fn refused(&self, error: &Error) -> Response {
        let status = failure::status(error);
        if status.is_server_error() {
            failure::log(error, self.request);
        }
        self.page(status)
    }
}
