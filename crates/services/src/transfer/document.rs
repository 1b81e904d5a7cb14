//! The file format. A workload's document is its assessment document (`/api/v1/assessments/{id}`) with one more field,
//! `export`; an organisation's is a line that says so, a line for each workload with lines of what was measured of it, lines
//! of what teams have, and a line that says that it is whole. What was measured of one workload leaves in the same lines.

use domain::{AssessmentId, Name, WorkloadId};
use serde::{Deserialize, Serialize};
use store::transfer::{
    GroupRows, Measured, OrganisationPart, Person, Rows, TeamPart, ThresholdPart, WorkloadPart,
};
use time::OffsetDateTime;

/// The format that is written; what is read may be older. The first had only workloads' documents.
pub(super) const FORMAT: u32 = 2;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Organisation,
    Workload,
    Measured,
    Group,
    End,
}

/// What every line says of itself, read before anything else.
#[derive(Debug, Deserialize)]
pub(super) struct Probe {
    pub export: Option<About>,
}

/// Format and kind.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub format: u32,
    pub kind: Kind,
}

/// The first line of an export in lines.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct HeadLine {
    pub export: Head,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    #[serde(flatten)]
    pub about: About,
    #[serde(with = "time::serde::rfc3339")]
    pub exported_at: OffsetDateTime,
    pub organisation: OrganisationPart,
    pub thresholds: Vec<ThresholdPart>,
    /// The workload that alone is in the file; none where all of the organisation are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workload: Option<WorkloadId>,
}

/// The last line of an export in lines.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EndLine {
    pub export: End,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct End {
    #[serde(flatten)]
    pub about: About,
    pub workloads: u32,
    /// Lines of what was measured and of what teams have; the first format has none.
    #[serde(default)]
    pub lines: u64,
}

/// A line of what was measured of the workload before it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct MeasuredLine {
    pub export: MeasuredOf,
}

// `About` stands here field by field: flattened, what is wrong with a row would not say which row it is.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct MeasuredOf {
    pub format: u32,
    pub kind: Kind,
    pub workload: WorkloadId,
    pub rows: Measured,
}

/// A line of what teams and the organisation have.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct GroupLine {
    pub export: GroupOf,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct GroupOf {
    pub format: u32,
    pub kind: Kind,
    pub people: Vec<Person>,
    pub rows: GroupRows,
}

/// A workload's document, as far as it is read; the rest is what the result is compared with.
#[derive(Debug, Deserialize)]
pub(super) struct WorkloadLine {
    pub id: AssessmentId,
    pub framework: FrameworkRef,
    pub input_hash: String,
    #[serde(with = "time::serde::rfc3339")]
    pub generated_at: OffsetDateTime,
    pub export: Whole,
}

/// The same line on the second reading: which workload, and as of when.
#[derive(Debug, Deserialize)]
pub(super) struct NumbersLine {
    #[serde(with = "time::serde::rfc3339")]
    pub generated_at: OffsetDateTime,
    pub export: NumbersOf,
}

#[derive(Debug, Deserialize)]
pub(super) struct NumbersOf {
    pub workload: Named,
}

#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub id: WorkloadId,
    pub name: Name,
}

#[derive(Debug, Deserialize)]
pub(super) struct FrameworkRef {
    pub id: String,
    pub version: String,
}

/// The field `export` of a workload's document.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Whole {
    #[serde(flatten)]
    pub about: About,
    pub organisation: OrganisationPart,
    pub team: TeamPart,
    pub people: Vec<Person>,
    pub workload: WorkloadPart,
    /// Where the workload's chain of the change log ended; the chain itself stays where it was written.
    #[serde(default)]
    pub log: Option<LogEnd>,
    /// Documents whose file was too large to be in it, by their titles.
    pub files_left_out: Vec<String>,
    pub rows: Rows,
}

/// The last entry of a chain: whoever has both installations can tell that nothing before it was changed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LogEnd {
    /// From 1.
    pub number: i64,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// In hexadecimal.
    pub hash: String,
}
