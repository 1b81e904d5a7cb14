//! Navigation over pillars and checks with their progress.

use domain::{
    CheckId, Evaluation, Framework, Locale,
    views::assessing::{RailCheck, RailPillar},
};

/// Pillars and their checks in scope.
pub(crate) fn rail(
    framework: &Framework,
    evaluation: &Evaluation,
    locale: Locale,
) -> Vec<RailPillar> {
    let coverage = &evaluation.coverage;
    let checks = |pillar: &domain::Pillar| {
        pillar
            .checks
            .iter()
            .filter_map(|c| {
                let counts = *coverage.checks.get(&c.id)?;
                Some(RailCheck {
                    id: c.id.clone(),
                    name: c.name.get(locale).to_owned(),
                    counts,
                })
            })
            .collect()
    };
    framework
        .pillars
        .iter()
        .filter_map(|p| {
            let counts = *coverage.pillars.get(&p.id)?;
            Some(RailPillar {
                id: p.id.clone(),
                name: p.name.get(locale).to_owned(),
                counts,
                checks: checks(p),
            })
        })
        .collect()
}

/// The checks before and after one, in the order of the rail.
pub(crate) fn neighbours(
    rail: &[RailPillar],
    check: &CheckId,
) -> (Option<CheckId>, Option<CheckId>) {
    let ids: Vec<_> = rail
        .iter()
        .flat_map(|p| p.checks.iter().map(|c| &c.id))
        .collect();
    let Some(at) = ids.iter().position(|id| *id == check) else {
        return (None, None);
    };
    let before = at.checked_sub(1).and_then(|i| ids.get(i));
    (
        before.map(|id| (*id).clone()),
        ids.get(at + 1).map(|id| (*id).clone()),
    )
}
