//! Properties that tie a run to what it tested. Runners also dump their environment into properties, so that
//! only these names are ever looked at.

use domain::evidence::{ComponentKind, ScopeKind};

use crate::draft::{Draft, Part};

const SCOPES: [(ScopeKind, &[&str]); 5] = [
    (ScopeKind::ModelDigest, &["model.digest", "model_digest"]),
    (ScopeKind::ServiceName, &["service.name", "service_name"]),
    (
        ScopeKind::Repository,
        &["repository", "vcs.repository.url.full"],
    ),
    (
        ScopeKind::Commit,
        &[
            "commit",
            "git.commit",
            "git_commit",
            "vcs.ref.head.revision",
        ],
    ),
    (
        ScopeKind::ImageDigest,
        &["image.digest", "container.image.digest"],
    ),
];
const MODEL: &[&str] = &["model", "model.name", "model_name", "gen_ai.request.model"];
const MODEL_VERSION: &[&str] = &["model.version", "model_version"];
const PROMPT: &[&str] = &["prompt", "prompt.name", "prompt_name", "gen_ai.prompt.name"];
const PROMPT_VERSION: &[&str] = &["prompt.version", "prompt_version", "gen_ai.prompt.version"];

/// The values of the names above, the first of each.
#[derive(Default)]
pub struct Properties(Vec<(&'static str, String)>);

impl Properties {
    /// Notes a property whose name is one of those.
    pub fn note(&mut self, name: &str, value: String) {
        let lists = SCOPES.iter().map(|(_, names)| *names);
        let lists = lists.chain([MODEL, MODEL_VERSION, PROMPT, PROMPT_VERSION]);
        let lower = name.trim().to_ascii_lowercase();
        let known = lists.flatten().find(|known| **known == lower).copied();
        if let Some(known) = known.filter(|known| self.get(&[*known]).is_none()) {
            self.0.push((known, value));
        }
    }

    fn get(&self, names: &[&str]) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| names.contains(name));
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// Reports what the run tested.
    pub fn report(&self, draft: &mut Draft<'_>) {
        for (kind, names) in SCOPES {
            if let Some(value) = self.get(names) {
                draft.scope(kind, value);
            }
        }
        if let Some(model) = self.get(MODEL) {
            draft.scope(ScopeKind::ModelName, model);
        }
        for (kind, name, version) in [
            (ComponentKind::Model, MODEL, MODEL_VERSION),
            (ComponentKind::Prompt, PROMPT, PROMPT_VERSION),
        ] {
            if let Some(name) = self.get(name) {
                draft.component(&Part {
                    kind,
                    name,
                    version: self.get(version),
                    digests: &[],
                    source: None,
                    attributes: &[("tested", "true")],
                });
            }
        }
    }
}
