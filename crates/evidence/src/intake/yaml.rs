//! YAML, document by document.

use domain::evidence::{Flaw, Syntax, Unusable};
use serde::de::DeserializeSeed;
use serde_json::{Map, Value};
use serde_yaml_ng::Deserializer;

use super::value::Budget;
use crate::{Limits, fields::many};

/// YAML's parser takes several times the memory of JSON's, so that it gets less to parse.
const BYTES: usize = 16 << 20;

/// Brackets that may stand open at once; twice the depth that limits allow at most.
const BRACKETS: usize = 240;

/// Whether the first line that says something starts a YAML mapping, list or document.
pub fn looks_like(text: &str) -> bool {
    let first = text
        .lines()
        .find(|l| !l.trim().is_empty() && !l.starts_with('#'))
        .unwrap_or_default();
    let entry = first.strip_prefix("- ").unwrap_or(first).trim();
    let key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '"' | '\'');
    first.starts_with("---")
        || first.starts_with("%YAML")
        || entry.split_once(':').is_some_and(|(name, rest)| {
            !name.is_empty() && name.chars().all(key) && (rest.is_empty() || rest.starts_with(' '))
        })
}

/// Whether it starts a YAML document by a line of its own, as manifests and the headers of Markdown do.
pub fn has_header(text: &str) -> bool {
    let first = text.lines().find(|l| !l.trim().is_empty());
    first.is_some_and(|line| line.trim_end() == "---")
}

/// The documents of a text, and how many numbers were not finite. A document that can't be parsed ends
/// the list as a null unless it is the first: below the header of a model card stands Markdown.
pub fn documents(text: &str, limits: &Limits) -> Result<(Vec<Value>, u64), Unusable> {
    if text.len() > BYTES.min(limits.bytes) {
        return Err(Unusable::TooLarge {
            bytes: many(text.len()),
            limit: many(BYTES.min(limits.bytes)),
        });
    }
    if let Some(line) = nested(text) {
        return Err(Unusable::TooDeep {
            line,
            limit: limits.depth,
        });
    }
    let mut budget = Budget::new(limits);
    let mut documents = Vec::new();
    for document in Deserializer::from_str(text) {
        match budget.seed().deserialize(document) {
            Ok(Value::Null) => {}
            Ok(value) if text.contains("<<:") => documents.push(merged(value)),
            Ok(value) => documents.push(value),
            Err(error) => {
                let (line, column) = error
                    .location()
                    .map_or((0, 0), |l| (many(l.line()), many(l.column())));
                if let Some(limit) = budget.broken(line) {
                    return Err(limit);
                }
                if documents.is_empty() {
                    return Err(Unusable::Broken {
                        syntax: Syntax::Yaml,
                        flaw: flaw(&error),
                        line,
                        column,
                    });
                }
                // Said to be missing, so that nobody takes the rest for the whole.
                documents.push(Value::Null);
                break;
            }
        }
    }
    Ok((documents, budget.non_finite))
}

/// The same with what mappings take from others by `<<`; their own keys win.
fn merged(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(merged).collect(),
        Value::Object(object) => {
            let own = object.into_iter().map(|(key, value)| (key, merged(value)));
            let mut object: Map<String, Value> = own.collect();
            let taken = match object.remove("<<") {
                Some(Value::Array(list)) => list,
                other => other.into_iter().collect(),
            };
            for others in taken {
                if let Value::Object(others) = others {
                    for (key, value) in others {
                        object.entry(key).or_insert(value);
                    }
                }
            }
            Value::Object(object)
        }
        other => other,
    }
}

/// The line where more brackets stand open than any evidence has. The parser takes time by the square of
/// them before it gives up, so that they are counted first; those inside quotes count as well, which only
/// matters where many are never closed.
fn nested(text: &str) -> Option<u64> {
    let (mut open, mut line) = (0_usize, 1);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            b'\n' => line += 1,
            _ => {}
        }
        if open > BRACKETS {
            return Some(line);
        }
    }
    None
}

fn flaw(error: &serde_yaml_ng::Error) -> Flaw {
    if error.to_string().contains("repetition limit") {
        Flaw::Expansion
    } else {
        Flaw::Unexpected
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn shapes_that_are_yaml() {
        for yes in [
            "---\na: 1",
            "# c\nkind: SLO",
            "- a: 1\n",
            "apiVersion: v1\n",
            "\"a\": 1",
        ] {
            assert!(looks_like(yes), "{yes:?}");
        }
        for no in [
            "# HELP a b\nvllm:x{a=\"b: c\"} 1",
            "a,b: c",
            "12:30:01 start",
            "http://x",
        ] {
            assert!(!looks_like(no), "{no:?}");
        }
    }

    #[test]
    fn several_documents_and_markdown() {
        let limits = Limits::default();
        let (read, odd) = documents("a: 1\n---\n---\n1: !T {b: .nan}\n", &limits).unwrap();
        assert_eq!(
            (read, odd),
            (vec![json!({"a": 1}), json!({"1": {"b": null}})], 1)
        );
        let card = "---\nlicense: mit\n---\n# A model\n\n[x]: y: z\n\t- [\n";
        assert_eq!(
            documents(card, &limits).unwrap().0,
            [json!({"license": "mit"}), Value::Null]
        );
    }

    #[test]
    fn mappings_take_from_others() {
        let text = "a: &a {x: 1, y: {z: 2}}\nb: &b {y: 3}\nc:\n  - {<<: *a, x: 4}\n  - {<<: [*b, *a]}\n  - {<<: 5, x: 6}\n";
        let (read, _) = documents(text, &Limits::default()).unwrap();
        let expected = json!([{"x": 4, "y": {"z": 2}}, {"x": 1, "y": 3}, {"x": 6}]);
        assert_eq!(read[0]["c"], expected);
    }

    #[test]
    fn aliases_cannot_explode() {
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for i in 1..9 {
            let uses = vec![format!("*a{}", i - 1); 10].join(",");
            bomb += &[
                "a",
                &i.to_string(),
                ": &a",
                &i.to_string(),
                " [",
                &uses,
                "]\n",
            ]
            .concat();
        }
        let limits = Limits {
            values: 10_000,
            ..Limits::default()
        };
        assert!(documents(&bomb, &limits).is_err());
        assert!(matches!(
            documents("a: [1\nb: 2", &limits),
            Err(Unusable::Broken {
                syntax: Syntax::Yaml,
                line: 2,
                ..
            })
        ));
    }
}
