//! The REST API as a page shows it.

use serde::{Deserialize, Serialize};

/// `/api`: what there is, without how it is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceIndex {
    /// Operations by name, in their groups.
    pub groups: Vec<IndexGroup>,
    /// How many operations there are in all.
    pub total: u32,
}

/// A group and the names of its operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexGroup {
    /// The tag in the document.
    pub tag: String,
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub description: String,
    /// Its operations.
    pub operations: Vec<IndexOperation>,
}

/// An operation by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexOperation {
    /// Its id, and its anchor on the index and on its group's page.
    pub id: String,
    /// `GET`.
    pub method: String,
    /// `/api/v1/workloads/{workload}/evidence`.
    pub path: String,
    /// What it does, in a line.
    pub summary: String,
}

/// `/api/{tag}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupPage {
    /// The group, with those of its operations that were searched for.
    pub group: ReferenceGroup,
    /// Types that they lead to.
    pub shapes: Vec<Shape>,
    /// How many operations the group has in all.
    pub total: u32,
    /// The group before it: tag and name.
    pub previous: Option<(String, String)>,
    /// The group after it: tag and name.
    pub next: Option<(String, String)>,
}

/// Everything that pages show of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Operations in their groups.
    pub groups: Vec<ReferenceGroup>,
    /// Types that operations name.
    pub shapes: Vec<Shape>,
    /// How many operations there are in all.
    pub total: u32,
}

/// Operations that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceGroup {
    /// The tag in the document.
    pub tag: String,
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub description: String,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its id, and its anchor on the page.
    pub id: String,
    /// `GET`.
    pub method: String,
    /// `/api/v1/workloads/{workload}/evidence`.
    pub path: String,
    /// What it does, in a line.
    pub summary: String,
    /// More about it; may be empty.
    pub description: String,
    /// Who may call it.
    pub access: String,
    /// Parts of the address, and headers.
    pub parameters: Vec<Field>,
    /// What is sent.
    pub body: Option<Content>,
    /// What comes back, by status.
    pub answers: Vec<Answer>,
    /// A call to copy; `{origin}` stands for the console's address, `{session}` for the name of its cookie.
    pub call: String,
}

/// A body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Media types.
    pub kinds: Vec<String>,
    /// What it is; may be empty.
    pub description: String,
    /// The type's name, or what it is instead.
    pub shape: String,
    /// Its fields; none where the type of that name says them.
    pub fields: Vec<Field>,
    /// An example; may be empty.
    pub example: String,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The status.
    pub status: String,
    /// What it means.
    pub description: String,
    /// What comes with it.
    pub content: Option<Content>,
}

/// A parameter, or a field of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Where a parameter stands: `path`, `query` or `header`; empty for fields.
    pub place: String,
    /// How deep it is nested, from 0.
    pub depth: u8,
    /// Its type.
    pub kind: String,
    /// The type of the same page that says more.
    pub link: Option<String>,
    /// Whether it is always there.
    pub required: bool,
    /// What it says; may be empty.
    pub description: String,
    /// The values that it takes, where they are few.
    pub values: Vec<String>,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Its fields.
    pub fields: Vec<Field>,
}
