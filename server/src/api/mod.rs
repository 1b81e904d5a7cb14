//! The REST API, version 1: what other software reads. The same sign-in as the pages; errors are JSON.

mod error;
mod reports;

pub use error::ApiError;

use axum::Router;
use axum::routing::get;

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
        .route("/api/v1/{*rest}", get(error::unknown))
}
