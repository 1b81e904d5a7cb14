//! Forms that can't stand where their fields do, because forms don't nest; the fields name them.

use domain::views::assessing::CriterionView;
use domain::{AttestationId, CriterionId};
use leptos::prelude::*;

use super::{Ctx, attest, platform, rules};
use crate::components::Hidden;
use crate::href;
use crate::pages::workload::check::desk::leave;

/// The id of the form that answers everything up to a level.
pub(super) const LEVEL_FORM: &str = "level";

/// The id of the form that confirms a criterion.
pub(super) fn attest_form(criterion: &CriterionId) -> String {
    format!("attest-{criterion}")
}

/// The id of the form that takes a confirmation back.
pub(super) fn withdraw_form(attestation: AttestationId) -> String {
    format!("withdraw-{attestation}")
}

/// All of them; nothing of them is seen.
pub(super) fn forms(ctx: &Ctx) -> AnyView {
    let words = ctx
        .page
        .criteria
        .iter()
        .map(|view| word_forms(ctx, view))
        .collect_view();
    view! {
        <div on:submit=move |_| leave()>
            {ctx.writable.then(|| level(ctx))}
            {ctx.writable.then(|| verdicts(ctx))}
            {ctx.writable.then(|| platforms(ctx))}
            {words}
        </div>
    }
    .into_any()
}

fn verdicts(ctx: &Ctx) -> AnyView {
    let forms = ctx.page.criteria.iter().map(|view| rules::forms(ctx, view));
    forms.collect_view().into_any()
}

fn platforms(ctx: &Ctx) -> AnyView {
    let criteria = ctx.page.criteria.iter();
    let forms = criteria.map(|view| platform::forms(ctx, view));
    forms.collect_view().into_any()
}

fn level(ctx: &Ctx) -> AnyView {
    let version = |view: &CriterionView| {
        let version = view.answer.as_ref().map_or(0, |answer| answer.version);
        view! { <Hidden name=format!("version.{}", view.id) value=version.to_string() /> }
    };
    view! {
        <form method="post" id=LEVEL_FORM action=format!("{}/level", ctx.here())>
            {ctx.page.criteria.iter().map(version).collect_view()}
        </form>
    }
    .into_any()
}

fn word_forms(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let workload = ctx.page.head.id;
    let attest = attest::needs_word(ctx, view).then(|| {
        view! {
            <form method="post" id=attest_form(&view.id) action=href::workload(workload, "/attest")>
                <Hidden name="criterion" value=view.id.to_string() />
                <Hidden name="back" value=ctx.here() />
            </form>
        }
    });
    let mine = view
        .attestations
        .iter()
        .filter(|word| word.by == ctx.page.me);
    let withdraw = mine.map(|word| {
        let action = href::workload(workload, &format!("/attestations/{}/withdraw", word.id));
        view! {
            <form method="post" id=withdraw_form(word.id) action=action>
                <Hidden name="back" value=ctx.here() />
            </form>
        }
    });
    view! { {attest} {withdraw.collect_view()} }.into_any()
}
