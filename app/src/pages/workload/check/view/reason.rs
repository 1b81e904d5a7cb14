//! Why a criterion does not apply: needed for that answer, and for no other.

use domain::{AnswerState, CriterionId, Problem, Reason};
use leptos::prelude::*;

use super::Ctx;
use crate::components::{Glyph, Icon, TextArea, choices};
use crate::frame::use_flash;
use crate::i18n::{assess, common, names};
use crate::pages::workload::check::sheet::{Row, Wish};

/// The longest reason, in characters.
const LONGEST: u32 = 2_000;

/// The fields under the criterion, while "not applicable" is ticked.
pub(super) fn below(ctx: &Ctx, id: &CriterionId) -> AnyView {
    let needed = needed(ctx, id);
    let (ctx, id) = (ctx.clone(), id.clone());
    let shown = move || {
        needed.get().then(|| {
            if ctx.writable {
                fields(&ctx, &id)
            } else {
                words(&ctx, &id)
            }
        })
    };
    view! { {shown} }.into_any()
}

/// Without script the fields have to be there before the answer is ticked: folded, beside "how to".
pub(super) fn beside(ctx: &Ctx, id: &CriterionId) -> AnyView {
    let (needed, live) = (needed(ctx, id), ctx.live);
    let (ctx, id) = (ctx.clone(), id.clone());
    let shown = move || {
        let folded = ctx.writable && !live.get() && !needed.get();
        folded.then(|| {
            view! {
                <details>
                    <summary class="c-more__toggle">
                        <Icon of=Glyph::Down small=true />
                        {assess::reason_title(ctx.locale)}
                    </summary>
                    {fields(&ctx, &id)}
                </details>
            }
        })
    };
    view! { {shown} }.into_any()
}

fn needed(ctx: &Ctx, id: &CriterionId) -> Signal<bool> {
    let id = id.clone();
    ctx.work
        .read(move |sheet| sheet.shown(&id).state == Some(AnswerState::NotApplicable))
}

/// What is typed, followed but not redrawn while it is typed.
fn typed<T>(
    ctx: &Ctx,
    id: &CriterionId,
    part: impl Fn(&Wish) -> T + Send + Sync + 'static,
) -> Signal<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let id = id.clone();
    ctx.work.read(move |sheet| part(&sheet.shown(&id)))
}

fn fields(ctx: &Ctx, id: &CriterionId) -> AnyView {
    let l = ctx.locale;
    let incomplete = ctx.work.read({
        let id = id.clone();
        move |sheet| sheet.row(&id).is_some_and(Row::is_incomplete)
    });
    let (kind, text) = (format!("reason.{id}"), format!("reason_text.{id}"));
    let hint = format!("{text}-hint");
    let work = ctx.work.clone();
    let typing = {
        let id = id.clone();
        Callback::new(move |text: String| work.explain(&id, |wish| wish.text = text))
    };
    view! {
        <div class="c-form__line">
            <div class="c-field">
                <label class="c-field__label" for=kind.clone()>{assess::reason_kind(l)}</label>
                {reason(ctx, id, kind)}
                {problem(ctx, &format!("reason.{id}"))}
            </div>
            <div class="c-field">
                <label class="c-field__label" for=text.clone()>{assess::reason_words(l)}</label>
                <TextArea
                    name=text.clone()
                    id=text
                    value=typed(ctx, id, |wish| wish.text.clone())
                    on_input=typing
                    rows=2
                    max_length=LONGEST
                    described_by=hint.clone()
                />
                {problem(ctx, &format!("reason_text.{id}"))}
            </div>
        </div>
        <p class="c-field__hint" id=hint hidden=move || !incomplete.get()>{assess::reason_needed(l)}</p>
    }
    .into_any()
}

fn reason(ctx: &Ctx, id: &CriterionId, name: String) -> AnyView {
    let l = ctx.locale;
    let chosen = typed(ctx, id, |wish| wish.reason.map_or("", Reason::as_str));
    let mut options = vec![(String::new(), common::choose(l).to_owned())];
    options.extend(Reason::ALL.iter().map(|reason| {
        (
            reason.as_str().to_owned(),
            names::reason(l, *reason).to_owned(),
        )
    }));
    let (work, id) = (ctx.work.clone(), id.clone());
    let choose = move |event| {
        let reason = event_target_value(&event).parse().ok();
        work.explain(&id, |wish| wish.reason = reason);
    };
    view! {
        <select class="c-select" id=name.clone() name=name on:change=choose prop:value=move || chosen.get()>
            {choices(options, chosen.get_untracked())}
        </select>
    }
    .into_any()
}

/// What the server said about a field of the form without script.
fn problem(ctx: &Ctx, field: &str) -> AnyView {
    let flash = use_flash()
        .get_untracked()
        .filter(|flash| flash.form == ctx.here());
    let problem: Option<Problem> = flash.and_then(|flash| match &flash.outcome {
        domain::views::frame::Outcome::Invalid { errors } => errors.of(field),
        _ => None,
    });
    let words = problem.map(|problem| names::problem(ctx.locale, problem));
    words.map(|words| view! { <p class="c-field__error"><Icon of=Glyph::Warn small=true />{words}</p> }).into_any()
}

/// The reason for readers.
fn words(ctx: &Ctx, id: &CriterionId) -> AnyView {
    let wish = ctx.work.sheet().with_untracked(|sheet| sheet.shown(id));
    let kind = wish.reason.map(|reason| names::reason(ctx.locale, reason));
    view! {
        <div class="c-note"><p>{wish.text}</p><p class="c-note__meta">{kind}</p></div>
    }
    .into_any()
}
