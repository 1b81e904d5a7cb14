//! What comes in, by name.

use domain::views::signals::SignalRow;
use domain::{Locale, RuleId};
use leptos::prelude::*;

use super::Listed;
use super::latest::{is_silent, last, whole_hours};
use crate::components::number::short;
use crate::components::{Glyph, Icon, LocalTime, Sparkline};
use crate::href;
use crate::i18n::signals;

/// Names that rules read, and below them, folded, all others.
pub(super) fn incoming(locale: Locale, listed: &Listed, rule: Option<&RuleId>) -> AnyView {
    let rows = listed.page.signals.iter();
    let asked = |row: &&SignalRow| rule.is_none_or(|rule| row.rules.contains(rule));
    let (read, others): (Vec<_>, Vec<_>) =
        rows.filter(asked).partition(|row| !row.rules.is_empty());
    let note = signals::incoming_note(locale, read.len() + others.len(), read.len());
    let main = if read.is_empty() && rule.is_some() {
        view! { <p class="u-muted">{signals::of_rule_none(locale)}</p> }.into_any()
    } else if read.is_empty() {
        ().into_any()
    } else {
        table(locale, listed, &read, signals::incoming(locale).to_owned())
    };
    let others = (!others.is_empty()).then(|| {
        let name = signals::others(locale, others.len());
        view! {
            <details class="c-fold" id="others" open=read.is_empty()>
                <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{name.clone()}</summary>
                {table(locale, listed, &others, name)}
            </details>
        }
    });
    view! {
        <section class="c-section" id="incoming">
            <div class="c-section__head">
                <h2 class="c-section__title">{signals::incoming(locale)}</h2>
                <span class="c-section__note">{note}</span>
            </div>
            {main}
            {others}
        </section>
    }
    .into_any()
}

fn table(locale: Locale, listed: &Listed, rows: &[&SignalRow], label: String) -> AnyView {
    let rows: Vec<_> = rows.iter().map(|row| entry(locale, listed, row)).collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=label tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{signals::name(locale)}</th>
                    <th scope="col">{signals::week(locale)}</th>
                    <th scope="col" class="c-table__num">{signals::latest(locale)}</th>
                    <th scope="col">{signals::kind(locale)}</th>
                    <th scope="col" class="c-table__num">{signals::series(locale)}</th>
                    <th scope="col">{signals::last_seen(locale)}</th>
                    <th scope="col">{signals::rules(locale)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn entry(locale: Locale, listed: &Listed, row: &SignalRow) -> AnyView {
    let canonical = row.signal.as_ref().filter(|signal| **signal != row.name);
    let sub = match canonical {
        Some(signal) => Some(signal.clone()),
        None => row
            .signal
            .as_ref()
            .map(|_| signals::computed(locale).to_owned()),
    };
    let silent = is_silent(row).then(|| {
        view! {
            <span class="c-badge c-badge--warn"><Icon of=Glyph::Warn small=true />{signals::silent_since(locale)}</span>
        }
    });
    let seen = view! {
        <span class="u-block">{silent}" "{last(row, listed.page.from)}</span>
        <span class="c-table__sub u-nowrap">{signals::first_seen(locale)}" "<LocalTime at=row.first_at.as_str() /></span>
    };
    view! {
        <tr>
            <th scope="row" class="c-signal__name">
                <span class="u-mono">{row.name.clone()}</span>
                {sub.map(|sub| view! { <span class="c-table__sub">{sub}</span> })}
            </th>
            <td class="c-signal__chart" data-label=signals::week(locale)><Sparkline values=whole_hours(row) /></td>
            <td class="c-table__num" data-label=signals::latest(locale)>{latest(locale, row)}</td>
            <td class="u-nowrap" data-label=signals::kind(locale)>{kind(locale, row)}</td>
            <td class="c-table__num" data-label=signals::series(locale)>{row.series}</td>
            <td class="c-signal__long" data-label=signals::last_seen(locale)><span>{seen}</span></td>
            <td class="c-signal__long" data-label=signals::rules(locale)>{rules(locale, listed, row)}</td>
        </tr>
    }
    .into_any()
}

/// The last hour with data: which number that is depends on the kind.
fn latest(locale: Locale, row: &SignalRow) -> AnyView {
    let Some(value) = whole_hours(row).into_iter().rev().flatten().next() else {
        return "–".into_any();
    };
    let (what, unit) = (
        match row.kind.as_str() {
            "gauge" => signals::latest_gauge(locale),
            "counter" => signals::latest_counter(locale),
            _ => signals::latest_distribution(locale),
        },
        unit(&row.unit),
    );
    view! {
        <span>{format!("{}{unit}", short(locale, value))}<span class="c-table__sub">{what}</span></span>
    }
    .into_any()
}

/// A unit as UCUM writes it, for people: `{token}` is a token, `1` is nothing.
fn unit(unit: &str) -> String {
    let bare = unit.trim_start_matches('{').trim_end_matches('}');
    if bare.is_empty() || bare == "1" {
        String::new()
    } else {
        format!(" {bare}")
    }
}

fn kind(locale: Locale, row: &SignalRow) -> String {
    match row.kind.as_str() {
        "gauge" => signals::kind_gauge(locale).to_owned(),
        "counter" => signals::kind_counter(locale).to_owned(),
        "distribution" => signals::kind_distribution(locale).to_owned(),
        other => other.to_owned(),
    }
}

fn rules(locale: Locale, listed: &Listed, row: &SignalRow) -> AnyView {
    if row.rules.is_empty() {
        return "–".into_any();
    }
    let page = href::workload(listed.page.head.id, "/signals");
    let link = |rule: &RuleId| {
        let name = listed.check(rule).map(|(_, name)| name.to_owned());
        let at = format!("{page}?rule={rule}#rule");
        view! { <a class="u-target" href=at title=name aria-label=signals::chart(locale, rule)>{rule.to_string()}</a>" " }
    };
    view! { <span class="c-signal__rules">{row.rules.iter().map(link).collect_view()}</span> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::unit;

    #[test]
    fn units_are_for_people() {
        assert_eq!(
            ["", "1", "{token}", "s"].map(unit),
            ["", "", " token", " s"]
        );
    }
}
