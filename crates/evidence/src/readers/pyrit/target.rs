//! Identifiers: a class with its parameters beside it, or below `params`, and its parts below `children`.

use domain::evidence::ScopeKind;
use serde_json::Value;

use crate::{
    draft::Draft,
    fields::Fields,
    readers::attack::{Target, model_target},
};

/// A word in one form: `COMPLETED` and `AttackOutcome.SUCCESS` are `completed` and `success`.
pub fn word(text: &str) -> String {
    text.rsplit('.')
        .next()
        .unwrap_or(text)
        .trim()
        .to_ascii_lowercase()
}

/// The target that an identifier names; its address is a scope of its own where a model is named too.
pub fn of(identifier: &Value, draft: &mut Draft<'_>) -> Option<Target> {
    let class = identifier.any_text(&["class_name", "__type__"])?;
    // It prints what it gets.
    if class == "TextTarget" || class.starts_with("Mock") {
        return Some(Target::StandIn);
    }
    let parameter = |key: &str| {
        identifier
            .text(key)
            .or_else(|| identifier.at("params").text(key))
    };
    let model = parameter("model_name").or_else(|| parameter("underlying_model_name"));
    let endpoint = parameter("endpoint").or_else(|| parameter("url"));
    if let (Some(_), Some(endpoint)) = (model, endpoint) {
        draft.scope(ScopeKind::Url, endpoint);
    }
    Some(model_target(model, endpoint))
}

/// The identifier of the target inside that of a single attack.
pub fn of_attack(result: &Value) -> &Value {
    let attack = strategy(result);
    let child = attack.at("children").at("objective_target");
    if child.is_object() {
        child
    } else {
        attack.at("objective_target_identifier")
    }
}

/// The class of the technique: `CrescendoAttack`.
pub fn technique(result: &Value) -> Option<&str> {
    strategy(result).any_text(&["class_name", "__type__"])
}

fn strategy(result: &Value) -> &Value {
    let atomic = result.at("atomic_attack_identifier");
    let nested = atomic.path(&["children", "attack_technique", "children", "attack"]);
    let places = [
        nested,
        atomic.path(&["children", "attack"]),
        result.at("attack_identifier"),
    ];
    places
        .into_iter()
        .find(|place| place.is_object())
        .unwrap_or(atomic)
}
