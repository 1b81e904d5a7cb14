//! Pillars and their checks with what is answered, beside the question.

use domain::views::assessing::{RailCheck, RailPillar};
use domain::{Counts, PillarId};
use leptos::prelude::*;

use super::Ctx;
use crate::components::{Glyph, Icon, PillarMark};
use crate::href;
use crate::i18n::{assess, common, names};

/// All checks of the workload; the pillar of this one is unfolded.
pub(super) fn rail(ctx: &Ctx) -> AnyView {
    let pillars = ctx
        .page
        .rail
        .iter()
        .map(|pillar| self::pillar(ctx, pillar))
        .collect_view();
    view! {
        <nav class="l-quiz__nav c-checknav" id="checks" aria-label=assess::all_checks(ctx.locale)>{pillars}</nav>
    }
    .into_any()
}

fn pillar(ctx: &Ctx, pillar: &RailPillar) -> AnyView {
    let open = pillar.id == ctx.page.check.pillar;
    let checks = pillar
        .checks
        .iter()
        .map(|check| self::check(ctx, check))
        .collect_view();
    let counts = pillar_counts(ctx, pillar.id.clone(), pillar.counts);
    view! {
        <details class="c-checknav__pillar" open=open>
            <summary class="c-checknav__head">
                <PillarMark id=pillar.id.clone() name="" />
                <span>{pillar.name.clone()}</span>
                <span class="c-checknav__count">{progress(ctx, counts)}</span>
                <Icon of=Glyph::Down small=true />
            </summary>
            <ul class="c-checknav__list">{checks}</ul>
        </details>
    }
    .into_any()
}

fn check(ctx: &Ctx, check: &RailCheck) -> AnyView {
    let current = (check.id == ctx.page.check.id).then_some("page");
    let (numbers, id, page) = (ctx.numbers, check.id.clone(), check.counts);
    let counts = Signal::derive(move || {
        numbers.with(|live| {
            live.as_ref()
                .and_then(|live| live.coverage.checks.get(&id).copied())
                .unwrap_or(page)
        })
    });
    let state = move || {
        if counts.get().conflicts > 0 {
            "c-checknav__state c-checknav__state--conflict"
        } else {
            "c-checknav__state"
        }
    };
    let done = move || {
        (counts.get().answered() == counts.get().in_scope)
            .then(|| view! { <Icon of=Glyph::Met small=true /> })
    };
    view! {
        <li>
            <a
                class="c-checknav__link"
                href=href::question(ctx.page.head.id, &check.id)
                aria-current=current
                title=check.name.clone()
            >
                <span class="c-checknav__id">{check.id.to_string()}</span>
                <span class="c-checknav__name">{check.name.clone()}</span>
                <span class=state>{done}{progress(ctx, counts)}</span>
            </a>
        </li>
    }
    .into_any()
}

fn pillar_counts(ctx: &Ctx, id: PillarId, page: Counts) -> Signal<Counts> {
    let numbers = ctx.numbers;
    Signal::derive(move || {
        numbers.with(|live| {
            live.as_ref()
                .and_then(|live| live.coverage.pillars.get(&id).copied())
                .unwrap_or(page)
        })
    })
}

/// `5/7`, and for those who hear it how many nobody could answer.
fn progress(ctx: &Ctx, counts: Signal<Counts>) -> AnyView {
    let l = ctx.locale;
    let heard = move || {
        let counts = counts.get();
        let unknown = (counts.unknown > 0)
            .then(|| format!("; {} {}", names::state_unknown(l), counts.unknown));
        common::answered_of(l, counts.answered(), counts.in_scope) + &unknown.unwrap_or_default()
    };
    view! {
        <span aria-hidden="true">{move || format!("{}/{}", counts.get().answered(), counts.get().in_scope)}</span>
        <span class="u-vh">{heard}</span>
    }
    .into_any()
}
