//! SPDX 2 as tags and values, one a line, brought package by package to the form that they have in JSON.

use serde_json::{Map, Value, json};

/// Whether the first tag is that of the version.
pub fn is_document(text: &str) -> bool {
    let version = tags(text).next();
    version.is_some_and(|(tag, value)| tag == "SPDXVersion" && value.starts_with("SPDX-2."))
}

/// What the document says of itself.
pub fn header(text: &str) -> Value {
    let first = |wanted: &str| tags(text).find(|(tag, _)| *tag == wanted).map(|(_, v)| v);
    let tool = tags(text).find(|(tag, value)| *tag == "Creator" && value.starts_with("Tool:"));
    json!({
        "name": first("DocumentName"),
        "creationInfo": {"created": first("Created"), "creators": tool.map(|(_, value)| value)},
    })
}

/// Calls `each` with every package. One after the other, so that a long list needs no more memory than its longest entry.
pub fn packages(text: &str, mut each: impl FnMut(&Value)) {
    let mut open: Option<Map<String, Value>> = None;
    for (tag, value) in tags(text) {
        if tag == "PackageName"
            && let Some(whole) = open.replace(Map::new())
        {
            each(&whole.into());
        }
        if let Some(package) = &mut open {
            note(package, tag, value);
        }
    }
    if let Some(whole) = open {
        each(&whole.into());
    }
}

fn note(package: &mut Map<String, Value>, tag: &str, value: &str) {
    match tag {
        "PackageChecksum" => {
            if let Some((algorithm, hash)) = value.split_once(':') {
                let entry = json!({"algorithm": algorithm.trim(), "checksumValue": hash.trim()});
                push(package, "checksums", entry);
            }
        }
        // Category, type and locator.
        "ExternalRef" => {
            let mut words = value.split_whitespace().skip(1);
            if let Some((kind, locator)) = words.next().zip(words.next()) {
                let entry = json!({"referenceType": kind, "referenceLocator": locator});
                push(package, "externalRefs", entry);
            }
        }
        _ => {
            if let Some(key) = key(tag) {
                package.insert(key.to_owned(), value.into());
            }
        }
    }
}

fn push(package: &mut Map<String, Value>, key: &str, entry: Value) {
    if let Value::Array(list) = package.entry(key).or_insert_with(|| json!([])) {
        list.push(entry);
    }
}

/// The key that a tag of a package has in JSON.
fn key(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "PackageName" => "name",
        "PackageVersion" => "versionInfo",
        "PackageSupplier" => "supplier",
        "PackageDownloadLocation" => "downloadLocation",
        "PackageLicenseConcluded" => "licenseConcluded",
        "PackageLicenseDeclared" => "licenseDeclared",
        "PrimaryPackagePurpose" => "primaryPackagePurpose",
        _ => return None,
    })
}

/// Every tag with its value. Texts of several lines describe only, and may look like tags: they are passed over.
fn tags(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut inside = false;
    text.lines().filter_map(move |line| {
        if inside {
            inside = !line.contains("</text>");
            return None;
        }
        let (tag, value) = line.split_once(':').filter(|_| !line.starts_with('#'))?;
        let value = value.trim();
        let Some(opened) = value.strip_prefix("<text>") else {
            return Some((tag, value));
        };
        let whole = opened.split_once("</text>");
        inside = whole.is_none();
        whole.map(|(text, _)| (tag, text))
    })
}
