//! Components: each one listed must have what is asked for.

use super::Need;
use super::files::{Files, newest_of_each};
use super::need;
use super::verdict::{Gap, Outcome, Quoted, Verdict, count};
use crate::evidence::{Completeness, ComponentKind, Reading, Reason, Title, Warning};

/// How many components a verdict names.
const NAMED: usize = 10;

pub(super) fn judge(of: &[ComponentKind], need: &Need, files: &Files<'_>) -> Verdict {
    let newest = newest_of_each(files.dated);
    let of_kind = |reading: &'_ Reading| {
        let all = reading.components.iter();
        all.filter(|component| of.contains(&component.kind)).count()
    };
    let listed: usize = newest.iter().map(|d| of_kind(d.reading)).sum();
    let lacking: Vec<_> = newest
        .iter()
        .flat_map(|d| d.reading.components.iter().map(move |c| (c, d.reading)))
        .filter(|(component, _)| of.contains(&component.kind))
        .filter(|(component, reading)| !need.met(component, reading, files.reviewed))
        .filter(|(component, _)| !need.met_elsewhere(component, &newest))
        .map(|(component, _)| Title::clip(component.name.as_str()))
        .collect();
    let refused = refused(of, need, files);
    let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let least = files.thresholds.min;
    let outcome = if !refused.is_empty() {
        Outcome::Contradicts
    } else if number(listed) < least {
        Outcome::NoData(Gap::Inconclusive)
    } else if lacking.is_empty() && newest.iter().all(|d| lists_all(d.reading)) {
        Outcome::Supports
    } else {
        // What a file leaves out may still be there.
        Outcome::NoData(Gap::Partial)
    };
    let said = matches!(need, Need::Allowed).then_some(number(refused.len()));
    let quotes = [
        said.and_then(|refused| count(Quoted::RefusedModels, refused, Some(0))),
        count(Quoted::Lacking, number(lacking.len()), Some(0)),
        count(Quoted::Listed, number(listed), Some(least)),
    ];
    Verdict {
        outcome,
        quotes: quotes.into_iter().flatten().collect(),
        names: refused.into_iter().chain(lacking).take(NAMED).collect(),
        ..Verdict::none(Gap::Nothing)
    }
}

/// Components that a person refused, where the rule asks for people's word.
fn refused(of: &[ComponentKind], need: &Need, files: &Files<'_>) -> Vec<Title> {
    if !matches!(need, Need::Allowed) {
        return Vec::new();
    }
    let newest = newest_of_each(files.dated);
    let components = newest.iter().flat_map(|d| &d.reading.components);
    components
        .filter(|component| of.contains(&component.kind))
        .filter(|component| files.reviewed.refused.contains(&need::listed(component)))
        .map(|component| Title::clip(component.name.as_str()))
        .collect()
}

/// Whether a list is whole. That nothing in it was analysed does not make it shorter.
pub(super) fn lists_all(reading: &Reading) -> bool {
    let cut = |warning: &Warning| matches!(warning, Warning::FactsOmitted { .. });
    let whole = matches!(
        reading.completeness,
        Completeness::Complete
            | Completeness::Partial(Reason::NotAnalysed | Reason::CoverageNotStated)
    );
    whole && !reading.warnings.iter().any(cut)
}
