//! Coming in and going: the set-up, signing in and out, links from invitations and for new passwords.

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::post;
use domain::Locale;
use domain::views::frame::Theme;
use http::HeaderMap;
use http::header::{SET_COOKIE, USER_AGENT};
use services::invitations::{self, Accept};
use services::login::{SignedIn, sign_in};
use services::sessions as keys;
use services::{Error, accounts};
use tower_sessions::cookie::time::Duration;

use super::go::{safe_path, see_other};
use super::sender::Sender;
use super::submission::Submission;
use crate::web::AppState;

/// How long a browser keeps language and theme.
const KEPT: Duration = Duration::days(365);

pub(super) fn routes() -> Router<AppState> {
    // The pages at these addresses are the application's.
    Router::new()
        .route("/setup", post(setup))
        .route("/login", post(login))
        .route("/invite/{token}", post(accept))
        .route("/reset/{token}", post(reset))
        .route("/logout", super::action(post(logout)))
        .route("/preferences", super::action(post(preferences)))
}

async fn setup(headers: HeaderMap, form: Submission) -> Response {
    let new = accounts::NewOrganisation {
        organisation: form.text("organisation"),
        name: form.text("name"),
        email: form.text("email"),
        password: form.text("password"),
        // A form without the second field means the first.
        repeat: repeated(&form),
    };
    match accounts::setup(form.services(), &new).await {
        Ok(_) => enter(&form.sender, &headers, &new.email, &new.password, "/").await,
        Err(error) => form.failed(error, "/setup").await,
    }
}

async fn login(headers: HeaderMap, form: Submission) -> Response {
    let next = form.target("next", "/");
    let (email, password) = (form.text("email"), form.text("password"));
    let signed = sign_in(
        form.services(),
        &email,
        &password,
        form.sender.identity.address,
    )
    .await;
    match signed {
        Ok(signed) => match open(&form.sender, &headers, signed).await {
            Ok(()) => see_other(&next),
            Err(error) => form.sender.refused(&error),
        },
        Err(error) => form.failed(error, &app::href::login(&next)).await,
    }
}

/// Signs in somebody who just chose a password.
async fn enter(
    sender: &Sender,
    headers: &HeaderMap,
    email: &str,
    password: &str,
    to: &str,
) -> Response {
    let opened = match sign_in(sender.services(), email, password, sender.identity.address).await {
        Ok(signed) => open(sender, headers, signed).await,
        Err(error) => Err(error),
    };
    match opened {
        Ok(()) => see_other(to),
        // The account is there; they can sign in by hand.
        Err(_) => see_other("/login"),
    }
}

/// Starts a session under a new id: one that somebody knew before opens nothing.
async fn open(sender: &Sender, headers: &HeaderMap, signed: SignedIn) -> Result<(), Error> {
    let session = &sender.session;
    let agent = headers
        .get(USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    let filled = async {
        session.clear().await;
        session.cycle_id().await?;
        session.insert(keys::USER, signed.user).await?;
        session.insert(keys::EPOCH, signed.epoch).await?;
        session.insert(keys::HANDLE, signed.handle).await?;
        session.insert(keys::USER_AGENT, agent).await?;
        session
            .insert(keys::ADDRESS, sender.identity.address.to_string())
            .await
    };
    filled
        .await
        .map_err(|error| Error::Internal("opening a session", Box::new(error)))
}

async fn logout(sender: Sender) -> Response {
    if sender.session.id().is_some()
        && let Err(error) = sender.session.flush().await
    {
        return sender.refused(&Error::Internal("ending a session", Box::new(error)));
    }
    see_other("/login")
}

async fn accept(Path(token): Path<String>, headers: HeaderMap, form: Submission) -> Response {
    let page = format!("/invite/{}", app::query::encode(&token));
    if let Some(visitor) = form.sender.identity.visitor.clone() {
        let done = invitations::accept_as(form.services(), &visitor.viewer, &token).await;
        return form.finish(done, "/", "invitation_accepted").await;
    }
    let offer = match invitations::look(form.services(), &token).await {
        Ok(offer) => offer,
        Err(error) => return form.failed(error, &page).await,
    };
    let new = Accept {
        name: form.text("name"),
        password: form.text("password"),
        repeat: repeated(&form),
    };
    match invitations::accept(form.services(), &token, &new).await {
        Ok(_) => enter(&form.sender, &headers, &offer.email, &new.password, "/").await,
        Err(error) => form.failed(error, &page).await,
    }
}

async fn reset(Path(token): Path<String>, form: Submission) -> Response {
    let page = format!("/reset/{}", app::query::encode(&token));
    let new = accounts::SetPassword {
        password: form.text("password"),
        repeat: form.text("repeat"),
    };
    let done = accounts::reset_password(form.services(), &token, &new).await;
    match done {
        Ok(()) => form.finish(Ok(()), "/login", "password_set").await,
        Err(error) => form.failed(error, &page).await,
    }
}

fn repeated(form: &Submission) -> String {
    form.text(if form.data.has("repeat") {
        "repeat"
    } else {
        "password"
    })
}

/// Language and theme, for everybody: kept in a cookie, and in the account of who is signed in.
async fn preferences(form: Submission) -> Response {
    let back = form.sender.came_from().unwrap_or_else(|| "/".to_owned());
    let back = form.target("back", &back);
    let mut cookies = Vec::new();
    if form.data.has("locale") {
        let tag = form.text("locale");
        let Some(locale) = Locale::ALL.into_iter().find(|locale| locale.tag() == tag) else {
            return form
                .failed(Error::field("locale", domain::Problem::Choice), &back)
                .await;
        };
        if let Some(visitor) = &form.sender.identity.visitor
            && let Err(error) =
                accounts::choose_locale(form.services(), &visitor.viewer, locale).await
        {
            return form.failed(error, &back).await;
        }
        cookies.push((form.sender.state.cookies.locale(), tag));
    }
    if form.data.has("theme") {
        let text = form.text("theme");
        let theme = text.parse::<Theme>().ok();
        if theme.is_none() && !text.is_empty() {
            return form
                .failed(Error::field("theme", domain::Problem::Choice), &back)
                .await;
        }
        if let Some(visitor) = &form.sender.identity.visitor
            && let Err(error) =
                accounts::choose_theme(form.services(), &visitor.viewer, theme).await
        {
            return form.failed(error, &back).await;
        }
        cookies.push((form.sender.state.cookies.theme(), text));
    }
    let mut response = see_other(safe_path(&back).unwrap_or("/"));
    for (name, value) in cookies {
        if let Some(cookie) = form.sender.state.cookies.set(name, value, KEPT) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}
