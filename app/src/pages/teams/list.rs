//! The teams that the reader may see.

use domain::views::accounts::{TeamFigures, TeamRow, TeamsPage as Teams};
use domain::{Locale, OrgRole, Set, maturity};
use leptos::prelude::*;

use crate::components::{
    EmptyState, FilterForm, FilterSearch, LevelBadge, OtherVersion, Page, PageHead, Pagination,
    PostForm, ProofBar, TextField, set_link,
};
use crate::error::AppError;
use crate::frame::use_frame;
use crate::href;
use crate::i18n::{accounts, common, names, overview, use_locale, workloads};
use crate::load::{loaded, resource, use_query};
use crate::pages::workloads::row::risk_marks;
use crate::query::Query;

const PATH: &str = "/teams";

/// A page of the teams that the reader may see and that have a text in their name, with their numbers.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "teams/list", input = leptos::server_fn::codec::Json)]
pub async fn load_teams(q: String, page: String) -> Result<Teams, AppError> {
    let request = crate::server::request()?;
    Ok(services::overview::teams(&request.services, request.viewer()?, &q, &page).await?)
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
    // Who reads every team has a role in none: a column of dashes says nothing.
    let mine = teams.iter().any(|team| team.role.is_some());
    let role = mine.then(|| view! { <th scope="col">{accounts::my_role(locale)}</th> });
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=accounts::teams_title(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead>
                    <tr>
                        <th scope="col" class="c-table__grow">{accounts::team(locale)}</th>
                        {role}
                        <th scope="col">{overview::index_three(locale)}</th>
                        <th scope="col">{overview::level(locale)}</th>
                        <th scope="col" class="c-table__num">{accounts::assessed_count(locale)}</th>
                        <th scope="col" class="c-table__num">{workloads::risks(locale)}</th>
                        <th scope="col" class="c-table__num">{accounts::member_count(locale)}</th>
                        <th scope="col"><span class="u-vh">{common::actions(locale)}</span></th>
                    </tr>
                </thead>
                <tbody>{teams.into_iter().map(|team| row(locale, team, mine)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, team: TeamRow, mine: bool) -> AnyView {
    let role = mine.then(|| {
        let role = team.role.map_or("–", |role| names::team_role(locale, role));
        view! { <td data-label=accounts::my_role(locale)>{role}</td> }
    });
    let numbers = numbers(locale, &team);
    let version = team.figures.and_then(|figures| figures.version);
    view! {
        <tr>
            <th scope="row" class="c-table__grow">
                <a class="c-table__main" href=href::team(team.id, "")>{team.name}</a>
                <OtherVersion version=version />
            </th>
            {role}
            {numbers}
            <td class="c-table__num" data-label=accounts::member_count(locale)>{team.members}</td>
            <td><a href=href::team(team.id, "/settings")>{accounts::team_settings(locale)}</a></td>
        </tr>
    }
    .into_any()
}

/// Index, level, how many of its workloads they are of, and risks.
fn numbers(locale: Locale, team: &TeamRow) -> AnyView {
    let at = href::team(team.id, "");
    let figures = team.figures.as_ref();
    let counted = match figures {
        Some(of) => format!("{} / {}", of.assessed, of.assessed + of.not_assessed),
        None => team.workloads.to_string(),
    };
    let assessed = figures.filter(|of| of.assessed > 0);
    let bar = match assessed {
        Some(of) => {
            let explain = href::explain(&at, "index", "");
            let label = workloads::index_of(locale, &team.name);
            view! { <ProofBar score=of.index.clone() explain=explain label=label /> }.into_any()
        }
        None => view! { <span class="u-muted">{overview::unassessed(locale)}</span> }.into_any(),
    };
    let risks = assessed.map_or_else(
        || "–".into_any(),
        |of| {
            let to = href::team(team.id, "/risks?sort=-assured");
            risk_marks(locale, &team.name, to, (of.critical_risks, of.high_risks))
        },
    );
    view! {
        <td class="c-table__bar">{bar}</td>
        <td data-label=overview::level(locale)>{level(assessed, &at)}</td>
        <td class="c-table__num" data-label=accounts::assessed_count(locale)>{counted}</td>
        <td class="c-table__num" data-label=workloads::risks(locale)>{risks}</td>
    }
    .into_any()
}

/// The level of the assured mean, as on the team's page.
fn level(figures: Option<&TeamFigures>, at: &str) -> AnyView {
    let assured = figures.and_then(|of| of.index.assured.as_ref());
    match assured.map(maturity) {
        Some(level) => {
            let href = set_link(&href::explain(at, "level", ""), Set::Assured);
            view! { <a href=href><LevelBadge level=level short=true /></a> }.into_any()
        }
        None => view! { <LevelBadge level=None /> }.into_any(),
    }
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
