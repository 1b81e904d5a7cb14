//! The labels of a series.

use serde::{Deserialize, Serialize};

use super::{LabelName, LabelValue, LabelsBuilder};

/// Labels, sorted by name, each name once; at most 48. One piece of text: there is a set for each series.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Labels {
    /// All names and values, one after the other.
    text: Box<str>,
    /// Where each of them ends.
    ends: Box<[u16]>,
}

/// Labels before they were checked.
#[derive(Serialize, Deserialize)]
struct Parts {
    text: Box<str>,
    ends: Box<[u16]>,
}

/// Stored labels that are damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a set of labels")]
pub struct BadLabels;

impl TryFrom<Parts> for Labels {
    type Error = BadLabels;
    fn try_from(Parts { text, ends }: Parts) -> Result<Self, BadLabels> {
        let places = || ends.iter().copied().map(usize::from);
        let whole = places().next_back().unwrap_or_default() == text.len();
        let sound = whole
            && ends.is_sorted()
            && ends.len().is_multiple_of(2)
            && ends.len() <= 2 * Self::MAX
            && places().all(|end| text.is_char_boundary(end));
        let labels = Self { text, ends };
        let names = || labels.iter().map(|(name, _)| name);
        let ascending = names().zip(names().skip(1)).all(|(a, b)| a < b);
        if sound && ascending {
            Ok(labels)
        } else {
            Err(BadLabels)
        }
    }
}

impl From<Labels> for Parts {
    fn from(labels: Labels) -> Self {
        Self {
            text: labels.text,
            ends: labels.ends,
        }
    }
}

impl Labels {
    /// The greatest number of labels.
    pub const MAX: usize = 48;

    /// Sorts; of equal names the last counts. `None` where there are too many.
    pub fn new(list: &[(LabelName, LabelValue)]) -> Option<Self> {
        let mut builder = LabelsBuilder::default();
        for (name, value) in list {
            builder.push_fit(name.as_str(), value.as_str());
        }
        builder.finish().ok()
    }

    /// Puts together what is sorted and fits.
    pub(super) fn of_sorted<'a>(list: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Self {
        let parts = || list.clone().flat_map(|(name, value)| [name, value]);
        let mut text = String::with_capacity(parts().map(str::len).sum());
        let mut ends = Vec::with_capacity(parts().count());
        for part in parts() {
            text.push_str(part);
            // At most 48 × 500 bytes.
            ends.push(u16::try_from(text.len()).unwrap_or(u16::MAX));
        }
        Self {
            text: text.into(),
            ends: ends.into(),
        }
    }

    /// The value of a label.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(n, _)| *n == name)
            .map(|(_, value)| value)
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        let mut from = 0;
        let mut parts = self.ends.iter().map(move |end| {
            let end = usize::from(*end);
            let part = self.text.get(from..end).unwrap_or_default();
            from = end;
            part
        });
        std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len() / 2
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All of it as bytes, different for different labels.
    pub(super) fn canonical(&self, form: &mut Vec<u8>) {
        form.extend(self.ends.iter().flat_map(|end| end.to_le_bytes()));
        form.extend(self.text.as_bytes());
    }
}
