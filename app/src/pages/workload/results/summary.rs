//! The page's own numbers: indices, level, coverage, issues.

use domain::views::results::ResultsPage;
use domain::{Exact, Issue, Locale, Set, Triple};
use leptos::prelude::*;

use crate::components::number::decimal;
use crate::components::{BarSize, LevelBadge, ProofBar, Stat, set_link};
use crate::href;
use crate::i18n::results;

/// The figures above everything else.
pub(super) fn stats(locale: Locale, page: &ResultsPage) -> AnyView {
    let at = href::workload(page.head.id, "");
    let index = page.scores.map(|s| s.index.clone());
    let layer_index = page.scores.map(|s| s.layer_index.clone());
    let hint = view! { <span>{results::layer_formula(locale)}</span> }.into_any();
    view! {
        <div class="c-stats">
            {indicator(results::index_assured(locale), results::index(locale), index, &href::explain(&at, "index", ""), None)}
            {indicator(
                results::layer_index_assured(locale),
                results::layer_index(locale),
                layer_index,
                &href::explain(&at, "layer_index", ""),
                Some(hint),
            )}
            {level(locale, page, &at)}
            {coverage(locale, page)}
            {issues(locale, page)}
        </div>
    }
    .into_any()
}

/// A number with its proof bar: large is what is proven.
fn indicator(
    label: &'static str,
    name: &'static str,
    score: Triple<Option<Exact>>,
    explain: &str,
    more: Option<AnyView>,
) -> AnyView {
    let value = decimal(score.assured.as_ref());
    let note = view! {
        <ProofBar score=score explain=explain.to_owned() label=name size=BarSize::Tall />
        {more}
    }
    .into_any();
    view! { <Stat label=label value=value href=set_link(explain, Set::Assured) wide=true note=note /> }.into_any()
}

fn level(locale: Locale, page: &ResultsPage, at: &str) -> AnyView {
    let claimed = &page.levels.claimed;
    let floored = claimed.floors.iter().any(|floor| floor.overall);
    let assured = page.levels.assured.overall;
    let assured = assured.map_or_else(
        || results::level_none(locale).to_owned(),
        |l| results::level_assured_is(locale, l),
    );
    let explain = href::explain(at, "level", "");
    view! {
        <div class="c-stat">
            <span class="c-stat__label">{results::level_claimed(locale)}</span>
            <a href=set_link(&explain, Set::Claimed)>
                <LevelBadge level=claimed.overall floored=floored big=true />
            </a>
            <span class="c-stat__note"><a class="c-proof__num" href=set_link(&explain, Set::Assured)>{assured}</a></span>
        </div>
    }
    .into_any()
}

fn coverage(locale: Locale, page: &ResultsPage) -> AnyView {
    let counts = page.counts;
    let note = view! {
        <span class="u-block">{results::coverage_note(locale, counts.proven, counts.unknown)}</span>
        <span class="u-block">{results::open_criteria(locale, counts.unanswered())}</span>
    }
    .into_any();
    view! {
        <Stat
            label=results::coverage(locale)
            value=counts.answered().to_string()
            unit=format!(" / {}", counts.in_scope)
            href=href::workload(page.head.id, "/review")
            note=note
        />
    }
    .into_any()
}

fn issues(locale: Locale, page: &ResultsPage) -> AnyView {
    let count = |issue: Issue| {
        page.checks
            .iter()
            .filter(|check| check.issue == issue)
            .count()
    };
    let note =
        view! { <span>{results::issues_note(locale, count(Issue::Medium))}</span> }.into_any();
    view! {
        <Stat label=results::issues(locale) value=count(Issue::High).to_string() href="#checks" note=note />
    }
    .into_any()
}
