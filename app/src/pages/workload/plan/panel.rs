//! Now, then, change: what the ticked actions would do.

use std::sync::Arc;

use domain::views::results::PlanPage;
use domain::{Exact, Locale};
use leptos::prelude::*;

use super::live::Live;
use super::numbers::{Numbers, falling};
use crate::components::number::{NONE, decimal, signed};
use crate::components::{BarSize, LevelBadge, PillarMark, ProofBar};
use crate::href;
use crate::i18n::plan;

/// How many risks the panel lists.
const MOST_RISKS: usize = 6;

/// The form that the ticks in the table belong to.
pub(super) const FORM: &str = "what-if";

/// The panel beside the table.
pub(super) fn panel(locale: Locale, page: Arc<PlanPage>, live: Live) -> AnyView {
    let path = href::workload(page.head.id, "/plan");
    let scripted = RwSignal::new(false);
    Effect::new(move || scripted.set(true));
    let title = {
        let page = page.clone();
        move || title(locale, &page, live)
    };
    let (action, clear) = (path.clone(), path);
    let numbers = move || numbers(locale, &page, &live.now(), &live.then());
    let nothing = move || live.ticked().is_empty();
    view! {
        <form class="c-whatif" id=FORM method="get" action=action>
            <h2 class="c-whatif__title">{title}</h2>
            {numbers}
            <p class="u-muted u-small">{plan::proof_note(locale)}</p>
            <div class="c-whatif__foot">
                // With script the numbers follow the ticks by themselves.
                <button class="c-btn" hidden=move || scripted.get() && !live.has_failed()>{plan::calculate(locale)}</button>
                <a
                    class="c-btn c-btn--quiet"
                    href=clear
                    data-noscroll="true"
                    hidden=nothing
                    on:click=move |_| live.clear()
                >
                    {plan::clear(locale)}
                </a>
                <span class="u-muted u-small" role="status">{move || waiting(locale, live)}</span>
            </div>
        </form>
    }
    .into_any()
}

fn waiting(locale: Locale, live: Live) -> &'static str {
    if live.is_waiting() {
        plan::computing(locale)
    } else if live.has_failed() {
        plan::failed(locale)
    } else {
        ""
    }
}

fn title(locale: Locale, page: &PlanPage, live: Live) -> String {
    let ticked = live.ticked();
    if ticked.is_empty() {
        return plan::what_if(locale).to_owned();
    }
    let days: u32 = page
        .rows
        .iter()
        .filter(|row| ticked.contains(&row.action.criterion))
        .map(|row| row.action.effort_days)
        .sum();
    plan::what_if_count(locale, ticked.len(), days)
}

fn numbers(locale: Locale, page: &PlanPage, now: &Numbers, then: &Numbers) -> AnyView {
    let pillar = |(id, name): &(domain::PillarId, String)| {
        let mark = view! { <PillarMark id=id.clone() name=name.clone() /> }.into_any();
        let (before, after) = (now.pillar(id)?, then.pillar(id));
        let levels = (now.levels.get(id).copied(), then.levels.get(id).copied());
        Some(line(Kind::Part, mark, Some(before), after, levels))
    };
    let label = |text: &'static str| text.into_any();
    let levels = (now.level, then.level);
    let none = (None, None);
    let hint = (now == then)
        .then(|| view! { <p class="u-muted u-small">{plan::what_if_none(locale)}</p> });
    view! {
        {hint}
        <ProofBar score=then.index.clone() label=plan::index(locale) size=BarSize::Tall target=page.head.tier.target() stacked=true />
        <div class="c-whatif__rows">
            {heads(locale, plan::scores_note(locale))}
            {page.names.pillars.iter().filter_map(pillar).collect_view()}
            {line(Kind::Total, label(plan::index(locale)), now.index.claimed.as_ref(), then.index.claimed.as_ref(), none)}
            {line(Kind::Part, label(plan::layer_index(locale)), now.layer_index.as_ref(), then.layer_index.as_ref(), none)}
            {level_line(locale, levels)}
            {risks(locale, page, now, then)}
        </div>
    }
    .into_any()
}

