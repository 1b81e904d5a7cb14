//! The check's note.

use leptos::prelude::*;

use super::question::FORM;
use super::{Ctx, conflict};
use crate::components::TextArea;
use crate::i18n::assess;
use crate::pages::workload::check::sheet::LONGEST;

/// From so many characters on the rest is counted.
const NEARLY: usize = LONGEST - 1_000;
/// The id of the field; a key leads to it.
pub(super) const FIELD: &str = "note";

/// The note: what is typed saves itself.
pub(super) fn note(ctx: &Ctx) -> AnyView {
    let l = ctx.locale;
    let content = if ctx.writable { field(ctx) } else { text(ctx) };
    let by = ctx.work.read(|sheet| sheet.note.stands.by.clone());
    let by = move || {
        (!by.get().is_empty())
            .then(|| view! { <p class="c-note__meta">{assess::note_by(l, by.get())}</p> })
    };
    view! {
        <section class="c-side__part">
            <h2 class="c-side__title"><label for=FIELD>{assess::note(l)}</label></h2>
            {content}
            {by}
        </section>
    }
    .into_any()
}

fn field(ctx: &Ctx) -> AnyView {
    let work = ctx.work.clone();
    let leaving = ctx.work.clone();
    let version = ctx.page.note.version;
    view! {
        <div class="l-stack l-stack--tight">
            {conflict::notes(ctx)}
            <div class="c-field" on:focusout=move |_| leaving.send_now()>
                {hidden_in_conflict(ctx, move |ctx| {
                    let work = work.clone();
                    let typing = Callback::new(move |text: String| work.write(text));
                    view! {
                        <TextArea
                            name="note"
                            id=FIELD
                            form=FORM
                            value=ctx.work.read(|sheet| sheet.note.text().to_owned())
                            on_input=typing
                            rows=7
                            described_by="note-left".to_owned()
                        />
                    }
                    .into_any()
                })}
                {left(ctx)}
            </div>
        </div>
        <input type="hidden" name="note_version" form=FORM value=version.to_string() />
    }
    .into_any()
}

/// Without script the choice between two notes is what is sent, so the field is not there meanwhile.
fn hidden_in_conflict(
    ctx: &Ctx,
    draw: impl Fn(&Ctx) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let (live, ctx) = (ctx.live, ctx.clone());
    let disputed = ctx.work.read(|sheet| sheet.note.in_conflict());
    let instead = Memo::new(move |_| disputed.get() && !live.get());
    let shown = move || (!instead.get()).then(|| draw(&ctx));
    view! { {shown} }.into_any()
}

fn left(ctx: &Ctx) -> AnyView {
    let l = ctx.locale;
    let length = ctx.work.read(|sheet| sheet.note.text().chars().count());
    let class = move || {
        if length.get() > LONGEST {
            "c-field__error"
        } else {
            "c-field__hint"
        }
    };
    let words = move || {
        let length = length.get();
        match LONGEST.checked_sub(length) {
            None => assess::note_over(l, length - LONGEST),
            Some(left) if length >= NEARLY => assess::note_left(l, left),
            Some(_) => String::new(),
        }
    };
    view! { <p class=class id="note-left" aria-live="polite">{words}</p> }.into_any()
}

fn text(ctx: &Ctx) -> AnyView {
    let text = ctx.page.note.text.clone();
    if text.is_empty() {
        return view! { <p class="u-muted">{assess::note_none(ctx.locale)}</p> }.into_any();
    }
    view! { <div class="c-conflict__text">{text}</div> }.into_any()
}
