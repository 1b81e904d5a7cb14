//! A form that came in: its fields, and who sent it.

use std::collections::BTreeMap;

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::Response;
use domain::{FieldErrors, Problem, SessionHandle, Viewer};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use services::{Error, Services};

use super::data::FormData;
use super::go::safe_path;
use super::sender::Sender;
use crate::web::AppState;

/// How large a form without files may be, in bytes: the longest note and reasons, percent-encoded, fit in.
const LARGEST: usize = 1024 * 1024;

/// A form, and all that is needed to answer it.
pub struct Submission {
    /// Its fields.
    pub data: FormData,
    /// Who sent it, how, and from where.
    pub sender: Sender,
}

/// A form from somebody who is signed in.
pub struct Signed {
    /// Who.
    pub viewer: Viewer,
    /// Names their session.
    pub session: SessionHandle,
    /// The form.
    pub form: Submission,
}

impl FromRequest<AppState> for Submission {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let sender = Sender::from_request_parts(&mut parts, state).await?;
        if !is_form(&parts.headers) {
            return Err(sender.page(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = to_bytes(body, LARGEST)
            .await
            .map_err(|_| sender.page(StatusCode::PAYLOAD_TOO_LARGE))?;
        let data = FormData::parse(&bytes).map_err(|_| sender.page(StatusCode::BAD_REQUEST))?;
        Ok(Self { data, sender })
    }
}

impl FromRequest<AppState> for Signed {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let sender = Sender::from_request_parts(&mut parts, state).await?;
        // Before the body is read: nobody makes the server read much for nothing.
        let (viewer, session) = sender.viewer().ok_or_else(|| sender.sign_in_first())?;
        let form = Submission::from_request(Request::from_parts(parts, body), state).await?;
        Ok(Self {
            viewer,
            session,
            form,
        })
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

impl Submission {
    /// The use cases.
    pub const fn services(&self) -> &Services {
        self.sender.services()
    }

    /// The first value of a field.
    pub fn text(&self, name: &str) -> String {
        self.data.text(name)
    }

    /// The version that the writer saw.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is no number.
    pub fn version(&self) -> Result<i32, Error> {
        self.number("version")
    }

    /// A whole number.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is none.
    pub fn number(&self, name: &str) -> Result<i32, Error> {
        self.text(name)
            .trim()
            .parse()
            .map_err(|_| Error::field(name, Problem::Number))
    }

    /// An id or another typed text.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is none.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str) -> Result<T, Error> {
        let mut errors = FieldErrors::default();
        let value = errors.check(
            name,
            self.text(name).trim().parse().map_err(|_| Problem::Choice),
        );
        value.ok_or(Error::Invalid(errors))
    }

    /// Where the form asks to go on to, if that is on this site.
    pub fn target(&self, name: &str, otherwise: &str) -> String {
        safe_path(&self.text(name)).unwrap_or(otherwise).to_owned()
    }

    /// Goes on to a page that says that it was done, or back with what is wrong.
    pub async fn finish(self, done: Result<(), Error>, page: &str, code: &str) -> Response {
        match done {
            Ok(()) => self.sender.done(page, code, BTreeMap::new()).await,
            Err(error) => self.failed(error, page).await,
        }
    }

    /// Back to the page with what was typed, or an error page.
    pub async fn failed(self, error: Error, page: &str) -> Response {
        self.sender.failed(error, page, self.data.values()).await
    }
}
