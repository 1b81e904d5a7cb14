//! The fixtures, and short ways to speak of a reading.

use std::{fs, path::PathBuf};

use domain::evidence::{BySeverity, Finding, Kind, Measure, Reading};
use evidence::{Limits, read};

/// The folder of the fixtures.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The bytes of `kind/name`.
pub fn fixture(path: &str) -> Vec<u8> {
    fs::read(folder().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The reading of `kind/name`.
pub fn reading(path: &str) -> Reading {
    read(&fixture(path), &Limits::default()).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Every fixture with the name of its folder.
pub fn all() -> Vec<(String, PathBuf)> {
    let folders = fs::read_dir(folder()).unwrap();
    let mut files: Vec<_> = folders
        .flat_map(|d| {
            let folder = d.unwrap();
            let name = folder.file_name().into_string().unwrap();
            let files = fs::read_dir(folder.path()).unwrap();
            files.map(move |f| (name.clone(), f.unwrap().path()))
        })
        .collect();
    files.sort();
    files
}

/// The kind whose code a folder has.
pub fn kind(folder: &str) -> Option<Kind> {
    folder.parse().ok()
}

/// Critical, high, medium, low, info.
pub fn counts(by: &BySeverity) -> [u64; 5] {
    [by.critical, by.high, by.medium, by.low, by.info]
}

/// The value of a count.
pub fn count(reading: &Reading, name: &str) -> Option<f64> {
    let found = reading.measures.iter().find(|m| m.name.as_str() == name);
    found.map(|m| m.value.get())
}

/// The sum of the measures of a name with these labels; `None` where there is none.
pub fn sum(reading: &Reading, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
    let has = |m: &Measure, (key, value): &(&str, &str)| {
        let mut all = m.labels.iter();
        all.any(|(k, v)| k.as_str() == *key && v.as_str() == *value)
    };
    let found = reading.measures.iter().filter(|m| m.name.as_str() == name);
    let found: Vec<f64> = found
        .filter(|m| labels.iter().all(|label| has(m, label)))
        .map(|m| m.value.get())
        .collect();
    (!found.is_empty()).then(|| found.iter().sum())
}

/// The value of a measure that has these labels, whatever others it has; the first one.
pub fn labelled(reading: &Reading, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
    let has = |measure: &domain::evidence::Measure, (key, value): &(&str, &str)| {
        let mut own = measure.labels.iter();
        own.any(|(k, v)| (k.as_str(), v.as_str()) == (*key, *value))
    };
    let mut named = reading.measures.iter().filter(|m| m.name.as_str() == name);
    let found = named.find(|measure| labels.iter().all(|label| has(measure, label)));
    found.map(|m| m.value.get())
}

/// The findings of a rule.
pub fn of_rule<'r>(reading: &'r Reading, rule: &str) -> Vec<&'r Finding> {
    let found = reading.findings.iter();
    found.filter(|f| f.rule.as_str() == rule).collect()
}

/// The tags of a finding.
pub fn tags(finding: &Finding) -> Vec<&str> {
    finding
        .tags
        .iter()
        .map(domain::evidence::Tag::as_str)
        .collect()
}

/// Asserts that nothing of a fixture's secrets is anywhere in the reading.
pub fn assert_no_secret(reading: &Reading) {
    let text = serde_json::to_string(reading).unwrap();
    for secret in [
        "not-a-real-secret",
        "somebody@example.com",
        "Somebody",
        "000000000000",
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
