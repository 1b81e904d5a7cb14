//! What other tools said, and what rules make of it.

use domain::{
    CheckId, ComponentId, FindingId, ReadingId, Remark, RuleId, UserId,
    evidence::{Component, Finding, Reading},
    rule::Verdict,
    views::signals::ComponentStanding,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::super::people::PeopleOf;
use super::day;

parts! {
    /// What was read from another tool's file.
    ReadingPart [sender] {
        /// Which.
        id: ReadingId,
        /// SHA-256 of the file.
        sha256: String,
        /// The name that the file came with.
        file_name: String,
        /// Bytes of the file.
        size: i64,
        /// The kind of file.
        kind: String,
        /// Hash of kind, tool and what the file is about.
        series: String,
        /// What the sender said that it is about; files of earlier versions don't say.
        #[serde(default)]
        said: String,
        /// The day from which it counts.
        #[serde(with = "day")]
        day: Date,
        /// What it says, without findings.
        content: Reading,
        /// When it came in.
        #[serde(with = "time::serde::rfc3339")]
        received_at: OffsetDateTime,
        /// The person or token that sent it.
        sender: UserId,
        /// When it was taken back.
        #[serde(with = "time::serde::rfc3339::option")]
        withdrawn_at: Option<OffsetDateTime>,
    }

    /// A problem that a tool reported.
    FindingPart [triaged_by] {
        /// Which.
        id: FindingId,
        /// The series of files that it is in.
        series: String,
        /// The same for the same problem in the next run.
        fingerprint: String,
        /// The last file in which it was.
        reading_id: ReadingId,
        /// The kind of file.
        kind: String,
        /// The tool; files of earlier versions don't say.
        #[serde(default)]
        tool: String,
        /// From 0, information, to 4, critical.
        severity: i16,
        /// Checks whose rules count it.
        checks: Vec<CheckId>,
        /// What was reported.
        content: Finding,
        /// The first day on which it was seen.
        #[serde(with = "day")]
        first_day: Date,
        /// The last day on which it was seen.
        #[serde(with = "day")]
        last_day: Date,
        /// The day of the run in which it was gone, or on which somebody fixed it.
        #[serde(with = "day::option")]
        fixed_day: Option<Date>,
        /// `accepted`, `false_positive` or `fixed`.
        triage: Option<String>,
        /// The last day of the acceptance.
        #[serde(with = "day::option")]
        triage_until: Option<Date>,
        /// Why.
        remark: Remark,
        /// Who.
        triaged_by: Option<UserId>,
        /// When.
        #[serde(with = "time::serde::rfc3339::option")]
        triaged_at: Option<OffsetDateTime>,
        /// Grows with each change.
        version: i32,
    }

    /// What a rule says, and what a person said to it.
    VerdictPart [decided_by] {
        /// Which rule.
        rule: RuleId,
        /// The verdict with its figures.
        content: Verdict,
        /// When it came to be.
        #[serde(with = "time::serde::rfc3339")]
        judged_at: OffsetDateTime,
        /// `accepted` or `rejected`.
        decision: Option<String>,
        /// Why.
        remark: Remark,
        /// Who.
        decided_by: Option<UserId>,
        /// When.
        #[serde(with = "time::serde::rfc3339::option")]
        decided_at: Option<OffsetDateTime>,
    }

    /// A part of the workload that telemetry or a file named.
    ComponentPart [reviewed_by] {
        /// Which.
        id: ComponentId,
        /// What kind of part.
        kind: String,
        /// Its name.
        name: String,
        /// Where it was seen.
        origin: String,
        /// When first.
        #[serde(with = "time::serde::rfc3339")]
        first_at: OffsetDateTime,
        /// When last.
        #[serde(with = "time::serde::rfc3339")]
        last_at: OffsetDateTime,
        /// What was seen last.
        content: Component,
        /// What a person says of it.
        standing: ComponentStanding,
        /// Why.
        remark: Remark,
        /// Who.
        reviewed_by: Option<UserId>,
        /// When.
        #[serde(with = "time::serde::rfc3339::option")]
        reviewed_at: Option<OffsetDateTime>,
        /// Grows with each change.
        version: i32,
    }
}
