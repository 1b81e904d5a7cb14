//! A workload's numbers, prepared for lists and dashboards.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Band, CheckId, Counts, Evaluation, Exact, Headline, Issue, Phase, RiskScore, Set, Triple,
    WorkloadId, evaluate,
};
use quick_cache::sync::Cache;
use serde::{Deserialize, Serialize};
use store::{
    PgConnection, StoreError, decisions,
    results::{self, Edition},
    workloads::Listed,
};

use crate::{
    Error, Services,
    basis::{self, Basis},
};

/// The part of an evaluation that lists, dashboards and consolidated reports need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Summary {
    pub headline: Triple<Headline>,
    pub level: Triple<Option<u8>>,
    pub counts: Counts,
    pub risks: Vec<RiskScore>,
    pub issues: BTreeMap<CheckId, Issue>,
    pub plan: PlanDigest,
    pub input_hash: String,
}

/// A plan in numbers; what is overdue depends on the day, so due dates are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PlanDigest {
    /// Open or in progress.
    pub open: u32,
    pub in_progress: u32,
    /// Done, but the criterion is not answered `met` yet.
    pub done: u32,
    pub dropped: u32,
    pub effort_days: u32,
    pub by_phase: BTreeMap<Phase, u32>,
    pub due: Vec<time::Date>,
    pub index_after: Option<Exact>,
}

impl Summary {
    /// Whether anything was answered; numbers of an untouched workload say nothing.
    pub fn assessed(&self) -> bool {
        self.counts.answered() > 0
    }

    /// Risks, not accepted, whose assured residual is in the band or above.
    pub fn open_risks(&self, band: Band) -> u32 {
        let open = |r: &&RiskScore| !r.accepted && r.residual.get(Set::Assured).band >= band;
        u32::try_from(self.risks.iter().filter(open).count()).unwrap_or(u32::MAX)
    }
}

/// Makes the prepared numbers of every workload true again; after it, lists may be read in the same transaction.
pub(crate) async fn refresh(services: &Services, db: &mut PgConnection) -> Result<(), Error> {
    for (workload, revision) in results::stale(db, services.today()).await? {
        let basis = basis::load(services, db, workload).await?;
        let evaluation = evaluate(&basis.rubric, &basis.inputs);
        keep(db, &basis, &evaluation, revision).await?;
    }
    Ok(())
}

/// The basis and numbers of one workload, kept on the way where they were stale.
pub(crate) async fn of_workload(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
) -> Result<(Basis, Evaluation), Error> {
    let prepared = results::lookup(db, id, services.today())
        .await?
        .ok_or(Error::NotFound)?;
    let basis = basis::load(services, db, id).await?;
    let evaluation = evaluate(&basis.rubric, &basis.inputs);
    if prepared.fresh.is_none() {
        keep(db, &basis, &evaluation, prepared.revision).await?;
    }
    Ok((basis, evaluation))
}

async fn keep(
    db: &mut PgConnection,
    basis: &Basis,
    evaluation: &Evaluation,
    revision: i64,
) -> Result<(), Error> {
    let actions = decisions::actions(db, basis.workload.id).await?;
    let summary = Summary {
        headline: evaluation.scores.map(|s| Headline::from(s)),
        level: evaluation.levels.map(|l| l.overall),
        counts: evaluation.coverage.total,
        risks: evaluation.risks.clone(),
        issues: evaluation.issues.clone(),
        plan: digest(evaluation, &actions),
        input_hash: basis.input_hash(),
    };
    let json =
        serde_json::to_value(&summary).map_err(|e| Error::Internal("results", Box::new(e)))?;
    results::keep(db, basis.workload.id, revision, basis.true_until, &json).await?;
    Ok(())
}

/// A plan in numbers; effort, phases and due dates are those of open actions.
pub(crate) fn digest(evaluation: &Evaluation, decided: &[decisions::ActionState]) -> PlanDigest {
    let mut digest = PlanDigest {
        index_after: evaluation.plan.last().map(|a| a.index_after.clone()),
        ..PlanDigest::default()
    };
    for action in &evaluation.plan {
        let decided = decided.iter().find(|d| d.criterion == action.criterion);
        let state = decided.map_or("open", |d| d.state.as_str());
        match state {
            "dropped" => digest.dropped += 1,
            "done" => digest.done += 1,
            _ => {}
        }
        if matches!(state, "dropped" | "done") {
            continue;
        }
        digest.open += 1;
        digest.in_progress += u32::from(state == "in_progress");
        digest.effort_days += action.effort_days;
        if let Some(phase) = action.phase {
            *digest.by_phase.entry(phase).or_default() += 1;
        }
        digest.due.extend(decided.and_then(|d| d.due_on));
    }
    digest
}

/// Prepared numbers as read before: reading them out of JSON costs more than all the rest of a list.
#[derive(Clone)]
pub(crate) struct Read(Arc<Cache<Edition, Arc<Summary>>>);

impl Default for Read {
    fn default() -> Self {
        // About 20 kB each.
        Self(Arc::new(Cache::new(4_096)))
    }
}

/// The prepared numbers of a list's rows, in their order.
pub(crate) async fn summaries(
    services: &Services,
    db: &mut PgConnection,
    rows: &[Listed],
) -> Result<Vec<Option<Arc<Summary>>>, Error> {
    let read = &services.results.0;
    let mut found: BTreeMap<_, _> = rows
        .iter()
        .filter_map(|row| Some((row.id, read.get(&row.numbers?)?)))
        .collect();
    let missing = |row: &&Listed| row.numbers.is_some() && !found.contains_key(&row.id);
    let missing: Vec<_> = rows.iter().filter(missing).map(|row| row.id).collect();
    if !missing.is_empty() {
        for (edition, json) in results::summaries(db, &missing).await? {
            let summary = Arc::new(Summary::deserialize(&json).map_err(broken)?);
            read.insert(edition, summary.clone());
            found.insert(edition.workload, summary);
        }
    }
    Ok(rows.iter().map(|row| found.get(&row.id).cloned()).collect())
}

fn broken(source: serde_json::Error) -> Error {
    Error::Store(StoreError::Json {
        table: "results",
        column: "summary",
        source,
    })
}
