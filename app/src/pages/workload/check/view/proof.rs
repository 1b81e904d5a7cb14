//! What proves a criterion, and whether it stands.

use domain::views::assessing::CriterionView;
use domain::{AnswerState, ProofKind};
use leptos::prelude::*;

use super::Ctx;
use crate::components::{Glyph, Icon};
use crate::i18n::{assess, names};

/// Proof that ends within this many days is about to.
const SOON: i64 = 30;

/// The kind of proof, and until when it stands or that there is none.
pub(super) fn proof(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let (l, today, kind, id) = (ctx.locale, ctx.today, view.proof, view.id.clone());
    let state = ctx.work.read(move |sheet| {
        let row = sheet.row(&id)?;
        Some((
            row.standing(today).map(|standing| standing.until),
            row.shown().state,
        ))
    });
    let line = move || {
        let (until, answer) = state.get().unwrap_or_default();
        let (class, words) = match until {
            Some(until) => {
                let soon = today.is_some_and(|today| (until - today).whole_days() <= SOON);
                let class = if soon {
                    "c-proofkind c-proofkind--expiring"
                } else {
                    "c-proofkind c-proofkind--stands"
                };
                (class, Some(assess::proof_until(l, until)))
            }
            None if answer == Some(AnswerState::Met) => (
                "c-proofkind c-proofkind--missing",
                Some(assess::proof_missing(l).to_owned()),
            ),
            None => ("c-proofkind", None),
        };
        let words = words.map(|words| format!(" · {words}"));
        view! { <span class=class><Icon of=glyph(kind) small=true />{names::proof(l, kind)}{words}</span> }
    };
    view! { {line} }.into_any()
}

/// A kind's icon.
pub(super) const fn glyph(kind: ProofKind) -> Glyph {
    match kind {
        ProofKind::Signal => Glyph::Signal,
        ProofKind::Document => Glyph::Document,
        ProofKind::Attestation => Glyph::Attestation,
    }
}
