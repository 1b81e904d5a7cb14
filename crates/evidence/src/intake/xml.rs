//! XML, event by event, within bounds and without document types.

use domain::evidence::{Flaw, Syntax, Unusable};
use quick_xml::{Reader, XmlVersion, events::Event};

use super::text::lines_before;
use crate::{Limits, fields::many};

/// An XML text.
#[derive(Debug)]
pub struct Xml<'t> {
    text: &'t str,
    limits: Limits,
}

/// A part of an XML text. Names are without their prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlEvent {
    /// An element starts; one that is empty also ends.
    Start {
        /// Its name.
        name: String,
        /// Its attributes.
        attributes: Vec<(String, String)>,
        /// The line where it ends, from 1.
        line: u64,
    },
    /// An element ends.
    End {
        /// Its name.
        name: String,
    },
    /// Text between elements, also CDATA; one text can come in several parts.
    Text(String),
}

impl<'t> Xml<'t> {
    pub(super) const fn new(text: &'t str, limits: &Limits) -> Self {
        Self {
            text,
            limits: *limits,
        }
    }

    /// The name of the outermost element.
    pub fn root(&self) -> Option<String> {
        self.events().find_map(|event| match event {
            Ok(XmlEvent::Start { name, .. }) => Some(name),
            _ => None,
        })
    }

    /// Its events up to the end or the first error.
    pub fn events(&self) -> impl Iterator<Item = Result<XmlEvent, Unusable>> + use<'t> {
        let mut reader = Reader::from_str(self.text);
        reader.config_mut().expand_empty_elements = true;
        Events {
            text: self.text,
            reader,
            limits: self.limits,
            depth: 0,
            elements: 0,
            counted: (0, 1),
            done: false,
        }
    }
}

struct Events<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    limits: Limits,
    depth: u32,
    elements: u64,
    /// Up to which byte lines were counted, and the line there.
    counted: (usize, u64),
    done: bool,
}

impl Iterator for Events<'_> {
    type Item = Result<XmlEvent, Unusable>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.step() {
                Ok(Some(event)) => return Some(Ok(event)),
                Ok(None) => {}
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

impl Events<'_> {
    fn step(&mut self) -> Result<Option<XmlEvent>, Unusable> {
        let event = match self.reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let cut = matches!(&error, quick_xml::Error::Syntax(_));
                return Err(self.broken(if cut {
                    Flaw::Truncated
                } else {
                    Flaw::Unexpected
                }));
            }
        };
        match event {
            Event::Start(start) | Event::Empty(start) => {
                self.enter()?;
                let name = start.local_name().as_ref().to_owned();
                let attributes = start
                    .attributes()
                    .with_checks(false)
                    .filter_map(Result::ok)
                    .map(|a| {
                        // A character or entity that XML doesn't know stays as it is written.
                        let value = a
                            .normalized_value(XmlVersion::Implicit1_0)
                            .unwrap_or_else(|_| a.value.clone());
                        (a.key.local_name().as_ref().to_owned(), value.into_owned())
                    })
                    .collect();
                let line = self.line();
                Ok(Some(XmlEvent::Start {
                    name,
                    attributes,
                    line,
                }))
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                let name = end.local_name().as_ref().to_owned();
                Ok(Some(XmlEvent::End { name }))
            }
            Event::Text(_) if self.depth == 0 => Ok(None),
            Event::Text(text) => Ok(Some(XmlEvent::Text(text.into_inner().into_owned()))),
            Event::CData(text) => Ok(Some(XmlEvent::Text(text.into_inner().into_owned()))),
            Event::GeneralRef(entity) => {
                let raw = format!("&{};", entity.into_inner());
                let text =
                    quick_xml::escape::unescape(&raw).map_or_else(|_| raw.clone(), Into::into);
                Ok(Some(XmlEvent::Text(text)))
            }
            Event::DocType(_) => Err(self.broken(Flaw::Expansion)),
            Event::Eof if self.depth > 0 => Err(self.broken(Flaw::Truncated)),
            Event::Eof => {
                self.done = true;
                Ok(None)
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(None),
        }
    }

    fn enter(&mut self) -> Result<(), Unusable> {
        self.depth += 1;
        self.elements += 1;
        if self.depth > self.limits.depth {
            let limit = self.limits.depth;
            return Err(Unusable::TooDeep {
                line: self.line(),
                limit,
            });
        }
        if self.elements > self.limits.values {
            let limit = self.limits.values;
            return Err(Unusable::TooManyValues {
                line: self.line(),
                limit,
            });
        }
        Ok(())
    }

    /// The line that was reached.
    fn line(&mut self) -> u64 {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let (from, line) = self.counted;
        let passed = self.text.as_bytes().get(from..at).unwrap_or_default();
        self.counted = (at.max(from), line + lines_before(passed));
        self.counted.1
    }

    fn broken(&mut self, flaw: Flaw) -> Unusable {
        let line = self.line();
        let at = self.counted.0.min(self.text.len());
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        let column = before.iter().rev().take_while(|b| **b != b'\n').count();
        Unusable::Broken {
            syntax: Syntax::Xml,
            flaw,
            line,
            column: many(column) + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(text: &str) -> Result<Vec<XmlEvent>, Unusable> {
        let limits = Limits {
            depth: 3,
            ..Limits::default()
        };
        Xml::new(text, &limits).events().collect()
    }

    #[test]
    fn elements_attributes_and_text() {
        let read = events(
            "<?xml version='1.0'?>\n<x:a b='1 &lt; 2 &odd;'>t&amp;<![CDATA[<c>]]>\n<e/></x:a>",
        );
        let start = |name: &str, attributes, line| XmlEvent::Start {
            name: name.into(),
            attributes,
            line,
        };
        let end = |name: &str| XmlEvent::End { name: name.into() };
        let text = |t: &str| XmlEvent::Text(t.into());
        assert_eq!(
            read.unwrap(),
            [
                start("a", vec![("b".into(), "1 &lt; 2 &odd;".into())], 2),
                text("t"),
                text("&"),
                text("<c>"),
                text("\n"),
                start("e", vec![], 3),
                end("e"),
                end("a"),
            ]
        );
    }

    #[test]
    fn nothing_grows_without_bound() {
        let flaw = |text| match events(text) {
            Err(Unusable::Broken { flaw, line, .. }) => (flaw, line),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            flaw("<!DOCTYPE a [<!ENTITY b \"c\">]>\n<a>&b;</a>").0,
            Flaw::Expansion
        );
        assert_eq!(flaw("<a>\n<b>"), (Flaw::Truncated, 2));
        assert_eq!(flaw("<a>\n</b>"), (Flaw::Unexpected, 2));
        assert_eq!(
            events("<a><a><a><a/></a></a></a>"),
            Err(Unusable::TooDeep { line: 1, limit: 3 })
        );
    }
}
