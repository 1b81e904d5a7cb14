//! One criterion: statement, proof, how to, answer.

use domain::views::assessing::{AnswerView, CriterionView};
use domain::{AnswerState, Locale, Provenance};
use leptos::prelude::*;

use super::question::{Marked, short};
use super::{Ctx, attest, conflict, listed, platform, proof, reason, rules, typed};
use crate::components::{Glyph, Hidden, Icon, LocalTime, Piece, Segment, TermText};
use crate::i18n::{assess, names};
use crate::pages::workload::check::sheet::Row;

/// One criterion with its answer.
pub(super) fn criterion(ctx: &Ctx, marked: Marked) -> AnyView {
    let Marked {
        view,
        statement,
        how,
    } = marked;
    let id = view.id.clone();
    let disputed = ctx.work.read({
        let (id, view) = (id.clone(), view.clone());
        move |sheet| {
            sheet.row(&id).is_some_and(Row::in_conflict)
                || rules::disputed(&view, sheet.shown(&id).state)
        }
    });
    let class = move || {
        if disputed.get() {
            "c-criterion c-criterion--conflict"
        } else {
            "c-criterion"
        }
    };
    view! {
        <div class=class id=id.to_string()>
            <span class="c-criterion__id">{short(ctx, &id)}</span>
            <div class="c-criterion__text">
                <p><TermText pieces=statement /></p>
                {meta(ctx, &view, how)}
                {attest::confirmations(ctx, &view)}
            </div>
            <div class="c-criterion__answer">{answer(ctx, &view)}</div>
            <div class="c-criterion__more">
                {conflict::answers(ctx, &id)}
                {platform::below(ctx, &view)}
                {rules::notices(ctx, &view)}
                {reason::below(ctx, &id)}
            </div>
        </div>
    }
    .into_any()
}

fn answer(ctx: &Ctx, view: &CriterionView) -> AnyView {
    if platform::inherited(view) {
        return platform::answer(ctx, view);
    }
    let (work, id) = (ctx.work.clone(), view.id.clone());
    let value = work.read({
        let id = id.clone();
        move |sheet| sheet.shown(&id).state
    });
    let on_change = {
        let id = id.clone();
        Callback::new(move |state: AnswerState| work.answer(&id, state))
    };
    let locked = !ctx.writable;
    view! {
        <Segment
            name=format!("state.{id}")
            legend=id.to_string()
            value=value
            on_change=on_change
            disabled=Signal::stored(locked)
        />
        {ctx.writable.then(|| seen(ctx, view))}
    }
    .into_any()
}

/// For the form without script: the version that its writer saw, and what it said.
fn seen(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let id = &view.id;
    let version = view.answer.as_ref().map_or(0, |answer| answer.version);
    let wish = ctx.work.sheet().with_untracked(|sheet| sheet.shown(id));
    view! {
        <Hidden name=format!("version.{id}") value=version.to_string() />
        <Hidden name=format!("was.{id}") value=typed::wish_text(&wish) />
    }
    .into_any()
}

fn meta(ctx: &Ctx, view: &CriterionView, how: Vec<Piece>) -> AnyView {
    let l = ctx.locale;
    let after: Vec<_> = view.requires.iter().map(|id| short(ctx, id)).collect();
    let after = (!after.is_empty()).then(|| {
        view! { <span>{assess::requires(l, listed(l, &after))}</span> }
    });
    view! {
        <div class="c-criterion__meta">
            {proof::proof(ctx, view)}
            <span class="u-nowrap">{names::effort(l, view.effort)}</span>
            {after}
            {answered(ctx, view)}
            <details>
                <summary class="c-more__toggle"><Icon of=Glyph::Down small=true />{assess::how(l)}</summary>
                <p class="c-more__body"><TermText pieces=how /></p>
            </details>
            {rules::sources(ctx, view)}
            {attest::form(ctx, view)}
            {reason::beside(ctx, &view.id)}
        </div>
    }
    .into_any()
}

/// Who answered, when, and how it came to be.
fn answered(ctx: &Ctx, view: &CriterionView) -> AnyView {
    if platform::inherited(view) {
        return platform::source(ctx, view);
    }
    let (l, id) = (ctx.locale, view.id.clone());
    let stands = ctx
        .work
        .read(move |sheet| sheet.row(&id).and_then(|row| row.stands.clone()));
    let line = move || {
        let AnswerView {
            by_name,
            at,
            provenance,
            ..
        } = stands.get()?;
        let origin = origin(l, provenance).map(|origin| view! { <span>{origin}</span> });
        Some(view! { <span class="u-nowrap">{by_name}" "<LocalTime at=at /></span>{origin} })
    };
    view! { {line} }.into_any()
}

const fn origin(l: Locale, provenance: Provenance) -> Option<&'static str> {
    match provenance {
        Provenance::Stated => None,
        Provenance::Imported => Some(assess::imported(l)),
        Provenance::Inherited => Some(assess::inherited(l)),
        Provenance::ProposedByRule => Some(assess::proposed(l)),
        Provenance::VerifiedByRule => Some(assess::verified(l)),
    }
}
