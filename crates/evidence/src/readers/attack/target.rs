//! What was attacked: a model by name, an address or a program; or a stand-in that proves nothing.

use domain::evidence::{Reason, ScopeKind};

use crate::draft::Draft;

/// What was attacked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Something real, with its name.
    Named(ScopeKind, String),
    /// A real one whose name the file does not say.
    Unnamed,
    /// A built-in that gives back what it gets, or nothing.
    StandIn,
}

impl Target {
    /// Reports it: as what the file is about, or as what makes the run worthless.
    pub fn report(&self, draft: &mut Draft<'_>) {
        match self {
            Self::Named(kind, name) => draft.scope(*kind, name),
            Self::Unnamed => {}
            Self::StandIn => draft.failed(Reason::NoRealTarget),
        }
    }

    fn named(name: &str) -> Self {
        let kind = match name.split_once("://") {
            Some(("file", _)) => ScopeKind::Path,
            Some(_) => ScopeKind::Url,
            None => ScopeKind::ModelName,
        };
        Self::Named(kind, name.to_owned())
    }
}

/// A target of garak: the type is a generator such as `openai` or `rest.RestGenerator`, the name a model or
/// an address. Generators in `test` are stand-ins.
pub fn garak_target(generator: Option<&str>, name: Option<&str>) -> Target {
    let module = generator.and_then(|g| g.split('.').next());
    match (module, name) {
        (Some("test"), _) => Target::StandIn,
        (_, Some(name)) => Target::named(name),
        _ => Target::Unnamed,
    }
}

/// A target of promptfoo by its provider's id: `openai:chat:gpt-4o` is the model `gpt-4o`.
pub fn promptfoo_target(id: &str) -> Target {
    if id == "echo" {
        return Target::StandIn;
    }
    if id.contains("://") {
        return Target::named(id);
    }
    let Some((vendor, rest)) = id.split_once(':') else {
        // `http` and the like: the address is in the configuration.
        return Target::Unnamed;
    };
    if matches!(vendor, "exec" | "python" | "golang" | "ruby" | "package") {
        return Target::Named(ScopeKind::Path, rest.to_owned());
    }
    let model = match rest.split_once(':') {
        Some(("chat" | "completion" | "messages" | "responses" | "realtime", model)) => model,
        _ => rest,
    };
    Target::named(model)
}

/// A target by the model's name or else the address where it is served.
pub fn model_target(model: Option<&str>, endpoint: Option<&str>) -> Target {
    model.or(endpoint).map_or(Target::Unnamed, Target::named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(name: &str) -> Target {
        Target::Named(ScopeKind::ModelName, name.to_owned())
    }

    #[test]
    fn targets() {
        assert_eq!(garak_target(Some("test.Blank"), None), Target::StandIn);
        assert_eq!(garak_target(Some("testing"), None), Target::Unnamed);
        assert_eq!(
            garak_target(Some("huggingface"), Some("gpt2")),
            model("gpt2")
        );
        assert_eq!(promptfoo_target("openai:chat:gpt-4o"), model("gpt-4o"));
        assert_eq!(
            promptfoo_target("ollama:chat:llama3:8b"),
            model("llama3:8b")
        );
        assert_eq!(promptfoo_target("openai:gpt-4o"), model("gpt-4o"));
        assert_eq!(promptfoo_target("https"), Target::Unnamed);
        assert_eq!(
            promptfoo_target("https://bot.example/chat"),
            Target::Named(ScopeKind::Url, "https://bot.example/chat".to_owned())
        );
    }
}
