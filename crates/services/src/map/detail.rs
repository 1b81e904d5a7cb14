//! Everything that sits on one part, row by row.

use domain::{
    CheckId, Locale, PartId, Set,
    views::map::{PartCheck, PartDetail, PartFinding, PartRisk, PartSignal},
};

use super::sits::{FRESH, Sits};
use crate::{Services, texts};

/// Findings shown beside a map; the list of findings has them all.
const MOST: usize = 50;

/// What sits on a part.
pub(super) fn of(services: &Services, sits: &Sits, part: PartId, locale: Locale) -> PartDetail {
    let name = |check: &CheckId| texts::check_name(services.framework, check, locale);
    let (mut own, others): (Vec<_>, Vec<_>) = sits
        .checks
        .iter()
        .partition(|check| check.parts.contains(&part));
    own.sort_by_key(|check| (*check.level.get(Set::Assured), check.id.clone()));
    let check = |check: &&super::sits::Check| PartCheck {
        check: check.id.clone(),
        name: name(&check.id),
        claimed: *check.level.get(Set::Claimed),
        assured: *check.level.get(Set::Assured),
        conflicts: check.conflicts,
        by_hand: sits.bearings.said(part, &check.id) == Some(true),
    };
    PartDetail {
        id: part,
        checks: own.iter().map(check).collect(),
        others: others
            .iter()
            .map(|check| (check.id.clone(), name(&check.id)))
            .collect(),
        findings: findings(sits, part),
        signals: signals(sits, &own),
        risks: risks(services, sits, part, locale),
    }
}

fn findings(sits: &Sits, part: PartId) -> Vec<PartFinding> {
    let own = sits
        .findings
        .iter()
        .filter(|found| found.parts.contains(&part));
    let mut rows: Vec<_> = own
        .map(|found| PartFinding {
            id: found.finding.id,
            title: found.finding.title.clone(),
            severity: found.finding.severity,
            named: found.named,
            check: found.finding.checks.first().cloned(),
        })
        .collect();
    // The worst first; of those what names the part.
    rows.sort_by_key(|row| (std::cmp::Reverse(row.severity), !row.named));
    rows.truncate(MOST);
    rows
}

fn signals(sits: &Sits, checks: &[&super::sits::Check]) -> Vec<PartSignal> {
    let mut rows: Vec<PartSignal> = Vec::new();
    for check in checks {
        for (signal, rule) in &check.signals {
            if rows.iter().any(|row| row.signal == *signal) {
                continue;
            }
            let last = sits.seen.get(signal);
            rows.push(PartSignal {
                signal: signal.clone(),
                rule: rule.clone(),
                check: check.id.clone(),
                last_at: last.map(|at| texts::instant(*at)),
                fresh: last.map(|at| sits.now - *at <= FRESH),
            });
        }
    }
    // What came first, then by name.
    rows.sort_by(|a, b| (a.last_at.is_none(), &a.signal).cmp(&(b.last_at.is_none(), &b.signal)));
    rows
}

fn risks(services: &Services, sits: &Sits, part: PartId, locale: Locale) -> Vec<PartRisk> {
    let own = sits.risks.iter().filter(|(_, on)| on.contains(&part));
    let mut rows: Vec<_> = own
        .map(|(score, _)| PartRisk {
            risk: score.id.clone(),
            name: texts::risk_name(services.framework, score, locale),
            claimed: score.residual.claimed.score.clone(),
            assured: score.residual.assured.score.clone(),
            band: score.residual.assured.band,
            accepted: score.accepted,
        })
        .collect();
    rows.sort_by(|a, b| b.assured.cmp(&a.assured).then_with(|| a.risk.cmp(&b.risk)));
    rows
}
