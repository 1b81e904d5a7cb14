//! Answering many criteria at once, and taking it back.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::Ctx;
use super::forms::LEVEL_FORM;
use crate::components::LevelBadge;
use crate::i18n::assess;
use crate::pages::workload::check::sheet::Sheet;

/// Levels up to which everything is met, each a button; beside them the way back.
pub(super) fn shortcuts(ctx: &Ctx) -> AnyView {
    let l = ctx.locale;
    let mut levels: Vec<u8> = ctx.page.criteria.iter().map(|view| view.level).filter(|level| *level < 5).collect();
    levels.dedup();
    let buttons = levels.into_iter().map(|level| button(ctx, level)).collect_view();
    view! {
        <div class="l-row l-row--tight u-small" role="group" aria-label=assess::met_up_to(l)>
            <span class="u-muted">{assess::met_up_to(l)}</span>
            {buttons}
            {undo(ctx)}
        </div>
    }
    .into_any()
}

fn button(ctx: &Ctx, level: u8) -> AnyView {
    let (work, live) = (ctx.work.clone(), ctx.live);
    let act = move |event: MouseEvent| {
        if live.get_untracked() {
            event.prevent_default();
            work.everything_up_to(level);
        }
    };
    let label = assess::met_up_to_level(ctx.locale, level);
    view! {
        <button
            class="c-btn c-btn--quiet c-btn--small"
            form=LEVEL_FORM
            name="level"
            value=level.to_string()
            title=label.clone()
            aria-label=label
            on:click=act
        >
            <LevelBadge level=level short=true />
        </button>
    }
    .into_any()
}

fn undo(ctx: &Ctx) -> AnyView {
    let work = ctx.work.clone();
    let possible = ctx.work.read(Sheet::can_undo);
    view! {
        <button
            type="button"
            class="c-btn c-btn--quiet c-btn--small"
            hidden=move || !possible.get()
            on:click=move |_| work.undo()
        >
            {assess::undo(ctx.locale)}
        </button>
    }
    .into_any()
}
