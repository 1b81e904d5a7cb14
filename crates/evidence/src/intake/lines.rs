//! JSON Lines, parsed line by line, so that a long file needs no more memory than its longest line.

use std::borrow::Cow;

use domain::evidence::Unusable;
use serde_json::Value;

use super::json;
use crate::{Limits, fields::many};

/// The first lines are kept to recognise the file by.
const HEAD: usize = 16;

/// One JSON value a line.
#[derive(Debug)]
pub struct JsonLines<'t> {
    text: &'t str,
    line: u64,
    limits: Limits,
    head: Vec<Value>,
}

/// One record of a document.
#[derive(Debug)]
pub struct Record<'a> {
    /// Its line, where that is known.
    pub line: Option<u64>,
    /// Its value, or why it can't be parsed.
    pub value: Result<Cow<'a, Value>, Unusable>,
}

impl<'a> Record<'a> {
    pub(super) const fn of(value: &'a Value) -> Self {
        Self {
            line: None,
            value: Ok(Cow::Borrowed(value)),
        }
    }
}

impl<'t> JsonLines<'t> {
    /// The lines of a text whose first one has this number.
    pub(super) fn new(text: &'t str, line: u64, limits: &Limits) -> Self {
        let mut lines = Self {
            text,
            line,
            limits: *limits,
            head: Vec::new(),
        };
        lines.head = lines
            .records()
            .filter_map(|r| r.value.ok().map(Cow::into_owned))
            .take(HEAD)
            .collect();
        lines
    }

    /// The first values that could be parsed.
    pub fn head(&self) -> &[Value] {
        &self.head
    }

    /// Every line that is not blank.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.numbered().map(|(line, row)| Record {
            line: Some(line),
            value: whole(row, line, &self.limits).map(|first| Cow::Owned(first.value)),
        })
    }

    /// How many `NaN` and `Infinity` it holds; looks only at lines that can hold one.
    pub(super) fn non_finite(&self) -> u64 {
        self.numbered()
            .filter(|(_, row)| row.contains("NaN") || row.contains("Infinity"))
            .filter_map(|(line, row)| whole(row, line, &self.limits).ok())
            .map(|first| first.non_finite)
            .sum()
    }

    fn numbered(&self) -> impl Iterator<Item = (u64, &'t str)> {
        let line = self.line;
        self.text
            .split('\n')
            .enumerate()
            .map(move |(i, row)| (line + many(i), row.trim()))
            .filter(|(_, row)| !row.is_empty())
    }
}

fn whole(row: &str, line: u64, limits: &Limits) -> Result<json::First, Unusable> {
    let first = json::first(row, line, limits)?;
    match row.get(first.end..).map(str::trim) {
        Some("") | None => Ok(first),
        Some(_) => Err(Unusable::Broken {
            syntax: domain::evidence::Syntax::JsonLines,
            flaw: domain::evidence::Flaw::Unexpected,
            line,
            column: many(first.end) + 1,
        }),
    }
}
