//! The page of one's own notices.

use domain::Locale;
use domain::notice::NoticeKind;
use domain::views::notices::{NoticeQuery, NoticeRow, NoticesPage as Data};
use leptos::prelude::*;

use super::row;
use crate::components::{
    EmptyState, FilterForm, FilterSelect, Hidden, Page, PageHead, Pagination, PostForm,
};
use crate::error::AppError;
use crate::i18n::{notices, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

const PATH: &str = "/notices";

/// One's notices, those not read first.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "notices/list")]
pub async fn load_notices(query: NoticeQuery) -> Result<Data, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::notices::notices_page(&request.services, viewer, &query, request.locale).await?)
}

/// What one is told.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let query = use_query();
    let asked = move || {
        query.with(|query| NoticeQuery {
            kind: query.get("kind").to_owned(),
            page: query.get("page").parse().unwrap_or(1),
        })
    };
    let page = resource(asked, |query| async move { load_notices(query).await });
    loaded(page, move |page| draw(page, query.get_untracked()))
}

fn draw(page: Data, query: Query) -> AnyView {
    let locale = use_locale();
    let meta = if page.unread > 0 {
        notices::unread_count(locale, shown(page.unread))
    } else {
        notices::all_read(locale).to_owned()
    };
    let meta = view! {
        <span class="u-muted">{meta}" "<a href="/account#notices">{notices::choose(locale)}</a></span>
    }
    .into_any();
    let (number, pages, total) = (page.page, page.pages, page.total);
    let head = (page.unread > 0).then(|| mark_all(locale, page.seen.clone()));
    let filter = (total > 0 || page.kind.is_some()).then(|| filter(locale, query.clone(), head));
    let back = query.link(PATH);
    let list = if page.rows.is_empty() {
        empty(locale, page.kind)
    } else {
        days(locale, page.rows, &back)
    };
    view! {
        <Page title=notices::title(locale) narrow=true>
            <PageHead title=notices::title(locale) meta=meta />
            <div class="l-stack l-stack--tight">{filter}{list}</div>
            <Pagination page=number pages=pages total=total query=query />
        </Page>
    }
    .into_any()
}

/// A number as the bell shows it.
pub(crate) fn shown(count: i64) -> String {
    if count > 99 {
        "99+".to_owned()
    } else {
        count.to_string()
    }
}

fn mark_all(locale: Locale, seen: String) -> AnyView {
    view! {
        <PostForm action="/notices/read" id="all" class="l-row">
            <Hidden name="seen" value=seen />
            <button class="c-btn">{notices::mark_all(locale)}</button>
        </PostForm>
    }
    .into_any()
}

/// The form that filters, and beside it the one that marks: forms can't stand in each other.
fn filter(locale: Locale, query: Query, mark: Option<AnyView>) -> AnyView {
    let kind = |kind: &NoticeKind| {
        (
            kind.as_str().to_owned(),
            notices::of_kind(locale, *kind).to_owned(),
        )
    };
    let mut options = vec![(String::new(), notices::all_kinds(locale).to_owned())];
    options.extend(NoticeKind::ALL.iter().map(kind));
    view! {
        <div class="l-row l-row--between">
            <FilterForm query=query.clone()>
                <FilterSelect name="kind" label=notices::kind(locale) options=options query=query.clone() />
            </FilterForm>
            {mark}
        </div>
    }
    .into_any()
}

fn empty(locale: Locale, kind: Option<NoticeKind>) -> AnyView {
    if kind.is_none() {
        return view! { <EmptyState title=notices::empty(locale) text=notices::empty_text(locale) /> }
            .into_any();
    }
    view! {
        <EmptyState title=notices::empty_kind(locale) text=notices::empty_kind_text(locale)>
            <a class="c-btn" href=PATH>{notices::show_all(locale)}</a>
        </EmptyState>
    }
    .into_any()
}

/// Those not read, then the others, a section for each day.
fn days(locale: Locale, rows: Vec<NoticeRow>, back: &str) -> AnyView {
    let day = |row: &NoticeRow| row.at.get(..10).unwrap_or_default().to_owned();
    let sections: Vec<_> = rows
        .chunk_by(|a, b| (a.unread, day(a)) == (b.unread, day(b)))
        .filter_map(|rows| {
            let first = rows.first()?;
            let name = if first.unread {
                notices::day_unread(locale, day(first))
            } else {
                notices::day_read(locale, day(first))
            };
            let rows: Vec<_> = rows
                .iter()
                .map(|one| row::draw(locale, one.clone(), back))
                .collect();
            Some(view! {
                <section class="c-section">
                    <div class="c-section__head"><h2 class="c-section__title">{name}</h2></div>
                    <ul class="c-notices">{rows}</ul>
                </section>
            })
        })
        .collect();
    view! { <div class="l-stack">{sections}</div> }.into_any()
}
