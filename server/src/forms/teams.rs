//! Teams, their members and invitations.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::{InvitationId, TeamId, UserId};
use services::Error;
use services::invitations::{self, InvitationForm};
use services::signals;
use services::teams::{self, TeamForm};

use super::links::team_settings;
use super::submission::{Signed, Submission};
use super::{Ids, action, instead, priority};
use crate::web::AppState;

/// Person-days a month of a team whose form does not say.
const CAPACITY: &str = "20";

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/teams", post(create))
        .route("/teams/{id}/edit", action(post(edit)))
        .route("/teams/{id}/priorities", action(post(priorities)))
        .route("/teams/{id}/pulls", action(post(pulls)))
        .route("/teams/{id}/members/role", action(post(role)))
        .route("/teams/{id}/members/remove", action(post(remove)))
        .route("/teams/{id}/invite", action(post(invite)))
        .route("/invitations/{id}/revoke", action(post(revoke)))
}

fn sent(form: &Submission) -> TeamForm {
    let capacity = if form.data.has("capacity") {
        form.text("capacity")
    } else {
        CAPACITY.to_owned()
    };
    TeamForm {
        name: form.text("name"),
        capacity_days: capacity,
    }
}

fn named(error: Error) -> Error {
    instead(error, "capacity_days", "capacity")
}

async fn create(Signed { viewer, form, .. }: Signed) -> Response {
    match teams::create(form.services(), &viewer, &sent(&form)).await {
        Ok(id) => {
            form.sender
                .done(&team_settings(id), "team_created", BTreeMap::new())
                .await
        }
        Err(error) => form.failed(named(error), "/teams").await,
    }
}

async fn edit(Ids(id): Ids<TeamId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done =
        async { teams::update(form.services(), &viewer, id, &sent(&form), form.version()?).await };
    let done = done.await.map_err(named);
    form.finish(done, &team_settings(id), "team_saved").await
}

async fn priorities(Ids(id): Ids<TeamId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let version = form.version()?;
        teams::set_priorities(
            form.services(),
            &viewer,
            id,
            &form.data.below("priority."),
            version,
        )
        .await
    };
    let done = done.await.map_err(priority);
    form.finish(done, &team_settings(id), "priorities_saved")
        .await
}

/// Empty matchers take the bound away.
async fn pulls(Ids(id): Ids<TeamId>, Signed { viewer, form, .. }: Signed) -> Response {
    let matchers = form.text("matchers");
    let code = if matchers.trim().is_empty() {
        "bound_removed"
    } else {
        "bound_saved"
    };
    let done = async {
        let version = form.version()?;
        signals::set_bound(form.services(), &viewer, id, &matchers, version).await
    };
    let done = done.await;
    form.finish(done, &team_settings(id), code).await
}

async fn role(Ids(id): Ids<TeamId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let user = form.parsed::<UserId>("user")?;
        teams::set_role(form.services(), &viewer, id, user, &form.text("role")).await
    };
    let done = done.await;
    form.finish(done, &team_settings(id), "member_changed")
        .await
}

async fn remove(Ids(id): Ids<TeamId>, Signed { viewer, form, .. }: Signed) -> Response {
    let user = form.parsed::<UserId>("user");
    let left = user.as_ref().is_ok_and(|user| *user == viewer.user);
    let done = match user {
        Ok(user) => teams::remove_member(form.services(), &viewer, id, user).await,
        Err(error) => Err(error),
    };
    // Who left the team may not see its settings any more.
    let page = if left && viewer.org_role.is_none() {
        "/teams".to_owned()
    } else {
        team_settings(id)
    };
    form.finish(done, &page, "member_removed").await
}

async fn invite(Ids(id): Ids<TeamId>, Signed { viewer, form, .. }: Signed) -> Response {
    let sent = InvitationForm {
        email: form.text("email"),
        role: form.text("role"),
    };
    match invitations::invite_to_team(form.services(), &viewer, id, &sent).await {
        Ok(link) => {
            let address = form.sender.address(&format!("/invite/{}", link.token));
            let values = BTreeMap::from([
                ("link".to_owned(), address),
                ("email".to_owned(), sent.email),
                ("expires_at".to_owned(), link.expires_at),
            ]);
            form.sender
                .done(&team_settings(id), "invited", values)
                .await
        }
        Err(error) => form.failed(error, &team_settings(id)).await,
    }
}

async fn revoke(Ids(id): Ids<InvitationId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = form
        .sender
        .came_from()
        .unwrap_or_else(|| "/teams".to_owned());
    let back = form.target("back", &back);
    let done = invitations::revoke(form.services(), &viewer, id).await;
    form.finish(done, &back, "invitation_revoked").await
}
