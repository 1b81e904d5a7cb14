//! Bounds on what is taken in and kept.

/// Bounds on one file. A file beyond the first three is refused; beyond the others it is counted, not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The greatest size in bytes.
    pub bytes: usize,
    /// The greatest number of values in one JSON or YAML document, or of elements of XML.
    pub values: u64,
    /// The greatest depth of nesting; at most 120, so that no parser's own limit comes first.
    pub depth: u32,
    /// Findings kept.
    pub findings: usize,
    /// Measures kept, and as many components and scopes.
    pub facts: usize,
}

impl Default for Limits {
    /// 64 MiB, 4 million values, depth 64, 10,000 findings, 5,000 facts of each kind.
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            values: 4_000_000,
            depth: 64,
            findings: 10_000,
            facts: 5_000,
        }
    }
}
