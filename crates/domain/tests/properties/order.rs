//! "Not worse than", for every number of an evaluation.

use std::{collections::BTreeMap, fmt::Debug};

use domain::{CheckScore, Evaluation, Exact, Levels, RiskScore, Scores, Set};
use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq};

type Outcome = Result<(), TestCaseError>;

/// The same keys, and no value below.
fn not_below<K: Ord + Debug, V: PartialOrd + Debug>(
    low: &BTreeMap<K, V>,
    high: &BTreeMap<K, V>,
) -> Outcome {
    prop_assert!(low.keys().eq(high.keys()), "{low:?} {high:?}");
    for ((key, a), b) in low.iter().zip(high.values()) {
        prop_assert!(a <= b, "{key:?}: {a:?} above {b:?}");
    }
    Ok(())
}

fn measures(scores: &Scores) -> BTreeMap<&str, (u8, Exact)> {
    let pair = |s: &CheckScore| (s.level, s.value.clone());
    scores
        .checks
        .iter()
        .map(|(id, s)| (id.as_str(), pair(s)))
        .collect()
}

/// No score of `low` is above that of `high`, and the same things have scores.
pub fn scores(low: &Scores, high: &Scores) -> Outcome {
    prop_assert_eq!(low.index.is_some(), high.index.is_some());
    prop_assert_eq!(low.layer_index.is_some(), high.layer_index.is_some());
    prop_assert!(
        low.index <= high.index,
        "index {:?} above {:?}",
        low.index,
        high.index
    );
    prop_assert!(
        low.layer_index <= high.layer_index,
        "{:?} above {:?}",
        low.layer_index,
        high.layer_index
    );
    not_below(&low.pillars, &high.pillars)?;
    not_below(&low.layers, &high.layers)?;
    let (low, high) = (measures(low), measures(high));
    not_below(&low, &high)?; // by level first
    let values = |m: &BTreeMap<&str, (u8, Exact)>| {
        m.iter()
            .map(|(id, (_, v))| ((*id).to_owned(), v.clone()))
            .collect()
    };
    not_below::<String, Exact>(&values(&low), &values(&high))
}

/// No level of `low` is above that of `high`.
pub fn levels(low: &Levels, high: &Levels) -> Outcome {
    prop_assert_eq!(low.overall.is_some(), high.overall.is_some());
    prop_assert!(
        low.overall <= high.overall,
        "overall {low:?} above {high:?}"
    );
    not_below(&low.pillars, &high.pillars)
}

/// No residual by `set` rises from one evaluation to the other; inherent risk stays.
fn risks(before: &[RiskScore], after: &[RiskScore], set: Set) -> Outcome {
    prop_assert_eq!(before.len(), after.len());
    for (a, b) in before.iter().zip(after) {
        prop_assert_eq!((&a.id, &a.inherent), (&b.id, &b.inherent));
        let (a, b) = (a.residual.get(set), b.residual.get(set));
        prop_assert!(
            a.mitigation <= b.mitigation && a.likelihood >= b.likelihood,
            "{a:?} {b:?}"
        );
        prop_assert!(a.score >= b.score && a.band >= b.band, "{a:?} {b:?}");
    }
    Ok(())
}

/// No number of any set is worse after than before.
pub fn not_worse(before: &Evaluation, after: &Evaluation) -> Outcome {
    for set in Set::ALL {
        scores(before.scores.get(*set), after.scores.get(*set))?;
        levels(before.levels.get(*set), after.levels.get(*set))?;
        risks(&before.risks, &after.risks, *set)?;
    }
    not_below(&before.issues, &after.issues) // `Issue` orders the worst first
}
