//! Who is in a team.

use domain::views::accounts::MemberRow;
use domain::{Locale, TeamId, TeamRole, UserId};
use leptos::prelude::*;

use crate::components::{
    ConfirmForm, Hidden, LocalTime, PostForm, SelectField, TextField, choices,
};
use crate::frame::use_frame;
use crate::href;
use crate::i18n::{accounts, common, names, sentences, use_locale};

/// The members; for those who manage the team with their roles to be changed.
#[component]
pub fn Members(
    /// Which team.
    team: TeamId,
    /// Owners first.
    rows: Vec<MemberRow>,
    /// Whether the reader manages it.
    manages: bool,
) -> impl IntoView {
    let locale = use_locale();
    let me = use_frame().me.as_ref().map(|me| me.id);
    let list = if rows.is_empty() {
        view! { <p class="u-muted">{accounts::no_members(locale)}</p> }.into_any()
    } else {
        let rows = rows
            .into_iter()
            .map(|member| row(locale, team, member, manages, me))
            .collect_view();
        table(locale, rows.into_any())
    };
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{accounts::members(locale)}</h2></div>
            {list}
        </section>
    }
}

fn table(locale: Locale, rows: AnyView) -> AnyView {
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=accounts::members(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead>
                    <tr>
                        <th scope="col" class="c-table__grow">{accounts::name(locale)}</th>
                        <th scope="col">{accounts::role(locale)}</th>
                        <th scope="col">{accounts::since(locale)}</th>
                        <th scope="col"><span class="u-vh">{common::actions(locale)}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(
    locale: Locale,
    team: TeamId,
    member: MemberRow,
    manages: bool,
    me: Option<UserId>,
) -> AnyView {
    let role = if manages {
        role_form(locale, team, &member)
    } else {
        names::team_role(locale, member.role).into_any()
    };
    let remove = manages.then(|| remove_form(locale, team, &member, me == Some(member.user)));
    let disabled = member
        .disabled
        .then(|| view! { " "<span class="c-badge">{accounts::disabled(locale)}</span> });
    view! {
        <tr>
            <th scope="row" class="c-table__grow">
                {member.name}{disabled}<span class="c-table__sub">{member.email}</span>
            </th>
            <td class="c-table__line" data-label=accounts::role(locale)>{role}</td>
            <td class="u-nowrap" data-label=accounts::since(locale)><LocalTime at=member.since /></td>
            <td>{remove}</td>
        </tr>
    }
    .into_any()
}

fn role_form(locale: Locale, team: TeamId, member: &MemberRow) -> AnyView {
    let (user, role) = (member.user.to_string(), member.role);
    let label = accounts::role_of(locale, &member.name);
    view! {
        <PostForm action=href::team(team, "/members/role") class="l-row l-row--tight">
            <Hidden name="user" value=user />
            <select class="c-select c-input--short" name="role" aria-label=label>
                {choices(roles(locale), role.as_str())}
            </select>
            <button class="c-btn c-btn--small">{accounts::change_role(locale)}</button>
        </PostForm>
    }
    .into_any()
}

fn remove_form(locale: Locale, team: TeamId, member: &MemberRow, own: bool) -> AnyView {
    let (label, question) = if own {
        (
            accounts::leave(locale),
            accounts::leave_question(locale).to_owned(),
        )
    } else {
        (
            accounts::remove(locale),
            accounts::remove_question(locale, &member.name),
        )
    };
    let user = member.user.to_string();
    view! {
        <ConfirmForm action=href::team(team, "/members/remove") label=label question=question danger=true>
            <Hidden name="user" value=user />
        </ConfirmForm>
    }
    .into_any()
}

fn roles(locale: Locale) -> Vec<(String, String)> {
    TeamRole::ALL
        .iter()
        .map(|role| {
            (
                role.as_str().to_owned(),
                names::team_role(locale, *role).to_owned(),
            )
        })
        .collect()
}

/// The form that makes a link to join the team.
#[component]
pub fn InviteForm(
    /// Which team.
    team: TeamId,
    /// Whether nobody is in it yet: then its owner comes first.
    first: bool,
) -> impl IntoView {
    let locale = use_locale();
    let role = if first {
        TeamRole::Owner
    } else {
        TeamRole::Architect
    };
    let hints = [
        accounts::role_owner_hint(locale),
        accounts::role_architect_hint(locale),
        accounts::role_viewer_hint(locale),
    ];
    view! {
        <section class="c-section">
            <div class="c-section__head">
                <h2 class="c-section__title">{accounts::invite_member(locale)}</h2>
                <span class="c-section__note">{accounts::invite_hint(locale)}</span>
            </div>
            <PostForm action=href::team(team, "/invite") id="invite">
                <TextField name="email" label=accounts::email(locale) kind="email" required=true />
                <SelectField
                    name="role"
                    label=accounts::role(locale)
                    options=roles(locale)
                    value=role.as_str()
                    hint=sentences(locale, &hints)
                />
                <div class="c-form__actions">
                    <button class="c-btn c-btn--primary">{accounts::invite(locale)}</button>
                </div>
            </PostForm>
        </section>
    }
}
