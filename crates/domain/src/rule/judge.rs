//! From what came in to a verdict.

use std::collections::{BTreeMap, BTreeSet};

use time::{Date, Duration};

use super::files::{Dated, Files, newest_of_each};
use super::signal::Names;
use super::verdict::count;
use super::{
    Gap, Look, Outcome, Quoted, Test, Thresholds, Verdict, all, digests, figure, pairs, parts,
    runs, scan, share,
};
use crate::evidence::{Completeness, Fingerprint, Label, ScopeKind};

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// Everything that came in for the workload, in any order.
    pub readings: &'a [Dated<'a>],
    /// Findings that somebody accepted or called false: they no longer count.
    pub settled: &'a BTreeSet<Fingerprint>,
    /// The first day on which findings were reported; one that is not named here is as old as its file.
    pub since: &'a BTreeMap<Fingerprint, Date>,
    /// Models of the inventory that a person allowed or refused.
    pub reviewed: &'a Names,
    /// Services of the inventory that a person allowed: names and hosts, in lower case.
    pub services: &'a BTreeSet<String>,
    /// Today.
    pub today: Date,
}

/// Judges a workload by one rule. The same evidence always gives the same verdict.
pub fn judge(test: &Test, thresholds: &Thresholds, evidence: Evidence<'_>) -> Verdict {
    let days = Duration::days(i64::from(thresholds.days));
    let age = |dated: &Dated<'_>| evidence.today - dated.day;
    let read: Vec<_> = evidence
        .readings
        .iter()
        .copied()
        .filter(|dated| test.kinds.contains(&dated.reading.kind))
        .collect();
    let fresh: Vec<_> = read.iter().copied().filter(|d| age(d) <= days).collect();
    if fresh.is_empty() {
        let stale = read.iter().any(|d| age(d) <= days * 2);
        return Verdict::none(if stale { Gap::Stale } else { Gap::Nothing });
    }
    let usable: Vec<_> = fresh.iter().copied().filter(ran).collect();
    if usable.is_empty() {
        return framed(Verdict::none(Gap::Rejected), &fresh, thresholds);
    }
    let meant: Vec<_> = usable
        .iter()
        .copied()
        .filter(|d| is_meant(test, d))
        .collect();
    if meant.is_empty() {
        return framed(Verdict::none(Gap::Inconclusive), &usable, thresholds);
    }
    let seen = |dated: &[Dated<'_>]| {
        let files = Files {
            dated,
            settled: evidence.settled,
            since: evidence.since,
            reviewed: evidence.reviewed,
            thresholds,
            today: evidence.today,
        };
        framed(look(&test.look, &files), dated, thresholds)
    };
    let allowed = |d: &Dated<'_>| is_allowed(d, evidence.services);
    let known: Vec<_> = meant.iter().copied().filter(allowed).collect();
    let foreign = test.endpoint && known.is_empty();
    let meant = if test.endpoint && !foreign {
        known
    } else {
        meant
    };
    let mut verdict = seen(&meant);
    if verdict.outcome == Outcome::Supports && !test.undated {
        verdict = dated(verdict, &meant, seen);
    }
    let decided = !matches!(verdict.outcome, Outcome::NoData(_));
    if decided && foreign || verdict.outcome == Outcome::Supports && test.partial {
        verdict.outcome = Outcome::NoData(Gap::Partial);
    }
    verdict
}

/// Whether a file is about a service that a person allowed. The name of a service says which one only within a cluster:
/// `api` is not `api.example.com`.
fn is_allowed(dated: &Dated<'_>, services: &BTreeSet<String>) -> bool {
    let scopes = dated.reading.scopes.iter();
    let mut urls = scopes.filter(|scope| scope.kind == ScopeKind::Url);
    urls.any(|scope| {
        let host = host(scope.value.as_str());
        let inside = !host.contains('.') || host.split('.').any(|part| part == "svc");
        let first = host.split('.').next().unwrap_or_default();
        services.contains(&host) || inside && services.contains(first)
    })
}

/// The host of an address, in lower case and without its port; of a name, the name.
pub fn host(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let bare = if port.bytes().all(|b| b.is_ascii_digit()) {
        name
    } else {
        host
    };
    bare.to_lowercase()
}

pub(super) fn look(look: &Look, files: &Files<'_>) -> Verdict {
    match look {
        Look::Scan {
            select,
            doubt,
            examined,
            aside,
        } => {
            let wanted = scan::Wanted {
                select,
                doubt,
                examined: examined.as_ref(),
                aside,
            };
            scan::judge(wanted, files)
        }
        Look::Share(share) => share::judge(share, files),
        Look::Figure(figure) => figure::judge(figure, files),
        Look::Runs(runs) => runs::judge(runs, files),
        Look::Components { of, need } => parts::judge(of, need, files),
        Look::Digests(digests) => digests::judge(digests, files),
        Look::Pairs { of } => pairs::judge(*of, files),
        Look::AllOf { of } => all::judge(of, files),
    }
}

/// What supports must do so without the files of which nobody knows how old they are.
fn dated<'a>(
    verdict: Verdict,
    files: &[Dated<'a>],
    again: impl Fn(&[Dated<'a>]) -> Verdict,
) -> Verdict {
    let known: Vec<_> = files
        .iter()
        .copied()
        .filter(|d| d.reading.taken_at.is_some())
        .collect();
    if known.len() == files.len() {
        return verdict;
    }
    if !known.is_empty() {
        let without = again(&known);
        if without.outcome == Outcome::Supports {
            return without;
        }
    }
    let number = u64::try_from(files.len() - known.len()).unwrap_or(u64::MAX);
    let quotes = count(Quoted::Undated, number, Some(0)).into_iter();
    Verdict {
        outcome: Outcome::NoData(Gap::Inconclusive),
        quotes: quotes.chain(verdict.quotes.iter().copied()).collect(),
        ..verdict
    }
}

fn ran(dated: &Dated<'_>) -> bool {
    !matches!(dated.reading.completeness, Completeness::Failed(_))
}

fn is_meant(test: &Test, dated: &Dated<'_>) -> bool {
    let scopes = &dated.reading.scopes;
    test.about.is_empty() || scopes.iter().any(|scope| test.about.contains(&scope.kind))
}

/// Adds which data it was, and until when it counts: as long as the oldest of the newest files, unless the look
/// rests on older ones.
fn framed(mut verdict: Verdict, dated: &[Dated<'_>], thresholds: &Thresholds) -> Verdict {
    let newest = newest_of_each(dated);
    let tools: BTreeSet<_> = newest
        .iter()
        .map(|d| d.reading.tool.name.as_str())
        .collect();
    verdict.tools = tools.into_iter().map(Label::clip).collect();
    verdict.from = dated.iter().map(|d| d.day).min();
    verdict.to = dated.iter().map(|d| d.day).max();
    let oldest = newest.iter().map(|d| d.day).min();
    let days = Duration::days(i64::from(thresholds.days));
    let until = oldest.map(|day| day.saturating_add(days));
    verdict.fresh_until = [until, verdict.fresh_until].into_iter().flatten().min();
    verdict
}
