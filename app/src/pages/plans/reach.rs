//! When target levels are reached, and what another capacity would change.

use domain::Locale;
use domain::views::plans::{PlansPage, Reach, TeamReach, WorkloadReach};
use leptos::prelude::*;

use crate::components::number::grouped;
use crate::components::{Glyph, Hidden, Icon};
use crate::href;
use crate::i18n::{names, plans};
use crate::query::Query;

/// Workloads that are listed; the others are in the plan itself.
const LISTED: usize = 30;

/// The outcome in words, with a sign of its own.
pub(crate) fn outcome(locale: Locale, reach: &Reach, on: &str) -> AnyView {
    let (class, glyph, text) = match reach {
        Reach::Reached => (
            "c-badge c-badge--ok",
            Glyph::Ok,
            plans::reached(locale).to_owned(),
        ),
        Reach::By(days) => (
            "c-badge c-badge--info",
            Glyph::Next,
            plans::reach_by_heard(locale, on, days),
        ),
        Reach::Late(_) => (
            "c-badge c-badge--warn",
            Glyph::Warn,
            plans::reach_late(locale, on),
        ),
        Reach::Never => (
            "c-badge c-badge--danger",
            Glyph::Close,
            plans::reach_never(locale).to_owned(),
        ),
        Reach::NoCapacity => (
            "c-badge c-badge--danger",
            Glyph::Close,
            plans::reach_no_capacity(locale).to_owned(),
        ),
        Reach::NotAssessed => (
            "c-badge",
            Glyph::Unknown,
            plans::reach_not_assessed(locale).to_owned(),
        ),
    };
    view! { <span class=format!("{class} c-reach")><Icon of=glyph small=true />{text}</span> }
        .into_any()
}

/// The section: of one team by workload, of many by team.
pub(super) fn reach(locale: Locale, page: &PlansPage, query: &Query, at: &str) -> AnyView {
    let what_if = match (&page.team, page.teams.first()) {
        (Some(_), Some(team)) => capacity(locale, team, query, at),
        _ => ().into_any(),
    };
    let table = match page.team {
        Some(_) => workloads(locale, page),
        None => teams(locale, &page.teams),
    };
    view! {
        <details class="c-fold c-reaches" id="reach" open=page.team.is_some()>
            <summary class="c-fold__head">
                <Icon of=Glyph::Down small=true />
                <span class="c-section__title">{plans::reach(locale)}</span>
                {summary(locale, page)}
            </summary>
            <p class="u-muted u-small u-measure">{plans::reach_note(locale)}</p>
            {what_if}
            {table}
        </details>
    }
    .into_any()
}

/// In one line, what the table says.
fn summary(locale: Locale, page: &PlansPage) -> AnyView {
    let one = match (&page.team, page.teams.first()) {
        (Some(_), Some(team)) => Some(outcome(locale, &team.reach, &team.on)),
        _ => None,
    };
    let sum = |of: fn(&TeamReach) -> u32| page.teams.iter().map(of).sum::<u32>();
    let counts = parts(
        locale,
        [
            sum(|t| t.reached),
            sum(TeamReach::assessed),
            sum(|t| t.in_time),
            sum(|t| t.late),
            sum(|t| t.never),
            sum(|t| t.not_assessed),
        ],
    );
    view! { {one}<span class="c-section__note">{counts}</span> }.into_any()
}

fn parts(locale: Locale, [reached, all, in_time, late, never, not]: [u32; 6]) -> String {
    let mut parts = vec![plans::reached_of(locale, reached, all)];
    let mut add = |count: u32, text: String| {
        if count > 0 {
            parts.push(text);
        }
    };
    add(in_time, plans::in_time(locale, in_time));
    add(late, plans::late(locale, late));
    add(never, plans::never(locale, never));
    add(not, plans::not_assessed(locale, not));
    parts.join(" · ")
}

/// The team's capacity, and a field to try another; the address keeps it.
pub(crate) fn capacity(locale: Locale, team: &TeamReach, query: &Query, at: &str) -> AnyView {
    form(
        locale,
        (team.capacity, team.own_capacity),
        href::team(team.team, "/settings#team"),
        query,
        at,
    )
}

