//! How something was built, in the words of SLSA 0.1, 0.2 and 1.

use domain::evidence::ScopeKind;

use super::envelope::Signed;
use crate::{draft::Draft, fields::Fields, readers::attributes::Attributes};

/// Reports dates and sources of a build; what it says of each thing that was built.
pub fn facts(signed: &Signed, draft: &mut Draft<'_>) -> Attributes {
    let predicate = signed.statement.at("predicate");
    let (definition, details) = (predicate.at("buildDefinition"), predicate.at("runDetails"));
    let builder = details
        .at("builder")
        .text("id")
        .or_else(|| predicate.at("builder").text("id"));
    let recipe = predicate.at("recipe").text("type");
    let kind = definition
        .text("buildType")
        .or_else(|| predicate.text("buildType"))
        .or(recipe);
    let mut dated = false;
    for metadata in [details.at("metadata"), predicate.at("metadata")] {
        let keys = [
            "startedOn",
            "buildStartedOn",
            "finishedOn",
            "buildFinishedOn",
        ];
        if let Some(date) = metadata.any_text(&keys) {
            draft.taken_at(date);
            dated = true;
        }
    }
    // Many builders leave their dates out; what they sign is logged at the end of the build.
    if let Some(time) = signed.logged.filter(|_| !dated) {
        draft.taken_at(&time.to_string());
    }
    // Of what went in, only sources in version control are scopes.
    let resolved = definition.list("resolvedDependencies").iter();
    let config = [predicate.path(&["invocation", "configSource"])];
    let sources = resolved.chain(predicate.list("materials")).chain(config);
    for source in sources {
        if let Some(uri) = source.text("uri").and_then(|uri| uri.strip_prefix("git+")) {
            draft.scope(
                ScopeKind::Repository,
                uri.rsplit_once('@').map_or(uri, |(uri, _)| uri),
            );
            let digest = source.at("digest");
            if let Some(commit) = digest.any_text(&["gitCommit", "sha1"]) {
                draft.scope(ScopeKind::Commit, commit);
            }
        }
    }
    let mut attributes = Attributes::default();
    attributes.text("builder", builder);
    attributes.text("build_type", kind);
    attributes
}
