//! What rules say, for other software: each verdict with its deciding figure as a number, codes in place of words.

use domain::{
    evidence::{Figure, Label, Unit},
    rule::Quoted,
};

use super::{Cell, Column, Rows};
use crate::model::{VerdictLine, WorkloadReport};

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("规则", "Rule"),
    ("准则", "Criterion"),
    ("结论", "Outcome"),
    ("指标", "Figure"),
    ("数值", "Value"),
    ("单位", "Unit"),
    ("界限", "Threshold"),
    ("窗口（天）", "Window (days)"),
    ("样本数", "Observations"),
    ("来源", "Source"),
    ("数据起", "Data from"),
    ("数据止", "Data to"),
    ("有效至", "Valid until"),
    ("与回答", "And the answer"),
];

/// A row for each verdict, by rule.
pub fn rows(report: &WorkloadReport<'_>) -> Rows {
    let mut lines: Vec<&VerdictLine> = report.verdicts.iter().collect();
    lines.sort_by(|a, b| (&a.rule, &a.criterion).cmp(&(&b.rule, &b.criterion)));
    lines.into_iter().map(row).collect()
}

fn row(line: &VerdictLine) -> Vec<Cell> {
    let first = line.quotes.first();
    let tools: Vec<_> = line.tools.iter().map(Label::as_str).collect();
    vec![
        line.rule.as_str().into(),
        line.criterion.as_str().into(),
        line.outcome.code().into(),
        first.map(|quote| quote.what.as_str()).into(),
        first.map(|quote| quote.value.get()).into(),
        first.map(|quote| unit(quote.unit)).into(),
        first.and_then(|quote| quote.bound).map(Figure::get).into(),
        line.window.map(u32::from).into(),
        observations(line).into(),
        tools.join("; ").into(),
        line.period.map(|(from, _)| from).into(),
        line.period.map(|(_, to)| to).into(),
        line.fresh_until.into(),
        line.standing.as_str().into(),
    ]
}

/// What the figure rests on, where the verdict says so.
fn observations(line: &VerdictLine) -> Option<f64> {
    let rests = |what: Quoted| {
        matches!(
            what,
            Quoted::Observations
                | Quoted::Examined
                | Quoted::Tried
                | Quoted::Hours
                | Quoted::BusyHours
                | Quoted::DeviceHours
        )
    };
    let mut quotes = line.quotes.iter();
    quotes
        .find(|quote| rests(quote.what))
        .map(|quote| quote.value.get())
}

/// The unit's name in the API.
const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Ratio => "ratio",
        Unit::Score => "score",
        Unit::Seconds => "seconds",
        Unit::Bytes => "bytes",
        Unit::Tokens => "tokens",
        Unit::PerSecond => "per_second",
        Unit::KilowattHours => "kilowatt_hours",
        Unit::GramsCo2e => "grams_co2e",
        Unit::Money => "money",
    }
}
