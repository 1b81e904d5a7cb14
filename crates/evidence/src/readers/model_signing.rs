//! `OpenSSF` model signing: a sigstore bundle around an in-toto statement. Reading it verifies nothing, so
//! that the signature is only declared. Certificates, which name people, are never read.

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use domain::evidence::{ComponentKind, IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind};
use serde_json::Value;

use super::{Reader, attributes::Attributes};
use crate::{
    Limits,
    draft::{Draft, Part},
    fields::{Fields, many},
    intake::{self, Content},
};

pub static READER: Reader = Reader {
    kind: Kind::ModelSigning,
    tool: "model-signing",
    writes_nothing: false,
    matches: |content| {
        // Bundles around other statements look the same from outside.
        let payload = content.value().and_then(payload);
        payload.is_some_and(|p| p.windows(MARK.len()).any(|part| part == MARK))
    },
    read,
};

const MARK: &[u8] = b"https://model_signing/";

/// How the only file of a model is called.
const ROOT: &str = ".";

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The statement inside the bundle. JSON of protocol buffers may use either alphabet.
fn payload(bundle: &Value) -> Option<Vec<u8>> {
    let text = bundle.at("dsseEnvelope").text("payload")?;
    BASE64.decode(text.replace('-', "+").replace('_', "/")).ok()
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let bundle = content.value().unwrap_or(&Value::Null);
    let Some(statement) = payload(bundle).and_then(|bytes| statement(&bytes)) else {
        draft.incomplete("dsseEnvelope.payload");
        return;
    };
    let signed = declared(bundle, draft);
    let first = statement.list("subject").first();
    let resources = statement.at("predicate").at("resources").as_array();
    let count = if let Some(resources) = resources {
        let model = first.and_then(|s| s.text("name"));
        if let Some(subject) = first {
            whole(subject, statement.at("predicate"), &signed, draft);
        }
        for resource in resources {
            let digest = resource.text("algorithm").zip(resource.text("digest"));
            file(resource, digest, model, &signed, draft);
        }
        resources.len()
    } else {
        // Up to 0.2 the subjects are the files.
        let subjects = statement.list("subject");
        for subject in subjects {
            file(subject, old_digest(subject), None, &signed, draft);
        }
        subjects.len()
    };
    draft.count("scan.objects", many(count));
    if count == 0 {
        draft.nothing_scanned();
    }
    draft.partial(Reason::NotAnalysed);
}

fn statement(bytes: &[u8]) -> Option<Value> {
    // The file's own limits hold already; these keep what is inside from being deeper or larger.
    let limits = Limits::default();
    let text = intake::decode(bytes, &limits).ok()?;
    match intake::open(&text, &limits).ok()?.content {
        Content::Json(value) if value.is_object() => Some(value),
        _ => None,
    }
}

/// What the bundle says about its signature; nothing where it holds none.
fn declared(bundle: &Value, draft: &mut Draft<'_>) -> Attributes {
    let mut attributes = Attributes::default();
    let signatures = bundle.at("dsseEnvelope").list("signatures");
    if !signatures.iter().any(|s| s.text("sig").is_some()) {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return attributes;
    }
    attributes.text("signature", Some("declared"));
    let material = bundle.at("verificationMaterial");
    let with = [
        ("certificate", "certificate"),
        ("x509CertificateChain", "certificate_chain"),
        ("publicKey", "public_key"),
    ];
    let found = with.iter().find(|(key, _)| material.has(key));
    attributes.text("signed_with", found.map(|(_, name)| *name));
    let entries = material.list("tlogEntries");
    attributes.counted("log_entries", entries.len());
    for time in entries.iter().filter_map(|e| e.count("integratedTime")) {
        if time > 0 {
            draft.taken_at(&time.to_string());
        }
    }
    attributes
}

/// The model itself; its digest is one of the list of its files' digests. A model of one file is that file.
fn whole(subject: &Value, predicate: &Value, signed: &Attributes, draft: &mut Draft<'_>) {
    let Some(name) = subject.text("name") else {
        return;
    };
    draft.scope(ScopeKind::ModelName, name);
    if matches!(predicate.list("resources"), [only] if only.text("name") == Some(ROOT)) {
        return;
    }
    let mut own = Attributes::default();
    own.text("digest_of", Some("manifest"));
    own.counted("files", predicate.list("resources").len());
    let how = predicate.at("serialization");
    own.text("serialization", how.text("method"));
    own.counted("ignored_paths", how.list("ignore_paths").len());
    draft.component(&Part {
        kind: ComponentKind::Model,
        name,
        version: None,
        digests: old_digest(subject).as_slice(),
        source: None,
        attributes: &[signed.pairs(), own.pairs()].concat(),
    });
}

fn file(
    file: &Value,
    digest: Option<(&str, &str)>,
    model: Option<&str>,
    signed: &Attributes,
    draft: &mut Draft<'_>,
) {
    let (Some(name), Some((algorithm, value))) = (file.text("name"), digest) else {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return;
    };
    draft.scope(ScopeKind::ModelDigest, &format!("{algorithm}:{value}"));
    let name = model.filter(|_| name == ROOT).unwrap_or(name);
    let mut own = Attributes::default();
    own.text("model", model.filter(|model| *model != name));
    draft.component(&Part {
        kind: ComponentKind::Model,
        name,
        version: None,
        digests: &[(algorithm, value)],
        source: None,
        attributes: &[signed.pairs(), own.pairs()].concat(),
    });
}

/// The first digest of a subject. Old files write `sha256` whatever was used, and the truth beside it.
fn old_digest(subject: &Value) -> Option<(&str, &str)> {
    let (key, value) = subject.entries("digest").next()?;
    let actual = subject.at("annotations").text("actual_hash_algorithm");
    let actual = actual.map(|a| a.strip_prefix("file-").unwrap_or(a));
    Some((actual.unwrap_or(key), value.as_str()?))
}
