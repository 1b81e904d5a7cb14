//! What holds of the rules' file itself.

use domain::framework::builtin;

/// Rules that judge files.
pub fn judging() -> Vec<&'static domain::framework::Rule> {
    let rules = builtin().unwrap().rules.iter();
    rules.filter(|rule| rule.test.is_some()).collect()
}

/// Every key of one value that the other lacks; defaults may be added, nothing may be lost.
fn lost(written: &toml::Value, read: &serde_json::Value, path: &str, found: &mut Vec<String>) {
    match written {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let path = format!("{path}.{key}");
                match read.get(key) {
                    Some(other) => lost(value, other, &path, found),
                    None => found.push(path),
                }
            }
        }
        toml::Value::Array(list) => {
            for (n, value) in list.iter().enumerate() {
                lost(value, &read[n], &format!("{path}[{n}]"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn no_word_of_a_rule_is_passed_over() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../frameworks/genai-wa/rules.toml"
    );
    let text = std::fs::read_to_string(folder).unwrap();
    let written: toml::Value = toml::from_str(&text).unwrap();
    let rules = &builtin().unwrap().rules;
    let mut found = Vec::new();
    for (rule, table) in rules.iter().zip(written["rules"].as_array().unwrap()) {
        if let Some(test) = table.get("test") {
            let read = serde_json::to_value(rule.test.as_ref().unwrap()).unwrap();
            lost(test, &read, rule.id.as_str(), &mut found);
        }
        if let Some(signal) = table.get("signal") {
            let read = serde_json::to_value(rule.signal.as_ref().unwrap()).unwrap();
            lost(signal, &read, rule.id.as_str(), &mut found);
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
