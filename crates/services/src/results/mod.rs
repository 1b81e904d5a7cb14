//! A workload's numbers, prepared for lists and dashboards.

pub(crate) mod groups;
mod share;

pub(crate) use share::share;

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    CheckId, Counts, Evaluation, Exact, Framework, Headline, Issue, Phase, RiskScore, SCORE_SPEC,
    TeamId, Triple, WorkloadId, evaluate,
    group::{Group, Share},
};
use quick_cache::sync::Cache;
use serde::{Deserialize, Serialize};
use store::{
    PgConnection, StoreError, decisions,
    results::{self, Computed, Edition, Now},
    workloads::Listed,
};

use crate::{
    Error, Services,
    basis::{self, Basis},
    plan,
    platforms::Heard,
    register,
};

/// The part of an evaluation that lists, dashboards and consolidated reports need, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Summary {
    headline: Triple<Headline>,
    level: Triple<Option<u8>>,
    counts: Counts,
    risks: Vec<RiskScore>,
    issues: BTreeMap<CheckId, Issue>,
    plan: PlanDigest,
    input_hash: String,
}

/// What is read of it for each row of a list: its risks and issues are most of it, and nobody reads those of thousands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Brief {
    pub headline: Triple<Headline>,
    pub level: Triple<Option<u8>>,
    pub counts: Counts,
    pub plan: PlanDigest,
    pub input_hash: String,
    /// Risks, not accepted, whose assured residual is critical.
    #[serde(skip)]
    pub critical: u32,
    /// The same for high.
    #[serde(skip)]
    pub high: u32,
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

impl Brief {
    /// Whether anything was answered; numbers of an untouched workload say nothing.
    pub fn assessed(&self) -> bool {
        self.counts.answered() > 0
    }
}

/// Grows with each change of what is kept in JSON here: what an older console has kept is computed anew.
const FORM: u32 = 3;
/// Workloads that are computed before the rows of any of them are locked.
const AT_ONCE: usize = 32;
/// Workloads whose numbers are read from the database at a time: what is read is parsed beside, and let go of.
const READ_AT_ONCE: usize = 500;

/// When numbers are true, and of which framework version.
pub(crate) fn now(services: &Services) -> Now<'_> {
    Now {
        today: services.today(),
        with: &services.results.with,
    }
}

/// Has plans follow answers that changed elsewhere, and prepares the numbers of workloads and teams that are not true any
/// more; of how many. Readers would compute them themselves, each time.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn prepare(services: &Services) -> Result<usize, Error> {
    // What closes or opens makes numbers stale. Its trouble is not theirs.
    let settled = plan::settle_marked(services).await;
    let mut tx = services.begin().await?;
    let stale = results::stale(&mut tx, now(services)).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let mut heard = Heard::default();
    for some in stale.chunks(AT_ONCE) {
        let mut tx = services.begin().await?;
        let mut computed = Vec::with_capacity(some.len());
        for (workload, revision) in some {
            let basis = basis::load_after(services, &mut tx, *workload, &mut heard).await?;
            computed.push(Kept::of(services, &basis, *revision, None)?);
        }
        // Rows are locked from here on, in order, and only for as long as writing takes.
        store::plans::order::alone(&mut tx).await?;
        for kept in &computed {
            kept.keep(services, &mut tx).await?;
        }
        tx.commit().await.map_err(StoreError::from)?;
    }
    let prepared = stale.len() + groups::prepare(services).await?;
    settled.map(|()| prepared)
}

/// Makes the prepared numbers of every workload true again; after it, lists may be read in the same transaction.
pub(crate) async fn refresh(services: &Services, db: &mut PgConnection) -> Result<(), Error> {
    if results::stale(db, now(services)).await?.is_empty() {
        return Ok(());
    }
    store::plans::order::alone(db).await?;
    let mut heard = Heard::default();
    // What somebody else has prepared meanwhile is stale no more.
    for (workload, revision) in results::stale(db, now(services)).await? {
        let basis = basis::load_after(services, db, workload, &mut heard).await?;
        let kept = Kept::of(services, &basis, revision, None)?;
        kept.keep(services, db).await?;
    }
    Ok(())
}

/// The basis and numbers of one workload, kept on the way where they were stale.
pub(crate) async fn of_workload(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
) -> Result<(Basis, Evaluation), Error> {
    let prepared = results::lookup(db, id, now(services))
        .await?
        .ok_or(Error::NotFound)?;
    let basis = basis::load(services, db, id).await?;
    let evaluation = evaluate(&basis.rubric, &basis.inputs);
    if prepared.fresh.is_none() {
        let kept = Kept::of(services, &basis, prepared.revision, Some(&evaluation))?;
        kept.keep(services, db).await?;
    }
    Ok((basis, evaluation))
}

/// A workload's share as it is kept, with what lists are sorted and filtered by.
pub(crate) fn share_with_keys(
    services: &Services,
    basis: &Basis,
    evaluation: &Evaluation,
) -> Result<(serde_json::Value, results::Keys), Error> {
    let share = share(services, basis, evaluation, &basis.actions);
    let json = serde_json::to_value(&share);
    let json = json.map_err(|e| Error::Internal("results", Box::new(e)))?;
    Ok((json, share::keys(&share)?))
}

