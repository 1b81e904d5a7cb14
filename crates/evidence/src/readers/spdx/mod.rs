//! SPDX: version 3 with its profiles for AI and data sets, and version 2, which has neither and lists packages only.

mod graph;
mod packages;
mod tags;

use domain::evidence::{Kind, Reason};
use serde_json::Value;

use super::Reader;
use crate::{draft::Draft, fields::many, intake::Content};

pub static READER: Reader = Reader {
    kind: Kind::Spdx,
    tool: "SPDX",
    writes_nothing: false,
    matches: |content| {
        if let Content::Text(text) = content {
            return tags::is_document(text);
        }
        let document = content.value();
        document.is_some_and(|v| graph::is_document(v) || packages::of(v).is_some())
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let document = content.value().unwrap_or(&Value::Null);
    let listed = match (content, packages::of(document)) {
        (Content::Text(text), _) => packages::read_tags(text, draft),
        (_, Some(old)) => packages::read(old, draft),
        (_, None) => graph::read(document, draft),
    };
    draft.count("scan.objects", many(listed));
    if listed == 0 {
        draft.nothing_scanned();
    } else {
        draft.partial(Reason::NotAnalysed);
    }
}

/// Whether a text says something: both versions have words for "not known" and "none".
fn stated(text: &&str) -> bool {
    !text.to_ascii_uppercase().contains("NOASSERTION") && *text != "NONE"
}
