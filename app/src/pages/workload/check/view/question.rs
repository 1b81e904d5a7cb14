//! The question, why it matters, and its criteria by level.

use domain::CriterionId;
use domain::views::assessing::CriterionView;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::group::group;
use super::{Ctx, listed};
use crate::components::{Glyph, Icon, Marker, Piece, PillarMark, TermText};
use crate::href;
use crate::i18n::assess;

/// The id of the form that all answers belong to; fields elsewhere on the page name it.
pub(super) const FORM: &str = "answers";

/// A criterion with its texts cut at the terms that are explained.
pub(super) struct Marked {
    pub view: CriterionView,
    pub statement: Vec<Piece>,
    pub how: Vec<Piece>,
}

/// The question and its criteria.
pub(super) fn question(ctx: &Ctx) -> AnyView {
    let mut marker = Marker::new(&ctx.page.terms);
    let question = marker.mark(&ctx.page.check.question);
    let why = marker.mark(&ctx.page.check.why);
    let groups = groups(ctx, &mut marker);
    let live = ctx.live;
    let saves_itself = move |event: SubmitEvent| {
        if live.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <article class="l-quiz__main c-question">
            {ids(ctx)}
            <h1 class="c-question__text"><TermText pieces=question /></h1>
            {self::why(ctx, why)}
            <form method="post" action=ctx.here() id=FORM on:submit=saves_itself>{groups}</form>
        </article>
    }
    .into_any()
}

fn ids(ctx: &Ctx) -> AnyView {
    let (check, l) = (&ctx.page.check, ctx.locale);
    view! {
        <div class="c-question__ids">
            <span class="c-question__id">{check.id.to_string()}</span>
            <PillarMark id=check.pillar.clone() name=check.pillar_name.clone() />
            <span>{check.layer_name.clone()}</span>
            <span>{assess::weight(l, check.weight)}</span>
            <span>{assess::target(l, ctx.page.target)}</span>
            <a class="u-narrow-only" href="#checks" rel="external">{assess::all_checks(l)}</a>
        </div>
    }
    .into_any()
}

fn why(ctx: &Ctx, why: Vec<Piece>) -> AnyView {
    let (check, l) = (&ctx.page.check, ctx.locale);
    let risks: Vec<_> = check
        .risks
        .iter()
        .map(|(id, name)| format!("{id} {name}"))
        .collect();
    let risks = (!risks.is_empty()).then(|| {
        view! { <p class="c-why__body">{assess::lowers_risks(l, listed(l, &risks))}</p> }
    });
    view! {
        <details class="c-why">
            <summary class="c-why__toggle"><Icon of=Glyph::Down small=true />{assess::why(l)}</summary>
            <p class="c-why__body"><TermText pieces=why /></p>
            {risks}
            <p class="c-why__body"><a href=href::catalog_check(&check.id)>{assess::in_catalog(l)}</a></p>
        </details>
    }
    .into_any()
}

fn groups(ctx: &Ctx, marker: &mut Marker) -> Vec<AnyView> {
    let mut levels: Vec<(u8, Vec<Marked>)> = Vec::new();
    for view in &ctx.page.criteria {
        let statement = marker.mark(&view.statement);
        let how = marker.mark(&view.how_to);
        let next = Marked {
            view: view.clone(),
            statement,
            how,
        };
        match levels.last_mut() {
            Some((level, rows)) if *level == view.level => rows.push(next),
            _ => levels.push((view.level, vec![next])),
        }
    }
    levels
        .into_iter()
        .map(|(level, rows)| group(ctx, level, rows))
        .collect()
}

/// `2a` of `C04.2a`: the check's id stands above.
pub(super) fn short(ctx: &Ctx, id: &CriterionId) -> String {
    let check = ctx.page.check.id.as_str();
    id.as_str()
        .strip_prefix(check)
        .map_or(id.as_str(), |rest| rest.trim_start_matches('.'))
        .to_owned()
}
