//! Setting and removing budgets.

use domain::{
    FieldErrors, Problem, TeamId, Viewer, WorkloadId,
    access::{Permit, Read, SetBudget},
    cost::{Amount, Currency, Month},
};
use serde_json::json;
use store::{
    Tx,
    change_log::{Chain, Entry, append},
    cost::budgets::{self, Of},
};

use crate::{
    Error, Services,
    accounts::{Note, note},
    assessing::open_for,
    notices,
};

/// Whose budget or factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A workload's.
    Workload(WorkloadId),
    /// A team's.
    Team(TeamId),
}

impl Subject {
    pub(super) const fn of(self) -> Of {
        match self {
            Self::Workload(id) => Of::Workload(id),
            Self::Team(id) => Of::Team(id),
        }
    }

    /// Leave to set something, and the team; a workload must not be archived.
    pub(super) async fn permit(
        self,
        tx: &mut Tx,
        viewer: &Viewer,
    ) -> Result<(Permit<SetBudget>, TeamId), Error> {
        match self {
            Self::Workload(id) => {
                let (workload, permit) = open_for::<SetBudget>(tx, viewer, id).await?;
                Ok((permit, workload.team))
            }
            Self::Team(id) => {
                let read = viewer.permit::<Read>(id)?;
                store::teams::find(tx, &read)
                    .await?
                    .ok_or(Error::NotFound)?;
                Ok((viewer.permit::<SetBudget>(id)?, id))
            }
        }
    }

    /// Writes the change log and commits.
    pub(super) async fn finish(
        self,
        services: &Services,
        mut tx: Tx,
        (viewer, team): (&Viewer, TeamId),
        (action, subject, details): (&str, &str, serde_json::Value),
    ) -> Result<(), Error> {
        let (at, actor) = (services.now(), Some(viewer.user));
        match self {
            Self::Workload(id) => {
                let chain = Chain::Workload(id);
                append(
                    &mut tx,
                    Entry {
                        chain,
                        at,
                        actor,
                        team: Some(team),
                        action,
                        subject,
                        details,
                    },
                )
                .await?;
            }
            Self::Team(id) => {
                let details = json!({ "of": subject, "value": details });
                note(
                    &mut tx,
                    Note {
                        at,
                        actor,
                        team: Some(team),
                        action,
                        subject: &id,
                        details,
                    },
                )
                .await?;
            }
        }
        tx.commit().await.map_err(store::StoreError::from)?;
        Ok(())
    }
}

/// What the budget form sends.
#[derive(Clone, Debug, Default)]
pub struct BudgetForm {
    /// `12000`, `12,000.50`.
    pub amount: String,
    /// `CNY`.
    pub currency: String,
    /// The version that the writer saw; 0 for none.
    pub version: i32,
}

/// Sets the budget of a month in one currency. Who has passed a step of it already is told at once.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::Stale`]; [`Error::State`] where the workload is archived;
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn set_budget(
    services: &Services,
    viewer: &Viewer,
    subject: Subject,
    form: &BudgetForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (permit, team) = subject.permit(&mut tx, viewer).await?;
    let mut errors = FieldErrors::default();
    let amount = errors.check(
        "amount",
        form.amount.parse::<Amount>().map_err(|_| Problem::Number),
    );
    let currency = errors.check(
        "currency",
        form.currency
            .parse::<Currency>()
            .map_err(|_| Problem::Choice),
    );
    Error::check(errors)?;
    let (amount, currency) = amount.zip(currency).ok_or(Error::NotFound)?;
    let new = (services.new_id(), subject.of());
    let written = (&currency, amount);
    if !budgets::set(&mut tx, &permit, new, written, form.version, services.now()).await? {
        return Err(Error::Stale);
    }
    let month = Month::of(services.today());
    let spender = match subject {
        Subject::Workload(id) => Some(id),
        Subject::Team(id) => budgets::spender(&mut tx, id, month).await?,
    };
    if let Some(id) = spender {
        notices::tell_passed(services, &mut tx, (id, team), month).await?;
    }
    let details = json!({ "amount": amount, "currency": currency });
    let entry = ("budget.set", currency.as_str(), details);
    subject.finish(services, tx, (viewer, team), entry).await
}

/// Removes the budget in one currency.
///
/// # Errors
/// [`Error::Stale`] where another stands or none; [`Error::Invalid`]; [`Error::State`] where the workload is archived;
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn remove_budget(
    services: &Services,
    viewer: &Viewer,
    subject: Subject,
    form: &BudgetForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (permit, team) = subject.permit(&mut tx, viewer).await?;
    let currency: Currency = form
        .currency
        .parse()
        .map_err(|_| Error::field("currency", Problem::Choice))?;
    if !budgets::remove(&mut tx, &permit, subject.of(), &currency, form.version).await? {
        return Err(Error::Stale);
    }
    let entry = ("budget.remove", currency.as_str(), json!({}));
    subject.finish(services, tx, (viewer, team), entry).await
}
