//! `null` and `[]`: several scanners found nothing, and the file does not say which one looked at what.

use domain::evidence::{Kind, Reason};

use super::Reader;

pub static READER: Reader = Reader {
    kind: Kind::EmptyResult,
    tool: "",
    writes_nothing: true,
    matches: |content| content.is_nothing(),
    read: |_, draft| draft.partial(Reason::ToolNotNamed),
};
