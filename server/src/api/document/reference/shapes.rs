//! Schemas as tables: a row for each field, nested ones below it.

use domain::views::reference::{Field, Shape};
use serde_json::{Map, Value};

use super::{list, text};

const PREFIX: &str = "#/components/schemas/";
/// How many values a table names; more stand in the document.
const VALUES: usize = 12;

/// The schemas that have names.
pub(super) struct Shapes<'a>(&'a Map<String, Value>);

impl<'a> Shapes<'a> {
    pub(super) const fn new(named: &'a Map<String, Value>) -> Self {
        Self(named)
    }

    /// A schema itself, where it is only named.
    pub(super) fn target(&self, schema: &'a Value) -> &'a Value {
        let named = reference(schema).and_then(|name| self.0.get(name));
        named.unwrap_or(schema)
    }

    /// What it is, in a word: `uuid`, `Severity[]`, `map<string>`.
    pub(super) fn kind(&self, schema: &'a Value) -> String {
        let (schema, nullable) = bare(schema);
        let target = self.target(schema);
        let kind = match reference(schema) {
            Some(name) if has_fields(target) => name.to_owned(),
            _ => self.plain(target),
        };
        if nullable {
            format!("{kind} | null")
        } else {
            kind
        }
    }

    fn plain(&self, schema: &'a Value) -> String {
        let kinds = schema.get("type");
        let first =
            list(schema, "type").find_map(|kind| kind.as_str().filter(|kind| *kind != "null"));
        match kinds.and_then(Value::as_str).or(first) {
            Some("array") if schema.get("prefixItems").is_some() => {
                let parts: Vec<_> = list(schema, "prefixItems")
                    .map(|part| self.kind(part))
                    .collect();
                format!("[{}]", parts.join(", "))
            }
            Some("array") => format!(
                "{}[]",
                self.kind(schema.get("items").unwrap_or(&Value::Null))
            ),
            Some("object") => match schema.get("additionalProperties") {
                Some(value) if value.is_object() => format!("map<{}>", self.kind(value)),
                _ => "object".to_owned(),
            },
            Some("string") => match schema.get("format").and_then(Value::as_str) {
                Some(format) => format.to_owned(),
                None => "string".to_owned(),
            },
            Some(kind) => kind.to_owned(),
            None => "object".to_owned(),
        }
    }

    /// The values that it takes; none where they are many.
    pub(super) fn values(&self, schema: &'a Value) -> Vec<String> {
        let target = self.target(part(bare(schema).0));
        let values: Vec<_> = list(target, "enum")
            .map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            })
            .collect();
        if values.len() > VALUES {
            Vec::new()
        } else {
            values
        }
    }

    /// The fields of a body, nested so many levels.
    pub(super) fn fields(&self, schema: &'a Value, levels: u8) -> Vec<Field> {
        let mut rows = Vec::new();
        self.rows(self.target(part(bare(schema).0)), 0, levels, &mut rows);
        rows
    }

    /// All types with names and fields.
    pub(super) fn all(&self) -> Vec<Shape> {
        let named = self.0.iter().filter(|(_, schema)| has_fields(schema));
        named
            .map(|(name, schema)| Shape {
                name: name.clone(),
                description: text(schema.get("description")),
                fields: self.fields(schema, 1),
            })
            .collect()
    }

    fn rows(&self, schema: &'a Value, depth: u8, levels: u8, out: &mut Vec<Field>) {
        for part in list(schema, "allOf") {
            self.rows(self.target(part), depth, levels, out);
        }
        for variant in list(schema, "oneOf") {
            self.variant(variant, depth, levels, out);
        }
        let required: Vec<_> = list(schema, "required").filter_map(Value::as_str).collect();
        let fields = schema.get("properties").and_then(Value::as_object);
        for (name, field) in fields.into_iter().flatten() {
            self.row(
                name,
                field,
                required.contains(&name.as_str()),
                (depth, levels),
                out,
            );
        }
    }

    fn row(
        &self,
        name: &str,
        schema: &'a Value,
        required: bool,
        (depth, levels): (u8, u8),
        out: &mut Vec<Field>,
    ) {
        let inner = part(bare(schema).0);
        let target = self.target(inner);
        let nested = has_fields(target);
        let deeper = depth + 1 < levels;
        out.push(Field {
            name: name.to_owned(),
            depth,
            kind: self.kind(schema),
            link: reference(inner)
                .filter(|_| nested && !deeper)
                .map(str::to_owned),
            required,
            description: said(schema),
            values: self.values(schema),
            ..Field::default()
        });
        if nested && (deeper || reference(inner).is_none()) {
            self.rows(target, depth + 1, levels, out);
        }
    }

    /// One of several forms: what tells it from the others, and its own fields below.
    fn variant(&self, variant: &'a Value, depth: u8, levels: u8, out: &mut Vec<Field>) {
        let mut own = Vec::new();
        self.rows(self.target(variant), depth + 1, levels, &mut own);
        let tag = own
            .iter()
            .position(|field| field.values.len() == 1 && field.depth == depth + 1);
        let Some(tag) = tag.map(|place| own.remove(place)) else {
            return;
        };
        out.push(Field {
            name: format!("{}: {}", tag.name, tag.values.concat()),
            depth,
            kind: tag.kind,
            required: true,
            description: text(variant.get("description")),
            ..Field::default()
        });
        out.extend(own);
    }
}

fn has_fields(schema: &Value) -> bool {
    ["properties", "oneOf", "allOf"]
        .iter()
        .any(|key| schema.get(key).is_some())
}

fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(PREFIX)
}

/// The schema without the choice of `null`, and whether there was one.
fn bare(schema: &Value) -> (&Value, bool) {
    let null = |value: &Value| value.get("type").and_then(Value::as_str) == Some("null");
    let choices = || list(schema, "oneOf");
    if choices().any(null) {
        let other = choices().find(|choice| !null(choice));
        return (other.unwrap_or(schema), true);
    }
    (schema, list(schema, "type").any(|kind| kind == "null"))
}

/// What lists and maps consist of.
fn part(schema: &Value) -> &Value {
    let values = schema
        .get("additionalProperties")
        .filter(|value| value.is_object());
    match schema
        .get("items")
        .filter(|items| items.is_object())
        .or(values)
    {
        Some(inner) => part(bare(inner).0),
        None => schema,
    }
}

fn said(schema: &Value) -> String {
    let own = text(schema.get("description"));
    if own.is_empty() {
        text(bare(schema).0.get("description"))
    } else {
        own
    }
}
