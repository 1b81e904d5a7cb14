//! An action's own effort and what comes before it, where people know better than the framework.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CriterionId, FieldErrors, Framework, Problem, Remark, TextError, Viewer, WorkloadId,
    access::Treat, plan::cycle,
};
use store::decisions::{self, NewEffort};

use super::{
    action::done,
    changes::{Changed, Sides},
};
use crate::{Error, Services, assessing::open_for};

/// The largest effort of one action, in person-days.
const MOST_DAYS: u32 = 1_000;
/// More would be no order any more.
const MOST_FIRST: usize = 30;

/// What the form of an action's effort and order sends.
#[derive(Clone, Debug, Default)]
pub struct EffortForm {
    /// Person-days; empty for the framework's.
    pub days: String,
    /// Why.
    pub reason: String,
    /// Criteria, divided by blanks or commas.
    pub requires: String,
    /// The version that the writer saw; 0 for none.
    pub version: i32,
}

/// Sets an action's own effort, with a reason, and what comes before it.
///
/// # Errors
/// [`Error::Invalid`] field by field; a circle of what comes first is named; [`Error::Stale`]; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn set_effort(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    criterion: &CriterionId,
    form: &EffortForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Treat>(&mut tx, viewer, id).await?;
    if services.framework.criterion(criterion).is_none() {
        return Err(Error::NotFound);
    }
    let (days, reason, first) = parse(services.framework, criterion, form)?;
    let decided = decisions::actions(&mut tx, id).await?;
    let mut own: BTreeMap<CriterionId, BTreeSet<CriterionId>> = decided
        .iter()
        .map(|d| (d.criterion.clone(), d.requires.iter().cloned().collect()))
        .collect();
    own.insert(criterion.clone(), first.clone());
    if let Some(way) = cycle(&services.rubric, &own) {
        return Err(Error::field("requires", Problem::Cycle { way }));
    }
    let found = decided.iter().find(|d| d.criterion == *criterion);
    let before = Sides::of(found);
    let after = Sides {
        effort: days.map(|days| days.to_string()).unwrap_or_default(),
        requires: first.iter().cloned().collect(),
        ..before.clone()
    };
    let new = NewEffort {
        days,
        reason: &reason,
        requires: &first,
    };
    let stands = found.map_or(0, |d| d.version);
    let target = (id, criterion);
    let written = form.version == stands
        && decisions::set_effort(&mut tx, &permit, target, form.version, new, services.now())
            .await?;
    if !written {
        return Err(Error::Stale);
    }
    let changed = Changed {
        criterion,
        before,
        after,
    };
    done(services, tx, viewer, &workload, ("action.effort", &changed)).await
}

type Parsed = (Option<u32>, String, BTreeSet<CriterionId>);

fn parse(
    framework: &Framework,
    criterion: &CriterionId,
    form: &EffortForm,
) -> Result<Parsed, Error> {
    let mut errors = FieldErrors::default();
    let text = form.days.trim();
    let days = if text.is_empty() {
        None
    } else {
        let days = text.parse::<u32>().ok();
        let days = days.filter(|days| (1..=MOST_DAYS).contains(days));
        errors.check("effort_days", days.ok_or(Problem::Number))
    };
    let reason = errors.check(
        "effort_reason",
        Remark::parse(&form.reason).map_err(Problem::Text),
    );
    let reason = reason.map(String::from).unwrap_or_default();
    if !text.is_empty() && reason.is_empty() {
        errors.add("effort_reason", Problem::Text(TextError::Required));
    }
    let mut first = BTreeSet::new();
    let words = form
        .requires
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；'));
    for word in words.filter(|word| !word.is_empty()) {
        let id = word.parse::<CriterionId>().ok();
        let known = id.filter(|id| id != criterion && framework.criterion(id).is_some());
        let Some(id) = known else {
            let text = word.chars().take(20).collect();
            errors.add("requires", Problem::Unknown { text });
            break;
        };
        first.insert(id);
    }
    if first.len() > MOST_FIRST {
        errors.add("requires", Problem::Number);
    }
    Error::check(errors)?;
    Ok((days, reason, first))
}
