//! Where an action stands, in a badge and a line below it.

use domain::Locale;
use domain::views::plans::{ActionStanding, ActionState, PlansRow};
use leptos::prelude::*;

use crate::components::{Glyph, Icon};
use crate::i18n::plans;

/// The state as a badge with its own sign.
pub(crate) fn state_badge(locale: Locale, state: ActionState) -> AnyView {
    let (class, glyph) = match state {
        ActionState::Open => ("c-badge", Glyph::Unknown),
        ActionState::InProgress => ("c-badge c-badge--info", Glyph::Next),
        ActionState::Done => ("c-badge c-badge--ok", Glyph::Ok),
        ActionState::Dropped => ("c-badge", Glyph::Close),
    };
    view! { <span class=class><Icon of=glyph small=true />{plans::state_name(locale, state)}</span> }
        .into_any()
}

/// Why it is done, or what happened to it; nothing where nothing is to be said.
pub(crate) fn settled_line(locale: Locale, row: &PlansRow) -> Option<String> {
    let mut said = Vec::new();
    match (&row.closed_by, row.state, row.standing) {
        (Some(rule), ActionState::Done, _) => {
            said.push(plans::closed_by(locale, rule, &row.closed_on));
            if row.proof_ended {
                said.push(plans::proof_ended(locale).to_owned());
            }
        }
        (None, ActionState::Done, ActionStanding::Met) => {
            said.push(plans::answered_met(locale).to_owned());
        }
        (None, ActionState::Done, ActionStanding::Unmet) => {
            said.push(plans::waiting_answer(locale).to_owned());
        }
        _ => {}
    }
    if row.is_active() && !row.reopened_on.is_empty() {
        said.push(plans::reopened(locale, &row.reopened_on));
    }
    if row.standing == ActionStanding::Contradicted {
        said.push(plans::contradicted(locale).to_owned());
    }
    (!said.is_empty()).then(|| said.join(" · "))
}

/// The due date, with a word where it is past; else the date that the capacity gives.
pub(super) fn due(locale: Locale, row: &PlansRow, today: &str) -> AnyView {
    if row.due_on.is_empty() {
        return view! { <span class="u-muted">"–"</span> }.into_any();
    }
    let late = row.is_overdue(today).then(|| {
        view! { " "<span class="c-badge c-badge--danger"><Icon of=Glyph::Expired small=true />{plans::overdue(locale)}</span> }
    });
    view! { <span class="u-nowrap">{row.due_on.clone()}{late}</span> }.into_any()
}

/// The day by which the shared capacity does it, as a date.
pub(super) fn planned(locale: Locale, row: &PlansRow, today: &str) -> AnyView {
    if !row.is_active() {
        return view! { <span class="u-muted">"–"</span> }.into_any();
    }
    let date = row
        .until_day
        .and_then(|day| crate::pages::workload::days_after(today, day));
    match date {
        Some(date) => view! { <span class="u-nowrap">{date}</span> }.into_any(),
        None => view! { <span class="u-muted">{plans::no_date(locale)}</span> }.into_any(),
    }
}