/// Numbers to be kept.
struct Kept {
    workload: WorkloadId,
    revision: i64,
    true_until: Option<time::Date>,
    summary: serde_json::Value,
    share: serde_json::Value,
    keys: results::Keys,
    risks: Vec<register::Line>,
    plan: plan::Prepared,
}

impl Kept {
    fn of(
        services: &Services,
        basis: &Basis,
        revision: i64,
        known: Option<&Evaluation>,
    ) -> Result<Self, Error> {
        let computed;
        let evaluation = if let Some(evaluation) = known {
            evaluation
        } else {
            computed = evaluate(&basis.rubric, &basis.inputs);
            &computed
        };
        let summary = Summary {
            headline: evaluation.scores.map(|s| Headline::from(s)),
            level: evaluation.levels.map(|l| l.overall),
            counts: evaluation.coverage.total,
            risks: evaluation.risks.clone(),
            issues: evaluation.issues.clone(),
            plan: digest(evaluation, &basis.actions),
            input_hash: basis.input_hash(),
        };
        let (share, keys) = share_with_keys(services, basis, evaluation)?;
        let unwritable = |e: serde_json::Error| Error::Internal("results", Box::new(e));
        Ok(Self {
            workload: basis.workload.id,
            revision,
            true_until: basis.true_until,
            summary: serde_json::to_value(&summary).map_err(unwritable)?,
            keys,
            risks: register::lines(basis, evaluation),
            plan: plan::prepare(basis, evaluation),
            share,
        })
    }

    async fn keep(&self, services: &Services, db: &mut PgConnection) -> Result<(), Error> {
        let computed = Computed {
            revision: self.revision,
            true_until: self.true_until,
            with: &services.results.with,
            at: services.now(),
            summary: &self.summary,
            share: &self.share,
            keys: &self.keys,
        };
        results::keep(db, self.workload, computed).await?;
        register::keep(db, self.workload, self.revision, &self.risks).await?;
        Ok(plan::keep(db, self.workload, &self.plan).await?)
    }
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

/// All the teams of a whole, each with the edition of its numbers.
type Whole = Vec<(TeamId, i64)>;

/// Prepared numbers as read before: reading them out of JSON costs more than all the rest of a list.
#[derive(Clone)]
pub(crate) struct Read {
    /// What computes here: numbers of anything else are stale.
    with: Arc<str>,
    briefs: Arc<Cache<Edition, Arc<Brief>>>,
    shares: Arc<Cache<Edition, Arc<Share>>>,
    groups: Arc<Cache<(TeamId, i64), Arc<Group>>>,
    wholes: Arc<Cache<Whole, Arc<Group>>>,
}

impl Read {
    /// Nothing read yet.
    pub fn new(framework: &Framework) -> Self {
        let with = format!("{} {} {SCORE_SPEC} {FORM}", framework.id, framework.version);
        Self {
            with: with.into(),
            // About 10 kB each, a share 20 kB.
            briefs: Arc::new(Cache::new(4_096)),
            shares: Arc::new(Cache::new(4_096)),
            groups: Arc::new(Cache::new(2_048)),
            wholes: Arc::new(Cache::new(64)),
        }
    }
}

/// The prepared numbers of a list's rows, in their order.
pub(crate) async fn briefs(
    services: &Services,
    db: &mut PgConnection,
    rows: &[Listed],
) -> Result<Vec<Option<Arc<Brief>>>, Error> {
    let read = &services.results.briefs;
    let mut found: BTreeMap<_, _> = rows
        .iter()
        .filter_map(|row| Some((row.id, read.get(&row.numbers?)?)))
        .collect();
    let missing = |row: &&Listed| row.numbers.is_some() && !found.contains_key(&row.id);
    let missing: Vec<_> = rows.iter().filter(missing).map(|row| row.id).collect();
    let mut parts = Vec::new();
    for some in missing.chunks(READ_AT_ONCE) {
        let kept = results::briefs(db, some).await?;
        // On a thread of its own, while the next are on their way.
        parts.push(tokio::task::spawn_blocking(move || parsed(&kept)));
    }
    for part in parts {
        let part = part.await;
        for (edition, brief) in part.map_err(|e| Error::Internal("results", Box::new(e)))?? {
            read.insert(edition, Arc::clone(&brief));
            found.insert(edition.workload, brief);
        }
    }
    Ok(rows.iter().map(|row| found.get(&row.id).cloned()).collect())
}

fn parsed(kept: &[results::Brief]) -> Result<Vec<(Edition, Arc<Brief>)>, Error> {
    let one = |kept: &results::Brief| {
        let read: Brief = serde_json::from_str(&kept.json).map_err(broken("results"))?;
        let brief = Brief {
            critical: kept.critical,
            high: kept.high,
            ..read
        };
        Ok((kept.edition, Arc::new(brief)))
    };
    kept.iter().map(one).collect()
}

/// All risks of some workloads; few at a time.
pub(crate) async fn risks(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<BTreeMap<WorkloadId, Vec<RiskScore>>, Error> {
    let kept = results::risks(db, workloads).await?;
    kept.into_iter()
        .map(|(id, json)| {
            let risks = Vec::<RiskScore>::deserialize(&json).map_err(broken("results"))?;
            Ok((id, risks))
        })
        .collect()
}

fn broken(table: &'static str) -> impl Fn(serde_json::Error) -> Error {
    move |source| {
        Error::Store(StoreError::Json {
            table,
            column: "prepared",
            source,
        })
    }
}
