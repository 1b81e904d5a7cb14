//! What is known about a part, and how a picture shows one side of it.

use serde::{Deserialize, Serialize};

use crate::{Band, Exact, RiskId, evidence::Severity};

crate::answer::wire_enum! {
    /// Which side of the parts the picture shows.
    Lens {
        /// The proven level of the checks on a part.
        Assured = "assured",
        /// Open findings by severity.
        Findings = "findings",
        /// Answers that rules disagree with.
        Conflicts = "conflicts",
        /// How old the last signals are.
        Freshness = "freshness",
        /// What is left of the risks.
        Risk = "risk",
    }
}

crate::answer::wire_enum! {
    /// How old the signals of a part are.
    Freshness {
        /// No rule on this part reads signals.
        Unasked = "unasked",
        /// Rules ask for signals, and none ever came.
        Never = "never",
        /// All that ever came are older than a week, or some are.
        Stale = "stale",
        /// Some are older than a day.
        Late = "late",
        /// All came within a day.
        Fresh = "fresh",
    }
}

/// The gravest risk on a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskFact {
    /// Which.
    pub risk: RiskId,
    /// Its assured residual.
    pub score: Exact,
    /// The band of that.
    pub band: Band,
}

/// What is known about a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Checks that sit on it.
    pub checks: u32,
    /// `100 × Σ weight·value / Σ weight` of these checks by what is proven; none where none applies.
    pub assured: Option<Exact>,
    /// The same by what is claimed.
    pub claimed: Option<Exact>,
    /// The level of the proven score, 1…5.
    pub level: Option<u8>,
    /// The level of the claimed score, 1…5.
    pub claimed_level: Option<u8>,
    /// Open findings by severity, the worst first; severities without any are left out.
    pub findings: Vec<(Severity, u32)>,
    /// Criteria of its checks that a rule disagrees with.
    pub conflicts: u32,
    /// How old its signals are.
    pub freshness: Freshness,
    /// Signals that its rules read, and how many of them ever came.
    pub signals: (u32, u32),
    /// The gravest risk on it that nobody accepted.
    pub risk: Option<RiskFact>,
    /// How many risks sit on it.
    pub risks: u32,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            checks: 0,
            assured: None,
            claimed: None,
            level: None,
            claimed_level: None,
            findings: Vec::new(),
            conflicts: 0,
            freshness: Freshness::Unasked,
            signals: (0, 0),
            risk: None,
            risks: 0,
        }
    }
}

crate::answer::wire_enum! {
    /// How a part stands, seen through a lens: five steps, and nothing to say.
    Step {
        /// Nothing is known.
        Unknown = "unknown",
        /// As it should be.
        Good = "good",
        /// Nearly.
        Fair = "fair",
        /// To be looked at.
        Poor = "poor",
        /// To be mended.
        Bad = "bad",
        /// To be mended first.
        Worst = "worst",
    }
}

impl Facts {
    /// All open findings.
    pub fn open_findings(&self) -> u32 {
        self.findings.iter().map(|(_, count)| count).sum()
    }

    /// How the part stands, seen through a lens.
    pub fn step(&self, lens: Lens) -> Step {
        match lens {
            Lens::Assured => match self.level {
                None => Step::Unknown,
                Some(5) => Step::Good,
                Some(4) => Step::Fair,
                Some(3) => Step::Poor,
                Some(2) => Step::Bad,
                Some(_) => Step::Worst,
            },
            Lens::Findings => match self.findings.first().map(|(severity, _)| severity) {
                None => Step::Good,
                Some(Severity::Info | Severity::Low) => Step::Fair,
                Some(Severity::Medium) => Step::Poor,
                Some(Severity::High) => Step::Bad,
                Some(Severity::Critical) => Step::Worst,
            },
            Lens::Conflicts => match self.conflicts {
                _ if self.checks == 0 => Step::Unknown,
                0 => Step::Good,
                1 => Step::Poor,
                2..=3 => Step::Bad,
                _ => Step::Worst,
            },
            Lens::Freshness => match self.freshness {
                Freshness::Unasked | Freshness::Never => Step::Unknown,
                Freshness::Fresh => Step::Good,
                Freshness::Late => Step::Poor,
                Freshness::Stale => Step::Bad,
            },
            Lens::Risk => match self.risk.as_ref().map(|risk| risk.band) {
                None => Step::Unknown,
                Some(Band::Low) => Step::Good,
                Some(Band::Medium) => Step::Poor,
                Some(Band::High) => Step::Bad,
                Some(Band::Critical) => Step::Worst,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_finding_and_the_level_give_the_step() {
        let facts = Facts {
            checks: 2,
            level: Some(1),
            findings: vec![(Severity::High, 1), (Severity::Low, 7)],
            ..Facts::default()
        };
        assert_eq!(facts.step(Lens::Findings), Step::Bad);
        assert_eq!(facts.open_findings(), 8);
        assert_eq!(facts.step(Lens::Assured), Step::Worst);
        assert_eq!(facts.step(Lens::Conflicts), Step::Good);
        // No data is never no.
        assert_eq!(facts.step(Lens::Freshness), Step::Unknown);
        assert_eq!(facts.step(Lens::Risk), Step::Unknown);
    }
}
