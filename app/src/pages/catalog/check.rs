//! One check, independent of any workload.

use domain::views::catalog::{CatalogCheck, CatalogCriterion};
use domain::{CheckId, Locale};
use leptos::prelude::*;

use super::fact_names;
use crate::components::{
    Crumb, Glyph, Icon, LevelBadge, Marker, Page, PageHead, PillarMark, ProofBadge, TermText,
};
use crate::error::AppError;
use crate::href;
use crate::i18n::{catalog, common, names, use_locale};
use crate::load::{loaded, use_part};
use crate::query::encode;

/// A check with its criteria.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::NotFound`].
#[server(prefix = "/api/fn", endpoint = "catalog/check")]
pub async fn load_catalog_check(id: CheckId) -> Result<CatalogCheck, AppError> {
    let request = crate::server::request()?;
    request.viewer()?;
    Ok(services::catalog::check(&request.services, &id, request.locale)?)
}

/// One check of the catalogue.
#[component]
pub fn CatalogCheckPage() -> impl IntoView {
    let id = use_part::<CheckId>("id");
    let page = Resource::new(
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
        Crumb::new(format!("/catalog#{}", page.check.pillar), page.check.pillar_name.clone()),
    ]
}

fn meta(locale: Locale, page: &CatalogCheck) -> AnyView {
    let check = &page.check;
    let facts: Vec<_> = page.applies_when.iter().map(|(_, name)| name.clone()).collect();
    let facts = if facts.is_empty() { vec![catalog::always(locale).to_owned()] } else { facts };
    view! {
        <PillarMark id=check.pillar.clone() name=check.pillar_name.clone() />
        <span>{catalog::layer(locale, &check.layer_name)}</span>
        <span>{catalog::weight(locale, check.weight)}</span>
        {facts.into_iter().map(|name| view! { <span class="c-badge">{name}</span> }).collect_view()}
    }
    .into_any()
}

fn neighbours(locale: Locale, page: &CatalogCheck) -> AnyView {
    let link = |id: &CheckId, glyph: Glyph, text: &'static str| {
        let label = format!("{text} {id}");
        view! { <a class="c-btn" href=href::catalog_check(id) aria-label=label><Icon of=glyph />{id.to_string()}</a> }
    };
    let previous = page.previous.as_ref().map(|id| link(id, Glyph::Prev, catalog::previous(locale)));
    let next = page.next.as_ref().map(|id| link(id, Glyph::Next, catalog::next(locale)));
    view! { {previous} {next} }.into_any()
}

fn criteria(locale: Locale, page: &CatalogCheck, marker: &mut Marker) -> AnyView {
    let mut rows = Vec::new();
    for (level, _) in page.levels.iter().filter(|(level, _)| *level > 1) {
        let of_level: Vec<_> = page.criteria.iter().filter(|criterion| criterion.level == *level).collect();
        if of_level.is_empty() {
            continue;
        }
        rows.push(
            view! {
                <tr class="c-table__group"><th scope="colgroup" colspan="5"><LevelBadge level=*level /></th></tr>
            }
            .into_any(),
        );
        rows.extend(of_level.into_iter().map(|criterion| row(locale, criterion, marker)));
    }
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{catalog::criteria(locale)}</h2></div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=catalog::criteria(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    {head(locale)}
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn head(locale: Locale) -> AnyView {
    view! {
        <thead>
            <tr>
                <th scope="col">{catalog::id(locale)}</th>
                <th scope="col" class="c-table__grow">{catalog::statement(locale)}</th>
                <th scope="col">{catalog::proof(locale)}</th>
                <th scope="col">{catalog::effort(locale)}</th>
                <th scope="col">{catalog::requires(locale)}</th>
            </tr>
        </thead>
    }
    .into_any()
}

fn row(locale: Locale, criterion: &CatalogCriterion, marker: &mut Marker) -> AnyView {
    let statement = marker.mark(&criterion.statement);
    let how_to = marker.mark(&criterion.how_to);
    let requires: Vec<_> = criterion.requires.iter().map(ToString::to_string).collect();
    let requires = if requires.is_empty() { "–".to_owned() } else { requires.join(" ") };
    let narrowed = (!criterion.applies_when.is_empty())
        .then(|| catalog::only_for(locale, fact_names(locale, &criterion.applies_when)))
        .map(|text| view! { <span class="c-table__sub">{text}</span> });
    view! {
        <tr id=criterion.id.to_string()>
            <th scope="row" class="c-table__tight"><span class="u-mono">{criterion.id.to_string()}</span></th>
            <td class="c-table__grow" data-label=catalog::statement(locale)>
                <span>
                    <TermText pieces=statement />
                    <span class="c-table__sub"><TermText pieces=how_to /></span>
                    {narrowed}
                </span>
            </td>
            <td data-label=catalog::proof(locale)><ProofBadge kind=criterion.proof /></td>
            <td class="u-nowrap" data-label=catalog::effort(locale)>{names::effort(locale, criterion.effort)}</td>
            <td class="u-mono" data-label=catalog::requires(locale)>{requires}</td>
        </tr>
    }
    .into_any()
}

fn relations(locale: Locale, page: &CatalogCheck) -> AnyView {
    let check = &page.check;
    let mut rules: Vec<_> = page.criteria.iter().flat_map(|criterion| criterion.rules.clone()).collect();
    rules.sort();
    rules.dedup();
    let rules = rules.into_iter().map(|rule| view! { <li><span class="u-mono">{rule}</span></li> }.into_any()).collect();
    view! {
        <aside class="c-side l-split__side" aria-label=catalog::relations(locale)>
            {part(catalog::mitigates(locale), linked("/catalog/risks", &check.risks))}
            {part(catalog::tests_principles(locale), linked("/catalog/principles", &check.principles))}
            {part(catalog::rules(locale), rules)}
            {part(catalog::same_in(locale), crosswalk(&check.crosswalk))}
        </aside>
    }
    .into_any()
}

/// A part of the side, left out where it is empty.
fn part(title: &'static str, items: Vec<AnyView>) -> Option<AnyView> {
    (!items.is_empty()).then(|| {
        view! {
            <section class="c-side__part">
                <h2 class="c-side__title">{title}</h2>
                <ul class="l-stack l-stack--tight">{items}</ul>
            </section>
        }
        .into_any()
    })
}

fn linked(page: &str, items: &[(String, String)]) -> Vec<AnyView> {
    let item = |(id, name): &(String, String)| {
        let href = format!("{page}#{}", encode(id));
        view! { <li><a href=href>{format!("{id} {name}")}</a></li> }.into_any()
    };
    items.iter().map(item).collect()
}

fn crosswalk(catalogs: &[(String, Vec<String>)]) -> Vec<AnyView> {
    let item = |(name, ids): &(String, Vec<String>)| {
        view! { <li><span class="u-muted u-block">{name.clone()}</span>{ids.join(", ")}</li> }.into_any()
    };
    catalogs.iter().map(item).collect()
}
