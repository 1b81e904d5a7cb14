//! The teams that the reader may see.

use domain::views::accounts::{TeamRow, TeamsPage as Teams};
use domain::{Locale, OrgRole};
use leptos::prelude::*;

use crate::components::{
    EmptyState, FilterForm, FilterSearch, Page, PageHead, Pagination, PostForm, TextField,
};
use crate::error::AppError;
use crate::frame::use_frame;
use crate::href;
use crate::i18n::{accounts, common, names, use_locale, workloads};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

const PATH: &str = "/teams";

/// A page of the teams that the reader may see and that have a text in their name.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "teams/list", input = leptos::server_fn::codec::Json)]
pub async fn load_teams(q: String, page: String) -> Result<Teams, AppError> {
    let request = crate::server::request()?;
    Ok(services::teams::list(&request.services, request.viewer()?, &q, &page).await?)
}

/// The teams, and for administrators the form for another.
#[component]
pub fn TeamsPage() -> impl IntoView {
    let query = use_query();
    let asked =
        move || query.with(|query| (query.get("q").to_owned(), query.get("page").to_owned()));
    let page = resource(asked, |(q, page)| load_teams(q, page));
    loaded(page, move |page| draw(page, query.get_untracked()))
}

fn draw(page: Teams, query: Query) -> AnyView {
    let locale = use_locale();
    let creates = use_frame()
        .me
        .as_ref()
        .is_some_and(|me| me.org_role == Some(OrgRole::Administrator));
    let list = if page.total == 0 && query.get("q").is_empty() {
        nothing(locale, creates)
    } else {
        list(locale, page, query)
    };
    view! {
        <Page title=accounts::teams_title(locale)>
            <PageHead title=accounts::teams_title(locale) />
            <div class="l-stack">
                {list}
                {creates.then(|| new_team(locale))}
            </div>
        </Page>
    }
    .into_any()
}

fn nothing(locale: Locale, creates: bool) -> AnyView {
    let text = if creates {
        accounts::no_teams_admin(locale)
    } else {
        accounts::no_teams_member(locale)
    };
    view! { <EmptyState title=accounts::no_teams(locale) text=text /> }.into_any()
}

fn list(locale: Locale, page: Teams, query: Query) -> AnyView {
    let Teams {
        rows,
        total,
        page,
        pages,
    } = page;
    let end = view! { <span>{workloads::rows(locale, total)}</span> }.into_any();
    let searched = query.clone();
    let rows = if rows.is_empty() {
        view! {
            <EmptyState title=accounts::no_team_matches(locale) text=accounts::no_team_matches_text(locale)>
                <a class="c-btn" href=PATH>{common::clear_filter(locale)}</a>
            </EmptyState>
        }
        .into_any()
    } else {
        table(locale, rows)
    };
    view! {
        <section class="c-section">
            <FilterForm query=query.clone() end=end>
                <FilterSearch query=searched />
            </FilterForm>
            {rows}
            <Pagination page=page pages=pages total=total query=query />
        </section>
    }
    .into_any()
}

fn table(locale: Locale, teams: Vec<TeamRow>) -> AnyView {
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=accounts::teams_title(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead>
                    <tr>
                        <th scope="col" class="c-table__grow">{accounts::team(locale)}</th>
                        <th scope="col">{accounts::my_role(locale)}</th>
                        <th scope="col" class="c-table__num">{accounts::member_count(locale)}</th>
                        <th scope="col" class="c-table__num">{accounts::workload_count(locale)}</th>
                        <th scope="col"><span class="u-vh">{common::actions(locale)}</span></th>
                    </tr>
                </thead>
                <tbody>{teams.into_iter().map(|team| row(locale, team)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, team: TeamRow) -> AnyView {
    let role = team.role.map_or("–", |role| names::team_role(locale, role));
    view! {
        <tr>
            <th scope="row" class="c-table__grow">
                <a class="c-table__main" href=href::team(team.id, "")>{team.name}</a>
            </th>
            <td data-label=accounts::my_role(locale)>{role}</td>
            <td class="c-table__num" data-label=accounts::member_count(locale)>{team.members}</td>
            <td class="c-table__num" data-label=accounts::workload_count(locale)>{team.workloads}</td>
            <td><a href=href::team(team.id, "/settings")>{accounts::team_settings(locale)}</a></td>
        </tr>
    }
    .into_any()
}

fn new_team(locale: Locale) -> AnyView {
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{accounts::new_team(locale)}</h2></div>
            <PostForm action=PATH>
                <TextField name="name" label=accounts::team_name(locale) max_length=120u32 required=true />
                <TextField
                    name="capacity"
                    label=accounts::capacity(locale)
                    hint=accounts::capacity_hint(locale)
                    kind="number"
                    min="0"
                    max="10000"
                    value="20"
                    required=true
                />
                <div class="c-form__actions">
                    <button class="c-btn c-btn--primary">{accounts::create_team(locale)}</button>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}
