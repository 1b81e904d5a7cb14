//! What is common to the views of a plan.

use domain::Locale;
use domain::views::plans::{PlanView, PlansPage};
use leptos::prelude::*;

use super::{board, list, timeline};
use crate::components::{EmptyState, Glyph, Icon};
use crate::i18n::{common, plans};
use crate::query::Query;

/// Links to the three views; the rest of the address stays.
pub(crate) fn switch(locale: Locale, current: PlanView, query: &Query, at: &str) -> AnyView {
    let link = |view: &PlanView| {
        let here = (*view == current).then_some("page");
        let name = if *view == PlanView::List {
            ""
        } else {
            view.as_str()
        };
        let query = query.without("page").without("action").with("view", name);
        view! { <a class="c-switch__item" href=query.link(at) aria-current=here>{plans::view_name(locale, *view)}</a> }
    };
    view! {
        <nav class="c-switch c-switch--parts" aria-label=plans::views(locale)>
            {PlanView::ALL.iter().map(link).collect_view()}
        </nav>
    }
    .into_any()
}

/// The rows of a page, as the view shows them.
pub(crate) fn body(
    locale: Locale,
    page: PlansPage,
    view: PlanView,
    query: Query,
    at: &str,
) -> AnyView {
    if page.rows.is_empty() && view != PlanView::Board {
        let clear = Query::default().with("view", query.get("view")).link(at);
        return view! {
            <EmptyState title=plans::no_match(locale) text=plans::no_match_text(locale)>
                <a class="c-btn" href=clear>{common::clear_filter(locale)}</a>
            </EmptyState>
        }
        .into_any();
    }
    match view {
        PlanView::List => list::list(locale, page, query, at),
        PlanView::Board => board::board(locale, page, &query, at),
        PlanView::Timeline => timeline::timeline(locale, page, query),
    }
}

/// Files of the plan; `api` is what their addresses start with. Over many teams the page's filters narrow them.
pub(crate) fn exports(locale: Locale, api: &str, narrowed: Option<&Query>) -> AnyView {
    let file = |tracker: &str| {
        let query = narrowed.map_or_else(Query::default, filters);
        let query = query.with("for", tracker).with("lang", locale.tag());
        query.link(&format!("{api}/plan.csv"))
    };
    let links = [
        ("all", plans::export_csv(locale)),
        ("jira", plans::export_jira(locale)),
        ("github", plans::export_github(locale)),
    ];
    let links = links.map(|(tracker, label)| {
        view! { <a class="c-menu__item" rel="external" href=file(tracker)>{label}</a> }
    });
    let note = narrowed
        .map(|_| view! { <p class="c-menu__row u-muted">{plans::export_narrowed(locale)}</p> });
    view! {
        <details class="c-menu">
            <summary class="c-btn"><Icon of=Glyph::Export />{plans::exports(locale)}</summary>
            <div class="c-menu__panel">{links.collect_view()} {note}</div>
        </details>
    }
    .into_any()
}

/// What narrows the rows; not how they are shown. A board has the actions of every state.
fn filters(query: &Query) -> Query {
    let names = [
        "q", "team", "workload", "owner", "state", "due", "pillar", "phase",
    ];
    let narrowed = names.into_iter().fold(Query::default(), |all, name| {
        all.with(name, query.get(name))
    });
    if query.get("view") == PlanView::Board.as_str() {
        return narrowed.with("state", "all");
    }
    narrowed
}
