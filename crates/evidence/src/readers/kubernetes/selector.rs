//! Selectors of labels.

use serde_json::Value;

use crate::fields::Fields;

/// No selector that somebody means has more conditions of one sort, and no pod more labels.
pub const MOST: usize = 64;

/// Whether a selector takes these labels. One without any condition takes everything.
pub fn takes(selector: &Value, labels: &Value) -> bool {
    let fits_in = selector.entries("matchLabels").take(MOST + 1).count() <= MOST
        && selector.list("matchExpressions").len() <= MOST;
    let mut equal = selector.entries("matchLabels");
    let mut expressions = selector.list("matchExpressions").iter();
    selector.is_object()
        && fits_in
        && equal.all(|(key, value)| text(labels.at(key)) == text(value) && !value.is_null())
        && expressions.all(|e| fits(e, labels))
}

/// YAML reads `"1"` and `1` as different types of the same label.
pub fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn fits(expression: &Value, labels: &Value) -> bool {
    let Some(key) = expression.text("key") else {
        return false;
    };
    let label = labels.get(key).map(text);
    let values: Vec<_> = expression.list("values").iter().map(text).collect();
    let among = label.as_ref().is_some_and(|l| values.contains(l));
    match expression.text("operator") {
        Some("In") => among,
        Some("NotIn") => !among,
        Some("Exists") => label.is_some(),
        Some("DoesNotExist") => label.is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn selectors() {
        let labels = json!({"app": "a", "tier": "1"});
        assert!(takes(&json!({}), &labels));
        assert!(takes(&json!({"matchLabels": {"tier": 1}}), &labels));
        assert!(!takes(&json!({"matchLabels": {"app": "b"}}), &labels));
        assert!(!takes(&json!({"matchLabels": {"x": null}}), &labels));
        assert!(!takes(&Value::Null, &labels));
        let expression = |key: &str, operator: &str| json!({"matchExpressions": [{"key": key, "operator": operator, "values": ["a"]}]});
        assert!(takes(&expression("app", "In"), &labels));
        assert!(!takes(&expression("app", "NotIn"), &labels));
        assert!(takes(&expression("x", "DoesNotExist"), &labels));
        assert!(!takes(&expression("x", "Exists"), &labels));
        assert!(!takes(&expression("app", "Like"), &labels));
    }
}
