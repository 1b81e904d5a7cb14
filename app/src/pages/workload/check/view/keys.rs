//! The keyboard, all the way: between criteria, answers, checks, and to what is folded.

use domain::{AnswerState, CheckId, CriterionId};
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlDetailsElement, HtmlElement, KeyboardEvent};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::{Ctx, note};
use crate::href;
use crate::i18n::assess;
use crate::layout::key_help::{is_typing, list_keys};

/// Listens as long as the page is there, and adds its keys to the list.
pub(super) fn listen(ctx: &Ctx) {
    let l = ctx.locale;
    let mut rows = vec![
        (assess::key_down(l), "J ↓"),
        (assess::key_up(l), "K ↑"),
        (assess::key_next(l), "N"),
        (assess::key_previous(l), "P"),
        (assess::why(l), "W"),
        (assess::how(l), "H"),
    ];
    if ctx.writable {
        rows.extend([
            (assess::key_answers(l), "1 2 3 4"),
            (assess::key_everything(l), "E"),
            (assess::undo(l), "U"),
            (assess::key_note(l), "M"),
        ]);
    }
    list_keys(rows);
    let (ctx, navigate) = (ctx.clone(), use_navigate());
    let go = move |ctx: &Ctx, check: Option<&CheckId>| {
        if let Some(check) = check {
            navigate(
                &href::question(ctx.page.head.id, check),
                NavigateOptions::default(),
            );
        }
        check.is_some()
    };
    Effect::new(move || {
        let (ctx, go) = (ctx.clone(), go.clone());
        let handle = window_event_listener(ev::keydown, move |event| {
            if !is_typing(&event) && pressed(&ctx, &event, &go) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Whether the key did something.
fn pressed(ctx: &Ctx, event: &KeyboardEvent, go: &impl Fn(&Ctx, Option<&CheckId>) -> bool) -> bool {
    match event.key().as_str() {
        "j" | "ArrowDown" => step(ctx, true, event),
        "k" | "ArrowUp" => step(ctx, false, event),
        "n" => go(ctx, ctx.page.next.as_ref()),
        "p" => go(ctx, ctx.page.previous.as_ref()),
        "w" => toggle(document().query_selector(".c-why").ok().flatten()),
        "h" => {
            toggle(current(ctx).and_then(|id| row(&id)?.query_selector("details").ok().flatten()))
        }
        _ if !ctx.writable => false,
        "1" => answer(ctx, AnswerState::Met),
        "2" => answer(ctx, AnswerState::NotMet),
        "3" => answer(ctx, AnswerState::Unknown),
        "4" => answer(ctx, AnswerState::NotApplicable),
        "e" => {
            ctx.work.everything_up_to(ctx.page.target);
            true
        }
        "u" => {
            ctx.work.undo();
            true
        }
        "m" => focus(document().get_element_by_id(note::FIELD)),
        _ => false,
    }
}

/// The criterion that holds the focus.
fn focused(ctx: &Ctx) -> Option<usize> {
    let row = document()
        .active_element()?
        .closest(".c-criterion")
        .ok()??;
    ctx.page
        .criteria
        .iter()
        .position(|view| row.id() == view.id.as_str())
}

/// The criterion that keys act on: the one with the focus, else the first.
fn current(ctx: &Ctx) -> Option<CriterionId> {
    ctx.page
        .criteria
        .get(focused(ctx).unwrap_or(0))
        .map(|view| view.id.clone())
}

fn row(id: &CriterionId) -> Option<Element> {
    document().get_element_by_id(id.as_str())
}

/// To the next criterion or the one before. Arrows leave the page's own scrolling alone until one has the focus.
fn step(ctx: &Ctx, down: bool, event: &KeyboardEvent) -> bool {
    let at = focused(ctx);
    if at.is_none() && event.key().starts_with("Arrow") {
        return false;
    }
    let last = ctx.page.criteria.len().saturating_sub(1);
    let to = match (at, down) {
        (None, _) => 0,
        (Some(at), true) => (at + 1).min(last),
        (Some(at), false) => at.saturating_sub(1),
    };
    ctx.page
        .criteria
        .get(to)
        .is_some_and(|view| focus_row(&view.id))
}

/// The ticked answer, else the first.
fn focus_row(id: &CriterionId) -> bool {
    let Some(row) = row(id) else { return false };
    let find = |selector| row.query_selector(selector).ok().flatten();
    let target =
        find("input:checked:not(:disabled)").or_else(|| find("input[type=radio]:not(:disabled)"));
    // What can't be changed can still be unfolded.
    focus(target.or_else(|| find("summary")))
}

fn answer(ctx: &Ctx, state: AnswerState) -> bool {
    let Some(id) = current(ctx) else { return false };
    ctx.work.answer(&id, state);
    // The radio button is ticked a moment later, so it is named rather than searched.
    focus(row(&id).and_then(|row| {
        row.query_selector(&format!("input[value={}]", state.as_str()))
            .ok()
            .flatten()
    }))
}

fn focus(element: Option<Element>) -> bool {
    element
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

fn toggle(details: Option<Element>) -> bool {
    let Some(details) = details.and_then(|details| details.dyn_into::<HtmlDetailsElement>().ok())
    else {
        return false;
    };
    details.set_open(!details.open());
    true
}
