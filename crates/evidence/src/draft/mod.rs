//! A reading in the making: the one place that cuts, masks, counts and bounds what readers report.

mod dates;
mod facts;
mod fingerprint;
mod mask;
mod places;
mod problem;
mod tags;

use std::collections::{BTreeSet, HashMap};

use domain::evidence::{
    Completeness, Component, Finding, Ignored, IgnoredWhat, IgnoredWhy, Kind, Label, Measure,
    Reading, Reason, Scope, Tally, Tool, Unusable, Warning,
};
use time::OffsetDateTime;

use crate::Limits;

pub use dates::instant;
pub use facts::Part;
pub use problem::Problem;

/// A reading in the making.
pub struct Draft<'l> {
    limits: &'l Limits,
    kind: Kind,
    tool: Tool,
    taken_at: Option<OffsetDateTime>,
    completeness: Completeness,
    scopes: BTreeSet<Scope>,
    findings: Vec<Finding>,
    tally: Tally,
    measures: Vec<Measure>,
    components: Vec<Component>,
    ignored: Vec<Ignored>,
    warnings: Vec<Warning>,
    /// Why there is no reading after all.
    refused: Option<Unusable>,
    /// How often each fingerprint was seen, to tell two problems of one rule in one place apart.
    seen: HashMap<[u8; 32], u32>,
    masked: u64,
    assumed: u64,
    facts_omitted: u64,
}

impl<'l> Draft<'l> {
    /// An empty one, of a tool that is known by the kind of file.
    pub fn new(kind: Kind, tool: &str, limits: &'l Limits) -> Self {
        Self {
            limits,
            kind,
            tool: Tool {
                name: Label::clip(tool),
                version: None,
            },
            taken_at: None,
            completeness: Completeness::Complete,
            scopes: BTreeSet::new(),
            findings: Vec::new(),
            tally: Tally::default(),
            measures: Vec::new(),
            components: Vec::new(),
            ignored: Vec::new(),
            warnings: Vec::new(),
            refused: None,
            seen: HashMap::new(),
            masked: 0,
            assumed: 0,
            facts_omitted: 0,
        }
    }

    /// The bounds of the file.
    pub const fn limits(&self) -> &'l Limits {
        self.limits
    }

    /// The tool's version.
    pub fn version(&mut self, version: Option<&str>) {
        if let Some(version) = version {
            self.tool.version = Some(Label::clip(version));
        }
    }

    /// The tool's name, where the file itself names it.
    pub fn tool(&mut self, name: &str, version: Option<&str>) {
        self.tool.name = Label::clip(name);
        self.version(version);
    }

    /// A date inside the file, or a number since 1970 as text; the earliest one counts, so that nothing looks fresher than it is.
    pub fn taken_at(&mut self, text: &str) {
        match dates::parse(text) {
            Some(date) => {
                if !date.zoned {
                    self.warn(Warning::DateWithoutZone);
                }
                self.dated(date.at);
            }
            None => self.warn(Warning::DateUnreadable {
                text: Label::clip(text),
            }),
        }
    }

    fn dated(&mut self, at: OffsetDateTime) {
        self.taken_at = Some(self.taken_at.map_or(at, |old| old.min(at)));
    }

    /// A part is missing or of the wrong form without which nothing at all can be said: no reading.
    pub fn incomplete(&mut self, part: &str) {
        self.refuse(Unusable::Incomplete {
            kind: self.kind,
            part: Label::clip(part),
        });
    }

    /// The file turns out to be broken where a reader walks it line by line or event by event: no reading.
    pub fn refuse(&mut self, why: Unusable) {
        self.refused.get_or_insert(why);
    }

    /// The run does not cover everything.
    pub fn partial(&mut self, reason: Reason) {
        self.completeness = self.completeness.and(Completeness::Partial(reason));
    }

    /// The run failed.
    pub fn failed(&mut self, reason: Reason) {
        self.completeness = self.completeness.and(Completeness::Failed(reason));
    }

    /// The run examined nothing.
    pub fn nothing_scanned(&mut self) {
        self.completeness = self.completeness.and(Completeness::NothingScanned);
    }

    /// Checks that passed.
    pub const fn passed(&mut self, count: u64) {
        self.tally.passed = self.tally.passed.saturating_add(count);
    }

    /// How many findings were reported so far, kept or not.
    pub const fn total(&self) -> u64 {
        self.tally.total()
    }

    /// Something was passed over; the same again adds to its count.
    pub fn ignore(&mut self, what: IgnoredWhat, why: IgnoredWhy, line: Option<u64>) {
        self.ignore_many(1, what, why, line);
    }

    /// Several things were passed over.
    pub fn ignore_many(
        &mut self,
        count: u64,
        what: IgnoredWhat,
        why: IgnoredWhy,
        line: Option<u64>,
    ) {
        let same = |i: &&mut Ignored| i.what == what && i.why == why;
        match self.ignored.iter_mut().find(same) {
            _ if count == 0 => {}
            Some(ignored) => ignored.count = ignored.count.saturating_add(count),
            None => self.ignored.push(Ignored {
                what,
                count,
                why,
                line,
            }),
        }
    }

    /// Something is odd; the same twice is said once.
    pub fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) && self.warnings.len() < 64 {
            self.warnings.push(warning);
        }
    }

    /// Says so where the file's own total is not what was counted.
    pub fn compare(&mut self, stated: Option<u64>, counted: u64) {
        if let Some(stated) = stated.filter(|stated| *stated != counted) {
            self.warn(Warning::CountsDisagree { stated, counted });
        }
    }

    /// The reading, or why there is none.
    pub fn finish(mut self) -> Result<Reading, Unusable> {
        if let Some(why) = self.refused {
            return Err(why);
        }
        if self.taken_at.is_none() {
            self.warn(Warning::NoDate);
        }
        // A list of scanned objects can be left out; findings show that there were some.
        if self.completeness == Completeness::NothingScanned && self.tally.total() > 0 {
            self.completeness = Completeness::Partial(Reason::CoverageNotStated);
        }
        let kept = crate::fields::many(self.findings.len());
        let omitted = self.tally.total().saturating_sub(kept);
        let counts = [
            (omitted, Warning::FindingsOmitted { count: omitted }),
            (
                self.facts_omitted,
                Warning::FactsOmitted {
                    count: self.facts_omitted,
                },
            ),
            (self.masked, Warning::Masked { count: self.masked }),
            (
                self.assumed,
                Warning::SeverityAssumed {
                    count: self.assumed,
                },
            ),
        ];
        self.warnings
            .extend(counts.into_iter().filter(|(n, _)| *n > 0).map(|(_, w)| w));
        Ok(Reading {
            kind: self.kind,
            tool: self.tool,
            taken_at: self.taken_at,
            completeness: self.completeness,
            scopes: self.scopes.into_iter().collect(),
            findings: self.findings,
            tally: self.tally,
            measures: self.measures,
            components: self.components,
            ignored: self.ignored,
            warnings: self.warnings,
        })
    }
}
