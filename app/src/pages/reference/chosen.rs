//! What of the document a reader is shown: the operations that were searched for, in the reader's language.

use std::collections::BTreeSet;

use domain::Locale;
use domain::views::reference::{Field, Operation, Reference, ReferenceGroup, Shape};

use crate::i18n::{reference, reference_fields};

/// What stands in calls for something of this console, and what that is.
pub(super) type Here = [(&'static str, String); 2];

/// The operations that hold the search, and the types that they lead to.
pub(super) fn chosen(all: &Reference, locale: Locale, search: &str, here: &Here) -> Reference {
    let search = search.trim().to_lowercase();
    let groups = all.groups.iter().cloned().filter_map(|mut group| {
        group.operations = group
            .operations
            .into_iter()
            .map(|operation| said(operation, locale, here))
            .filter(|operation| holds(operation, &search))
            .collect();
        translate(locale, &mut group.name);
        translate(locale, &mut group.description);
        (!group.operations.is_empty()).then_some(group)
    });
    let groups: Vec<_> = groups.collect();
    let mut shapes = reached(&groups, &all.shapes);
    for shape in &mut shapes {
        translate_field(locale, &mut shape.description);
        translate_fields(locale, &mut shape.fields);
    }
    Reference {
        shapes,
        groups,
        total: all.total,
    }
}

fn holds(operation: &Operation, search: &str) -> bool {
    let Operation {
        id,
        method,
        path,
        summary,
        description,
        ..
    } = operation;
    let address = format!("{method} {path}");
    [id, summary, description, &address]
        .iter()
        .any(|text| text.to_lowercase().contains(search))
}

/// An operation in the reader's language, calling this console.
fn said(mut operation: Operation, locale: Locale, here: &Here) -> Operation {
    for (place, value) in here {
        operation.call = operation.call.replace(place, value);
    }
    if locale == Locale::Zh
        && let Some((summary, description)) = reference::operation(&operation.id)
    {
        operation.summary = summary.to_owned();
        operation.description = description.to_owned();
    }
    translate(locale, &mut operation.access);
    for parameter in &mut operation.parameters {
        translate(locale, &mut parameter.description);
    }
    if let Some(body) = &mut operation.body {
        translate(locale, &mut body.description);
        translate_fields(locale, &mut body.fields);
    }
    for answer in &mut operation.answers {
        translate(locale, &mut answer.description);
        if let Some(content) = &mut answer.content {
            translate_fields(locale, &mut content.fields);
        }
    }
    operation
}

fn translate(locale: Locale, text: &mut String) {
    if locale == Locale::Zh
        && let Some(chinese) = reference::sentence(text)
    {
        chinese.clone_into(text);
    }
}

/// What is said of fields; what nobody has translated stays English.
fn translate_fields(locale: Locale, fields: &mut [Field]) {
    for field in fields {
        translate_field(locale, &mut field.description);
    }
}

fn translate_field(locale: Locale, text: &mut String) {
    if locale == Locale::Zh
        && let Some(chinese) = reference_fields::field(text)
    {
        chinese.clone_into(text);
    }
}

/// Types that the fields and the refusals lead to, directly or by others.
fn reached(groups: &[ReferenceGroup], shapes: &[Shape]) -> Vec<Shape> {
    let operations = groups.iter().flat_map(|group| &group.operations);
    let contents = operations.flat_map(|operation| {
        let answers = operation.answers.iter();
        let answers = answers.filter_map(|answer| answer.content.as_ref());
        operation.body.iter().chain(answers)
    });
    let mut waiting: Vec<&str> = Vec::new();
    for content in contents {
        if content.fields.is_empty() {
            waiting.push(&content.shape);
        }
        waiting.extend(links(&content.fields));
    }
    let mut found = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if found.insert(name) {
            let of = shapes.iter().filter(|shape| shape.name == name);
            waiting.extend(of.flat_map(|shape| links(&shape.fields)));
        }
    }
    let reached = shapes.iter();
    let reached = reached.filter(|shape| found.contains(shape.name.as_str()));
    reached.cloned().collect()
}

fn links(fields: &[Field]) -> impl Iterator<Item = &str> {
    fields.iter().filter_map(|field| field.link.as_deref())
}

#[cfg(test)]
mod tests {
    use domain::views::reference::{Content, Field, Operation, Reference, ReferenceGroup, Shape};

    use super::*;

    fn field(name: &str, link: Option<&str>) -> Field {
        Field {
            name: name.to_owned(),
            link: link.map(str::to_owned),
            ..Field::default()
        }
    }

    fn operation(id: &str, link: &str) -> Operation {
        Operation {
            id: id.to_owned(),
            method: "GET".to_owned(),
            path: format!("/api/v1/{id}"),
            summary: "In English.".to_owned(),
            description: String::new(),
            access: "Anyone.".to_owned(),
            parameters: Vec::new(),
            body: Some(Content {
                fields: vec![field("part", Some(link))],
                ..Content::default()
            }),
            answers: Vec::new(),
            call: "curl \"{origin}/x\" {session}".to_owned(),
        }
    }

    fn all() -> Reference {
        let shape = |name: &str, link: Option<&str>| Shape {
            name: name.to_owned(),
            description: String::new(),
            fields: vec![field("inner", link)],
        };
        let group = ReferenceGroup {
            tag: "Rules".to_owned(),
            name: "Rules".to_owned(),
            description: String::new(),
            operations: vec![operation("list-rules", "A"), operation("elsewhere", "C")],
        };
        Reference {
            groups: vec![group],
            shapes: vec![
                shape("A", Some("B")),
                shape("B", Some("A")),
                shape("C", None),
            ],
            total: 2,
        }
    }

    fn here() -> Here {
        let origin = "https://console.example".to_owned();
        [("{origin}", origin), ("{session}", "cookie".to_owned())]
    }

    #[test]
    fn a_search_keeps_operations_and_what_they_lead_to() {
        let found = chosen(&all(), Locale::En, " LIST-rules", &here());
        let names: Vec<_> = found
            .shapes
            .iter()
            .map(|shape| shape.name.as_str())
            .collect();
        assert_eq!((found.groups[0].operations.len(), found.total), (1, 2));
        assert_eq!(names, ["A", "B"]);
        assert_eq!(
            found.groups[0].operations[0].call,
            "curl \"https://console.example/x\" cookie"
        );
        assert!(
            chosen(&all(), Locale::En, "nothing has this", &here())
                .groups
                .is_empty()
        );
    }

    #[test]
    fn chinese_readers_search_in_chinese() {
        let found = chosen(&all(), Locale::Zh, "参与判断", &here());
        assert_eq!(found.groups[0].name, "规则");
        assert_eq!(found.groups[0].operations[0].access, "任何人。");
    }
}
