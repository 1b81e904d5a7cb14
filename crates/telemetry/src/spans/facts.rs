//! What the attributes of one span or record say.

use std::borrow::Cow;

use crate::{
    mapping::{self, Attribute, Word},
    otlp::message::{Any, Attributes},
    pii::{self, Hits},
};

/// The attributes that are known by name, and what was found in those with content.
pub struct Facts<'s, 'a> {
    found: Vec<(Attribute, u8, &'s Any<'a>)>,
    /// Whether there are attributes with content.
    pub content: bool,
    /// Personal data in them.
    pub hits: Hits,
}

impl<'s, 'a> Facts<'s, 'a> {
    pub fn of(attributes: &'s Attributes<'a>) -> Self {
        let mut facts = Self {
            found: Vec::new(),
            content: false,
            hits: Hits::default(),
        };
        let mapping = mapping::builtin();
        for (name, value) in attributes {
            if let Some((attribute, rank)) = mapping.attribute(name) {
                facts.found.push((attribute, rank, value));
            } else if mapping.is_content(name) {
                facts.content(value);
            }
        }
        facts
            .found
            .sort_by_key(|(attribute, rank, _)| (*attribute, *rank));
        facts
    }

    /// Searches a value with content.
    pub fn content(&mut self, value: &Any<'_>) {
        self.content |= !matches!(value, Any::Empty);
        search(value, &mut self.hits);
    }

    /// The value under the most preferred name that has one.
    pub fn get(&self, attribute: Attribute) -> Option<&'s Any<'a>> {
        let at = self.found.partition_point(|(a, ..)| *a < attribute);
        let rest = self.found.get(at..).unwrap_or_default();
        let mut same = rest.iter().take_while(|(a, ..)| *a == attribute);
        same.find(|(.., value)| !is_missing(value))
            .map(|(.., value)| *value)
    }

    /// How preferred the name is under which the value was found; 0 is the most.
    pub fn rank(&self, attribute: Attribute) -> Option<u8> {
        let value = self.get(attribute)?;
        self.found
            .iter()
            .find(|(a, _, v)| *a == attribute && std::ptr::eq(*v, value))
            .map(|(_, rank, _)| *rank)
    }

    /// Whether there is a value that says something.
    pub fn has(&self, attribute: Attribute) -> bool {
        self.get(attribute).is_some()
    }

    /// The value as a text; of a list the first element.
    pub fn text(&self, attribute: Attribute) -> Option<Cow<'s, str>> {
        text(self.get(attribute)?)
    }

    /// The value as a finite number.
    pub fn number(&self, attribute: Attribute) -> Option<f64> {
        let x = match self.get(attribute)? {
            Any::Int(n) => crate::cast::signed(*n),
            Any::Double(x) => *x,
            Any::Text(t) => t.trim().parse().ok()?,
            _ => return None,
        };
        Some(x).filter(|x| x.is_finite())
    }

    /// The value as a count of tokens.
    pub fn tokens(&self, attribute: Attribute) -> Option<f64> {
        self.number(attribute).filter(|n| *n >= 0.0)
    }

    /// The value as a yes or no.
    pub fn flag(&self, attribute: Attribute) -> Option<bool> {
        match self.get(attribute)? {
            Any::Bool(b) => Some(*b),
            Any::Text(t) if t.eq_ignore_ascii_case("true") => Some(true),
            Any::Text(t) if t.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// The value's canonical form.
    pub fn canonical(&self, attribute: Attribute) -> Option<&'static str> {
        mapping::builtin().value(attribute, &self.text(attribute)?)
    }

    /// All texts of a value: the elements of a list.
    pub fn texts(&self, attribute: Attribute) -> Vec<Cow<'s, str>> {
        match self.get(attribute) {
            Some(Any::List(list)) => list.iter().filter_map(text).collect(),
            Some(value) => text(value).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

pub fn text<'s>(value: &'s Any<'_>) -> Option<Cow<'s, str>> {
    match value {
        Any::Text(t) => Some(Cow::Borrowed(t)),
        Any::Bool(b) => Some(Cow::Borrowed(if *b { "true" } else { "false" })),
        Any::Int(n) => Some(Cow::Owned(n.to_string())),
        Any::Double(x) => Some(Cow::Owned(x.to_string())),
        Any::List(list) => text(list.first()?),
        Any::Empty | Any::Map(_) | Any::Bytes => None,
    }
}

fn is_missing(value: &Any<'_>) -> bool {
    match value {
        Any::Empty => true,
        Any::Text(t) => t.trim().is_empty() || mapping::builtin().is(Word::Missing, t),
        Any::List(list) => list.iter().all(is_missing),
        Any::Bool(_) | Any::Int(_) | Any::Double(_) | Any::Map(_) | Any::Bytes => false,
    }
}

/// Searches all texts of a value for personal data.
fn search(value: &Any<'_>, hits: &mut Hits) {
    match value {
        Any::Text(t) => hits.add(pii::scan(t)),
        Any::Int(n) => hits.add(pii::scan(&n.to_string())),
        Any::List(list) => list.iter().for_each(|v| search(v, hits)),
        Any::Map(map) => map.iter().for_each(|(_, v)| search(v, hits)),
        Any::Empty | Any::Bool(_) | Any::Double(_) | Any::Bytes => {}
    }
}
