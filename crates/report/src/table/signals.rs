//! Series of telemetry.

use domain::Locale;

use super::{Cell, Column};
use crate::model::SeriesLine;

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("信号", "Signal"),
    ("名称", "Name"),
    ("类型", "Kind"),
    ("单位", "Unit"),
    ("标签", "Labels"),
    ("首次收到", "First seen"),
    ("最近收到", "Last seen"),
    ("最近取值", "Last value"),
    ("保留的点数", "Points kept"),
    ("规则", "Rules"),
];

/// A row, its names as the sender wrote them.
pub fn row(line: &SeriesLine, locale: Locale) -> Vec<Cell> {
    let labels: Vec<_> = line
        .labels
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let rules: Vec<_> = line.rules.iter().map(domain::RuleId::as_str).collect();
    vec![
        line.signal.clone().into(),
        line.name.clone().into(),
        kind(&line.kind, locale).into(),
        line.unit.clone().into(),
        labels.join(" ").into(),
        line.first_at.into(),
        line.last_at.into(),
        line.last.into(),
        line.points.into(),
        rules.join(" ").into(),
    ]
}

/// What a kind of series is called.
fn kind(kind: &str, locale: Locale) -> &str {
    match (kind, locale) {
        ("gauge", Locale::Zh) => "瞬时值",
        ("gauge", Locale::En) => "Gauge",
        ("counter", Locale::Zh) => "累计值",
        ("counter", Locale::En) => "Counter",
        ("distribution", Locale::Zh) => "分布",
        ("distribution", Locale::En) => "Distribution",
        (other, _) => other,
    }
}
