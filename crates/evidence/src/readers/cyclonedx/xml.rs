//! `CycloneDX` in XML, brought to the form that it has in JSON.

use domain::evidence::Unusable;
use serde_json::{Map, Value};

use crate::intake::{Xml, XmlEvent};

const NAMESPACE: &str = "cyclonedx.org/schema/bom/";

/// Elements that are lists in JSON. Their entries' names tell nothing but that they are entries.
const LISTS: [&str; 20] = [
    "affects",
    "components",
    "cwes",
    "datasets",
    "endpoints",
    "energyConsumptions",
    "ethicalConsiderations",
    "externalReferences",
    "fairnessAssessments",
    "hashes",
    "licenses",
    "performanceMetrics",
    "performanceTradeoffs",
    "ratings",
    "references",
    "services",
    "technicalLimitations",
    "useCases",
    "versions",
    "vulnerabilities",
];

/// Whether it is a bill: of any version, since the name of its space ends in that.
pub fn is_bom(xml: &Xml<'_>) -> bool {
    let root = xml.events().find_map(|event| match event {
        Ok(XmlEvent::Start {
            name, attributes, ..
        }) => Some((name, attributes)),
        _ => None,
    });
    root.is_some_and(|(name, attributes)| {
        name == "bom" && attributes.iter().any(|(_, v)| v.contains(NAMESPACE))
    })
}

/// The bill as JSON has it.
///
/// # Errors
/// Where the XML is broken or beyond the limits.
pub fn bom(xml: &Xml<'_>) -> Result<Value, Unusable> {
    let (mut open, mut bom) = (Vec::<Element>::new(), Value::Null);
    for event in xml.events() {
        match event? {
            XmlEvent::Start {
                name, attributes, ..
            } => open.push(Element::new(name, attributes)),
            XmlEvent::Text(text) => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text);
                }
            }
            XmlEvent::End { .. } => {
                let Some(element) = open.pop() else { continue };
                let name = element.name.clone();
                let value = element.close();
                match open.last_mut() {
                    Some(parent) => parent.take(name, value),
                    None => bom = value,
                }
            }
        }
    }
    Ok(bom)
}

/// An element that has begun.
struct Element {
    name: String,
    fields: Map<String, Value>,
    entries: Vec<Value>,
    text: String,
}

impl Element {
    fn new(name: String, attributes: Vec<(String, String)>) -> Self {
        let fields = attributes.into_iter();
        Self {
            name,
            fields: fields.map(|(key, text)| (key, text.into())).collect(),
            entries: Vec::new(),
            text: String::new(),
        }
    }

    fn is_list(&self) -> bool {
        LISTS.contains(&self.name.as_str())
    }

    /// Takes an element inside it.
    fn take(&mut self, name: String, value: Value) {
        match (self.name.as_str(), name.as_str()) {
            // Of a licence the name says whether it is one or an expression.
            ("licenses", _) => {
                let entry = Map::from_iter([(name, value)]);
                self.entries.push(Value::Object(entry));
            }
            // A list up to 1.4, lists of components and services from 1.5 on.
            ("tools", "tool") => self.entries.push(value),
            (_, "data") => {
                let none = || Value::Array(Vec::new());
                let all = self.fields.entry(name).or_insert_with(none);
                if let Value::Array(all) = all {
                    all.push(value);
                }
            }
            _ if self.is_list() => self.entries.push(value),
            _ => {
                self.fields.insert(name, value);
            }
        }
    }

    /// What it is in JSON; text beside attributes has a name there.
    fn close(mut self) -> Value {
        let text = self.text.trim();
        if self.is_list() || !self.entries.is_empty() {
            Value::Array(self.entries)
        } else if self.fields.is_empty() {
            text.into()
        } else {
            if !text.is_empty() {
                self.fields.insert("content".to_owned(), text.into());
            }
            Value::Object(self.fields)
        }
    }
}
