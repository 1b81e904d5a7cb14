//! The framework for reading: pillars, checks, principles, risks, terms.

mod check;
mod criteria;
mod front;
mod glossary;
mod principles;
mod relations;
mod risks;

pub use check::CatalogCheckPage;
pub use front::CatalogFrontPage;
pub use glossary::GlossaryPage;
pub use principles::PrinciplesPage;
pub use risks::CatalogRisksPage;

use domain::{CheckId, Fact, Locale};
use leptos::prelude::*;

use crate::components::{Tab, Tabs};
use crate::href;
use crate::i18n::{catalog, common, use_locale};

/// The catalogue's pages.
fn tabs() -> AnyView {
    let locale = use_locale();
    let tabs = vec![
        Tab::new("/catalog", catalog::checks(locale)),
        Tab::new("/catalog/principles", catalog::principles(locale)),
        Tab::new("/catalog/risks", catalog::risks(locale)),
        Tab::new("/catalog/glossary", catalog::glossary(locale)),
    ];
    view! { <Tabs label=common::catalog(locale) tabs=tabs /> }.into_any()
}

/// Links to checks, by their ids.
fn check_links<'a>(checks: impl IntoIterator<Item = &'a CheckId>) -> AnyView {
    let link = |id: &CheckId| {
        view! { <a class="u-mono u-target" href=href::catalog_check(id)>{id.to_string()}</a>" " }
    };
    checks.into_iter().map(link).collect_view().into_any()
}

/// Links to checks, by id and name, one below the other.
fn named_checks(checks: Vec<(CheckId, String)>) -> AnyView {
    let link = |(id, name): (CheckId, String)| {
        view! { <div><a class="u-target" href=href::catalog_check(&id)>{format!("{id} {name}")}</a></div> }
    };
    checks.into_iter().map(link).collect_view().into_any()
}

/// Names of facts in a row.
fn fact_names(locale: Locale, facts: &[(Fact, String)]) -> String {
    let names: Vec<_> = facts.iter().map(|(_, name)| name.as_str()).collect();
    names.join(match locale {
        Locale::Zh => "、",
        Locale::En => ", ",
    })
}
