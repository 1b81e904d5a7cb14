//! The risk catalog.

use domain::views::catalog::CatalogRisk;
use domain::{Band, Exact, Locale};
use leptos::prelude::*;

use super::{fact_names, named_checks, tabs};
use crate::components::{Page, PageHead, Severity};
use crate::error::AppError;
use crate::i18n::{catalog, use_locale};
use crate::load::{loaded, resource};

/// The risk catalog.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "catalog/risks")]
pub async fn load_catalog_risks() -> Result<Vec<CatalogRisk>, AppError> {
    use std::future::ready;
    let request = crate::server::request()?;
    request.viewer()?;
    // The framework is in memory; only the function is asynchronous.
    Ok(ready(services::catalog::risks(&request.services, request.locale)).await)
}

/// The risks, when they apply, and the checks that mitigate them.
#[component]
pub fn CatalogRisksPage() -> impl IntoView {
    loaded(resource(|| (), |()| load_catalog_risks()), draw)
}

fn draw(risks: Vec<CatalogRisk>) -> AnyView {
    let locale = use_locale();
    view! {
        <Page title=catalog::risks(locale)>
            <PageHead title=catalog::risks(locale) tabs=tabs() />
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=catalog::risks(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    {head(locale)}
                    <tbody>{risks.into_iter().map(|risk| row(locale, risk)).collect_view()}</tbody>
                </table>
            </div>
        </Page>
    }
    .into_any()
}

fn head(locale: Locale) -> AnyView {
    view! {
        <thead>
            <tr>
                <th scope="col">{catalog::id(locale)}</th>
                <th scope="col" class="c-table__grow">{catalog::risk(locale)}</th>
                <th scope="col">{catalog::score(locale)}</th>
                <th scope="col">{catalog::pillar(locale)}</th>
                <th scope="col">{catalog::applies(locale)}</th>
                <th scope="col">{catalog::mitigated_by(locale)}</th>
            </tr>
        </thead>
    }
    .into_any()
}

fn row(locale: Locale, risk: CatalogRisk) -> AnyView {
    let band = Band::of(&Exact::whole(risk.likelihood * risk.impact));
    let parts = (!risk.parts.is_empty()).then(|| {
        let parts = risk
            .parts
            .iter()
            .map(|part| view! { <li>{part.clone()}</li> })
            .collect_view();
        view! { <ul class="c-table__sub">{parts}</ul> }
    });
    view! {
        <tr id=risk.id.clone()>
            <td class="c-table__tight u-mono" data-label=catalog::id(locale)>{risk.id.clone()}</td>
            <th scope="row" class="c-table__grow">
                {risk.name.clone()}<span class="c-table__sub">{risk.text.clone()}</span>{parts}
            </th>
            <td class="c-signal__long u-nowrap" data-label=catalog::score(locale)>
                <Severity band=band />" "{format!("{} × {}", risk.likelihood, risk.impact)}
            </td>
            <td class="c-signal__long" data-label=catalog::pillar(locale)>{risk.pillar_name.clone()}</td>
            <td class="c-signal__long" data-label=catalog::applies(locale)>{conditions(locale, &risk)}</td>
            <td class="c-signal__long c-table__list" data-label=catalog::mitigated_by(locale)><div>{named_checks(risk.checks)}</div></td>
        </tr>
    }
    .into_any()
}

fn conditions(locale: Locale, risk: &CatalogRisk) -> AnyView {
    let applies = if risk.applies_when.is_empty() {
        catalog::always(locale).to_owned()
    } else {
        catalog::only_for(locale, fact_names(locale, &risk.applies_when))
    };
    let raised = (!risk.raised_by.is_empty()).then(|| {
        let text = catalog::raised_by(locale, fact_names(locale, &risk.raised_by));
        view! { <span class="c-table__sub">{text}</span> }
    });
    view! { <span>{applies}{raised}</span> }.into_any()
}
