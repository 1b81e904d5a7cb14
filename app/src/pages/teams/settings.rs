//! A team's settings: name, capacity, priorities, members, invitations.

use domain::views::accounts::{InvitationRow, MemberRow, TeamView};
use domain::views::signals::PullBound;
use domain::{Locale, PillarId, TeamId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::bound::bound_form;
use super::invitations::Invitations;
use super::members::{InviteForm, Members};
use crate::components::{
    Crumb, Hidden, Page, PageHead, PostForm, PriorityFields, TeamTabs, TextField,
};
use crate::error::AppError;
use crate::href;
use crate::i18n::{accounts, common, sentences, use_locale};
use crate::load::{loaded, resource, use_part};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSettings {
    /// The team.
    pub team: TeamView,
    /// Its members.
    pub members: Vec<MemberRow>,
    /// Open invitations, for those who manage it.
    pub invitations: Vec<InvitationRow>,
    /// The pillars with their names.
    pub pillars: Vec<(PillarId, String)>,
    /// How far its pulls may reach, for administrators of an installation that has a Prometheus.
    pub bound: Option<PullBound>,
}

/// A team with its members and invitations.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::NotFound`].
#[server(prefix = "/api/fn", endpoint = "teams/settings")]
pub async fn load_team_settings(id: TeamId) -> Result<TeamSettings, AppError> {
    let request = crate::server::request()?;
    let (services, viewer) = (&request.services, request.viewer()?);
    let team = services::teams::get(services, viewer, id).await?;
    let members = services::teams::members(services, viewer, id).await?;
    let invitations = if team.may_manage {
        services::invitations::list_of_team(services, viewer, id).await?
    } else {
        Vec::new()
    };
    let pillars = services::workload::names(services, request.locale).pillars;
    let bound = if viewer.administer().is_ok() {
        services::signals::bound_of(services, viewer, id).await?
    } else {
        None
    };
    Ok(TeamSettings {
        team,
        members,
        invitations,
        pillars,
        bound,
    })
}

/// A team's settings; who may not change them sees its members.
#[component]
pub fn TeamSettingsPage() -> impl IntoView {
    let id = use_part::<TeamId>("id");
    let page = resource(
        move || id.get(),
        |id| async move { load_team_settings(id.ok_or(AppError::NotFound)?).await },
    );
    loaded(page, draw)
}

fn draw(page: TeamSettings) -> AnyView {
    let locale = use_locale();
    let TeamSettings {
        team,
        members,
        invitations,
        pillars,
        bound,
    } = page;
    let (id, manages) = (team.id, team.may_manage);
    let name = team.name.clone();
    let forms = manages.then(|| {
        view! {
            <div class="l-split__side l-stack">
                {team_form(locale, team.clone())}
                {priorities(locale, team, pillars)}
                {bound.map(|bound| bound_form(locale, id, bound))}
            </div>
        }
    });
    let inviting = manages.then(|| {
        view! {
            <InviteForm team=id first=members.is_empty() />
            <Invitations rows=invitations back=href::team(id, "/settings") />
        }
    });
    view! {
        <Page title=name.clone()>
            <PageHead title=name.clone() crumbs=vec![Crumb::new("/teams", common::teams(locale))] tabs=view! { <TeamTabs team=id name=name /> }.into_any() />
            <div class="l-split">
                <div class="l-stack">
                    <Members team=id rows=members manages=manages />
                    {inviting}
                </div>
                {forms}
            </div>
        </Page>
    }
    .into_any()
}

fn team_form(locale: Locale, team: TeamView) -> AnyView {
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{accounts::team(locale)}</h2></div>
            <PostForm action=href::team(team.id, "/edit") id="team">
                <Hidden name="version" value=team.version.to_string() />
                <TextField
                    name="name"
                    label=accounts::team_name(locale)
                    value=team.name
                    max_length=120u32
                    required=true
                />
                <TextField
                    name="capacity"
                    label=accounts::capacity(locale)
                    hint=accounts::capacity_hint(locale)
                    kind="number"
                    min="0"
                    max="10000"
                    value=team.capacity_days.to_string()
                    required=true
                />
                <div class="c-form__actions"><button class="c-btn">{common::save(locale)}</button></div>
            </PostForm>
        </section>
    }
    .into_any()
}

fn priorities(locale: Locale, team: TeamView, pillars: Vec<(PillarId, String)>) -> AnyView {
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{accounts::priorities(locale)}</h2></div>
            <p class="u-muted u-small">
                {sentences(locale, &[accounts::priorities_hint(locale), accounts::priorities_team_hint(locale)])}
            </p>
            <PostForm action=href::team(team.id, "/priorities") id="priorities">
                <Hidden name="version" value=team.version.to_string() />
                <PriorityFields pillars=pillars priorities=team.priorities />
                <div class="c-form__actions"><button class="c-btn">{common::save(locale)}</button></div>
            </PostForm>
        </section>
    }
    .into_any()
}
