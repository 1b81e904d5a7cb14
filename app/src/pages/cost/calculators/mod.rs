//! The calculators: assumptions are fields of one form that goes into the address, results stand beside them.

mod field;
mod forecast;
mod savings;
mod tco;

use domain::Locale;
use domain::views::cost::{Estimates, WorkloadCostPage};
use leptos::prelude::*;

use crate::components::{Callout, Hidden};
use crate::href;
use crate::i18n::cost;
use crate::query::Query;
use field::fields;

/// All of them.
pub(super) fn calculators(
    locale: Locale,
    page: &WorkloadCostPage,
    found: &Estimates,
    query: &Query,
) -> AnyView {
    let path = href::workload(page.head.id, "/cost");
    // Amounts stay in the currency that they were typed in.
    let currency = if found.currency.is_empty() {
        query.get("currency").to_owned()
    } else {
        found.currency.clone()
    };
    let currency =
        (!currency.is_empty()).then(|| view! { <Hidden name="currency" value=currency.clone() /> });
    let reset = Query::default().with("part", "calculators").link(&path);
    let basis = if found.days == 0 {
        cost::base_empty(locale, &found.first, &found.last)
    } else {
        cost::base_note(locale, &found.first, &found.last, found.days)
    };
    view! {
        <form method="get" action=path.clone() class="l-stack" id="calculators">
            <Hidden name="part" value="calculators" />
            {currency}
            <Callout title=cost::estimate(locale)><p>{basis}</p></Callout>
            <section class="c-section">
                <div class="c-section__head">
                    <h2 class="c-section__title">{cost::base(locale)}</h2>
                    <div class="c-section__actions">
                        <a class="c-btn c-btn--quiet" href=reset>{cost::reset(locale)}</a>
                        <button class="c-btn c-btn--primary">{cost::compute(locale)}</button>
                    </div>
                </div>
                {keep(locale, page, found, &path)}
                {fields(locale, found, &["spend", "machines", "released", "tokens_in", "tokens_cached", "tokens_out"])}
            </section>
            {savings::savings(locale, found)}
            {tco::tco(locale, found)}
            {forecast::forecast(locale, found)}
        </form>
    }
    .into_any()
}

/// Keeping what is typed, and forgetting it: buttons of the same form that post it, each with the version that was seen.
fn keep(locale: Locale, page: &WorkloadCostPage, found: &Estimates, path: &str) -> AnyView {
    let note = (found.kept > 0)
        .then(|| view! { <p class="u-muted u-small">{cost::kept_note(locale)}</p> });
    if !page.may_set {
        return view! { {note} }.into_any();
    }
    let version = found.kept.to_string();
    let post = |part: &str| format!("{path}/assumptions{part}");
    let forget = (found.kept > 0).then(|| {
        view! {
            <button class="c-btn c-btn--quiet" name="version" value=version.clone() formmethod="post" formaction=post("/forget")>
                {cost::forget(locale)}
            </button>
        }
    });
    view! {
        {note}
        <div class="l-row">
            <button class="c-btn" name="version" value=version.clone() formmethod="post" formaction=post("")>{cost::keep(locale)}</button>
            {forget}
        </div>
    }
    .into_any()
}

/// What every calculator shows: formula, source, assumptions, result.
struct Calculator {
    id: &'static str,
    title: &'static str,
    formula: &'static str,
    source: String,
    fields: AnyView,
    result: AnyView,
}

fn section(locale: Locale, one: Calculator) -> AnyView {
    view! {
        <section class="c-section" id=one.id>
            <div class="c-section__head"><h2 class="c-section__title">{one.title}</h2></div>
            <div class="l-stack l-stack--tight">
            <div class="c-cost__result" role="status">{one.result}</div>
            {one.fields}
            <code class="c-formula">{one.formula}</code>
            <p class="u-muted u-small">{cost::from_source(locale)}": "{one.source}" "<a href="/catalog">{crate::i18n::common::catalog(locale)}</a></p>
            <div><button class="c-btn c-btn--small">{cost::compute(locale)}</button></div>
            </div>
        </section>
    }
    .into_any()
}

/// What is still needed, by name.
fn missing(locale: Locale, keys: &[&str]) -> AnyView {
    let names: Vec<&str> = keys
        .iter()
        .map(|key| cost::assumption(locale, key))
        .collect();
    let between = match locale {
        Locale::Zh => "、",
        Locale::En => ", ",
    };
    view! { <p class="u-muted">{cost::missing_list(locale, names.join(between))}</p> }.into_any()
}
