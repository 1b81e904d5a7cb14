//! `JUnit` XML as most test runners write it: suites in suites, with or without a root around them. Cases are
//! counted, whatever the attributes say; messages and output are never read.
//!
//! Measures: `test.cases`, `test.failures`, `test.errors`, `test.skipped` (counts, each case once: an error
//! outweighs a failure, which outweighs a skip), `sandbox.cases` and `sandbox.failures` by those of `sandbox` (see
//! `sandbox`), and by outermost suite `test.suite_cases` and
//! `test.suite_failures` (failures and errors) with the label `suite`. Findings: cases that failed or met an
//! error. Scopes and parts: from a few well-known properties, which tie a run to a model, prompt or commit.

mod properties;
mod walk;

use std::collections::BTreeMap;

use domain::evidence::{Kind, Reason, Unit};

use super::{Reader, sandbox};
use crate::{
    draft::{Draft, Problem},
    fields::figure,
    intake::{Content, XmlEvent},
};
use properties::Properties;
use walk::{Case, Outcome, Part, Suite};

pub static READER: Reader = Reader {
    kind: Kind::Junit,
    tool: "JUnit",
    writes_nothing: false,
    matches: |content| {
        let Content::Xml(xml) = content else {
            return false;
        };
        match xml.root().as_deref() {
            Some("testsuites") => true,
            // Others call their root like this too; theirs holds no cases of this form.
            Some("testsuite") => xml.events().take(64).filter_map(Result::ok).all(|e| {
                !matches!(e, XmlEvent::Start { name, .. } if name == "test-case" || name == "test-run")
            }),
            _ => false,
        }
    },
    read,
};

/// Suites whose own counts are kept.
const SUITES: usize = 200;

/// Cases by outcome.
#[derive(Clone, Copy, Default)]
struct Counts {
    cases: u64,
    failures: u64,
    errors: u64,
    skipped: u64,
}

impl Counts {
    const fn add(&mut self, other: Self) {
        self.cases = self.cases.saturating_add(other.cases);
        self.failures = self.failures.saturating_add(other.failures);
        self.errors = self.errors.saturating_add(other.errors);
        self.skipped = self.skipped.saturating_add(other.skipped);
    }
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let Content::Xml(xml) = content else { return };
    let mut counted = Counts::default();
    let mut suites: BTreeMap<String, Counts> = BTreeMap::new();
    let mut stated: Option<Counts> = None;
    let mut bare = Counts::default();
    let mut properties = Properties::default();
    let walked = walk::walk(xml, |part| match part {
        Part::Suite(suite) => {
            if let Some(date) = suite.timestamp.as_deref() {
                draft.taken_at(date);
            }
            if let Some(own) = suite.outermost.then(|| of(&suite)).flatten() {
                stated.get_or_insert_with(Counts::default).add(own);
            }
        }
        Part::Property(name, value) => properties.note(&name, value),
        Part::Case(suite, case) => {
            count(&mut counted, case.outcome);
            // The first suites are enough for a report of single ones.
            if let Some(suite) = suite.filter(|s| suites.len() < SUITES || suites.contains_key(s)) {
                count(suites.entry(suite).or_default(), case.outcome);
            }
            one(&case, draft);
        }
        Part::Bare(outermost, suite) => {
            let own = of(&suite).unwrap_or_default();
            bare.add(own);
            let kept = |s: &String| suites.len() < SUITES || suites.contains_key(s);
            if let Some(suite) = outermost.filter(kept).filter(|_| own.cases > 0) {
                suites.entry(suite).or_default().add(own);
            }
        }
    });
    if let Err(why) = walked {
        return draft.refuse(why);
    }
    properties.report(draft);
    if bare.cases > 0 {
        // Some suites say their counts alone.
        counted.add(bare);
        draft.partial(Reason::NoResults);
    }
    if counted.cases > 0 {
        draft.compare(stated.map(|s| s.cases).filter(|n| *n > 0), counted.cases);
    } else if let Some(stated) = stated.filter(|stated| stated.cases > 0) {
        // A report of counts alone.
        counted = stated;
        draft.partial(Reason::NoResults);
    }
    report(counted, &suites, draft);
}

fn of(suite: &Suite) -> Option<Counts> {
    Some(Counts {
        cases: suite.tests?,
        failures: suite.failures.unwrap_or(0),
        errors: suite.errors.unwrap_or(0),
        skipped: suite.skipped.unwrap_or(0),
    })
}

fn count(counts: &mut Counts, outcome: Outcome) {
    counts.cases += 1;
    match outcome {
        Outcome::Passed => {}
        Outcome::Skipped => counts.skipped += 1,
        Outcome::Failed => counts.failures += 1,
        Outcome::Error => counts.errors += 1,
    }
}

fn one(case: &Case, draft: &mut Draft<'_>) {
    if matches!(case.outcome, Outcome::Passed | Outcome::Skipped) {
        return;
    }
    let class = case.class.as_deref().filter(|class| !class.is_empty());
    let full = match class {
        Some(class) => [class, &case.name].join("."),
        None => case.name.clone(),
    };
    draft.finding(&Problem {
        rule: class.unwrap_or(&case.name),
        title: &full,
        file: case.file.as_deref(),
        line: case.line,
        object: Some(&full),
        ..Problem::default()
    });
}

fn report(counts: Counts, suites: &BTreeMap<String, Counts>, draft: &mut Draft<'_>) {
    let Counts {
        cases,
        failures,
        errors,
        skipped,
    } = counts;
    for (name, count) in [
        ("test.cases", cases),
        ("test.failures", failures),
        ("test.errors", errors),
        ("test.skipped", skipped),
    ] {
        draft.count(name, count);
    }
    for (suite, own) in suites {
        let bad = own.failures.saturating_add(own.errors);
        let ran = own.cases.saturating_sub(own.skipped);
        sandbox::report(suite, ran, bad, draft);
        let labels = [("suite", suite.as_str())];
        let failed = figure(own.failures.saturating_add(own.errors));
        draft.measure(
            "test.suite_cases",
            &labels,
            figure(own.cases),
            Unit::Count,
            None,
        );
        draft.measure(
            "test.suite_failures",
            &labels,
            failed,
            Unit::Count,
            Some(own.cases),
        );
    }
    let bad = failures.saturating_add(errors).saturating_add(skipped);
    draft.passed(cases.saturating_sub(bad));
    if cases == skipped {
        draft.nothing_scanned();
    }
}
