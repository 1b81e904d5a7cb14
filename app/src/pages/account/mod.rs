//! One's own account.

mod notices;
mod profile;
mod sessions;

use domain::views::accounts::{OwnAccount, SessionRow};
use domain::views::notices::NoticeChoices;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Page, PageHead};
use crate::error::AppError;
use crate::i18n::{accounts, use_locale};
use crate::load::{loaded, resource};
use notices::NoticesForm;
use profile::{PasswordForm, ProfileForm};
use sessions::Sessions;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The account.
    pub own: OwnAccount,
    /// What comes by mail.
    pub notices: NoticeChoices,
    /// Where one is signed in.
    pub sessions: Vec<SessionRow>,
}

/// One's own account and sessions.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "account/own")]
pub async fn load_account() -> Result<Account, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let session = request.session()?;
    let own = services::accounts::own(&request.services, viewer).await?;
    let sessions = services::sessions::list_own(&request.services, viewer, session).await?;
    let notices = services::notices::choices(&request.services, viewer).await?;
    Ok(Account {
        own,
        notices,
        sessions,
    })
}

/// One's name, preferences, password and sessions.
#[component]
pub fn AccountPage() -> impl IntoView {
    loaded(resource(|| (), |()| load_account()), draw)
}

fn draw(account: Account) -> AnyView {
    let locale = use_locale();
    let follows_browser = account.own.locale.is_none();
    let email = account.own.email.clone();
    let meta = view! { <span class="u-muted">{email.clone()}</span> }.into_any();
    view! {
        <Page title=accounts::account_title(locale) narrow=true>
            <PageHead title=accounts::account_title(locale) meta=meta />
            <div class="l-stack">
                <ProfileForm own=account.own />
                <PasswordForm email=email />
                <NoticesForm choices=account.notices follows_browser=follows_browser />
                <Sessions rows=account.sessions />
            </div>
        </Page>
    }
    .into_any()
}
