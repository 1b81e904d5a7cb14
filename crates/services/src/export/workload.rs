//! Reports on one workload's open assessment.

use std::collections::BTreeMap;

use domain::{AssessmentId, Evaluation, Locale, Viewer, WorkloadId, access::Read};
use report::{
    WorkloadReport,
    model::{
        ActionState, AnswerRow, Assessment, EvidenceKind, EvidenceRow, PlanOverlay, RiskTreatment,
        Treatment, Workload,
    },
};
use store::{answers, answers::Stored, answers::StoredNote, decisions, proof::Source};
use time::OffsetDateTime;

use crate::{Error, Services, basis::Basis, results};

/// Everything that a report on a workload tells, owned, so that it can move to another thread.
struct Material {
    framework: &'static domain::Framework,
    basis: Basis,
    evaluation: Evaluation,
    notes: Vec<StoredNote>,
    actions: Vec<decisions::ActionState>,
    at: OffsetDateTime,
}

async fn material(services: &Services, viewer: &Viewer, id: WorkloadId) -> Result<Material, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    let notes = answers::notes(&mut tx, basis.workload.assessment.id).await?;
    let actions = decisions::actions(&mut tx, id).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(Material {
        framework: services.framework,
        basis,
        evaluation,
        notes,
        actions,
        at: services.now(),
    })
}

impl Material {
    fn report(&self) -> WorkloadReport<'_> {
        let w = &self.basis.workload;
        WorkloadReport {
            framework: self.framework,
            rubric: &self.basis.rubric,
            workload: Workload {
                id: w.id,
                name: w.name.clone(),
                description: w.description.clone(),
                team: w.team_name.clone(),
                tier: w.tier,
                profile: w.profile.clone(),
            },
            assessment: Assessment {
                id: w.assessment.id,
                state: w.assessment.state,
                milestone: None,
            },
            input_hash: self.basis.input_hash(),
            generated_at: self.at,
            inputs: &self.basis.inputs,
            evaluation: &self.evaluation,
            answers: self.basis.answers.iter().map(|a| self.answer(a)).collect(),
            notes: self
                .notes
                .iter()
                .filter(|n| !n.text.is_empty())
                .map(|n| (n.check.clone(), n.text.clone()))
                .collect(),
            evidence: self.evidence(),
            treatments: self.treatments(),
            plan: self
                .actions
                .iter()
                .map(|a| (a.criterion.clone(), overlay(a)))
                .collect(),
        }
    }

    fn answer(&self, a: &Stored) -> AnswerRow {
        let mark = self.basis.inputs.answers.get(&a.criterion);
        AnswerRow {
            criterion: a.criterion.clone(),
            state: a.answer.state(),
            reason: a.answer.reason(),
            reason_text: a.answer.reason_text().map(str::to_owned),
            provenance: a.provenance,
            proven: mark.is_some_and(|m| m.proven),
            conflict: mark.is_some_and(|m| m.conflict),
            version: a.version,
            answered_by: a.by_name.clone(),
            answered_at: a.at,
            proof: self.basis.standing.get(&a.criterion).copied(),
        }
    }

    fn evidence(&self) -> Vec<EvidenceRow> {
        let row = |e: &store::proof::Evidence| EvidenceRow {
            title: e.title.clone(),
            kind: if matches!(e.source, Source::Link { .. }) {
                EvidenceKind::Link
            } else {
                EvidenceKind::File
            },
            sha256: e.sha256.clone(),
            effective: e.dates.effective,
            valid_until: e.dates.valid_until,
            criteria: e.criteria.clone(),
        };
        self.basis.evidence.iter().map(row).collect()
    }

    fn treatments(&self) -> BTreeMap<domain::RiskId, RiskTreatment> {
        self.basis
            .treatments
            .iter()
            .filter_map(|t| Some((t.risk.clone(), treatment(t)?)))
            .collect()
    }
}

/// A decision for a report.
pub(super) fn treatment(t: &decisions::Treatment) -> Option<RiskTreatment> {
    let treatment = match t.treatment.as_str() {
        "mitigate" => Treatment::Mitigate,
        "accept" => Treatment::Accept,
        "transfer" => Treatment::Transfer,
        "avoid" => Treatment::Avoid,
        _ => return None,
    };
    Some(RiskTreatment {
        treatment,
        owner: t.owner.as_ref().map(|(_, name)| name.clone()),
        accepted_by: t.approved_by.clone(),
        expires_on: t.expires_on,
        note: t.note.clone(),
    })
}

fn overlay(a: &decisions::ActionState) -> PlanOverlay {
    let state = match a.state.as_str() {
        "in_progress" => ActionState::InProgress,
        "done" => ActionState::Done,
        "dropped" => ActionState::Dropped,
        _ => ActionState::Open,
    };
    PlanOverlay {
        state,
        owner: a.owner.as_ref().map(|(_, name)| name.clone()),
        due: a.due_on,
    }
}

/// The report on a workload as PDF.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read; [`Error::Internal`] where fonts are missing.
#[tracing::instrument(skip_all)]
pub async fn workload_pdf(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
) -> Result<Vec<u8>, Error> {
    let material = material(services, viewer, id).await?;
    services
        .typesetting
        .run(move |fonts| report::pdf::workload(fonts, &material.report(), locale))
        .await
}

/// An assessment as JSON, in the format that other software relies on.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn assessment_json(
    services: &Services,
    viewer: &Viewer,
    id: AssessmentId,
) -> Result<Vec<u8>, Error> {
    let mut tx = services.begin().await?;
    let workload = store::workloads::of_assessment(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    drop(tx);
    let material = material(services, viewer, workload).await?;
    if material.basis.workload.assessment.id != id {
        return Err(Error::NotFound);
    }
    let json = report::json::assessment(&material.report())
        .map_err(|e| Error::Internal("json", Box::new(e)))?;
    Ok(json.into_bytes())
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $table:path;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// [`Error::NotFound`] where it may not be read.
        #[tracing::instrument(skip_all)]
        pub async fn $name(services: &Services, viewer: &Viewer, id: WorkloadId, locale: Locale) -> Result<Vec<u8>, Error> {
            let material = material(services, viewer, id).await?;
            $table(&material.report(), locale).map_err(|e| Error::Internal("csv", Box::new(e)))
        }
    )*};
}

tables! {
    /// A workload's criteria as CSV: one row a criterion in scope.
    answers_csv = report::csv::answers;
    /// A workload's risks as CSV.
    risks_csv = report::csv::risks;
    /// A workload's plan as CSV.
    plan_csv = report::csv::plan;
}
