//! What stands around a page, loaded before it is rendered.

use app::href;
use app::server::FrameSource;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Locale;
use domain::views::frame::{Flash, Frame};
use http::Method;
use services::{notices, settings};
use tower_sessions::Session;

use crate::web::{AppState, Identity, RequestId, error_page, failure, flash};

/// Where the set-up is.
const SETUP: &str = "/setup";

/// Loads the frame of a page; server functions need none.
///
/// Before the set-up every page leads to it. What the last form said is taken once: it is forgotten when a page was
/// rendered, and goes on where the page itself goes on to another.
pub async fn prepare(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::GET || href::is_for_programs(request.uri().path()) {
        return next.run(request).await;
    }
    let Some(identity) = request.extensions().get::<Identity>().cloned() else {
        return next.run(request).await;
    };
    let organisation = match settings::organisation_name(&state.services).await {
        Ok(organisation) => organisation,
        Err(error) => {
            let id = request.extensions().get::<RequestId>().copied();
            failure::log(&error, id);
            return error_page::page(failure::status(&error), identity.locale, id);
        }
    };
    let at_setup = request.uri().path() == SETUP;
    match &organisation {
        None if !at_setup => return Redirect::to(SETUP).into_response(),
        Some(_) if at_setup => return Redirect::to("/").into_response(),
        _ => {}
    }
    let signed_in = identity.visitor.is_some();
    let flash = if signed_in {
        flash::peek(&session).await
    } else {
        flash::peek_cookie(state.cookies, request.headers())
    };
    let shown = flash.is_some();
    let unread = match &identity.visitor {
        Some(visitor) => notices::unread(&state.services, &visitor.viewer).await,
        None => Ok(0),
    };
    let unread = match unread {
        Ok(unread) => unread,
        Err(error) => {
            let id = request.extensions().get::<RequestId>().copied();
            failure::log(&error, id);
            return error_page::page(failure::status(&error), identity.locale, id);
        }
    };
    let mut source = source(&state, identity, organisation, flash);
    source.0.unread = unread;
    request.extensions_mut().insert(source);
    let mut response = next.run(request).await;
    if shown && !response.status().is_redirection() {
        if signed_in {
            flash::forget(&session).await;
        } else {
            flash::forget_cookie(state.cookies, response.headers_mut());
        }
    }
    response
}

fn source(
    state: &AppState,
    identity: Identity,
    organisation: Option<String>,
    flash: Option<Flash>,
) -> FrameSource {
    let locale: Locale = identity.locale;
    FrameSource(Frame {
        organisation: organisation.unwrap_or_default(),
        locale,
        theme: identity.theme,
        me: identity.visitor.map(|visitor| visitor.me),
        flash,
        unread: 0,
        today: state.services.today().to_string(),
    })
}
