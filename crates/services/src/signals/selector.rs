//! Which series of a Prometheus belong to a workload.

use std::fmt;

/// Label matchers as Prometheus writes them between braces: `namespace="chat",job=~"vllm.*"`; 1–16 of them, at most
/// 500 characters. Nothing else can stand in it: it becomes part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector(String);

/// Not label matchers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not label matchers such as namespace=\"chat\"")]
pub struct NotASelector;

const LONGEST: usize = 500;
const MOST: usize = 16;

impl Selector {
    /// Reads matchers.
    ///
    /// # Errors
    /// [`NotASelector`], also where none of them names a value: everything of everybody is nobody's workload.
    pub fn parse(text: &str) -> Result<Self, NotASelector> {
        let text = text.trim();
        let inner = text
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let mut rest = inner.unwrap_or(text).trim();
        let mut found: Vec<String> = Vec::new();
        let mut names_value = false;
        while !rest.is_empty() {
            let (one, after, says) = matcher(rest).ok_or(NotASelector)?;
            found.push(one);
            names_value |= says;
            rest = match after.trim_start().strip_prefix(',') {
                Some(more) => more.trim_start(),
                None if after.trim().is_empty() => "",
                None => return Err(NotASelector),
            };
        }
        let whole = found.join(",");
        let fits = names_value && found.len() <= MOST && whole.chars().count() <= LONGEST;
        if fits {
            Ok(Self(whole))
        } else {
            Err(NotASelector)
        }
    }

    /// As it stands between braces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands between braces where a series must match these and others: each matcher takes away, none gives back,
    /// also where two name the same label.
    pub fn within(&self, bound: &Self) -> String {
        format!("{bound},{self}")
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first matcher, what stands after it, and whether it asks for a value.
fn matcher(text: &str) -> Option<(String, &str, bool)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let (name, rest) = text.split_at(end);
    // VictoriaMetrics reads `or` between matchers as a word of its language.
    let taken = name == "__name__" || name.eq_ignore_ascii_case("or");
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || taken {
        return None;
    }
    let rest = rest.trim_start();
    // The longer ones first: `=~` starts as `=` does.
    let sign = ["=~", "!~", "!=", "="]
        .into_iter()
        .find(|sign| rest.starts_with(sign))?;
    let quoted = rest.get(sign.len()..)?.trim_start().strip_prefix('"')?;
    let close = closing(quoted)?;
    let value = quoted.get(..close)?;
    let says = matches!(sign, "=" | "=~") && !["", ".*", ".+"].contains(&value);
    Some((
        format!("{name}{sign}\"{value}\""),
        quoted.get(close + 1..)?,
        says,
    ))
}

/// Where the quote ends that began before the text; control characters don't belong into it.
fn closing(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at),
            c if c.is_control() => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matchers_are_read_and_written_the_same_way() {
        for (text, whole) in [
            ("namespace=\"chat\"", "namespace=\"chat\""),
            (
                "{ namespace = \"chat\" , job=~\"vllm.*\" }",
                "namespace=\"chat\",job=~\"vllm.*\"",
            ),
            ("pod!~\"a|b\",team=\"信贷\"", "pod!~\"a|b\",team=\"信贷\""),
            (r#"a="x\"y""#, r#"a="x\"y""#),
        ] {
            assert_eq!(Selector::parse(text).unwrap().as_str(), whole);
        }
    }

    #[test]
    fn a_bound_stands_beside_what_it_bounds() {
        let bound = Selector::parse("namespace=~\"chat-.*\"").unwrap();
        let own = Selector::parse("namespace=\"pay\"").unwrap();
        assert_eq!(
            own.within(&bound),
            "namespace=~\"chat-.*\",namespace=\"pay\""
        );
        // A quote that would end a value early is part of the value, or no matcher at all.
        let sly = Selector::parse(r#"a="x\",namespace=~\".*""#).unwrap();
        assert_eq!(
            sly.within(&bound),
            r#"namespace=~"chat-.*",a="x\",namespace=~\".*""#
        );
        for text in [
            r#"a="x"} or {namespace="pay""#,
            r#"a="x\"#,
            r#"a="x" # "#,
            r#"namespace="pay"},{"#,
        ] {
            assert_eq!(Selector::parse(text), Err(NotASelector), "{text}");
        }
    }

    #[test]
    fn nothing_else_gets_into_a_query() {
        for text in [
            "",
            "{}",
            "namespace",
            "namespace=chat",
            "namespace=\"chat\"} or up{a=\"b\"",
            "namespace=\"chat",
            "a=\"b\" c=\"d\"",
            "__name__=\"up\"",
            "a=\"b\" or c=\"d\"",
            "a=\"b\",OR=\"d\"",
            "1a=\"b\"",
            "a=~\".*\"",
            "a!=\"b\"",
            "a=\"b\n\"",
        ] {
            assert_eq!(Selector::parse(text), Err(NotASelector), "{text}");
        }
    }
}
