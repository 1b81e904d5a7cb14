//! Telemetry that rules look at, and what rules say with their figures.

use domain::{
    Locale,
    rule::Outcome,
    views::{
        evidence::{Standing, outcome_name},
        words,
    },
};
use serde::Serialize;

use super::common::{Banded, clean};
use crate::{
    charts::{self, Look},
    dates,
    lookup::{Lookup, Names},
    model::{SignalLine, Signals, VerdictLine},
};

/// The section; without telemetry and verdicts everything in it is empty.
#[derive(Serialize)]
pub struct SignalsView {
    pub lead: String,
    pub rows: Vec<SignalRow>,
    pub verdicts: Vec<VerdictView>,
    pub charts: Vec<ChartView>,
}

/// What a rule looks at, as a picture.
#[derive(Serialize)]
pub struct ChartView {
    pub caption: String,
    pub svg: String,
}

/// All series of one name.
#[derive(Serialize)]
pub struct SignalRow {
    pub signal: String,
    pub name: String,
    pub source: String,
    pub window: String,
    pub hours: String,
    pub last: String,
    pub seen: String,
    pub rules: String,
}

/// A rule's verdict.
#[derive(Serialize)]
pub struct VerdictView {
    pub rule: String,
    pub criterion: String,
    pub check: String,
    pub outcome: &'static str,
    pub standing: Banded,
    pub figures: String,
    pub period: String,
    pub until: String,
    pub decided: String,
}

/// Gathers the section; its pictures come with [`charts`].
pub fn view(lookup: &Lookup<'_>) -> SignalsView {
    let (signals, locale) = (&lookup.report.signals, lookup.locale);
    SignalsView {
        lead: lead(signals, locale),
        rows: signals
            .rows
            .iter()
            .map(|row| signal(row, signals.days, locale))
            .collect(),
        verdicts: verdicts(lookup),
        charts: Vec::new(),
    }
}

/// The charts of what rules look at; one that can't be drawn is left out.
pub fn charts(lookup: &Lookup<'_>, family: &str) -> Vec<ChartView> {
    let locale = lookup.locale;
    let drawn = |(rule, chart): &(domain::RuleId, domain::views::signals::SignalChart)| {
        let caption = clean(&charts::caption(rule, chart, locale));
        let look = Look {
            font: family,
            label: &caption,
        };
        let svg = charts::signal(chart, locale, &look).ok()?;
        Some(ChartView { caption, svg })
    };
    lookup
        .report
        .signals
        .charts
        .iter()
        .filter_map(drawn)
        .collect()
}

fn lead(signals: &Signals, locale: Locale) -> String {
    let Signals {
        rows, series, days, ..
    } = signals;
    match locale {
        Locale::Zh => format!(
            "共收到{series}条时间序列；下表列出规则会看的{}个名称，取最近{days}天的均值（瞬时值）或增量（累计值）。时间为UTC；逐条序列见signals.csv。",
            rows.len()
        ),
        Locale::En => format!(
            "Series that came in: {series}. The table has the names that rules look at ({}): the mean of a gauge or the \
             increase of a counter over the last {days} days. Times are in UTC; signals.csv has each series.",
            rows.len()
        ),
    }
}

fn signal(row: &SignalLine, days: u32, locale: Locale) -> SignalRow {
    let zh = locale == Locale::Zh;
    let unit = match row.unit.as_str() {
        "" | "1" => String::new(),
        unit => format!(" {}", clean(unit)),
    };
    let amount = |value: f64| format!("{}{unit}", words::short(locale, value));
    let kind = match (row.kind == "gauge", zh) {
        (true, true) => "均值",
        (true, false) => "Mean",
        (false, true) => "增量",
        (false, false) => "Increase",
    };
    let series = if zh {
        format!("{}条序列", row.series)
    } else {
        format!("{} series", row.series)
    };
    let sources = row.sources.iter().map(|name| clean(name));
    let rules: Vec<_> = row.rules.iter().map(domain::RuleId::as_str).collect();
    SignalRow {
        signal: row.signal.clone(),
        name: clean(&row.name),
        source: sources.chain([series]).collect::<Vec<_>>().join(" · "),
        window: row
            .window
            .map_or_else(|| "—".to_owned(), |v| format!("{kind} {}", amount(v))),
        hours: if zh {
            format!("{}／{}小时有数据", row.hours, days * 24)
        } else {
            format!("{} of {} hours", row.hours, days * 24)
        },
        last: row.last.map_or_else(|| "—".to_owned(), amount),
        seen: row.last_at.map_or_else(|| "—".to_owned(), dates::minute),
        rules: rules.join(" "),
    }
}

fn verdicts(lookup: &Lookup<'_>) -> Vec<VerdictView> {
    // What a person should look at first; then rules of telemetry, then of files.
    let mut lines: Vec<_> = lookup.report.verdicts.iter().collect();
    lines.sort_by(|a, b| {
        let key = |v: &VerdictLine| (v.standing, !v.telemetry);
        key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule))
    });
    lines.into_iter().map(|v| verdict(lookup, v)).collect()
}

/// A verdict as a row.
pub fn verdict(lookup: &Lookup<'_>, line: &VerdictLine) -> VerdictView {
    let locale = lookup.locale;
    let framework = lookup.report.framework;
    let check = framework
        .criterion(&line.criterion)
        .map(|(check, _)| framework.check_name(&check.id, locale));
    let between = if locale == Locale::Zh { "；" } else { "; " };
    let quotes = line.quotes.iter().map(|q| words::quote(locale, q));
    let names = line.names.iter().map(|name| clean(name.as_str()));
    let mut figures: Vec<_> = quotes.chain(names).collect();
    if let Outcome::NoData(gap) = line.outcome {
        figures.insert(0, words::gap(locale, &gap));
    }
    let tools: Vec<_> = line.tools.iter().map(|tool| clean(tool.as_str())).collect();
    let period = line.period.map(|(from, to)| {
        if from == to {
            dates::iso(from)
        } else {
            format!("{} – {}", dates::iso(from), dates::iso(to))
        }
    });
    VerdictView {
        rule: line.rule.to_string(),
        criterion: line.criterion.to_string(),
        check: check.unwrap_or_default().to_owned(),
        outcome: outcome_name(line.outcome, locale),
        standing: Banded::word(line.standing.name(locale), band(line.standing)),
        figures: figures.join(between),
        period: period
            .into_iter()
            .chain(tools)
            .collect::<Vec<_>>()
            .join(" · "),
        until: line.fresh_until.map(dates::iso).unwrap_or_default(),
        decided: decided(line, locale),
    }
}

const fn band(standing: Standing) -> domain::Band {
    match standing {
        Standing::Conflict => domain::Band::High,
        Standing::Proposal => domain::Band::Medium,
        Standing::Agreement | Standing::Rejected | Standing::NoData => domain::Band::Low,
    }
}

fn decided(line: &VerdictLine, locale: Locale) -> String {
    let Some((who, why)) = &line.decided else {
        return String::new();
    };
    let colon = if locale == Locale::Zh { "：" } else { ": " };
    [clean(who), clean(why)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(colon)
}
