//! One finding unfolded: where it is, when it was seen, what it is counted by, what was decided.

use domain::evidence::{Finding, FindingState, Place};
use domain::views::evidence::{BornOn, FindingRow};
use domain::{Locale, WebLink};
use leptos::prelude::*;

use super::{Listed, triage};
use crate::href;
use crate::i18n::{evidence, register};

/// Where a finding is, in a line.
pub(super) fn place(finding: &Finding) -> String {
    let at = &finding.location;
    let text = |place: &Option<Place>| place.as_ref().map(ToString::to_string);
    let file = text(&at.file).map(|file| match at.line {
        Some(line) => format!("{file}:{line}"),
        None => file,
    });
    let parts: Vec<_> = [text(&at.object), file, text(&at.url)]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

/// The unfolded part of a row; `back` is the page to come back to.
pub(super) fn details(locale: Locale, page: &Listed, row: &FindingRow, back: &str) -> AnyView {
    view! {
        <div class="l-split l-split--even">
            {facts(locale, page, row)}
            {triage::triage(locale, &page.page, row, back)}
        </div>
    }
    .into_any()
}

fn facts(locale: Locale, page: &Listed, row: &FindingRow) -> AnyView {
    let finding = &row.finding;
    let fact = |name: &'static str, value: AnyView| view! { <dt>{name}</dt><dd>{value}</dd> };
    let fixed = match &finding.fixed_version {
        Some(version) => version.to_string(),
        None => evidence::no_fix(locale).to_owned(),
    };
    let works = finding.verified.map(|works| {
        if works {
            evidence::secret_works(locale)
        } else {
            evidence::secret_dead(locale)
        }
    });
    let tags: Vec<_> = finding.tags.iter().map(ToString::to_string).collect();
    let tags = (!tags.is_empty()).then(|| fact(evidence::tags(locale), tags.join(", ").into_any()));
    let suppressed = (finding.state == FindingState::Suppressed)
        .then(|| view! { <p class="u-muted">{evidence::tool_suppressed(locale)}</p> });
    view! {
        <div class="l-stack l-stack--tight">
            <dl class="c-facts c-finding__facts">
                {fact(evidence::rule_id(locale), view! { <code>{finding.rule.to_string()}</code> }.into_any())}
                {fact(evidence::location(locale), location(finding))}
                {fact(evidence::first_seen(locale), row.first_day.to_string().into_any())}
                {fact(evidence::last_seen(locale), row.last_day.to_string().into_any())}
                {fact(evidence::fixed_in(locale), fixed.into_any())}
                {tags}
                {fact(evidence::counted_by(locale), checks(locale, page, row))}
                {risks(page, row).map(|list| fact(register::bears_on(locale), list))}
            </dl>
            {works.map(|works| view! { <p>{works}</p> })}
            {suppressed}
        </div>
    }
    .into_any()
}

/// An address is a link only where it is one of the web: a tool could write any.
fn location(finding: &Finding) -> AnyView {
    let link = finding.location.url.as_ref();
    let link = link.filter(|url| WebLink::parse(url.as_str()).is_ok()).map(|url| {
        let url = url.to_string();
        let heard = url.clone();
        view! { " "<a href=url target="_blank" rel="external noopener noreferrer">"↗"<span class="u-vh">{heard}</span></a> }
    });
    view! { {place(finding)} {link} }.into_any()
}

/// Risks that one of its checks mitigates; nothing where there is none.
fn risks(page: &Listed, row: &FindingRow) -> Option<AnyView> {
    let bears = |of: &&BornOn| of.checks.iter().any(|check| row.checks.contains(check));
    let link = |of: &BornOn| {
        view! { <a href=href::risk(page.page.head.id, &of.risk)>{of.risk.to_string()}</a>" " }
    };
    let links: Vec<_> = page.page.risks.iter().filter(bears).map(link).collect();
    (!links.is_empty()).then(|| links.into_any())
}

fn checks(locale: Locale, page: &Listed, row: &FindingRow) -> AnyView {
    if row.checks.is_empty() {
        return evidence::counted_by_none(locale).into_any();
    }
    let name = |id: &domain::CheckId| {
        let found = page.checks.iter().find(|(known, _)| known == id);
        found.map_or_else(|| id.to_string(), |(_, name)| format!("{id} {name}"))
    };
    let link = |id: &domain::CheckId| {
        view! { <a class="u-block" href=href::question(page.page.head.id, id)>{name(id)}</a> }
    };
    row.checks.iter().map(link).collect_view().into_any()
}
