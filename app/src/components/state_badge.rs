//! Where something stands: an answer, an assessment, a kind of proof.

use domain::{AnswerState, AssessmentState, ProofKind};
use leptos::prelude::*;

use crate::components::{Glyph, Icon};
use crate::i18n::{names, use_locale};

/// An answer's state, or that there is none.
#[component]
pub fn StateBadge(
    /// Which.
    state: Option<AnswerState>,
) -> impl IntoView {
    let text = names::answer(use_locale(), state);
    let Some(state) = state else {
        return view! { <span class="u-muted">{text}</span> }.into_any();
    };
    let class = format!("c-state c-state--{}", state_class(state));
    view! { <span class=class><Icon of=state_glyph(state) small=true />{text}</span> }.into_any()
}

/// Where an assessment stands.
#[component]
pub fn AssessmentBadge(
    /// Which.
    state: AssessmentState,
) -> impl IntoView {
    let class = match state {
        AssessmentState::Draft => "c-badge",
        AssessmentState::InReview => "c-badge c-badge--info",
        AssessmentState::Approved => "c-badge c-badge--ok",
    };
    view! { <span class=class>{names::assessment(use_locale(), state)}</span> }
}

/// A kind of proof: sign and word.
#[component]
pub fn ProofBadge(
    /// Which.
    kind: ProofKind,
) -> impl IntoView {
    let glyph = match kind {
        ProofKind::Signal => Glyph::Signal,
        ProofKind::Document => Glyph::Document,
        ProofKind::Attestation => Glyph::Attestation,
    };
    view! { <span class="c-proofkind"><Icon of=glyph small=true />{names::proof(use_locale(), kind)}</span> }
}

/// The end of a state's class.
pub const fn state_class(state: AnswerState) -> &'static str {
    match state {
        AnswerState::Met => "met",
        AnswerState::NotMet => "not-met",
        AnswerState::Unknown => "unknown",
        AnswerState::NotApplicable => "na",
    }
}

/// A state's icon.
pub const fn state_glyph(state: AnswerState) -> Glyph {
    match state {
        AnswerState::Met => Glyph::Met,
        AnswerState::NotMet => Glyph::NotMet,
        AnswerState::Unknown => Glyph::Unknown,
        AnswerState::NotApplicable => Glyph::Na,
    }
}
