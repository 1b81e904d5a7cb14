//! From stored samples to points of a trend.

use std::collections::BTreeMap;

use domain::{
    Exact, Triple,
    group::Group,
    views::trend::{Trend, TrendPoint},
};
use store::{
    StoreError,
    samples::{GroupSample, WorkloadSample},
};
use time::Date;

use crate::{Error, overview::number};

/// Of groups before today; those of several teams are added up.
pub(super) fn of_groups(samples: Vec<GroupSample>, today: Date) -> Result<Vec<TrendPoint>, Error> {
    let mut days: BTreeMap<(Date, String), Vec<GroupSample>> = BTreeMap::new();
    for sample in samples.into_iter().filter(|s| s.day < today) {
        let key = (sample.day, sample.version.clone());
        days.entry(key).or_default().push(sample);
    }
    let point = |((day, version), parts): ((Date, String), Vec<GroupSample>)| {
        let weight: i32 = parts.iter().map(|part| part.weight).sum();
        let mean = |at: usize| -> Result<Option<Exact>, Error> {
            let mut sum = Exact::zero();
            for part in &parts {
                let text = part.sums.get(at).map_or("", String::as_str);
                sum = sum + exact(text, "group_samples")?;
            }
            Ok((weight > 0).then(|| sum / Exact::whole(weight)))
        };
        let sum = |pick: fn(&GroupSample) -> i32| number(parts.iter().map(pick).sum::<i32>());
        let [met, proven, _, _, critical, open_actions, effort_days] = std::array::from_fn(|at| {
            number(parts.iter().filter_map(|p| p.counts.get(at)).sum::<i32>())
        });
        Ok(TrendPoint {
            day,
            version,
            index: Triple {
                assured: mean(0)?,
                claimed: mean(1)?,
                possible: mean(2)?,
            },
            assessed: sum(|part| part.workloads[0]),
            met,
            proven,
            critical,
            open_actions,
            effort_days,
            milestones: sum(|part| part.milestones),
            milestone: None,
        })
    };
    days.into_iter().map(point).collect()
}

/// Of a workload before today.
pub(super) fn of_workload(
    samples: Vec<WorkloadSample>,
    today: Date,
) -> Result<Vec<TrendPoint>, Error> {
    let point = |sample: WorkloadSample| {
        let index = |at: usize| {
            let text = sample.indices.get(at).and_then(Option::as_deref);
            text.filter(|_| sample.assessed)
                .map(|text| exact(text, "workload_samples"))
                .transpose()
        };
        let [met, proven, _, _, critical, open_actions, effort_days] = sample.counts.map(number);
        Ok(TrendPoint {
            day: sample.day,
            index: Triple {
                assured: index(0)?,
                claimed: index(1)?,
                possible: index(2)?,
            },
            version: sample.version,
            assessed: u32::from(sample.assessed),
            met,
            proven,
            critical,
            open_actions,
            effort_days,
            milestones: u32::from(sample.milestone.is_some()),
            milestone: sample.milestone,
        })
    };
    samples
        .into_iter()
        .filter(|sample| sample.day < today)
        .map(point)
        .collect()
}

/// Today, as the page's other numbers have it: a point for each framework version, the leading one last. What is not
/// counted by version stands with that one.
pub(super) fn now(group: &Group, today: Date) -> Vec<TrendPoint> {
    let leading = group.leading().map(|(name, _)| name);
    let point = |(name, version): (&String, &domain::group::Version)| TrendPoint {
        day: today,
        version: name.clone(),
        index: version.sums.map(|sums| sums.index.mean()),
        assessed: version.assessed,
        met: 0,
        proven: 0,
        critical: 0,
        open_actions: 0,
        effort_days: 0,
        milestones: 0,
        milestone: None,
    };
    let mut points: Vec<_> = group.versions.iter().map(point).collect();
    points.sort_by_key(|point| leading == Some(point.version.as_str()));
    if let Some(last) = points.last_mut() {
        last.met = group.counts.met;
        last.proven = group.counts.proven;
        last.critical = group.critical;
        last.open_actions = group.plan.open;
        last.effort_days = group.plan.effort_days;
    }
    points
}

/// As many as a chart has room for: the last of some days, and those of milestones of a workload. Their milestones add up.
pub(super) fn thin(points: Vec<TrendPoint>, span: u32) -> Vec<TrendPoint> {
    let days = i32::try_from(Trend::step(span)).unwrap_or(1);
    if days == 1 {
        return points;
    }
    let Some(last) = points.last().map(|point| point.day.to_julian_day()) else {
        return points;
    };
    let bucket = |point: &TrendPoint| (last - point.day.to_julian_day()) / days;
    let mut thinned: Vec<TrendPoint> = Vec::new();
    for mut point in points {
        let same = |kept: &&TrendPoint| {
            kept.version == point.version
                && bucket(kept) == bucket(&point)
                && kept.milestone.is_none()
        };
        if thinned.last().as_ref().is_some_and(same) {
            let passed = thinned.pop().map_or(0, |kept| kept.milestones);
            point.milestones += passed;
        }
        thinned.push(point);
    }
    thinned
}

fn exact(text: &str, table: &'static str) -> Result<Exact, Error> {
    text.parse().map_err(|_| {
        Error::Store(StoreError::Inconsistent {
            table,
            column: "assured",
        })
    })
}

#[cfg(test)]
mod tests {
    use domain::{Exact, Triple, views::trend::TrendPoint};
    use time::{Duration, macros::date};

    use super::thin;

    fn point(days_ago: i64, version: &str, milestone: Option<i32>) -> TrendPoint {
        TrendPoint {
            day: date!(2026 - 11 - 22) - Duration::days(days_ago),
            version: version.to_owned(),
            index: Triple::of(|_| Some(Exact::whole(days_ago))),
            assessed: 1,
            met: 0,
            proven: 0,
            critical: 0,
            open_actions: 0,
            effort_days: 0,
            milestones: u32::from(milestone.is_some()),
            milestone,
        }
    }

    #[test]
    fn long_trends_lose_days_and_no_milestone_or_version() {
        let days = |ago: u16| {
            (0..=ago)
                .rev()
                .map(|n| point(n.into(), "1", None))
                .collect::<Vec<_>>()
        };
        assert_eq!(thin(days(90), 90).len(), 91);
        let year = thin(days(365), 365);
        assert!(year.len() <= 121 && year.len() > 80, "{}", year.len());
        assert_eq!(year.last().map(|p| p.day), Some(date!(2026 - 11 - 22)));
        let mut marked = days(365);
        marked[100].milestone = Some(2);
        marked[100].milestones = 1;
        marked[101].version = "0".to_owned();
        let thinned = thin(marked, 365);
        assert_eq!(thinned.iter().map(|p| p.milestones).sum::<u32>(), 1);
        assert!(thinned.iter().any(|p| p.milestone == Some(2)));
        assert!(thinned.iter().any(|p| p.version == "0"));
    }
}
