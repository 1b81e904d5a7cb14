//! Everything about one risk of a workload.

use domain::{
    CheckId, Evaluation, Locale, RiskId, RiskScore, Viewer, WorkloadId,
    access::Read,
    evidence::Severity,
    plan::falls_by,
    views::register::{RiskAction, RiskFinding, RiskPage},
};
use store::{PgConnection, decisions, findings, members, own_risks::Stored};

use super::{approvals, decided, history, own, text};
use crate::{Error, Services, basis::Basis, register, results, texts, workload};

/// Findings that the page lists; the others are on the page of findings.
const FINDINGS: i64 = 10;

/// The page of one risk: the catalogue's that applies, or one of the workload's own, closed or not.
///
/// # Errors
/// [`Error::NotFound`] where the workload may not be read or has no such risk.
#[tracing::instrument(skip_all)]
pub async fn risk_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    risk: &RiskId,
    locale: Locale,
) -> Result<RiskPage, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    let score = evaluation.risks.iter().find(|r| r.id == *risk);
    let stored = basis.own_risks.iter().find(|r| r.risk.id == *risk);
    if score.is_none() && stored.is_none() {
        return Err(Error::NotFound);
    }
    let checks = checks(&basis, score, stored);
    let worst = worst(&mut tx, id, &checks, &basis).await?;
    let actions = actions(services, &mut tx, (&basis, &evaluation), score, locale).await?;
    let people = members::people(&mut tx, basis.workload.team).await?;
    let ties = approvals(&mut tx, &basis).await?;
    let history = history::events(services, &mut tx, id, risk, locale).await?;
    let course = history::course(services, &mut tx, id, (risk, score)).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    let pillar = score.map(|r| r.pillar.clone());
    let pillar = pillar.or_else(|| stored.map(|r| r.risk.pillar.clone()));
    let pillar = pillar.ok_or(Error::NotFound)?;
    let pillar_name = services.framework.pillar(pillar.as_str());
    let named = |check: CheckId| {
        let name = texts::check_name(services.framework, &check, locale);
        (check, name)
    };
    let title = stored.map(|r| r.risk.title.as_str());
    Ok(RiskPage {
        head: workload::head(viewer, &basis.workload, basis.attention)?,
        name: texts::named(services.framework, risk, title, locale),
        text: text(services, &basis, risk, locale),
        pillar: (
            pillar,
            pillar_name
                .map(|p| p.name.get(locale).to_owned())
                .unwrap_or_default(),
        ),
        treatment: decided(&basis, &ties, risk),
        findings: score.map(|r| counted(&basis, r)).unwrap_or_default(),
        own: stored.map(own::view),
        score: score.cloned(),
        id: risk.clone(),
        checks: checks.into_iter().map(named).collect(),
        worst,
        actions,
        history,
        course,
        people,
        me: viewer.user,
        form: own::choices(services.framework, locale),
    })
}

fn checks(basis: &Basis, score: Option<&RiskScore>, stored: Option<&Stored>) -> Vec<CheckId> {
    match (score, stored) {
        (Some(score), _) => register::linked(basis, score),
        (None, Some(stored)) => stored.risk.checks.iter().cloned().collect(),
        (None, None) => Vec::new(),
    }
}

/// Open findings by severity, the worst first; severities without any are left out.
fn counted(basis: &Basis, score: &RiskScore) -> Vec<(Severity, u32)> {
    let counts = register::counts(basis, score);
    let count = |severity| {
        let count = counts.get(register::place(severity)).copied();
        (severity, count.unwrap_or(0))
    };
    let all = Severity::ALL.into_iter().map(count);
    all.filter(|(_, count)| *count > 0).collect()
}

async fn worst(
    db: &mut PgConnection,
    id: WorkloadId,
    checks: &[CheckId],
    basis: &Basis,
) -> Result<Vec<RiskFinding>, Error> {
    let found = findings::open_on(db, id, checks, basis.today, FINDINGS).await?;
    let view = |f: findings::Stored| RiskFinding {
        id: f.id,
        severity: f.content.severity,
        title: f.content.title.to_string(),
        kind: f.kind,
        checks: f
            .checks
            .into_iter()
            .filter(|check| checks.contains(check))
            .collect(),
        last_day: f.last_day.to_string(),
    };
    Ok(found.into_iter().map(view).collect())
}

/// Actions of the plan that lower the risk, the greatest gain first.
async fn actions(
    services: &Services,
    db: &mut PgConnection,
    (basis, evaluation): (&Basis, &Evaluation),
    score: Option<&RiskScore>,
    locale: Locale,
) -> Result<Vec<RiskAction>, Error> {
    let Some(score) = score else {
        return Ok(Vec::new());
    };
    let decided = decisions::actions(db, basis.workload.id).await?;
    let lowers = |action: &&domain::PlannedAction| score.checks.contains(&action.check);
    let view = |action: &domain::PlannedAction| {
        let decided = decided.iter().find(|d| d.criterion == action.criterion);
        let found = services.framework.criterion(&action.criterion);
        let owner = decided.and_then(|d| d.owner.as_ref());
        let due_on = decided.and_then(|d| d.due_on);
        RiskAction {
            criterion: action.criterion.clone(),
            check: action.check.clone(),
            statement: found
                .map(|(_, k)| k.statement.get(locale).to_owned())
                .unwrap_or_default(),
            state: decided.map_or_else(|| "open".to_owned(), |d| d.state.clone()),
            owner_name: owner.map(|(_, name)| name.clone()).unwrap_or_default(),
            due_on: due_on.map(|d| d.to_string()).unwrap_or_default(),
            gain: falls_by(&basis.rubric, &basis.inputs, score, &action.criterion),
        }
    };
    let mut actions: Vec<_> = evaluation.plan.iter().filter(lowers).map(view).collect();
    actions.sort_by(|a, b| {
        b.gain
            .cmp(&a.gain)
            .then_with(|| a.criterion.cmp(&b.criterion))
    });
    Ok(actions)
}
