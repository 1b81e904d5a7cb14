//! Maturity levels with the floors that bite (`design.md` section 2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Band, CheckId, Exact, PillarId, RiskId, RiskScore, Rubric, Scores, Set, maturity};

/// What made a floor bite.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The check that costs its pillar most.
    Check(CheckId),
    /// An open critical risk that nobody accepted.
    Risk(RiskId),
}

impl Cause {
    /// The id of the check or risk.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Check(id) => id.as_str(),
            Self::Risk(id) => id.as_str(),
        }
    }
}

/// A floor that held a level down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    /// Whether it held the overall level or only the pillar's own.
    pub overall: bool,
    /// The pillar behind it.
    pub pillar: PillarId,
    /// The check or risk that did it.
    pub because: Cause,
    /// The level by score alone.
    pub from: u8,
    /// The level that stands.
    pub to: u8,
}

/// Levels by one set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    /// The overall level; `None` where nothing applies.
    pub overall: Option<u8>,
    /// By pillar.
    pub pillars: BTreeMap<PillarId, u8>,
    /// The floors that bit, pillar by pillar, then overall.
    pub floors: Vec<Floor>,
}

/// A pillar with an open critical risk can't be above this level.
const CRITICAL_RISK_CAP: u8 = 2;

/// Levels of pillars and of the whole.
pub fn levels(rubric: &Rubric, scores: &Scores, risks: &[RiskScore], set: Set) -> Levels {
    let mut floors = Vec::new();
    let mut pillars = BTreeMap::new();
    for (pillar, score) in rubric
        .pillars
        .iter()
        .filter_map(|p| Some((p, scores.pillars.get(&p.id)?)))
    {
        let from = maturity(score);
        let critical = worst_open(risks, &pillar.id, set);
        let to = if critical.is_some() {
            from.min(CRITICAL_RISK_CAP)
        } else {
            from
        };
        if let (true, Some(risk)) = (to < from, critical) {
            let because = Cause::Risk(risk.id.clone());
            floors.push(Floor {
                overall: false,
                pillar: pillar.id.clone(),
                because,
                from,
                to,
            });
        }
        pillars.insert(pillar.id.clone(), to);
    }
    let overall = scores.index.as_ref().map(|index| {
        let mut level = maturity(index);
        for (id, above) in [("security", 0), ("reliability", 1)] {
            let Some((pillar, own)) = pillars.get_key_value(id) else {
                continue;
            };
            let to = level.min(own + above);
            if to < level {
                let because = cause(rubric, scores, &floors, pillar);
                floors.extend(because.map(|b| Floor {
                    overall: true,
                    pillar: pillar.clone(),
                    because: b,
                    from: level,
                    to,
                }));
                level = to;
            }
        }
        level
    });
    Levels {
        overall,
        pillars,
        floors,
    }
}

/// The open, unaccepted critical risk of a pillar with the greatest residual.
fn worst_open<'a>(risks: &'a [RiskScore], pillar: &PillarId, set: Set) -> Option<&'a RiskScore> {
    let open = |r: &&RiskScore| {
        r.pillar == *pillar && !r.accepted && r.residual.get(set).band == Band::Critical
    };
    risks.iter().filter(open).reduce(|worst, r| {
        if r.residual.get(set).score > worst.residual.get(set).score {
            r
        } else {
            worst
        }
    })
}

/// Why a pillar is where it is: the risk that capped it, else the check that costs it most.
fn cause(rubric: &Rubric, scores: &Scores, floors: &[Floor], pillar: &PillarId) -> Option<Cause> {
    if let Some(floor) = floors.iter().find(|f| !f.overall && f.pillar == *pillar) {
        return Some(floor.because.clone());
    }
    let checks = &rubric.pillars.iter().find(|p| p.id == *pillar)?.checks;
    let cost = |c: &crate::RubricCheck| {
        Some(Exact::whole(c.weight) * (Exact::one() - scores.checks.get(&c.id)?.value.clone()))
    };
    checks
        .iter()
        .filter_map(|c| Some((cost(c)?, &c.id)))
        .reduce(|worst, next| if next.0 > worst.0 { next } else { worst })
        .map(|(_, id)| Cause::Check(id.clone()))
}
