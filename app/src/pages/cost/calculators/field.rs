//! Fields of assumptions.

use domain::Locale;
use domain::cost::Assumption;
use domain::views::cost::Estimates;
use leptos::prelude::*;

use crate::components::TextField;
use crate::i18n::cost;

/// The fields of some assumptions, in order.
pub(super) fn fields(locale: Locale, found: &Estimates, keys: &[&str]) -> AnyView {
    let all = keys
        .iter()
        .filter_map(|key| found.assumptions.iter().find(|one| one.key == *key));
    view! { <div class="c-cost__fields">{all.map(|one| field(locale, one)).collect_view()}</div> }
        .into_any()
}

fn field(locale: Locale, one: &Assumption) -> AnyView {
    let value = one.value.map(|value| value.to_string()).unwrap_or_default();
    let hint = if one.value.is_some() {
        cost::basis(locale, one.basis)
    } else {
        cost::basis_unknown(locale)
    };
    view! {
        <TextField
            name=one.key.clone()
            label=cost::assumption(locale, &one.key)
            value=value
            kind="number"
            hint=hint
            min=one.least.to_string()
            step=Some("any")
        />
    }
    .into_any()
}
