//! RAGAS' scores: a table or records with a column for each metric, in any order, columns as pandas writes
//! them, or means alone. Questions, answers and contexts are never read. Cells without a number, which RAGAS
//! writes where its judge failed, are no scores.
//!
//! Measures: `eval.samples`, `eval.score`, `eval.not_judged`, `eval.human_labels` of [`super::eval`].

mod forms;
mod names;

use std::collections::BTreeMap;

use domain::evidence::{Kind, Reason, Unit};

use super::{Reader, eval};
use crate::{
    draft::Draft,
    fields::{figure, tidy},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Ragas,
    tool: "RAGAS",
    writes_nothing: false,
    matches: forms::matches,
    read,
};

/// One metric over all rows.
#[derive(Default)]
struct Metric {
    sum: f64,
    scored: u64,
    empty: u64,
}

/// What a file holds.
#[derive(Default)]
pub struct Scores {
    metrics: BTreeMap<String, Metric>,
    rows: u64,
    human: u64,
    unreadable: u64,
}

impl Scores {
    /// Counts one row by its cells; a row without any score was judged by nobody.
    fn row<'a>(&mut self, cells: impl Iterator<Item = (&'a str, Option<f64>)>) {
        let mut judged = false;
        for (metric, value) in cells {
            let metric = self.metrics.entry(metric.to_owned()).or_default();
            match value {
                Some(value) => {
                    metric.sum += value;
                    metric.scored += 1;
                    judged = true;
                }
                None => metric.empty += 1,
            }
        }
        self.rows += u64::from(judged);
    }
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    if let Some(means) = forms::means(content) {
        for (metric, mean) in means {
            eval::score(&[("metric", &metric)], mean, None, draft);
        }
        return draft.partial(Reason::CoverageNotStated);
    }
    let scores = match forms::rows(content, draft) {
        Ok(scores) => scores,
        Err(why) => return draft.refuse(why),
    };
    eval::samples("", scores.rows, draft);
    let mut silent = 0;
    for (name, metric) in &scores.metrics {
        eval::not_judged(("metric", name), metric.empty, draft);
        if metric.scored > 0 {
            let mean = tidy(metric.sum / figure(metric.scored));
            eval::score(&[("metric", name)], Some(mean), Some(metric.scored), draft);
        } else {
            silent += 1;
        }
    }
    if scores.human > 0 {
        draft.measure(
            "eval.human_labels",
            &[],
            figure(scores.human),
            Unit::Count,
            None,
        );
    }
    if scores.unreadable > 0 {
        draft.partial(Reason::PartsUnreadable {
            count: scores.unreadable,
        });
    }
    if scores.rows == 0 {
        draft.nothing_scanned();
    } else if silent > 0 {
        draft.partial(Reason::AnalyserSilent { count: silent });
    }
}
