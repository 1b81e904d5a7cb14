//! All routes, and the layers around them.

use std::time::Duration;

use app::{App, shell};
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::get;
use http::StatusCode;
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::web::{AppState, assets, headers, origin, request_log};

/// How long an answer may take.
const TIME_OUT: Duration = Duration::from_secs(30);
/// How large a form may be, in bytes.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// The whole site. Layers further down are further out: the log sees what the client sees.
pub fn router(state: AppState) -> Router {
    pages(&state)
        .merge(assets::routes())
        .route("/healthz", get(healthy))
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            TIME_OUT,
        ))
        .layer(from_fn(origin::check))
        .layer(from_fn(headers::secure))
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
    // Once, before the first request: it switches resources off for the whole process meanwhile.
    let routes = generate_route_list(App);
    let unknown = render_app_async_with_context(provide.clone(), document);
    Router::new()
        .leptos_routes_with_context(state, routes, provide, document)
        .fallback(unknown)
        .layer(CompressionLayer::new())
}

/// The process answers; says nothing about the database.
async fn healthy() -> &'static str {
    "ok\n"
}
