//! A verdict beside an answer: what it says, with its figures, and until when.

use domain::evidence::{Label, Title};
use domain::rule::{Outcome, Verdict};
use domain::views::evidence::{Standing, VerdictRow, outcome_name};
use domain::{AnswerState, Locale, WorkloadId};
use leptos::prelude::*;

use crate::components::{DOT, Glyph, Icon, StateBadge};
use crate::href;
use crate::i18n::{evidence, evidence_words, names, rules, signals};
use crate::pages::workload::signals::charts::RuleChart;
use crate::query::Query;

/// How many names stand open.
const NAMED: usize = 3;

/// The answer that a verdict proposes.
pub(in crate::pages::workload) const fn proposed(outcome: Outcome) -> Option<AnswerState> {
    match outcome {
        Outcome::Supports => Some(AnswerState::Met),
        Outcome::Contradicts => Some(AnswerState::NotMet),
        Outcome::NoData(_) => None,
    }
}

/// Sign and word of how an answer and a verdict stand to each other.
pub(in crate::pages::workload) fn standing(locale: Locale, standing: Standing) -> AnyView {
    let (class, glyph) = match standing {
        Standing::Conflict => ("c-badge c-badge--danger", Glyph::Conflict),
        Standing::Proposal => ("c-badge c-badge--info", Glyph::Signal),
        Standing::Agreement => ("c-badge c-badge--ok", Glyph::Ok),
        Standing::Rejected => ("c-badge", Glyph::Close),
        Standing::NoData => ("c-badge", Glyph::Unknown),
    };
    let word = standing.name(locale);
    view! { <span class=class><Icon of=glyph small=true />{word}</span> }.into_any()
}

/// The answer now, and the one that the verdict proposes.
pub(super) fn change(locale: Locale, row: &VerdictRow) -> AnyView {
    let Some(to) = proposed(row.verdict.outcome) else {
        return view! { <StateBadge state=row.answer /> }.into_any();
    };
    let heard = evidence::change_heard(
        locale,
        names::answer(locale, row.answer),
        names::answer(locale, Some(to)),
    );
    view! {
        <span class="c-inbox__change">
            <span class="u-vh">{heard}</span>
            <span class="c-inbox__change" aria-hidden="true"><StateBadge state=row.answer />"→"<StateBadge state=Some(to) /></span>
        </span>
    }
    .into_any()
}

/// The verdict in a box: word, figures, data, what decided.
pub(in crate::pages::workload) fn verdict(
    locale: Locale,
    workload: WorkloadId,
    row: &VerdictRow,
) -> AnyView {
    let (class, glyph) = match row.verdict.outcome {
        Outcome::Supports => ("c-verdict c-verdict--supports", Glyph::Met),
        Outcome::Contradicts => ("c-verdict c-verdict--contradicts", Glyph::Conflict),
        Outcome::NoData(_) => ("c-verdict", Glyph::Unknown),
    };
    view! {
        <div class=class>
            <span class="c-verdict__word"><Icon of=glyph small=true />{outcome_name(row.verdict.outcome, locale)}</span>
            <span>{sentence(locale, &row.verdict)}</span>
            {because(locale, workload, row)}
            {row.telemetry.then(|| view! { <RuleChart workload=workload rule=row.rule.clone() /> })}
            <span class="c-verdict__data">{data(locale, &row.verdict)}{links(locale, workload, row)}</span>
        </div>
    }
    .into_any()
}

/// The figures that decided, or why there is no verdict.
pub(in crate::pages::workload) fn sentence(locale: Locale, verdict: &Verdict) -> String {
    let quotes: Vec<_> = verdict
        .quotes
        .iter()
        .map(|quote| evidence_words::quote(locale, quote))
        .collect();
    let (comma, stop) = match locale {
        Locale::Zh => ("，", "。"),
        Locale::En => (", ", "."),
    };
    let figures = if quotes.is_empty() {
        String::new()
    } else {
        capital(&format!("{}{stop}", quotes.join(comma)))
    };
    let Outcome::NoData(gap) = verdict.outcome else {
        return figures;
    };
    let gap = evidence_words::gap(locale, &gap);
    match (figures.is_empty(), locale) {
        (true, _) => gap,
        (false, Locale::Zh) => format!("{gap}{figures}"),
        (false, Locale::En) => format!("{gap} {figures}"),
    }
}

