//! Cost and energy: of the organisation, of a team, of a workload with its calculators.

mod api;
mod bars;
mod budgets;
mod calculators;
mod days;
mod factors;
mod figures;
mod group;
mod how;
mod numbers;
mod only;
mod rows;
mod table;
mod workload;

pub use group::{OrganisationCostPage, TeamCostPage};
pub use workload::WorkloadCostPage;

use domain::views::cost::CostQuery;
use leptos::prelude::*;

use crate::components::FilterSelect;
use crate::i18n::cost;
use crate::query::Query;

/// What the address asks for.
fn asked(query: &Query) -> CostQuery {
    CostQuery::of(query.pairs())
}

/// Choices of month and, where there are several, of currency.
fn period(
    locale: domain::Locale,
    query: &Query,
    (months, month): (&[String], &str),
    (currencies, currency): (&[String], &str),
) -> AnyView {
    let own = |list: &[String]| {
        list.iter()
            .map(|one| (one.clone(), one.clone()))
            .collect::<Vec<_>>()
    };
    let currency = (currencies.len() > 1).then(|| {
        let query = query.with("currency", currency);
        let options = own(currencies);
        view! { <FilterSelect name="currency" label=cost::currency(locale) options=options query=query /> }
    });
    let query = query.with("month", month);
    view! {
        <FilterSelect name="month" label=cost::month(locale) options=own(months) query=query />
        {currency}
    }
    .into_any()
}
