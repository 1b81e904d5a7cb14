//! All routes, and the layers around them.

use std::sync::LazyLock;
use std::time::Duration;

use app::{App, shell};
use axum::Router;
use axum::extract::State;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use http::StatusCode;
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, generate_route_list, render_app_async_with_context,
};
use services::settings;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::web::{
    AppState, assets, failure, frame, headers, idempotency, identity, origin, request_log, session,
    share,
};
use crate::{api, forms, ingest};

/// How long an answer may take.
const TIME_OUT: Duration = Duration::from_secs(30);
/// How long a report may take: typesetting waits for a core when many are asked for.
const REPORT_TIME_OUT: Duration = Duration::from_mins(2);
/// How long an upload may take: 20 MiB over a slow line.
const UPLOAD_TIME_OUT: Duration = Duration::from_mins(10);
/// How large the body of a server function may be, in bytes; forms have limits of their own.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// The pages. Listed once in a process, before the first request: listing them switches resources off for the whole
/// process meanwhile (leptos-rs/leptos#4773).
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// The whole site. Layers further down are further out: the log sees what the client sees.
pub fn router(state: AppState) -> Router {
    let in_time = |limit| TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, limit);
    let people = pages(&state)
        .merge(forms::routes())
        .layer(in_time(TIME_OUT))
        .merge(
            api::routes()
                .layer(in_time(REPORT_TIME_OUT))
                // Around the time-out: a request that took too long may be tried again.
                .layer(from_fn_with_state(state.clone(), idempotency::once)),
        )
        .merge(forms::reports().layer(in_time(REPORT_TIME_OUT)))
        .merge(forms::uploads().layer(in_time(UPLOAD_TIME_OUT)))
        .layer(from_fn_with_state(state.clone(), identity::identify))
        .layer(session::layer(&state.services, state.cookies))
        .layer(from_fn_with_state(state.clone(), session::complete_removal));
    people
        .merge(assets::routes())
        .merge(Router::from(ingest::routes()).layer(in_time(TIME_OUT)))
        .merge(
            Router::new()
                .route("/s/{token}", get(share::open))
                .layer(in_time(TIME_OUT)),
        )
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .layer(from_fn(origin::check))
        .layer(from_fn_with_state(state.cookies, headers::secure))
        .layer(from_fn(request_log::log))
        .with_state(state)
}

/// Pages, server functions, and the page for any other address.
fn pages(state: &AppState) -> Router<AppState> {
    let document = {
        let assets = state.assets;
        move || shell(assets)
    };
    let provide = {
        let state = state.clone();
        move || state.provide()
    };
    let routes = PAGES.clone();
    let unknown = render_app_async_with_context(provide.clone(), document);
    Router::new()
        .leptos_routes_with_context(state, routes, provide, document)
        .fallback(unknown)
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(from_fn_with_state(state.clone(), frame::prepare))
        .layer(CompressionLayer::new())
}

/// The process answers; says nothing about the database.
async fn healthy() -> &'static str {
    "ok\n"
}

/// The database answers too.
async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match settings::organisation_name(&state.services).await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            failure::log(&error, None);
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}
