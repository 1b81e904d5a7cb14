//! Codes that say what a reading does not cover, and why; pages translate them.

use serde::{Deserialize, Serialize};

use super::Label;

/// Why a run does not cover everything, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CoverageReason))]
pub enum Reason {
    /// The file does not say what was examined, so that no findings prove nothing by themselves.
    CoverageNotStated,
    /// Nothing in the file says which tool wrote it.
    ToolNotNamed,
    /// The tool says that its run failed.
    RunFailed,
    /// The file has no list of results.
    NoResults,
    /// The file names no rule that was run.
    NoRules,
    /// The tool met errors.
    ToolErrors {
        /// How many.
        count: u64,
    },
    /// Objects were skipped.
    ObjectsSkipped {
        /// How many.
        count: u64,
    },
    /// Files could not be parsed by the tool.
    ParsingErrors {
        /// How many.
        count: u64,
    },
    /// An analyser gave no result for objects; "safe" then means nothing.
    AnalyserSilent {
        /// How many objects.
        count: u64,
    },
    /// Targets could not be reached or started.
    TargetsNotReached {
        /// How many.
        count: u64,
    },
    /// The tool's analysis service could not be reached.
    BackendNotReached,
    /// The target was a stand-in that gives back what it gets, not what is used.
    NoRealTarget,
    /// The objects were only listed, not analysed.
    NotAnalysed,
    /// The system gets no security data any more, so that its packages can't be judged.
    SystemUnsupported,
    /// The file ends before its run did.
    Truncated,
    /// The file counts what succeeded and does not say how much failed.
    FailuresNotStated,
    /// Columns that this kind of file has are not there.
    ColumnsMissing {
        /// How many.
        count: u64,
    },
    /// Parts of the file could not be read.
    PartsUnreadable {
        /// How many.
        count: u64,
    },
}

/// Something odd that does not stop the reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Warning {
    /// Lines before the data, such as log output, were passed over.
    LeadingLines {
        /// How many.
        count: u64,
    },
    /// Lines after the data were passed over.
    TrailingLines {
        /// How many.
        count: u64,
    },
    /// `NaN` or `Infinity` was read as "no value".
    NonFiniteNumbers {
        /// How many.
        count: u64,
    },
    /// More findings than are kept; the tally counts them all.
    FindingsOmitted {
        /// How many were not kept.
        count: u64,
    },
    /// More measures, components or scopes than are kept.
    FactsOmitted {
        /// How many were not kept.
        count: u64,
    },
    /// Texts looked like secrets or addresses of people and were masked.
    Masked {
        /// How many texts.
        count: u64,
    },
    /// The tool gives no severity; a cautious one was assumed.
    SeverityAssumed {
        /// For how many findings.
        count: u64,
    },
    /// Several rules share an id.
    RulesDuplicated {
        /// How many too many.
        count: u64,
    },
    /// Results name rules that the file does not describe.
    RulesUnknown {
        /// How many results.
        count: u64,
    },
    /// The file holds runs of several tools; the first one is named.
    SeveralTools {
        /// How many.
        count: u64,
    },
    /// The file's own total is not what its list holds.
    CountsDisagree {
        /// What the file says.
        stated: u64,
        /// What was counted.
        counted: u64,
    },
    /// Numbers that the file states are not what its own data give; those that follow from the data were kept.
    NumbersDisagree {
        /// How many.
        count: u64,
    },
    /// The file has no date of its own.
    NoDate,
    /// A date could not be read, or is none (year 1).
    DateUnreadable {
        /// The text.
        text: Label,
    },
    /// A date without time zone was read as UTC.
    DateWithoutZone,
    /// The date is that of the object that holds the result, not of the run.
    DateOfObject,
    /// Money without a currency.
    CurrencyNotStated,
    /// Names or descriptions hold invisible characters that can carry hidden instructions.
    HiddenCharacters {
        /// In how many objects.
        count: u64,
    },
}

/// Something that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ignored {
    /// What.
    pub what: IgnoredWhat,
    /// How many.
    pub count: u64,
    /// Why.
    pub why: IgnoredWhy,
    /// The line of the first one, from 1, where it is known.
    pub line: Option<u64>,
}

/// What was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum IgnoredWhat {
    /// A line of JSON Lines or CSV.
    Line,
    /// An entry of a list of results.
    Result,
    /// A document of several in one file.
    Document,
    /// A note of the tool about itself.
    ToolNote,
    /// A licence found in a package.
    Licence,
    /// A number.
    Number,
}

/// Why something was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum IgnoredWhy {
    /// It could not be parsed.
    Broken,
    /// It lacks a part that it must have.
    Incomplete,
    /// It is of another kind.
    OtherKind,
    /// The problem is gone since an earlier run.
    Absent,
    /// It is not what this reader reports.
    OutOfScope,
    /// The number is not finite or out of range.
    OutOfRange,
    /// It can be read in more than one way.
    Ambiguous,
}
