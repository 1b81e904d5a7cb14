//! What sits on which part: checks, findings, signals, risks, and what that comes to.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CheckId, Evaluation, Exact, Layer, PartId, RiskScore, RuleId, Set, Triple,
    evidence::Severity,
    map::{Bearings, Facts, Freshness, Part, RiskFact, names_part},
    maturity,
};
use store::{
    Tx,
    map::{
        bearings::{self, Open},
        parts::Stored,
    },
    signals::series,
};
use time::{Duration, OffsetDateTime};

use crate::{Error, Services, basis::Basis, evidence::in_scope, signals::signal_of};

/// Findings that are looked at: the worst. A workload with more has other worries than its map.
const MOST_FINDINGS: i64 = 3_000;
/// Signals within it are fresh.
pub(super) const FRESH: Duration = Duration::DAY;
/// Signals beyond it are stale.
const STALE: Duration = Duration::WEEK;

/// A check in scope.
pub(super) struct Check {
    pub id: CheckId,
    pub weight: u32,
    /// Its value in [0, 1], and its level, by each set.
    pub value: Triple<Exact>,
    pub level: Triple<u8>,
    /// Criteria that a rule disagrees with.
    pub conflicts: u32,
    /// Signals that its rules read.
    pub signals: Vec<(String, RuleId)>,
    /// Where it sits.
    pub parts: BTreeSet<PartId>,
}

/// A finding and where it sits.
pub(super) struct Found {
    pub finding: Open,
    /// Whether it names the parts; else it sits there because of its checks.
    pub named: bool,
    pub parts: BTreeSet<PartId>,
}

/// Everything that sits on the parts of one map.
pub(super) struct Sits {
    pub bearings: Bearings,
    pub checks: Vec<Check>,
    pub findings: Vec<Found>,
    pub risks: Vec<(RiskScore, BTreeSet<PartId>)>,
    /// When each signal last came.
    pub seen: BTreeMap<String, OffsetDateTime>,
    pub now: OffsetDateTime,
}

/// Reads and places everything.
pub(super) async fn gather(
    services: &Services,
    tx: &mut Tx,
    (basis, evaluation): (&Basis, &Evaluation),
    stored: &[Stored],
    names: &BTreeMap<PartId, Vec<String>>,
) -> Result<Sits, Error> {
    let id = basis.workload.id;
    let said = bearings::said(tx, id).await?;
    let drawn: Vec<Part> = stored.iter().filter_map(drawn).collect();
    let bearings = Bearings::new(&drawn, said);
    let open = bearings::open_findings(tx, id, services.today(), MOST_FINDINGS).await?;
    let mut seen: BTreeMap<String, OffsetDateTime> = BTreeMap::new();
    for name in series::names(tx, id).await? {
        if let (Some(signal), Some(at)) = (signal_of(&name.name), name.last_at) {
            let last = seen.entry(signal.to_owned()).or_insert(at);
            *last = at.max(*last);
        }
    }
    let checks = checks(services, basis, evaluation, &bearings);
    let findings = place(open, &checks, names);
    let layers: BTreeMap<&CheckId, Layer> = basis
        .rubric
        .checks()
        .map(|(_, check)| (&check.id, check.layer))
        .collect();
    let risk = |score: &RiskScore| {
        let own = score.checks.iter();
        let own = own.filter_map(|check| Some((check, *layers.get(check)?)));
        (score.clone(), bearings.of_risk(&score.id, own))
    };
    Ok(Sits {
        risks: evaluation.risks.iter().map(risk).collect(),
        bearings,
        checks,
        findings,
        seen,
        now: services.now(),
    })
}

/// A part as the picture needs it.
pub(super) fn drawn(part: &Stored) -> Option<Part> {
    Some(Part {
        id: part.id,
        kind: part.kind,
        layer: part.layer,
        name: part.name.parse().ok()?,
        pin: part.pin,
    })
}

