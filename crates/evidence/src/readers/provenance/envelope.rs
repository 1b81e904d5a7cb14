//! From what surrounds a statement to the statement.

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde_json::Value;

use crate::{
    Limits,
    fields::Fields,
    intake::{self, Content},
};

/// A statement, and whether something signed stands around it.
pub struct Signed {
    pub statement: Value,
    pub sealed: bool,
    /// Seconds since 1970 at which a public log took the signature in.
    pub logged: Option<u64>,
    /// Whether the program that printed it had verified the signature: `gh attestation verify`.
    pub verified: bool,
}

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The statements in a document: bare, in a DSSE envelope, in a sigstore bundle, or in a list of those as
/// GitHub's API answers it.
pub fn statements(v: &Value) -> Vec<Signed> {
    let listed = v.list("attestations").iter().map(|a| a.at("bundle"));
    let places = [v, v.at("bundle"), v.path(&["attestation", "bundle"])];
    let all = places.into_iter().chain(listed);
    // It prints only what it could verify, with the times that were signed too.
    let result = v.at("verificationResult");
    let verified = result.has("statement") && !result.list("verifiedTimestamps").is_empty();
    let all = all.filter_map(one);
    all.map(|signed| Signed {
        verified: signed.sealed && verified,
        ..signed
    })
    .collect()
}

fn one(v: &Value) -> Option<Signed> {
    if v.has("predicateType") && (v.has("_type") || v.has("subject")) {
        return Some(Signed {
            statement: v.clone(),
            sealed: false,
            logged: None,
            verified: false,
        });
    }
    let inner = v.at("dsseEnvelope");
    let envelope = if inner.is_object() { inner } else { v };
    let payload = envelope
        .text("payload")
        .filter(|_| envelope.has("payloadType"))?;
    // JSON of protocol buffers may use either alphabet.
    let bytes = BASE64
        .decode(payload.replace('-', "+").replace('_', "/"))
        .ok()?;
    let limits = Limits::default();
    let text = intake::decode(&bytes, &limits).ok()?;
    let Content::Json(statement) = intake::open(&text, &limits).ok()?.content else {
        return None;
    };
    let sealed = envelope
        .list("signatures")
        .iter()
        .any(|s| s.text("sig").is_some());
    let entries = v.at("verificationMaterial").list("tlogEntries").iter();
    Some(Signed {
        statement,
        sealed,
        logged: entries.filter_map(|e| e.count("integratedTime")).min(),
        verified: false,
    })
}
