//! Rules over telemetry: which workloads are due, and what their signals say.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    WorkloadId,
    evidence::{Component, ComponentKind, Kind},
    framework::Rule,
    rule::{
        Gap, Outcome, Thresholds, Verdict,
        signal::{List, Names, SignalLook, SignalTest, Signals, judge},
    },
    views::signals::ComponentStanding,
};
use store::{
    Tx, components, readings, results,
    signals::{traces, workloads},
    verdicts,
};
use time::{Date, Duration};

use super::{beside, series::KnownSeries};
use crate::{Error, Services, evidence::judging as files, notices, plan, rules::Numbers};

/// What rules know of a workload grows old: they look again after this time even if nothing came in.
const AT_LEAST: Duration = Duration::hours(12);
/// Workloads judged before the next look at which are due.
const AT_ONCE: i64 = 100;

/// Judges workloads whose telemetry or thresholds changed, and those that nobody looked at for long; how many.
///
/// # Errors
/// When the database fails. What was not judged is due at the next call.
#[tracing::instrument(skip_all)]
pub async fn judge_due(services: &Services) -> Result<usize, Error> {
    let settle = Duration::try_from(services.signals.0.limits.settle).unwrap_or(Duration::ZERO);
    let mut judged = 0;
    loop {
        let now = services.now();
        let mut db = services
            .pool
            .acquire()
            .await
            .map_err(store::StoreError::from)?;
        let due = workloads::due(&mut db, (now - settle, now - AT_LEAST), AT_ONCE).await?;
        drop(db);
        if due.is_empty() {
            return Ok(judged);
        }
        let mut failed = None;
        for workload in due {
            match judge_workload(services, workload).await {
                Ok(()) => judged += 1,
                // One workload's trouble is not the others'; it is due again at the next call.
                Err(error) => failed = Some(error),
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
    }
}

/// Judges one workload by all rules, in one transaction.
pub(crate) async fn judge_workload(services: &Services, id: WorkloadId) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    // First: what is folded from here on asks anew.
    workloads::judged(&mut tx, id, services.now()).await?;
    crate::cost::book(services, &mut tx, id).await?;
    let stood = notices::contradicted(services, &mut tx, id).await?;
    let before = outcomes(verdicts::list(&mut tx, id).await?);
    files::judge(services, &mut tx, id, None).await?;
    judge_signals(services, &mut tx, id, &before).await?;
    let after = outcomes(verdicts::list(&mut tx, id).await?);
    let told = |known: &Known| -> Vec<_> {
        known
            .iter()
            .map(|(rule, verdict)| (rule.clone(), verdict.outcome, verdict.fresh_until))
            .collect()
    };
    if told(&before) != told(&after) {
        results::touch(&mut tx, id).await?;
        plan::settle(services, &mut tx, id, &BTreeSet::new()).await?;
        notices::tell_contradicted(services, &mut tx, id, &stood).await?;
    }
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(())
}

type Known = BTreeMap<domain::RuleId, Verdict>;

fn outcomes(stored: Vec<verdicts::Stored>) -> Known {
    stored
        .into_iter()
        .map(|one| (one.rule, one.verdict))
        .collect()
}

async fn judge_signals(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    known: &Known,
) -> Result<(), Error> {
    if workloads::get(tx, id)
        .await?
        .is_none_or(|stored| stored.last_at.is_none())
    {
        return Ok(());
    }
    let numbers = Numbers::read(tx).await?;
    let now = services.now().unix_timestamp().div_euclid(3600);
    let rules = services
        .framework
        .rules
        .iter()
        .filter_map(|rule| rule.signal.as_ref());
    let signals: Vec<&str> = rules.flat_map(|test| test.look.signals()).collect();
    let series = KnownSeries::load(tx, id, &signals).await?;
    for rule in &services.framework.rules {
        let (Some(test), Some(thresholds)) = (&rule.signal, numbers.of(rule)) else {
            continue;
        };
        let verdict = verdict(services, tx, (id, &series), (test, thresholds), now).await?;
        keep(services, tx, id, rule, verdict, known).await?;
    }
    Ok(())
}

async fn keep(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    rule: &Rule,
    verdict: Verdict,
    known: &Known,
) -> Result<(), Error> {
    let before = known.get(&rule.id);
    let nothing = Outcome::NoData(Gap::Nothing);
    // Telemetry that stopped is not "nothing": what was known has grown too old.
    let verdict = match before {
        Some(before) if verdict.outcome == nothing && before.outcome != nothing => Verdict {
            outcome: Outcome::NoData(Gap::Stale),
            ..before.clone()
        },
        None if verdict.outcome == nothing => return Ok(()),
        _ => verdict,
    };
    if before != Some(&verdict) {
        verdicts::keep(tx, id, &rule.id, &verdict, services.now()).await?;
    }
    Ok(())
}

async fn verdict(
    services: &Services,
    tx: &mut Tx,
    (id, known): (WorkloadId, &KnownSeries),
    (test, thresholds): (&SignalTest, &Thresholds),
    now: i64,
) -> Result<Verdict, Error> {
    let days = i64::from(thresholds.days);
    let span = (now - days * 24, now);
    let (mut traced, mut counts) = (None, Vec::new());
    let mut series = Vec::new();
    if let SignalLook::Traces { .. } = test.look {
        let since: Date = services.today() - Duration::days(days);
        (counts, traced) = traces::counts(tx, id, since).await?;
    } else {
        series = known.read(tx, &test.look.signals(), span).await?;
    }
    let list = match test.look {
        SignalLook::Listed { list, .. } => names(services, tx, id, list, days).await?,
        _ => Names::default(),
    };
    let beside = beside::of(tx, (id, known), &test.look, services.today(), span).await?;
    let signals = Signals {
        list: &list,
        beside: &beside,
        series: &series,
        traces: &counts,
        traced,
        now,
    };
    Ok(judge(test, thresholds, signals))
}

/// What stands on a list.
async fn names(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    list: List,
    days: i64,
) -> Result<Names, Error> {
    let lower = |component: &Component| component.name.as_str().to_lowercase();
    let mut names = Names::default();
    match list {
        List::AllowedTools => {
            for one in components::list(tx, id).await? {
                match one.standing {
                    _ if one.content.kind != ComponentKind::Tool => {}
                    ComponentStanding::Allowed => drop(names.inside.insert(lower(&one.content))),
                    ComponentStanding::Refused => drop(names.refused.insert(lower(&one.content))),
                    ComponentStanding::Unreviewed => {}
                }
            }
        }
        List::ScannedTools => {
            let since = services.today() - Duration::days(days);
            let scans = readings::list(tx, id).await?.into_iter().filter(|one| {
                one.day >= since && [Kind::AgentScan, Kind::McpScanner].contains(&one.content.kind)
            });
            let tools = scans
                .flat_map(|one| one.content.components)
                .filter(|c| c.kind == ComponentKind::Tool);
            names.inside = tools.map(|component| lower(&component)).collect();
        }
    }
    Ok(names)
}
