//! One module for each kind of file, and the order in which they are asked.

mod agent_scan;
mod attack;
mod attributes;
mod checkov;
mod cyclonedx;
mod dependency_check;
mod detect_secrets;
mod empty;
mod energy;
mod garak_digest;
mod garak_hitlog;
mod garak_report;
mod gitleaks;
mod hiddenlayer;
mod mcp_scanner;
mod mcp_tools;
mod model_signing;
mod modelscan;
mod osv_scanner;
mod pip_audit;
mod promptfoo;
mod sarif;
mod semgrep;
mod spdx;
mod trivy;
mod trivy_operator;
mod trufflehog;

use domain::evidence::Kind;

use crate::{draft::Draft, intake::Content};

/// How one kind of file is recognised and read.
pub struct Reader {
    /// The kind.
    pub kind: Kind,
    /// The tool, where the file does not name it.
    pub tool: &'static str,
    /// Whether the tool writes `null` or `[]` where it found nothing.
    pub writes_nothing: bool,
    /// Whether the content is of this kind; looks at keys, never at all values.
    pub matches: fn(&Content<'_>) -> bool,
    /// Reads it.
    pub read: fn(&Content<'_>, &mut Draft<'_>),
}

/// Every reader; the first that matches wins, so that those with the most telling keys come first.
static READERS: &[&Reader] = &[
    &sarif::READER,
    &hiddenlayer::READER,
    &cyclonedx::READER,
    &spdx::READER,
    &model_signing::READER,
    &modelscan::READER,
    &trivy_operator::READER,
    &trivy::READER,
    &gitleaks::READER,
    &trufflehog::READER,
    &detect_secrets::READER,
    &dependency_check::READER,
    &agent_scan::READER,
    &mcp_scanner::READER,
    &checkov::READER,
    &semgrep::READER,
    &osv_scanner::READER,
    &pip_audit::READER,
    &garak_report::READER,
    &garak_hitlog::READER,
    &garak_digest::READER,
    &promptfoo::READER,
    &mcp_tools::READER,
    &empty::READER,
];

/// Every reader, in the order in which they are asked.
pub fn all() -> impl Iterator<Item = &'static Reader> {
    READERS.iter().copied()
}

/// The reader for this content.
pub fn find(content: &Content<'_>) -> Option<&'static Reader> {
    all().find(|reader| (reader.matches)(content))
}
