//! Numbers of many workloads at once: prepared sums that can be added up again, exactly.
//!
//! A team's [`Group`] is made of its workloads' [`Share`]s; the organisation's is the [`Group::merged`] of its teams'.

mod days;
mod projection;
mod share;
mod sums;
#[cfg(test)]
mod tests;

pub use days::Days;
pub use projection::WEEKS;
pub use share::{Acceptance, Due, Proofs, Share, SharePlan, ShareRisk, Step};
pub use sums::{Sum, Sums};

use std::{cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use crate::{Band, Counts, Exact, MeanScores, Tier, Triple, WorkloadId};

/// So many of the greatest risks and the earliest dates are kept.
pub const TOP: usize = 10;

/// A workload of a group.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// Which.
    pub id: WorkloadId,
    /// How much it matters.
    pub tier: Tier,
    /// What it gives; none where it was never computed.
    pub share: Option<&'a Share>,
}

/// Something of one of the workloads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Of<T> {
    /// Whose.
    pub workload: WorkloadId,
    /// What.
    pub what: T,
}

/// Numbers of many workloads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Assessed workloads by the framework version that they answer: numbers of different ones are never averaged.
    pub versions: BTreeMap<String, Version>,
    /// Workloads nobody has answered for.
    pub not_assessed: u32,
    /// What has been answered, over the assessed ones: the others are counted apart.
    pub counts: Counts,
    /// Open risks whose assured residual is high or critical.
    pub high: u32,
    /// Of those, critical.
    pub critical: u32,
    /// Plans together.
    pub plan: GroupPlan,
    /// Proof by day.
    pub proof: Proofs,
    /// Last days of approved acceptances.
    pub accepted_until: Days,
    /// Acceptances that wait for somebody's approval.
    pub acceptances_asked: u32,
    /// The greatest risks.
    pub risks: Vec<Of<ShareRisk>>,
    /// The open actions that are due first.
    pub due: Vec<Of<Due>>,
    /// The acceptances that end first, and those that wait.
    pub acceptances: Vec<Of<Acceptance>>,
}

/// The assessed workloads of one framework version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// How many.
    pub assessed: u32,
    /// Their sums by each set.
    pub sums: Triple<Sums>,
    /// What the sum of claimed indices grows by until the end of each week, from 0, if the plans are followed.
    pub gains: Vec<Exact>,
}

/// Plans together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupPlan {
    /// Actions open or in progress.
    pub open: u32,
    /// In progress.
    pub in_progress: u32,
    /// Effort of the open ones in person-days.
    pub effort_days: u32,
    /// When those with a due date are due.
    pub due: Days,
    /// Where the plans end, by tier.
    pub end: Sum,
    /// The teams' capacities in person-days a month.
    pub capacity: u32,
    /// Effort left at the end of each week, from 0, within the capacity.
    pub left: Vec<Exact>,
}

impl Group {
    /// A team's numbers; its workloads in the order of their ids.
    pub fn of(members: &[Member<'_>], capacity: u32) -> Self {
        let mut group = Self::default();
        for member in members {
            group.take(member);
        }
        let mut gains = projection::gains(members, capacity);
        for (name, version) in by_version(members) {
            let sums = Triple::of(|set| {
                let all: Vec<_> = version
                    .iter()
                    .map(|(tier, share)| (tier.weight(), share.headline.get(set)))
                    .collect();
                Sums::of(&all)
            });
            let version = Version {
                assessed: number(version.len()),
                sums,
                gains: gains.remove(name).unwrap_or_default(),
            };
            group.versions.insert(name.to_owned(), version);
        }
        let ends = members.iter().filter_map(|member| {
            let share = member.share.filter(|share| share.assessed())?;
            Some((member.tier.weight(), share.end()?))
        });
        group.plan.end = Sum::of(ends);
        group.plan.capacity = capacity;
        group.plan.left = projection::left(group.plan.effort_days, capacity);
        group.cut();
        group
    }

    fn take(&mut self, member: &Member<'_>) {
        let Some(share) = member.share else {
            self.not_assessed += 1;
            return;
        };
        let workload = member.id;
        for acceptance in &share.acceptances {
            let what = acceptance.clone();
            self.acceptances.push(Of { workload, what });
            if acceptance.approved {
                self.accepted_until.add(acceptance.until);
            } else {
                self.acceptances_asked += 1;
            }
        }
        if !share.assessed() {
            self.not_assessed += 1;
            return;
        }
        self.counts = self.counts.plus(share.counts);
        self.high += share.open_risks(Band::High);
        self.critical += share.open_risks(Band::Critical);
        self.proof.merge(&share.proof);
        self.plan.open += share.plan.open;
        self.plan.in_progress += share.plan.in_progress;
        self.plan.effort_days += share.plan.effort_days;
        for due in &share.plan.due {
            self.plan.due.add(due.on);
            let what = due.clone();
            self.due.push(Of { workload, what });
        }
        let risks = share.risks.iter().cloned();
        self.risks.extend(risks.map(|what| Of { workload, what }));
    }

    /// The numbers of several groups together.
    pub fn merged<'a>(groups: impl IntoIterator<Item = &'a Self>) -> Self {
        let groups: Vec<_> = groups.into_iter().collect();
        let mut all = Self::default();
        let mut versions: BTreeMap<&str, Vec<&Version>> = BTreeMap::new();
        for group in &groups {
            for (name, version) in &group.versions {
                versions.entry(name).or_default().push(version);
            }
            all.add(group);
        }
        all.versions = versions
            .into_iter()
            .map(|(name, parts)| (name.to_owned(), Version::merged(&parts)))
            .collect();
        all.plan.end = Sum::merged(groups.iter().map(|group| &group.plan.end));
        all.plan.left = by_week(groups.iter().map(|group| group.plan.left.as_slice()));
        all.cut();
        all
    }

