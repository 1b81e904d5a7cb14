//! What administrators do.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::UserId;
use services::Error;
use services::accounts;
use services::invitations::{self, InvitationForm};
use services::settings;

use super::submission::Signed;
use super::{Ids, action, instead, priority};
use crate::web::AppState;

const PEOPLE: &str = "/admin/people";
const SETTINGS: &str = "/admin/settings";

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/invite", action(post(invite)))
        .route("/admin/people/{id}/role", action(post(role)))
        .route("/admin/people/{id}/disable", action(post(disable)))
        .route("/admin/people/{id}/enable", action(post(enable)))
        .route("/admin/people/{id}/reset", action(post(reset)))
        .route("/admin/settings", post(rename))
        .route("/admin/priorities", action(post(priorities)))
}

async fn invite(Signed { viewer, form, .. }: Signed) -> Response {
    let sent = InvitationForm {
        email: form.text("email"),
        role: form.text("org_role"),
    };
    match invitations::invite_to_organisation(form.services(), &viewer, &sent).await {
        Ok(link) => {
            let address = form.sender.address(&format!("/invite/{}", link.token));
            let values = BTreeMap::from([
                ("link".to_owned(), address),
                ("email".to_owned(), sent.email),
                ("expires_at".to_owned(), link.expires_at),
            ]);
            form.sender.done(PEOPLE, "invited", values).await
        }
        Err(error) => form.failed(named(error), PEOPLE).await,
    }
}

fn named(error: Error) -> Error {
    instead(error, "role", "org_role")
}

async fn role(Ids(id): Ids<UserId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let version = form.version()?;
        accounts::set_org_role(
            form.services(),
            &viewer,
            id,
            &form.text("org_role"),
            version,
        )
        .await
        .map_err(named)
    };
    let done = done.await;
    form.finish(done, PEOPLE, "role_changed").await
}

async fn disable(Ids(id): Ids<UserId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async { accounts::disable(form.services(), &viewer, id, form.version()?).await };
    let done = done.await;
    form.finish(done, PEOPLE, "person_disabled").await
}

async fn enable(Ids(id): Ids<UserId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async { accounts::enable(form.services(), &viewer, id, form.version()?).await };
    let done = done.await;
    form.finish(done, PEOPLE, "person_enabled").await
}

async fn reset(Ids(id): Ids<UserId>, Signed { viewer, form, .. }: Signed) -> Response {
    match accounts::issue_reset(form.services(), &viewer, id).await {
        Ok(link) => {
            let address = form.sender.address(&format!("/reset/{}", link.token));
            let values = BTreeMap::from([
                ("link".to_owned(), address),
                ("user".to_owned(), id.to_string()),
                ("expires_at".to_owned(), link.expires_at),
            ]);
            form.sender.done(PEOPLE, "reset_issued", values).await
        }
        Err(error) => form.failed(error, PEOPLE).await,
    }
}

async fn rename(Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        settings::rename(
            form.services(),
            &viewer,
            &form.text("name"),
            form.version()?,
        )
        .await
    };
    let done = done.await;
    form.finish(done, SETTINGS, "settings_saved").await
}

async fn priorities(Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let version = form.version()?;
        settings::set_priorities(
            form.services(),
            &viewer,
            &form.data.below("priority."),
            version,
        )
        .await
    };
    let done = done.await.map_err(priority);
    form.finish(done, SETTINGS, "priorities_saved").await
}