/// The same for numbers that are at hand.
pub(crate) fn form(
    locale: Locale,
    (now, own): (u32, u32),
    settings: String,
    query: &Query,
    at: &str,
) -> AnyView {
    let kept: Vec<_> = [
        "view", "q", "team", "workload", "owner", "state", "due", "pillar", "phase", "sort",
    ]
    .into_iter()
    .filter_map(|key| {
        let value = query.get(key).to_owned();
        (!value.is_empty()).then(|| view! { <Hidden name=key value=value.clone() /> })
    })
    .collect();
    let note = if now == own {
        view! { <span class="u-muted">{plans::capacity_own(locale, own)}</span> }.into_any()
    } else {
        let reset = query.without("capacity").link(at);
        view! {
            <span class="c-badge c-badge--warn">{plans::capacity_what_if(locale, now)}</span>
            <a href=reset>{plans::capacity_reset(locale)}</a>
        }
        .into_any()
    };
    let value = now.to_string();
    view! {
        <form class="c-filter" method="get" action=at.to_owned()>
            <div class="c-filter__field">
                <label class="c-filter__label" for="capacity">{plans::capacity(locale)}</label>
                <input class="c-input c-input--short c-input--num" id="capacity" name="capacity" type="number" min="0" max="10000" value=value />
            </div>
            {kept}
            <button class="c-btn">{plans::capacity_try(locale)}</button>
            <span class="l-row l-row--tight">{note}</span>
            <div class="c-filter__end"><a href=settings>{plans::capacity_set(locale)}</a></div>
        </form>
    }
    .into_any()
}

fn workloads(locale: Locale, page: &PlansPage) -> AnyView {
    let row = |one: &WorkloadReach| {
        let level = one.level.map_or_else(
            || plans::level_none(locale, one.target),
            |level| plans::level_to(locale, level, one.target),
        );
        view! {
            <tr>
                <th scope="row"><a class="c-table__main" href=href::workload(one.id, "/plan")>{one.name.clone()}</a></th>
                <td data-label=crate::i18n::workloads::tier(locale)>{names::tier(locale, one.tier)}</td>
                <td data-label=crate::i18n::plan::level(locale)>{level}</td>
                <td class="c-table__line" data-label=plans::result(locale)>{outcome(locale, &one.reach, &one.on)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = page.workloads.iter().take(LISTED).map(row).collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=plans::workloads(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col">{plans::workload(locale)}</th>
                    <th scope="col">{crate::i18n::workloads::tier(locale)}</th>
                    <th scope="col">{crate::i18n::plan::level(locale)}</th>
                    <th scope="col">{plans::result(locale)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn teams(locale: Locale, teams: &[TeamReach]) -> AnyView {
    let row = |one: &TeamReach| {
        let counts = parts(
            locale,
            [
                one.reached,
                one.assessed(),
                one.in_time,
                one.late,
                one.never,
                one.not_assessed,
            ],
        );
        view! {
            <tr>
                <th scope="row"><a class="c-table__main" href=href::team(one.team, "/plan")>{one.name.clone()}</a></th>
                <td class="c-table__num" data-label=plans::capacity(locale)>{one.capacity}</td>
                <td class="c-table__num" data-label=plans::effort_left(locale)>{grouped(u64::from(one.effort_days))}</td>
                <td class="c-table__line" data-label=plans::workloads(locale)>{counts}</td>
                <td class="c-table__line" data-label=plans::all_reach(locale)>{outcome(locale, &one.reach, &one.on)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = teams.iter().map(row).collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=plans::teams(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col">{plans::team(locale)}</th>
                    <th scope="col" class="c-table__num">{plans::capacity(locale)}</th>
                    <th scope="col" class="c-table__num">{plans::effort_left(locale)}</th>
                    <th scope="col">{plans::workloads(locale)}</th>
                    <th scope="col">{plans::all_reach(locale)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
