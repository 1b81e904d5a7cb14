//! `CycloneDX` 1.x in JSON and XML, of models and data sets (ML-BOM) as of software. Texts of model cards and licences,
//! authors, properties and evidence are never read.

mod card;
mod parts;
mod vulnerabilities;
mod xml;

use domain::evidence::{Kind, Reason, ScopeKind};
use serde_json::Value;

use super::Reader;
use crate::{
    draft::Draft,
    fields::{Fields, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Cyclonedx,
    tool: "CycloneDX",
    writes_nothing: false,
    matches: |content| {
        if let Content::Xml(xml) = content {
            return xml::is_bom(xml);
        }
        content.value().is_some_and(|v| {
            let first = v.text("specVersion").is_some_and(|s| s.starts_with("1."));
            v.text("bomFormat") == Some("CycloneDX") && first
        })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    if let Content::Xml(xml) = content {
        match xml::bom(xml) {
            Ok(bom) => report(&bom, draft),
            Err(why) => draft.refuse(why),
        }
    } else {
        report(content.value().unwrap_or(&Value::Null), draft);
    }
}

fn report(bom: &Value, draft: &mut Draft<'_>) {
    metadata(bom.at("metadata"), draft);
    let listed = parts::all(bom);
    let mut wrong = ["components", "services", "vulnerabilities"]
        .iter()
        .filter(|key| bom.has(key) && !bom.at(key).is_array())
        .count();
    // Models and data come first: they are what is asked for, and a long list is cut at its end.
    for of_model in [true, false] {
        for part in listed.iter().filter(|p| p.of_model() == of_model) {
            wrong += usize::from(!parts::report(part, draft));
        }
    }
    let found = vulnerabilities::report(bom.list("vulnerabilities"), &listed, draft);
    draft.count("scan.objects", many(listed.len()));
    draft.count("bom.vulnerabilities", found);
    if wrong > 0 {
        draft.partial(Reason::PartsUnreadable { count: many(wrong) });
    }
    if listed.is_empty() && found == 0 {
        draft.nothing_scanned();
    } else if found > 0 || bom.has("vulnerabilities") {
        // Also an empty list, which some tools always write, says nothing about what was looked at.
        draft.partial(Reason::CoverageNotStated);
    } else {
        draft.partial(Reason::NotAnalysed);
    }
}

fn metadata(metadata: &Value, draft: &mut Draft<'_>) {
    if let Some(date) = metadata.text("timestamp") {
        draft.taken_at(date);
    }
    // A list up to 1.4, lists of components and services from 1.5 on; both are in use.
    let tools = metadata.at("tools");
    let tool = metadata
        .list("tools")
        .iter()
        .chain(tools.list("components"))
        .chain(tools.list("services"))
        .find_map(|t| Some((t.text("name")?, t.text("version"))));
    if let Some((name, version)) = tool {
        draft.tool(name, version);
    }
    let subject = metadata.at("component");
    if let Some(name) = subject.text("name") {
        let kind = match subject.text("type") {
            Some("machine-learning-model") => ScopeKind::ModelName,
            Some("container") => ScopeKind::Image,
            Some("file") => ScopeKind::Path,
            _ => ScopeKind::Project,
        };
        draft.scope(kind, name);
    }
}
