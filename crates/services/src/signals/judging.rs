//! Rules over telemetry: which workloads are due, and what their signals say.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RuleId, WorkloadId,
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
    signals::{
        traces,
        workloads::{self, Changed},
    },
    verdicts,
};
use time::{Date, Duration};
use tokio::task::{JoinError, JoinSet};

use super::{
    beside, changed,
    series::{KnownSeries, OTLP},
};
use crate::{Error, Services, evidence::judging as files, notices, plan, rules::Numbers};

/// What rules know of a workload grows old: all of them look again after this time even if nothing came in.
const AT_LEAST: Duration = Duration::hours(12);
/// Workloads judged before the next look at which are due.
const AT_ONCE: i64 = 100;
/// Workloads judged beside each other: the database answers one while another computes.
const BESIDE: usize = 4;

/// Judges workloads whose telemetry or thresholds changed, by the rules that read what changed, and by all rules those
/// that not all looked at for long; how many.
///
/// # Errors
/// When the database fails. What was not judged is due at the next call.
#[tracing::instrument(skip_all)]
pub async fn judge_due(services: &Services) -> Result<usize, Error> {
    let settle = Duration::try_from(services.signals.0.limits.settle).unwrap_or(Duration::ZERO);
    let (mut judged, mut failed) = (0, None);
    loop {
        let now = services.now();
        let mut db = services
            .pool
            .acquire()
            .await
            .map_err(store::StoreError::from)?;
        let due = workloads::due(&mut db, (now - settle, now - AT_LEAST), AT_ONCE).await?;
        drop(db);
        let before = judged;
        for ended in judge_each(services, due).await {
            match ended {
                Ok(looked) => judged += usize::from(looked),
                // One workload's trouble is not the others'; it is due again at the next call.
                Err(error) => failed = Some(error),
            }
        }
        // None was due, or none of those can be judged: they would be due again and again.
        if judged == before {
            return failed.map_or(Ok(judged), Err);
        }
    }
}

/// Judges workloads, a few beside each other; how each ended.
async fn judge_each(services: &Services, due: Vec<WorkloadId>) -> Vec<Result<bool, Error>> {
    let mut ended = Vec::with_capacity(due.len());
    let mut under_way = JoinSet::new();
    for workload in due {
        if under_way.len() >= BESIDE {
            ended.extend(under_way.join_next().await);
        }
        under_way.spawn(judge_workload(services.clone(), workload));
    }
    while let Some(one) = under_way.join_next().await {
        ended.push(one);
    }
    let whole = |one: Result<_, JoinError>| {
        one.unwrap_or_else(|broken| Err(Error::Internal("judge", Box::new(broken))))
    };
    ended.into_iter().map(whole).collect()
}

/// Judges one workload by the rules that read what changed of it, in one transaction; false where somebody else has just
/// done so.
async fn judge_workload(services: Services, id: WorkloadId) -> Result<bool, Error> {
    let mut tx = services.begin().await?;
    let now = services.now();
    // First: what is folded from here on asks anew.
    let Some(what) = workloads::judged(&mut tx, id, (now, now - AT_LEAST)).await? else {
        return Ok(false);
    };
    crate::cost::book(&services, &mut tx, id).await?;
    let rules = changed::concerned(&services, &what);
    // Rules over files looked when the file came: here they look because days pass, numbers change or people review.
    let with_files = what == Changed::Everything;
    if with_files || !rules.is_empty() {
        look(&services, &mut tx, id, (&rules, with_files)).await?;
    }
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(true)
}

/// Has rules over telemetry look, and where asked for all those over files; what others said stays as it is.
async fn look(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    (rules, with_files): (&[&Rule], bool),
) -> Result<(), Error> {
    let stood = notices::contradicted(services, tx, id).await?;
    let fulfilled = plan::fulfilled(services, tx, id).await?;
    let before = outcomes(verdicts::list(tx, id).await?);
    if with_files {
        files::judge(services, tx, id, None).await?;
    }
    judge_signals(services, tx, id, (rules, &before)).await?;
    let after = outcomes(verdicts::list(tx, id).await?);
    let changed = changed_rules(&before, &after);
    if !changed.is_empty() {
        let of = changed
            .into_iter()
            .filter_map(|rule| services.framework.criterion_of(rule));
        let about: BTreeSet<_> = of.map(|criterion| criterion.id.clone()).collect();
        let since = plan::Since {
            by: None,
            claimed: &BTreeSet::new(),
            fulfilled: &fulfilled,
            about: Some(&about),
        };
        // Actions before numbers, as people's writes lock them.
        plan::settle(services, tx, id, since).await?;
        results::touch(tx, id).await?;
        notices::tell_contradicted(services, tx, id, &stood).await?;
    }
    Ok(())
}

type Known = BTreeMap<RuleId, Verdict>;

