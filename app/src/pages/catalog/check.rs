//! One check, independent of any workload.

use domain::views::catalog::CatalogCheck;
use domain::{CheckId, Locale};
use leptos::prelude::*;

use super::criteria::criteria;
use super::relations::relations;
use crate::components::{Crumb, Glyph, Icon, Marker, Page, PageHead, PillarMark, TermText};
use crate::error::AppError;
use crate::href;
use crate::i18n::{catalog, common, use_locale};
use crate::load::{loaded, resource, use_part};

/// A check with its criteria.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::NotFound`].
#[server(prefix = "/api/fn", endpoint = "catalog/check")]
pub async fn load_catalog_check(id: CheckId) -> Result<CatalogCheck, AppError> {
    use std::future::ready;
    let request = crate::server::request()?;
    request.viewer()?;
    // The framework is in memory; only the function is asynchronous.
    Ok(ready(services::catalog::check(
        &request.services,
        &id,
        request.locale,
    ))
    .await?)
}

/// One check of the catalogue.
#[component]
pub fn CatalogCheckPage() -> impl IntoView {
    let id = use_part::<CheckId>("id");
    let page = resource(
        move || id.get(),
        |id| async move { load_catalog_check(id.ok_or(AppError::NotFound)?).await },
    );
    loaded(page, draw)
}

fn draw(page: CatalogCheck) -> AnyView {
    let locale = use_locale();
    let title = format!("{} {}", page.check.id, page.check.name);
    let mut marker = Marker::new(&page.terms);
    let question = marker.mark(&page.check.question);
    let why = marker.mark(&page.check.why);
    let criteria = criteria(locale, &page, &mut marker);
    view! {
        <Page title=title.clone()>
            <PageHead title=title crumbs=crumbs(locale, &page) meta=meta(locale, &page) actions=neighbours(locale, &page) />
            <div class="l-split l-split--narrow">
                <div class="l-stack">
                    <div class="c-prose">
                        <p class="u-strong"><TermText pieces=question /></p>
                        <p><TermText pieces=why /></p>
                    </div>
                    {criteria}
                </div>
                {relations(locale, &page)}
            </div>
        </Page>
    }
    .into_any()
}

fn crumbs(locale: Locale, page: &CatalogCheck) -> Vec<Crumb> {
    vec![
        Crumb::new("/catalog", common::catalog(locale)),
        Crumb::new(
            format!("/catalog#{}", page.check.pillar),
            page.check.pillar_name.clone(),
        ),
    ]
}

fn meta(locale: Locale, page: &CatalogCheck) -> AnyView {
    let check = &page.check;
    let facts: Vec<_> = page
        .applies_when
        .iter()
        .map(|(_, name)| name.clone())
        .collect();
    let facts = if facts.is_empty() {
        vec![catalog::always(locale).to_owned()]
    } else {
        facts
    };
    view! {
        <PillarMark id=check.pillar.clone() name=check.pillar_name.clone() />
        <span>{catalog::layer(locale, &check.layer_name)}</span>
        <span>{catalog::weight(locale, check.weight)}</span>
        {facts.into_iter().map(|name| view! { <span class="c-badge">{name}</span> }).collect_view()}
    }
    .into_any()
}

fn neighbours(locale: Locale, page: &CatalogCheck) -> AnyView {
    let previous = page.previous.as_ref().map(|id| {
        let label = format!("{} {id}", catalog::previous(locale));
        view! { <a class="c-btn" href=href::catalog_check(id) aria-label=label><Icon of=Glyph::Prev />{id.to_string()}</a> }
    });
    let next = page.next.as_ref().map(|id| {
        let label = format!("{} {id}", catalog::next(locale));
        view! { <a class="c-btn" href=href::catalog_check(id) aria-label=label>{id.to_string()}<Icon of=Glyph::Next /></a> }
    });
    view! { {previous} {next} }.into_any()
}
