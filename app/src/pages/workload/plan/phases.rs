//! The actions in three phases, and those beyond.

use std::sync::Arc;

use domain::views::results::{PlanPage, PlanRow};
use domain::{Locale, Phase};
use leptos::prelude::*;

use super::live::Live;
use super::row::row;
use crate::components::Folds;
use crate::href;
use crate::i18n::plan;

/// Actions beyond the phases that stand in the table at first.
const FIRST_LATER: usize = 10;
/// The same where nothing has a date.
const FIRST_UNDATED: usize = 40;

pub(super) const COLUMNS: &str = "8";

/// All actions in order; the rest of "later" by a link.
pub(super) fn table(locale: Locale, page: Arc<PlanPage>, folds: Folds, live: Live) -> AnyView {
    let Folds { query, open, .. } = folds;
    let all = Memo::new(move |_| query.with(|query| query.get("show") == "all"));
    let entry = {
        let page = page.clone();
        move |index: usize| {
            page.rows
                .get(index)
                .map(|found| row(locale, &page, found, folds, live))
        }
    };
    let phases = Phase::ALL.iter().map(|phase| {
        let rows = of_phase(&page, Some(*phase));
        let lines: Vec<_> = rows.iter().filter_map(|index| entry(*index)).collect();
        view! { {phase_head(locale, &page, *phase, &rows)} {lines} }
    });
    let phases = (page.capacity > 0).then(|| phases.collect_view());
    let later = {
        let page = page.clone();
        // A row that is asked for is there, however far down it stands.
        move || later(locale, &page, (all.get(), &open.get_untracked()), &entry)
    };
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=plan::table(locale) tabindex="0">
            <table class="c-table c-table--cards c-table--dense">
                <thead>{heads(locale)}</thead>
                <tbody>{phases}{later}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn heads(locale: Locale) -> AnyView {
    view! {
        <tr>
            <th scope="col" class="c-table__tight"><span class="u-vh">{plan::what_if_column(locale)}</span></th>
            <th scope="col" class="c-table__grow">{plan::action(locale)}</th>
            <th scope="col" class="c-table__num">{plan::effort(locale)}</th>
            <th scope="col" class="c-table__num">{plan::index_gain(locale)}</th>
            <th scope="col" class="c-table__num">{plan::risk_gain(locale)}</th>
            <th scope="col">{plan::owner(locale)}</th>
            <th scope="col" class="c-table__num">{plan::due(locale)}</th>
            <th scope="col">{plan::state(locale)}</th>
        </tr>
    }
    .into_any()
}

/// Places of a phase's actions in the plan.
fn of_phase(page: &PlanPage, phase: Option<Phase>) -> Vec<usize> {
    let found = page
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.action.phase == phase);
    found.map(|(index, _)| index).collect()
}

fn effort<'a>(page: &'a PlanPage, rows: &'a [usize]) -> impl Iterator<Item = &'a PlanRow> {
    rows.iter().filter_map(|index| page.rows.get(*index))
}

/// The phase, how much of its capacity is used, and the index at its end.
fn phase_head(locale: Locale, page: &PlanPage, phase: Phase, rows: &[usize]) -> AnyView {
    let (name, months) = match phase {
        Phase::Days30 => (plan::days_30(locale), 1),
        Phase::Days90 => (plan::days_90(locale), 2),
        Phase::Days180 => (plan::days_180(locale), 3),
    };
    let used: u32 = effort(page, rows).map(|row| row.action.effort_days).sum();
    let capacity = page.capacity.saturating_mul(months);
    let after = effort(page, rows)
        .last()
        .map(|row| plan::index_after(locale, row.action.index_after.decimal(1)));
    let note = match after {
        Some(after) => view! {
            <span class="c-phase__note">{plan::phase_actions(locale, rows.len())}</span>
            <span class="c-phase__note u-push">{after}</span>
        }
        .into_any(),
        None => view! { <span class="c-phase__note">{plan::phase_empty(locale)}</span> }.into_any(),
    };
    view! {
        <tr class="c-table__group">
            <th scope="colgroup" colspan=COLUMNS>
                <div class="c-phase">
                    <span class="c-phase__name">{name}</span>
                    {capacity_bar(locale, used, capacity)}
                    {note}
                </div>
            </th>
        </tr>
    }
    .into_any()
}

/// Person-days used of those there are. An action that began in the phase before can fill it past its own days.
fn capacity_bar(locale: Locale, used: u32, capacity: u32) -> AnyView {
    let percent =
        |part: u32, whole: u32| format!("{}%", u64::from(part) * 100 / u64::from(whole.max(1)));
    let whole = used.max(capacity);
    let over = used.saturating_sub(capacity);
    let over = (over > 0).then(|| view! {
        <rect class="c-capacity__over" x=percent(capacity, whole) width=percent(over, whole) height="100%"></rect>
    });
    view! {
        <span class="c-capacity">
            <svg class="c-capacity__bar" role="img" aria-label=plan::capacity_heard(locale, used, capacity)>
                <rect class="c-capacity__used" width=percent(used.min(capacity), whole) height="100%"></rect>
                {over}
            </svg>
            {plan::capacity(locale, used, capacity)}
        </span>
    }
    .into_any()
}

/// Whether a row is of a criterion.
fn is(page: &PlanPage, index: usize, criterion: &str) -> bool {
    let row = page.rows.get(index);
    row.is_some_and(|row| row.action.criterion.as_str() == criterion)
}

/// What does not fit into 180 days: the first few, and the rest by a link.
fn later(
    locale: Locale,
    page: &PlanPage,
    (all, asked): (bool, &str),
    draw: &dyn Fn(usize) -> Option<AnyView>,
) -> AnyView {
    let rows = of_phase(page, None);
    if rows.is_empty() {
        return ().into_any();
    }
    let first = if page.capacity == 0 {
        FIRST_UNDATED
    } else {
        FIRST_LATER
    };
    let days: u32 = effort(page, &rows).map(|row| row.action.effort_days).sum();
    let hidden = rows.len().saturating_sub(first);
    let shown = if all { rows.len() } else { first };
    let at = href::workload(page.head.id, "/plan");
    let more = (hidden > 0).then(|| {
        let (href, label) = if all {
            (at, plan::hide_later(locale).to_owned())
        } else {
            (format!("{at}?show=all"), plan::show_later(locale, hidden))
        };
        view! {
            <tr><td class="c-table__grow" colspan=COLUMNS>
                <a class="c-btn c-btn--quiet c-btn--small" href=href data-noscroll="true">{label}</a>
            </td></tr>
        }
    });
    view! {
        <tr class="c-table__group">
            <th scope="colgroup" colspan=COLUMNS>
                <div class="c-phase">
                    <span class="c-phase__name">{plan::later(locale)}</span>
                    <span class="c-phase__note">{plan::later_note(locale, rows.len(), days)}</span>
                </div>
            </th>
        </tr>
        {rows
            .iter()
            .enumerate()
            .filter(|(n, index)| *n < shown || is(page, **index, asked))
            .filter_map(|(_, index)| draw(*index))
            .collect_view()}
        {more}
    }
    .into_any()
}
