//! SPDX 2 in JSON, or as tags and values: packages with their hashes, origins and licences. Files, snippets and people
//! are never read.

use std::collections::BTreeSet;

use domain::evidence::{ComponentKind, IgnoredWhat, IgnoredWhy, ScopeKind};
use serde_json::Value;

use super::{stated, tags};
use crate::{
    draft::{Draft, Part},
    fields::Fields,
    readers::attributes::Attributes,
};

/// The document, where the value is one; an export from a platform puts an object around it.
pub fn of(value: &Value) -> Option<&Value> {
    let is_old = |v: &&Value| {
        v.text("spdxVersion")
            .is_some_and(|version| version.starts_with("SPDX-2."))
    };
    [value, value.at("sbom")].into_iter().find(is_old)
}

/// Reads a document; returns how many packages it lists.
pub fn read(document: &Value, draft: &mut Draft<'_>) -> usize {
    header(document, draft);
    let packages = document.list("packages");
    // Models come first: a long list is cut at its end.
    for of_model in [true, false] {
        let wanted = packages
            .iter()
            .filter(|package| is_model(package) == of_model);
        wanted.for_each(|package| one(package, draft));
    }
    packages.len()
}

/// Reads a document of tags and values; returns how many packages it lists.
pub fn read_tags(text: &str, draft: &mut Draft<'_>) -> usize {
    header(&tags::header(text), draft);
    let mut listed = 0;
    for of_model in [true, false] {
        tags::packages(text, |package| {
            if is_model(package) == of_model {
                listed += 1;
                one(package, draft);
            }
        });
    }
    listed
}

fn header(document: &Value, draft: &mut Draft<'_>) {
    let created = document.at("creationInfo");
    if let Some(date) = created.text("created") {
        draft.taken_at(date);
    }
    let creators = created.texts("creators").into_iter();
    let mut tools = creators.filter_map(|creator| creator.strip_prefix("Tool:"));
    if let Some(tool) = tools.next().map(str::trim) {
        let version = tool
            .rsplit_once('-')
            .filter(|(_, version)| version.contains(|c: char| c.is_ascii_digit()));
        match version {
            Some((name, version)) => draft.tool(name, Some(version)),
            None => draft.tool(tool, None),
        }
    }
    draft.scope(
        ScopeKind::Project,
        document.text("name").unwrap_or_default(),
    );
}

fn purl(package: &Value) -> Option<&str> {
    let mut references = package.list("externalRefs").iter();
    let found = references.find(|r| r.text("referenceType") == Some("purl"));
    found?.text("referenceLocator")
}

/// This version has no purpose for models: only where a package comes from can say so.
fn is_model(package: &Value) -> bool {
    purl(package).is_some_and(|purl| purl.starts_with("pkg:huggingface/"))
}

fn one(package: &Value, draft: &mut Draft<'_>) {
    let Some(name) = package.text("name") else {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return;
    };
    let hashes = package.list("checksums").iter();
    let digests: Vec<_> = hashes
        .filter_map(|h| Some((h.text("algorithm")?, h.text("checksumValue")?)))
        .collect();
    let kind = match package.text("primaryPackagePurpose") {
        _ if is_model(package) => ComponentKind::Model,
        Some("CONTAINER") => ComponentKind::Image,
        _ => ComponentKind::Library,
    };
    if kind == ComponentKind::Model {
        draft.scope(ScopeKind::ModelName, name);
        for (algorithm, digest) in &digests {
            let algorithm = algorithm.to_lowercase().replace('-', "");
            draft.scope(ScopeKind::ModelDigest, &format!("{algorithm}:{digest}"));
        }
    }
    let licences = ["licenseDeclared", "licenseConcluded"].map(|key| package.text(key));
    let licences: BTreeSet<_> = licences.into_iter().flatten().filter(stated).collect();
    let mut attributes = Attributes::default();
    attributes.texts("licences", &licences.into_iter().collect::<Vec<_>>());
    let supplier = package.text("supplier");
    attributes.text(
        "supplier",
        supplier.and_then(|text| text.strip_prefix("Organization:")),
    );
    let sources = [purl(package), package.text("downloadLocation")];
    draft.component(&Part {
        kind,
        name,
        version: package.text("versionInfo"),
        digests: &digests,
        source: sources.into_iter().flatten().find(stated),
        attributes: &attributes.pairs(),
    });
}
