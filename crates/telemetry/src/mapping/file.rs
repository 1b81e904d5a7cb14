//! The form of `mapping.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Attribute, Word};
use crate::series::Kind;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub resource_labels: Vec<String>,
    pub sentinel: Vec<Sentinel>,
    pub metric: Vec<MetricRow>,
    pub content: Vec<String>,
    pub attributes: BTreeMap<Attribute, Vec<String>>,
    pub values: BTreeMap<Attribute, BTreeMap<String, Vec<String>>>,
    pub words: BTreeMap<Word, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentinel {
    pub prefix: String,
    pub from: f64,
    #[serde(default)]
    pub values: Vec<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricRow {
    pub signal: String,
    pub unit: String,
    pub kind: Kind,
    pub engines: BTreeMap<String, Vec<SourceRow>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum SourceRow {
    Name(String),
    Detailed {
        name: String,
        #[serde(default = "one")]
        factor: f64,
        #[serde(default, rename = "where")]
        filter: BTreeMap<String, Vec<String>>,
        #[serde(default)]
        unless: BTreeMap<String, Vec<String>>,
        #[serde(default)]
        max_over: Vec<String>,
        #[serde(default)]
        kind: Option<Kind>,
    },
}

fn one() -> f64 {
    1.0
}