/// A sentence begins with a capital letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Tools, days of the data, until when it counts; links follow.
fn data(locale: Locale, verdict: &Verdict) -> AnyView {
    let tools: Vec<_> = verdict.tools.iter().map(Label::as_str).collect();
    let days = match (verdict.from, verdict.to) {
        (Some(from), Some(to)) if from != to => Some(evidence::data_between(locale, from, to)),
        (Some(day), _) | (None, Some(day)) => Some(evidence::data_on(locale, day)),
        (None, None) => None,
    };
    let tools = (!tools.is_empty()).then(|| evidence::tools(locale, tools.join(", ")));
    let until = verdict
        .fresh_until
        .filter(|_| proposed(verdict.outcome).is_some());
    let until = until.map(|day| evidence::counts_until(locale, day));
    let parts = [tools, days, until].into_iter().flatten();
    // Dates would break at their hyphens.
    let part = |(at, text): (usize, String)| {
        let class = (at > 0).then_some("u-nowrap");
        view! { <span class=class>{text}{DOT}</span>" " }
    };
    parts.enumerate().map(part).collect_view().into_any()
}

/// By which numbers, and what telemetry.
fn links(locale: Locale, workload: WorkloadId, row: &VerdictRow) -> AnyView {
    let rule = &row.rule;
    let hour = row.telemetry.then(|| {
        let at = href::workload(workload, &format!("/signals?rule={rule}#rule"));
        view! { <a class="u-target" href=at>{signals::by_hour(locale)}</a> }
    });
    let dot = row.telemetry.then_some(DOT);
    view! {
        <span class="u-nowrap"><a class="u-target" href=href::rule(rule)>{rules::by_numbers(locale)}</a>{dot}</span>" "
        {hour}
    }
    .into_any()
}

/// Names of what decided, each once with how often; the first few stand open.
fn because(locale: Locale, workload: WorkloadId, row: &VerdictRow) -> AnyView {
    let names = counted(&row.verdict.names);
    if names.is_empty() {
        return ().into_any();
    }
    let item = |(name, times): &(&str, usize)| {
        let times = (*times > 1).then(|| format!(" × {times}"));
        view! { <li>{(*name).to_owned()}{times}</li> }
    };
    let (first, rest) = names.split_at(names.len().min(NAMED));
    let rest = (!rest.is_empty()).then(|| {
        let count = rest.len();
        view! {
            <details>
                <summary class="c-more__toggle"><Icon of=Glyph::Down small=true />{format!("+{count}")}</summary>
                <ul class="c-verdict__names">{rest.iter().map(item).collect_view()}</ul>
            </details>
        }
    });
    let query = Query::from([
        ("check", row.check.to_string()),
        ("state", "open".to_owned()),
    ]);
    let at = query.link(&href::workload(workload, "/findings"));
    view! {
        <div class="c-verdict__because">
            <p class="u-muted u-small">{evidence::because(locale)}</p>
            <ul class="c-verdict__names">{first.iter().map(item).collect_view()}</ul>
            {rest}
            <a class="u-small u-target" href=at>{evidence::see_findings(locale)}</a>
        </div>
    }
    .into_any()
}

/// Names in their order, each once with how often it stands there.
fn counted(names: &[Title]) -> Vec<(&str, usize)> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for name in names {
        match counted
            .iter_mut()
            .find(|(known, _)| *known == name.as_str())
        {
            Some((_, times)) => *times += 1,
            None => counted.push((name.as_str(), 1)),
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use domain::evidence::Title;

    use super::counted;

    #[test]
    fn a_name_stands_once() {
        let names = ["key", "flow", "key"].map(Title::clip);
        assert_eq!(counted(&names), [("key", 2), ("flow", 1)]);
    }
}
