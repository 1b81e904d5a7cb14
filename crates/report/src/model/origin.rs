//! Where a report comes from: what it takes to check it later.

use time::OffsetDateTime;

/// Everything that names the origin of a report's numbers beside their inputs.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// SHA-256 of the framework version, in hexadecimal; empty where it was never kept.
    pub framework_sha256: String,
    /// The end of the change log of what the report is about; several workloads have theirs hashed together.
    pub log: Option<ChainHead>,
    /// The end of the organisation's change log.
    pub organisation_log: Option<ChainHead>,
}

/// The end of a chain of the change log: who changes an earlier entry can't get this hash again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// How many entries it has; of several chains the sum.
    pub entries: u64,
    /// SHA-256 in hexadecimal.
    pub hash: String,
    /// When the last entry was written.
    pub at: OffsetDateTime,
}
