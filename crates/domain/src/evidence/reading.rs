//! Everything that was read from one file.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    Component, Finding, FindingState, Ignored, Kind, Label, Measure, Reason, Scope, ScopeKind,
    Severity, Warning,
};

/// What one file says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The kind of file.
    pub kind: Kind,
    /// What wrote it.
    pub tool: Tool,
    /// The date inside the file, the effective date of what it says; the earliest of several.
    #[serde(with = "time::serde::rfc3339::option")]
    pub taken_at: Option<OffsetDateTime>,
    /// Whether the run covered what it was to cover.
    pub completeness: Completeness,
    /// What it is about; sorted.
    pub scopes: Vec<Scope>,
    /// Its findings, in the file's order, up to a limit; `tally` counts all of them.
    pub findings: Vec<Finding>,
    /// Every finding counted, those not kept too.
    pub tally: Tally,
    /// Its numbers.
    pub measures: Vec<Measure>,
    /// What it lists.
    pub components: Vec<Component>,
    /// What was passed over.
    pub ignored: Vec<Ignored>,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

impl Reading {
    /// What it is about, without the versions of what is named besides: a scan of the next build follows that of
    /// the build before. Where only versions are named, those. A subject stands for all of it.
    pub fn about(&self) -> Vec<&Scope> {
        let subject = |scope: &&Scope| scope.kind == ScopeKind::Subject;
        if self.scopes.iter().any(|scope| subject(&scope)) {
            return self.scopes.iter().filter(subject).collect();
        }
        let names = |version: ScopeKind| {
            let named = version.versions();
            named.is_some_and(|kind| self.scopes.iter().any(|scope| scope.kind == kind))
        };
        let kept = self.scopes.iter().filter(|scope| !names(scope.kind));
        kept.collect()
    }

    /// What it is about in a line: the first few names.
    pub fn subject(&self) -> String {
        const NAMES: usize = 3;
        let about = self.about();
        let named: Vec<_> = about.iter().take(NAMES).map(|s| s.value.as_str()).collect();
        let more = if about.len() > NAMES { ", …" } else { "" };
        format!("{}{more}", named.join(", "))
    }
}

/// A tool and its version, as it names itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: Label,
    /// Its version, where the file says it.
    pub version: Option<Label>,
}

/// Whether a run covered what it was to cover. Only `Complete` lets no findings speak for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "reason", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Completeness {
    /// It did.
    Complete,
    /// Not all of it, or the file does not say.
    Partial(Reason),
    /// Nothing was examined.
    NothingScanned,
    /// The run failed.
    Failed(Reason),
}

impl Completeness {
    /// The worse of two; of equals the first.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if other.rank() > self.rank() {
            other
        } else {
            self
        }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Complete => 0,
            Self::Partial(_) => 1,
            Self::NothingScanned => 2,
            Self::Failed(_) => 3,
        }
    }
}

/// Counts of all findings and of what passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// Those that count.
    pub open: BySeverity,
    /// Those that somebody suppressed or accepted.
    pub suppressed: BySeverity,
    /// Checks that passed, where the tool says so.
    pub passed: u64,
}

impl Tally {
    /// Counts one finding.
    pub fn add(&mut self, state: FindingState, severity: Severity) {
        match state {
            FindingState::Open => self.open.add(severity),
            FindingState::Suppressed => self.suppressed.add(severity),
        }
    }

    /// All findings.
    pub const fn total(&self) -> u64 {
        self.open.total() + self.suppressed.total()
    }
}

/// Counts by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BySeverity {
    /// Critical ones.
    pub critical: u64,
    /// High ones.
    pub high: u64,
    /// Medium ones.
    pub medium: u64,
    /// Low ones.
    pub low: u64,
    /// Informational ones.
    pub info: u64,
}

impl BySeverity {
    /// Counts one.
    pub fn add(&mut self, severity: Severity) {
        let count = match severity {
            Severity::Critical => &mut self.critical,
            Severity::High => &mut self.high,
            Severity::Medium => &mut self.medium,
            Severity::Low => &mut self.low,
            Severity::Info => &mut self.info,
        };
        *count += 1;
    }

    /// All of them.
    pub const fn total(&self) -> u64 {
        self.critical + self.high + self.medium + self.low + self.info
    }

    /// Those of this severity or worse.
    pub const fn at_least(&self, severity: Severity) -> u64 {
        match severity {
            Severity::Critical => self.critical,
            Severity::High => self.critical + self.high,
            Severity::Medium => self.critical + self.high + self.medium,
            Severity::Low => self.critical + self.high + self.medium + self.low,
            Severity::Info => self.total(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Place;

    #[test]
    fn a_subject_stands_for_everything_that_a_file_names() {
        let scope = |kind, value: &str| Scope {
            kind,
            value: Place::clip(value),
        };
        let mut reading = Reading {
            kind: Kind::KubeLinter,
            tool: Tool::default(),
            taken_at: None,
            completeness: Completeness::Complete,
            scopes: vec![
                scope(ScopeKind::Namespace, "chat"),
                scope(ScopeKind::Object, "Deployment/serving"),
            ],
            findings: Vec::new(),
            tally: Tally::default(),
            measures: Vec::new(),
            components: Vec::new(),
            ignored: Vec::new(),
            warnings: Vec::new(),
        };
        assert_eq!(reading.about().len(), 2);
        let subject = scope(ScopeKind::Subject, "manifests");
        reading.scopes.push(subject.clone());
        assert_eq!(reading.about(), [&subject]);
    }

    #[test]
    fn the_worse_completeness_wins() {
        let partial = Completeness::Partial(Reason::NoRules);
        let failed = Completeness::Failed(Reason::RunFailed);
        assert_eq!(Completeness::Complete.and(partial), partial);
        assert_eq!(failed.and(Completeness::NothingScanned), failed);
        assert_eq!(
            partial.and(Completeness::Partial(Reason::NoResults)),
            partial
        );
        let json = serde_json::to_value(partial).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"state": "partial", "reason": {"code": "no_rules"}})
        );
    }

    #[test]
    fn tallies_count_by_state_and_severity() {
        let mut tally = Tally::default();
        tally.add(FindingState::Open, Severity::High);
        tally.add(FindingState::Suppressed, Severity::Critical);
        assert_eq!((tally.open.at_least(Severity::High), tally.total()), (1, 2));
    }
}
