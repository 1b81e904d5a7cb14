//! Samples: each day's numbers of workloads, and what they come to in teams and in the organisation.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Band, Counts, Exact, RiskScore, SCORE_SPEC, TeamId, Triple, WorkloadId,
    group::{ShareRisk, Sum},
};
use serde::Deserialize;
use store::{
    PgConnection, StoreError,
    samples::{self, GroupSample, Known, MilestoneNumbers, OldMilestone, Taking},
};
use time::{Date, OffsetDateTime};

use super::alerts;
use crate::{Error, Services, basis, results};

/// Milestones that are read at a time; each is a large document.
const AT_ONCE: i64 = 100;

/// Takes the day's samples: of workloads whose numbers changed since the last time, then of teams and the organisation.
/// As often as it is called, a day has one sample of each; the last call of a day decides. Of how many workloads.
///
/// # Errors
/// When the database fails. Then nothing was taken, and the next call takes it.
#[tracing::instrument(skip_all)]
pub async fn sample_due(services: &Services) -> Result<u64, Error> {
    results::prepare(services).await?;
    let taking = taking(services);
    let mut tx = services.begin().await?;
    if !samples::lock(&mut tx).await? {
        return Ok(0);
    }
    // Today's first: what milestones of today say is in them.
    let taken = samples::take(&mut tx, taking).await?;
    alerts::notice(&mut tx, (taking.day, taking.at), None).await?;
    let mut days = from_milestones(&mut tx, taking.at).await?;
    days.insert(taking.day);
    for day in days {
        fold(&mut tx, day).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(taken)
}

fn taking(services: &Services) -> Taking {
    let at = services.now();
    Taking {
        day: at.date(),
        at,
        score_spec: i32::try_from(SCORE_SPEC).unwrap_or(0),
    }
}

/// Takes the sample of one workload on the day of the clock: for history that is entered later. The last day on which its
/// numbers are true if nobody changes anything.
///
/// # Errors
/// [`Error::NotFound`]; when the database fails.
pub async fn record(services: &Services, id: WorkloadId) -> Result<Option<Date>, Error> {
    let taking = taking(services);
    let mut tx = services.begin().await?;
    let basis = basis::load(services, &mut tx, id).await?;
    let evaluation = domain::evaluate(&basis.rubric, &basis.inputs);
    let (share, keys) = results::share_with_keys(services, &basis, &evaluation)?;
    samples::put(&mut tx, taking, id, (&share, &keys)).await?;
    alerts::notice(&mut tx, (taking.day, taking.at), Some(id)).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(basis.true_until)
}

/// Says that a workload's numbers stayed the same from its newest sample up to a day.
///
/// # Errors
/// When the database fails.
pub async fn repeat(services: &Services, id: WorkloadId, until: Date) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    samples::repeat(&mut tx, id, until).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Makes the samples of teams and of the organisation anew, from one day to another, from those of workloads.
///
/// # Errors
/// When the database fails.
pub async fn fold_days(services: &Services, from: Date, to: Date) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let mut day = Some(from);
    while let Some(today) = day.filter(|day| *day <= to) {
        fold(&mut tx, today).await?;
        day = today.next_day();
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Samples of days before there were any, from the milestones of those days; the days.
async fn from_milestones(
    db: &mut PgConnection,
    at: OffsetDateTime,
) -> Result<BTreeSet<Date>, Error> {
    let mut days = BTreeSet::new();
    loop {
        let milestones = samples::unsampled_milestones(db, AT_ONCE).await?;
        if milestones.is_empty() {
            return Ok(days);
        }
        for milestone in milestones {
            let taking = Taking {
                day: milestone.day,
                at,
                score_spec: i32::try_from(SCORE_SPEC).unwrap_or(0),
            };
            let numbers = numbers(&milestone)?;
            samples::add_of_milestone(db, milestone.id, taking, &numbers).await?;
            days.insert(milestone.day);
        }
    }
}

/// The part of a milestone's evaluation that a sample keeps.
#[derive(Deserialize)]
struct Evaluated {
    scores: Triple<Indexed>,
    levels: Triple<Level>,
    coverage: Covered,
    risks: Vec<RiskScore>,
    plan: Vec<Planned>,
}

#[derive(Deserialize)]
struct Indexed {
    index: Option<Exact>,
}

#[derive(Deserialize)]
struct Level {
    overall: Option<u8>,
}

#[derive(Deserialize)]
struct Covered {
    total: Counts,
}

#[derive(Deserialize)]
struct Planned {
    effort_days: u32,
}

fn numbers(milestone: &OldMilestone) -> Result<MilestoneNumbers, Error> {
    let broken = |source| StoreError::Json {
        table: "milestones",
        column: "evaluation",
        source,
    };
    let of = Evaluated::deserialize(&milestone.evaluation).map_err(broken)?;
    let risks: Vec<_> = of
        .risks
        .iter()
        .map(|risk| ShareRisk {
            id: risk.id.clone(),
            own: risk.own.clone(),
            inherent: risk.inherent.clone(),
            claimed: risk.residual.claimed.score.clone(),
            assured: risk.residual.assured.score.clone(),
            accepted: risk.accepted,
        })
        .collect();
    let open = |band: Band| {
        let open = risks.iter().filter(|r| !r.accepted && r.band() >= band);
        count(open.count())
    };
    let text = |scores: &Indexed| scores.index.as_ref().map(Exact::to_string);
    let level = |levels: &Level| levels.overall.map(i16::from);
    let total = of.coverage.total;
    let effort: u32 = of.plan.iter().map(|action| action.effort_days).sum();
    let counts = [
        total.in_scope,
        total.answered(),
        total.met,
        total.proven,
        total.conflicts,
    ];
    Ok(MilestoneNumbers {
        indices: [&of.scores.assured, &of.scores.claimed, &of.scores.possible].map(text),
        levels: [&of.levels.assured, &of.levels.claimed, &of.levels.possible].map(level),
        counts: counts.map(count),
        open_risks: [open(Band::High), open(Band::Critical)],
        plan: [count(of.plan.len()), count(effort)],
        risks: serde_json::to_value(&risks).map_err(|e| Error::Internal("samples", Box::new(e)))?,
    })
}

fn count(n: impl TryInto<i32>) -> i32 {
    n.try_into().unwrap_or(i32::MAX)
}

/// Makes a day's samples of teams and of the organisation from the newest sample of each workload up to that day.
async fn fold(db: &mut PgConnection, day: Date) -> Result<(), Error> {
    let mut groups: BTreeMap<(Option<TeamId>, String), Folded> = BTreeMap::new();
    for known in samples::known(db, day).await? {
        let indices = indices(&known)?;
        for team in [Some(known.team), None] {
            let key = (team, known.version.clone());
            groups.entry(key).or_default().add(&known, &indices);
        }
    }
    let samples: Vec<_> = groups
        .into_iter()
        .map(|((team, version), folded)| folded.sample(team, day, version))
        .collect();
    Ok(samples::keep_groups(db, day, &samples).await?)
}

fn indices(known: &Known) -> Result<[Option<Exact>; 3], Error> {
    let mut all = [const { None }; 3];
    for (exact, text) in all.iter_mut().zip(&known.indices) {
        let parsed = text.as_deref().filter(|_| known.assessed).map(str::parse);
        *exact = parsed.transpose().map_err(|_| StoreError::Inconsistent {
            table: "workload_samples",
            column: "assured",
        })?;
    }
    Ok(all)
}

/// What workloads come to.
#[derive(Default)]
struct Folded {
    terms: [Vec<(u32, Exact)>; 3],
    workloads: [i32; 2],
    counts: [i32; 7],
    milestones: i32,
}

impl Folded {
    fn add(&mut self, known: &Known, indices: &[Option<Exact>; 3]) {
        let weight = known.tier.weight();
        for (terms, index) in self.terms.iter_mut().zip(indices) {
            terms.extend(index.clone().map(|index| (weight, index)));
        }
        let [assessed, not_assessed] = &mut self.workloads;
        *(if known.assessed {
            assessed
        } else {
            not_assessed
        }) += 1;
        for (sum, own) in self.counts.iter_mut().zip(known.counts) {
            *sum += own;
        }
        self.milestones += i32::from(known.milestone);
    }

    fn sample(self, team: Option<TeamId>, day: Date, version: String) -> GroupSample {
        let sums = self
            .terms
            .map(|terms| Sum::of(terms.iter().map(|(weight, index)| (*weight, index))));
        let [_, claimed, _] = &sums;
        GroupSample {
            team,
            day,
            version,
            weight: count(claimed.weight),
            sums: sums.map(|sum| sum.total.to_string()),
            workloads: self.workloads,
            counts: self.counts,
            milestones: self.milestones,
        }
    }
}
