//! Everything with its origin and its hashes: sections of facts and tables, for PDF and HTML alike.

mod answers;
mod group;
mod history;
mod proof;
mod workload;

use serde::Serialize;

use super::{
    common::{Bar, Frame, clean},
    map::MapView,
    method::Method,
    signals::ChartView,
};

pub use self::{group::view as group, workload::view as workload};

/// The whole document.
#[derive(Serialize)]
pub struct AuditView {
    #[serde(flatten)]
    pub frame: Frame,
    /// For whom and about what.
    pub kind: &'static str,
    pub name: String,
    pub index: Bar,
    pub sections: Vec<Section>,
    /// The architecture, where something is drawn.
    pub map: Option<MapView>,
    pub method: Method,
}

/// A heading with what stands below it; every part may be empty.
#[derive(Default, Serialize)]
pub struct Section {
    pub title: &'static str,
    pub text: String,
    pub facts: Vec<(&'static str, String)>,
    pub heads: Vec<&'static str>,
    /// Of each column: parts of what is left, or millimetres below zero.
    pub widths: Vec<i32>,
    pub rows: Vec<Vec<String>>,
    pub more: String,
    pub charts: Vec<ChartView>,
}

impl Section {
    /// A section of names with values.
    pub fn facts(title: &'static str, facts: Vec<(&'static str, String)>) -> Self {
        Self {
            title,
            facts,
            ..Self::default()
        }
    }

    /// A section with a table; `none` says that it has no rows.
    pub fn table<const N: usize>(
        title: &'static str,
        none: &str,
        columns: [(&'static str, i32); N],
        rows: impl Iterator<Item = [String; N]>,
    ) -> Self {
        let rows: Vec<Vec<String>> = rows
            .map(|row| row.map(|cell| clean(&cell)).into())
            .collect();
        if rows.is_empty() {
            return Self {
                title,
                text: none.to_owned(),
                ..Self::default()
            };
        }
        Self {
            title,
            heads: columns.iter().map(|(head, _)| *head).collect(),
            widths: columns.iter().map(|(_, width)| *width).collect(),
            rows,
            ..Self::default()
        }
    }
}

/// Words of one language.
#[derive(Clone, Copy)]
pub struct Pick(pub domain::Locale);

impl Pick {
    /// One of the two.
    pub const fn of(self, zh: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            domain::Locale::Zh => zh,
            domain::Locale::En => en,
        }
    }

    /// What an empty table says.
    pub const fn none(self) -> &'static str {
        self.of("无。", "None.")
    }
}
