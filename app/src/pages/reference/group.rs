//! The operations of one group, whole.

use domain::Locale;
use domain::views::reference::{GroupPage, Operation, Shape};
use leptos::prelude::*;

use super::{operation, table};
use crate::components::{Crumb, EmptyState, FilterForm, FilterSearch, Glyph, Icon, Page, PageHead};
use crate::error::AppError;
use crate::href;
use crate::i18n::{catalog, reference, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::query::Query;

/// The operations of a group that hold what is searched for, in the reader's language.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::NotFound`] where no group has this tag.
#[server(prefix = "/api/fn", endpoint = "reference/group")]
pub async fn load_reference_group(tag: String, search: String) -> Result<GroupPage, AppError> {
    use std::future::ready;
    let request = crate::server::request()?;
    request.viewer()?;
    let source = use_context::<crate::server::ReferenceSource>().ok_or(AppError::Unavailable)?;
    let here = [
        ("{origin}", crate::server::origin()),
        ("{session}", source.cookie.to_owned()),
    ];
    let page = super::chosen::group(source.reference, request.locale, &tag, &search, &here);
    // The document is in memory; only the function is asynchronous.
    Ok(ready(page.ok_or(services::Error::NotFound)).await?)
}

/// One group of the REST API.
#[component]
pub fn ReferenceGroupPage() -> impl IntoView {
    let (tag, query) = (use_part::<String>("tag"), use_query());
    let page = resource(
        move || (tag.get(), query.with(|query| query.get("q").to_owned())),
        |(tag, search)| async move {
            load_reference_group(tag.ok_or(AppError::NotFound)?, search).await
        },
    );
    loaded(page, move |page| draw(page, query.get_untracked()))
}

fn draw(page: GroupPage, query: Query) -> AnyView {
    let locale = use_locale();
    let title = reference::of_group(locale, &page.group.name);
    let crumbs = vec![Crumb::new("/api", reference::title(locale))];
    let neighbours = neighbours(locale, &page);
    let operations = page.group.operations;
    let count = reference::shown(locale, operations.len(), page.total).into_any();
    let contents = contents(locale, &operations);
    let operations = operations
        .into_iter()
        .map(|one| operation::operation(locale, one))
        .collect_view();
    view! {
        <Page title=title.clone()>
            <PageHead title=title crumbs=crumbs actions=neighbours />
            <div class="l-stack">
                <div class="c-prose"><p>{page.group.description}</p></div>
                <FilterForm query=query.clone() end=count>
                    <FilterSearch query=query.clone() />
                </FilterForm>
                {contents}
                {operations}
                {types(locale, page.shapes)}
            </div>
        </Page>
    }
    .into_any()
}

fn neighbours(locale: Locale, page: &GroupPage) -> AnyView {
    let previous = page.previous.as_ref().map(|(tag, name)| {
        let label = format!("{} {name}", catalog::previous(locale));
        view! { <a class="c-btn" href=href::api_group(tag) aria-label=label><Icon of=Glyph::Prev />{name.clone()}</a> }
    });
    let next = page.next.as_ref().map(|(tag, name)| {
        let label = format!("{} {name}", catalog::next(locale));
        view! { <a class="c-btn" href=href::api_group(tag) aria-label=label>{name.clone()}<Icon of=Glyph::Next /></a> }
    });
    view! { {previous} {next} }.into_any()
}

/// Where each operation stands on the page, or that there is none.
fn contents(locale: Locale, operations: &[Operation]) -> AnyView {
    if operations.is_empty() {
        return view! { <EmptyState title=reference::nothing(locale) text=reference::nothing_hint(locale) /> }
            .into_any();
    }
    let item = |operation: &Operation| {
        let at = format!("#{}", operation.id);
        view! { <li><a class="u-target" href=at rel="external">{operation.summary.clone()}</a></li> }
    };
    let items = operations.iter().map(item).collect_view();
    view! { <nav class="c-prose" aria-label=reference::contents(locale)><ul>{items}</ul></nav> }
        .into_any()
}

fn types(locale: Locale, shapes: Vec<Shape>) -> AnyView {
    if shapes.is_empty() {
        return ().into_any();
    }
    let one = |shape: Shape| {
        let (label, at) = (
            reference::fields_of(locale, &shape.name),
            table::anchor(&shape.name),
        );
        view! {
            <section class="c-section" id=at>
                <div class="c-section__head">
                    <h3 class="c-section__title u-mono">{shape.name}</h3>
                    <span class="c-section__note" lang="en">{shape.description}</span>
                </div>
                {table::fields(locale, label, shape.fields)}
            </section>
        }
    };
    view! {
        <section class="c-section l-stack">
            <div class="c-section__head"><h2 class="c-section__title">{reference::types(locale)}</h2></div>
            {shapes.into_iter().map(one).collect_view()}
        </section>
    }
    .into_any()
}
