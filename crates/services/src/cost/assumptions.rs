//! Keeping what people assume in a workload's calculators.

use std::collections::BTreeMap;

use domain::{Problem, Viewer, WorkloadId, cost::Currency};
use serde_json::json;
use store::cost::assumptions;

use super::{budgets::Subject, estimates};
use crate::{Error, Services};

/// What the form sends.
#[derive(Clone, Debug, Default)]
pub struct AssumptionsForm {
    /// The currency of all amounts; empty where nothing is spent yet.
    pub currency: String,
    /// The fields of the calculators by their names.
    pub given: BTreeMap<String, String>,
    /// The version that the writer saw; 0 for none.
    pub version: i32,
}

/// Keeps what differs from the workload's own figures and from the usual: the rest follows its source as before.
///
/// # Errors
/// [`Error::Stale`]; [`Error::Invalid`]; [`Error::State`] where the workload is archived; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn keep_assumptions(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    form: &AssumptionsForm,
) -> Result<(), Error> {
    change(services, viewer, id, (Step::Keep, form)).await
}

/// Forgets them: the workload's own figures and the usual hold again.
///
/// # Errors
/// [`Error::Stale`] where others stand or none; else as [`keep_assumptions`].
#[tracing::instrument(skip_all)]
pub async fn forget_assumptions(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    form: &AssumptionsForm,
) -> Result<(), Error> {
    change(services, viewer, id, (Step::Forget, form)).await
}

/// What is done with assumptions.
#[derive(Clone, Copy)]
enum Step {
    Keep,
    Forget,
}

async fn change(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    (step, form): (Step, &AssumptionsForm),
) -> Result<(), Error> {
    let subject = Subject::Workload(id);
    let mut tx = services.begin().await?;
    let (permit, team) = subject.permit(&mut tx, viewer).await?;
    let currency = currency(&form.currency)?;
    let (key, seen) = ((id, currency.as_str()), form.version);
    let (done, kind, details) = match step {
        Step::Keep => {
            let given = estimates::given(services, &mut tx, (id, &currency), &form.given).await?;
            let now = services.now();
            let done = assumptions::set(&mut tx, &permit, key, &given, seen, now).await?;
            let details = json!({ "currency": currency, "given": given });
            (done, "assumptions.set", details)
        }
        Step::Forget => {
            let done = assumptions::remove(&mut tx, &permit, key, seen).await?;
            (done, "assumptions.remove", json!({ "currency": currency }))
        }
    };
    if !done {
        return Err(Error::Stale);
    }
    let entry = (kind, "assumptions", details);
    subject.finish(services, tx, (viewer, team), entry).await
}

fn currency(text: &str) -> Result<String, Error> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let parsed = text.parse::<Currency>();
    let parsed = parsed.map_err(|_| Error::field("currency", Problem::Choice))?;
    Ok(parsed.as_str().to_owned())
}
