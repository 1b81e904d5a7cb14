//! Maps that have more than their templates.

use serde::Deserialize;

/// `demo/maps.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maps {
    /// The maps.
    pub maps: Vec<DrawnMap>,
}

/// What is drawn beside the templates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnMap {
    /// The name of the workload.
    pub workload: String,
    /// Kind, name and note.
    pub parts: Vec<(String, String, String)>,
    /// Who calls whom and how, by name.
    pub calls: Vec<(String, String, String)>,
}
