//! The report, event by event.

use domain::evidence::Unusable;

use crate::intake::{Xml, XmlEvent};

/// What became of a case; the worst of several counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Passed,
    Skipped,
    Failed,
    Error,
}

/// A suite's own words.
#[derive(Clone, Default)]
pub struct Suite {
    pub name: Option<String>,
    pub timestamp: Option<String>,
    pub tests: Option<u64>,
    pub failures: Option<u64>,
    pub errors: Option<u64>,
    pub skipped: Option<u64>,
    /// Whether no other suite holds it.
    pub outermost: bool,
}

/// A case.
pub struct Case {
    pub name: String,
    pub class: Option<String>,
    pub file: Option<String>,
    pub line: Option<u64>,
    pub outcome: Outcome,
}

/// What one step through the report yields.
pub enum Part {
    Suite(Suite),
    /// A property of a suite or case: name and value.
    Property(String, String),
    /// A case, with the name of its outermost suite.
    Case(Option<String>, Case),
    /// The end of a suite that holds neither cases nor suites, with the name of its outermost one.
    Bare(Option<String>, Suite),
}

/// A suite that is open.
struct Open {
    suite: Suite,
    bare: bool,
}

/// Walks the report.
pub fn walk(xml: &Xml<'_>, mut each: impl FnMut(Part)) -> Result<(), Unusable> {
    let mut suites: Vec<Open> = Vec::new();
    let mut open: Option<Case> = None;
    for event in xml.events() {
        match event? {
            XmlEvent::Start {
                name, attributes, ..
            } => match (name.as_str(), &mut open) {
                ("testsuite", None) => {
                    filled(&mut suites);
                    let suite = suite(attributes, suites.is_empty());
                    suites.push(Open {
                        suite: suite.clone(),
                        bare: true,
                    });
                    each(Part::Suite(suite));
                }
                ("testcase", None) => {
                    filled(&mut suites);
                    open = Some(case(attributes));
                }
                ("property", _) => {
                    let mut attributes = Attributes(attributes);
                    if let Some((name, value)) =
                        attributes.take("name").zip(attributes.take("value"))
                    {
                        each(Part::Property(name, value));
                    }
                }
                (name, Some(case)) => case.outcome = case.outcome.max(outcome(name)),
                _ => {}
            },
            XmlEvent::End { name } => match name.as_str() {
                "testsuite" if open.is_none() => {
                    let name = outermost(&suites);
                    if let Some(Open { suite, bare: true }) = suites.pop() {
                        each(Part::Bare(name, suite));
                    }
                }
                "testcase" => {
                    if let Some(case) = open.take() {
                        each(Part::Case(outermost(&suites), case));
                    }
                }
                _ => {}
            },
            XmlEvent::Text(_) => {}
        }
    }
    Ok(())
}

fn outermost(suites: &[Open]) -> Option<String> {
    suites.first().and_then(|open| open.suite.name.clone())
}

/// The innermost suite holds something.
fn filled(suites: &mut [Open]) {
    if let Some(open) = suites.last_mut() {
        open.bare = false;
    }
}

/// What an element inside a case says. Flaky ones failed before they passed: they passed.
fn outcome(element: &str) -> Outcome {
    match element {
        "error" => Outcome::Error,
        "failure" => Outcome::Failed,
        "skipped" | "disabled" | "ignored" => Outcome::Skipped,
        _ => Outcome::Passed,
    }
}

struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// The attribute; blank ones are not there.
    fn take(&mut self, name: &str) -> Option<String> {
        let found = self.0.iter_mut().find(|(key, _)| key == name)?;
        let value = std::mem::take(&mut found.1);
        (!value.trim().is_empty()).then_some(value)
    }

    fn count(&mut self, name: &str) -> Option<u64> {
        self.take(name)?.trim().replace(',', "").parse().ok()
    }
}

fn suite(attributes: Vec<(String, String)>, outermost: bool) -> Suite {
    let mut attributes = Attributes(attributes);
    let skipped = attributes
        .count("skipped")
        .or_else(|| attributes.count("skip"));
    let disabled = attributes.count("disabled");
    Suite {
        name: attributes.take("name"),
        timestamp: attributes.take("timestamp"),
        tests: attributes.count("tests"),
        failures: attributes.count("failures"),
        errors: attributes.count("errors"),
        skipped: skipped.map_or(disabled, |s| Some(s.saturating_add(disabled.unwrap_or(0)))),
        outermost,
    }
}

fn case(attributes: Vec<(String, String)>) -> Case {
    let mut attributes = Attributes(attributes);
    // Some runners say it in an attribute only: gtest `notrun`, tst `disabled`.
    let says = |text: Option<String>| match text.as_deref().map(str::trim) {
        Some("disabled" | "notrun" | "skipped" | "ignored" | "suppressed") => Outcome::Skipped,
        Some("failed" | "failure" | "fail") => Outcome::Failed,
        Some("error" | "errored") => Outcome::Error,
        _ => Outcome::Passed,
    };
    let outcome = says(attributes.take("status")).max(says(attributes.take("result")));
    Case {
        name: attributes
            .take("name")
            .unwrap_or_else(|| "unnamed".to_owned()),
        class: attributes
            .take("classname")
            .or_else(|| attributes.take("class")),
        file: attributes.take("file"),
        line: attributes.count("line"),
        outcome,
    }
}