fn heads(locale: Locale, what: &'static str) -> AnyView {
    view! {
        <div class="c-whatif__row c-whatif__row--head">
            <span>{what}</span>
            <span class="c-whatif__num">{plan::now(locale)}</span>
            <span class="c-whatif__num">{plan::then(locale)}</span>
            <span class="c-whatif__num">{plan::change(locale)}</span>
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Part,
    Total,
}

/// A number that grows; where a level changes with it, both levels stand beside.
fn line(
    kind: Kind,
    name: AnyView,
    before: Option<&Exact>,
    after: Option<&Exact>,
    (from, to): (Option<u8>, Option<u8>),
) -> AnyView {
    let class = if kind == Kind::Total {
        "c-whatif__row c-whatif__row--total"
    } else {
        "c-whatif__row"
    };
    let badge = |level: Option<u8>| {
        level
            .filter(|_| from != to)
            .map(|level| view! { <LevelBadge level=level short=true />" " })
    };
    view! {
        <div class=class>
            <span>{name}</span>
            <span class="c-whatif__num">{badge(from)}{decimal(before)}</span>
            <span class="c-whatif__num">{badge(to)}{decimal(after)}</span>
            {change(before, after, true)}
        </div>
    }
    .into_any()
}

/// The change with its sign; green is better, whichever way that is.
fn change(before: Option<&Exact>, after: Option<&Exact>, more_is_better: bool) -> AnyView {
    let (Some(before), Some(after)) = (before, after) else {
        return view! { <span class="c-whatif__num u-muted">{NONE}</span> }.into_any();
    };
    let change = after.clone() - before.clone();
    let class = if change.is_zero() {
        "c-whatif__num c-delta"
    } else if change.is_negative() == more_is_better {
        "c-whatif__num c-delta c-delta--down"
    } else {
        "c-whatif__num c-delta c-delta--up"
    };
    view! { <span class=class>{signed(&change)}</span> }.into_any()
}

fn level_line(locale: Locale, (from, to): (Option<u8>, Option<u8>)) -> AnyView {
    let badge = |level: Option<u8>| match level {
        Some(level) => view! { <LevelBadge level=level short=true /> }.into_any(),
        None => NONE.into_any(),
    };
    let exact = |level: Option<u8>| level.map(|level| Exact::whole(i64::from(level)));
    let change = match (exact(from), exact(to)) {
        (Some(from), Some(to)) if from != to => {
            let up = to > from;
            let text = if up {
                format!("+{}", (to - from).decimal(0))
            } else {
                format!("−{}", (from - to).decimal(0))
            };
            let class = if up {
                "c-whatif__num c-delta c-delta--up"
            } else {
                "c-whatif__num c-delta c-delta--down"
            };
            view! { <span class=class>{text}</span> }.into_any()
        }
        _ => view! { <span class="c-whatif__num c-delta">{plan::same(locale)}</span> }.into_any(),
    };
    view! {
        <div class="c-whatif__row">
            <span>{plan::level(locale)}</span>
            <span class="c-whatif__num">{badge(from)}</span>
            <span class="c-whatif__num">{badge(to)}</span>
            {change}
        </div>
    }
    .into_any()
}

/// The risks that fall most.
fn risks(locale: Locale, page: &PlanPage, now: &Numbers, then: &Numbers) -> AnyView {
    let falling = falling(now, then, MOST_RISKS);
    if falling.is_empty() {
        return ().into_any();
    }
    let row = |(id, before, after): (domain::RiskId, Exact, Exact)| {
        let name = page.names.risks.get(&id).map_or("", String::as_str);
        view! {
            <div class="c-whatif__row">
                <span>{format!("{id} {name}")}</span>
                <span class="c-whatif__num">{decimal(Some(&before))}</span>
                <span class="c-whatif__num">{decimal(Some(&after))}</span>
                {change(Some(&before), Some(&after), false)}
            </div>
        }
    };
    view! {
        {heads(locale, plan::risks_head(locale))}
        {falling.into_iter().map(row).collect_view()}
    }
    .into_any()
}
