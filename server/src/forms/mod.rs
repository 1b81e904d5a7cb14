//! Forms: each is one use case, answered with a redirect to a page that says what happened.
//!
//! The same with and without JavaScript. No token: the origin check protects them, and cookies are `SameSite=Lax`.

mod account;
mod admin;
mod answers;
mod cost;
mod data;
mod entry;
mod evidence;
mod findings;
mod go;
mod ids;
mod links;
mod map;
mod notices;
mod outward;
mod plan;
mod platforms;
mod proof;
mod readings;
mod review;
mod risks;
mod rules;
mod sender;
mod signals;
mod submission;
mod teams;
mod tokens;
mod transfer;
mod upload;
mod verdicts;
mod workloads;

pub use data::{FormData, Malformed, percent_decoded};
pub use go::{safe_path, see_other};
pub use ids::Ids;
pub use sender::Sender;
pub use submission::{Signed, Submission};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use domain::{FieldErrors, Problem};
use http::StatusCode;
use services::Error;

use crate::web::AppState;

/// All forms but uploads, and downloads.
pub fn routes() -> Router<AppState> {
    entry::routes()
        .merge(account::routes())
        .merge(admin::routes())
        .merge(teams::routes())
        .merge(workloads::routes())
        .merge(answers::routes())
        .merge(proof::routes())
        .merge(review::routes())
        .merge(risks::routes())
        .merge(plan::routes())
        .merge(platforms::routes())
        .merge(cost::routes())
        .merge(readings::routes())
        .merge(verdicts::routes())
        .merge(findings::routes())
        .merge(tokens::routes())
        .merge(signals::routes())
        .merge(map::routes())
        .merge(rules::routes())
        .merge(notices::routes())
        .merge(transfer::routes())
        .merge(outward::routes())
        .route("/evidence/{id}", get(evidence::download))
}

/// Forms that make a report before they answer, which have a time-out of their own.
pub fn reports() -> Router<AppState> {
    outward::reports()
}

/// Uploads, which have a limit and a time-out of their own.
pub fn uploads() -> Router<AppState> {
    Router::new()
        .route(
            "/workloads/{id}/checks/{check}/evidence",
            action(post(evidence::add)),
        )
        .layer(DefaultBodyLimit::max(upload::LARGEST))
        .merge(readings::uploads())
        .merge(transfer::uploads())
}

/// A form's address that is no page: who opens it is told so.
fn action(form: MethodRouter<AppState>) -> MethodRouter<AppState> {
    form.get(no_page)
}

async fn no_page(sender: Sender) -> Response {
    sender.page(StatusCode::METHOD_NOT_ALLOWED)
}

/// Names the fields of an error as the page does, where the use case calls them otherwise.
fn renamed(error: Error, name: impl Fn(&str) -> String) -> Error {
    match error {
        Error::Invalid(errors) => {
            let named = |(field, problem): (String, Problem)| (name(&field), problem);
            Error::Invalid(FieldErrors(errors.0.into_iter().map(named).collect()))
        }
        other => other,
    }
}

/// The same for one field.
fn instead(error: Error, theirs: &str, ours: &str) -> Error {
    renamed(error, |field| {
        if field == theirs { ours } else { field }.to_owned()
    })
}

/// The fields of priorities by pillar; `priorities` stands for all of them.
fn priority(error: Error) -> Error {
    renamed(error, |field| {
        if field == "priorities" {
            field.to_owned()
        } else {
            format!("priority.{field}")
        }
    })
}
