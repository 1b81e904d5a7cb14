//! A card's `model-index`: results as its makers state them.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Unit};
use serde_json::Value;

use crate::{
    draft::Draft,
    fields::{Fields, number},
};

/// The model's name, where the card has an index.
pub fn name(card: &Value) -> Option<&str> {
    card.list("model-index")
        .iter()
        .find_map(|model| model.text("name"))
}

/// Reports the results; how many there are.
pub fn report(otherwise: &str, card: &Value, draft: &mut Draft<'_>) -> usize {
    let mut count = 0;
    for model in card.list("model-index") {
        let name = model.text("name").unwrap_or(otherwise);
        for result in model.list("results") {
            let metrics = result.list("metrics");
            count += metrics.len();
            for metric in metrics {
                one(name, result, metric, draft);
            }
        }
    }
    count
}

fn one(name: &str, result: &Value, metric: &Value, draft: &mut Draft<'_>) {
    let own = |key: &str| {
        result
            .at(key)
            .any_text(&["type", "name"])
            .unwrap_or_default()
    };
    let dataset = result
        .at("dataset")
        .any_text(&["name", "type"])
        .unwrap_or_default();
    let kind = metric.any_text(&["type", "name"]).unwrap_or("unnamed");
    let labels = [
        ("model", name),
        ("task", own("task")),
        ("dataset", dataset),
        ("metric", kind),
    ];
    // Some cards state a list of values, which are of nobody knows what.
    match number(metric.at("value")) {
        Some(value) => draft.measure("card.score", &labels, value, Unit::Score, None),
        None => draft.ignore(IgnoredWhat::Number, IgnoredWhy::Broken, None),
    }
}
