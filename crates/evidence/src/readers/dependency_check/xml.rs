//! The XML report, brought into the shape of the JSON report, one dependency at a time.

use domain::evidence::Unusable;
use serde_json::{Map, Value, json};

use crate::intake::{Xml, XmlEvent};

/// What one step through the report yields.
pub enum Part {
    /// The tool's version.
    Version(String),
    /// The project's name.
    Project(String),
    /// The date of the report.
    Date(String),
    /// The tool met an error.
    Exception,
    /// A dependency, as in the JSON report.
    Dependency(Value),
}

/// Walks the report.
pub fn walk(xml: &Xml<'_>, mut each: impl FnMut(Part)) -> Result<(), Unusable> {
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut dependency = Dependency::default();
    for event in xml.events() {
        match event? {
            XmlEvent::Start { name, .. } => {
                text.clear();
                dependency.start(&name);
                open.push(name);
            }
            XmlEvent::Text(part) => text += &part,
            XmlEvent::End { .. } => {
                let ends: Vec<&str> = open.iter().rev().take(4).map(String::as_str).collect();
                let own = text.trim();
                match ends.as_slice() {
                    ["engineVersion", "scanInfo", ..] => each(Part::Version(own.to_owned())),
                    ["name", "projectInfo", ..] => each(Part::Project(own.to_owned())),
                    ["reportDate", "projectInfo", ..] => each(Part::Date(own.to_owned())),
                    ["exception", "analysisExceptions", ..] => each(Part::Exception),
                    ["dependency", "dependencies", ..] => each(Part::Dependency(dependency.take())),
                    ends => dependency.end(ends, own),
                }
                open.pop();
                text.clear();
            }
        }
    }
    Ok(())
}

#[derive(Default)]
struct Dependency {
    file: Option<String>,
    packages: Vec<Value>,
    vulnerabilities: Vec<Value>,
    suppressed: Vec<Value>,
    vulnerability: Map<String, Value>,
    weaknesses: Vec<Value>,
}

impl Dependency {
    fn start(&mut self, name: &str) {
        if matches!(name, "vulnerability" | "suppressedVulnerability") {
            self.vulnerability.clear();
            self.weaknesses.clear();
        }
    }

    /// An element ended: its name, those of what holds it from the inside out, and its text.
    fn end(&mut self, ends: &[&str], text: &str) {
        match ends {
            ["fileName", "dependency", ..] => self.file = Some(text.to_owned()),
            ["id", "package", "identifiers", "dependency"]
            | ["name", "identifier", "identifiers", "dependency"] => {
                self.packages.push(json!({"id": text}));
            }
            [
                "name" | "severity",
                "vulnerability" | "suppressedVulnerability",
                ..,
            ] => {
                let key = ends.first().copied().unwrap_or_default();
                self.vulnerability.insert(key.to_owned(), text.into());
            }
            ["cwe", ..] => self.weaknesses.push(text.into()),
            ["baseScore", "cvssV3", ..] => self.score("cvssv3", json!({"baseScore": text})),
            ["baseScore", "cvssV4", ..] => self.score("cvssv4", json!({"baseScore": text})),
            ["score", "cvssV2", ..] | ["cvssScore", ..] => {
                self.score("cvssv2", json!({"score": text}));
            }
            ["vulnerability", "vulnerabilities", ..] => {
                let vulnerability = self.finished();
                self.vulnerabilities.push(vulnerability);
            }
            ["suppressedVulnerability", ..] => {
                let vulnerability = self.finished();
                self.suppressed.push(vulnerability);
            }
            _ => {}
        }
    }

    fn score(&mut self, key: &str, value: Value) {
        self.vulnerability.insert(key.to_owned(), value);
    }

    fn finished(&mut self) -> Value {
        let mut vulnerability = std::mem::take(&mut self.vulnerability);
        let weaknesses = std::mem::take(&mut self.weaknesses);
        vulnerability.insert("cwes".to_owned(), weaknesses.into());
        vulnerability.into()
    }

    fn take(&mut self) -> Value {
        let own = std::mem::take(self);
        json!({
            "fileName": own.file,
            "packages": own.packages,
            "vulnerabilities": own.vulnerabilities,
            "suppressedVulnerabilities": own.suppressed,
        })
    }
}
