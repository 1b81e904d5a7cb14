//! A column for each state. Cards move by a button, which is a form; with script also by dragging, which presses it.

use domain::Locale;
use domain::views::plans::{ActionStanding, ActionState, PlansPage, PlansRow};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{DragEvent, HtmlElement};

use super::marks;
use crate::components::number::grouped;
use crate::components::{Dated, Glyph, Hidden, Icon, PillarMark, PostForm};
use crate::href;
use crate::i18n::plans;
use crate::query::Query;

/// The card that is being dragged, and the column that it is over.
#[derive(Clone, Copy)]
struct Drag {
    card: RwSignal<Option<String>>,
    over: RwSignal<Option<ActionState>>,
}

/// The board.
pub(super) fn board(locale: Locale, page: PlansPage, query: &Query, at: &str) -> AnyView {
    let drag = Drag {
        card: RwSignal::new(None),
        over: RwSignal::new(None),
    };
    let back = query.link(at);
    let any = page.rows.iter().any(|row| row.may_treat);
    let hint = any.then(|| view! { <p class="u-muted u-small">{plans::drag_hint(locale)}</p> });
    let columns: Vec<_> = ActionState::ALL
        .iter()
        .map(|state| column(locale, &page, *state, drag, (query, at, &back)))
        .collect();
    view! {
        {hint}
        <div class="c-kanban" role="group" aria-label=plans::board(locale)>{columns}</div>
    }
    .into_any()
}

fn column(
    locale: Locale,
    page: &PlansPage,
    state: ActionState,
    drag: Drag,
    (query, at, back): (&Query, &str, &str),
) -> AnyView {
    let cards: Vec<_> = page.rows.iter().filter(|row| row.state == state).collect();
    let count = page.counts.of(state);
    let shown = u32::try_from(cards.len()).unwrap_or(u32::MAX);
    let more = count.saturating_sub(shown);
    let more = (more > 0).then(|| {
        let list = query.without("view").with("state", state.as_str()).link(at);
        view! { <p class="c-kanban__more"><a href=list>{plans::column_more(locale, grouped(u64::from(more)))}</a></p> }
    });
    let name = plans::state_name(locale, state);
    let none = cards
        .is_empty()
        .then(|| view! { <p class="u-muted u-small">{plans::column_empty(locale)}</p> });
    let named = page
        .rows
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a.workload != b.workload));
    let cards: Vec<_> = cards
        .into_iter()
        .map(|row| card(locale, row, (&page.today, named), drag, back))
        .collect();
    let class = move || {
        if drag.over.get() == Some(state) {
            "c-kanban__column c-kanban__column--over"
        } else {
            "c-kanban__column"
        }
    };
    let hover = move |event: DragEvent| {
        if drag.card.with_untracked(Option::is_some) {
            // Without it nothing can be dropped here.
            event.prevent_default();
            if drag.over.get_untracked() != Some(state) {
                drag.over.set(Some(state));
            }
        }
    };
    let drop = move |event: DragEvent| {
        drag.over.set(None);
        if let Some(card) = drag.card.get_untracked() {
            event.prevent_default();
            drag.card.set(None);
            press(&card, state);
        }
    };
    view! {
        <section
            class=class
            aria-label=plans::column(locale, name, count)
            data-state=state.as_str()
            on:dragover=hover
            on:drop=drop
        >
            <h2 class="c-kanban__head">{marks::state_badge(locale, state)}<span class="u-muted">{grouped(u64::from(count))}</span></h2>
            <ul class="c-kanban__cards">{cards}</ul>
            {none}
            {more}
        </section>
    }
    .into_any()
}

/// Presses the button of a card that moves it there; it has none where it may not go.
fn press(card: &str, state: ActionState) {
    let card = document().get_element_by_id(card);
    let button = card.and_then(|card| {
        let button = format!("button[value={}]", state.as_str());
        card.query_selector(&button).ok().flatten()
    });
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}

/// A card, `named` where the board has cards of several workloads.
fn card(
    locale: Locale,
    row: &PlansRow,
    (today, named): (&str, bool),
    drag: Drag,
    back: &str,
) -> AnyView {
    let id = format!("card-{}-{}", row.workload, row.criterion);
    let moves = row.may_treat && row.standing != ActionStanding::Met;
    let at = href::workload(row.workload, &format!("/plan?action={}", row.criterion));
    let at = format!("{at}#{}", row.criterion);
    let owner = (!row.owner_name.is_empty()).then(|| {
        view! { <span><Icon of=Glyph::User small=true />{row.owner_name.clone()}</span> }
    });
    let due =
        (!row.due_on.is_empty()).then(|| view! { <span>{marks::due(locale, row, today)}</span> });
    let said = marks::settled_line(locale, row)
        .map(|said| view! { <p class="c-kanban__said"><Dated text=said /></p> });
    let effort = plans::days(locale, row.effort_days);
    let taken = {
        let id = id.clone();
        move |event: DragEvent| {
            drag.card.set(Some(id.clone()));
            if let Some(data) = event.data_transfer() {
                // Some browsers drag nothing that carries nothing.
                let _ = data.set_data("text/plain", &id);
            }
        }
    };
    let left = move |_: DragEvent| {
        drag.card.set(None);
        drag.over.set(None);
    };
    view! {
        <li
            class="c-kanban__card"
            id=id.clone()
            draggable=moves.then_some("true")
            on:dragstart=taken
            on:dragend=left
        >
            <p class="c-kanban__title">
                <PillarMark id=row.pillar.clone() name="" />
                <a class="c-table__main" href=at>{row.criterion.to_string()}</a>
                {named.then(|| view! { <span class="u-muted">{row.workload_name.clone()}</span> })}
            </p>
            <p class="c-kanban__text">{row.statement.clone()}</p>
            {said}
            <p class="c-kanban__facts"><span>{effort}</span>{owner}{due}</p>
            {moves.then(|| moving(locale, row, back))}
        </li>
    }
    .into_any()
}

/// A button for each other column.
fn moving(locale: Locale, row: &PlansRow, back: &str) -> AnyView {
    let others: Vec<_> = ActionState::ALL
        .iter()
        .filter(|state| **state != row.state)
        .map(|state| {
            let name = plans::state_name(locale, *state);
            let heard = plans::move_card(locale, &row.criterion, &row.workload_name, name);
            view! {
                <button class="c-btn c-btn--quiet c-btn--small" name="state" value=state.as_str() aria-label=heard>
                    {name}
                </button>
            }
        })
        .collect();
    let action = href::workload(row.workload, &format!("/plan/{}/move", row.criterion));
    let (version, back) = (row.version.to_string(), back.to_owned());
    view! {
        <PostForm action=action class="c-kanban__moves">
            <Hidden name="version" value=version.clone() />
            <Hidden name="back" value=back.clone() />
            <span class="u-muted u-small" aria-hidden="true">{plans::moving(locale)}</span>
            {others}
        </PostForm>
    }
    .into_any()
}
