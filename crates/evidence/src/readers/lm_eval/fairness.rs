//! winogender's tasks, one for each gender of the pronoun.

use serde_json::Value;

use crate::{
    draft::Draft,
    fields::{Fields, number},
    readers::groups::{self, Group},
};

const GENDERS: [&str; 3] = ["female", "male", "neutral"];

/// Compares the accuracy by gender, where a run has at least two of them.
pub fn winogender(report: &Value, draft: &mut Draft<'_>) {
    let found: Vec<_> = GENDERS
        .into_iter()
        .filter_map(|gender| {
            let task = format!("winogender_{gender}");
            let metrics = report.at("results").at(&task);
            let value = metrics.at("acc,none");
            let value = number(value).or_else(|| metrics.number("acc"))?;
            let n = report.at("n-samples").at(&task).count("effective");
            Some(Group {
                name: gender,
                value,
                n,
            })
        })
        .collect();
    if found.len() > 1 {
        groups::report("acc", "gender", &found, draft);
    }
}
