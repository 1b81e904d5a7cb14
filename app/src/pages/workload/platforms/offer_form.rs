//! The criteria that can be offered, by pillar and check.

use domain::Locale;
use domain::views::platforms::{OfferCheck, OfferCriterion, OfferPage as Data, OfferPillar};
use leptos::prelude::*;

use crate::components::form::FormState;
use crate::components::{Glyph, Hidden, Icon, PillarMark, PostForm, StateBadge};
use crate::frame::use_flash;
use crate::href;
use crate::i18n::platforms;

/// What the form draws with.
#[derive(Clone)]
struct Ctx {
    l: Locale,
    at: String,
    writable: bool,
    last: FormState,
}

/// A form for those who may change it, else the list of what is offered.
pub(super) fn offer_form(l: Locale, page: &Data) -> AnyView {
    let at = href::workload(page.head.id, "/offer");
    let ctx = Ctx {
        l,
        last: FormState::of(&at, "f", use_flash().get_untracked()),
        at,
        writable: page.writable,
    };
    let pillars: Vec<_> = page.pillars.iter().map(|p| pillar(&ctx, p)).collect();
    if !page.writable {
        return view! { <div class="l-stack">{pillars}</div> }.into_any();
    }
    let version = page.version.to_string();
    let warning = (page.total > 0).then(|| {
        view! { <p class="u-muted u-small">{platforms::save_warning(l, page.total)}</p> }
    });
    view! {
        <PostForm action=ctx.at.clone() class="c-form c-form--wide">
            <Hidden name="version" value=version.clone() />
            {pillars}
            {warning}
            <div class="c-form__actions">
                <button class="c-btn c-btn--primary">{platforms::save_offer(l)}</button>
            </div>
        </PostForm>
    }
    .into_any()
}

fn pillar(ctx: &Ctx, pillar: &OfferPillar) -> AnyView {
    let criteria = || pillar.checks.iter().flat_map(|c| &c.criteria);
    let offered = criteria().filter(|k| k.offered).count();
    if !ctx.writable && offered == 0 {
        return ().into_any();
    }
    let count = platforms::offered_of(ctx.l, offered, criteria().count());
    let checks: Vec<_> = pillar.checks.iter().map(|c| check(ctx, c)).collect();
    let open = offered != 0;
    view! {
        <details class="c-offer" open=open>
            <summary class="c-offer__head">
                <Icon of=Glyph::Down small=true />
                <PillarMark id=pillar.id.clone() name=pillar.name.clone() />
                <span class="u-muted u-small">{count}</span>
            </summary>
            {checks}
        </details>
    }
    .into_any()
}

fn check(ctx: &Ctx, check: &OfferCheck) -> AnyView {
    let shown = check.criteria.iter().filter(|k| ctx.writable || k.offered);
    let rows: Vec<_> = shown.map(|k| criterion(ctx, k)).collect();
    if rows.is_empty() {
        return ().into_any();
    }
    let name = format!("{} {}", check.id, check.name);
    let id = check.id.to_string();
    let offered = check.criteria.iter().filter(|k| k.offered).count();
    let count = platforms::offered_of(ctx.l, offered, check.criteria.len());
    let open = offered != 0;
    // Ticked, it brings in every criterion of the check; it comes back as its criteria.
    let whole = ctx.writable.then(|| {
        let ticked = ctx.last.ticked("checks", &id).unwrap_or(false);
        view! {
            <label class="c-choice">
                <input class="c-choice__input" type="checkbox" name="checks" value=id checked=ticked />
                <span>{platforms::whole_check(ctx.l)}</span>
            </label>
        }
    });
    view! {
        <details class="c-offer__check" open=open>
            <summary class="c-offer__name">
                <span class="u-strong">{name.clone()}</span>
                <span class="u-muted u-small">{count}</span>
            </summary>
            <fieldset>
                <legend class="u-vh">{name}</legend>
                {whole}
                <ul class="c-offer__rows">{rows}</ul>
            </fieldset>
        </details>
    }
    .into_any()
}

fn criterion(ctx: &Ctx, row: &OfferCriterion) -> AnyView {
    let id = row.id.to_string();
    let name = format!("{id} {}", row.statement);
    let label = if ctx.writable {
        let ticked = ctx.last.ticked("criteria", &id).unwrap_or(row.offered);
        view! {
            <label class="c-choice">
                <input class="c-choice__input" type="checkbox" name="criteria" value=id.clone() checked=ticked />
                <span>{name}</span>
            </label>
        }
        .into_any()
    } else {
        view! { <span>{name}</span> }.into_any()
    };
    view! { <li class="c-offer__row">{label}<span class="c-offer__state">{state(ctx, row)}</span></li> }
        .into_any()
}

/// The answer as it stands, and how many take it over.
fn state(ctx: &Ctx, row: &OfferCriterion) -> AnyView {
    let l = ctx.l;
    let answer = match row.state {
        Some(state) => view! { <StateBadge state=Some(state) /> }.into_any(),
        None => view! { <span class="u-muted">{platforms::no_own_answer(l)}</span> }.into_any(),
    };
    let proven = row.proven.then(|| {
        view! { <span class="l-row l-row--tight u-nowrap"><Icon of=Glyph::Ok small=true />{platforms::proven(l)}</span> }
    });
    let reach = row.offered.then(|| {
        let at = format!("{}?criterion={}#consumers", ctx.at, row.id);
        view! { <a class="u-nowrap" href=at>{platforms::reach(l, row.reach)}</a> }
    });
    view! { {answer}" "{proven}" "{reach} }.into_any()
}
