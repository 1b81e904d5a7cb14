//! Reports that leave the console by themselves: links for people without an account, and schedules.

use serde::{Deserialize, Serialize};

use super::{
    reports::{ReportFormat, ReportKind},
    workloads::Person,
};
use crate::{
    KeptReportId, Locale, ScheduleId, ShareId, TeamId, UserId, WorkloadId, rhythm::Rhythm,
};

/// What a report is about, as the two pages choose it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// All workloads that the reader may see.
    #[default]
    Organisation,
    /// A team.
    Team(TeamId),
    /// A workload.
    Workload(WorkloadId),
}

impl About {
    /// From `organisation`, `team:…`, `workload:…`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().split_once(':') {
            None if text.trim() == "organisation" => Some(Self::Organisation),
            Some(("team", id)) => id.parse().ok().map(Self::Team),
            Some(("workload", id)) => id.parse().ok().map(Self::Workload),
            _ => None,
        }
    }
}

impl std::fmt::Display for About {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Organisation => f.write_str("organisation"),
            Self::Team(id) => write!(f, "team:{id}"),
            Self::Workload(id) => write!(f, "workload:{id}"),
        }
    }
}

/// What can be chosen: the organisation, teams, and the workload that the page was opened for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subjects {
    /// Values and names; the organisation's name comes first.
    pub choices: Vec<(String, String)>,
    /// What is chosen at first.
    pub chosen: String,
}

/// How long a link may still be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareState {
    /// It works.
    Open,
    /// Its time is over.
    Expired,
    /// Somebody ended it.
    Revoked,
}

/// A link with which anybody reads one report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareRow {
    /// Which.
    pub id: ShareId,
    /// What the report is about, by its name then.
    pub name: String,
    /// The page of that.
    pub about: About,
    /// For whom the report is.
    pub kind: ReportKind,
    /// Its form.
    pub format: ReportFormat,
    /// Its language.
    pub locale: Locale,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Who made it.
    pub by: String,
    /// When, as RFC 3339.
    pub created_at: String,
    /// When it ends, as RFC 3339.
    pub expires_at: String,
    /// Whether it still works.
    pub state: ShareState,
    /// When it was last used, as RFC 3339.
    pub last_used_at: Option<String>,
    /// How often it was used.
    pub uses: i64,
}

/// Links that somebody made or manages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharesPage {
    /// What a new one may be about.
    pub subjects: Subjects,
    /// This page's rows.
    pub rows: Vec<ShareRow>,
    /// From 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// How many rows on all of them.
    pub total: i64,
}

/// A time that a schedule was due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRow {
    /// When, as RFC 3339.
    pub due_at: String,
    /// Who asked for it; empty where its time had come.
    pub asked_by: String,
    /// Whether it is over.
    pub done: bool,
    /// Whether the last try failed.
    pub failed: bool,
    /// For how many people it was made.
    pub kept: i64,
    /// How many may no longer read it.
    pub withheld: i32,
    /// Mails that were sent.
    pub sent: i64,
    /// Mails that failed, by now.
    pub unsent: i64,
}

/// A report that is made again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleRow {
    /// Which.
    pub id: ScheduleId,
    /// What it is about; empty of the organisation.
    pub name: String,
    /// The page of that.
    pub about: About,
    /// For whom the report is.
    pub kind: ReportKind,
    /// Its form.
    pub format: ReportFormat,
    /// Its language.
    pub locale: Locale,
    /// When.
    pub rhythm: Rhythm,
    /// When next, as RFC 3339; none where it is paused.
    pub next_at: Option<String>,
    /// Who made it.
    pub by: String,
    /// For whom.
    pub recipients: Vec<Person>,
    /// Who could receive it; empty where the reader may not change it.
    pub readers: Vec<Person>,
    /// Whether the reader may change it.
    pub mine: bool,
    /// The latest times that it was due, newest first.
    pub runs: Vec<RunRow>,
    /// For optimistic writes.
    pub version: i32,
}

/// A report that the reader was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRow {
    /// Which.
    pub id: KeptReportId,
    /// What it is called.
    pub file_name: String,
    /// For whom the report is.
    pub kind: ReportKind,
    /// Its form.
    pub format: ReportFormat,
    /// Its language.
    pub locale: Locale,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// When it was made, as RFC 3339.
    pub at: String,
}

/// Schedules that somebody made, receives or manages, and what they were sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchedulesPage {
    /// What a new one may be about.
    pub subjects: Subjects,
    /// Who could receive a report about the chosen subject.
    pub readers: Vec<Person>,
    /// The reader.
    pub me: UserId,
    /// Those that are not paused first, the next one first.
    pub rows: Vec<ScheduleRow>,
    /// What the reader was sent, newest first.
    pub kept: Vec<KeptRow>,
    /// How many times of each schedule are kept.
    pub kept_runs: i64,
    /// Whether this installation sends mail.
    pub sends: bool,
}

#[cfg(test)]
mod tests {
    use super::About;

    #[test]
    fn a_subject_is_written_as_it_is_read() {
        let id = uuid::Uuid::from_u128(7);
        for about in [
            About::Organisation,
            About::Team(crate::TeamId(id)),
            About::Workload(crate::WorkloadId(id)),
        ] {
            assert_eq!(About::parse(&about.to_string()), Some(about));
        }
        for bad in ["", "team", "team:x", "organisation:1", "person:1"] {
            assert_eq!(About::parse(bad), None, "{bad}");
        }
    }
}
