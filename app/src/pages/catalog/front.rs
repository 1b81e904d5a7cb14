//! The catalogue's front page.

use domain::views::catalog::{CatalogFigure, CatalogPage, CatalogPillar};
use domain::{CheckId, Locale};
use leptos::prelude::*;

use super::{check_links, tabs};
use crate::components::{LevelBadge, Page, PageHead, PillarMark};
use crate::error::AppError;
use crate::href;
use crate::i18n::{catalog, use_locale};
use crate::load::{loaded, resource};

/// The framework at a glance.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "catalog/front")]
pub async fn load_catalog() -> Result<CatalogPage, AppError> {
    use std::future::ready;
    let request = crate::server::request()?;
    request.viewer()?;
    // The framework is in memory; only the function is asynchronous.
    Ok(ready(services::catalog::front(&request.services, request.locale)).await)
}

/// What the framework is made of.
#[component]
pub fn CatalogFrontPage() -> impl IntoView {
    loaded(resource(|| (), |()| load_catalog()), draw)
}

fn draw(page: CatalogPage) -> AnyView {
    let locale = use_locale();
    let version = view! { <span class="c-badge u-mono">{page.version}</span> }.into_any();
    view! {
        <Page title=page.name.clone()>
            <PageHead title=page.name meta=version tabs=tabs() />
            <div class="l-stack">
                <div class="c-prose"><p>{page.description}</p></div>
                {page.pillars.into_iter().map(|p| pillar(locale, p)).collect_view()}
                {levels(locale, page.levels)}
                {facts(catalog::layers(locale), page.layers)}
                {facts(catalog::directions(locale), page.directions)}
                {figures(locale, page.figures)}
            </div>
        </Page>
    }
    .into_any()
}

fn pillar(locale: Locale, pillar: CatalogPillar) -> AnyView {
    let (id, name) = (pillar.id.clone(), pillar.name.clone());
    let (anchor, role) = (pillar.id.to_string(), pillar.role.clone());
    let (capability, challenge) = (pillar.capability.clone(), pillar.challenge.clone());
    let checks = checks(locale, &pillar);
    view! {
        <section class="c-section" id=anchor>
            <div class="c-section__head">
                <h2 class="c-section__title"><PillarMark id=id name=name /></h2>
                <span class="c-section__note">{role}</span>
            </div>
            <div class="l-stack l-stack--tight">
                <dl class="c-facts">
                    <dt>{catalog::capability(locale)}</dt>
                    <dd>{capability}</dd>
                    <dt>{catalog::challenge(locale)}</dt>
                    <dd>{challenge}</dd>
                </dl>
                {checks}
                {more(locale, pillar)}
            </div>
        </section>
    }
    .into_any()
}

fn checks(locale: Locale, pillar: &CatalogPillar) -> AnyView {
    let row = |(id, name, question): &(CheckId, String, String)| {
        view! {
            <tr>
                <td class="c-table__tight u-mono" data-label=catalog::id(locale)>{id.to_string()}</td>
                <th scope="row" class="c-table__grow">
                    <a class="c-table__main" href=href::catalog_check(id)>{name.clone()}</a>
                    <span class="c-table__sub">{question.clone()}</span>
                </th>
            </tr>
        }
    };
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=pillar.name.clone() tabindex="0">
            <table class="c-table c-table--cards">
                <thead>
                    <tr><th scope="col">{catalog::id(locale)}</th><th scope="col">{catalog::check(locale)}</th></tr>
                </thead>
                <tbody>{pillar.checks.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn more(locale: Locale, pillar: CatalogPillar) -> AnyView {
    let points = pillar
        .points
        .into_iter()
        .map(|text| view! { <li>{text}</li> })
        .collect_view();
    let action =
        |(text, checks): (String, Vec<CheckId>)| view! { <li>{text}" "{check_links(&checks)}</li> };
    view! {
        <details>
            <summary class="c-more__toggle">{catalog::points(locale)}</summary>
            <div class="c-prose"><ul>{points}</ul></div>
        </details>
        <details>
            <summary class="c-more__toggle">{catalog::actions(locale)}</summary>
            <div class="c-prose"><ul>{pillar.actions.into_iter().map(action).collect_view()}</ul></div>
        </details>
    }
    .into_any()
}

fn levels(locale: Locale, levels: Vec<(u8, String, String)>) -> AnyView {
    let row = |(level, _, text): (u8, String, String)| {
        view! { <dt><LevelBadge level=level /></dt><dd>{text}</dd> }
    };
    view! {
        <section class="c-section" id="levels">
            <div class="c-section__head"><h2 class="c-section__title">{catalog::levels(locale)}</h2></div>
            <dl class="c-facts">{levels.into_iter().map(row).collect_view()}</dl>
        </section>
    }
    .into_any()
}

fn facts(title: &'static str, rows: Vec<(String, String)>) -> AnyView {
    let row = |(name, text)| view! { <dt>{name}</dt><dd>{text}</dd> };
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{title}</h2></div>
            <dl class="c-facts c-facts--texts">{rows.into_iter().map(row).collect_view()}</dl>
        </section>
    }
    .into_any()
}

fn figures(locale: Locale, figures: Vec<CatalogFigure>) -> AnyView {
    let row = |figure: CatalogFigure| {
        view! {
            <tr>
                <th scope="row" class="c-table__grow">
                    {figure.name}<span class="c-table__sub">{figure.text}</span>
                </th>
                <td class="c-table__num" data-label=catalog::range(locale)>{figure.range}</td>
                <td data-label=catalog::used_by(locale)>{check_links(&figure.checks)}</td>
            </tr>
        }
    };
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{catalog::figures(locale)}</h2></div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=catalog::figures(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead>
                        <tr>
                            <th scope="col">{catalog::figure(locale)}</th>
                            <th scope="col" class="c-table__num">{catalog::range(locale)}</th>
                            <th scope="col">{catalog::used_by(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{figures.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
