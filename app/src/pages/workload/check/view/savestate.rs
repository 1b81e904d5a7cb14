//! Whether what was entered is saved, in a word and a sign.

use leptos::prelude::*;

use super::savebar::save_button;
use super::{Ctx, listed};
use crate::components::{Glyph, Icon};
use crate::i18n::assess;
use crate::pages::workload::check::desk::Status;
use crate::pages::workload::check::sheet::Sheet;

/// Saving goes by itself and says how; without script there is a button.
pub(super) fn savestate(ctx: &Ctx) -> AnyView {
    let live = ctx.live;
    view! {
        {save_button(ctx)}
        <span role="status" hidden=move || !live.get()>{elsewhere(ctx)}{state(ctx)}</span>
    }
    .into_any()
}

fn state(ctx: &Ctx) -> AnyView {
    let (l, status) = (ctx.locale, ctx.work.status());
    let (disputed, incomplete) = (ctx.work.read(Sheet::in_conflict), ctx.work.read(Sheet::is_incomplete));
    let shown = move || {
        let (class, glyph, words) = match status.get() {
            Status::SignedOut => (FAILED, Some(Glyph::Lock), assess::save_signed_out(l).to_owned()),
            Status::Retrying => (FAILED, Some(Glyph::Warn), assess::save_retrying(l).to_owned()),
            Status::Refused(_) => (FAILED, Some(Glyph::Warn), assess::save_refused(l).to_owned()),
            _ if disputed.get() => (FAILED, Some(Glyph::Conflict), assess::save_choose(l).to_owned()),
            Status::Saving => ("c-save", None, assess::saving(l).to_owned()),
            _ if incomplete.get() => (FAILED, Some(Glyph::Warn), assess::save_incomplete(l).to_owned()),
            Status::Saved(time) => ("c-save c-save--done", Some(Glyph::Ok), assess::saved(l, time)),
            Status::Quiet => ("c-save", None, assess::save_quiet(l).to_owned()),
        };
        view! { <span class=class>{glyph.map(|glyph| view! { <Icon of=glyph small=true /> })}{words}</span> }
    };
    view! { {shown} }.into_any()
}

const FAILED: &str = "c-save c-save--failed";

/// Other checks of the workload that could not be saved yet.
fn elsewhere(ctx: &Ctx) -> AnyView {
    let (l, desk, check) = (ctx.locale, ctx.desk.clone(), ctx.page.check.id.clone());
    let shown = move || {
        let ids: Vec<_> = desk.unsaved_elsewhere(&check).iter().map(ToString::to_string).collect();
        (!ids.is_empty()).then(|| {
            view! { <span class=FAILED>{assess::unsaved_elsewhere(l, listed(l, &ids))}</span>" " }
        })
    };
    view! { {shown} }.into_any()
}
