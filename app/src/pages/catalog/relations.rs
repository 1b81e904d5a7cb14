//! What a check has to do with: risks, principles, rules, other catalogues.

use domain::Locale;
use domain::views::catalog::CatalogCheck;
use leptos::prelude::*;

use crate::i18n::catalog;
use crate::query::encode;

/// Risks, principles, rules, other catalogues.
pub(super) fn relations(locale: Locale, page: &CatalogCheck) -> AnyView {
    let check = &page.check;
    let mut rules: Vec<_> = page
        .criteria
        .iter()
        .flat_map(|criterion| criterion.rules.clone())
        .collect();
    rules.sort();
    rules.dedup();
    let rules = rules
        .into_iter()
        .map(|rule| view! { <li><span class="u-mono">{rule}</span></li> }.into_any())
        .collect();
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
        view! { <li><span class="u-muted u-block">{name.clone()}</span>{ids.join(", ")}</li> }
            .into_any()
    };
    catalogs.iter().map(item).collect()
}
