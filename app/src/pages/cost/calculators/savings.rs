//! What could be saved.

use domain::Locale;
use domain::cost::Range;
use domain::views::cost::Estimates;
use leptos::prelude::*;

use super::field::fields;
use super::{Calculator, missing, section};
use crate::i18n::cost;
use crate::pages::cost::numbers::{about, percent};

/// Quantisation, batching, routing, reuse.
pub(super) fn savings(locale: Locale, found: &Estimates) -> AnyView {
    let quantisation = Calculator {
        id: "quantisation",
        title: cost::quantisation(locale),
        formula: cost::quantisation_formula(locale),
        source: cost::quantisation_source(locale).to_owned(),
        fields: fields(locale, found, &["q_part", "q_low", "q_high"]),
        result: result(locale, found, found.quantisation, &["machines"]),
    };
    let batching = Calculator {
        id: "batching",
        title: cost::batching(locale),
        formula: cost::batching_formula(locale),
        source: cost::batching_source(locale).to_owned(),
        fields: fields(locale, found, &["b_now", "b_low", "b_high"]),
        result: result(locale, found, found.batching, &["machines"]),
    };
    let bands = [
        "r_faq",
        "r_faq_low",
        "r_faq_high",
        "r_extract",
        "r_extract_low",
        "r_extract_high",
        "r_generate",
        "r_generate_low",
        "r_generate_high",
    ];
    let routing = Calculator {
        id: "routing",
        title: cost::routing(locale),
        formula: cost::routing_formula(locale),
        source: cost::routing_source(locale).to_owned(),
        fields: fields(locale, found, &bands),
        result: result(locale, found, found.routing, &["spend"]),
    };
    let reuse = Calculator {
        id: "reuse",
        title: cost::reuse(locale),
        formula: cost::reuse_formula(locale),
        source: cost::reuse_source(locale).to_owned(),
        fields: fields(locale, found, &["k_now", "k_then", "k_weight", "k_price"]),
        result: result(locale, found, found.reuse, &["spend", "tokens_in"]),
    };
    let all = [quantisation, batching, routing, reuse].map(|one| section(locale, one));
    view! { <div class="c-cost__calculators">{all.into_iter().collect_view()}</div> }.into_any()
}

fn result(locale: Locale, found: &Estimates, range: Option<Range>, needed: &[&str]) -> AnyView {
    let Some(range) = range else {
        return missing(locale, needed);
    };
    let say = |amount: f64| about(&found.currency, amount);
    let saved = if (range.high - range.low).abs() < 0.005 {
        cost::saves_one(locale, say(range.low))
    } else {
        cost::saves(locale, say(range.low), say(range.high))
    };
    let spend = found
        .assumptions
        .iter()
        .find(|one| one.key == "spend")
        .and_then(|one| one.value);
    let share = spend.filter(|spend| *spend > 0.0).map(|spend| {
        let share = |amount: f64| percent(Some(amount / spend));
        view! { <span class="u-muted">{cost::saves_share(locale, share(range.low), share(range.high))}</span> }
    });
    view! { <p class="l-row"><strong class="c-cost__amount">{saved}</strong>{share}</p> }.into_any()
}
