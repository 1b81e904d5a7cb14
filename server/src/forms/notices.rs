//! Notices: what is read, what is shown and mailed; webhooks and deliveries.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::notice::NoticeKind;
use domain::{DeliveryId, EventId, Problem, WebhookId};
use services::Error;
use services::notices::{self, WebhookForm};

use super::submission::{Signed, Submission};
use super::{Ids, action};
use crate::web::AppState;

const PAGE: &str = "/notices";
const WEBHOOKS: &str = "/admin/webhooks";
const DELIVERIES: &str = "/admin/deliveries";

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/notices/read", action(post(read_all)))
        .route("/notices/{id}/read", action(post(read_one)))
        .route("/account/notices", action(post(choose)))
        // The page has the same address as the form that adds one.
        .route(WEBHOOKS, post(add))
        .route("/admin/webhooks/{id}", action(post(change)))
        .route("/admin/webhooks/{id}/secret", action(post(secret)))
        .route("/admin/webhooks/{id}/remove", action(post(remove)))
        .route("/admin/webhooks/{id}/test", action(post(test)))
        .route("/admin/deliveries/{id}/retry", action(post(retry)))
}

async fn read_all(Signed { viewer, form, .. }: Signed) -> Response {
    let done = notices::read_all(form.services(), &viewer, &form.text("seen")).await;
    form.finish(done, PAGE, "notices_read").await
}

async fn read_one(Ids(id): Ids<EventId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = form.target("back", PAGE);
    let done = notices::read_one(form.services(), &viewer, id).await;
    form.finish(done, &back, "notice_read").await
}

/// The kinds that are ticked in one of the lists.
fn kinds(form: &Submission, field: &str) -> Result<Vec<NoticeKind>, Error> {
    let kinds = form.data.list(field);
    let kinds: Result<Vec<NoticeKind>, _> = kinds.iter().map(|kind| kind.parse()).collect();
    kinds.map_err(|_| Error::field(field, Problem::Choice))
}

async fn choose(Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let (console, mail) = (kinds(&form, "console")?, kinds(&form, "mail")?);
        notices::choose(form.services(), &viewer, (&console, &mail)).await
    };
    let done = done.await;
    form.finish(done, "/account#notices", "notices_chosen")
        .await
}

fn sent(form: &Submission, version: i32) -> WebhookForm {
    WebhookForm {
        name: form.text("name"),
        url: form.text("url"),
        kinds: form.data.list("kinds"),
        active: form.data.has("active"),
        version,
    }
}

async fn add(Signed { viewer, form, .. }: Signed) -> Response {
    let made = notices::add_webhook(form.services(), &viewer, &sent(&form, 0)).await;
    shown(form, made, WEBHOOKS, "webhook_added").await
}

/// Goes on to the page that shows a secret, once.
async fn shown(form: Submission, made: Result<String, Error>, page: &str, code: &str) -> Response {
    match made {
        Ok(secret) => {
            let values = BTreeMap::from([("secret".to_owned(), secret)]);
            form.sender.done(page, code, values).await
        }
        Err(error) => form.failed(error, page).await,
    }
}

async fn change(Ids(id): Ids<WebhookId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let sent = sent(&form, form.version()?);
        notices::change_webhook(form.services(), &viewer, id, &sent).await
    };
    let done = done.await;
    form.finish(done, &app::href::webhook(id), "webhook_saved")
        .await
}

async fn secret(Ids(id): Ids<WebhookId>, Signed { viewer, form, .. }: Signed) -> Response {
    let made = async {
        let version = form.version()?;
        notices::new_secret(form.services(), &viewer, id, version).await
    };
    let made = made.await;
    shown(form, made, WEBHOOKS, "webhook_secret").await
}

async fn remove(Ids(id): Ids<WebhookId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = notices::remove_webhook(form.services(), &viewer, id).await;
    form.finish(done, WEBHOOKS, "webhook_removed").await
}

async fn test(Ids(id): Ids<WebhookId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = notices::test_webhook(form.services(), &viewer, id).await;
    form.finish(done, WEBHOOKS, "webhook_tested").await
}

async fn retry(Ids(id): Ids<DeliveryId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = form.target("back", DELIVERIES);
    let done = notices::retry(form.services(), &viewer, id).await;
    form.finish(done, &back, "delivery_retried").await
}
