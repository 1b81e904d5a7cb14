//! Hugging Face model cards: the YAML header of a `README.md`. The text below it is not read.
//!
//! Parts: the model, with the attributes `model_card` (`included`), `license`, `base_model`, `datasets` (how
//! many), `task`, `library`, `language`, `evaluations` (how many), and of its training `co2_source`,
//! `co2_hardware`, `co2_location`. A card does not name its own model unless it has a `model-index`.
//!
//! Measures: `card.score` (score; labels `model`, `task`, `dataset`, `metric`: what its makers state),
//! `carbon.emissions` (grams; labels `model`, `activity`).

mod index;

use domain::evidence::{ComponentKind, Kind, Reason, ScopeKind};
use serde_json::{Map, Value};

use super::{Reader, attributes::Attributes, energy};
use crate::{
    draft::{Draft, Part},
    fields::{Fields, number},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::HfModelCard,
    tool: "Hugging Face",
    writes_nothing: false,
    matches: |content| match content {
        Content::Yaml(documents) => documents
            .first()
            .and_then(Value::as_object)
            .is_some_and(is_card),
        _ => false,
    },
    read,
};

/// Keys that only cards of models have.
const TELLING: [&str; 5] = [
    "base_model",
    "co2_eq_emissions",
    "library_name",
    "model-index",
    "pipeline_tag",
];
/// Keys that make it one where it has nothing else.
const USUAL: [&str; 24] = [
    "arxiv",
    "author",
    "authors",
    "datasets",
    "description",
    "extra_gated_button_content",
    "extra_gated_fields",
    "extra_gated_heading",
    "extra_gated_prompt",
    "inference",
    "language",
    "languages",
    "license",
    "license_link",
    "license_name",
    "licenses",
    "metrics",
    "new_version",
    "quantized_by",
    "summary",
    "tags",
    "thumbnail",
    "title",
    "widget",
];
/// Keys of cards of data sets and apps, of settings for training and merging, and of other YAML.
const FOREIGN: [&str; 14] = [
    "annotations_creators",
    "apiVersion",
    "app_file",
    "cff-version",
    "dataset_info",
    "kind",
    "learning_rate",
    "merge_method",
    "micro_batch_size",
    "sdk",
    "sequence_len",
    "size_categories",
    "source_datasets",
    "task_categories",
];

fn is_card(header: &Map<String, Value>) -> bool {
    let has = |keys: &[&str]| keys.iter().any(|key| header.contains_key(*key));
    let usual = |key: &String| USUAL.contains(&key.as_str());
    let licence = ["license", "license_name"];
    // Settings of tests and services have the name of a model too.
    let named = header.contains_key("model_name") && header.keys().any(usual);
    !has(&FOREIGN) && (has(&TELLING) || named || (has(&licence) && header.keys().all(usual)))
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    // The text below the header is no part of it.
    let card = content.sample().first().unwrap_or(&Value::Null);
    let named = index::name(card).or_else(|| card.text("model_name"));
    let name = named.unwrap_or("model card");
    if let Some(named) = named {
        draft.scope(ScopeKind::ModelName, named);
    }
    let mut attributes = Attributes::default();
    attributes.text("model_card", Some("included"));
    let licence = [card.texts("license_name"), card.texts("license")].concat();
    attributes.text("license", licence.first().copied());
    attributes.texts("base_model", &card.texts("base_model"));
    attributes.counted("datasets", card.texts("datasets").len());
    attributes.text("task", card.text("pipeline_tag"));
    attributes.text("library", card.text("library_name"));
    attributes.texts("language", &card.texts("language"));
    attributes.counted("evaluations", index::report(name, card, draft));
    emissions(name, card.at("co2_eq_emissions"), &mut attributes, draft);
    draft.component(&Part {
        kind: ComponentKind::Model,
        name,
        version: None,
        digests: &[],
        source: None,
        attributes: &attributes.pairs(),
    });
    draft.count("scan.objects", 1);
    draft.partial(Reason::NotAnalysed);
}

/// Grams, alone or with how they came about.
fn emissions(name: &str, stated: &Value, attributes: &mut Attributes, draft: &mut Draft<'_>) {
    if stated.is_null() {
        return;
    }
    let grams = number(stated).or_else(|| stated.number("emissions"));
    let activity = stated.text("training_type").unwrap_or("training");
    let labels = [("model", name), ("activity", activity)];
    energy::report("carbon.emissions", &labels, grams, "gCO2eq", draft);
    attributes.text("co2_source", stated.text("source"));
    attributes.text("co2_hardware", stated.text("hardware_used"));
    attributes.text("co2_location", stated.text("geographical_location"));
}
