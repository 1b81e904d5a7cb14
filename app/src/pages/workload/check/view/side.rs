//! Beside the question: owner, notes, documents.

use leptos::prelude::*;

use super::question::FORM;
use super::{Ctx, documents, note};
use crate::components::choices;
use crate::i18n::assess;

/// Owner, notes, documents.
pub(super) fn side(ctx: &Ctx) -> AnyView {
    view! {
        <aside class="l-quiz__side c-side" aria-label=assess::side(ctx.locale)>
            {owner(ctx)}
            {note::note(ctx)}
            {documents::documents(ctx)}
        </aside>
    }
    .into_any()
}

fn owner(ctx: &Ctx) -> AnyView {
    let l = ctx.locale;
    let content = if ctx.writable {
        choice(ctx)
    } else {
        let owner = ctx.work.sheet().with_untracked(|sheet| sheet.note.owner());
        view! { <p>{person(ctx, &owner)}</p> }.into_any()
    };
    view! {
        <section class="c-side__part">
            <h2 class="c-side__title"><label for="owner">{assess::owner(l)}</label></h2>
            {content}
        </section>
    }
    .into_any()
}

fn choice(ctx: &Ctx) -> AnyView {
    let chosen = ctx.work.read(|sheet| sheet.note.owner());
    let mut options = vec![(String::new(), assess::nobody(ctx.locale).to_owned())];
    options.extend(
        ctx.page
            .people
            .iter()
            .map(|person| (person.id.to_string(), person.name.clone())),
    );
    let work = ctx.work.clone();
    view! {
        <select
            class="c-select"
            id="owner"
            name="owner"
            form=FORM
            on:change=move |event| work.assign(event_target_value(&event))
            prop:value=move || chosen.get()
        >
            {choices(options, &chosen.get_untracked())}
        </select>
    }
    .into_any()
}

/// A person's name by id as forms send it.
pub(super) fn person(ctx: &Ctx, id: &str) -> String {
    let found = ctx
        .page
        .people
        .iter()
        .find(|person| person.id.to_string() == id);
    found.map_or_else(
        || assess::nobody(ctx.locale).to_owned(),
        |person| person.name.clone(),
    )
}
