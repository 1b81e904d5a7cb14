//! All operations, or those that were searched for.

use domain::Locale;
use domain::views::reference::{Reference, ReferenceGroup, Shape};
use leptos::prelude::*;

use super::{operation, table};
use crate::components::{EmptyState, FilterForm, FilterSearch, Page, PageHead};
use crate::error::AppError;
use crate::i18n::{reference, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

/// The operations that hold what is searched for, in the reader's language.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "reference")]
pub async fn load_reference(search: String) -> Result<Reference, AppError> {
    use std::future::ready;
    let request = crate::server::request()?;
    request.viewer()?;
    let source = use_context::<crate::server::ReferenceSource>().ok_or(AppError::Unavailable)?;
    let here = [
        ("{origin}", crate::server::origin()),
        ("{session}", source.cookie.to_owned()),
    ];
    // The document is in memory; only the function is asynchronous.
    Ok(ready(super::chosen::chosen(
        source.reference,
        request.locale,
        &search,
        &here,
    ))
    .await)
}

/// The REST API.
#[component]
pub fn ReferencePage() -> impl IntoView {
    let query = use_query();
    let page = resource(
        move || query.with(|query| query.get("q").to_owned()),
        load_reference,
    );
    loaded(page, move |page| draw(page, query.get_untracked()))
}

fn draw(page: Reference, query: Query) -> AnyView {
    let locale = use_locale();
    let shown: usize = page.groups.iter().map(|group| group.operations.len()).sum();
    let count = reference::shown(locale, shown, page.total).into_any();
    let document = view! { <a class="c-btn" href="/api/v1/openapi.json" rel="external">{reference::document(locale)}</a> };
    view! {
        <Page title=reference::title(locale)>
            <PageHead title=reference::title(locale) actions=document.into_any() />
            <div class="l-stack">
                <div class="c-prose"><p>{reference::lead(locale)}" "{reference::english_fields(locale)}</p></div>
                <FilterForm query=query.clone() end=count>
                    <FilterSearch query=query.clone() />
                </FilterForm>
                {contents(locale, &page.groups)}
                {page.groups.into_iter().map(|group| of_group(locale, group)).collect_view()}
                {types(locale, page.shapes)}
            </div>
        </Page>
    }
    .into_any()
}

/// All operations at a glance, or that there is none.
fn contents(locale: Locale, groups: &[ReferenceGroup]) -> AnyView {
    if groups.is_empty() {
        return view! { <EmptyState title=reference::nothing(locale) text=reference::nothing_hint(locale) /> }
            .into_any();
    }
    let operations = groups.iter().flat_map(|group| &group.operations);
    let row = |operation: &domain::views::reference::Operation| {
        let (at, id) = (format!("#{}", operation.id), operation.id.clone());
        let address = format!("{} {}", operation.method, operation.path);
        view! {
            <tr>
                <th scope="row"><a class="c-table__main u-mono" href=at rel="external">{id}</a></th>
                <td class="c-table__grow" data-label=reference::about(locale)>
                    {operation.summary.clone()}
                    <span class="c-table__sub u-mono u-anywhere">{address}</span>
                </td>
            </tr>
        }
    };
    view! {
        <nav class="c-section" aria-label=reference::contents(locale)>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=reference::contents(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col">{reference::which(locale)}</th>
                        <th scope="col">{reference::about(locale)}</th>
                    </tr></thead>
                    <tbody>{operations.map(row).collect_view()}</tbody>
                </table>
            </div>
        </nav>
    }
    .into_any()
}

fn of_group(locale: Locale, group: ReferenceGroup) -> AnyView {
    let operations = group.operations.into_iter();
    view! {
        <section class="c-section l-stack">
            <div class="c-section__head">
                <h2 class="c-section__title">{group.name}</h2>
                <span class="c-section__note">{group.description}</span>
            </div>
            {operations.map(|operation| operation::operation(locale, operation)).collect_view()}
        </section>
    }
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
