//! What other programs call what we look for: `mapping.toml`, embedded and read once.

mod attributes;
mod file;
mod metrics;

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use foldhash::fast::RandomState;

pub use attributes::{Attribute, Word};
pub use metrics::{Part, Signal, Source, Wanted, label_of};

use crate::series::Kind;
use metrics::Metrics;

/// No sentinel is smaller: below, no name has to be looked at.
pub(crate) const SENTINELS_FROM: f64 = 1.4e14;

/// The embedded mapping.
pub fn builtin() -> &'static Mapping {
    static BUILTIN: LazyLock<Mapping> = LazyLock::new(|| {
        // A test reads it: an unreadable one never leaves the build.
        Mapping::parse(include_str!("mapping.toml")).unwrap_or_default()
    });
    &BUILTIN
}

/// A mapping that can't be read.
#[derive(Debug, thiserror::Error)]
#[error("mapping can't be read")]
pub struct MappingError(#[from] toml::de::Error);

/// What other programs call what we look for.
#[derive(Debug, Default)]
pub struct Mapping {
    metrics: Metrics,
    resource_labels: HashSet<String, RandomState>,
    content: HashSet<String, RandomState>,
    content_prefixes: Vec<String>,
    sentinels: Vec<file::Sentinel>,
    attributes: HashMap<String, (Attribute, u8), RandomState>,
    values: HashMap<Attribute, HashMap<String, String, RandomState>, RandomState>,
    words: HashMap<Word, Vec<String>, RandomState>,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// When it is no TOML of this form.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let file: file::File = toml::from_str(text)?;
        let (prefixes, content) = file.content.into_iter().partition(|n| n.ends_with('.'));
        Ok(Self {
            metrics: Metrics::of(file.metric),
            resource_labels: file.resource_labels.into_iter().collect(),
            content: Vec::into_iter(content).collect(),
            content_prefixes: prefixes,
            sentinels: file.sentinel,
            attributes: attributes::by_name(file.attributes),
            values: attributes::values(file.values),
            words: file.words.into_iter().collect(),
        })
    }

    /// All signals.
    pub fn signals(&self) -> &[Signal] {
        self.metrics.signals()
    }

    /// A signal by its id, `serving.running`.
    pub fn signal(&self, id: &str) -> Option<&Signal> {
        self.signals().iter().find(|s| s.id() == id)
    }

    /// The kind that a metric of this name has, however it was sent.
    pub fn kind_of(&self, name: &str) -> Option<Kind> {
        self.metrics.kind_of(name)
    }

    /// Which signals a metric of this name gives, and what it gives to each.
    pub fn signals_of(&self, name: &str) -> Vec<Source<'_>> {
        self.metrics.signals_of(name)
    }

    pub(crate) fn is_sentinel(&self, name: &str, x: f64) -> bool {
        let equal = |v: &f64| v.total_cmp(&x).is_eq();
        self.sentinels
            .iter()
            .filter(|s| name.starts_with(&s.prefix))
            .any(|s| x >= s.from || s.values.iter().any(equal))
    }

    pub(crate) fn is_resource_label(&self, name: &str) -> bool {
        self.resource_labels.contains(name)
    }

    /// Whether an attribute holds prompts, completions, arguments or results.
    pub fn is_content(&self, name: &str) -> bool {
        self.content.contains(name)
            || self.content_prefixes.iter().any(|p| name.starts_with(p))
                && !self.attributes.contains_key(name)
    }

    /// What an attribute says, and its place in the order of preference: less is better.
    pub fn attribute(&self, name: &str) -> Option<(Attribute, u8)> {
        self.attributes.get(name).copied()
    }

    /// The canonical value of an attribute; `None` where the value is not listed.
    pub fn value(&self, attribute: Attribute, text: &str) -> Option<&str> {
        let values = self.values.get(&attribute)?;
        let value = if text.bytes().any(|b| b.is_ascii_uppercase()) {
            values.get(&text.to_ascii_lowercase())
        } else {
            values.get(text)
        };
        value.map(String::as_str)
    }

    /// Whether a text holds one of the words, in any case.
    pub fn mentions(&self, word: Word, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        self.words(word).any(|w| text.contains(w))
    }

    /// Whether a text is one of the words, in any case.
    pub fn is(&self, word: Word, text: &str) -> bool {
        self.words(word)
            .any(|w| text.trim().eq_ignore_ascii_case(w))
    }

    fn words(&self, word: Word) -> impl Iterator<Item = &str> {
        let words = self.words.get(&word);
        words.into_iter().flatten().map(String::as_str)
    }
}
