//! The numbers that rules judge by.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::RuleId;
use services::rules::{self, ThresholdForm};

use super::submission::{Signed, Submission};
use super::{Ids, action};
use crate::web::AppState;

/// Every number that some rule has; a form sends those of its own.
const NUMBERS: [&str; 8] = [
    "days",
    "min",
    "supports",
    "contradicts",
    "against",
    "runs",
    "apart",
    "variety",
];

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/rules/{rule}", action(post(set)))
        .route("/admin/rules/{rule}/reset", action(post(reset)))
}

async fn set(Ids(rule): Ids<RuleId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let sent = sent(&form, form.version()?);
        rules::set_thresholds(form.services(), &viewer, &rule, &sent).await
    };
    let done = done.await;
    form.finish(done, &app::href::rule(&rule), "rule_saved")
        .await
}

fn sent(form: &Submission, version: i32) -> ThresholdForm {
    let numbers = NUMBERS
        .into_iter()
        .filter(|field| form.data.has(field))
        .map(|field| (field.to_owned(), form.text(field)));
    ThresholdForm {
        numbers: numbers.collect(),
        remark: form.text("remark"),
        version,
    }
}

async fn reset(Ids(rule): Ids<RuleId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let version = form.version()?;
        rules::reset_thresholds(form.services(), &viewer, &rule, version).await
    };
    let done = done.await;
    form.finish(done, &app::href::rule(&rule), "rule_reset")
        .await
}
