//! The link of an invitation.

use domain::Locale;
use domain::views::accounts::{InvitationOffer, Invited};
use leptos::prelude::*;

use super::door::{Door, gone, offered};
use crate::components::{Callout, LocalTime, NewPassword, PostForm, TextField, Tone};
use crate::error::AppError;
use crate::frame::use_frame;
use crate::href;
use crate::i18n::{accounts, common, names, use_locale};
use crate::load::{loaded, resource, use_part};
use crate::query::encode;

/// What a link offers; whoever holds it may know.
///
/// # Errors
/// [`AppError::NotFound`] where it does not hold.
#[server(prefix = "/api/fn", endpoint = "entry/invitation")]
pub async fn load_invitation(token: String) -> Result<InvitationOffer, AppError> {
    let request = crate::server::request()?;
    Ok(services::invitations::look(&request.services, &token).await?)
}

/// What the invitation is to, and the form to accept it.
#[component]
pub fn InvitePage() -> impl IntoView {
    let token = use_part::<String>("token");
    let page = resource(
        move || token.get(),
        |token| async move { offered(load_invitation(token.ok_or(AppError::NotFound)?).await) },
    );
    let action = move || {
        format!(
            "/invite/{}",
            encode(&token.get_untracked().unwrap_or_default())
        )
    };
    loaded(page, move |offer| match offer {
        Some(offer) => draw(offer, action()),
        None => gone(accounts::invite_title(use_locale())),
    })
}

fn draw(offer: InvitationOffer, action: String) -> AnyView {
    let locale = use_locale();
    let me = use_frame().me.as_ref().map(|me| me.email.clone());
    let form = match me {
        None => new_account(locale, action),
        Some(email) if email.eq_ignore_ascii_case(&offer.email) => join(locale, action),
        Some(_) => other_person(locale),
    };
    view! {
        <Door title=accounts::invite_title(locale)>
            <h2>{accounts::invite_title(locale)}</h2>
            <p>{sentence(locale, &offer)}</p>
            <p class="u-muted u-small">
                {accounts::invite_for(locale, &offer.email)} " · " {accounts::valid_until(locale)} " "
                <LocalTime at=offer.expires_at />
            </p>
            {form}
        </Door>
    }
    .into_any()
}

fn sentence(locale: Locale, offer: &InvitationOffer) -> String {
    let inviter = &offer.invited_by;
    match &offer.invited {
        Invited::Team { name, role, .. } => {
            accounts::invite_team(locale, inviter, name, names::team_role(locale, *role))
        }
        Invited::Organisation { role } => {
            accounts::invite_organisation(locale, inviter, names::org_role(locale, *role))
        }
    }
}

fn new_account(locale: Locale, action: String) -> AnyView {
    let login = href::login(&action);
    view! {
        <PostForm action=action class="c-login__form">
            <TextField name="name" label=accounts::name(locale) autocomplete="name" max_length=120u32 required=true />
            <NewPassword name="password" label=accounts::password(locale) />
            <button class="c-btn c-btn--primary">{accounts::accept_new(locale)}</button>
        </PostForm>
        <p class="u-small">
            {accounts::invite_have_account(locale)} " " <a href=login>{common::sign_in(locale)}</a>
        </p>
    }
    .into_any()
}

fn join(locale: Locale, action: String) -> AnyView {
    view! {
        <PostForm action=action class="c-login__form">
            <button class="c-btn c-btn--primary">{accounts::accept(locale)}</button>
        </PostForm>
    }
    .into_any()
}

fn other_person(locale: Locale) -> AnyView {
    view! {
        <Callout tone=Tone::Warn>
            <p>{accounts::invite_other(locale)}</p>
        </Callout>
        <form method="post" action="/logout"><button class="c-btn">{common::sign_out(locale)}</button></form>
    }
    .into_any()
}
