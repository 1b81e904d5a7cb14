//! What holds for the whole installation.

use domain::views::accounts::OrganisationSettings;
use domain::{Locale, PillarId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::tabs;
use crate::components::{Hidden, Page, PageHead, PostForm, PriorityFields, TextField};
use crate::error::AppError;
use crate::i18n::{accounts, common, use_locale};
use crate::load::{loaded, resource};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Name and priorities.
    pub organisation: OrganisationSettings,
    /// The pillars with their names.
    pub pillars: Vec<(PillarId, String)>,
}

/// The settings of the installation.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::Forbidden`].
#[server(prefix = "/api/fn", endpoint = "admin/settings")]
pub async fn load_settings() -> Result<Settings, AppError> {
    let request = crate::server::request()?;
    let organisation = services::settings::get(&request.services, request.viewer()?).await?;
    let pillars = services::workload::names(&request.services, request.locale).pillars;
    Ok(Settings {
        organisation,
        pillars,
    })
}

/// The organisation's name and the pillars' priorities.
#[component]
pub fn SettingsPage() -> impl IntoView {
    loaded(resource(|| (), |()| load_settings()), draw)
}

fn draw(settings: Settings) -> AnyView {
    let locale = use_locale();
    let Settings {
        organisation,
        pillars,
    } = settings;
    view! {
        <Page title=accounts::settings_title(locale) narrow=true>
            <PageHead title=accounts::settings_title(locale) tabs=tabs() />
            <div class="l-stack">
                {name_form(locale, organisation.clone())}
                {priorities(locale, organisation, pillars)}
            </div>
        </Page>
    }
    .into_any()
}

fn name_form(locale: Locale, organisation: OrganisationSettings) -> AnyView {
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{common::organisation(locale)}</h2></div>
            <PostForm action="/admin/settings" id="organisation">
                <Hidden name="version" value=organisation.version.to_string() />
                <TextField
                    name="name"
                    label=accounts::organisation_name(locale)
                    value=organisation.name
                    max_length=120u32
                    required=true
                />
                <div class="c-form__actions"><button class="c-btn">{common::save(locale)}</button></div>
            </PostForm>
        </section>
    }
    .into_any()
}

fn priorities(
    locale: Locale,
    organisation: OrganisationSettings,
    pillars: Vec<(PillarId, String)>,
) -> AnyView {
    view! {
        <section class="c-section">
            <div class="c-section__head">
                <h2 class="c-section__title">{accounts::priorities(locale)}</h2>
                <span class="c-section__note">{accounts::priorities_hint(locale)}</span>
            </div>
            <PostForm action="/admin/priorities" id="priorities">
                <Hidden name="version" value=organisation.version.to_string() />
                <PriorityFields pillars=pillars priorities=organisation.priorities />
                <div class="c-form__actions"><button class="c-btn">{common::save(locale)}</button></div>
            </PostForm>
        </section>
    }
    .into_any()
}
