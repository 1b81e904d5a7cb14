//! Tests in a sandbox: those whose suite or name says so.
//!
//! Measures by `suite`: `sandbox.cases`, those that ran; of these `sandbox.failures`.

use domain::evidence::Unit;

use crate::{draft::Draft, fields::figure};

/// Words that tell.
const WORDS: [&str; 5] = ["sandbox", "quarantine", "isolated", "isolation", "沙箱"];

/// Whether a name tells of a sandbox.
pub fn named(name: &str) -> bool {
    let lower = name.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// Reports a suite, if its name tells.
pub fn report(suite: &str, cases: u64, failures: u64, draft: &mut Draft<'_>) {
    if cases > 0 && named(suite) {
        let labels = [("suite", suite)];
        for (name, count) in [("sandbox.cases", cases), ("sandbox.failures", failures)] {
            draft.measure(name, &labels, figure(count), Unit::Count, None);
        }
    }
}