    fn add(&mut self, other: &Self) {
        self.not_assessed += other.not_assessed;
        self.counts = self.counts.plus(other.counts);
        self.high += other.high;
        self.critical += other.critical;
        self.plan.open += other.plan.open;
        self.plan.in_progress += other.plan.in_progress;
        self.plan.effort_days += other.plan.effort_days;
        self.plan.capacity += other.plan.capacity;
        self.plan.due.merge(&other.plan.due);
        self.proof.merge(&other.proof);
        self.accepted_until.merge(&other.accepted_until);
        self.acceptances_asked += other.acceptances_asked;
        self.risks.extend_from_slice(&other.risks);
        self.due.extend_from_slice(&other.due);
        self.acceptances.extend_from_slice(&other.acceptances);
    }

    /// Keeps the first few of what is listed: those of a whole are among those of its parts.
    fn cut(&mut self) {
        fn first<T, K: Ord>(all: &mut Vec<Of<T>>, key: impl Fn(&Of<T>) -> K) {
            all.sort_by_cached_key(key);
            all.truncate(TOP);
        }
        first(&mut self.risks, |risk| {
            let size = (
                risk.what.assured.clone(),
                risk.what.claimed.clone(),
                risk.what.inherent.clone(),
            );
            let id = (risk.what.id.clone(), risk.workload);
            (risk.what.accepted, Reverse(size), id)
        });
        first(&mut self.due, |due| (due.what.clone(), due.workload));
        first(&mut self.acceptances, |a| (a.what.clone(), a.workload));
    }

    /// Assessed workloads.
    pub fn assessed(&self) -> u32 {
        self.versions.values().map(|version| version.assessed).sum()
    }

    /// The version that most workloads answer, of equals the later: what the page shows first.
    pub fn leading(&self) -> Option<(&str, &Version)> {
        let versions = self.versions.iter().map(|(name, v)| (name.as_str(), v));
        versions.max_by_key(|(name, version)| (version.assessed, *name))
    }

    /// Its means; empty where nothing was assessed.
    pub fn means(&self) -> Triple<MeanScores> {
        self.leading()
            .map(|(_, version)| version.means())
            .unwrap_or_default()
    }
}

impl Version {
    fn merged(parts: &[&Self]) -> Self {
        Self {
            assessed: parts.iter().map(|part| part.assessed).sum(),
            sums: Triple::of(|set| {
                Sums::merged(
                    &parts
                        .iter()
                        .map(|part| part.sums.get(set))
                        .collect::<Vec<_>>(),
                )
            }),
            gains: by_week(parts.iter().map(|part| part.gains.as_slice())),
        }
    }

    /// The means by each set.
    pub fn means(&self) -> Triple<MeanScores> {
        self.sums.map(Sums::means)
    }

    /// The claimed mean index at the end of each week, from 0.
    pub fn projected(&self) -> Vec<Exact> {
        let Sum { weight, total } = &self.sums.claimed.index;
        if *weight == 0 {
            return Vec::new();
        }
        let at = |gained: &Exact| (total.clone() + gained.clone()) / Exact::whole(*weight);
        self.gains.iter().map(at).collect()
    }
}

fn by_week<'a>(parts: impl Iterator<Item = &'a [Exact]> + Clone) -> Vec<Exact> {
    let at = |week: usize| {
        let terms = parts.clone().filter_map(|part| Some((1, part.get(week)?)));
        Exact::weighted_sum(terms)
    };
    (0..=WEEKS).map(at).collect()
}

fn by_version<'a>(members: &[Member<'a>]) -> BTreeMap<&'a str, Vec<(Tier, &'a Share)>> {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for member in members {
        if let Some(share) = member.share.filter(|share| share.assessed()) {
            let version: &str = &share.version;
            all.entry(version).or_default().push((member.tier, share));
        }
    }
    all
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
