//! Evidence from other tools, findings and verdicts as pages show them.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    AnswerState, CheckId, CriterionId, FindingId, ReadingId, RuleId, TokenId,
    evidence::{Completeness, Finding, Ignored, Kind, Tally, Warning},
    rule::Verdict,
    views::workloads::WorkloadHead,
};

/// `/workloads/{id}/evidence`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidencePage {
    /// The workload.
    pub head: WorkloadHead,
    /// What came in, newest first.
    pub readings: Vec<ReadingRow>,
    /// Verdicts: what a person should look at first, then the rest by rule.
    pub verdicts: Vec<VerdictRow>,
    /// Rules that wait for data that no file brought yet, with the kinds of files that would.
    pub waiting: Vec<WaitingRule>,
    /// Tokens of machines that send files; only for those who may make them.
    pub tokens: Vec<TokenRow>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingRow {
    /// Which; none while it is only looked at.
    pub id: Option<ReadingId>,
    /// What it was read as.
    pub kind: Kind,
    /// The tool that wrote it.
    pub tool: String,
    /// The tool's version.
    pub tool_version: Option<String>,
    /// The name that it came with.
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// The day from which it counts.
    #[serde(with = "crate::day")]
    pub day: Date,
    /// Whether the day stands in the file.
    pub dated: bool,
    /// RFC 3339.
    pub received_at: String,
    /// The person or token that sent it.
    pub sender: String,
    /// Whether the run covered what it was to cover.
    pub completeness: Completeness,
    /// Findings by severity, and what passed.
    pub tally: Tally,
    /// How many numbers it gave.
    pub measures: u32,
    /// How many components it lists.
    pub components: u32,
    /// What was passed over, and why.
    pub ignored: Vec<Ignored>,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

crate::answer::wire_enum! {
    /// How an answer and a verdict stand to each other.
    Standing {
        /// They disagree, and nobody resolved it.
        Conflict = "conflict",
        /// The rule proposes an answer that nobody gave.
        Proposal = "proposal",
        /// They agree.
        Agreement = "agreement",
        /// Somebody rejected the verdict, with a reason.
        Rejected = "rejected",
        /// The rule has no data.
        NoData = "no_data",
    }
}

/// A rule's verdict beside the answer to its criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictRow {
    /// Which rule.
    pub rule: RuleId,
    /// The rule's check.
    pub check: CheckId,
    /// The criterion that it tests.
    pub criterion: CriterionId,
    /// The criterion's statement.
    pub statement: String,
    /// The answer, if any.
    pub answer: Option<AnswerState>,
    /// How the two stand to each other.
    pub standing: Standing,
    /// The verdict as of today.
    pub verdict: Verdict,
    /// RFC 3339.
    pub judged_at: String,
    /// Who decided about it, and why.
    pub decided: Option<(String, String)>,
}

/// A rule without data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaitingRule {
    /// Which rule.
    pub rule: RuleId,
    /// The criterion that it tests.
    pub criterion: CriterionId,
    /// The criterion's statement.
    pub statement: String,
    /// Tools or telemetry that it reads.
    pub source: String,
    /// Kinds of files that it reads; none where it waits for telemetry.
    pub kinds: Vec<Kind>,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRow {
    /// Which.
    pub id: TokenId,
    /// Its name.
    pub name: String,
    /// Who made it.
    pub by: String,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub expires_at: String,
    /// RFC 3339.
    pub last_used_at: Option<String>,
    /// Whether it still opens anything.
    pub live: bool,
}

/// `/workloads/{id}/findings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingsPage {
    /// The workload.
    pub head: WorkloadHead,
    /// The page asked for.
    pub rows: Vec<FindingRow>,
    /// How many fit the filter.
    pub total: u64,
    /// Which page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
}

crate::answer::wire_enum! {
    /// Where a finding stands.
    FindingStanding {
        /// It counts.
        Open = "open",
        /// Accepted until a day.
        Accepted = "accepted",
        /// No problem.
        FalsePositive = "false_positive",
        /// Gone in the last run.
        Fixed = "fixed",
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingRow {
    /// Which.
    pub id: FindingId,
    /// The kind of file that reported it.
    pub kind: String,
    /// What was reported.
    pub finding: Finding,
    /// Checks whose rules count it.
    pub checks: Vec<CheckId>,
    /// The first day on which it was seen.
    #[serde(with = "crate::day")]
    pub first_day: Date,
    /// The last day on which it was seen.
    #[serde(with = "crate::day")]
    pub last_day: Date,
    /// Where it stands.
    pub standing: FindingStanding,
    /// Until when it is accepted.
    #[serde(with = "crate::day::option")]
    pub accepted_until: Option<Date>,
    /// Why, and who said so.
    pub decided: Option<(String, String)>,
    /// For optimistic writes.
    pub version: i32,
}
