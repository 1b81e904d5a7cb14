//! The file format. A workload's document is its assessment document (`/api/v1/assessments/{id}`) with one more field,
//! `export`; an organisation's is a line that says so, a line for each workload, and a line that says that it is whole.

use domain::{AssessmentId, Name, WorkloadId};
use serde::{Deserialize, Serialize};
use store::transfer::{OrganisationPart, Person, Rows, TeamPart, ThresholdPart, WorkloadPart};
use time::OffsetDateTime;

/// The format that is written; what is read may be older.
pub(super) const FORMAT: u32 = 1;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Organisation,
    Workload,
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

/// The first line of an organisation's export.
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
}

/// The last line of an organisation's export.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EndLine {
    pub export: End,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct End {
    #[serde(flatten)]
    pub about: About,
    pub workloads: u32,
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
    /// Documents whose file was too large to be in it, by their titles.
    pub files_left_out: Vec<String>,
    pub rows: Rows,
}
