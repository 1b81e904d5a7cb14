//! Readings in few words.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{
    Completeness, Component, ComponentKind, Figure, Finding, FindingState, Fingerprint, Kind,
    Label, Location, Measure, Place, Reading, Reason, Scope, ScopeKind, Severity, Tally, Title,
    Tool, Unit,
};
use domain::framework::{Rule, builtin};
use domain::rule::signal::Names;
use domain::rule::{Dated, Evidence, Gap, Outcome, Quoted, Verdict, judge};
use time::macros::{date, datetime};
use time::{Date, Duration};

pub const TODAY: Date = date!(2026 - 11 - 22);
pub const SUPPORTS: Outcome = Outcome::Supports;
pub const CONTRADICTS: Outcome = Outcome::Contradicts;
pub const PARTIAL: Outcome = Outcome::NoData(Gap::Partial);
pub const FEW: Outcome = Outcome::NoData(Gap::Inconclusive);
pub const STALE: Outcome = Outcome::NoData(Gap::Stale);
pub const NOTHING: Outcome = Outcome::NoData(Gap::Nothing);
pub const REJECTED: Outcome = Outcome::NoData(Gap::Rejected);

/// A name, a number, labels.
pub type Measured<'a> = (&'a str, f64, &'a [(&'a str, &'a str)]);

/// A dated, complete file that says nothing.
pub fn file(kind: &str) -> Reading {
    Reading {
        kind: kind.parse().unwrap(),
        tool: Tool {
            name: Label::clip(kind),
            version: None,
        },
        taken_at: Some(datetime!(2026-11-01 12:00 UTC)),
        completeness: Completeness::Complete,
        scopes: Vec::new(),
        findings: Vec::new(),
        tally: Tally::default(),
        measures: Vec::new(),
        components: Vec::new(),
        ignored: Vec::new(),
        warnings: Vec::new(),
    }
}

pub fn measure(name: &str, value: f64, labels: &[(&str, &str)]) -> Measure {
    let labels = labels
        .iter()
        .map(|(name, value)| ((*name).to_owned().try_into().unwrap(), Label::clip(value)));
    Measure {
        name: name.to_owned().try_into().unwrap(),
        labels: labels.collect(),
        value: Figure::new(value).unwrap(),
        unit: Unit::Count,
        n: None,
    }
}

pub fn measured(kind: &str, values: &[Measured<'_>]) -> Reading {
    let values = values
        .iter()
        .map(|(name, value, labels)| measure(name, *value, labels));
    Reading {
        measures: values.collect(),
        ..file(kind)
    }
}

pub fn finding(rule: &str, severity: Severity) -> Finding {
    let mut hash = [0; 32];
    for (place, byte) in hash.iter_mut().zip(rule.bytes()) {
        *place = byte;
    }
    Finding {
        rule: Label::clip(rule),
        title: Title::clip(rule),
        severity,
        location: Location::default(),
        fingerprint: Fingerprint::from(hash),
        state: FindingState::Open,
        tags: Vec::new(),
        fixed_version: None,
        verified: None,
    }
}

/// A file with findings, besides whatever else it says.
pub fn found(findings: Vec<Finding>, reading: Reading) -> Reading {
    let mut tally = reading.tally;
    for finding in &findings {
        tally.add(finding.state, finding.severity);
    }
    Reading {
        findings,
        tally,
        ..reading
    }
}

pub fn about(kind: ScopeKind, name: &str, reading: Reading) -> Reading {
    let mut scopes = reading.scopes.clone();
    scopes.push(Scope {
        kind,
        value: Place::clip(name),
    });
    Reading { scopes, ..reading }
}

pub fn component(kind: ComponentKind, name: &str, attributes: &[(&str, &str)]) -> Component {
    let attributes = attributes
        .iter()
        .map(|(name, value)| ((*name).to_owned().try_into().unwrap(), Title::clip(value)));
    Component {
        kind,
        name: Label::clip(name),
        version: Some(Label::clip("1.0")),
        digests: Vec::new(),
        source: None,
        attributes: attributes.collect::<BTreeMap<_, _>>(),
    }
}

pub fn partial(reading: &Reading) -> Reading {
    Reading {
        completeness: Completeness::Partial(Reason::Truncated),
        ..reading.clone()
    }
}

pub fn failed(reading: &Reading) -> Reading {
    Reading {
        completeness: Completeness::Failed(Reason::RunFailed),
        ..reading.clone()
    }
}

pub fn undated(reading: &Reading) -> Reading {
    Reading {
        taken_at: None,
        ..reading.clone()
    }
}

/// The rule of the built-in framework.
pub fn rule(id: &str) -> &'static Rule {
    let framework = builtin().unwrap();
    let found = framework.rules.iter().find(|rule| rule.id.as_str() == id);
    found.unwrap_or_else(|| panic!("{id} is not there"))
}

/// The verdict over files with the days that have passed since.
pub fn verdict(id: &str, files: &[(&Reading, i64)]) -> Verdict {
    known_for(id, files, &BTreeMap::new())
}

/// The same, with findings that have been known for some days.
pub fn known_for(
    id: &str,
    files: &[(&Reading, i64)],
    days: &BTreeMap<Fingerprint, i64>,
) -> Verdict {
    let since = days.iter().map(|(fingerprint, days)| {
        let first = TODAY - Duration::days(*days);
        (fingerprint.clone(), first)
    });
    let dated: Vec<_> = files
        .iter()
        .map(|(reading, age)| Dated {
            reading,
            day: TODAY - Duration::days(*age),
        })
        .collect();
    let evidence = Evidence {
        readings: &dated,
        settled: &BTreeSet::new(),
        since: &since.collect(),
        services: &BTreeSet::from(["gateway.example.com", "api"].map(str::to_owned)),
        reviewed: &Names::default(),
        today: TODAY,
    };
    let rule = rule(id);
    let test = rule
        .test
        .as_ref()
        .unwrap_or_else(|| panic!("{id} judges no files"));
    judge(test, rule.thresholds.as_ref().unwrap(), evidence)
}

pub fn outcome(id: &str, files: &[&Reading]) -> Outcome {
    let files: Vec<_> = files.iter().map(|reading| (*reading, 1)).collect();
    verdict(id, &files).outcome
}

/// The figure of a verdict.
pub fn figure(verdict: &Verdict, what: Quoted) -> f64 {
    let quote = verdict.quotes.iter().find(|quote| quote.what == what);
    quote.map_or(f64::NAN, |quote| quote.value.get())
}

/// Asserts what each rule says of data that is none: nothing, too old, failed.
pub fn assert_no_data(id: &str, good: &Reading) {
    let days = i64::from(rule(id).thresholds.unwrap().days);
    assert_eq!(outcome(id, &[]), NOTHING, "{id}");
    let kinds = &rule(id).test.as_ref().unwrap().kinds;
    let other = Kind::ALL.iter().find(|kind| !kinds.contains(kind)).unwrap();
    assert_eq!(outcome(id, &[&file(other.code())]), NOTHING, "{id}");
    assert_eq!(verdict(id, &[(good, days + 1)]).outcome, STALE, "{id}");
    assert_eq!(
        verdict(id, &[(good, 2 * days + 1)]).outcome,
        NOTHING,
        "{id}"
    );
    assert_eq!(outcome(id, &[&failed(good)]), REJECTED, "{id}");
    assert_ne!(outcome(id, &[&partial(good)]), SUPPORTS, "{id}");
    let declared = rule(id).test.as_ref().unwrap().undated;
    if !declared {
        assert_ne!(outcome(id, &[&undated(good)]), SUPPORTS, "{id}");
    }
}
