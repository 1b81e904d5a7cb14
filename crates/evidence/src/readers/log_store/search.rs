//! Lifecycle policies of Elasticsearch, and `OpenSearch`'s state machines.

use serde_json::Value;

use super::{
    Kept,
    days::{FOREVER, days},
};
use crate::fields::Fields;

/// Policies by name as the API answers them, or the one that was sent to it.
fn policies(v: &Value) -> Vec<(&str, &Value)> {
    if v.path(&["policy", "phases"]).is_object() {
        return vec![("policy", v.at("policy"))];
    }
    let named = v.as_object().into_iter().flatten();
    let named = named.filter(|(_, one)| one.path(&["policy", "phases"]).is_object());
    named
        .map(|(name, one)| (name.as_str(), one.at("policy")))
        .collect()
}

pub fn is_lifecycle(v: &Value) -> bool {
    !policies(v).is_empty()
}

/// From the age at which an index is deleted; those without that phase stay.
pub fn lifecycle(v: &Value) -> Vec<Kept<'_>> {
    let kept = policies(v).into_iter().filter_map(|(object, policy)| {
        let delete = policy.at("phases").at("delete");
        let kept = match delete {
            Value::Null => FOREVER,
            // At once, where no age is set.
            delete => delete.text("min_age").map_or(Some(0.0), days)?,
        };
        Some(Kept { object, days: kept })
    });
    kept.collect()
}

fn machines(v: &Value) -> Vec<&Value> {
    let listed = v.list("policies").iter().map(|one| one.at("policy"));
    let all = listed.chain([v.at("policy")]);
    all.filter(|policy| policy.at("states").is_array())
        .collect()
}

pub fn is_state_machine(v: &Value) -> bool {
    !machines(v).is_empty()
}

/// From the earliest age at which an index goes over to a state that deletes it.
pub fn state_machine(v: &Value) -> Vec<Kept<'_>> {
    machines(v).into_iter().map(one).collect()
}

fn one(policy: &Value) -> Kept<'_> {
    let states = policy.list("states");
    let deletes = |state: &&Value| {
        state
            .list("actions")
            .iter()
            .any(|a| a.get("delete").is_some())
    };
    let last: Vec<_> = states
        .iter()
        .filter(deletes)
        .filter_map(|s| s.text("name"))
        .collect();
    let transitions = states.iter().flat_map(|state| state.list("transitions"));
    let to_end = transitions.filter(|t| t.text("state_name").is_some_and(|n| last.contains(&n)));
    // A transition without an age comes at once, or with a size that says nothing of time.
    let ages = to_end.map(|t| t.at("conditions").text("min_index_age").and_then(days));
    let earliest = ages.map(|age| age.unwrap_or(0.0)).reduce(f64::min);
    Kept {
        object: policy.text("policy_id").unwrap_or("policy"),
        days: if last.is_empty() {
            FOREVER
        } else {
            earliest.unwrap_or(0.0)
        },
    }
}
