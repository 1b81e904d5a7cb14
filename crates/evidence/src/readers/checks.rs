//! Checks that were judged, by group: how many there were, and how many passed.

use std::collections::BTreeMap;

use domain::evidence::Unit;

use crate::{draft::Draft, fields::exact};

/// What became of the checks of a group.
#[derive(Default)]
pub struct Checks {
    /// Those that were judged.
    pub judged: u64,
    /// Those of them that passed.
    pub passed: u64,
}

impl Checks {
    /// Counts one.
    pub fn add(&mut self, passed: bool) {
        self.judged += 1;
        self.passed += u64::from(passed);
    }
}

/// Reports the checks of each group.
pub fn report(groups: &BTreeMap<String, Checks>, draft: &mut Draft<'_>) {
    for (group, checks) in groups {
        let labels = [("group", group.as_str())];
        let [judged, passed] = [checks.judged, checks.passed].map(exact);
        draft.measure("scan.checks", &labels, judged, Unit::Count, None);
        draft.measure("scan.checks.passed", &labels, passed, Unit::Count, None);
    }
}

/// Reports the checks of audit logs.
pub fn report_audit(audit: &Checks, draft: &mut Draft<'_>) {
    if audit.judged > 0 {
        draft.count("scan.audit.checks", audit.judged);
        draft.count("scan.audit.passed", audit.passed);
    }
}
