//! Labels under construction.

use std::borrow::Cow;

use super::{LabelValue, Labels, text};
use crate::dropped::Reason;

/// Collects labels; of equal names the last counts.
#[derive(Clone, Debug, Default)]
pub struct LabelsBuilder<'a> {
    list: Vec<(&'a str, Cow<'a, str>)>,
    bad: bool,
}

impl<'a> LabelsBuilder<'a> {
    /// Begins with labels that others will be added to.
    pub fn of(labels: &'a Labels) -> Self {
        let mut list = Vec::with_capacity(labels.len() + 8);
        list.extend(labels.iter().map(|(n, v)| (n, Cow::Borrowed(v))));
        Self { list, bad: false }
    }

    /// Adds a label. Prometheus treats an empty value as no label, and so do we.
    pub fn push(&mut self, name: &'a str, value: impl Into<Cow<'a, str>>) {
        let value = value.into();
        if value.is_empty() {
            return;
        }
        self.bad |= text::check(name).is_err();
        self.list.push((name, LabelValue::fitted(value)));
    }

    /// Adds a label that has been checked.
    pub fn push_fit(&mut self, name: &'a str, value: &'a str) {
        self.list.push((name, Cow::Borrowed(value)));
    }

    /// The labels.
    pub fn finish(mut self) -> Result<Labels, Reason> {
        if self.bad {
            return Err(Reason::BadName);
        }
        self.list.reverse();
        self.list.sort_by_key(|(name, _)| *name);
        self.list.dedup_by(|(later, _), (kept, _)| later == kept);
        if self.list.len() > Labels::MAX {
            return Err(Reason::TooManyLabels);
        }
        Ok(Labels::of_sorted(
            self.list.iter().map(|(n, v)| (*n, v.as_ref())),
        ))
    }
}
