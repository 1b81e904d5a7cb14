//! A metric by group, and how far the groups are apart. The names are those of [`super::eval`].

use domain::evidence::Unit;

use crate::{
    draft::Draft,
    fields::{figure, many, tidy},
};

/// One group's value and size.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    pub name: &'a str,
    pub value: f64,
    pub n: Option<u64>,
}

/// How far groups are apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Apart {
    /// The greatest value less the least.
    pub difference: Option<f64>,
    /// The least value by the greatest, where neither is below zero and one is above.
    pub ratio: Option<f64>,
}

/// Reports groups and how far they are apart; a single group is apart from nothing.
pub fn report(metric: &str, feature: &str, groups: &[Group<'_>], draft: &mut Draft<'_>) -> Apart {
    let labels = [("metric", metric), ("feature", feature)];
    for group in groups {
        let labels = [labels.as_slice(), &[("group", group.name)]].concat();
        draft.measure("fairness.group", &labels, group.value, Unit::Score, group.n);
    }
    let count = figure(many(groups.len()));
    draft.measure("fairness.groups", &labels, count, Unit::Count, None);
    let apart = apart(groups);
    // The smallest group bounds what the comparison is worth; unknown if any is.
    let sizes: Option<Vec<_>> = groups.iter().map(|group| group.n).collect();
    let n = sizes.and_then(|sizes| sizes.into_iter().min());
    for (name, value, unit) in [
        ("fairness.ratio", apart.ratio, Unit::Ratio),
        ("fairness.difference", apart.difference, Unit::Score),
    ] {
        if let Some(value) = value {
            draft.measure(name, &labels, value, unit, n);
        }
    }
    apart
}

fn apart(groups: &[Group<'_>]) -> Apart {
    if groups.len() < 2 {
        return Apart::default();
    }
    let values = || groups.iter().map(|group| group.value);
    let least = values().fold(f64::INFINITY, f64::min);
    let greatest = values().fold(f64::NEG_INFINITY, f64::max);
    Apart {
        difference: Some(tidy(greatest - least)),
        ratio: (least >= 0.0 && greatest > 0.0).then(|| tidy(least / greatest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Apart {
        let group = |value: &f64| Group {
            name: "g",
            value: *value,
            n: None,
        };
        apart(&values.iter().map(group).collect::<Vec<_>>())
    }

    #[test]
    fn one_group_is_apart_from_nothing() {
        assert_eq!(of(&[0.9]), Apart::default());
        let some = |difference, ratio| Apart {
            difference: Some(difference),
            ratio,
        };
        assert_eq!(of(&[0.5, 1.0, 0.75]), some(0.5, Some(0.5)));
        assert_eq!(of(&[0.0, 0.0]), some(0.0, None));
        assert_eq!(of(&[-1.0, 1.0]), some(2.0, None));
    }
}
