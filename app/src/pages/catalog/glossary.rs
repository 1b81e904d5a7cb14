//! The glossary.

use domain::Locale;
use domain::views::assessing::TermView;
use leptos::prelude::*;

use super::tabs;
use crate::components::{EmptyState, FilterForm, FilterSearch, Page, PageHead};
use crate::error::AppError;
use crate::i18n::{catalog, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

/// All terms.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "catalog/glossary")]
pub async fn load_glossary() -> Result<Vec<TermView>, AppError> {
    use std::future::ready;
    let request = crate::server::request()?;
    request.viewer()?;
    // The framework is in memory; only the function is asynchronous.
    Ok(ready(services::catalog::glossary(
        &request.services,
        request.locale,
    ))
    .await)
}

/// The terms, those that contain what is searched for.
#[component]
pub fn GlossaryPage() -> impl IntoView {
    let query = use_query();
    loaded(resource(|| (), |()| load_glossary()), move |terms| {
        draw(terms, query.get_untracked())
    })
}

fn draw(terms: Vec<TermView>, query: Query) -> AnyView {
    let locale = use_locale();
    let total = terms.len();
    let shown = sorted(wanted(terms, query.get("q")));
    let count = catalog::terms_shown(locale, shown.len(), total).into_any();
    view! {
        <Page title=catalog::glossary(locale)>
            <PageHead title=catalog::glossary(locale) tabs=tabs() />
            <FilterForm query=query.clone() end=count>
                <FilterSearch query=query.clone() />
            </FilterForm>
            {list(locale, shown)}
        </Page>
    }
    .into_any()
}

fn list(locale: Locale, terms: Vec<TermView>) -> AnyView {
    if terms.is_empty() {
        return view! { <EmptyState title=catalog::no_term(locale) text=catalog::no_term_hint(locale) /> }.into_any();
    }
    let entry = |term: TermView| {
        let others: Vec<_> = term
            .spellings
            .iter()
            .filter(|text| !text.eq_ignore_ascii_case(&term.name))
            .map(String::as_str)
            .collect();
        let others = (!others.is_empty()).then(|| {
            let text = format!("{} {}", catalog::also(locale), others.join(" / "));
            view! { <span class="u-muted u-small u-block">{text}</span> }
        });
        view! { <dt id=term.id>{term.name}</dt><dd>{term.definition}{others}</dd> }
    };
    view! { <dl class="c-facts c-facts--texts">{terms.into_iter().map(entry).collect_view()}</dl> }
        .into_any()
}

fn wanted(terms: Vec<TermView>, search: &str) -> Vec<TermView> {
    let search = search.trim().to_lowercase();
    let holds = |text: &String| text.to_lowercase().contains(&search);
    let found = |term: &TermView| holds(&term.definition) || term.spellings.iter().any(holds);
    terms.into_iter().filter(found).collect()
}

/// Latin terms by the alphabet, then the others as the framework has them: their characters'
/// codes are in no order that a reader knows.
fn sorted(mut terms: Vec<TermView>) -> Vec<TermView> {
    terms.sort_by_key(|term| {
        let latin = term.name.starts_with(|c: char| c.is_ascii());
        (
            !latin,
            if latin {
                term.name.to_lowercase()
            } else {
                String::new()
            },
        )
    });
    terms
}

#[cfg(test)]
mod tests {
    use domain::views::assessing::TermView;

    use super::{sorted, wanted};

    fn term(name: &str) -> TermView {
        let spellings = vec![name.to_owned()];
        TermView {
            id: name.to_owned(),
            name: name.to_owned(),
            spellings,
            definition: String::new(),
        }
    }

    #[test]
    fn terms_are_found_and_ordered() {
        let terms = vec![term("检索增强"), term("RAG"), term("agent")];
        let names: Vec<_> = sorted(terms.clone())
            .into_iter()
            .map(|term| term.name)
            .collect();
        assert_eq!(names, ["agent", "RAG", "检索增强"]);
        assert_eq!(wanted(terms, " rag ").len(), 1);
    }
}
