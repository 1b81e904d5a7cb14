//! Tokens with which machines hand in files and send telemetry.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::views::evidence::TokenScope;
use domain::{TokenId, WorkloadId};
use services::evidence;

use super::submission::Signed;
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/workloads/{id}/tokens", action(post(create)))
        .route(
            "/workloads/{id}/tokens/{token}/revoke",
            action(post(revoke)),
        )
}

fn page(id: WorkloadId) -> String {
    links::workload(id, "/evidence#tokens")
}

/// Makes a token and goes on to the page that shows it, once, with the address to send to.
async fn create(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let (name, days) = (form.text("name"), form.text("days"));
    // Without the choice it is what tokens were before there was one.
    let scope = form.text("scope").parse().unwrap_or(TokenScope::Evidence);
    match evidence::create_token(form.services(), &viewer, id, scope, (&name, &days)).await {
        Ok(token) => {
            let address = form.sender.address(&match scope {
                TokenScope::Evidence => format!("/api/v1{}", links::workload(id, "/evidence")),
                TokenScope::Signals => "/v1/metrics".to_owned(),
            });
            let values = BTreeMap::from([
                ("token".to_owned(), token),
                ("url".to_owned(), address),
                ("scope".to_owned(), scope.as_str().to_owned()),
            ]);
            form.sender.done(&page(id), "token_created", values).await
        }
        Err(error) => form.failed(error, &page(id)).await,
    }
}

async fn revoke(
    Ids((id, token)): Ids<(WorkloadId, TokenId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = evidence::revoke_token(form.services(), &viewer, id, token).await;
    form.finish(done, &page(id), "token_revoked").await
}
