//! Arguments of a container, also those inside a line for a shell.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fields::Fields;

/// The words of a container's command, with variables of its own replaced.
pub struct Args(Vec<String>);

impl Args {
    /// Those of a container.
    pub fn of(container: &Value) -> Self {
        let variables = variables(container);
        let mut words = Vec::new();
        for text in container
            .texts("command")
            .into_iter()
            .chain(container.texts("args"))
        {
            // One argument may hold blanks; a line for a shell holds options.
            if text.contains('\n') || text.contains(" -") {
                words.extend(shell_words(text));
            } else {
                words.push(text.to_owned());
            }
        }
        Self(words.iter().map(|word| resolve(word, &variables)).collect())
    }

    /// Every word.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Each option with its value, which is empty for a switch: `--a=b`, `--a b`, `--a_c`.
    pub fn pairs(&self) -> impl Iterator<Item = (String, String)> {
        let next = self.0.iter().skip(1).map(Some).chain([None]);
        self.0.iter().zip(next).filter_map(|(word, next)| {
            let option = word.strip_prefix('-')?;
            let option = option.strip_prefix('-').unwrap_or(option);
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, value),
                None => (
                    option,
                    next.filter(|n| !n.starts_with('-')).map_or("", |n| n),
                ),
            };
            Some((name.to_lowercase().replace('_', "-"), value.to_owned()))
        })
    }

    /// The value of the first of these options that has one.
    pub fn value(&self, names: &[&str]) -> Option<String> {
        let found = self
            .pairs()
            .find(|(name, value)| names.contains(&name.as_str()) && !value.is_empty());
        found.map(|(_, value)| value)
    }

    /// Whether a switch is on or off; nothing where it is not there.
    pub fn switch(&self, name: &str) -> Option<bool> {
        self.pairs().find_map(|(option, value)| {
            let off = matches!(value.to_lowercase().as_str(), "false" | "0" | "no" | "off");
            if option == name {
                Some(!off)
            } else if option.strip_prefix("no-") == Some(name) {
                Some(false)
            } else {
                None
            }
        })
    }

    /// The word behind another, such as the model behind `serve`.
    pub fn behind(&self, word: &str) -> Option<&str> {
        let at = self.0.iter().position(|w| w == word)?;
        let next = self.0.get(at + 1)?;
        (!next.starts_with('-')).then_some(next)
    }
}

/// The variables of a container that are written out.
pub fn variables(container: &Value) -> BTreeMap<&str, &str> {
    let list = container.list("env").iter();
    list.filter_map(|v| Some((v.text("name")?, v.text("value")?)))
        .collect()
}

/// A word that is a variable, replaced by its value.
fn resolve(word: &str, variables: &BTreeMap<&str, &str>) -> String {
    let (option, value) = match word.split_once('=') {
        Some((option, value)) if word.starts_with('-') => (Some(option), value),
        _ => (None, word),
    };
    let name = value
        .strip_prefix("$(")
        .and_then(|v| v.strip_suffix(')'))
        .or_else(|| value.strip_prefix("${").and_then(|v| v.strip_suffix('}')))
        .or_else(|| value.strip_prefix('$'));
    match (name.and_then(|name| variables.get(name)), option) {
        (Some(value), Some(option)) => format!("{option}={value}"),
        (Some(value), None) => (*value).to_owned(),
        (None, _) => word.to_owned(),
    }
}

/// Words of a line for a shell: by blanks outside quotes.
fn shell_words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    let text = text.replace("\\\n", " ");
    for c in text.chars() {
        match quote {
            Some(q) if c == q => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c.is_whitespace() || c == ';' => words.push(std::mem::take(&mut word)),
            _ => word.push(c),
        }
    }
    words.push(word);
    words.retain(|w| !w.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn options_in_lists_and_shell_lines() {
        let container = json!({
            "command": ["sh", "-c"],
            "args": ["exec vllm serve \\\n  $MODEL --quantization=awq --kv_cache_dtype 'fp8' --no-enable-prefix-caching"],
            "env": [{"name": "MODEL", "value": "a/b"}],
        });
        let args = Args::of(&container);
        assert_eq!(args.behind("serve"), Some("a/b"));
        assert_eq!(args.value(&["quantization"]), Some("awq".into()));
        assert_eq!(args.value(&["kv-cache-dtype"]), Some("fp8".into()));
        assert_eq!(args.switch("enable-prefix-caching"), Some(false));
        assert_eq!(args.switch("other"), None);
        let list = json!({"args": ["--model", "$(MODEL)", "--enable-prefix-caching"], "env": [{"name": "MODEL", "value": "m"}]});
        let args = Args::of(&list);
        assert_eq!(args.value(&["model"]), Some("m".into()));
        assert_eq!(args.switch("enable-prefix-caching"), Some(true));
    }
}
