//! A map as a document.

use domain::{
    CallId, CheckId, ComponentId, Layer, PartId, RiskId, WorkloadId,
    evidence::Severity,
    map::{CallKind, Freshness, PartKind, Pin},
    views::map::{CallRow, MapPage, PartRow},
};
use serde::Serialize;

use super::six;

/// The map of a workload: parts, calls, and what sits on each part.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Map))]
pub struct Document<'a> {
    workload: WorkloadId,
    name: &'a str,
    parts: Vec<PartEntry<'a>>,
    calls: Vec<CallEntry>,
    /// What telemetry and files named and what is not on the map.
    found: u32,
    /// Checks in scope that sit on no part.
    unplaced: Vec<CheckId>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MapPart))]
struct PartEntry<'a> {
    id: PartId,
    kind: PartKind,
    layer: Layer,
    name: &'a str,
    note: &'a str,
    pin: Option<Pin>,
    version: i32,
    /// What of the inventory it is.
    components: Vec<ComponentId>,
    /// Checks that sit on it.
    checks: u32,
    /// The score of these checks by what is proven, in [0, 100].
    assured: Option<String>,
    /// The same by what is claimed.
    claimed: Option<String>,
    /// The level of the proven score, 1…5.
    level: Option<u8>,
    /// Open findings, the worst severity first.
    findings: Vec<FindingCount>,
    /// Criteria that a rule disagrees with.
    conflicts: u32,
    freshness: Freshness,
    /// The gravest risk that nobody accepted.
    risk: Option<RiskId>,
    /// Its assured residual.
    residual: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MapFindings))]
struct FindingCount {
    severity: Severity,
    count: u32,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MapCall))]
struct CallEntry {
    id: CallId,
    from: PartId,
    to: PartId,
    kind: CallKind,
}

impl<'a> Document<'a> {
    pub(super) fn new(page: &'a MapPage) -> Self {
        Self {
            workload: page.head.id,
            name: &page.head.name,
            parts: page.parts.iter().map(part).collect(),
            calls: page.calls.iter().map(call).collect(),
            found: u32::try_from(page.found.len()).unwrap_or(u32::MAX),
            unplaced: page
                .unplaced
                .iter()
                .map(|(check, _)| check.clone())
                .collect(),
        }
    }
}

fn part(row: &PartRow) -> PartEntry<'_> {
    let facts = &row.facts;
    let count = |(severity, count): &(Severity, u32)| FindingCount {
        severity: *severity,
        count: *count,
    };
    PartEntry {
        id: row.id,
        kind: row.kind,
        layer: row.layer,
        name: &row.name,
        note: &row.note,
        pin: row.pin,
        version: row.version,
        components: row.components.iter().map(|(id, _)| *id).collect(),
        checks: facts.checks,
        assured: facts.assured.as_ref().map(six),
        claimed: facts.claimed.as_ref().map(six),
        level: facts.level,
        findings: facts.findings.iter().map(count).collect(),
        conflicts: facts.conflicts,
        freshness: facts.freshness,
        risk: facts.risk.as_ref().map(|risk| risk.risk.clone()),
        residual: facts.risk.as_ref().map(|risk| six(&risk.score)),
    }
}

const fn call(row: &CallRow) -> CallEntry {
    CallEntry {
        id: row.id,
        from: row.from,
        to: row.to,
        kind: row.kind,
    }
}
