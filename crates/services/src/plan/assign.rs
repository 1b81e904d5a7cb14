//! Many actions at once: who does them, until when.

use std::collections::BTreeMap;

use domain::{CriterionId, FieldErrors, Problem, Viewer, WorkloadId, access::Treat};
use store::{StoreError, Tx, change_log, change_log::Chain, results};

use super::{
    action::{stands, write},
    changes::{By, Changed, Sides, details, member, tell},
};
use crate::{
    Error, Services,
    assessing::{date, open_for},
};

/// More than a page shows.
const MOST: usize = 200;

/// An action as its writer saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Whose.
    pub workload: WorkloadId,
    /// Which.
    pub criterion: CriterionId,
    /// 0 for none yet.
    pub version: i32,
}

impl std::str::FromStr for Chosen {
    type Err = domain::InvalidId;
    /// `workload:criterion:version`.
    fn from_str(text: &str) -> Result<Self, domain::InvalidId> {
        let mut parts = text.splitn(3, ':');
        let mut next = || parts.next().ok_or(domain::InvalidId);
        Ok(Self {
            workload: next()?.parse()?,
            criterion: next()?.parse()?,
            version: next()?.parse().map_err(|_| domain::InvalidId)?,
        })
    }
}

/// What the form sends.
#[derive(Clone, Debug, Default)]
pub struct AssignForm {
    /// `workload:criterion:version` of each.
    pub actions: Vec<String>,
    /// A member's id, `none` for nobody, empty to leave owners as they are.
    pub owner: String,
    /// `2026-11-22`, empty to leave dates as they are.
    pub due_on: String,
}

/// Gives actions to somebody, or sets their due date; all or none.
///
/// # Errors
/// [`Error::Invalid`] where nothing is chosen or nothing is to be set; [`Error::Stale`] where one is another by now;
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all, fields(actions = form.actions.len()))]
pub async fn assign(
    services: &Services,
    viewer: &Viewer,
    form: &AssignForm,
) -> Result<usize, Error> {
    let (chosen, due_on) = parse(form)?;
    let mut tx = services.begin().await?;
    let mut count = 0;
    // In order, as chains of the change log are locked.
    for (id, actions) in chosen {
        let what = (form.owner.as_str(), due_on);
        count += of_workload(services, &mut tx, viewer, (id, actions.as_slice()), what).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(count)
}

type Actions = BTreeMap<WorkloadId, Vec<(CriterionId, i32)>>;

fn parse(form: &AssignForm) -> Result<(Actions, Option<time::Date>), Error> {
    let mut errors = FieldErrors::default();
    let mut chosen = Actions::new();
    for text in &form.actions {
        match text.parse::<Chosen>() {
            Ok(one) => chosen
                .entry(one.workload)
                .or_default()
                .push((one.criterion, one.version)),
            Err(_) => return Err(Error::field("action", Problem::Choice)),
        }
    }
    if form.actions.is_empty() || form.actions.len() > MOST {
        errors.add("action", Problem::Choice);
    }
    let due_on = if form.due_on.trim().is_empty() {
        None
    } else {
        errors.check("due_on", date(&form.due_on))
    };
    if form.owner.trim().is_empty() && form.due_on.trim().is_empty() {
        errors.add("owner", Problem::Choice);
    }
    Error::check(errors)?;
    Ok((chosen, due_on))
}

async fn of_workload(
    services: &Services,
    tx: &mut Tx,
    viewer: &Viewer,
    (id, actions): (WorkloadId, &[(CriterionId, i32)]),
    (owner, due_on): (&str, Option<time::Date>),
) -> Result<usize, Error> {
    let (workload, permit) = open_for::<Treat>(tx, viewer, id).await?;
    let new_owner = match owner.trim() {
        "" => None,
        "none" => Some(None),
        text => Some(member(tx, &workload, text).await?),
    };
    let mut all = Vec::with_capacity(actions.len());
    for (criterion, version) in actions {
        if services.framework.criterion(criterion).is_none() {
            return Err(Error::NotFound);
        }
        let (stands, before) = stands(tx, id, criterion).await?;
        let after = Sides {
            owner: new_owner.clone().unwrap_or_else(|| before.owner.clone()),
            due_on: due_on.or(before.due_on),
            ..before.clone()
        };
        let changed = Changed {
            criterion,
            before,
            after,
        };
        write(services, tx, &permit, id, (*version, stands), &changed).await?;
        all.push(changed);
    }
    // Numbers before the change log, as whoever settles actions locks them.
    results::touch(tx, id).await?;
    for changed in &all {
        let entry = change_log::Entry {
            chain: Chain::Workload(id),
            at: services.now(),
            actor: Some(viewer.user),
            team: Some(workload.team),
            action: "action.set",
            subject: changed.criterion.as_str(),
            details: details(changed),
        };
        change_log::append(tx, entry).await?;
    }
    tell(services, tx, &workload, By::Person(viewer), &all).await?;
    Ok(all.len())
}
