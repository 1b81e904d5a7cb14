//! Several looks of which each must support.

use time::Date;

use super::files::{Dated, Files};
use super::judge::look;
use super::verdict::{Gap, Outcome, Verdict};
use super::{Part, Quote};

pub(super) fn judge(of: &[Part], files: &Files<'_>) -> Verdict {
    let verdicts: Vec<_> = of.iter().map(|part| one(part, files)).collect();
    let is = |outcome: Outcome| verdicts.iter().position(|v| v.outcome == outcome);
    let lacking = || verdicts.iter().position(|v| v.outcome != Outcome::Supports);
    if verdicts.is_empty() {
        return Verdict::none(Gap::Inconclusive);
    }
    let Some(deciding) = is(Outcome::Contradicts).or_else(lacking) else {
        return together(Outcome::Supports, 0, &verdicts);
    };
    let outcome = verdicts.get(deciding).map(|v| v.outcome);
    let outcome = match outcome {
        // What comes before it was shown.
        Some(Outcome::NoData(Gap::Nothing | Gap::Inconclusive)) if deciding > 0 => {
            Outcome::NoData(Gap::Partial)
        }
        Some(Outcome::NoData(Gap::Nothing)) | None => Outcome::NoData(Gap::Inconclusive),
        Some(outcome) => outcome,
    };
    together(outcome, deciding, &verdicts)
}

fn one(part: &Part, files: &Files<'_>) -> Verdict {
    let read: Vec<Dated<'_>> = files
        .dated
        .iter()
        .copied()
        .filter(|item| part.reads(item.reading.kind))
        .collect();
    if read.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    look(
        &part.look,
        &Files {
            dated: &read,
            ..*files
        },
    )
}

/// The deciding look's figures and names, then the first figure of each other one.
fn together(outcome: Outcome, deciding: usize, verdicts: &[Verdict]) -> Verdict {
    let decided = verdicts.get(deciding);
    let quotes = decided.map(|v| v.quotes.clone()).unwrap_or_default();
    let others = verdicts.iter().enumerate().filter(|(n, _)| *n != deciding);
    let others = others.filter_map(|(_, v)| v.quotes.first().copied());
    let until: Option<Date> = verdicts.iter().filter_map(|v| v.fresh_until).min();
    let quotes: Vec<Quote> = quotes.into_iter().chain(others).collect();
    Verdict {
        outcome,
        quotes,
        names: decided.map(|v| v.names.clone()).unwrap_or_default(),
        fresh_until: until,
        ..Verdict::none(Gap::Nothing)
    }
}
