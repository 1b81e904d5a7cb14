//! A second person's word: who gave it, and where to give it.

use domain::views::assessing::{AttestationView, CriterionView};
use domain::{Answer, AssessmentState, ProofKind};
use leptos::prelude::*;

use super::Ctx;
use super::forms::{attest_form, withdraw_form};
use crate::components::{Glyph, Icon};
use crate::i18n::assess;

/// The longest statement, in characters.
const LONGEST: &str = "2000";

/// Who confirmed the criterion, what they saw, and whether it still counts.
pub(super) fn confirmations(ctx: &Ctx, view: &CriterionView) -> AnyView {
    view.attestations
        .iter()
        .map(|word| confirmation(ctx, word))
        .collect_view()
        .into_any()
}

fn confirmation(ctx: &Ctx, word: &AttestationView) -> AnyView {
    let l = ctx.locale;
    let void = (!word.counts).then(|| assess::attest_void(l));
    let own = word.by == ctx.page.me && may_attest(ctx);
    let withdraw = own.then(|| {
        view! {
            " "
            <button class="c-btn c-btn--quiet c-btn--small" form=withdraw_form(word.id)>{assess::withdraw(l)}</button>
        }
    });
    view! {
        <p class="c-note__meta">
            {assess::attested(l, &word.by_name, &word.on, &word.statement)}
            " "
            {void}
            {withdraw}
        </p>
    }
    .into_any()
}

/// Where somebody other than the answerer confirms; its fields belong to a form after the questionnaire.
pub(super) fn form(ctx: &Ctx, view: &CriterionView) -> AnyView {
    if !needs_word(ctx, view) {
        return ().into_any();
    }
    let (id, me) = (view.id.clone(), ctx.page.me);
    // What stands counts: an answer that is not saved can't be confirmed.
    let met_by_me = ctx.work.read(move |sheet| {
        let stands = sheet.row(&id)?.stands.as_ref()?;
        (stands.answer == Answer::Met).then_some(stands.by == me)
    });
    let (ctx, view) = (ctx.clone(), view.clone());
    let shown = move || match met_by_me.get() {
        Some(false) => fields(&ctx, &view),
        Some(true) => view! { <span>{assess::attest_other(ctx.locale)}</span> }.into_any(),
        None => ().into_any(),
    };
    view! { {shown} }.into_any()
}

/// Whether a word would prove something here, and the reader could give it.
pub(super) fn needs_word(ctx: &Ctx, view: &CriterionView) -> bool {
    let inherited = super::platform::inherited(view);
    view.proof == ProofKind::Attestation && may_attest(ctx) && !inherited
}

fn may_attest(ctx: &Ctx) -> bool {
    ctx.page.head.abilities.attest && ctx.page.head.assessment.state == AssessmentState::Draft
}

fn fields(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let (l, form) = (ctx.locale, attest_form(&view.id));
    let field = format!("{form}-statement");
    view! {
        <details>
            <summary class="c-more__toggle"><Icon of=Glyph::Attestation small=true />{assess::attest(l)}</summary>
            <div class="c-field">
                <label class="c-field__label" for=field.clone()>{assess::attest_statement(l)}</label>
                <input class="c-input" id=field name="statement" form=form.clone() required=true maxlength=LONGEST />
                <div><button class="c-btn c-btn--small" form=form>{assess::attest_do(l)}</button></div>
            </div>
        </details>
    }
    .into_any()
}
