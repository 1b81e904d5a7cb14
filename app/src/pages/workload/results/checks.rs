//! Every check: value, level against target, issue.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use domain::views::results::{CheckRow, ResultsPage};
use domain::{CheckId, Exact, Issue, Locale, PillarId, Set, Triple};
use leptos::prelude::*;

use crate::components::{FEW, Glyph, Icon, LevelBadge, More, PillarMark, ProofBar, REST, set_link};
use crate::href;
use crate::i18n::results;

/// The checks, pillar by pillar.
pub(super) fn table(locale: Locale, page: &ResultsPage) -> AnyView {
    let first = first(page);
    let groups = page
        .names
        .pillars
        .iter()
        .filter_map(|(id, name)| group(locale, page, &first, (id, name.as_str())));
    view! {
        <section class="c-section" id="checks">
            <div class="c-section__head">
                <h2 class="c-section__title">{results::checks(locale)}</h2>
                <span class="c-section__note">{results::checks_note(locale, page.checks.len())}</span>
            </div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=results::checks(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col">{results::check(locale)}</th>
                        <th scope="col" class="c-table__bar">{results::scores(locale)}</th>
                        <th scope="col">{results::level_target(locale)}</th>
                        <th scope="col">{results::issue(locale)}</th>
                        <th scope="col" class="c-table__num">{results::weight(locale)}</th>
                    </tr></thead>
                    <tbody>{groups.collect_view()}</tbody>
                </table>
            </div>
            <More total=page.checks.len() />
        </section>
    }
    .into_any()
}

/// The checks that a phone shows first: the gravest issues, of equals the heaviest.
fn first(page: &ResultsPage) -> BTreeSet<&CheckId> {
    let mut all: Vec<_> = page.checks.iter().collect();
    let grave = |check: &&CheckRow| match check.issue {
        Issue::High => 0,
        Issue::Medium => 1,
        Issue::None => 2,
    };
    all.sort_by_key(|check| (grave(check), Reverse(check.weight)));
    all.into_iter().take(FEW).map(|check| &check.id).collect()
}

fn group(
    locale: Locale,
    page: &ResultsPage,
    first: &BTreeSet<&CheckId>,
    (id, name): (&PillarId, &str),
) -> Option<AnyView> {
    let rows: Vec<_> = page
        .checks
        .iter()
        .filter(|check| check.pillar == *id)
        .collect();
    if rows.is_empty() {
        return None;
    }
    let waits = |check: &CheckRow| !first.contains(&check.id);
    let class = if rows.iter().copied().all(waits) {
        "c-table__group c-more__rest"
    } else {
        "c-table__group"
    };
    let shown = rows
        .into_iter()
        .map(|check| row(locale, page, check, waits(check)))
        .collect_view();
    let group = view! {
        <tr class=class>
            <th scope="colgroup" colspan="5"><PillarMark id=id.clone() name=name.to_owned() /></th>
        </tr>
        {shown}
    };
    Some(group.into_any())
}

fn row(locale: Locale, page: &ResultsPage, check: &CheckRow, waits: bool) -> AnyView {
    let at = href::workload(page.head.id, "");
    let name = page.names.checks.get(&check.id).map_or("", String::as_str);
    let label = format!("{} {name}", check.id);
    // Values of checks are in [0, 1]; everything on the page counts to 100.
    let score: Triple<Option<Exact>> = check.score.map(|score| {
        score
            .as_ref()
            .map(|score| Exact::whole(100) * score.value.clone())
    });
    let explain = href::explain(&at, "check", check.id.as_str());
    let level = check.score.claimed.as_ref().map(|score| score.level);
    view! {
        <tr class=waits.then_some(REST)>
            <th scope="row">
                <a class="c-table__main" href=href::question(page.head.id, &check.id)>{label.clone()}</a>
            </th>
            <td class="c-table__bar"><ProofBar score=score explain=explain.clone() label=label target=check.target /></td>
            <td data-label=results::level_target(locale)>
                <a href=set_link(&explain, Set::Claimed)><LevelBadge level=level short=true /></a>
                <span class="u-muted u-nowrap">" / "{check.target}</span>
            </td>
            <td data-label=results::issue(locale)>{issue(locale, check.issue)}</td>
            <td class="c-table__num u-muted" data-label=results::weight(locale)>{check.weight}</td>
        </tr>
    }
    .into_any()
}

fn issue(locale: Locale, issue: Issue) -> AnyView {
    let (class, glyph, text) = match issue {
        Issue::High => (
            "c-sev c-sev--high",
            Glyph::SevHigh,
            results::issue_high(locale),
        ),
        Issue::Medium => (
            "c-sev c-sev--medium",
            Glyph::SevMedium,
            results::issue_medium(locale),
        ),
        Issue::None => {
            return view! { <span class="u-muted u-nowrap">{results::issue_none(locale)}</span> }
                .into_any();
        }
    };
    view! { <span class=class><Icon of=glyph small=true />{text}</span> }.into_any()
}
