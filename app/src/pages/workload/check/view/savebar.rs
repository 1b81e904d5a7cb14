//! At the foot of the page: the way on, what the answers count, whether they are saved.

use domain::{CheckId, CheckScore, Exact, Triple};
use leptos::prelude::*;

use super::question::FORM;
use super::{Ctx, savestate};
use crate::components::{BarSize, Glyph, Icon, LevelBadge, ProofBar};
use crate::href;
use crate::i18n::{assess, common};

/// The bar at the foot.
pub(super) fn savebar(ctx: &Ctx) -> AnyView {
    let end = if ctx.writable {
        savestate::savestate(ctx)
    } else {
        ().into_any()
    };
    view! {
        <div class="c-savebar" role="region" aria-label=assess::progress(ctx.locale)>
            <div class="c-savebar__inner">
                <div>{step(ctx, Step::Previous)}</div>
                <div class="c-savebar__score">{check(ctx)}{index(ctx)}</div>
                <div class="c-savebar__end">{end}{step(ctx, Step::Next)}</div>
            </div>
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Previous,
    Next,
}

/// A link to a neighbour; without script a button that saves first.
fn step(ctx: &Ctx, step: Step) -> AnyView {
    let to = match step {
        Step::Previous => ctx.page.previous.clone(),
        Step::Next => ctx.page.next.clone(),
    };
    let Some(to) = to else { return ().into_any() };
    let (class, then, saving) = match step {
        Step::Previous => ("c-btn", "previous", assess::save_previous(ctx.locale)),
        Step::Next => (
            "c-btn c-btn--primary",
            "next",
            assess::save_next(ctx.locale),
        ),
    };
    let (live, plain) = (ctx.live, !ctx.writable);
    let linked = move || plain || live.get();
    let href = href::question(ctx.page.head.id, &to);
    let button = ctx.writable.then(|| {
        view! { <button class=class form=FORM name="then" value=then hidden=linked>{saving}</button> }
    });
    view! {
        <a class=class href=href title=to.to_string() hidden=move || !linked()>{link(ctx, step)}</a>
        {button}
    }
    .into_any()
}

fn link(ctx: &Ctx, step: Step) -> AnyView {
    match step {
        Step::Previous => {
            view! { <Icon of=Glyph::Prev />{assess::previous(ctx.locale)} }.into_any()
        }
        Step::Next => view! { {assess::next(ctx.locale)}<Icon of=Glyph::Next /> }.into_any(),
    }
}

fn check(ctx: &Ctx) -> AnyView {
    let (id, numbers, page) = (
        ctx.page.check.id.clone(),
        ctx.numbers,
        ctx.page.score.clone(),
    );
    let score = Memo::new({
        let id = id.clone();
        move |_| {
            numbers.with(|live| {
                live.as_ref()
                    .map_or_else(|| page.clone(), |live| live.check(&id))
            })
        }
    });
    let explain = explain(ctx, "check", id.as_str());
    let name = id.to_string();
    let badge = move || view! { <LevelBadge level=score.get().claimed.map(|score| score.level) short=true /> };
    let bar = {
        let id = id.clone();
        move || bar(&score.get(), &explain, &id)
    };
    view! {
        <span class="c-savebar__check">{name}" "{badge}</span>
        <div class="u-wide-only">{bar}</div>
    }
    .into_any()
}

fn bar(score: &Triple<Option<CheckScore>>, explain: &str, id: &CheckId) -> AnyView {
    let points = score.map(|score| {
        score
            .as_ref()
            .map(|score| Exact::whole(100) * score.value.clone())
    });
    view! { <ProofBar score=points explain=explain.to_owned() label=id.to_string() size=BarSize::Thin /> }.into_any()
}

fn index(ctx: &Ctx) -> AnyView {
    let (l, numbers, page) = (ctx.locale, ctx.numbers, ctx.page.index.clone());
    let index = Memo::new(move |_| {
        numbers.with(|live| {
            live.as_ref()
                .map_or_else(|| page.clone(), |live| live.index.clone())
        })
    });
    let explain = explain(ctx, "index", "");
    let bar = move || view! { <ProofBar score=index.get() explain=explain.clone() label=assess::index(l) /> };
    view! { <span class="u-muted u-nowrap">{assess::index(l)}</span>{bar} }.into_any()
}

fn explain(ctx: &Ctx, number: &str, id: &str) -> String {
    href::explain(&href::workload(ctx.page.head.id, ""), number, id)
}

/// The button that saves and stays, where no script does it.
pub(super) fn save_button(ctx: &Ctx) -> AnyView {
    let live = ctx.live;
    view! {
        <button class="c-btn" form=FORM name="then" value="stay" hidden=move || live.get()>{common::save(ctx.locale)}</button>
    }
    .into_any()
}
