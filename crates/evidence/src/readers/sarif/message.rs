//! What a result says.

use serde_json::Value;

use crate::fields::Fields;

/// The rule's short description, else its name or full description, else the result's own message: the
/// rule's texts never quote the code that was examined.
pub fn title(result: &Value, rule: &Value) -> String {
    let of_rule = rule
        .at("shortDescription")
        .text("text")
        .or_else(|| rule.at("fullDescription").text("text"))
        .or_else(|| rule.text("name"));
    match of_rule {
        Some(text) => first_line(text).to_owned(),
        None => message(result.at("message"), rule),
    }
}

/// A message is a text, or the name of one of the rule's texts with arguments for its `{0}`.
fn message(message: &Value, rule: &Value) -> String {
    if let Some(text) = message.text("text") {
        return first_line(text).to_owned();
    }
    let template = message
        .text("id")
        .and_then(|id| rule.path(&["messageStrings", id]).text("text"))
        .unwrap_or_default();
    let arguments = message.list("arguments").iter().take(10).enumerate();
    arguments.fold(first_line(template).to_owned(), |text, (i, argument)| {
        text.replace(&format!("{{{i}}}"), argument.as_str().unwrap_or_default())
    })
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
