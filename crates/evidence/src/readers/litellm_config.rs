//! The settings of a `LiteLLM` proxy, `config.yaml`. Keys, addresses and environment variables never leave the reader;
//! addresses are only compared with each other.
//!
//! Measures by `model`, the name under which applications ask: `gateway.models`, 1 for each; of these
//! `gateway.models.standby`, 1 where another model answers when it fails (`fallbacks`, `default_fallbacks`), or where
//! it has deployments at two providers or addresses. Fallbacks for prompts that are too long or refused are none:
//! nothing is down then. A fallback to a name that the file does not have leads nowhere.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{ComponentKind, IgnoredWhat, IgnoredWhy, Kind, Unit};
use serde_json::Value;

use super::{Reader, attributes::Attributes};
use crate::{
    draft::{Draft, Part},
    fields::{Fields, items},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::LitellmConfig,
    tool: "LiteLLM",
    writes_nothing: false,
    matches: |content| {
        let models = content.value().map(|v| v.list("model_list"));
        let first = models.and_then(<[Value]>::first);
        first.is_some_and(|m| m.has("model_name") && m.at("litellm_params").is_object())
    },
    read,
};

/// What stands behind one name: provider and address of each deployment.
type Deployments<'v> = BTreeMap<&'v str, BTreeSet<(&'v str, &'v str)>>;

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let config = content.value().unwrap_or(&Value::Null);
    let mut models = Deployments::new();
    for entry in config.list("model_list") {
        let params = entry.at("litellm_params");
        let Some((name, model)) = entry.text("model_name").zip(params.text("model")) else {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
            continue;
        };
        let provider = params
            .text("custom_llm_provider")
            .or_else(|| Some(model.split_once('/')?.0));
        let address = params.any_text(&["api_base", "aws_region_name", "vertex_location"]);
        let one = (provider.unwrap_or(model), address.unwrap_or_default());
        models.entry(name).or_default().insert(one);
        part(model, provider, draft);
    }
    let settings = ["router_settings", "litellm_settings"].map(|key| config.at(key));
    for (name, deployments) in &models {
        let labels = [("model", *name)];
        let standby = deployments.len() > 1 || falls_back(name, &models, &settings);
        for (measure, holds) in [
            ("gateway.models", true),
            ("gateway.models.standby", standby),
        ] {
            let value = f64::from(u8::from(holds));
            draft.measure(measure, &labels, value, Unit::Count, None);
        }
    }
    if models.is_empty() {
        draft.nothing_scanned();
    }
}

fn part(model: &str, provider: Option<&str>, draft: &mut Draft<'_>) {
    let mut facts = Attributes::default();
    facts.text("provider", provider);
    draft.component(&Part {
        kind: ComponentKind::Model,
        name: model.split_once('/').map_or(model, |(_, name)| name),
        version: None,
        digests: &[],
        source: None,
        attributes: &facts.pairs(),
    });
}

/// Whether another name of the file answers when this one fails.
fn falls_back(name: &str, models: &Deployments<'_>, settings: &[&Value]) -> bool {
    let leads = |target: &Value| {
        let target = target.as_str().or_else(|| target.text("model"));
        target.is_some_and(|target| target != name && is_known(target, models))
    };
    let listed = |settings: &&Value| {
        let mut rows = settings.list("fallbacks").iter();
        let of = |row: &Value| {
            [name, "*"]
                .iter()
                .any(|key| items(row.at(key)).iter().any(leads))
        };
        rows.any(of) || settings.list("default_fallbacks").iter().any(leads)
    };
    settings.iter().any(listed)
}

/// Whether the file has the name, or one that stands for many: `openai/*`.
fn is_known(target: &str, models: &Deployments<'_>) -> bool {
    let fits = |name: &str| {
        name.strip_suffix('*')
            .is_some_and(|start| target.starts_with(start))
    };
    models.contains_key(target) || models.keys().any(|name| fits(name))
}
