//! Somebody else was faster: both sides stay on the page until the reader has chosen.

use domain::views::assessing::NoteView;
use domain::{CriterionId, Locale};
use leptos::prelude::*;

use super::Ctx;
use super::question::FORM;
use crate::components::{Glyph, Icon};
use crate::i18n::{assess, names};
use crate::pages::workload::check::lines::{Line, compare};
use crate::pages::workload::check::sheet::{Keep, Wish};

/// Two answers to a criterion.
pub(super) fn answers(ctx: &Ctx, id: &CriterionId) -> AnyView {
    let both = ctx.work.read({
        let id = id.clone();
        move |sheet| {
            let row = sheet.row(&id).filter(|row| row.in_conflict())?;
            Some((
                row.shown(),
                row.stands
                    .as_ref()
                    .map(|view| (view.by_name.clone(), Wish::of(Some(&view.answer)))),
            ))
        }
    });
    let (ctx, id) = (ctx.clone(), id.clone());
    let shown = move || {
        both.get()
            .map(|(mine, theirs)| verdict(&ctx, &id, &mine, theirs))
    };
    view! { {shown} }.into_any()
}

fn verdict(ctx: &Ctx, id: &CriterionId, mine: &Wish, theirs: Option<(String, Wish)>) -> AnyView {
    let l = ctx.locale;
    let told = match theirs {
        Some((name, wish)) => assess::conflict_answer(l, name, said(l, &wish)),
        None => assess::conflict_taken_back(l).to_owned(),
    };
    let choose = |mine: bool, text: &'static str| {
        let (work, id) = (ctx.work.clone(), id.clone());
        view! {
            <button type="button" class="c-btn c-btn--small" on:click=move |_| work.choose(&id, mine)>{text}</button>
        }
    };
    let live = ctx.live;
    view! {
        <div class="c-verdict c-verdict--contradicts" role="alert">
            <span class="c-verdict__word"><Icon of=Glyph::Conflict small=true />{told}</span>
            <span>{assess::conflict_mine(l, said(l, mine))}</span>
            <span hidden=move || live.get()>{assess::conflict_tick(l)}</span>
            <div class="c-verdict__actions" hidden=move || !live.get()>
                {choose(true, assess::keep_mine(l))}
                {choose(false, assess::keep_theirs(l))}
            </div>
        </div>
    }
    .into_any()
}

fn said(l: Locale, wish: &Wish) -> String {
    let state = names::answer(l, wish.state);
    match wish.reason.map(|reason| names::reason(l, reason)) {
        Some(reason) if wish.state == Some(domain::AnswerState::NotApplicable) => {
            format!("{state} · {reason} · {}", wish.text)
        }
        _ => state.to_owned(),
    }
}

/// Two notes, line by line.
pub(super) fn notes(ctx: &Ctx) -> AnyView {
    let both = ctx.work.read(|sheet| {
        let note = &sheet.note;
        note.in_conflict()
            .then(|| (note.text().to_owned(), note.owner(), note.stands.clone()))
    });
    let ctx = ctx.clone();
    let shown = move || {
        both.get()
            .map(|(text, owner, theirs)| two_notes(&ctx, &text, &owner, &theirs))
    };
    view! { {shown} }.into_any()
}

fn two_notes(ctx: &Ctx, mine: &str, owner: &str, theirs: &NoteView) -> AnyView {
    let l = ctx.locale;
    let (left, right) = compare(mine, &theirs.text);
    let their_owner = theirs.owner.map(|id| id.to_string()).unwrap_or_default();
    let owners = owner != their_owner;
    let whose = |id: &str| owners.then(|| assess::owner_is(l, super::side::person(ctx, id)));
    let choose = |keep: Keep, text: &'static str| {
        let (work, live) = (ctx.work.clone(), ctx.live);
        view! {
            <button
                type="button"
                class="c-btn c-btn--small"
                hidden=move || !live.get()
                on:click=move |_| work.choose_note(keep)
            >
                {text}
            </button>
        }
    };
    view! {
        <div class="l-stack l-stack--tight" role="alert">
            <p class="c-verdict__word"><Icon of=Glyph::Conflict small=true />{assess::conflict_note(l)}</p>
            <div class="c-conflict">
                <div class="c-conflict__side">
                    {side(ctx, assess::mine(l).to_owned(), mine, true)}
                    <div class="c-conflict__text c-diff">{lines(left)}</div>
                    <p class="c-conflict__who">{whose(owner)}</p>
                    {choose(Keep::Mine, assess::keep_mine(l))}
                </div>
                <div class="c-conflict__side">
                    {side(ctx, assess::theirs(l, &theirs.by), &theirs.text, false)}
                    <div class="c-conflict__text c-diff">{lines(right)}</div>
                    <p class="c-conflict__who">{whose(&their_owner)}</p>
                    {choose(Keep::Theirs, assess::keep_theirs(l))}
                </div>
            </div>
            {choose(Keep::Both, assess::keep_both(l))}
        </div>
    }
    .into_any()
}

/// The side's name; without script it is a choice that is sent instead of the text field.
fn side(ctx: &Ctx, name: String, text: &str, chosen: bool) -> AnyView {
    let (live, text, label) = (ctx.live, text.to_owned(), name.clone());
    let choice = move || {
        if live.get() {
            view! { <p class="c-conflict__who">{name.clone()}</p> }.into_any()
        } else {
            view! {
                <label class="c-choice">
                    <input class="c-choice__input" type="radio" name="note" form=FORM value=text.clone() checked=chosen />
                    <span>{label.clone()}</span>
                </label>
            }
            .into_any()
        }
    };
    view! { {choice} }.into_any()
}

fn lines(lines: Vec<Line>) -> AnyView {
    let line = |(text, only): Line| {
        let text = format!("{text}\n");
        if only {
            view! { <ins>{text}</ins> }.into_any()
        } else {
            text.into_any()
        }
    };
    lines.into_iter().map(line).collect_view().into_any()
}
