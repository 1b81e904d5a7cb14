//! The risk page of a workload: treatment, owner, acceptance.

use domain::{
    FieldErrors, Locale, Problem, Remark, RiskId, Viewer, WorkloadId,
    access::{AcceptRisk, Read, Treat},
    views::results::{RiskRow, RisksPage, TreatmentView},
};
use serde_json::json;
use store::{
    decisions::{self, NewTreatment, Treatment},
    members,
};
use time::{Date, Duration};

use crate::{
    Error, Services,
    assessing::{date, finish, open_for, owner},
    results, texts, workload,
};

/// An acceptance is looked at again after two years at the latest.
const LONGEST_ACCEPTANCE_DAYS: i64 = 730;

/// The risks of a workload, the greatest assured residual first.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn risks_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
) -> Result<RisksPage, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    let people = members::people(&mut tx, basis.workload.team).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    let today = services.today();
    let row = |score: domain::RiskScore| {
        let risk = services.framework.risk(&score.id);
        let treatment = basis.treatments.iter().find(|t| t.risk == score.id);
        RiskRow {
            name: risk
                .map(|r| r.name.get(locale).to_owned())
                .unwrap_or_default(),
            text: risk
                .map(|r| r.text.get(locale).to_owned())
                .unwrap_or_default(),
            checks: score
                .checks
                .iter()
                .map(|c| (c.clone(), texts::check_name(services.framework, c, locale)))
                .collect(),
            treatment: treatment.map(|t| view(t, today)).unwrap_or_default(),
            score,
        }
    };
    let mut rows: Vec<_> = evaluation.risks.into_iter().map(row).collect();
    rows.sort_by(|a, b| {
        b.score
            .residual
            .assured
            .score
            .cmp(&a.score.residual.assured.score)
    });
    Ok(RisksPage {
        head: workload::head(viewer, &basis.workload)?,
        rows,
        people,
        me: viewer.user,
    })
}

fn view(t: &Treatment, today: Date) -> TreatmentView {
    let name = |person: &Option<(domain::UserId, String)>| {
        person.as_ref().map(|(_, n)| n.clone()).unwrap_or_default()
    };
    TreatmentView {
        treatment: t.treatment.clone(),
        owner: t.owner.as_ref().map(|(id, _)| *id),
        owner_name: name(&t.owner),
        note: t.note.clone(),
        asked_by: t.asked_by.as_ref().map(|(id, _)| *id),
        asked_by_name: name(&t.asked_by),
        approved_by_name: t.approved_by.clone().unwrap_or_default(),
        expires_on: t.expires_on.map(|d| d.to_string()).unwrap_or_default(),
        in_force: t.in_force(today),
        version: t.version,
    }
}

/// What the treatment form sends.
#[derive(Clone, Debug, Default)]
pub struct TreatmentForm {
    /// `mitigate`, `accept`, `transfer`, `avoid`.
    pub treatment: String,
    /// A member's id, or empty.
    pub owner: String,
    /// Why; an acceptance needs it.
    pub note: String,
    /// When an acceptance ends, `2026-11-22`.
    pub expires_on: String,
    /// The version that the writer saw; 0 for none.
    pub version: i32,
}

/// Decides how a risk is treated; an acceptance waits for somebody else's approval.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn treat(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    risk: &RiskId,
    form: &TreatmentForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Treat>(&mut tx, viewer, id).await?;
    let found = services.framework.risk(risk).ok_or(Error::NotFound)?;
    if !domain::applies(&found.applies_when, &workload.profile) {
        return Err(Error::NotFound);
    }
    let (note, expires_on) = parse(form, services.today())?;
    let owner = owner(&mut tx, &workload, &form.owner).await?;
    let new = NewTreatment {
        treatment: &form.treatment,
        owner,
        note: note.as_str(),
        expires_on,
    };
    if !decisions::set_treatment(
        &mut tx,
        &permit,
        (id, risk),
        form.version,
        new,
        services.now(),
    )
    .await?
    {
        return Err(Error::Stale);
    }
    let details = json!({
        "treatment": form.treatment, "owner": owner, "note": note, "expires_on": expires_on.map(|d| d.to_string()),
    });
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("risk.treat", risk.as_str(), details),
    )
    .await
}

fn parse(form: &TreatmentForm, today: Date) -> Result<(Remark, Option<Date>), Error> {
    let mut errors = FieldErrors::default();
    if !["mitigate", "accept", "transfer", "avoid"].contains(&form.treatment.as_str()) {
        errors.add("treatment", Problem::Choice);
    }
    let note = errors.check("note", Remark::parse(&form.note).map_err(Problem::Text));
    let mut expires_on = None;
    if form.treatment == "accept" {
        if note.as_ref().is_some_and(|n| n.as_str().is_empty()) {
            errors.add("note", Problem::Text(domain::TextError::Required));
        }
        expires_on = errors.check("expires_on", date(&form.expires_on));
        let last = today.saturating_add(Duration::days(LONGEST_ACCEPTANCE_DAYS));
        match expires_on {
            Some(day) if day < today => errors.add("expires_on", Problem::Past),
            Some(day) if day > last => errors.add("expires_on", Problem::Date),
            _ => {}
        }
    }
    Error::check(errors)?;
    note.map(|note| (note, expires_on)).ok_or(Error::NotFound)
}

/// Approves the acceptance of a risk that somebody else asked for.
///
/// # Errors
/// [`Error::State`] where there is none to approve, or the viewer asked for it; [`Error::Stale`];
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn approve_acceptance(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    risk: &RiskId,
    expected: i32,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<AcceptRisk>(&mut tx, viewer, id).await?;
    let treatments = decisions::treatments(&mut tx, id).await?;
    let asked = treatments
        .iter()
        .find(|t| t.risk == *risk && t.treatment == "accept" && t.approved_by.is_none());
    let asked = asked.ok_or(Error::State("nothing_to_approve"))?;
    if asked
        .asked_by
        .as_ref()
        .is_some_and(|(by, _)| *by == viewer.user)
    {
        return Err(Error::State("own_request"));
    }
    if !decisions::approve_acceptance(&mut tx, &permit, (id, risk), expected, services.now())
        .await?
    {
        return Err(Error::Stale);
    }
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("risk.accept", risk.as_str(), json!({})),
    )
    .await
}
