//! Runs: how many were complete, how far apart, how much they tried, how it went.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::files::{Dated, Files, is_whole, newest_of_each};
use super::scan::whole;
use super::verdict::{Gap, Outcome, Quote, Quoted, Verdict, count};
use super::{Only, Pick, Thresholds};
use crate::evidence::{Completeness, Figure, Kind, Label, MeasureName, Reading, Scope, Unit};

/// Complete runs: how many, how far apart, how much they tried, how it went.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Runs {
    /// What is counted against `min`; without it, a run counts as it is.
    pub tried: Option<MeasureName>,
    /// What is counted in a run that has none of `tried`: it has no pass mark of its own. Where it matters what went wrong,
    /// such runs are part of the proof at most.
    pub unmarked: Option<MeasureName>,
    /// Only what was tried with these labels.
    pub only: Only,
    /// A label of `tried` that must take several values, such as `family`.
    pub variety: Option<MeasureName>,
    /// The values that count towards variety; all of them if none is named.
    pub among: Vec<Label>,
    /// What of the tried went wrong, all of these added up. A run counts where the share that went well reaches the
    /// threshold, and the newest of a series contradicts where it falls below the other one.
    pub failed: Vec<MeasureName>,
    /// What a run must have measured: of each list one.
    pub with: Vec<Vec<Pick>>,
    /// Whether only runs about the same thing count together, so that they can be compared.
    pub same: bool,
    /// For how many days the newest run counts, where that is less than the others.
    pub recent: Option<u16>,
}

/// The runs that count, and what they amount to.
struct Series<'a> {
    runs: Vec<Dated<'a>>,
    apart: u64,
    /// The day of the oldest one that is needed, where there are enough.
    since: Option<Date>,
    /// Whether there are enough only with those of which nobody knows how they went.
    unmarked: bool,
}

pub(super) fn judge(runs: &Runs, files: &Files<'_>) -> Verdict {
    let thresholds = files.thresholds;
    let counting: Vec<_> = files
        .dated
        .iter()
        .copied()
        .filter(|item| runs.counts(item.reading, files))
        .collect();
    let best = if runs.same {
        about_the_same(&counting)
    } else {
        vec![counting]
    };
    let best = best.into_iter().map(|of| Series::of(of, runs, files));
    let best = best.max_by_key(|s| (s.since, s.runs.len(), s.apart));
    let number = best.as_ref().map_or(0, |s| number(s.runs.len()));
    let newest = best
        .as_ref()
        .and_then(|s| s.runs.iter().map(|r| r.day).max());
    let last = |days: u16| newest.map(|day| day.saturating_add(Duration::days(days.into())));
    let recent = runs.recent.and_then(last);
    let late = recent.is_some_and(|last| last < files.today);
    let since = best.as_ref().and_then(|s| s.since);
    let unmarked = best.as_ref().is_some_and(|s| s.unmarked);
    let outcome = if runs.went_wrong(files) {
        Outcome::Contradicts
    } else if since.is_some() && !late && unmarked {
        Outcome::NoData(Gap::Partial)
    } else if since.is_some() && !late {
        Outcome::Supports
    } else if since.is_some() {
        Outcome::NoData(Gap::Stale)
    } else if files.dated.iter().all(|item| !complete(item.reading)) {
        Outcome::NoData(Gap::Partial)
    } else {
        // Fewer runs than asked for contradict nothing: others may not have been handed in.
        Outcome::NoData(Gap::Inconclusive)
    };
    let days = Duration::days(thresholds.days.into());
    let until = since.map(|day| day.saturating_add(days));
    Verdict {
        outcome,
        quotes: runs.quotes(number, best.map_or(0, |s| s.apart), files),
        fresh_until: until.map(|day| recent.map_or(day, |recent| recent.min(day))),
        ..Verdict::none(Gap::Nothing)
    }
}

impl<'a> Series<'a> {
    fn of(runs: Vec<Dated<'a>>, look: &Runs, files: &Files<'_>) -> Self {
        let days = |marked: bool| {
            let runs = runs
                .iter()
                .filter(|run| !marked || look.is_judged(run.reading));
            let mut days: Vec<_> = runs.map(|run| run.day).collect();
            days.sort_unstable_by(|a, b| b.cmp(a));
            days
        };
        let all = days(false);
        let marked = enough(&days(true), files.thresholds);
        Self {
            since: marked.or_else(|| enough(&all, files.thresholds)),
            unmarked: marked.is_none(),
            apart: all.last().map_or(0, |day| span(&all, *day)),
            runs,
        }
    }
}

/// The oldest of the days that are needed, the newest being first, where there are enough.
fn enough(days: &[Date], thresholds: &Thresholds) -> Option<Date> {
    let mut counted = days.iter().enumerate();
    let enough = counted.find(|(before, day)| {
        number(before + 1) >= thresholds.runs && span(days, **day) >= thresholds.apart.into()
    });
    enough.map(|(_, day)| *day)
}

/// How many days lie between one and the newest, which is first.
fn span(days: &[Date], from: Date) -> u64 {
    let days = days.first().map_or(0, |last| (*last - from).whole_days());
    u64::try_from(days).unwrap_or(0)
}

