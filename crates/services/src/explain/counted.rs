//! What a sum of a past day was added up from: answers met and proven, effort left.

use std::collections::BTreeMap;

use domain::{Exact, TeamId, views::results::ExplainRow};
use store::samples::PastIndex;

use super::{Part, ask::Counted, teams::MOST_ROWS, terms::left_out, words::Words};

/// How many terms of a sum are readable in one line.
const READABLE: usize = 12;

/// A sum of a day.
pub(super) struct Sum<'a> {
    pub what: Counted,
    /// The framework version whose workloads count.
    pub version: Option<&'a str>,
    pub words: Words,
    /// The same sum of the same day of something below.
    pub link: &'a dyn Fn(&str) -> String,
}

/// What a workload counted on the day.
pub(super) fn of(one: &PastIndex, what: Counted) -> u32 {
    let count = match what {
        Counted::Met => one.met,
        Counted::Proven => one.proven,
        Counted::Effort => one.effort_days,
    };
    u32::try_from(count).unwrap_or(0)
}

/// A row of the sum.
pub(super) fn row(name: String, href: String, count: u32, note: String) -> ExplainRow {
    ExplainRow {
        name,
        href: Some(href),
        weight: None,
        value: Some(Exact::whole(count)),
        contribution: None,
        note,
    }
}

impl Sum<'_> {
    /// One row for each workload; for each team where there are too many and `is_whole` says that there are teams.
    pub fn part(&self, found: &[PastIndex], is_whole: bool, name: String) -> Part {
        let own = |one: &&PastIndex| self.version == Some(one.version.as_str());
        let counts: Vec<u32> = found
            .iter()
            .filter(own)
            .map(|one| of(one, self.what))
            .collect();
        let words = self.words;
        let many = u32::try_from(found.len()).unwrap_or(u32::MAX) > MOST_ROWS;
        let (rows, of_teams) = if many && is_whole {
            (self.teams(found), Some(words.sums_by_team().to_owned()))
        } else {
            let rows = found.iter().map(|one| self.workload(one, is_whole));
            (rows.collect(), None)
        };
        let total: i64 = counts.iter().copied().map(i64::from).sum();
        let terms: Vec<_> = counts.iter().map(ToString::to_string).collect();
        let left = if terms.len() > READABLE || terms.is_empty() {
            String::new()
        } else {
            format!("{} = {total}", terms.join(" + "))
        };
        let kind = self.what.as_str();
        Part {
            name,
            formula: format!("{kind} = Σ {kind}(workload)"),
            worked: left,
            value: (!counts.is_empty()).then(|| Exact::whole(total)),
            rows,
            remarks: [Some(words.sampled().to_owned()), of_teams]
                .into_iter()
                .flatten()
                .collect(),
        }
    }

    fn workload(&self, one: &PastIndex, is_whole: bool) -> ExplainRow {
        let href = (self.link)(&format!("/workloads/{}", one.workload));
        let name = if is_whole {
            format!("{} / {}", one.team_name, one.name)
        } else {
            one.name.clone()
        };
        if self.version != Some(one.version.as_str()) {
            return left_out(name, Some(href), self.words.other_curve(&one.version));
        }
        let note = match self.what {
            Counted::Proven => self.words.of_met(of(one, Counted::Met)),
            Counted::Met | Counted::Effort => String::new(),
        };
        row(name, href, of(one, self.what), note)
    }

    fn teams(&self, found: &[PastIndex]) -> Vec<ExplainRow> {
        let mut teams: BTreeMap<(&str, TeamId), (u32, u32)> = BTreeMap::new();
        let own = |one: &&PastIndex| self.version == Some(one.version.as_str());
        for one in found.iter().filter(own) {
            let key = (one.team_name.as_str(), one.team);
            let (count, workloads) = teams.entry(key).or_default();
            *count = count.saturating_add(of(one, self.what));
            *workloads += 1;
        }
        let team = |((name, id), (count, workloads)): ((&str, TeamId), (u32, u32))| {
            let href = (self.link)(&format!("/teams/{id}"));
            row(
                name.to_owned(),
                href,
                count,
                self.words.workloads(workloads),
            )
        };
        teams.into_iter().map(team).collect()
    }
}
