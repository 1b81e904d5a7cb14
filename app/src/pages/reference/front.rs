//! All operations by name, or those that were searched for.

use domain::Locale;
use domain::views::reference::{IndexGroup, IndexOperation, ReferenceIndex};
use leptos::prelude::*;

use crate::components::{EmptyState, FilterForm, FilterSearch, Page, PageHead};
use crate::error::AppError;
use crate::href;
use crate::i18n::{reference, sentences, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

/// The names of the operations that hold what is searched for, in the reader's language.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "reference")]
pub async fn load_reference(search: String) -> Result<ReferenceIndex, AppError> {
    use std::future::ready;
    let request = crate::server::request()?;
    request.viewer()?;
    let source = use_context::<crate::server::ReferenceSource>().ok_or(AppError::Unavailable)?;
    // The document is in memory; only the function is asynchronous.
    Ok(ready(super::chosen::index(
        source.reference,
        request.locale,
        &search,
    ))
    .await)
}

/// The REST API: its groups and their operations.
#[component]
pub fn ReferencePage() -> impl IntoView {
    let query = use_query();
    let page = resource(
        move || query.with(|query| query.get("q").to_owned()),
        load_reference,
    );
    loaded(page, move |page| draw(page, query.get_untracked()))
}

fn draw(page: ReferenceIndex, query: Query) -> AnyView {
    let locale = use_locale();
    let shown: usize = page.groups.iter().map(|group| group.operations.len()).sum();
    let count = reference::shown(locale, shown, page.total).into_any();
    let document = view! { <a class="c-btn" href="/api/v1/openapi.json" rel="external">{reference::document(locale)}</a> };
    view! {
        <Page title=reference::title(locale)>
            <PageHead title=reference::title(locale) actions=document.into_any() />
            <div class="l-stack">
                <div class="c-prose"><p>{sentences(locale, &[reference::lead(locale), reference::english_fields(locale)])}</p></div>
                <FilterForm query=query.clone() end=count>
                    <FilterSearch query=query.clone() />
                </FilterForm>
                {groups(locale, page.groups)}
            </div>
        </Page>
    }
    .into_any()
}

/// All operations at a glance, or that there is none.
fn groups(locale: Locale, groups: Vec<IndexGroup>) -> AnyView {
    if groups.is_empty() {
        return view! { <EmptyState title=reference::nothing(locale) text=reference::nothing_hint(locale) /> }
            .into_any();
    }
    let groups = groups.into_iter().map(|group| of_group(locale, group));
    view! {
        <nav class="l-stack" aria-label=reference::contents(locale)>{groups.collect_view()}</nav>
    }
    .into_any()
}

/// A row has the anchor of its operation: links from before each group had a page lead to it, and it leads on.
fn of_group(locale: Locale, group: IndexGroup) -> AnyView {
    let page = href::api_group(&group.tag);
    let row = |operation: &IndexOperation| {
        let (at, id) = (format!("{page}#{}", operation.id), operation.id.clone());
        let address = format!("{} {}", operation.method, operation.path);
        view! {
            <tr id=id.clone()>
                <th scope="row"><a class="c-table__main u-mono" href=at rel="external">{id.clone()}</a></th>
                <td class="c-table__grow" data-label=reference::about(locale)>
                    {operation.summary.clone()}
                    <span class="c-table__sub u-mono u-anywhere">{address}</span>
                </td>
            </tr>
        }
    };
    let rows = group.operations.iter().map(row).collect_view();
    view! {
        <section class="c-section">
            <div class="c-section__head">
                <h2 class="c-section__title"><a class="u-target" href=page.clone()>{group.name.clone()}</a></h2>
                <span class="c-section__note">{group.description}</span>
            </div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=group.name tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col">{reference::which(locale)}</th>
                        <th scope="col">{reference::about(locale)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
