//! All numbers of a workload at once: what the server stores and the browser previews.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    CheckId, Coverage, Inputs, Levels, PlannedAction, RiskScore, Rubric, Scores, Triple,
    coverage::coverage, level::levels, plan::plan, risk::risks, scoring::scores,
};

crate::answer::wire_enum! {
    /// What AWS users know as HRI and MRI, by check on the claimed set.
    Issue {
        /// Level 1 at weight 4 or 5.
        High = "high",
        /// Below the target level.
        Medium = "medium",
        /// At the target level or above.
        None = "none",
    }
}

/// Every number of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Scores by each set.
    pub scores: Triple<Scores>,
    /// Levels by each set.
    pub levels: Triple<Levels>,
    /// Risks that apply.
    pub risks: Vec<RiskScore>,
    /// High- and medium-risk issues by check.
    pub issues: BTreeMap<CheckId, Issue>,
    /// What has been answered.
    pub coverage: Coverage,
    /// What to do next.
    pub plan: Vec<PlannedAction>,
}

/// Computes every number of a workload; the same inputs always give the same bytes.
pub fn evaluate(rubric: &Rubric, inputs: &Inputs) -> Evaluation {
    let scores = Triple::of(|set| scores(rubric, inputs, set));
    let risks = risks(rubric, inputs, &scores);
    let levels = Triple::of(|set| levels(rubric, scores.get(set), &risks, set));
    let plan = plan(rubric, inputs, &scores.claimed, &risks);
    let issues = rubric
        .checks()
        .filter_map(|(_, c)| {
            let level = scores.claimed.checks.get(&c.id)?.level;
            Some((c.id.clone(), issue(level, c.weight, inputs.target(&c.id))))
        })
        .collect();
    Evaluation {
        scores,
        levels,
        risks,
        issues,
        coverage: coverage(rubric, inputs),
        plan,
    }
}

const fn issue(level: u8, weight: u32, target: u8) -> Issue {
    if level == 1 && weight >= 4 {
        Issue::High
    } else if level < target {
        Issue::Medium
    } else {
        Issue::None
    }
}
