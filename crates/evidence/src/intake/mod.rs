//! From bytes to a document: encoding, syntax and bounds, leniently where real files need it.

mod json;
mod lines;
mod sanitise;
mod table;
mod text;
mod value;
mod xml;
mod yaml;

use domain::evidence::{Syntax, Unusable, Warning};
use serde_json::Value;

use crate::Limits;

pub use lines::{JsonLines, Record};
pub use table::{Row, Table};
pub use text::decode;
pub use xml::{Xml, XmlEvent};

/// A document in one of the syntaxes that evidence comes in.
#[derive(Debug)]
pub enum Content<'t> {
    /// One JSON value.
    Json(Value),
    /// One JSON value a line.
    JsonLines(JsonLines<'t>),
    /// The documents of a YAML file.
    Yaml(Vec<Value>),
    /// XML.
    Xml(Xml<'t>),
    /// Values separated by comma, semicolon or tab, under a line of names.
    Csv(Table<'t>),
    /// Any other text.
    Text(&'t str),
}

impl Content<'_> {
    /// Its syntax.
    pub const fn syntax(&self) -> Syntax {
        match self {
            Self::Json(_) => Syntax::Json,
            Self::JsonLines(_) => Syntax::JsonLines,
            Self::Yaml(_) => Syntax::Yaml,
            Self::Xml(_) => Syntax::Xml,
            Self::Csv(_) => Syntax::Csv,
            Self::Text(_) => Syntax::Text,
        }
    }

    /// The first values to recognise it by: the whole of JSON, every document of YAML, the first lines
    /// of JSON Lines.
    pub fn sample(&self) -> &[Value] {
        match self {
            Self::Json(value) => std::slice::from_ref(value),
            Self::JsonLines(lines) => lines.head(),
            Self::Yaml(documents) => documents,
            Self::Xml(_) | Self::Csv(_) | Self::Text(_) => &[],
        }
    }

    /// The only value of JSON or YAML. None of JSON Lines or of several documents: who reads one value would
    /// lose the others without a word.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Json(value) => Some(value),
            Self::Yaml(documents) => match documents.as_slice() {
                [only] => Some(only),
                _ => None,
            },
            _ => None,
        }
    }

    /// Its records: the entries of a JSON list, the only JSON object, the lines of JSON Lines, the
    /// documents of YAML.
    pub fn records(&self) -> Box<dyn Iterator<Item = Record<'_>> + '_> {
        match self {
            Self::Json(Value::Array(list)) => Box::new(list.iter().map(Record::of)),
            Self::Json(value) => Box::new(std::iter::once(Record::of(value))),
            Self::JsonLines(lines) => Box::new(lines.records()),
            Self::Yaml(documents) => Box::new(documents.iter().map(Record::of)),
            Self::Xml(_) | Self::Csv(_) | Self::Text(_) => Box::new(std::iter::empty()),
        }
    }

    /// Whether it is `null` or `[]`.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Json(Value::Null) => true,
            Self::Json(Value::Array(list)) => list.is_empty(),
            _ => false,
        }
    }

    /// Its first keys or columns, for the message that it is unknown.
    pub fn keys(&self) -> Box<dyn Iterator<Item = String> + '_> {
        match self {
            Self::Csv(table) => Box::new(table.columns().map(str::to_owned)),
            Self::Xml(xml) => Box::new(xml.root().into_iter()),
            other => {
                let first = match other.sample().first() {
                    Some(Value::Array(list)) => list.first(),
                    value => value,
                };
                Box::new(
                    first
                        .and_then(Value::as_object)
                        .into_iter()
                        .flat_map(|o| o.keys().cloned()),
                )
            }
        }
    }
}

/// A document, and what had to be passed over to read it.
#[derive(Debug)]
pub struct Intake<'t> {
    /// The document.
    pub content: Content<'t>,
    leading: u64,
    trailing: u64,
    non_finite: u64,
}

impl<'t> Intake<'t> {
    const fn plain(content: Content<'t>) -> Self {
        Self {
            content,
            leading: 0,
            trailing: 0,
            non_finite: 0,
        }
    }

    /// What was passed over.
    pub fn warnings(&self) -> impl Iterator<Item = Warning> {
        let lines = match &self.content {
            Content::JsonLines(lines) => lines.non_finite(),
            _ => 0,
        };
        [
            (self.leading > 0).then_some(Warning::LeadingLines {
                count: self.leading,
            }),
            (self.trailing > 0).then_some(Warning::TrailingLines {
                count: self.trailing,
            }),
            (self.non_finite + lines > 0).then_some(Warning::NonFiniteNumbers {
                count: self.non_finite + lines,
            }),
        ]
        .into_iter()
        .flatten()
    }
}

/// Finds the syntax of a text and parses it.
///
/// # Errors
/// Why it can't be parsed, and where.
pub fn open<'t>(text: &'t str, limits: &Limits) -> Result<Intake<'t>, Unusable> {
    if text.trim().is_empty() {
        return Err(Unusable::Empty);
    }
    // Output inside of XML and the text below a YAML header can hold lines that look like JSON.
    if text.trim_start().starts_with('<') {
        return Ok(Intake::plain(Content::Xml(Xml::new(text, limits))));
    }
    if yaml::has_header(text) {
        return yaml(text, limits);
    }
    // Tags and values look like YAML that says things twice.
    if text::has_tags(text) {
        return Ok(Intake::plain(Content::Text(text)));
    }
    let broken = match json::open(text, limits) {
        Ok(Some(intake)) => return Ok(intake),
        Ok(None) => None,
        Err(error) if json::looks_like(text) => return Err(error),
        Err(error) => Some(error),
    };
    if yaml::looks_like(text) {
        return yaml(text, limits);
    }
    match (Table::open(text), broken) {
        (Some(table), _) => Ok(Intake::plain(Content::Csv(table))),
        (None, Some(error)) => Err(error),
        (None, None) => Ok(Intake::plain(Content::Text(text))),
    }
}

fn yaml<'t>(text: &'t str, limits: &Limits) -> Result<Intake<'t>, Unusable> {
    let (documents, non_finite) = yaml::documents(text, limits)?;
    let mut intake = Intake::plain(Content::Yaml(documents));
    intake.non_finite = non_finite;
    Ok(intake)
}
