//! Everybody with an account.

use domain::views::accounts::{InvitationRow, UserPage};
use domain::{Locale, OrgRole};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::person::row;
use super::tabs;
use crate::components::{
    EmptyState, FilterForm, FilterSearch, Page, PageHead, Pagination, PostForm, SelectField,
    TextField,
};
use crate::error::AppError;
use crate::i18n::{accounts, common, names, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::pages::teams::Invitations;
use crate::query::Query;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// One page of the people.
    pub users: UserPage,
    /// Open invitations.
    pub invitations: Vec<InvitationRow>,
}

/// One page of the people, those whose name or address contains a text, and open invitations.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::Forbidden`].
#[server(prefix = "/api/fn", endpoint = "admin/people")]
pub async fn load_people(search: String, page: u32) -> Result<People, AppError> {
    let request = crate::server::request()?;
    let (services, viewer) = (&request.services, request.viewer()?);
    let users = services::accounts::list_users(services, viewer, &search, page).await?;
    let invitations = services::invitations::list_all(services, viewer).await?;
    Ok(People { users, invitations })
}

/// The people, their roles, their invitations.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let query = use_query();
    let page = resource(
        move || query.get(),
        |query| async move {
            load_people(
                query.get("q").to_owned(),
                query.get("page").parse().unwrap_or(1),
            )
            .await
        },
    );
    loaded(page, move |people| draw(people, query.get_untracked()))
}

fn draw(people: People, query: Query) -> AnyView {
    let locale = use_locale();
    let People { users, invitations } = people;
    let pages = pages(users.total, users.size);
    let count = accounts::people_found(locale, users.total).into_any();
    let (page, total) = (users.page, users.total);
    let (searched, rest) = (query.clone(), query.clone());
    view! {
        <Page title=accounts::people_title(locale)>
            <PageHead title=accounts::people_title(locale) tabs=tabs() />
            <div class="l-stack">
                <section class="c-section">
                    <FilterForm query=query end=count>
                        <FilterSearch query=searched />
                    </FilterForm>
                    {table(locale, users)}
                    <Pagination page=page pages=pages total=total query=rest />
                </section>
                {invite_form(locale)}
                <Invitations rows=invitations back="/admin/people" />
            </div>
        </Page>
    }
    .into_any()
}

fn pages(total: i64, size: u32) -> u32 {
    let size = i64::from(size.max(1));
    u32::try_from((total + size - 1) / size).unwrap_or(1).max(1)
}

fn table(locale: Locale, users: UserPage) -> AnyView {
    if users.rows.is_empty() {
        return view! { <EmptyState title=accounts::no_people(locale) text=accounts::no_people_hint(locale) /> }.into_any();
    }
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=accounts::people_title(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead>
                    <tr>
                        <th scope="col" class="c-table__grow">{accounts::person(locale)}</th>
                        <th scope="col">{accounts::org_role(locale)}</th>
                        <th scope="col" class="c-table__num">{accounts::team_count(locale)}</th>
                        <th scope="col">{accounts::since(locale)}</th>
                        <th scope="col"><span class="u-vh">{common::actions(locale)}</span></th>
                    </tr>
                </thead>
                <tbody>{users.rows.into_iter().map(|user| row(locale, user)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn invite_form(locale: Locale) -> AnyView {
    let roles = OrgRole::ALL
        .iter()
        .map(|role| {
            (
                role.as_str().to_owned(),
                names::org_role(locale, *role).to_owned(),
            )
        })
        .collect();
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{accounts::invite_person(locale)}</h2></div>
            <PostForm action="/admin/invite" id="invite">
                <TextField
                    name="email"
                    label=accounts::email(locale)
                    hint=accounts::invite_hint(locale)
                    kind="email"
                    required=true
                />
                <SelectField
                    name="org_role"
                    label=accounts::org_role(locale)
                    options=roles
                    value=OrgRole::Manager.as_str()
                    hint=accounts::invite_person_hint(locale)
                />
                <div class="c-form__actions">
                    <button class="c-btn c-btn--primary">{accounts::invite(locale)}</button>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::pages;

    #[test]
    fn the_last_page_may_be_short() {
        assert_eq!(pages(0, 50), 1);
        assert_eq!(pages(50, 50), 1);
        assert_eq!(pages(51, 50), 2);
    }
}
