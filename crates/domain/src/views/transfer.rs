//! What is seen in an export that is to be read in, and what came of it.

use serde::{Deserialize, Serialize};

use crate::{ImportId, TeamId, WorkloadId};

/// What an export holds, what would be made of it here, and what is in the way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Whether it is of a whole organisation, else of one workload.
    pub organisation: bool,
    /// The organisation that it comes from; empty where it can't be read.
    pub origin: String,
    /// When it was written, as RFC 3339; empty where it can't be read.
    pub exported_at: String,
    /// Framework and version.
    pub framework: String,
    /// Teams in it.
    pub teams: Vec<ImportedTeam>,
    /// People in it who have an account here, and so keep what is theirs.
    pub matched: Vec<MatchedPerson>,
    /// The names of people in it who become names only; the first two hundred.
    pub named: Vec<String>,
    /// How many people become names only.
    pub named_total: u32,
    /// Workloads in it, the first five hundred.
    pub workloads: Vec<ImportedWorkload>,
    /// How much of everything.
    pub totals: ImportTotals,
    /// What is worth knowing.
    pub remarks: Vec<ImportRemark>,
    /// What is in the way; where there is anything, nothing is imported.
    pub obstacles: Vec<Obstacle>,
}

/// A team of the export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedTeam {
    /// Which, here.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Whether it is made; else it is here already.
    pub new: bool,
}

/// Somebody who has an account here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchedPerson {
    /// Their name in the export.
    pub name: String,
    /// The account's name.
    pub account: String,
    /// The address that both have.
    pub email: String,
}

/// A workload of the export. Numbers are those of the export's day: recomputed here, and the same as in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedWorkload {
    /// Which.
    pub id: WorkloadId,
    /// Its name.
    pub name: String,
    /// Its team's name.
    pub team: String,
    /// The three indices with one place, in the order assured, claimed, possible; none where nothing applies.
    pub index: Option<[String; 3]>,
    /// Hash of what they follow from.
    pub input_hash: String,
    /// Answers.
    pub answers: u32,
    /// Milestones.
    pub milestones: u32,
}

/// How much there is in an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportTotals {
    /// Workloads.
    pub workloads: u32,
    /// Answers.
    pub answers: u32,
    /// Documents.
    pub documents: u32,
    /// Documents whose file is in it.
    pub files: u32,
    /// Findings.
    pub findings: u32,
    /// Verdicts of rules.
    pub verdicts: u32,
    /// Milestones.
    pub milestones: u32,
    /// Entries of what people did about risks and actions; reports of earlier versions don't say.
    #[serde(default)]
    pub history: u32,
    /// Rows of what was measured: series, hours, amounts, samples; reports of earlier versions don't say.
    #[serde(default)]
    pub measured: u64,
}

/// Something worth knowing that is in nobody's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "remark", rename_all = "snake_case")]
pub enum ImportRemark {
    /// The pillar priorities of the organisation become those of the export.
    Priorities,
    /// Rules get the numbers that they have in the export.
    Thresholds {
        /// How many.
        count: u32,
    },
    /// Rules have other numbers here; verdicts stay until their data is judged anew.
    OtherThresholds {
        /// How many.
        count: u32,
    },
    /// Documents whose file is not in the export.
    WithoutFile {
        /// How many.
        count: u32,
    },
    /// The export was not written today: numbers are compared as of its day, and proof may have ended since.
    Older {
        /// Days since.
        days: u32,
    },
}

/// Why an export is not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "obstacle", rename_all = "snake_case")]
pub enum Obstacle {
    /// The same file was imported before.
    Again {
        /// When, as RFC 3339.
        at: String,
    },
    /// It is no export of this console.
    Unknown,
    /// It can't be read.
    Malformed {
        /// Line, from 1.
        line: u64,
        /// The field; empty where it is not even JSON.
        field: String,
        /// What the reader said.
        said: String,
    },
    /// It was written by a newer console.
    Format {
        /// Its format.
        number: u32,
    },
    /// Its end is missing.
    CutOff {
        /// Workloads that were in it.
        workloads: u32,
    },
    /// It rests on a framework that is not here.
    Framework {
        /// Line, from 1.
        line: u64,
        /// Framework and version.
        name: String,
    },
    /// A row of it does not fit the others.
    Row {
        /// Line, from 1.
        line: u64,
        /// The workload.
        workload: String,
        /// The field.
        field: String,
        /// What is wrong.
        fault: RowFault,
    },
    /// A workload is here already, by its id or by its name in the team.
    Workload {
        /// Line, from 1.
        line: u64,
        /// Its name in the export.
        name: String,
        /// What is here.
        here: String,
    },
    /// It takes over what a workload answers that is neither here nor in the file.
    Platform {
        /// Line, from 1.
        line: u64,
        /// The workload.
        workload: String,
        /// The other's name.
        platform: String,
    },
    /// A team is here with other numbers, so its workloads would get other scores.
    Team {
        /// Line, from 1.
        line: u64,
        /// Its name.
        name: String,
        /// Whether it is its capacity, else its priorities.
        capacity: bool,
    },
    /// The database refuses a row.
    Refused {
        /// Line, from 1.
        line: u64,
        /// The workload.
        workload: String,
        /// The rule that it breaks.
        constraint: String,
    },
    /// What is computed here is not what the file says.
    Numbers {
        /// Line, from 1.
        line: u64,
        /// The workload.
        workload: String,
        /// The first field that differs.
        field: String,
        /// In the file.
        file: String,
        /// Here.
        here: String,
    },
}

crate::answer::wire_enum! {
    /// What is wrong with a row.
    RowFault {
        /// It names somebody who is not among the export's people.
        Person = "person",
        /// It names a check or criterion that the framework does not have.
        Criterion = "criterion",
        /// There must be one assessment that is not approved, and it is the document's.
        Assessment = "assessment",
        /// It belongs to no assessment of the workload.
        Stray = "stray",
        /// A reason stands where none may, or is missing.
        Reason = "reason",
        /// It is a file or a link, not both.
        Source = "source",
        /// The file does not have the hash that is stated.
        Hash = "hash",
        /// It has not the form that it should have.
        Form = "form",
    }
}

/// An export that was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Which.
    pub id: ImportId,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// Who handed it in; empty from the command line.
    pub by: String,
    /// When, as RFC 3339.
    pub at: String,
    /// Whether people are matched by their address.
    pub match_people: bool,
    /// When it was imported, as RFC 3339.
    pub done_at: Option<String>,
    /// How many workloads it holds.
    pub workloads: u32,
    /// How many obstacles there are.
    pub obstacles: u32,
}

/// What was handed in, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportsPage {
    /// The newest hundred.
    pub rows: Vec<ImportRow>,
    /// The largest file that the browser may send, in bytes.
    pub largest: u64,
    /// How long a file that nobody imports is kept, in hours.
    pub kept_hours: u32,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPage {
    /// The file.
    pub row: ImportRow,
    /// What was seen in it.
    pub report: ImportReport,
}