/// Runs of one kind that have something in common that they are about.
fn about_the_same<'a>(runs: &[Dated<'a>]) -> Vec<Vec<Dated<'a>>> {
    let about: BTreeSet<(Kind, &Scope)> = runs
        .iter()
        .flat_map(|run| {
            run.reading
                .scopes
                .iter()
                .map(|scope| (run.reading.kind, scope))
        })
        .collect();
    let same = |(kind, scope): &(Kind, &Scope)| {
        let all = runs.iter().copied();
        all.filter(|run| run.reading.kind == *kind && run.reading.scopes.contains(scope))
            .collect()
    };
    about.iter().map(same).collect()
}

fn complete(reading: &Reading) -> bool {
    reading.completeness == Completeness::Complete
}

fn number(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

impl Runs {
    fn counts(&self, reading: &Reading, files: &Files<'_>) -> bool {
        let thresholds = files.thresholds;
        let measured = |any: &Vec<Pick>| any.iter().any(|pick| pick.of(reading).next().is_some());
        let well = |bound: f64| self.well(reading).is_some_and(|percent| percent >= bound);
        complete(reading)
            && (self.tried.is_none() || self.total(reading) >= thresholds.min)
            && self.kinds(reading) >= thresholds.variety
            && (self.failed.is_empty()
                || self.is_unmarked(reading)
                || thresholds.supports.is_none_or(well))
            && self.with.iter().all(measured)
    }

    /// Whether the newest run of a series went worse than may be.
    fn went_wrong(&self, files: &Files<'_>) -> bool {
        let Some(bound) = files.thresholds.contradicts else {
            return false;
        };
        newest_of_each(files.dated).iter().any(|item| {
            is_whole(item.reading)
                && self.total(item.reading) >= files.thresholds.min
                && self
                    .well(item.reading)
                    .is_some_and(|percent| percent < bound)
        })
    }

    /// Which share of what was tried went well, in percent; `None` where the run does not say what failed.
    fn well(&self, reading: &Reading) -> Option<f64> {
        let failed = reading.measures.iter();
        let failed: Vec<f64> = failed
            .filter(|measure| self.failed.contains(&measure.name))
            .map(|measure| measure.value.get())
            .collect();
        let tried = self.amount(reading);
        let said = !failed.is_empty() && tried > 0.0;
        said.then(|| (1.0 - failed.iter().sum::<f64>() / tried) * 100.0)
    }

    fn amount(&self, reading: &Reading) -> f64 {
        let counted = if self.is_unmarked(reading) {
            &self.unmarked
        } else {
            &self.tried
        };
        let measures = reading.measures.iter();
        let tried = measures.filter(|m| Some(&m.name) == counted.as_ref() && self.only.takes(m));
        tried.map(|measure| measure.value.get()).sum()
    }

    /// Whether it is known how a run went, where that matters.
    fn is_judged(&self, reading: &Reading) -> bool {
        self.failed.is_empty() || !self.is_unmarked(reading)
    }

    /// Whether a run says how much it tried, but not by which mark it passed.
    fn is_unmarked(&self, reading: &Reading) -> bool {
        let has = |name: Option<&MeasureName>| {
            let mut measures = reading.measures.iter();
            name.is_some_and(|name| measures.any(|measure| measure.name == *name))
        };
        has(self.unmarked.as_ref()) && !has(self.tried.as_ref())
    }

    fn total(&self, reading: &Reading) -> u64 {
        whole(self.amount(reading))
    }

    /// How many different values that count the label takes where something was tried.
    fn kinds(&self, reading: &Reading) -> u64 {
        let (Some(tried), Some(label)) = (&self.tried, &self.variety) else {
            return 0;
        };
        let counts = |value: &&Label| self.among.is_empty() || self.among.contains(value);
        let values: BTreeSet<_> = reading
            .measures
            .iter()
            .filter(|measure| measure.name == *tried && measure.value.get() > 0.0)
            .filter(|measure| self.only.takes(measure))
            .filter_map(|measure| measure.labels.get(label))
            .filter(counts)
            .map(Label::as_str)
            .collect();
        number(values.len())
    }

    fn quotes(&self, number: u64, apart: u64, files: &Files<'_>) -> Vec<Quote> {
        let thresholds = files.thresholds;
        let most = |f: &dyn Fn(&Reading) -> u64| {
            files
                .dated
                .iter()
                .map(|item| f(item.reading))
                .max()
                .unwrap_or(0)
        };
        let asked = |wanted: bool, what, value, bound| {
            wanted.then(|| count(what, value, Some(bound))).flatten()
        };
        let tried = most(&|reading| self.total(reading));
        let kinds = most(&|reading| self.kinds(reading));
        let spread = u64::from(thresholds.apart);
        let quotes = [
            count(Quoted::Runs, number, Some(thresholds.runs)),
            asked(spread > 0, Quoted::Apart, apart, spread),
            asked(self.tried.is_some(), Quoted::Tried, tried, thresholds.min),
            asked(
                self.variety.is_some(),
                Quoted::Variety,
                kinds,
                thresholds.variety,
            ),
            self.worst(files),
        ];
        quotes.into_iter().flatten().collect()
    }

    /// How the worst of the newest runs went.
    fn worst(&self, files: &Files<'_>) -> Option<Quote> {
        let newest = newest_of_each(files.dated);
        let well = newest.iter().filter_map(|item| self.well(item.reading));
        let worst = well.min_by(f64::total_cmp)?;
        let bound = files.thresholds.supports;
        Some(Quote {
            what: Quoted::Passed,
            value: Figure::new(worst / 100.0)?,
            unit: Unit::Ratio,
            bound: bound.and_then(|bound| Figure::new(bound / 100.0)),
        })
    }
}
