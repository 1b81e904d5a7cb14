//! in-toto statements about builds (SLSA provenance 0.1, 0.2 and 1), test results and verifications (SLSA's summary, 1
//! and 0.2), bare, in an envelope or in a sigstore bundle, alone, in a list or one a line. Reading verifies nothing, so
//! that a signature is only declared, unless another program says that it verified it: in a summary, or as
//! `gh attestation verify` prints what it verified. Parameters, environments and certificates are never read.
//!
//! Parts: what was built or tested, with its digests and the attributes `signature` (`declared`, `verified`,
//! `failed`), `builder`, `build_type`. Measures: `scan.objects`; of test results `test.cases`, `test.failures` and those
//! of `sandbox`; of verifications `verification.subjects` and of these `verification.failed`. Findings: tests and
//! verifications that failed. Scopes: repositories and commits of the source, digests of images and models.

mod build;
mod envelope;
mod tested;
mod verified;

use domain::evidence::{ComponentKind, IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind};
use serde_json::Value;

use super::{Reader, attributes::Attributes};
use crate::{
    draft::{Draft, Part},
    fields::{Fields, many},
    intake::Content,
};
use envelope::{Signed, statements};

pub static READER: Reader = Reader {
    kind: Kind::Provenance,
    tool: "in-toto",
    writes_nothing: false,
    matches: |content| {
        let mut records = content.records().take(4);
        records.any(|record| {
            let value = record.value.ok();
            value.is_some_and(|v| {
                statements(&v)
                    .iter()
                    .any(|s| About::of(&s.statement).is_some())
            })
        })
    },
    read,
};

/// What a statement is about.
#[derive(Clone, Copy)]
enum About {
    Build,
    Test,
    Verification,
}

impl About {
    fn of(statement: &Value) -> Option<Self> {
        let kind = statement.text("predicateType")?;
        if kind.contains("slsa.dev/provenance/") {
            Some(Self::Build)
        } else if kind.contains("in-toto.io/attestation/test-result/") {
            Some(Self::Test)
        } else if kind.contains("slsa.dev/verification_summary/") {
            Some(Self::Verification)
        } else {
            None
        }
    }
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let (mut subjects, mut unreadable, mut built) = (0, 0, false);
    for record in content.records() {
        let Ok(value) = record.value else {
            unreadable += 1;
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            continue;
        };
        for signed in statements(&value) {
            match About::of(&signed.statement) {
                Some(About::Build) => {
                    built |= !signed.verified;
                    if signed.verified {
                        verified::count(signed.statement.list("subject").len(), true, draft);
                    }
                    let facts = build::facts(&signed, draft);
                    subjects += listed(&signed, &facts, draft);
                }
                Some(About::Test) => {
                    tested::report(&signed.statement, draft);
                    subjects += listed(&signed, &Attributes::default(), draft);
                }
                Some(About::Verification) => {
                    let facts = verified::facts(&signed.statement, draft);
                    subjects += listed(&signed, &facts, draft);
                }
                None => draft.ignore(IgnoredWhat::Document, IgnoredWhy::OtherKind, record.line),
            }
        }
    }
    draft.count("scan.objects", many(subjects));
    if subjects == 0 {
        draft.nothing_scanned();
    }
    if unreadable > 0 {
        draft.partial(Reason::PartsUnreadable { count: unreadable });
    }
    if built {
        draft.partial(Reason::NotAnalysed);
    }
}

/// Reports what a statement is about; how many things.
fn listed(signed: &Signed, facts: &Attributes, draft: &mut Draft<'_>) -> usize {
    let subjects = signed.statement.list("subject");
    let mut own = Attributes::default();
    let facts = facts.pairs();
    let said = facts.iter().any(|(name, _)| *name == "signature");
    let signature = match (signed.sealed, signed.verified) {
        _ if said => None,
        (_, true) => Some("verified"),
        (sealed, false) => sealed.then_some("declared"),
    };
    own.text("signature", signature);
    for subject in subjects {
        let digests: Vec<_> = subject
            .entries("digest")
            .filter_map(|(algorithm, value)| Some((algorithm.as_str(), value.as_str()?)))
            .collect();
        let name = subject.text("name").unwrap_or("unnamed");
        let kind = kind(name);
        let scope = match kind {
            ComponentKind::Model => Some(ScopeKind::ModelDigest),
            ComponentKind::Image => Some(ScopeKind::ImageDigest),
            _ => None,
        };
        if let Some((scope, (algorithm, value))) = scope.zip(digests.first()) {
            draft.scope(scope, &format!("{algorithm}:{value}"));
        }
        draft.component(&Part {
            kind,
            name,
            version: None,
            digests: &digests,
            source: None,
            attributes: &[own.pairs(), facts.clone()].concat(),
        });
    }
    subjects.len()
}

/// Images are named by their registry, weights by their ending.
fn kind(name: &str) -> ComponentKind {
    const WEIGHTS: [&str; 8] = [
        ".safetensors",
        ".gguf",
        ".ggml",
        ".onnx",
        ".pt",
        ".pth",
        ".ckpt",
        ".bin",
    ];
    let lower = name.to_ascii_lowercase();
    let host = lower.split_once('/').map(|(host, _)| host);
    if WEIGHTS.iter().any(|end| lower.ends_with(end)) || lower.starts_with("pkg:huggingface/") {
        ComponentKind::Model
    } else if lower.starts_with("pkg:docker/")
        || lower.starts_with("pkg:oci/")
        || host
            .is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.contains(':'))
    {
        ComponentKind::Image
    } else {
        ComponentKind::Library
    }
}
