//! One person in the administrators' list.

use domain::views::accounts::UserRow;
use domain::{Locale, OrgRole, UserId};
use leptos::prelude::*;

use crate::components::{ConfirmForm, Hidden, LocalTime, PostForm, choices};
use crate::frame::use_frame;
use crate::i18n::{accounts, names};

/// A person, the role to be changed, the account to be disabled or given a new password.
pub(super) fn row(locale: Locale, user: UserRow) -> AnyView {
    let disabled = user
        .disabled
        .then(|| view! { " "<span class="c-badge">{accounts::disabled(locale)}</span> });
    let own = use_frame().me.as_ref().is_some_and(|me| me.id == user.id);
    let (role, acts) = (role_form(locale, user.clone()), acts(locale, &user, own));
    view! {
        <tr>
            <th scope="row" class="c-table__grow">
                {user.name}{disabled}<span class="c-table__sub">{user.email}</span>
            </th>
            <td class="c-table__line" data-label=accounts::org_role(locale)>{role}</td>
            <td class="c-table__num" data-label=accounts::team_count(locale)>{user.teams}</td>
            <td class="u-nowrap" data-label=accounts::since(locale)><LocalTime at=user.created_at /></td>
            <td class="c-table__line"><div class="l-row l-row--tight">{acts}</div></td>
        </tr>
    }
    .into_any()
}

fn role_form(locale: Locale, user: UserRow) -> AnyView {
    let mut roles = vec![(String::new(), accounts::no_org_role(locale).to_owned())];
    roles.extend(OrgRole::ALL.iter().map(|role| {
        (
            role.as_str().to_owned(),
            names::org_role(locale, *role).to_owned(),
        )
    }));
    view! {
        <PostForm action=address(user.id, "role") class="l-row l-row--tight">
            <Hidden name="version" value=user.version.to_string() />
            <select class="c-select c-input--short" name="org_role" aria-label=accounts::role_of(locale, &user.name)>
                {choices(roles, user.org_role.map_or("", OrgRole::as_str))}
            </select>
            <button class="c-btn c-btn--small">{accounts::change_role(locale)}</button>
        </PostForm>
    }
    .into_any()
}

/// Who is signed in does not lock themselves out here.
fn acts(locale: Locale, user: &UserRow, own: bool) -> AnyView {
    let version = user.version.to_string();
    let reset = (!user.disabled).then(|| {
        view! {
            <ConfirmForm
                action=address(user.id, "reset")
                label=accounts::reset(locale)
                question=accounts::reset_question(locale, &user.name)
            />
        }
    });
    let (act, label, question) = if user.disabled {
        (
            "enable",
            accounts::enable(locale),
            accounts::enable_question(locale, &user.name),
        )
    } else {
        (
            "disable",
            accounts::disable(locale),
            accounts::disable_question(locale, &user.name),
        )
    };
    let switch = (!own).then(|| {
        view! {
            <ConfirmForm action=address(user.id, act) label=label question=question danger=!user.disabled>
                <Hidden name="version" value=version.clone() />
            </ConfirmForm>
        }
    });
    view! { {reset} {switch} }.into_any()
}

fn address(id: UserId, act: &str) -> String {
    format!("/admin/people/{id}/{act}")
}