fn outcomes(stored: Vec<verdicts::Stored>) -> Known {
    stored
        .into_iter()
        .map(|one| (one.rule, one.verdict))
        .collect()
}

/// The rules that say something else than before, or say it for longer.
fn changed_rules<'k>(before: &'k Known, after: &'k Known) -> BTreeSet<&'k RuleId> {
    let said = |known: &Known, rule: &RuleId| {
        let verdict = known.get(rule);
        verdict.map(|verdict| (verdict.outcome, verdict.fresh_until))
    };
    let all = before.keys().chain(after.keys());
    all.filter(|rule| said(before, rule) != said(after, rule))
        .collect()
}

async fn judge_signals(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    (rules, known): (&[&Rule], &Known),
) -> Result<(), Error> {
    if workloads::get(tx, id)
        .await?
        .is_none_or(|stored| stored.last_at.is_none())
    {
        return Ok(());
    }
    let numbers = Numbers::read(tx).await?;
    let now = services.now().unix_timestamp().div_euclid(3600);
    let tests = rules.iter().filter_map(|rule| rule.signal.as_ref());
    let signals: Vec<&str> = tests.flat_map(|test| test.look.signals()).collect();
    let series = KnownSeries::load(tx, id, &signals).await?;
    for rule in rules {
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
    let wanted = test.look.signals();
    let series = if wanted.is_empty() {
        Vec::new()
    } else {
        known.read(tx, &wanted, span).await?
    };
    let mut sources = known.sources(&wanted);
    if test.look.reads_traces() {
        let since: Date = services.today() - Duration::days(days);
        (counts, traced) = traces::counts(tx, id, since).await?;
        sources.extend((!counts.is_empty()).then(|| OTLP.to_owned()));
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
        sources: &sources,
    };
    Ok(judge(test, thresholds, signals))
}

/// Whether two files tell models the same of a tool, as far as both keep a digest of the same thing.
fn told_alike(one: &Component, other: &Component) -> Option<bool> {
    let same = |own: &domain::evidence::Digest| {
        let theirs = other
            .digests
            .iter()
            .find(|d| d.algorithm == own.algorithm)?;
        Some(theirs.value == own.value)
    };
    let mut compared = one.digests.iter().filter_map(same).peekable();
    compared.peek()?;
    Some(compared.all(|same| same))
}

/// What stands on a list. Of scanned tools, those that are told of otherwise since are kept off it.
pub(super) async fn names(
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
            let listed = readings::list(tx, id).await?;
            let tools = |kinds: &[Kind]| -> Vec<(&str, Date, &Component)> {
                // The newest first, as the store lists them.
                let files = listed
                    .iter()
                    .filter(|one| kinds.contains(&one.content.kind));
                let all = files.flat_map(|one| {
                    let components = one.content.components.iter();
                    components.map(|component| (one.series.as_str(), one.day, component))
                });
                all.filter(|(.., c)| c.kind == ComponentKind::Tool)
                    .collect()
            };
            let mut scanned: BTreeMap<String, Vec<(Date, &Component)>> = BTreeMap::new();
            for (_, day, tool) in tools(&[Kind::AgentScan, Kind::McpScanner]) {
                if day >= since {
                    scanned.entry(lower(tool)).or_default().push((day, tool));
                }
            }
            names.inside = scanned.keys().cloned().collect();
            // Tools of one name on several servers are different ones: changed is what no scan knows in this form.
            let mut newest = BTreeMap::new();
            for (series, day, tool) in tools(&[Kind::McpTools]) {
                newest.entry((series, lower(tool))).or_insert((day, tool));
            }
            for ((_, name), (day, tool)) in newest {
                let of_name = || scanned.get(&name).into_iter().flatten();
                let older = of_name().any(|(scan, _)| *scan <= day);
                let alike =
                    |same: bool| of_name().any(|(_, other)| told_alike(tool, other) == Some(same));
                if older && alike(false) && !alike(true) {
                    names.refused.insert(name);
                }
            }
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use domain::evidence::{Digest, Label};

    use super::*;

    #[test]
    fn tools_are_compared_by_what_both_files_keep_a_digest_of() {
        let tool = |digests: &[(&str, &str)]| Component {
            kind: ComponentKind::Tool,
            name: Label::clip("send"),
            version: None,
            digests: digests
                .iter()
                .map(|(algorithm, value)| Digest {
                    algorithm: Label::clip(algorithm),
                    value: Label::clip(value),
                })
                .collect(),
            source: None,
            attributes: BTreeMap::new(),
        };
        let defined = tool(&[("sha256", "aa"), ("descriptionsha256", "bb")]);
        let described = |hash| tool(&[("descriptionsha256", hash)]);
        assert_eq!(told_alike(&defined, &described("bb")), Some(true));
        assert_eq!(told_alike(&defined, &described("cc")), Some(false));
        assert_eq!(told_alike(&defined, &tool(&[])), None);
    }
}
