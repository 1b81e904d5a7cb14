//! The figures of a month: each opens its rows, and what is not known says what would bring it.

use domain::Locale;
use domain::views::cost::{CostFigures, CostMoney};
use leptos::prelude::*;

use super::numbers::{kilograms, money, of, or_dash, percent};
use crate::components::Stat;
use crate::components::number::{grouped, short};
use crate::i18n::cost;

/// Where figures lead, by what they count.
pub(super) type Leads<'a> = &'a dyn Fn(&str) -> String;

/// One row of figures; `own` is a workload's.
pub(super) fn figures(
    locale: Locale,
    (figures, money): (&CostFigures, &[CostMoney]),
    own: bool,
    leads: Leads<'_>,
) -> AnyView {
    view! {
        <div class="c-stats">
            {spends(locale, money, own, leads)}
            {tokens(locale, figures, leads)}
            {gpu(locale, figures, leads)}
            {energy(locale, figures, own, leads)}
            {carbon(locale, figures, own, leads)}
        </div>
    }
    .into_any()
}

/// What is not known, and what would bring it.
fn unknown(locale: Locale, label: &'static str, what: &'static str) -> AnyView {
    view! {
        <div class="c-stat">
            <span class="c-stat__label">{label}</span>
            <span class="c-stat__value c-stat__value--text">{cost::no_data(locale)}</span>
            <span class="c-stat__note">{what}</span>
        </div>
    }
    .into_any()
}

fn spends(locale: Locale, all: &[CostMoney], own: bool, leads: Leads<'_>) -> AnyView {
    let spent: Vec<_> = all.iter().filter(|one| one.workloads > 0).collect();
    if spent.is_empty() {
        return unknown(locale, cost::spend(locale), cost::spend_none(locale));
    }
    let one = |one: &&CostMoney| {
        let note = match (one.budget, one.spent_of_budget) {
            (Some(budget), Some(spent)) if budget > 0.0 => {
                let (share, budget) = (percent(Some(spent / budget)), of(&one.currency, budget));
                if own {
                    cost::budget_of(locale, share, budget)
                } else {
                    cost::budget_of_teams(locale, share, budget, one.budgets)
                }
            }
            (Some(budget), None) => cost::budget_unspent(locale, of(&one.currency, budget)),
            _ => cost::budget_none(locale).to_owned(),
        };
        let value = money(&one.currency, one.spent);
        view! {
            <Stat label=cost::spend(locale) value=value unit=format!(" {}", one.currency) href=leads("spend") note=note.into_any() />
        }
    };
    spent.iter().map(one).collect_view().into_any()
}

fn tokens(locale: Locale, figures: &CostFigures, leads: Leads<'_>) -> AnyView {
    let Some(all) = figures.tokens() else {
        return unknown(locale, cost::tokens(locale), cost::tokens_none(locale));
    };
    let say = |amount| amount_or_none(locale, amount);
    let note = cost::tokens_note(
        locale,
        say(figures.tokens_in),
        say(figures.tokens_out),
        say(figures.tokens_cached),
    );
    view! { <Stat label=cost::tokens(locale) value=short(locale, all) href=leads("tokens") note=note.into_any() /> }.into_any()
}

fn amount_or_none(locale: Locale, amount: Option<f64>) -> String {
    amount.map_or_else(
        || cost::no_data(locale).to_owned(),
        |amount| short(locale, amount),
    )
}

fn gpu(locale: Locale, figures: &CostFigures, leads: Leads<'_>) -> AnyView {
    let Some(share) = figures.gpu_utilisation else {
        return unknown(locale, cost::gpu(locale), cost::gpu_none(locale));
    };
    let note = cost::gpu_note(locale, or_dash(locale, figures.gpu_hours));
    let value = format!("{:.1}", share * 100.0);
    view! { <Stat label=cost::gpu(locale) value=value unit="%" href=leads("gpu") note=note.into_any() /> }.into_any()
}

fn energy(locale: Locale, figures: &CostFigures, own: bool, leads: Leads<'_>) -> AnyView {
    let Some(energy) = figures.energy_kwh else {
        return unknown(locale, cost::energy(locale), cost::energy_none(locale));
    };
    let note = if own {
        cost::energy_own(locale).to_owned()
    } else {
        cost::energy_note(
            locale,
            grouped(figures.with_energy),
            grouped(figures.workloads),
        )
    };
    view! { <Stat label=cost::energy(locale) value=short(locale, energy) unit=" kWh" href=leads("energy") note=note.into_any() /> }
        .into_any()
}

fn carbon(locale: Locale, figures: &CostFigures, own: bool, leads: Leads<'_>) -> AnyView {
    let grams = match figures.carbon_grams {
        None => unknown(locale, cost::carbon(locale), cost::carbon_none(locale)),
        Some(grams) => {
            let note = if own {
                cost::carbon_own(locale).to_owned()
            } else {
                cost::carbon_note(
                    locale,
                    grouped(figures.with_carbon),
                    grouped(figures.workloads),
                )
            };
            let value = kilograms(locale, Some(grams));
            view! { <Stat label=cost::carbon(locale) value=value unit=" kg" href=leads("carbon") note=note.into_any() /> }
                .into_any()
        }
    };
    let sci = match figures.sci_grams {
        None => unknown(locale, cost::sci(locale), cost::sci_none(locale)),
        Some(sci) => {
            let note = cost::sci_note(locale).into_any();
            view! { <Stat label=cost::sci(locale) value=short(locale, sci) unit=" g" href=leads("sci") note=note /> }.into_any()
        }
    };
    view! { {grams} {sci} }.into_any()
}
