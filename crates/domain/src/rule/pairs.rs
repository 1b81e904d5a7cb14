//! Pairs of models: how much worse one scores than another in the same tests.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::files::{Files, is_whole, newest_of_each};
use super::model::{Compressed, base, size};
use super::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};
use crate::evidence::{Figure, Label, Measure, MeasureName, Reading, ScopeKind, Title, Unit};

/// The score, and the standard error that may stand beside it.
const SCORE: &str = "eval.score";
const STDERR: &str = "eval.stderr";
/// Shares between 0 and 1 are counted in points of 100.
const POINTS: f64 = 100.0;
/// A loss within so many standard errors is none.
const ERRORS: f64 = 2.0;
/// Shares are worked out in floating point.
const NEAR: f64 = 1e-9;

/// Which models are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pair {
    /// A compressed one with its original.
    Compressed,
    /// A smaller one with a larger one.
    Smaller,
}

impl Pair {
    fn fits(self, one: &str, other: &str) -> bool {
        match self {
            Self::Compressed => Compressed::is_of(one, other),
            Self::Smaller => size(one)
                .zip(size(other))
                .is_some_and(|(one, other)| one < other),
        }
    }
}

/// One model's score in one test.
struct Score<'a> {
    model: &'a str,
    test: Vec<(&'a MeasureName, &'a Label)>,
    value: f64,
    stderr: f64,
    n: u64,
}

/// `supports`: a loss of at most so many points, or within two standard errors, in every test that both took.
/// `contradicts`: a greater one. `min`: samples of each.
pub(super) fn judge(pair: Pair, files: &Files<'_>) -> Verdict {
    let newest = newest_of_each(files.dated);
    let scores: Vec<_> = newest.iter().flat_map(|d| scores(d.reading)).collect();
    let thresholds = files.thresholds;
    let mut losses: Vec<(&str, f64, f64)> = Vec::new();
    for one in scores.iter().filter(|one| one.n >= thresholds.min) {
        let others = scores.iter().filter(|other| {
            other.n >= thresholds.min && other.test == one.test && pair.fits(one.model, other.model)
        });
        for other in others {
            let scale = if one.value.max(other.value) <= 1.0 {
                POINTS
            } else {
                1.0
            };
            let error = (one.stderr.powi(2) + other.stderr.powi(2)).sqrt();
            let loss = (other.value - one.value) * scale;
            losses.push((one.model, loss, error * scale * ERRORS));
        }
    }
    let worst = losses.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let good = |(_, loss, error): &(&str, f64, f64)| {
        *loss <= *error + NEAR || thresholds.supports.is_some_and(|b| *loss <= b + NEAR)
    };
    let bad = |(_, loss, error): &(&str, f64, f64)| {
        *loss > *error && thresholds.contradicts.is_some_and(|b| *loss > b + NEAR)
    };
    let outcome = if losses.is_empty() {
        Outcome::NoData(Gap::Inconclusive)
    } else if losses.iter().any(bad) {
        Outcome::Contradicts
    } else if losses.iter().all(good) && newest.iter().all(|d| is_whole(d.reading)) {
        Outcome::Supports
    } else {
        Outcome::NoData(Gap::Partial)
    };
    let loss = worst.and_then(|(_, loss, _)| Figure::new(*loss));
    let quotes = [
        loss.map(|value| Quote {
            what: Quoted::Loss,
            value,
            unit: Unit::Score,
            bound: thresholds.supports.and_then(Figure::new),
        }),
        count(
            Quoted::Pairs,
            u64::try_from(losses.len()).unwrap_or(u64::MAX),
            Some(1),
        ),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: worst
            .map(|(model, ..)| Title::clip(model))
            .into_iter()
            .collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// The scores of a file of which a higher one is better.
fn scores(reading: &Reading) -> Vec<Score<'_>> {
    let label = |measure: &'_ Measure, name: &str| -> Option<String> {
        let mut all = measure.labels.iter();
        let found = all.find(|(key, _)| key.as_str() == name);
        found.map(|(_, value)| value.as_str().to_owned())
    };
    let high = |measure: &&Measure| match label(measure, "better").as_deref() {
        Some(better) => better == "high",
        // A share that passed is better when it is higher, whoever says so.
        None => label(measure, "metric").as_deref() == Some("pass_rate"),
    };
    let about = reading
        .scopes
        .iter()
        .find(|s| s.kind == ScopeKind::ModelName);
    let about = about.map(|scope| scope.value.as_str());
    let errors: BTreeMap<_, f64> = of(reading, STDERR)
        .map(|measure| (&measure.labels, measure.value.get()))
        .collect();
    let scores = of(reading, SCORE).filter(high).filter_map(|measure| {
        let named = |(key, _): &(&MeasureName, &Label)| key.as_str() == "model";
        let own = measure.labels.iter().find(named);
        Some(Score {
            model: own.map(|(_, model)| model.as_str()).or(about)?,
            test: measure.labels.iter().filter(|l| !named(l)).collect(),
            value: measure.value.get(),
            stderr: errors.get(&measure.labels).copied().unwrap_or(0.0),
            n: measure.n.unwrap_or(0),
        })
    });
    scores.collect()
}

/// The models that a file states scores of: their names without owner, in lower case.
pub fn scored(reading: &Reading) -> BTreeSet<String> {
    let mut scopes = reading.scopes.iter();
    let about = scopes.find(|s| s.kind == ScopeKind::ModelName);
    let about = about.map(|scope| scope.value.as_str());
    let named = of(reading, SCORE).filter_map(|measure| {
        let mut labels = measure.labels.iter();
        let own = labels.find(|(name, _)| name.as_str() == "model");
        own.map(|(_, model)| model.as_str()).or(about)
    });
    named.map(base).collect()
}

fn of<'r>(reading: &'r Reading, name: &'static str) -> impl Iterator<Item = &'r Measure> {
    let all = reading.measures.iter();
    all.filter(move |measure| measure.name.as_str() == name)
}
