//! What became of a workload's assessments, for those who check.

use time::OffsetDateTime;

/// Milestones, reviews and the change log; empty where a document does not show them.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Newest first.
    pub milestones: Vec<MilestoneLine>,
    /// Newest first.
    pub reviews: Vec<ReviewLine>,
    /// The newest entries of the workload's chain, newest first, at most as many as the document shows.
    pub log: Vec<LogLine>,
    /// What was done elsewhere before the workload was imported: in no chain. Newest first, at most as many as the document
    /// shows.
    pub imported: Vec<ImportedLine>,
    /// How many imported entries are older than those that are listed.
    pub imported_older: u64,
}

impl History {
    /// How many entries of the change log are older than those that are listed: a chain counts from 1.
    pub fn older(&self) -> u64 {
        self.log
            .last()
            .map_or(0, |line| line.number.saturating_sub(1))
    }
}

/// An approved assessment.
#[derive(Clone, Debug)]
pub struct MilestoneLine {
    /// 1 for the workload's first.
    pub number: u32,
    /// When it was approved.
    pub at: OffsetDateTime,
    /// The display name of who approved.
    pub by: String,
    /// The framework with its version.
    pub framework: String,
    /// The hash of what its numbers follow from.
    pub input_hash: String,
    /// What the reviewer said; may be empty.
    pub comment: String,
}

/// What somebody did with an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewStep {
    /// Asked for a review.
    Submit,
    /// Took that back.
    Withdraw,
    /// Approved.
    Approve,
    /// Sent back.
    SendBack,
}

/// One step of a review.
#[derive(Clone, Debug)]
pub struct ReviewLine {
    /// The assessment's number.
    pub assessment: u32,
    /// What.
    pub step: ReviewStep,
    /// The display name of who did it.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
    /// What they said; may be empty.
    pub comment: String,
}

/// An entry of the change log.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// Its place in the chain, from 1.
    pub number: u64,
    /// When.
    pub at: OffsetDateTime,
    /// The display name of who did it; none for the product itself.
    pub by: Option<String>,
    /// What, as the log has it: `answer.set` …
    pub action: String,
    /// The row.
    pub subject: String,
    /// SHA-256 in hexadecimal.
    pub hash: String,
}

/// What somebody did in another installation, as the imported file said; nothing vouches for it.
#[derive(Clone, Debug)]
pub struct ImportedLine {
    /// When.
    pub at: OffsetDateTime,
    /// The name of who did it, nobody's account; none for the product itself.
    pub by: Option<String>,
    /// What: `risk.treat` …
    pub action: String,
    /// The risk, or the criterion of the action.
    pub subject: String,
    /// The organisation in whose installation it was done.
    pub origin: String,
}
