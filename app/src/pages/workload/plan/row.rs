//! One action of the plan.

use std::sync::Arc;

use domain::views::results::{PlanPage, PlanRow};
use domain::{Locale, Set};
use leptos::prelude::*;

use super::dates::days_after;
use super::live::Live;
use super::panel::FORM;
use super::phases::COLUMNS;
use super::{action, effort};
use crate::components::number::signed;
use crate::components::{Folds, PillarMark, set_link};
use crate::href;
use crate::i18n::plan;

/// The row, and below it its details where it is unfolded.
pub(super) fn row(
    locale: Locale,
    page: &Arc<PlanPage>,
    row: &PlanRow,
    folds: Folds,
    live: Live,
) -> AnyView {
    let id = row.action.criterion.to_string();
    let fold = folds.row(id.clone(), href::workload(page.head.id, "/plan"));
    let details = {
        let (page, row) = (page.clone(), row.clone());
        fold.details(COLUMNS, move || action::details(locale, &page, &row))
    };
    let name = id.clone();
    view! {
        <tr id=id>
            <td data-label=plan::what_if_column(locale)>{tick(locale, row, live)}</td>
            <th scope="row">
                <span class="c-pillar">
                    <span><PillarMark id=row.action.pillar.clone() name="" /></span>
                    {fold.link("c-table__main", name)}
                </span>
                <span class="c-table__sub">{row.statement.clone()}</span>
            </th>
            {numbers(locale, page, row)}
            {arrangement(locale, page, row)}
        </tr>
        {details}
    }
    .into_any()
}

/// Belongs to the form of the panel, wherever it stands.
fn tick(locale: Locale, row: &PlanRow, live: Live) -> AnyView {
    let criterion = row.action.criterion.clone();
    let (id, heard) = (criterion.to_string(), plan::tick(locale, &criterion));
    let (shown, ticked) = (criterion.clone(), criterion.clone());
    let initially = untrack(|| live.is_ticked(&criterion));
    view! {
        <input
            class="c-choice__input"
            type="checkbox"
            form=FORM
            name="met"
            value=id
            aria-label=heard
            checked=initially
            prop:checked=move || live.is_ticked(&shown)
            on:change=move |event| live.tick(ticked.clone(), event_target_checked(&event))
        />
    }
    .into_any()
}

fn numbers(locale: Locale, page: &PlanPage, row: &PlanRow) -> AnyView {
    let action = &row.action;
    let effort = effort::shown(locale, row);
    let explain = href::explain(
        &href::workload(page.head.id, ""),
        "check",
        action.check.as_str(),
    );
    let gain = signed(&action.index_gain);
    let heard = format!("{gain} {}", plan::gain_explained(locale, &action.check));
    // A gain in risk is a fall of what is left.
    let fall = signed(&(domain::Exact::zero() - action.risk_gain.clone()));
    view! {
        <td class="c-table__num" data-label=plan::effort(locale)>{effort}</td>
        <td class="c-table__num" data-label=plan::index_gain(locale)>
            <a href=set_link(&explain, Set::Claimed) aria-label=heard>{gain}</a>
        </td>
        <td class="c-table__num" data-label=plan::risk_gain(locale)>{fall}</td>
    }
    .into_any()
}

/// Owner, date, state.
fn arrangement(locale: Locale, page: &PlanPage, row: &PlanRow) -> AnyView {
    let owner = if row.owner_name.is_empty() {
        "–".to_owned()
    } else {
        row.owner_name.clone()
    };
    view! {
        <td data-label=plan::owner(locale)>{owner}</td>
        <td class="c-table__num" data-label=plan::due(locale)>{due(locale, page, row)}</td>
        <td data-label=plan::state(locale)>{state(locale, row)}</td>
    }
    .into_any()
}

/// The date that somebody set, else the one that the capacity gives.
fn due(locale: Locale, page: &PlanPage, row: &PlanRow) -> AnyView {
    let settled = matches!(row.state.as_str(), "done" | "dropped");
    if row.due_on.is_empty() {
        let planned = row
            .action
            .done_by_day
            .filter(|_| !settled && row.action.phase.is_some());
        let planned = planned.and_then(|day| days_after(&page.today, day));
        let planned = planned.map(|day| {
            view! { <span class="u-muted">{day}<span class="c-table__sub">{plan::planned(locale)}</span></span> }
        });
        return planned.map_or_else(|| "–".into_any(), IntoAny::into_any);
    }
    // Dates of this form sort as texts.
    let late = row.due_on < page.today && !settled;
    let late = late
        .then(|| view! { " "<span class="c-badge c-badge--danger">{plan::overdue(locale)}</span> });
    view! { {row.due_on.clone()}{late} }.into_any()
}

fn state(locale: Locale, row: &PlanRow) -> AnyView {
    let (class, text) = match row.state.as_str() {
        "in_progress" => ("c-badge c-badge--info", plan::state_in_progress(locale)),
        "done" => ("c-badge c-badge--ok", plan::state_done(locale)),
        "dropped" => ("c-badge", plan::state_dropped(locale)),
        _ => ("c-badge", plan::state_open(locale)),
    };
    let waits: Vec<_> = row
        .action
        .requires
        .iter()
        .map(ToString::to_string)
        .collect();
    let waits = (!waits.is_empty()).then(|| {
        view! { " "<span class="c-badge c-badge--warn">{plan::waits_for(locale, waits.join(", "))}</span> }
    });
    view! { <span class=class>{text}</span>{waits} }.into_any()
}
