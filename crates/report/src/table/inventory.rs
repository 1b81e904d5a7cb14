//! What telemetry and files named as parts of a workload.

use domain::{Locale, views::words};

use super::{Cell, Column};
use crate::{model::ComponentLine, words::Worded};

/// Where components of telemetry come from, as the model has it.
const TELEMETRY: &str = "telemetry";

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("类别", "Kind"),
    ("名称", "Name"),
    ("版本", "Version"),
    ("状态", "Standing"),
    ("来自", "From"),
    ("首次出现", "First seen"),
    ("最近出现", "Last seen"),
    ("审查人", "Reviewed by"),
    ("理由", "Reason"),
];

/// A row, its names as the sender wrote them.
pub fn row(line: &ComponentLine, locale: Locale) -> Vec<Cell> {
    let (why, who) = line.reviewed.clone().unwrap_or_default();
    vec![
        words::component(locale, &line.kind).into(),
        line.name.clone().into(),
        line.version.clone().into(),
        line.standing.word(locale).into(),
        origin(&line.origin, locale).into(),
        line.first_at.into(),
        line.last_at.into(),
        who.into(),
        why.into(),
    ]
}

/// Telemetry, or the kind of file.
pub fn origin(origin: &str, locale: Locale) -> String {
    match (origin, locale) {
        (TELEMETRY, Locale::Zh) => "遥测".to_owned(),
        (TELEMETRY, Locale::En) => "Telemetry".to_owned(),
        (code, _) => words::kind_of(locale, code),
    }
}
