//! What changed for the worse.

use domain::Locale;
use domain::alert::Alert;
use domain::views::trend::AlertRow;
use leptos::prelude::*;

use crate::components::number::amount;
use crate::components::{Glyph, Icon, rest};
use crate::href;
use crate::i18n::{trend as words, use_locale};

/// So many criteria are named, the others are counted.
const NAMED: usize = 5;

/// Alerts, each with a link to its cause.
#[component]
pub fn AlertList(
    /// The alerts.
    rows: Vec<AlertRow>,
    /// Whether they are all of the workload whose page this is.
    #[prop(optional)]
    own: bool,
) -> impl IntoView {
    let locale = use_locale();
    let row = move |(index, row): (usize, AlertRow)| {
        let (glyph, class) = match row.alert {
            Alert::CriticalRisk { .. } => (
                Glyph::SevCritical,
                "c-alerts__mark c-alerts__mark--critical",
            ),
            Alert::AssuredFell { .. } => (Glyph::Down, "c-alerts__mark"),
            Alert::ProofEnded { .. } => (Glyph::Expired, "c-alerts__mark"),
            Alert::Conflict { .. } => (Glyph::Conflict, "c-alerts__mark"),
            Alert::BudgetPassed { .. } => (Glyph::Warn, "c-alerts__mark"),
        };
        let whose = (!own).then(|| {
            view! {
                <span class="c-alerts__whose">
                    <a href=href::workload(row.workload, "/trend")>{row.workload_name.clone()}</a>" "
                    <span class="u-muted">{row.team_name.clone()}</span>
                </span>
            }
        });
        view! {
            <li class=format!("c-alerts__row {}", rest(index).unwrap_or_default())>
                <span class=class><Icon of=glyph /></span>
                <a class="c-alerts__what" href=cause(&row)>{said(locale, &row)}</a>
                <span class="c-alerts__day">{row.day.to_string()}</span>
                {whose}
            </li>
        }
    };
    view! { <ul class="c-alerts">{rows.into_iter().enumerate().map(row).collect_view()}</ul> }
}

fn said(locale: Locale, row: &AlertRow) -> String {
    match &row.alert {
        Alert::AssuredFell { before, after } => {
            words::assured_fell(locale, before.decimal(1), after.decimal(1))
        }
        Alert::ProofEnded { count } => words::proof_ended(locale, count),
        Alert::CriticalRisk { risks } => {
            let named = risks.iter().zip(&row.risk_names);
            let named = named
                .map(|((id, residual), name)| format!("{id} {name} ({})", residual.decimal(1)));
            words::critical_risk(locale, listed(locale, named.collect()))
        }
        Alert::Conflict { criteria } => {
            let named = criteria.iter().take(NAMED).map(ToString::to_string);
            let named = listed(locale, named.collect());
            match criteria.len().saturating_sub(NAMED) {
                0 => words::conflict(locale, named),
                more => words::conflict_more(locale, named, more),
            }
        }
        Alert::BudgetPassed {
            team,
            month,
            currency,
            budget,
            spent,
        } => {
            let (spent, budget) = (amount(*spent), amount(*budget));
            match team {
                None => words::budget_workload(locale, month, currency, spent, budget),
                Some(_) => words::budget_team(locale, month, currency, spent, budget),
            }
        }
    }
}

fn listed(locale: Locale, names: Vec<String>) -> String {
    let joint = match locale {
        Locale::Zh => "、",
        Locale::En => ", ",
    };
    names.join(joint)
}

fn cause(row: &AlertRow) -> String {
    match &row.alert {
        Alert::Conflict { .. } => href::workload(row.workload, "/evidence#inbox"),
        Alert::BudgetPassed { team, month, .. } => {
            let part = format!("/cost?month={month}#budgets");
            match team {
                Some(team) => href::team(*team, &part),
                None => href::workload(row.workload, &part),
            }
        }
        Alert::AssuredFell { .. } => href::workload(row.workload, "/trend"),
        Alert::ProofEnded { .. } => href::workload(row.workload, "/evidence"),
        Alert::CriticalRisk { risks } => match risks.as_slice() {
            [(only, _)] => href::risk(row.workload, only),
            _ => href::workload(row.workload, "/risks"),
        },
    }
}
