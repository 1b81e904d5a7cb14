//! `HiddenLayer`'s model scanner: SARIF in an envelope with the scan's id.

use domain::evidence::Kind;
use serde_json::Value;

use super::{Reader, sarif};
use crate::{fields::Fields, intake::Content};

pub static READER: Reader = Reader {
    kind: Kind::Hiddenlayer,
    tool: "HiddenLayer Model Scanner",
    writes_nothing: false,
    matches: |content| {
        let report = content.value().filter(|v| v.has("scan_id"));
        report.is_some_and(|v| v.at("sarif").at("runs").is_array())
    },
    read: |content, draft| {
        let sarif = content
            .value()
            .map_or(Value::Null, |v| v.at("sarif").clone());
        (sarif::READER.read)(&Content::Json(sarif), draft);
    },
};
