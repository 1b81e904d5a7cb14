//! A workload's rows of the register, written when its summary is kept.

use domain::{CheckId, Evaluation, RiskScore, WorkloadId, evidence::Severity};
use store::{
    PgConnection,
    decisions::Treatment,
    findings::Unfixed,
    register::{self, Kept},
};

use crate::{Error, basis::Basis};

/// A row to be kept.
pub(crate) struct Line {
    score: RiskScore,
    findings: [u32; 5],
    treatment: Option<Treatment>,
}

/// The rows of a workload, from the numbers that are about to be kept.
pub(crate) fn lines(basis: &Basis, evaluation: &Evaluation) -> Vec<Line> {
    let line = |score: &RiskScore| Line {
        findings: counts(basis, score),
        treatment: basis
            .treatments
            .iter()
            .find(|t| t.risk == score.id)
            .cloned(),
        score: score.clone(),
    };
    evaluation.risks.iter().map(line).collect()
}

/// Keeps the rows of a workload, where the summary that was kept just before is of the same revision.
pub(crate) async fn keep(
    db: &mut PgConnection,
    workload: WorkloadId,
    revision: i64,
    lines: &[Line],
) -> Result<(), Error> {
    let rows: Vec<_> = lines
        .iter()
        .map(|line| Kept {
            score: &line.score,
            findings: line.findings,
            treatment: line.treatment.as_ref(),
        })
        .collect();
    register::keep(db, workload, revision, &rows).await?;
    Ok(())
}

/// Every check that is linked to a risk, whether it applies or not.
pub(crate) fn linked(basis: &Basis, score: &RiskScore) -> Vec<CheckId> {
    let own = basis.inputs.own_risks.iter().find(|r| r.id == score.id);
    let is = |check: &domain::RubricCheck| match own {
        Some(own) => own.checks.contains(&check.id),
        None => check.risks.contains(&score.id),
    };
    let checks = basis.rubric.checks().filter(|(_, check)| is(check));
    checks.map(|(_, check)| check.id.clone()).collect()
}

/// Open findings on the checks of a risk by severity, the least first; one on two of its checks counts once.
pub(crate) fn counts(basis: &Basis, score: &RiskScore) -> [u32; 5] {
    let checks = linked(basis, score);
    let on = |finding: &&Unfixed| {
        finding.open(basis.today) && finding.checks.iter().any(|check| checks.contains(check))
    };
    let mut counts = [0; 5];
    for finding in basis.findings.iter().filter(on) {
        if let Some(count) = counts.get_mut(place(finding.severity)) {
            *count += finding.count;
        }
    }
    counts
}

/// Where a severity stands in the counts.
pub(crate) const fn place(severity: Severity) -> usize {
    match severity {
        Severity::Info => 0,
        Severity::Low => 1,
        Severity::Medium => 2,
        Severity::High => 3,
        Severity::Critical => 4,
    }
}
