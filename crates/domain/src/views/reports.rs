//! Reports: for whom, in which form, about which workloads.

use serde::{Deserialize, Serialize};

use crate::{TeamId, WorkloadId, views::workloads::WorkloadQuery};

crate::answer::wire_enum! {
    /// For whom a report is.
    ReportKind {
        /// Two pages: where things stand, what threatens, what is planned, what needs a decision.
        Executive = "executive",
        /// All that the people who work on it need.
        Team = "team",
        /// Everything with its origin and its hashes.
        Auditor = "auditor",
    }
}

crate::answer::wire_enum! {
    /// In which form a report leaves the console.
    ReportFormat {
        /// Pages to print and to send.
        Pdf = "pdf",
        /// One file for any browser, without network and script.
        Html = "html",
        /// A workbook with a sheet for each table.
        Xlsx = "xlsx",
        /// The main table.
        Csv = "csv",
        /// The numbers for other software.
        Json = "json",
    }
}

impl ReportFormat {
    /// Whether each kind of report is a document of its own; a file of data holds everything for everybody.
    pub const fn has_kinds(self) -> bool {
        matches!(self, Self::Pdf | Self::Html)
    }

    /// The media type, as HTTP names it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Html => "text/html; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// Which of a group's workloads a report is about; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// Only those that the list of workloads would show for this.
    pub query: WorkloadQuery,
    /// Only these; empty for no such limit.
    pub ids: Vec<WorkloadId>,
}

impl Choice {
    /// Whether it leaves everything in.
    pub fn is_all(&self) -> bool {
        let WorkloadQuery {
            q,
            team,
            tier,
            fact,
            state,
            show,
            has,
            sort: _,
            page: _,
            heat: _,
            span: _,
        } = &self.query;
        let unset = [q, team, tier, fact, state, show, has];
        self.ids.is_empty() && unset.iter().all(|part| part.trim().is_empty())
    }
}

/// What a report is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Subject {
    /// One workload.
    Workload {
        /// Which.
        id: WorkloadId,
    },
    /// A team, or some of its workloads.
    Team {
        /// Which.
        id: TeamId,
        /// Which of its workloads.
        #[serde(default)]
        choice: Choice,
    },
    /// The organisation, or some of its workloads.
    Organisation {
        /// Which of its workloads.
        #[serde(default)]
        choice: Choice,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_without_filters_is_all() {
        let mut choice = Choice::default();
        choice.query.sort = "-risks".to_owned();
        assert!(choice.is_all(), "an order leaves nothing out");
        choice.query.tier = "1".to_owned();
        assert!(!choice.is_all());
    }

    #[test]
    fn a_subject_is_kept_as_json_and_read_back() {
        let subject = Subject::Organisation {
            choice: Choice {
                query: WorkloadQuery {
                    tier: "1".to_owned(),
                    ..WorkloadQuery::default()
                },
                ids: Vec::new(),
            },
        };
        let json = serde_json::to_string(&subject).unwrap();
        assert_eq!(serde_json::from_str::<Subject>(&json).unwrap(), subject);
        let short = r#"{"of":"organisation"}"#;
        let all = Subject::Organisation {
            choice: Choice::default(),
        };
        assert_eq!(serde_json::from_str::<Subject>(short).unwrap(), all);
    }
}
