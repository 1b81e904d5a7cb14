//! Tasks that attack a model: what counts as the attacker's success, as data.

use domain::evidence::Reason;
use serde_json::Value;

use super::samples::scores;
use crate::{
    draft::Draft,
    fields::{Fields, figure, many, number, whole},
    readers::attack::{Score, Target, Verdict, inspect_family, measure, model_target, not_judged},
};

/// A task that attacks a model.
pub struct Attack<'a> {
    name: &'a str,
    family: &'static str,
}

/// The attack that a task is, with or without its package; `None` for tests of quality and ability.
pub fn of(task: &str) -> Option<Attack<'_>> {
    let name = task.rsplit('/').next().unwrap_or(task);
    inspect_family(name).map(|family| Attack { name, family })
}

/// The metrics whose mean is the share of harm done, the first that is there.
const MEANS: [&str; 5] = [
    "avg_score",
    "strong_reject_metric",
    "attack_success_rate",
    "accuracy",
    "mean",
];

/// Reports how often the attacker won: by the samples where the log holds all of them, else by the mean.
pub fn report(attack: &Attack<'_>, log: &Value, judged: Option<u64>, draft: &mut Draft<'_>) {
    let samples = log.list("samples");
    let scored: Vec<_> = samples
        .iter()
        .filter_map(|s| scores(s).map(|(_, v)| v).next())
        .collect();
    let whole_log = Some(many(scored.len())) == judged && !scored.is_empty();
    let attempts = judged.unwrap_or(0);
    let sum = if whole_log {
        Some(scored.iter().sum())
    } else {
        mean(log.at("results")).map(|mean| mean * figure(attempts))
    };
    let target = model_target(log.at("eval").text("model"), None);
    let total = log.at("results").count("total_samples").unwrap_or(attempts);
    not_judged(
        draft,
        attack.family,
        attack.name,
        total.saturating_sub(attempts),
    );
    let Some(successes) = sum.and_then(successes).filter(|_| attempts > 0) else {
        return draft.partial(Reason::AnalyserSilent { count: 1 });
    };
    let score = Score {
        attempts,
        successes: successes.min(attempts),
    };
    measure(draft, attack.family, attack.name, score);
    let target = Some(&target).filter(|t| !matches!(t, Target::StandIn));
    Verdict {
        probe: attack.name,
        target,
        score,
        ..Verdict::default()
    }
    .report(draft);
}

fn mean(results: &Value) -> Option<f64> {
    let scores = results.list("scores");
    let value = |key: &str| {
        let mut metrics = scores.iter().map(|score| score.at("metrics").at(key));
        metrics.find_map(|m| m.number("value").or_else(|| number(m)))
    };
    MEANS
        .into_iter()
        .find_map(value)
        .filter(|mean| (0.0..=1.0).contains(mean))
}

/// Shares of harm add up to successes; any harm at all is at least one.
fn successes(sum: f64) -> Option<u64> {
    let rounded = whole(sum)?;
    Some(if sum > 0.0 { rounded.max(1) } else { rounded })
}
