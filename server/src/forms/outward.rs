//! Links to reports, schedules of reports, and what they made.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::{KeptReportId, ScheduleId, ShareId};
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use services::outward::{self, ScheduleForm, ShareForm};

use super::sender::Sender;
use super::submission::{Signed, Submission};
use super::{Ids, action, see_other};
use crate::web::{AppState, attachment};

const SHARED: &str = "/reports/shared";
const SCHEDULES: &str = "/reports/schedules";

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/reports/shared/{id}/revoke", action(post(revoke)))
        .route(SCHEDULES, post(create))
        .route("/reports/schedules/{id}", action(post(update)))
        .route("/reports/schedules/{id}/pause", action(post(pause)))
        .route("/reports/schedules/{id}/resume", action(post(resume)))
        .route("/reports/schedules/{id}/run", action(post(run)))
        .route("/reports/schedules/{id}/remove", action(post(remove)))
        .route("/reports/kept/{id}", get(download))
}

/// The one that makes a report before it answers.
pub(super) fn reports() -> Router<AppState> {
    Router::new().route(SHARED, post(share))
}

/// Makes a link and goes on to the page that shows it, once.
async fn share(Signed { viewer, form, .. }: Signed) -> Response {
    let sent = ShareForm {
        about: form.text("about"),
        kind: form.text("kind"),
        format: form.text("format"),
        locale: form.text("locale"),
        days: form.text("days"),
    };
    match outward::create_share(form.services(), &viewer, &sent).await {
        Ok(link) => {
            let address = form.sender.address(&format!("/s/{}", link.token));
            // Not `link`, which the message above every page shows: this page has its own place for it.
            let values = BTreeMap::from([
                ("address".to_owned(), address),
                ("expires_at".to_owned(), link.expires_at),
            ]);
            form.sender.done(SHARED, "share_created", values).await
        }
        Err(error) => form.failed(error, SHARED).await,
    }
}

async fn revoke(Ids(id): Ids<ShareId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = outward::revoke_share(form.services(), &viewer, id).await;
    let back = form.target("back", SHARED);
    form.finish(done, &back, "share_revoked").await
}

fn schedule(form: &Submission) -> ScheduleForm {
    ScheduleForm {
        about: form.text("about"),
        kind: form.text("kind"),
        format: form.text("format"),
        locale: form.text("locale"),
        every: form.text("every"),
        weekday: form.text("weekday"),
        monthday: form.text("monthday"),
        hour: form.text("hour"),
        utc_offset: form.text("utc_offset"),
        recipients: form.data.list("recipients"),
        version: form.version().unwrap_or(0),
    }
}

async fn create(Signed { viewer, form, .. }: Signed) -> Response {
    let sent = schedule(&form);
    let done = outward::create_schedule(form.services(), &viewer, &sent).await;
    form.finish(done.map(|_| ()), SCHEDULES, "schedule_created")
        .await
}

async fn update(Ids(id): Ids<ScheduleId>, Signed { viewer, form, .. }: Signed) -> Response {
    let sent = schedule(&form);
    let done = outward::update_schedule(form.services(), &viewer, id, &sent).await;
    form.finish(done, SCHEDULES, "schedule_saved").await
}

async fn pause(Ids(id): Ids<ScheduleId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async { outward::pause(form.services(), &viewer, id, form.version()?).await };
    let done = done.await;
    form.finish(done, SCHEDULES, "schedule_paused").await
}

async fn resume(Ids(id): Ids<ScheduleId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async { outward::go_on(form.services(), &viewer, id, form.version()?).await };
    let done = done.await;
    form.finish(done, SCHEDULES, "schedule_resumed").await
}

async fn run(Ids(id): Ids<ScheduleId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = outward::run_now(form.services(), &viewer, id).await;
    form.finish(done, SCHEDULES, "schedule_run").await
}

async fn remove(Ids(id): Ids<ScheduleId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = outward::remove_schedule(form.services(), &viewer, id).await;
    form.finish(done, SCHEDULES, "schedule_removed").await
}

/// A report that the reader was sent.
async fn download(Ids(id): Ids<KeptReportId>, sender: Sender) -> Response {
    let Some((viewer, _)) = sender.viewer() else {
        return see_other(&app::href::login(&format!("/reports/kept/{id}")));
    };
    let (name, bytes) = match outward::download(sender.services(), &viewer, id).await {
        Ok(found) => found,
        Err(error) => return sender.refused(&error),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    headers.insert(CONTENT_DISPOSITION, attachment::header(&name));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
    );
    response
}
