//! Setting and removing the factors of carbon.

use domain::{Bounded, FieldErrors, Problem, Viewer, cost::Factors};
use serde_json::json;
use store::{Tx, cost::factors, signals::workloads};

use super::budgets::Subject;
use crate::{Error, Services};

/// What the form sends.
#[derive(Clone, Debug, Default)]
pub struct FactorsForm {
    /// Power usage effectiveness, 1–3.
    pub pue: String,
    /// Grams of CO₂ equivalent for a kilowatt-hour.
    pub intensity: String,
    /// Embodied kilograms a month of each workload; empty for none.
    pub embodied: String,
    /// Where the numbers are from.
    pub source: String,
    /// The version that the writer saw; 0 for none.
    pub version: i32,
}

/// Sets what a kilowatt-hour comes to.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::Stale`]; [`Error::State`] where the workload is archived;
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn set_factors(
    services: &Services,
    viewer: &Viewer,
    subject: Subject,
    form: &FactorsForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (permit, team) = subject.permit(&mut tx, viewer).await?;
    let (factors, source) = parse(form)?;
    let new = (services.new_id(), subject.of());
    let written = (factors, source.as_str());
    if !factors::set(&mut tx, &permit, new, written, form.version, services.now()).await? {
        return Err(Error::Stale);
    }
    ask(services, &mut tx, subject).await?;
    let details = json!({ "factors": factors, "source": source });
    subject
        .finish(
            services,
            tx,
            (viewer, team),
            ("factors.set", "factors", details),
        )
        .await
}

/// Rules compare what energy comes to with what files state: they look again.
async fn ask(services: &Services, tx: &mut Tx, subject: Subject) -> Result<(), Error> {
    let of = match subject {
        Subject::Workload(id) => (Some(id), None),
        Subject::Team(id) => (None, Some(id)),
    };
    workloads::ask_of(tx, of, services.now()).await?;
    Ok(())
}

fn parse(form: &FactorsForm) -> Result<(Factors, Bounded<1, 300>), Error> {
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| Problem::Number);
    let mut errors = FieldErrors::default();
    let pue = errors.check("pue", number(&form.pue));
    let intensity = errors.check("intensity", number(&form.intensity));
    let embodied = if form.embodied.trim().is_empty() {
        Some(0.0)
    } else {
        errors.check("embodied", number(&form.embodied))
    };
    let source = errors.check("source", Bounded::<1, 300>::parse(&form.source));
    let mut factors = None;
    if let (Some(pue), Some(intensity), Some(embodied)) = (pue, intensity, embodied) {
        factors = errors_of(&mut errors, Factors::new(pue, intensity, embodied * 1000.0));
    }
    Error::check(errors)?;
    factors.zip(source).ok_or(Error::NotFound)
}

fn errors_of(
    errors: &mut FieldErrors,
    factors: Result<Factors, domain::cost::NotAFactor>,
) -> Option<Factors> {
    match factors {
        Ok(factors) => Some(factors),
        Err(domain::cost::NotAFactor(field)) => {
            errors.add(field, Problem::Number);
            None
        }
    }
}

/// Removes the factors: those of the team hold again, or none.
///
/// # Errors
/// [`Error::Stale`] where others stand or none; [`Error::State`] where the workload is archived; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn remove_factors(
    services: &Services,
    viewer: &Viewer,
    subject: Subject,
    version: i32,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (permit, team) = subject.permit(&mut tx, viewer).await?;
    if !factors::remove(&mut tx, &permit, subject.of(), version).await? {
        return Err(Error::Stale);
    }
    ask(services, &mut tx, subject).await?;
    subject
        .finish(
            services,
            tx,
            (viewer, team),
            ("factors.remove", "factors", json!({})),
        )
        .await
}
