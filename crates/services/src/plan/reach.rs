//! When target levels are reached with the capacity there is.

use std::collections::BTreeMap;

use domain::{
    TeamId,
    plan::day_of,
    views::plans::{Reach, TeamReach, WorkloadReach},
};
use store::plans::reach::{End, Ending};
use time::{Date, Duration};

/// The last day that plans look at.
const HORIZON: u32 = 180;

/// Days from today as a date.
pub(super) fn date(today: Date, days: u32) -> String {
    let date = today.checked_add(Duration::days(i64::from(days)));
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// When a workload is there, with so many person-days a month for the whole team.
pub(super) fn of_workload(ending: &Ending, capacity: u32, today: Date) -> WorkloadReach {
    let reach = reach(&ending.end, capacity);
    WorkloadReach {
        id: ending.workload,
        name: ending.name.clone(),
        tier: ending.tier,
        level: ending.level,
        target: ending.target,
        on: on(&reach, today),
        reach,
    }
}

fn reach(end: &End, capacity: u32) -> Reach {
    if !end.assessed {
        return Reach::NotAssessed;
    }
    match (end.standing.as_str(), end.until_effort) {
        ("reached", _) => Reach::Reached,
        // What is done waits for its answer only.
        ("planned", None) => Reach::By(0),
        ("planned", Some(effort)) => day_of(effort, capacity).map_or(Reach::NoCapacity, by),
        _ => Reach::Never,
    }
}

const fn by(day: u32) -> Reach {
    if day <= HORIZON {
        Reach::By(day)
    } else {
        Reach::Late(day)
    }
}

fn on(reach: &Reach, today: Date) -> String {
    match reach {
        Reach::By(day) | Reach::Late(day) => date(today, *day),
        _ => String::new(),
    }
}

/// When teams are there; `what_if` is another capacity for all of them.
pub(super) fn of_teams(
    ends: &[End],
    teams: &[(TeamId, String, u32)],
    what_if: Option<u32>,
    today: Date,
) -> Vec<TeamReach> {
    let mut by_team: BTreeMap<TeamId, Vec<&End>> = BTreeMap::new();
    for end in ends {
        by_team.entry(end.team).or_default().push(end);
    }
    let team = |(id, name, own): &(TeamId, String, u32)| {
        let ends = by_team.get(id)?;
        let capacity = what_if.unwrap_or(*own);
        let mut sum = TeamReach {
            team: *id,
            name: name.clone(),
            capacity,
            own_capacity: *own,
            effort_days: ends.iter().map(|end| end.effort_days).sum(),
            reached: 0,
            in_time: 0,
            late: 0,
            never: 0,
            not_assessed: 0,
            reach: Reach::NotAssessed,
            on: String::new(),
        };
        let mut last = None;
        for end in ends {
            match reach(end, capacity) {
                Reach::Reached => sum.reached += 1,
                Reach::By(day) => {
                    sum.in_time += 1;
                    last = last.max(Some(day));
                }
                Reach::Late(day) => {
                    sum.late += 1;
                    last = last.max(Some(day));
                }
                Reach::Never | Reach::NoCapacity => sum.never += 1,
                Reach::NotAssessed => sum.not_assessed += 1,
            }
        }
        sum.reach = together(&sum, last);
        sum.on = on(&sum.reach, today);
        Some(sum)
    };
    teams.iter().filter_map(team).collect()
}

/// All of a team: the last decides, and one that never gets there is enough for never.
const fn together(sum: &TeamReach, last: Option<u32>) -> Reach {
    match last {
        _ if sum.assessed() == 0 => Reach::NotAssessed,
        _ if sum.never > 0 && sum.capacity == 0 => Reach::NoCapacity,
        _ if sum.never > 0 => Reach::Never,
        None => Reach::Reached,
        Some(day) => by(day),
    }
}
