//! The document as the console's page shows it.

mod call;
mod shapes;

use std::sync::LazyLock;

use domain::views::reference::{Answer, Content, Field, Operation, Reference, ReferenceGroup};
use serde_json::{Map, Value};

use super::Access;
use shapes::Shapes;

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| {
    // The document has a JSON form: a test writes it.
    let document = serde_json::to_value(super::document()).unwrap_or_default();
    build(&document)
});

/// The document as the page shows it, in English.
pub fn reference() -> &'static Reference {
    &REFERENCE
}

fn build(document: &Value) -> Reference {
    let empty = Map::new();
    let shapes = Shapes::new(
        document
            .pointer("/components/schemas")
            .and_then(Value::as_object)
            .unwrap_or(&empty),
    );
    let paths = document
        .get("paths")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    let mut all: Vec<(String, Operation)> = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap_or(&empty) {
            let tag = text(operation.pointer("/tags/0"));
            all.push((tag, one(&shapes, path, method, operation)));
        }
    }
    let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let groups = super::TAGS.map(|(tag, description)| ReferenceGroup {
        tag: tag.to_owned(),
        name: tag.to_owned(),
        description: description.to_owned(),
        operations: all
            .iter()
            .filter(|(of, _)| of == tag)
            .map(|(_, operation)| operation.clone())
            .collect(),
    });
    Reference {
        shapes: shapes.all(),
        groups: groups.into(),
        total,
    }
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn one(shapes: &Shapes<'_>, path: &str, method: &str, operation: &Value) -> Operation {
    let code = text(operation.get("x-access"));
    let access = Access::ALL.iter().find(|access| access.code() == code);
    let description = text(operation.get("description"));
    // The page says on a line of its own who may call.
    let description = description
        .split("Who may call: ")
        .next()
        .unwrap_or_default();
    let parameters = list(operation, "parameters")
        .map(|p| parameter(shapes, p))
        .collect();
    let body = operation
        .get("requestBody")
        .and_then(|body| content(shapes, body));
    let mut operation = Operation {
        id: text(operation.get("operationId")),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(operation.get("summary")),
        description: description.trim().replace('\n', " "),
        access: access
            .map(|access| access.sentence().to_owned())
            .unwrap_or_default(),
        parameters,
        body,
        answers: answers(shapes, operation),
        call: String::new(),
    };
    operation.call = call::call(&operation, access.copied().unwrap_or(Access::SignedIn));
    operation
}

/// What comes back; refusals have the same few bodies everywhere, which are told once as types.
fn answers(shapes: &Shapes<'_>, operation: &Value) -> Vec<Answer> {
    let answers = operation.get("responses").and_then(Value::as_object);
    let answer = |(status, answer): (&String, &Value)| {
        let mut content = content(shapes, answer);
        if let Some(content) = &mut content
            && !status.starts_with('2')
        {
            content.fields.clear();
        }
        Answer {
            status: status.clone(),
            description: text(answer.get("description")),
            content,
        }
    };
    answers.into_iter().flatten().map(answer).collect()
}

fn parameter(shapes: &Shapes<'_>, parameter: &Value) -> Field {
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    Field {
        name: text(parameter.get("name")),
        place: text(parameter.get("in")),
        kind: shapes.kind(schema),
        required: parameter.get("required").and_then(Value::as_bool) == Some(true),
        description: text(parameter.get("description")),
        values: shapes.values(schema),
        ..Field::default()
    }
}

/// A body of any of its media types: they say the same.
fn content(shapes: &Shapes<'_>, holder: &Value) -> Option<Content> {
    let kinds = holder.get("content")?.as_object()?;
    let media = kinds.values().next()?;
    let schema = media.get("schema").unwrap_or(&Value::Null);
    let example = media
        .get("example")
        .or_else(|| shapes.target(schema).get("example"));
    Some(Content {
        kinds: kinds.keys().cloned().collect(),
        description: text(holder.get("description")),
        shape: shapes.kind(schema),
        fields: shapes.fields(schema, 2),
        example: example
            .and_then(|example| serde_json::to_string_pretty(example).ok())
            .unwrap_or_default(),
    })
}
