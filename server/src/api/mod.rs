//! The REST API, version 1: what other software reads and sends. The same sign-in as the pages, or a token for one
//! workload; errors are JSON. A route and its part of the OpenAPI document are one declaration.

mod cost;
pub mod document;
mod error;
mod evidence;
mod map;
mod plans;
mod reports;
mod risks;
mod rules;
mod signals;
mod transfer;

pub use error::ApiError;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::any;
use services::assessing::LARGEST_FILE;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use crate::web::AppState;

/// All addresses below `/api/v1`.
pub fn routes() -> Router<AppState> {
    Router::from(operations())
        .method_not_allowed_fallback(error::wrong_method)
        .route("/api/v1/{*rest}", any(error::unknown))
}

/// What the document describes.
pub(crate) fn operations() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .merge(results())
        .merge(costs())
        .merge(evidence())
        .merge(telemetry())
        .routes(routes!(document::openapi))
}

fn results() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(reports::framework))
        .routes(routes!(reports::assessment))
        .routes(routes!(reports::workload_pdf))
        .routes(routes!(reports::workload_html))
        .routes(routes!(reports::workload_xlsx))
        .routes(routes!(reports::answers))
        .routes(routes!(reports::risks))
        .routes(routes!(plans::workload))
        .routes(routes!(plans::team))
        .routes(routes!(plans::organisation))
        .routes(routes!(reports::findings))
        .routes(routes!(reports::verdicts))
        .routes(routes!(reports::inventory))
        .routes(routes!(reports::signals))
        .routes(routes!(map::document))
        .routes(routes!(map::picture))
        .routes(routes!(risks::list))
        .routes(routes!(risks::csv))
        .routes(routes!(reports::team_pdf))
        .routes(routes!(reports::team_html))
        .routes(routes!(reports::team_xlsx))
        .routes(routes!(reports::team_json))
        .routes(routes!(reports::team_csv))
        .routes(routes!(reports::organisation_pdf))
        .routes(routes!(reports::organisation_html))
        .routes(routes!(reports::organisation_xlsx))
        .routes(routes!(reports::organisation_json))
        .routes(routes!(reports::organisation_csv))
        .routes(routes!(transfer::workload))
        .routes(routes!(transfer::workload_lines))
        .routes(routes!(transfer::organisation))
}

/// What a month came to, with the rows behind it.
fn costs() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(cost::workload))
        .routes(routes!(cost::workload_csv))
        .routes(routes!(cost::team))
        .routes(routes!(cost::team_csv))
        .routes(routes!(cost::organisation))
        .routes(routes!(cost::organisation_csv))
}

/// Files of other tools, and what people say to what rules make of them.
fn evidence() -> OpenApiRouter<AppState> {
    let files = || DefaultBodyLimit::max(LARGEST_FILE);
    OpenApiRouter::default()
        .routes(routes!(evidence::page))
        .routes(routes!(evidence::hand_in).layer(files()))
        .routes(routes!(evidence::hand_in_by_token).layer(files()))
        .routes(routes!(evidence::withdraw))
        .routes(routes!(evidence::decide))
        .routes(routes!(evidence::findings))
        .routes(routes!(evidence::triage))
        .routes(routes!(evidence::new_token))
        .routes(routes!(evidence::revoke_token))
}

/// Telemetry as people see it, and the rules.
fn telemetry() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(signals::page))
        .routes(routes!(signals::chart))
        .routes(routes!(signals::picture))
        .routes(routes!(signals::review))
        .routes(routes!(signals::pull))
        .routes(routes!(rules::page))
        .routes(routes!(rules::set, rules::reset))
}
