//! Evidence from other tools: files by people and pipelines, verdicts, findings, tokens.

mod caller;
mod files;
mod findings;
mod tokens;
mod verdicts;

pub(super) use files::*;
pub(super) use findings::*;
pub(super) use tokens::*;
pub(super) use verdicts::*;

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use domain::WorkloadId;
use domain::views::evidence::EvidencePage;
use http::StatusCode;
use services::{Error, evidence};

use super::document::{Language, Refused, Unknown};
use super::error::ApiError;
use super::reports::{Asked, Id, id};

pub(super) type Sent<T> = Result<Json<T>, JsonRejection>;

pub(super) fn sent<T>(body: Sent<T>) -> Result<T, ApiError> {
    body.map(|Json(value)| value)
        .map_err(|rejection| ApiError::malformed(rejection.body_text()))
}

pub(super) type Asking<T> = Result<Query<T>, QueryRejection>;

/// What stands after the `?`.
pub(super) fn asking<T>(query: Asking<T>) -> Result<T, ApiError> {
    query
        .map(|Query(asked)| asked)
        .map_err(|rejection| ApiError::malformed(rejection.body_text()))
}

/// What came in, verdicts beside answers, rules that wait for data, tokens.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/evidence",
    operation_id = "get-evidence",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        Language,
    ),
    responses(
        (status = 200, description = "What came in, and what rules say.", body = EvidencePage),
        Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn page(
    path: Id<WorkloadId>,
    asked: Asked,
) -> Result<Json<EvidencePage>, ApiError> {
    let page = evidence::evidence_page(&asked.services, &asked.viewer, id(path)?, asked.locale);
    asked.shown(page.await)
}

impl Asked {
    pub(super) fn refused(&self, error: Error) -> ApiError {
        ApiError::from_use_case(error, self.request)
    }

    /// What a use case answers, as JSON.
    pub(super) fn shown<T>(&self, answer: Result<T, Error>) -> Result<Json<T>, ApiError> {
        answer.map(Json).map_err(|error| self.refused(error))
    }

    pub(super) fn done(&self, done: Result<(), Error>) -> Result<StatusCode, ApiError> {
        done.map(|()| StatusCode::NO_CONTENT)
            .map_err(|error| self.refused(error))
    }
}
