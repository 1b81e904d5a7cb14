//! Whether what was imported gives the numbers that the file says.

use serde_json::Value;

/// What must be equal. Names of people are not: somebody who has an account here is called what they are called here.
const FIELDS: [&str; 10] = [
    "score_spec",
    "framework",
    "input_hash",
    "answers",
    "inputs",
    "scores",
    "floors",
    "issues",
    "risks",
    "plan",
];

/// Fields below them that may differ.
const NAMES: [&str; 3] = ["answered_by", "owner", "accepted_by"];

/// The first field that differs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub field: String,
    pub file: String,
    pub here: String,
}

/// Compares all that the file says with what is computed here. What only newer consoles say is not in the file.
pub(super) fn first_difference(file: &Value, here: &Value) -> Option<Difference> {
    FIELDS.iter().find_map(|field| {
        let (file, here) = (file.get(field)?, here.get(field).unwrap_or(&Value::Null));
        compare((*field).to_owned(), file, here)
    })
}

fn compare(field: String, file: &Value, here: &Value) -> Option<Difference> {
    match (file, here) {
        (Value::Object(file), Value::Object(here)) => file
            .iter()
            .filter(|(name, _)| !NAMES.contains(&name.as_str()))
            .find_map(|(name, value)| {
                let other = here.get(name).unwrap_or(&Value::Null);
                compare(format!("{field}.{name}"), value, other)
            }),
        (Value::Array(file), Value::Array(here)) if file.len() == here.len() => file
            .iter()
            .zip(here)
            .enumerate()
            .find_map(|(number, (file, here))| compare(format!("{field}[{number}]"), file, here)),
        _ if file == here => None,
        _ => Some(Difference {
            field,
            file: short(file),
            here: short(here),
        }),
    }
}

/// A value for people: not a whole list.
fn short(value: &Value) -> String {
    match value {
        Value::String(text) => text.chars().take(100).collect(),
        Value::Array(list) => format!("[{}]", list.len()),
        other => other.to_string().chars().take(100).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_difference_is_named_and_names_of_people_are_none() {
        let file = json!({ "input_hash": "a", "scores": { "claimed": { "index": "1.000000" } },
                           "risks": [{ "id": "K-S1", "owner": "A" }] });
        let mut here = file.clone();
        here["risks"][0]["owner"] = json!("B");
        here["risks"][0]["newer"] = json!(1);
        assert_eq!(first_difference(&file, &here), None);
        here["scores"]["claimed"]["index"] = json!("2.000000");
        let found = first_difference(&file, &here).unwrap();
        assert_eq!(found.field, "scores.claimed.index");
        assert_eq!(
            (found.file.as_str(), found.here.as_str()),
            ("1.000000", "2.000000")
        );
    }

    #[test]
    fn a_missing_row_is_a_difference() {
        let (file, here) = (json!({ "plan": [1, 2] }), json!({ "plan": [1] }));
        assert_eq!(first_difference(&file, &here).unwrap().file, "[2]");
    }
}