fn checks(
    services: &Services,
    basis: &Basis,
    evaluation: &Evaluation,
    bearings: &Bearings,
) -> Vec<Check> {
    let framework = services.framework;
    let mut conflicts: BTreeMap<&CheckId, u32> = BTreeMap::new();
    for (criterion, mark) in &basis.inputs.answers {
        if mark.conflict
            && let Some((check, _)) = framework.criterion(criterion)
        {
            *conflicts.entry(&check.id).or_default() += 1;
        }
    }
    let mut signals: BTreeMap<&CheckId, Vec<(String, RuleId)>> = BTreeMap::new();
    for rule in &framework.rules {
        let Some(test) = rule.signal.as_ref() else {
            continue;
        };
        if in_scope(services, &basis.workload, &rule.id).is_none() {
            continue;
        }
        let read = signals.entry(&rule.check).or_default();
        for signal in test.look.signals() {
            if !read.iter().any(|(known, _)| known == signal) {
                read.push((signal.to_owned(), rule.id.clone()));
            }
        }
    }
    let scores = &evaluation.scores;
    let check = |check: &domain::RubricCheck| {
        // Not there: none of its criteria applies.
        scores.claimed.checks.get(&check.id)?;
        let of = |set: Set| scores.get(set).checks.get(&check.id);
        Some(Check {
            id: check.id.clone(),
            weight: check.weight,
            value: Triple::of(|set| of(set).map_or_else(Exact::zero, |s| s.value.clone())),
            level: Triple::of(|set| of(set).map_or(1, |s| s.level)),
            conflicts: conflicts.get(&check.id).copied().unwrap_or(0),
            signals: signals.get(&check.id).cloned().unwrap_or_default(),
            parts: bearings.of_check(&check.id, check.layer),
        })
    };
    basis
        .rubric
        .checks()
        .filter_map(|(_, c)| check(c))
        .collect()
}

/// A finding sits on the parts that it names, else on those of its checks.
fn place(open: Vec<Open>, checks: &[Check], names: &BTreeMap<PartId, Vec<String>>) -> Vec<Found> {
    let found = |finding: Open| {
        let by_name: BTreeSet<PartId> = names
            .iter()
            .filter(|(_, names)| names.iter().any(|name| names_part(&finding.place, name)))
            .map(|(id, _)| *id)
            .collect();
        let of_checks = || {
            let own = checks
                .iter()
                .filter(|check| finding.checks.contains(&check.id));
            own.flat_map(|check| check.parts.iter().copied()).collect()
        };
        let (is_named, parts) = if by_name.is_empty() {
            (false, of_checks())
        } else {
            (true, by_name)
        };
        Found {
            finding,
            named: is_named,
            parts,
        }
    };
    open.into_iter().map(found).collect()
}

impl Sits {
    /// What is known about a part.
    pub fn facts(&self, part: PartId) -> Facts {
        let checks: Vec<_> = self
            .checks
            .iter()
            .filter(|c| c.parts.contains(&part))
            .collect();
        let score = |set: Set| {
            let terms = checks.iter().map(|c| (c.weight, c.value.get(set)));
            Exact::weighted_mean(terms).map(|mean| Exact::whole(100) * mean)
        };
        let (assured, claimed) = (score(Set::Assured), score(Set::Claimed));
        let findings = self.findings.iter().filter(|f| f.parts.contains(&part));
        let mut severities: BTreeMap<std::cmp::Reverse<Severity>, u32> = BTreeMap::new();
        for found in findings {
            let severity = std::cmp::Reverse(found.finding.severity);
            *severities.entry(severity).or_default() += 1;
        }
        let risks: Vec<_> = self
            .risks
            .iter()
            .filter(|(_, on)| on.contains(&part))
            .collect();
        let gravest = risks
            .iter()
            .filter(|(score, _)| !score.accepted)
            .max_by(|(a, _), (b, _)| {
                let by = |r: &RiskScore| r.residual.assured.score.clone();
                by(a).cmp(&by(b)).then_with(|| b.id.cmp(&a.id))
            });
        let signals: BTreeSet<&str> = checks
            .iter()
            .flat_map(|c| c.signals.iter().map(|(signal, _)| signal.as_str()))
            .collect();
        let came: Vec<_> = signals.iter().filter_map(|s| self.seen.get(*s)).collect();
        Facts {
            checks: count(checks.len()),
            level: assured.as_ref().map(maturity),
            claimed_level: claimed.as_ref().map(maturity),
            assured,
            claimed,
            findings: severities.into_iter().map(|(s, n)| (s.0, n)).collect(),
            conflicts: checks.iter().map(|c| c.conflicts).sum(),
            freshness: self.freshness(signals.len(), &came),
            signals: (count(signals.len()), count(came.len())),
            risk: gravest.map(|(score, _)| RiskFact {
                risk: score.id.clone(),
                score: score.residual.assured.score.clone(),
                band: score.residual.assured.band,
            }),
            risks: count(risks.len()),
        }
    }

    fn freshness(&self, asked: usize, came: &[&OffsetDateTime]) -> Freshness {
        let oldest = came.iter().map(|at| self.now - **at).max();
        match oldest {
            None if asked == 0 => Freshness::Unasked,
            None => Freshness::Never,
            Some(age) if age > STALE => Freshness::Stale,
            Some(age) if age > FRESH => Freshness::Late,
            Some(_) => Freshness::Fresh,
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
