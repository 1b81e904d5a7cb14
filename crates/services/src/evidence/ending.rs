//! Proof that ends soon.

use domain::{CriterionId, Framework, Locale, proof::Standing, views::evidence::EndingProof};
use time::Date;

use super::verdicts::kinds;
use crate::{Services, basis::Basis};

/// Proof that ends within this many days is about to.
const SOON: i64 = 30;

/// Proof of `met` answers in scope that ends within thirty days, the soonest first.
pub(crate) fn ending(services: &Services, basis: &Basis, locale: Locale) -> Vec<EndingProof> {
    let today = services.today();
    let in_scope = |id: &CriterionId| {
        let mut checks = basis.rubric.checks().map(|(_, check)| check);
        checks.any(|check| {
            let mut criteria = check.criteria.iter();
            criteria.any(|k| k.id == *id && basis.inputs.in_scope(check, k))
        })
    };
    let standing = basis.standing.iter();
    let mut rows: Vec<_> = standing
        .filter_map(|(id, standing)| Some((id, standing, days_left(*standing, today)?)))
        .filter(|(id, ..)| in_scope(id))
        .filter_map(|(id, standing, days)| row(services.framework, (id, standing), days, locale))
        .collect();
    rows.sort_by(|a, b| (a.until, &a.criterion).cmp(&(b.until, &b.criterion)));
    rows
}

fn days_left(standing: Standing, today: Date) -> Option<u32> {
    let days = (standing.until - today).whole_days();
    (days <= SOON).then(|| u32::try_from(days).unwrap_or(0))
}

fn row(
    framework: &Framework,
    (id, standing): (&CriterionId, &Standing),
    days_left: u32,
    locale: Locale,
) -> Option<EndingProof> {
    let (check, criterion) = framework.criterion(id)?;
    let rules = framework.rules.iter();
    let mut renewing: Vec<_> = rules
        .filter(|rule| criterion.rules.contains(&rule.id))
        .flat_map(kinds)
        .collect();
    renewing.sort_unstable();
    renewing.dedup();
    Some(EndingProof {
        criterion: id.clone(),
        check: check.id.clone(),
        statement: criterion.statement.get(locale).to_owned(),
        by: standing.by,
        until: standing.until,
        days_left,
        kinds: renewing,
    })
}
