//! Budgets: what is spent of them, and the forms of those who may set them.

use domain::Locale;
use domain::cost::BudgetStep;
use domain::views::cost::BudgetView;
use leptos::prelude::*;

use super::numbers::{money, percent};
use crate::components::{ConfirmForm, Glyph, Hidden, Icon, LocalTime, PostForm, TextField};
use crate::i18n::cost;

/// The section; `base` is the page's path.
pub(super) fn budgets(locale: Locale, rows: &[BudgetView], base: &str, may_set: bool) -> AnyView {
    let list = if rows.is_empty() {
        view! { <p class="u-muted">{cost::budgets_none(locale)}</p> }.into_any()
    } else {
        let rows = rows
            .iter()
            .map(|one| row(locale, one, base, may_set))
            .collect_view();
        view! { <ul class="c-cost__budgets">{rows}</ul> }.into_any()
    };
    let form = if may_set {
        new(locale, base, rows.is_empty())
    } else {
        view! { <p class="u-muted u-small">{cost::budgets_read_only(locale)}</p> }.into_any()
    };
    view! {
        <section class="c-section" id="budgets">
            <div class="c-section__head">
                <h2 class="c-section__title">{cost::budgets(locale)}</h2>
                <span class="c-section__note">{cost::budgets_note(locale)}</span>
            </div>
            <div class="l-stack l-stack--tight">{list}{form}</div>
        </section>
    }
    .into_any()
}

fn row(locale: Locale, one: &BudgetView, base: &str, may_set: bool) -> AnyView {
    let step = match one.step {
        Some(BudgetStep::All) => view! { <span class="c-badge c-badge--danger"><Icon of=Glyph::Warn small=true />{cost::step_100(locale)}</span> }.into_any(),
        Some(BudgetStep::Most) => view! { <span class="c-badge c-badge--warn"><Icon of=Glyph::Warn small=true />{cost::step_80(locale)}</span> }.into_any(),
        None if one.spent.is_some() => view! { <span class="c-badge c-badge--ok"><Icon of=Glyph::Ok small=true />{cost::within(locale)}</span> }.into_any(),
        // The bar says that there is no data.
        None => ().into_any(),
    };
    let forms = may_set.then(|| change(locale, one, base));
    view! {
        <li class="c-cost__budget">
            <div class="l-row">
                <strong>{one.currency.to_string()}</strong>
                {gauge(locale, one.currency.as_str(), one.spent, one.amount.value())}
                {step}
                <span class="u-muted u-small">{cost::set_by(locale, &one.set_by)}" "<LocalTime at=one.set_at.as_str() /></span>
            </div>
            {forms}
        </li>
    }
    .into_any()
}

/// Spent of a budget, as a bar and in figures; what is above it has a colour and its figure.
pub(super) fn gauge(locale: Locale, currency: &str, spent: Option<f64>, budget: f64) -> AnyView {
    let say = |amount: f64| money(currency, amount);
    let share = spent.unwrap_or_default() / budget.max(0.01);
    let text = spent.map_or_else(
        || cost::spent_unknown(locale, say(budget)),
        |spent| cost::spent_of(locale, say(spent), say(budget)),
    );
    let used = format!("{:.1}%", (share.min(1.0) * 100.0).max(0.0));
    let over = (share > 1.0).then(|| {
        let width = format!("{:.1}%", (share - 1.0).min(1.0) * 100.0);
        view! { <rect class="c-capacity__over" width=width height="100%"></rect> }
    });
    let share = spent.map(|_| format!(" · {}", percent(Some(share))));
    view! {
        <span class="c-capacity">
            <svg class="c-capacity__bar" aria-hidden="true"><rect class="c-capacity__used" width=used height="100%"></rect>{over}</svg>
            {text}{share}
        </span>
    }
    .into_any()
}

fn change(locale: Locale, one: &BudgetView, base: &str) -> AnyView {
    let (currency, version) = (one.currency.to_string(), one.version.to_string());
    let (own, again) = (currency.clone(), version.clone());
    let (field, amount) = (format!("amount.{currency}"), one.amount.to_string());
    view! {
        <div class="l-row">
            <details class="c-fold">
                <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{cost::change(locale)}" "{currency.clone()}</summary>
                <PostForm action=format!("{base}/budget/{currency}")>
                    <Hidden name="version" value=version.clone() />
                    <TextField name=field label=cost::amount(locale) value=amount short=true required=true />
                    <div class="c-form__actions"><button class="c-btn">{cost::save(locale)}</button></div>
                </PostForm>
            </details>
            <ConfirmForm
                action=format!("{base}/budget/{own}/remove")
                label=cost::remove(locale)
                question=cost::remove_budget_question(locale, &own)
                danger=true
            >
                <Hidden name="version" value=again.clone() />
            </ConfirmForm>
        </div>
    }
    .into_any()
}

fn new(locale: Locale, base: &str, first: bool) -> AnyView {
    view! {
        <details class="c-fold" open=first>
            <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{cost::set_budget(locale)}</summary>
            <PostForm action=format!("{base}/budget") id="budget">
                <Hidden name="version" value="0" />
                <div class="c-form__line">
                    <TextField name="amount" label=cost::amount(locale) short=true required=true />
                    <TextField name="currency" label=cost::currency(locale) value="CNY" hint=cost::currency_hint(locale) short=true required=true max_length=3u32 />
                </div>
                <div class="c-form__actions"><button class="c-btn">{cost::save(locale)}</button></div>
            </PostForm>
        </details>
    }
    .into_any()
}
