//! Answering many criteria at once, and taking it back.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::Ctx;
use super::forms::LEVEL_FORM;
use crate::i18n::assess;
use crate::pages::workload::check::sheet::Sheet;

/// A button that answers everything up to a level as met.
pub(super) fn everything(ctx: &Ctx, level: u8) -> AnyView {
    let (work, live) = (ctx.work.clone(), ctx.live);
    let act = move |event: MouseEvent| {
        if live.get_untracked() {
            event.prevent_default();
            work.everything_up_to(level);
        }
    };
    view! {
        <button
            class="c-btn c-btn--quiet c-btn--small"
            form=LEVEL_FORM
            name="level"
            value=level.to_string()
            on:click=act
        >
            {assess::met_up_to(ctx.locale, level)}
        </button>
        " "
    }
    .into_any()
}

/// Takes the last step back; there from the first step on.
pub(super) fn undo(ctx: &Ctx) -> AnyView {
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
