//! An open model on one's own machines against a commercial API.

use domain::Locale;
use domain::cost::{Break, Tco};
use domain::views::cost::Estimates;
use leptos::prelude::*;

use super::field::fields;
use super::{Calculator, missing, section};
use crate::components::Stat;
use crate::components::number::short;
use crate::i18n::cost;
use crate::pages::cost::numbers::about;

pub(super) fn tco(locale: Locale, found: &Estimates) -> AnyView {
    let keys = [
        "a_in", "a_cached", "a_out", "o_gpu", "o_rate", "o_util", "o_peak", "o_least", "o_share",
        "o_people", "o_other",
    ];
    let missing_keys: Vec<&str> = found.tco_missing.iter().map(String::as_str).collect();
    let result = match &found.tco {
        Some(tco) => compared(locale, found, tco),
        None => missing(locale, &missing_keys),
    };
    let calculator = Calculator {
        id: "tco",
        title: cost::tco(locale),
        formula: cost::tco_formula(locale),
        source: cost::tco_source(locale).to_owned(),
        fields: fields(locale, found, &keys),
        result,
    };
    section(locale, calculator)
}

fn compared(locale: Locale, found: &Estimates, tco: &Tco) -> AnyView {
    let say = |amount: f64| about(&found.currency, amount);
    let cheaper = if (tco.api - tco.own).abs() < 0.005 {
        cost::tco_even(locale).to_owned()
    } else if tco.api < tco.own {
        cost::tco_cheaper_api(locale, say(tco.own - tco.api))
    } else {
        cost::tco_cheaper_own(locale, say(tco.api - tco.own))
    };
    let even = match tco.breaks_even {
        Some(Break::At(times)) => cost::tco_break(locale, short(locale, times)),
        Some(Break::Never) => cost::tco_never(locale).to_owned(),
        None => String::new(),
    };
    let parts = cost::tco_parts(locale, say(tco.gpus_cost), say(tco.infrastructure));
    let gpus = view! { <span>{cost::tco_gpus(locale, short(locale, tco.gpus))}" · "{parts}</span> }
        .into_any();
    view! {
        <div class="c-stats">
            <Stat label=cost::tco_api(locale) value=say(tco.api) />
            <Stat label=cost::tco_own(locale) value=say(tco.own) note=gpus />
        </div>
        <p><strong class="c-cost__amount">{cheaper}</strong></p>
        <p class="u-muted">{even}</p>
    }
    .into_any()
}
