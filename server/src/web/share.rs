//! A report by its link: without session, without cookies, and nothing on it runs.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use domain::Locale;
use domain::views::reports::ReportFormat;
use http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    REFERRER_POLICY, RETRY_AFTER,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use services::Error;
use services::outward::{self, Opened};

use super::identity::address;
use super::{AppState, RequestId, attachment, error_page, failure};

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// A page that holds all that it needs, in a place of its own: no script, no network, no forms, no frames.
const DOCUMENT: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; \
                        form-action 'none'; frame-ancestors 'none'; sandbox";
/// Browsers show a PDF in a viewer of theirs, which a sandbox would keep them from.
const CLOSED: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers a link.
pub async fn open(
    State(state): State<AppState>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    let from = address(request.headers(), request.extensions(), state.proxies);
    let id = request.extensions().get::<RequestId>().copied();
    let mut response = match outward::open(&state.services, &token, from).await {
        Ok(opened) => report(opened),
        Err(error) => refused(&error, language(request.headers()), id),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (ROBOTS, "noindex, nofollow, noarchive"),
        (CACHE_CONTROL, "no-store"),
        // The address is the secret.
        (REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What the reader's browser asks for; nobody is known here.
fn language(headers: &HeaderMap) -> Locale {
    let accepted = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    accepted
        .and_then(Locale::from_accept_language)
        .unwrap_or_default()
}

fn report(opened: Opened) -> Response {
    let shown = matches!(opened.format, ReportFormat::Html | ReportFormat::Pdf);
    let policy = if opened.format == ReportFormat::Pdf {
        CLOSED
    } else {
        DOCUMENT
    };
    let name = if shown {
        attachment::inline(&opened.file_name)
    } else {
        attachment::header(&opened.file_name)
    };
    let mut response = opened.bytes.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static(opened.format.media_type());
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(CONTENT_DISPOSITION, name);
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// The same for links that never were, have ended, or were ended by somebody.
fn refused(error: &Error, locale: Locale, id: Option<RequestId>) -> Response {
    match error {
        Error::NotFound => error_page::page(StatusCode::NOT_FOUND, locale, id),
        Error::TooMany(seconds) => {
            let mut response = error_page::page(StatusCode::TOO_MANY_REQUESTS, locale, id);
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(*seconds));
            response
        }
        other => {
            failure::log(other, id);
            error_page::page(failure::status(other), locale, id)
        }
    }
}
