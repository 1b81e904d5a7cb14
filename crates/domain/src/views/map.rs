//! The map of a workload: parts, calls, what is known about them, what was found and is not on it.

use serde::{Deserialize, Serialize};

use super::workloads::WorkloadHead;
use crate::{
    Band, CallId, CheckId, ComponentId, Exact, FindingId, Layer, PartId, RiskId, RuleId,
    evidence::{Component, Severity},
    map::{Call, CallKind, Facts, Part, PartKind, Pin, Template},
};

/// `/workloads/{id}/map`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapPage {
    /// The workload.
    pub head: WorkloadHead,
    /// Its parts, by layer from the application layer down, then by name.
    pub parts: Vec<PartRow>,
    /// The calls between them.
    pub calls: Vec<CallRow>,
    /// What telemetry and files named and what is not on the map.
    pub found: Vec<FoundRow>,
    /// What of that somebody does not want on it.
    pub ignored: Vec<FoundRow>,
    /// Parts that were taken off lately and can come back.
    pub removed: Vec<RemovedRow>,
    /// Checks in scope that sit on no part: no part is of their kinds.
    pub unplaced: Vec<(CheckId, String)>,
    /// Templates, and whether the profile asks for them.
    pub templates: Vec<(Template, bool)>,
    /// What sits on the part that is asked for.
    pub detail: Option<PartDetail>,
    /// What the reader drew last and can take back.
    pub undo: Option<UndoRow>,
}

/// A step of drawing that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoRow {
    /// Which.
    pub number: i64,
    /// What was done, as the change log calls it.
    pub action: String,
    /// The name of what was drawn; empty where it was more than one thing.
    pub about: String,
}

/// A part with what is known about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRow {
    /// Which.
    pub id: PartId,
    /// What it is.
    pub kind: PartKind,
    /// In which layer.
    pub layer: Layer,
    /// Its name.
    pub name: String,
    /// What there is to know about it.
    pub note: String,
    /// Where somebody put it.
    pub pin: Option<Pin>,
    /// For optimistic writes.
    pub version: i32,
    /// What sits on it.
    pub facts: Facts,
    /// What of the inventory it is.
    pub components: Vec<(ComponentId, String)>,
}

/// A call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    /// Which.
    pub id: CallId,
    /// Who calls.
    pub from: PartId,
    /// Who is called.
    pub to: PartId,
    /// What passes.
    pub kind: CallKind,
}

/// Something of the inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundRow {
    /// Which.
    pub id: ComponentId,
    /// What was seen.
    pub content: Component,
    /// Where: `telemetry`, or the kind of file.
    pub origin: String,
    /// What it would be on the map.
    pub kind: PartKind,
    /// The part of the same name and kind that it most likely is.
    pub same_as: Option<PartId>,
    /// When it was last seen, RFC 3339.
    pub last_at: String,
}

/// A part that was taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedRow {
    /// Which.
    pub id: PartId,
    /// What it was.
    pub kind: PartKind,
    /// Its name.
    pub name: String,
    /// Who took it off.
    pub by_name: String,
    /// When, RFC 3339.
    pub at: String,
}

/// Everything that sits on one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartDetail {
    /// Which.
    pub id: PartId,
    /// Its checks, the lowest proven level first.
    pub checks: Vec<PartCheck>,
    /// Checks in scope that do not sit on it.
    pub others: Vec<(CheckId, String)>,
    /// Its open findings, the worst first; at most 50.
    pub findings: Vec<PartFinding>,
    /// Signals that its rules read.
    pub signals: Vec<PartSignal>,
    /// Its risks, the greatest assured residual first.
    pub risks: Vec<PartRisk>,
}

/// A check on a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCheck {
    /// Which.
    pub check: CheckId,
    /// Its name.
    pub name: String,
    /// The claimed level.
    pub claimed: u8,
    /// The proven level.
    pub assured: u8,
    /// Criteria that a rule disagrees with.
    pub conflicts: u32,
    /// Whether a person put it here.
    pub by_hand: bool,
}

/// A finding on a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFinding {
    /// Which.
    pub id: FindingId,
    /// What it is about.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// Whether it names the part; else it sits here because of its checks.
    pub named: bool,
    /// Where the list of findings shows it: the check that counts it.
    pub check: Option<CheckId>,
}

/// A signal on a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartSignal {
    /// What rules know it as.
    pub signal: String,
    /// A rule that reads it.
    pub rule: RuleId,
    /// The rule's check.
    pub check: CheckId,
    /// When it last came, RFC 3339; none where it never did.
    pub last_at: Option<String>,
    /// Whether that is within a day; none where it never came.
    pub fresh: Option<bool>,
}

/// A risk on a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRisk {
    /// Which.
    pub risk: RiskId,
    /// Its name.
    pub name: String,
    /// What is left by what is claimed.
    pub claimed: Exact,
    /// What is left by what is proven.
    pub assured: Exact,
    /// The band of that.
    pub band: Band,
    /// Whether somebody accepted it.
    pub accepted: bool,
}

impl MapPage {
    /// What the picture needs of the parts.
    pub fn drawn_parts(&self) -> Vec<Part> {
        let part = |row: &PartRow| {
            Some(Part {
                id: row.id,
                kind: row.kind,
                layer: row.layer,
                name: row.name.parse().ok()?,
                pin: row.pin,
            })
        };
        self.parts.iter().filter_map(part).collect()
    }

    /// What the picture needs of the calls.
    pub fn drawn_calls(&self) -> Vec<Call> {
        let call = |row: &CallRow| Call {
            id: row.id,
            from: row.from,
            to: row.to,
            kind: row.kind,
        };
        self.calls.iter().map(call).collect()
    }

    /// A part.
    pub fn part(&self, id: PartId) -> Option<&PartRow> {
        self.parts.iter().find(|part| part.id == id)
    }
}
