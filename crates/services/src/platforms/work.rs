//! Inherited criteria that are not met: whose work they are.

use domain::{
    CriterionId, Locale, PlannedAction, Viewer, plan::of_platforms, views::platforms::PlatformWork,
};

use super::name_of;
use crate::{Services, basis::Basis};

/// What platforms have to do for a workload, in the framework's order; `plan` is what it does itself.
pub(crate) fn work_of_platforms(
    services: &Services,
    viewer: &Viewer,
    basis: &Basis,
    plan: &[PlannedAction],
    locale: Locale,
) -> Vec<PlatformWork> {
    let missing = of_platforms(&basis.rubric, &basis.inputs);
    let work = missing.filter_map(|(check, criterion)| {
        let answer = basis.answers.iter().find(|a| a.criterion == criterion.id)?;
        let platform = answer.source.as_ref()?;
        let (_, text) = services.framework.criterion(&criterion.id)?;
        Some(PlatformWork {
            criterion: criterion.id.clone(),
            check: check.id.clone(),
            pillar: services.framework.check(&check.id)?.0.id.clone(),
            statement: text.statement.get(locale).to_owned(),
            // The team is named on the platform's own page.
            platform: name_of(viewer, platform, ""),
            state: answer.answer.state(),
            holds_up: held_up(basis, plan, &criterion.id),
        })
    });
    work.collect()
}

/// Planned actions that need a criterion first.
fn held_up(basis: &Basis, plan: &[PlannedAction], first: &CriterionId) -> Vec<CriterionId> {
    let criteria = || basis.rubric.checks().flat_map(|(_, check)| &check.criteria);
    let needs = |id: &CriterionId| {
        let own = basis.inputs.requires.get(id);
        let found = criteria().find(|k| k.id == *id);
        own.is_some_and(|own| own.contains(first))
            || found.is_some_and(|k| k.requires.contains(first))
    };
    let planned = plan.iter().map(|action| &action.criterion);
    planned.filter(|id| needs(id)).cloned().collect()
}
