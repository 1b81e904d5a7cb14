//! Model cards: that they say something, and their numbers.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Unit};
use serde_json::Value;

use crate::{
    draft::Draft,
    fields::Fields,
    readers::{attributes::Attributes, energy},
};

/// Notes what a model's card declares; of texts only how many there are.
pub fn attributes(model: &Value, attributes: &mut Attributes) {
    let card = model.at("modelCard");
    let parts = ["modelParameters", "quantitativeAnalysis", "considerations"];
    let says = |key: &&str| card.at(key).as_object().is_some_and(|o| !o.is_empty());
    let linked = || {
        let mut references = model.list("externalReferences").iter();
        references.any(|r| r.text("type") == Some("model-card") && r.text("url").is_some())
    };
    // A card of nothing but its own id declares nothing.
    if parts.iter().any(says) {
        attributes.text("model_card", Some("included"));
    } else if linked() {
        attributes.text("model_card", Some("linked"));
    }
    let parameters = card.at("modelParameters");
    attributes.text("task", parameters.text("task"));
    let architecture = parameters.any_text(&["architectureFamily", "modelArchitecture"]);
    attributes.text("architecture", architecture);
    attributes.text("approach", parameters.at("approach").text("type"));
    attributes.counted("datasets", parameters.list("datasets").len());
    let considerations = card.at("considerations");
    for (name, key) in [
        ("limitations", "technicalLimitations"),
        ("tradeoffs", "performanceTradeoffs"),
        ("use_cases", "useCases"),
        ("ethical_considerations", "ethicalConsiderations"),
        ("fairness_assessments", "fairnessAssessments"),
    ] {
        attributes.counted(name, considerations.list(key).len());
    }
    let consumed = considerations
        .at("environmentalConsiderations")
        .list("energyConsumptions");
    attributes.counted("energy_consumptions", consumed.len());
}

/// Reports a card's metrics and energy.
pub fn measures(model: &str, card: &Value, draft: &mut Draft<'_>) {
    for metric in card.at("quantitativeAnalysis").list("performanceMetrics") {
        let name = metric.text("type").unwrap_or("unnamed");
        let slice = metric.text("slice").unwrap_or_default();
        let labels = [("model", model), ("metric", name), ("slice", slice)];
        // Without a slice the number is of all data.
        let labels = labels.get(..if slice.is_empty() { 2 } else { 3 });
        match metric.number("value") {
            Some(value) => draft.measure(
                "bom.performance",
                labels.unwrap_or_default(),
                value,
                Unit::Score,
                None,
            ),
            None => draft.ignore(IgnoredWhat::Number, IgnoredWhy::Broken, None),
        }
    }
    let environment = card.path(&["considerations", "environmentalConsiderations"]);
    for consumption in environment.list("energyConsumptions") {
        let activity = consumption.text("activity").unwrap_or("other");
        let labels = [("model", model), ("activity", activity)];
        // An offset is stated beside the emission and never taken from it.
        for (key, name) in [
            ("activityEnergyCost", "bom.energy"),
            ("co2CostEquivalent", "bom.co2e"),
            ("co2CostOffset", "bom.co2e_offset"),
        ] {
            let stated = consumption.at(key);
            if stated.is_object() {
                let unit = stated.text("unit").unwrap_or_default();
                energy::report(name, &labels, stated.number("value"), unit, draft);
            }
        }
    }
}
