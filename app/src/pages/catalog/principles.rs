//! Core and design principles.

use domain::Locale;
use domain::views::catalog::CatalogPrinciple;
use leptos::prelude::*;

use super::{named_checks, tabs};
use crate::components::{Page, PageHead, PillarMark};
use crate::error::AppError;
use crate::i18n::{catalog, use_locale};
use crate::load::{loaded, resource};

/// Core and design principles.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "catalog/principles")]
pub async fn load_principles() -> Result<Vec<CatalogPrinciple>, AppError> {
    use std::future::ready;
    let request = crate::server::request()?;
    request.viewer()?;
    // The framework is in memory; only the function is asynchronous.
    Ok(ready(services::catalog::principles(
        &request.services,
        request.locale,
    ))
    .await)
}

/// The principles, and the checks that test them.
#[component]
pub fn PrinciplesPage() -> impl IntoView {
    loaded(resource(|| (), |()| load_principles()), draw)
}

fn draw(principles: Vec<CatalogPrinciple>) -> AnyView {
    let locale = use_locale();
    let (design, core): (Vec<_>, Vec<_>) = principles
        .into_iter()
        .partition(|principle| principle.design);
    view! {
        <Page title=catalog::principles(locale)>
            <PageHead title=catalog::principles(locale) tabs=tabs() />
            <div class="l-stack">
                {list(locale, catalog::core(locale), core)}
                {list(locale, catalog::design(locale), design)}
            </div>
        </Page>
    }
    .into_any()
}

fn list(locale: Locale, title: &'static str, principles: Vec<CatalogPrinciple>) -> AnyView {
    let tested = principles
        .iter()
        .any(|principle| !principle.checks.is_empty());
    let heading = tested.then(|| view! { <th scope="col">{catalog::tested_by(locale)}</th> });
    let rows = principles
        .into_iter()
        .map(|principle| row(locale, principle, tested))
        .collect_view();
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{title}</h2></div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=title tabindex="0">
                <table class="c-table c-table--cards">
                    <thead>
                        <tr>
                            <th scope="col">{catalog::id(locale)}</th>
                            <th scope="col" class="c-table__grow">{catalog::principle(locale)}</th>
                            <th scope="col">{catalog::pillar(locale)}</th>
                            {heading}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(locale: Locale, principle: CatalogPrinciple, tested: bool) -> AnyView {
    let checks = tested.then(|| {
        view! { <td class="c-signal__long c-table__list" data-label=catalog::tested_by(locale)><div>{named_checks(principle.checks)}</div></td> }
    });
    let anchor = principle.id.clone();
    view! {
        <tr id=anchor>
            <td class="c-table__tight u-mono" data-label=catalog::id(locale)>{principle.id}</td>
            <th scope="row" class="c-table__grow">
                {principle.name}<span class="c-table__sub">{principle.text}</span>
            </th>
            <td class="c-signal__long" data-label=catalog::pillar(locale)>
                <PillarMark id=principle.pillar name=principle.pillar_name />
            </td>
            {checks}
        </tr>
    }
    .into_any()
}
