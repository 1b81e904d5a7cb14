//! Whether what was entered is saved, in a word and a sign.

use domain::CheckId;
use leptos::prelude::*;

use super::Ctx;
use super::answers::undo;
use super::savebar::save_button;
use crate::components::{Glyph, Icon};
use crate::href;
use crate::i18n::{assess, platforms};
use crate::pages::workload::check::desk::Status;
use crate::pages::workload::check::sheet::Sheet;

/// Saving goes by itself and says how; without script there is a button.
pub(super) fn savestate(ctx: &Ctx) -> AnyView {
    let live = ctx.live;
    view! {
        {undo(ctx)}
        {save_button(ctx)}
        <span role="status" hidden=move || !live.get()>{elsewhere(ctx)}{state(ctx)}{reached(ctx)}</span>
    }
    .into_any()
}

fn state(ctx: &Ctx) -> AnyView {
    let (l, status) = (ctx.locale, ctx.work.status());
    let (disputed, incomplete) = (
        ctx.work.read(Sheet::in_conflict),
        ctx.work.read(Sheet::is_incomplete),
    );
    let shown = move || {
        let (class, glyph, words) = match status.get() {
            Status::SignedOut => (
                FAILED,
                Some(Glyph::Lock),
                assess::save_signed_out(l).to_owned(),
            ),
            Status::Retrying => (
                FAILED,
                Some(Glyph::Warn),
                assess::save_retrying(l).to_owned(),
            ),
            Status::Refused(_) => (
                FAILED,
                Some(Glyph::Warn),
                assess::save_refused(l).to_owned(),
            ),
            _ if disputed.get() => (
                FAILED,
                Some(Glyph::Conflict),
                assess::save_choose(l).to_owned(),
            ),
            Status::Saving => ("c-save", None, assess::saving(l).to_owned()),
            _ if incomplete.get() => (
                FAILED,
                Some(Glyph::Warn),
                assess::save_incomplete(l).to_owned(),
            ),
            Status::Saved(time) => (
                "c-save c-save--done",
                Some(Glyph::Ok),
                assess::saved(l, time),
            ),
            Status::Quiet => ("c-save", None, assess::save_quiet(l).to_owned()),
        };
        let hint = (status.get() == Status::Retrying).then(|| assess::save_kept(l));
        view! { <span class=class title=hint>{glyph.map(|glyph| view! { <Icon of=glyph small=true /> })}{words}</span> }
    };
    view! { {shown} }.into_any()
}

/// How many workloads inherit what was saved last.
fn reached(ctx: &Ctx) -> AnyView {
    let (l, count) = (ctx.locale, ctx.work.reached());
    let at = format!("{}#consumers", href::workload(ctx.page.head.id, "/offer"));
    let shown = move || {
        let count = count.get();
        let words = platforms::reached(l, count);
        (count > 0).then(|| {
            view! { " "<a href=at.clone() title=platforms::reached_hint(l)>{words}</a> }
        })
    };
    view! { {shown} }.into_any()
}

const FAILED: &str = "c-save c-save--failed";

/// Other checks of the workload that could not be saved yet.
fn elsewhere(ctx: &Ctx) -> AnyView {
    let (l, desk, check, workload) = (
        ctx.locale,
        ctx.desk.clone(),
        ctx.page.check.id.clone(),
        ctx.page.head.id,
    );
    let link = move |id: CheckId| {
        view! { <a href=href::question(workload, &id)>{id.to_string()}</a>" " }
    };
    let shown = move || {
        let checks = desk.unsaved_elsewhere(&check);
        (!checks.is_empty()).then(|| {
            let links = checks.into_iter().map(link).collect_view();
            view! { <span class=FAILED>{links}{assess::unsaved_elsewhere(l)}</span>" " }
        })
    };
    view! { {shown} }.into_any()
}
