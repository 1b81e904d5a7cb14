//! Evidence from other tools, findings and verdicts as pages show them.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    AnswerState, CheckId, CriterionId, FindingId, Locale, ProofKind, ReadingId, RiskId, RuleId,
    TokenId,
    evidence::{Completeness, Finding, Ignored, Kind, Tally, Unusable, Warning},
    rule::{Outcome, Verdict},
    views::{glance::Glance, workloads::WorkloadHead},
};

/// `/workloads/{id}/evidence`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidencePage {
    /// The workload.
    pub head: WorkloadHead,
    /// What came in, newest first.
    pub readings: Vec<ReadingRow>,
    /// Verdicts: what a person should look at first, then the rest by rule.
    pub verdicts: Vec<VerdictRow>,
    /// Rules that wait for data that no file brought yet, with the kinds of files that would.
    pub waiting: Vec<WaitingRule>,
    /// Proof of `met` answers that ends within thirty days, the soonest first.
    pub ending: Vec<EndingProof>,
    /// Tokens of machines that send files; only for those who may make them.
    pub tokens: Vec<TokenRow>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// What it is about: a later file of the same kind and tool about the same takes its place.
    pub subject: String,
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
    /// What it says at a glance; empty for all but the newest files of a list.
    pub glance: Glance,
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

impl Standing {
    /// Its name, the same on pages and in reports.
    pub const fn name(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Conflict, Locale::Zh) => "与回答冲突",
            (Self::Conflict, Locale::En) => "Conflict",
            (Self::Proposal, Locale::Zh) => "提议",
            (Self::Proposal, Locale::En) => "Proposal",
            (Self::Agreement, Locale::Zh) => "一致",
            (Self::Agreement, Locale::En) => "Agreement",
            (Self::Rejected, Locale::Zh) => "已驳回",
            (Self::Rejected, Locale::En) => "Rejected",
            (Self::NoData, Locale::Zh) => "无结论",
            (Self::NoData, Locale::En) => "No verdict",
        }
    }
}

/// What a rule returns in a word, the same on pages and in reports.
pub const fn outcome_name(outcome: Outcome, locale: Locale) -> &'static str {
    match (outcome, locale) {
        (Outcome::Supports, Locale::Zh) => "支持",
        (Outcome::Supports, Locale::En) => "Supports",
        (Outcome::Contradicts, Locale::Zh) => "相悖",
        (Outcome::Contradicts, Locale::En) => "Contradicts",
        (Outcome::NoData(_), _) => Standing::NoData.name(locale),
    }
}

/// A rule's verdict beside the answer to its criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerdictRow {
    /// Which rule.
    pub rule: RuleId,
    /// The rule's check.
    pub check: CheckId,
    /// The check's name.
    pub check_name: String,
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
    /// Whether the rule reads telemetry, which can be looked at hour by hour.
    #[serde(default)]
    pub telemetry: bool,
}

/// A rule without data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingRule {
    /// Which rule.
    pub rule: RuleId,
    /// The rule's check.
    pub check: CheckId,
    /// The check's name.
    pub check_name: String,
    /// The criterion that it tests.
    pub criterion: CriterionId,
    /// The criterion's statement.
    pub statement: String,
    /// Tools or telemetry that it reads.
    pub source: String,
    /// Kinds of files that it reads.
    pub kinds: Vec<Kind>,
    /// Whether it reads telemetry; with neither it waits for a source that is not read yet.
    #[serde(default)]
    pub telemetry: bool,
}

crate::answer::wire_enum! {
    /// What a token allows to send.
    TokenScope {
        /// Files of other tools.
        Evidence = "evidence",
        /// Telemetry.
        Signals = "signals",
    }
}

/// Proof of a `met` answer that ends soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndingProof {
    /// The criterion that it proves.
    pub criterion: CriterionId,
    /// The criterion's check.
    pub check: CheckId,
    /// The criterion's statement.
    pub statement: String,
    /// The kind that stands longest.
    pub by: ProofKind,
    /// The last day on which it stands.
    #[serde(with = "crate::day")]
    pub until: Date,
    /// How many days are left; 0 on the last day.
    pub days_left: u32,
    /// Kinds of files that renew it, where a rule reads files.
    pub kinds: Vec<Kind>,
}

/// A rule of a criterion: what would prove it, and what it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleView {
    /// Which rule.
    pub rule: RuleId,
    /// Tools or telemetry that it reads.
    pub source: String,
    /// Kinds of files that it reads.
    pub kinds: Vec<Kind>,
    /// Whether it reads telemetry; with neither it waits for a source that is not read yet.
    #[serde(default)]
    pub telemetry: bool,
    /// What it says; none where nothing has come in for it.
    pub verdict: Option<VerdictRow>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum FileOutcome {
    /// It was read; `new` is false where the same file is there already, which counts once.
    Read {
        /// What it says.
        reading: Box<ReadingRow>,
        /// Whether it was not there before.
        new: bool,
    },
    /// It holds telemetry, which goes the way of what senders send; `new` as above.
    Telemetry {
        /// What it holds.
        held: TelemetryFile,
        /// Whether it was not there before.
        new: bool,
    },
    /// It can't be read as evidence, and nothing was kept.
    Unusable {
        /// Why.
        why: Unusable,
    },
}

/// What a file of telemetry holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TelemetryFile {
    /// How it is written.
    pub form: TelemetryForm,
    /// Points of metrics; of spans and log records what was made of them.
    pub points: u64,
    /// Series that they belong to.
    pub series: u64,
    /// Traces.
    pub traces: u64,
    /// What was not kept, by reason: the codes of the telemetry page.
    pub dropped: Vec<(String, u64)>,
}

/// How a file of telemetry is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TelemetryForm {
    /// OTLP in JSON, one request or one a line.
    Otlp,
    /// A page of metrics in Prometheus' or `OpenMetrics`' text form.
    Exposition,
}

/// What became of one file of a form, as its answer carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedFile {
    /// The file's name.
    pub name: String,
    /// What it became; none where it can't be read.
    pub reading: Option<ReadingId>,
    /// Whether it was not there before.
    pub new: bool,
    /// Why it can't be read.
    pub why: Option<Unusable>,
    /// What it holds, where that is telemetry.
    #[serde(default)]
    pub telemetry: Option<TelemetryFile>,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenRow {
    /// Which.
    pub id: TokenId,
    /// Its name.
    pub name: String,
    /// What it allows to send.
    pub scope: TokenScope,
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// Checks whose rules count findings, to filter by.
    pub checks: Vec<CheckId>,
    /// Tools that reported any of the workload's findings, to filter by.
    pub tools: Vec<String>,
    /// Risks of the workload with the checks whose findings bear on them.
    pub risks: Vec<BornOn>,
}

/// A risk, and the checks whose findings bear on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BornOn {
    /// The risk.
    pub risk: RiskId,
    /// Its checks.
    pub checks: Vec<CheckId>,
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
        /// Gone in the last run, or fixed as a person says.
        Fixed = "fixed",
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingRow {
    /// Which.
    pub id: FindingId,
    /// The kind of file that reported it.
    pub kind: String,
    /// The tool that reported it, as it names itself; empty where the file does not say.
    pub tool: String,
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
    /// Whether a person said that it is fixed, rather than a run that no longer found it.
    pub fixed_by_hand: bool,
    /// Until when it is accepted.
    #[serde(with = "crate::day::option")]
    pub accepted_until: Option<Date>,
    /// Why, and who said so.
    pub decided: Option<(String, String)>,
    /// For optimistic writes.
    pub version: i32,
}
