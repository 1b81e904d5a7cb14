//! One's own account.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use services::accounts::{self, ChangePassword, OwnForm};
use services::{Error, sessions};

use super::submission::Signed;
use super::{action, instead};
use crate::web::AppState;

const PAGE: &str = "/account";

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/account/profile", action(post(profile)))
        .route("/account/password", action(post(password)))
        .route("/account/sessions/revoke", action(post(revoke)))
        .route(
            "/account/sessions/revoke-others",
            action(post(revoke_others)),
        )
}

async fn profile(Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let own = accounts::own(form.services(), &viewer).await?;
        // A form without language or theme leaves them as they are.
        let kept = |field, stands: Option<&str>| {
            if form.data.has(field) {
                form.text(field)
            } else {
                stands.unwrap_or_default().to_owned()
            }
        };
        let sent = OwnForm {
            name: form.text("name"),
            locale: kept("locale", own.locale.map(domain::Locale::tag)),
            theme: kept("theme", own.theme.map(domain::views::frame::Theme::as_str)),
        };
        accounts::update_own(form.services(), &viewer, &sent, form.version()?).await
    };
    let done = done.await;
    form.finish(done, PAGE, "profile_saved").await
}

async fn password(
    Signed {
        viewer,
        session,
        form,
    }: Signed,
) -> Response {
    let sent = ChangePassword {
        current: form.text("current"),
        password: form.text("new"),
        repeat: form.text("repeat"),
    };
    let done = match accounts::change_password(form.services(), &viewer, &sent, session).await {
        Ok(epoch) => go_on(&form.sender.session, epoch).await,
        Err(error) => Err(instead(error, "password", "new")),
    };
    form.finish(done, PAGE, "password_changed").await
}

/// This session goes on, under a new id.
async fn go_on(session: &tower_sessions::Session, epoch: i32) -> Result<(), Error> {
    let renewed = async {
        session.cycle_id().await?;
        session.insert(sessions::EPOCH, epoch).await?;
        session.save().await
    };
    renewed
        .await
        .map_err(|error| Error::Internal("going on with a session", Box::new(error)))
}

async fn revoke(
    Signed {
        viewer,
        session,
        form,
    }: Signed,
) -> Response {
    let Ok(handle) = form.text("handle").trim().parse() else {
        return form.failed(Error::NotFound, PAGE).await;
    };
    let done = sessions::revoke_own(form.services(), &viewer, handle).await;
    let page = if handle == session { "/login" } else { PAGE };
    form.finish(done, page, "session_revoked").await
}

async fn revoke_others(
    Signed {
        viewer,
        session,
        form,
    }: Signed,
) -> Response {
    let done = sessions::revoke_others(form.services(), &viewer, session)
        .await
        .map(|_| ());
    form.finish(done, PAGE, "sessions_revoked").await
}
