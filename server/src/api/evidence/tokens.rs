//! Tokens of machines.

use axum::response::IntoResponse;
use axum::{Extension, Json};
use domain::views::evidence::TokenScope;
use domain::{TokenId, WorkloadId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use services::evidence;
use utoipa::ToSchema;

use super::{Sent, sent};
use crate::api::ApiError;
use crate::api::document::{Refused, Unknown, Written};
use crate::api::reports::{Asked, Id, id};
use crate::web::idempotency::ShownOnce;

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewToken, example = json!({"name": "CI", "days": 90, "scope": "evidence"}))]
pub(in crate::api) struct TokenBody {
    /// What it is called in the list.
    #[schema(min_length = 1)]
    name: String,
    /// How long it lives, 1–366.
    #[schema(minimum = 1, maximum = 366)]
    days: u32,
    /// What it allows to send: `evidence` or `signals`.
    #[serde(default = "evidence_scope")]
    scope: TokenScope,
}

const fn evidence_scope() -> TokenScope {
    TokenScope::Evidence
}

/// The secret, shown once.
#[derive(Serialize, ToSchema)]
#[schema(as = TokenSecret)]
pub(in crate::api) struct TokenAnswer {
    /// `hxs_…`, for `Authorization: Bearer`.
    token: String,
}

/// Makes a token for a machine.
///
/// Its secret is in this answer and nowhere else: a retry with the same `Idempotency-Key` is answered 409.
#[utoipa::path(
    post,
    path = "/api/v1/workloads/{workload}/tokens",
    operation_id = "create-token",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
    ),
    request_body = TokenBody,
    responses(
        (status = 201, description = "The token, shown once.", body = TokenAnswer),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
pub(in crate::api) async fn new_token(
    path: Id<WorkloadId>,
    asked: Asked,
    body: Sent<TokenBody>,
) -> Result<impl IntoResponse + use<>, ApiError> {
    let (workload, body) = (id(path)?, sent(body)?);
    let (services, viewer) = (&asked.services, &asked.viewer);
    let days = body.days.to_string();
    let token =
        evidence::create_token(services, viewer, workload, body.scope, (&body.name, &days)).await;
    let token = token.map_err(|error| asked.refused(error))?;
    let answer = Json(TokenAnswer { token });
    Ok((StatusCode::CREATED, Extension(ShownOnce), answer))
}

/// Ends a token at once.
#[utoipa::path(
    delete,
    path = "/api/v1/workloads/{workload}/tokens/{token}",
    operation_id = "revoke-token",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("token" = inline(TokenId), Path, description = "The id of a token."),
    ),
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
pub(in crate::api) async fn revoke_token(
    path: Id<(WorkloadId, TokenId)>,
    asked: Asked,
) -> Result<StatusCode, ApiError> {
    let (workload, token) = id(path)?;
    let done = evidence::revoke_token(&asked.services, &asked.viewer, workload, token);
    asked.done(done.await)
}
