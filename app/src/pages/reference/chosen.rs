//! What of the document a reader is shown: names of operations, or a group of them whole, in the reader's language.

use std::collections::BTreeSet;

use domain::Locale;
use domain::views::reference::{
    Field, GroupPage, IndexGroup, IndexOperation, Operation, Reference, ReferenceGroup,
    ReferenceIndex, Shape,
};

use crate::i18n::{reference, reference_fields};

/// What stands in calls for something of this console, and what that is.
pub(super) type Here = [(&'static str, String); 2];

/// The names of the operations that hold the search; groups without any are left out.
pub(super) fn index(all: &Reference, locale: Locale, search: &str) -> ReferenceIndex {
    let search = search.trim().to_lowercase();
    let groups = all.groups.iter().filter_map(|group| {
        let found = group
            .operations
            .iter()
            .filter(|operation| holds(operation, locale, &search));
        let operations: Vec<_> = found.map(|operation| named(operation, locale)).collect();
        (!operations.is_empty()).then(|| IndexGroup {
            tag: group.tag.clone(),
            name: translated(locale, &group.name),
            description: translated(locale, &group.description),
            operations,
        })
    });
    ReferenceIndex {
        groups: groups.collect(),
        total: all.total,
    }
}

/// The operations of a group that hold the search, and the types that they lead to; none where no group has the tag.
pub(super) fn group(
    all: &Reference,
    locale: Locale,
    tag: &str,
    search: &str,
    here: &Here,
) -> Option<GroupPage> {
    let search = search.trim().to_lowercase();
    let place = all
        .groups
        .iter()
        .position(|group| group.tag.eq_ignore_ascii_case(tag))?;
    let of = all.groups.get(place)?;
    let beside = |place: Option<usize>| {
        let group = all.groups.get(place?)?;
        Some((group.tag.clone(), translated(locale, &group.name)))
    };
    let found = of
        .operations
        .iter()
        .filter(|operation| holds(operation, locale, &search));
    let operations: Vec<_> = found
        .map(|operation| said(operation.clone(), locale, here))
        .collect();
    let mut shapes = reached(&operations, &all.shapes);
    for shape in &mut shapes {
        translate_field(locale, &mut shape.description);
        translate_fields(locale, &mut shape.fields);
    }
    Some(GroupPage {
        total: u32::try_from(of.operations.len()).unwrap_or(u32::MAX),
        group: ReferenceGroup {
            tag: of.tag.clone(),
            name: translated(locale, &of.name),
            description: translated(locale, &of.description),
            operations,
        },
        shapes,
        previous: beside(place.checked_sub(1)),
        next: beside(place.checked_add(1)),
    })
}

/// Summary and description in the reader's language.
fn words(operation: &Operation, locale: Locale) -> (&str, &str) {
    let chinese = match locale {
        Locale::Zh => reference::operation(&operation.id),
        Locale::En => None,
    };
    chinese.unwrap_or((operation.summary.as_str(), operation.description.as_str()))
}

fn holds(operation: &Operation, locale: Locale, search: &str) -> bool {
    let (summary, description) = words(operation, locale);
    let address = format!("{} {}", operation.method, operation.path);
    [
        operation.id.as_str(),
        summary,
        description,
        address.as_str(),
    ]
    .iter()
    .any(|text| text.to_lowercase().contains(search))
}

fn named(operation: &Operation, locale: Locale) -> IndexOperation {
    IndexOperation {
        id: operation.id.clone(),
        method: operation.method.clone(),
        path: operation.path.clone(),
        summary: words(operation, locale).0.to_owned(),
    }
}

/// An operation in the reader's language, calling this console.
fn said(mut operation: Operation, locale: Locale, here: &Here) -> Operation {
    for (place, value) in here {
        operation.call = operation.call.replace(place, value);
    }
    let (summary, description) = words(&operation, locale);
    (operation.summary, operation.description) = (summary.to_owned(), description.to_owned());
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

fn translated(locale: Locale, text: &str) -> String {
    let mut text = text.to_owned();
    translate(locale, &mut text);
    text
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
fn reached(operations: &[Operation], shapes: &[Shape]) -> Vec<Shape> {
    let contents = operations.iter().flat_map(|operation| {
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
        let group = |tag: &str, operations| ReferenceGroup {
            tag: tag.to_owned(),
            name: tag.to_owned(),
            description: String::new(),
            operations,
        };
        Reference {
            groups: vec![
                group(
                    "Rules",
                    vec![operation("list-rules", "A"), operation("elsewhere", "C")],
                ),
                group("Document", vec![operation("get-openapi", "C")]),
            ],
            shapes: vec![
                shape("A", Some("B")),
                shape("B", Some("A")),
                shape("C", None),
            ],
            total: 3,
        }
    }

    fn here() -> Here {
        let origin = "https://console.example".to_owned();
        [("{origin}", origin), ("{session}", "cookie".to_owned())]
    }

    #[test]
    fn a_search_keeps_operations_and_what_they_lead_to() {
        let found = group(&all(), Locale::En, "rules", " LIST-rules", &here()).unwrap();
        let names: Vec<_> = found
            .shapes
            .iter()
            .map(|shape| shape.name.as_str())
            .collect();
        assert_eq!((found.group.operations.len(), found.total), (1, 2));
        assert_eq!(names, ["A", "B"]);
        assert_eq!(
            found.group.operations[0].call,
            "curl \"https://console.example/x\" cookie"
        );
        let none = group(&all(), Locale::En, "rules", "nothing has this", &here()).unwrap();
        assert!(none.group.operations.is_empty() && none.shapes.is_empty());
        assert_eq!(none.total, 2);
    }

    #[test]
    fn a_group_lies_between_its_neighbours() {
        let of = |tag| group(&all(), Locale::Zh, tag, "", &here());
        let (first, last) = (of("rules").unwrap(), of("Document").unwrap());
        let document = ("Document".to_owned(), "接口文档".to_owned());
        assert_eq!((first.previous, first.next), (None, Some(document)));
        assert_eq!(last.previous.unwrap().0, "Rules");
        assert_eq!(last.next, None);
        assert_eq!(of("v1"), None);
    }

    #[test]
    fn the_index_names_all_groups_or_those_that_were_found() {
        let (whole, found) = (
            index(&all(), Locale::En, ""),
            index(&all(), Locale::En, "OPENAPI"),
        );
        assert_eq!((whole.groups.len(), whole.total), (2, 3));
        assert_eq!((found.groups.len(), found.total), (1, 3));
        assert_eq!(found.groups[0].operations[0].id, "get-openapi");
        let nothing = index(&all(), Locale::En, "nothing has this");
        assert!(nothing.groups.is_empty());
    }

    #[test]
    fn chinese_readers_search_in_chinese() {
        let found = index(&all(), Locale::Zh, "参与判断");
        assert_eq!(found.groups[0].name, "规则");
        assert_eq!(found.groups[0].operations[0].id, "list-rules");
        let found = group(&all(), Locale::Zh, "rules", "参与判断", &here()).unwrap();
        assert_eq!(found.group.operations[0].access, "任何人。");
    }
}
