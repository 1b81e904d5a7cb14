//! Rules without data: what to send, the file that serves most rules first.

use std::collections::BTreeMap;

use domain::evidence::Kind;
use domain::views::evidence::{EvidencePage, WaitingRule};
use domain::{CheckId, Locale};
use leptos::prelude::*;

use crate::components::{Glyph, Icon};
use crate::href;
use crate::i18n::{evidence, evidence_words};

/// How many kinds of files are named first.
const FIRST: usize = 6;

/// What is missing.
pub(super) fn waiting(locale: Locale, page: &EvidencePage) -> AnyView {
    let (files, rest): (Vec<_>, Vec<_>) =
        page.waiting.iter().partition(|rule| !rule.kinds.is_empty());
    let (telemetry, other): (Vec<_>, Vec<_>) = rest.into_iter().partition(|rule| rule.telemetry);
    let note = evidence::waiting_note(locale, files.len(), telemetry.len(), other.len());
    let first = if files.is_empty() {
        view! { <p class="u-muted">{evidence::waiting_none(locale)}</p> }.into_any()
    } else {
        view! { {first(locale, &files)} {by_check(locale, page, &files)} }.into_any()
    };
    let connect = href::workload(page.head.id, "/signals#connect");
    let connect = view! { <div><a class="c-btn c-btn--small" href=connect>{evidence::waiting_connect(locale)}</a></div> };
    let telemetry = folded(
        locale,
        page,
        evidence::waiting_telemetry(locale),
        &telemetry,
        connect.into_any(),
    );
    let other = folded(
        locale,
        page,
        evidence::waiting_other(locale),
        &other,
        ().into_any(),
    );
    view! {
        <section class="c-section" id="waiting">
            <div class="c-section__head">
                <h2 class="c-section__title">{evidence::waiting(locale)}</h2>
                <span class="c-section__note">{note}</span>
            </div>
            {first}
            {telemetry}
            {other}
        </section>
    }
    .into_any()
}

/// Rules without files, folded; `way` is what to do about them.
fn folded(
    locale: Locale,
    page: &EvidencePage,
    name: &'static str,
    rules: &[&WaitingRule],
    way: AnyView,
) -> Option<AnyView> {
    let list = (!rules.is_empty()).then(|| by_check(locale, page, rules))?;
    let details = view! {
        <details class="c-fold">
            <summary class="c-fold__head">
                <Icon of=Glyph::Down small=true />
                {name}
                <span class="c-tabs__count">{rules.len()}</span>
            </summary>
            <div class="l-stack l-stack--tight">{way}{list}</div>
        </details>
    };
    Some(details.into_any())
}

/// Kinds by the number of rules that they serve.
fn ranked(rules: &[&WaitingRule]) -> Vec<(Kind, usize)> {
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    for kind in rules.iter().flat_map(|rule| &rule.kinds) {
        *counts.entry(*kind).or_default() += 1;
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked
}

fn first(locale: Locale, files: &[&WaitingRule]) -> AnyView {
    let item = |(kind, count): (Kind, usize)| {
        view! {
            <li class="c-firstkinds__kind">
                <b>{evidence_words::kind(locale, &kind)}</b>
                <span class="u-muted u-small">{evidence::serves(locale, count)}</span>
            </li>
        }
    };
    let items: Vec<_> = ranked(files).into_iter().take(FIRST).map(item).collect();
    view! {
        <p class="u-small u-strong">{evidence::waiting_first(locale)}</p>
        <ul class="c-firstkinds">{items}</ul>
    }
    .into_any()
}

fn by_check(locale: Locale, page: &EvidencePage, rules: &[&WaitingRule]) -> AnyView {
    let mut checks: BTreeMap<&CheckId, Vec<&WaitingRule>> = BTreeMap::new();
    for rule in rules {
        checks.entry(&rule.check).or_default().push(rule);
    }
    let group = |(check, rules): (&CheckId, Vec<&WaitingRule>)| {
        let name = rules.first().map(|rule| rule.check_name.clone());
        let rows = rules
            .iter()
            .map(|rule| entry(locale, page, rule))
            .collect_view();
        view! {
            <li class="c-waiting__check">
                <a class="c-inbox__check" href=href::question(page.head.id, check)>{check.to_string()}" "{name}</a>
                <ul>{rows}</ul>
            </li>
        }
    };
    view! { <ul class="c-waiting">{checks.into_iter().map(group).collect_view()}</ul> }.into_any()
}

fn entry(locale: Locale, page: &EvidencePage, rule: &WaitingRule) -> AnyView {
    let at = format!(
        "{}#{}",
        href::question(page.head.id, &rule.check),
        rule.criterion
    );
    let kinds = rule
        .kinds
        .iter()
        .map(|kind| evidence_words::kind(locale, kind));
    let from = if rule.kinds.is_empty() {
        evidence::waits_for(locale, &rule.source)
    } else {
        evidence::waiting_files(locale, kinds.collect::<Vec<_>>().join(" / "))
    };
    view! {
        <li class="c-waiting__rule">
            <a href=at>{rule.criterion.to_string()}</a>
            " "
            {rule.statement.clone()}
            <span class="u-muted u-small u-block">{from}</span>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::evidence::Kind;
    use domain::views::evidence::WaitingRule;

    use super::ranked;

    #[test]
    fn the_file_that_serves_most_comes_first() {
        let rule = |kinds: &[Kind]| WaitingRule {
            rule: "S04.scan".parse().unwrap(),
            check: "S04".parse().unwrap(),
            check_name: String::new(),
            criterion: "S04.3a".parse().unwrap(),
            statement: String::new(),
            source: String::new(),
            kinds: kinds.to_vec(),
            telemetry: false,
        };
        let (one, other) = (rule(&[Kind::Trivy, Kind::Sarif]), rule(&[Kind::Trivy]));
        let rules = [&one, &other];
        assert_eq!(ranked(&rules), [(Kind::Trivy, 2), (Kind::Sarif, 1)]);
    }
}
