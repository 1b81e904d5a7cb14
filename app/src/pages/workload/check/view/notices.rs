//! What stands between the reader and saving, in words, above the question.

use domain::AssessmentState;
use domain::views::frame::Outcome;
use leptos::prelude::*;

use super::Ctx;
use crate::components::{Callout, Hidden, PostForm, Tone};
use crate::error::AppError;
use crate::frame::use_flash;
use crate::href;
use crate::i18n::{assess, errors, outcomes};
use crate::pages::workload::check::desk::Status;

/// Why nothing can be changed here, or why something is not saved.
pub(super) fn notices(ctx: &Ctx) -> AnyView {
    if !ctx.writable {
        return read_only(ctx);
    }
    let (ctx, status) = (ctx.clone(), ctx.work.status());
    let undo = undo_level(&ctx);
    // Trouble that needs the reader; a lost connection only moves the page under their hands.
    let trouble = Memo::new(move |_| match status.get() {
        trouble @ (Status::SignedOut | Status::Refused(_)) => Some(trouble),
        Status::Quiet | Status::Saving | Status::Saved(_) | Status::Retrying => None,
    });
    let shown = move || match trouble.get()? {
        Status::Refused(error) => Some(refused(&ctx, &error)),
        _ => Some(signed_out(&ctx)),
    };
    view! { {undo} {shown} }.into_any()
}

fn read_only(ctx: &Ctx) -> AnyView {
    let (l, head) = (ctx.locale, &ctx.page.head);
    let review = href::workload(head.id, "/review");
    let (text, action) = if head.archived {
        (assess::read_only_archived(l), None)
    } else if head.assessment.state == AssessmentState::Draft {
        (assess::read_only_role(l), None)
    } else {
        let link = view! { <a class="c-btn c-btn--small" href=review>{assess::to_review(l)}</a> }
            .into_any();
        (assess::read_only_review(l), Some(link))
    };
    let actions = action.unwrap_or_else(|| ().into_any());
    view! { <Callout title=assess::read_only(l) actions=actions><p>{text}</p></Callout> }.into_any()
}

/// Without script: what "everything up to a level" did can be taken back from here.
fn undo_level(ctx: &Ctx) -> AnyView {
    let l = ctx.locale;
    let form = format!("{}/level", ctx.here());
    let action = href::workload(ctx.page.head.id, "/undo");
    let flash = use_flash()
        .get_untracked()
        .filter(|flash| flash.form == form && matches!(flash.outcome, Outcome::Done { .. }));
    let changes = flash
        .and_then(|flash| flash.values.get("changes").cloned())
        .filter(|changes| changes != "[]");
    let back = ctx.here();
    changes
        .map(|changes| {
            let button = view! {
                <PostForm action=action class="l-row">
                    <Hidden name="changes" value=changes />
                    <Hidden name="back" value=back />
                    <button class="c-btn c-btn--small">{assess::undo(l)}</button>
                </PostForm>
            }
            .into_any();
            view! { <Callout tone=Tone::Ok actions=button><p>{assess::level_done(l)}</p></Callout> }
        })
        .into_any()
}

fn retry(ctx: &Ctx) -> AnyView {
    let work = ctx.work.clone();
    view! {
        <button type="button" class="c-btn c-btn--small" on:click=move |_| work.send_now()>{assess::retry(ctx.locale)}</button>
    }
    .into_any()
}

fn signed_out(ctx: &Ctx) -> AnyView {
    let l = ctx.locale;
    let name = ctx.work.writer_name();
    let actions = view! {
        <div class="l-row l-row--tight">
            <a class="c-btn c-btn--small" href=href::login("/account") target="_blank" rel="external noopener">
                {assess::signed_out_link(l)}
            </a>
            {retry(ctx)}
        </div>
    }
    .into_any();
    view! {
        <Callout tone=Tone::Danger title=assess::signed_out_title(l) actions=actions>
            <p>{assess::signed_out_text(l, name)}</p>
        </Callout>
    }
    .into_any()
}

fn refused(ctx: &Ctx, error: &AppError) -> AnyView {
    let l = ctx.locale;
    let why = match error {
        AppError::State(code) => outcomes::refused(l, code),
        AppError::Forbidden => errors::forbidden_hint(l),
        AppError::NotFound => errors::not_found_hint(l),
        _ => errors::conflict_hint(l),
    };
    let work = ctx.work.clone();
    let actions = view! {
        <div class="l-row l-row--tight">
            <a class="c-btn c-btn--small" href="" rel="external">{errors::reload(l)}</a>
            <button type="button" class="c-btn c-btn--small c-btn--danger" on:click=move |_| work.discard()>
                {assess::discard(l)}
            </button>
        </div>
    }
    .into_any();
    view! {
        <Callout tone=Tone::Danger title=assess::refused_title(l) actions=actions>
            <p>{why}</p>
            <p>{assess::refused_text(l)}</p>
        </Callout>
    }
    .into_any()
}
