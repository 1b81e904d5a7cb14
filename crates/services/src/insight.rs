//! The results page of a workload.

use domain::{
    CheckId, Evaluation, Locale, Set, Triple, Viewer, WorkloadId,
    access::Read,
    views::results::{Attention, CheckRow, PlanSummary, ResultsPage},
};
use store::decisions;
use time::Date;

use crate::{
    Error, Services,
    basis::Basis,
    evidence::ending,
    results::{self, PlanDigest},
    texts, workload,
};

/// How many risks the page shows before the risk page.
const TOP_RISKS: usize = 5;

/// The results page of a workload.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn results_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
) -> Result<ResultsPage, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    let actions = decisions::actions(&mut tx, id).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    let mut top_risks = evaluation.risks.clone();
    top_risks.sort_by(|a, b| b.residual.assured.score.cmp(&a.residual.assured.score));
    top_risks.truncate(TOP_RISKS);
    Ok(ResultsPage {
        framework: services.framework.id.clone(),
        head: workload::head(viewer, &basis.workload, basis.attention)?,
        names: texts::names_with(services.framework, &basis.inputs.own_risks, locale),
        attention: attention(services, &basis),
        counts: evaluation.coverage.total,
        pillar_counts: evaluation.coverage.pillars.clone(),
        checks: check_rows(&basis, &evaluation),
        top_risks,
        plan: plan_summary(&results::digest(&evaluation, &actions), services.today()),
        input_hash: basis.input_hash(),
        assessed: evaluation.coverage.total.answered() > 0,
        scores: evaluation.scores,
        levels: evaluation.levels,
    })
}

/// What waits for somebody, with the proof that ends soon.
fn attention(services: &Services, basis: &Basis) -> Attention {
    // The rows' language is not shown.
    let ending = ending(services, basis, Locale::default());
    Attention {
        ending: u32::try_from(ending.len()).unwrap_or(u32::MAX),
        first_end: ending.first().map(|proof| proof.until),
        ..basis.attention
    }
}

fn check_rows(basis: &Basis, evaluation: &Evaluation) -> Vec<CheckRow> {
    let score =
        |id: &CheckId| Triple::of(|set: Set| evaluation.scores.get(set).checks.get(id).cloned());
    let rows = basis.rubric.checks().filter_map(|(pillar, check)| {
        Some(CheckRow {
            id: check.id.clone(),
            pillar: pillar.id.clone(),
            weight: check.weight,
            target: basis.inputs.target(&check.id),
            issue: *evaluation.issues.get(&check.id)?,
            score: score(&check.id),
        })
    });
    rows.collect()
}

/// A plan's digest on a day.
pub(crate) fn plan_summary(digest: &PlanDigest, today: Date) -> PlanSummary {
    PlanSummary {
        open: digest.open,
        in_progress: digest.in_progress,
        overdue: u32::try_from(digest.due.iter().filter(|due| **due < today).count())
            .unwrap_or(u32::MAX),
        effort_days: digest.effort_days,
        index_after: digest.index_after.clone(),
    }
}
