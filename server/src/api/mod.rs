//! The REST API, version 1: what other software reads and sends. The same sign-in as the pages, or a token for one
//! workload; errors are JSON.

mod error;
mod evidence;
mod reports;

pub use error::ApiError;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, post};
use services::assessing::LARGEST_FILE;

use crate::web::AppState;

/// All addresses below `/api/v1`.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/v1/assessments/{id}", get(reports::assessment))
        .route(
            "/api/v1/workloads/{id}/report.pdf",
            get(reports::workload_pdf),
        )
        .route("/api/v1/workloads/{id}/answers.csv", get(reports::answers))
        .route("/api/v1/workloads/{id}/risks.csv", get(reports::risks))
        .route("/api/v1/workloads/{id}/plan.csv", get(reports::plan))
        .route("/api/v1/teams/{id}/report.pdf", get(reports::team_pdf))
        .route("/api/v1/teams/{id}/workloads.csv", get(reports::team_csv))
        .route("/api/v1/teams/{id}/report.json", get(reports::team_json))
        .route(
            "/api/v1/organisation/report.pdf",
            get(reports::organisation_pdf),
        )
        .route(
            "/api/v1/organisation/workloads.csv",
            get(reports::organisation_csv),
        )
        .route(
            "/api/v1/organisation/report.json",
            get(reports::organisation_json),
        )
        .route("/api/v1/frameworks/{id}", get(reports::framework))
        .merge(writes())
        .route("/api/v1/{*rest}", get(error::unknown))
}

/// What other software sends, and what people say to it.
fn writes() -> Router<AppState> {
    Router::new()
        .route(
            "/api/v1/workloads/{id}/evidence",
            post(evidence::hand_in)
                .layer(DefaultBodyLimit::max(LARGEST_FILE))
                .get(evidence::page),
        )
        .route(
            "/api/v1/workloads/{id}/readings/{reading}",
            delete(evidence::withdraw),
        )
        .route("/api/v1/workloads/{id}/verdicts", post(evidence::decide))
        .route("/api/v1/workloads/{id}/findings", get(evidence::findings))
        .route(
            "/api/v1/workloads/{id}/findings/{finding}",
            post(evidence::triage),
        )
        .route("/api/v1/workloads/{id}/tokens", post(evidence::new_token))
        .route(
            "/api/v1/workloads/{id}/tokens/{token}",
            delete(evidence::revoke_token),
        )
}
