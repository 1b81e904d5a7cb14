//! The risks of a workload: the catalogue's and its own, what was decided about each, and what happened.

mod acceptance;
mod history;
mod one;
mod own;

pub use acceptance::{approve_acceptance, reject_acceptance};
pub use one::risk_page;
pub use own::{OwnRiskForm, add_own, close_own, edit_own, new_risk_page, reopen_own};

use std::collections::BTreeMap;

use domain::{
    FieldErrors, Locale, Problem, Remark, RiskId, Viewer, WorkloadId,
    access::{Read, Treat},
    views::{
        accounts::Tie,
        results::{RiskRow, RisksPage, TreatmentView},
    },
};
use serde_json::json;
use store::{
    PgConnection,
    decisions::{self, NewTreatment, Treatment},
    members, own_risks,
    workloads::Workload,
};
use time::{Date, Duration};

use crate::{
    Error, Services,
    assessing::{date, finish_apart, open_for, owner},
    basis::Basis,
    notices, register, results, texts,
    ties::{self, Pair},
    workload,
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
    let ties = approvals(&mut tx, &basis).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    let row = |score: domain::RiskScore| RiskRow {
        name: texts::risk_name(services.framework, &score, locale),
        text: text(services, &basis, &score.id, locale),
        checks: score
            .checks
            .iter()
            .map(|c| (c.clone(), texts::check_name(services.framework, c, locale)))
            .collect(),
        findings: register::counts(&basis, &score),
        actions: lowering(&evaluation, &score),
        treatment: decided(&basis, &ties, &score.id),
        score,
    };
    let mut rows: Vec<_> = evaluation.risks.iter().cloned().map(row).collect();
    rows.sort_by(|a, b| {
        b.score
            .residual
            .assured
            .score
            .cmp(&a.score.residual.assured.score)
    });
    Ok(RisksPage {
        head: workload::head(viewer, &basis.workload, basis.attention)?,
        rows,
        closed: basis.own_risks.iter().filter_map(own::closed).collect(),
        people,
        me: viewer.user,
    })
}

/// What happens, and to whom.
fn text(services: &Services, basis: &Basis, id: &RiskId, locale: Locale) -> String {
    let own = basis.own_risks.iter().find(|r| r.risk.id == *id);
    let catalogue = || services.framework.risk(id).map(|r| r.text.get(locale));
    let own = own.map(|r| r.risk.text.as_str());
    own.or_else(catalogue).unwrap_or_default().to_owned()
}

/// How many actions of the plan lower a risk.
fn lowering(evaluation: &domain::Evaluation, score: &domain::RiskScore) -> u32 {
    let lowers = |action: &&domain::PlannedAction| score.checks.contains(&action.check);
    u32::try_from(evaluation.plan.iter().filter(lowers).count()).unwrap_or(u32::MAX)
}

/// How those who approved acceptances are tied to those who asked.
async fn approvals(db: &mut PgConnection, basis: &Basis) -> Result<BTreeMap<Pair, Tie>, Error> {
    let pairs: Vec<_> = basis.treatments.iter().filter_map(pair).collect();
    ties::of(db, &pairs).await
}

fn pair(t: &Treatment) -> Option<Pair> {
    let (asker, _) = t.asked_by.as_ref()?;
    Some((*asker, t.approver?))
}

/// What was decided about a risk, as it stands today.
fn decided(basis: &Basis, ties: &BTreeMap<Pair, Tie>, id: &RiskId) -> TreatmentView {
    let Some(found) = basis.treatments.iter().find(|t| t.risk == *id) else {
        return TreatmentView::default();
    };
    TreatmentView {
        tie: pair(found).and_then(|pair| ties.get(&pair).copied()),
        ..view(found, basis.today)
    }
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
        tie: None,
        expires_on: t.expires_on.map(|d| d.to_string()).unwrap_or_default(),
        rejected_by_name: t
            .rejected
            .as_ref()
            .map(|(n, _)| n.clone())
            .unwrap_or_default(),
        rejection: t
            .rejected
            .as_ref()
            .map(|(_, why)| why.clone())
            .unwrap_or_default(),
        acceptance: t.acceptance(today),
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
    applies(services, &mut tx, &workload, risk).await?;
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
    if let Some(until) = expires_on {
        let of = (viewer, &workload);
        let said = (until, note.as_str());
        notices::acceptance_asked(services, &mut tx, of, risk, said).await?;
    }
    let details = json!({
        "treatment": form.treatment, "owner": owner, "note": note, "expires_on": expires_on.map(|d| d.to_string()),
    });
    finish_apart(
        services,
        tx,
        viewer,
        &workload,
        ("risk.treat", risk.as_str(), details),
    )
    .await
}

/// Whether the workload has this risk now: one of the catalogue that its profile brings in, or an open one of its own.
pub(crate) async fn applies(
    services: &Services,
    db: &mut PgConnection,
    workload: &Workload,
    risk: &RiskId,
) -> Result<(), Error> {
    let has = if risk.is_own() {
        let own = own_risks::list(db, workload.id).await?;
        own.iter().any(|r| r.risk.id == *risk && r.closed.is_none())
    } else {
        let found = services.framework.risk(risk);
        found.is_some_and(|r| domain::applies(&r.applies_when, &workload.profile))
    };
    has.then_some(()).ok_or(Error::NotFound)
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
