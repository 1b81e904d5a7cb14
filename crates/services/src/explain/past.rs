//! The index on a day in the past: of many workloads what its mean was made of, of one the milestones around that day.

use std::collections::BTreeMap;

use domain::{
    Exact, Readable, Set, TeamId,
    group::Sum,
    views::results::{ExplainPage, ExplainQuery, ExplainRow},
};
use store::{
    PgConnection, StoreError,
    reviews::{self, MilestoneHead},
    samples::{self, PastIndex},
    workloads::Workload,
};
use time::Date;

use super::{
    Part, Place,
    ask::{Counted, Number},
    counted::{self, Sum as CountedSum},
    scores::worked,
    teams::MOST_ROWS,
    terms::{Term, left_out, mean, row},
    words::Words,
};
use crate::{Error, Services, assessing::date};

/// A day that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Past {
    day: Date,
    version: String,
    /// A sum of the day; its index where it is none.
    counted: Option<Counted>,
}

/// Whose numbers they were.
pub(super) struct Whose<'a> {
    pub readable: &'a Readable,
    pub name: String,
    pub back: String,
    /// Path of the team; empty for the organisation.
    pub base: &'a str,
}

impl Past {
    /// The day that a query names; none where it asks for what is now.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it names no day, or a number that is not sampled.
    pub fn asked(
        query: &ExplainQuery,
        number: &Number,
        today: Date,
    ) -> Result<Option<Self>, Error> {
        if query.day.is_empty() {
            return Ok(None);
        }
        let day = date(&query.day).map_err(|_| Error::NotFound)?;
        let counted = match number {
            Number::Index => None,
            Number::Counted(what) => Some(*what),
            _ => return Err(Error::NotFound),
        };
        let version = query.version.clone();
        // Of today there is more than its sample.
        Ok((day < today).then_some(Self {
            day,
            version,
            counted,
        }))
    }

    /// The index of a team or of the organisation.
    pub async fn of_group(
        &self,
        services: &Services,
        db: &mut PgConnection,
        whose: Whose<'_>,
        (set, words): (Set, Words),
    ) -> Result<ExplainPage, Error> {
        let found = samples::indices_on(db, whose.readable, self.day).await?;
        let version = self.version(&found);
        if let Some(what) = self.counted {
            let version = version.as_deref();
            return Ok(self.sum(services, (&found, version), whose, (what, set), words));
        }
        let mut made = Made::default();
        for one in &found {
            let link = self.link(&format!("/workloads/{}", one.workload), set, None);
            let name = if whose.base.is_empty() {
                format!("{} / {}", one.team_name, one.name)
            } else {
                one.name.clone()
            };
            made.add(one, (name, link), (version.as_deref(), set), words)?;
        }
        let value = Sum::of(made.terms.iter().map(|(weight, index)| (*weight, index))).mean();
        let (assessed, not_assessed) = (made.assessed, made.not_assessed);
        let mut remarks = vec![words.sampled().to_owned(), words.tiers().to_owned()];
        let mut rows = made.rows;
        let mut terms = as_terms(&made.terms);
        let many = u32::try_from(rows.len()).unwrap_or(u32::MAX) > MOST_ROWS;
        if many && whose.base.is_empty() {
            (rows, terms) = self.by_team(&found, (version.as_deref(), set), words)?;
            remarks.push(words.by_team().to_owned());
        }
        remarks.push(words.counted(assessed, not_assessed));
        let part = Part {
            name: words.on(&words.mean_of(words.index()), self.day),
            formula: "mean(T) = Σ t·index(workload, T) / Σ t".to_owned(),
            worked: worked(value.as_ref(), || mean(&terms), words),
            value,
            rows,
            remarks,
        };
        let place = Place {
            of: whose.name,
            back: whose.back,
            kind: "mean",
            set,
        };
        let framework = services.framework;
        let version = version.unwrap_or_else(|| framework.version.clone());
        Ok(part.page(place, (framework, &version), None))
    }

    /// A sum of a team or of the organisation.
    fn sum(
        &self,
        services: &Services,
        (found, version): (&[PastIndex], Option<&str>),
        whose: Whose<'_>,
        (what, set): (Counted, Set),
        words: Words,
    ) -> ExplainPage {
        // Teams below count the same version; a workload has one.
        let below = |base: &str| {
            let version = version.filter(|_| base.starts_with("/teams/"));
            self.link(base, set, version)
        };
        let sum = CountedSum {
            what,
            version,
            words,
            link: &below,
        };
        let name = words.on(words.counted_of(what), self.day);
        let part = sum.part(found, whose.base.is_empty(), name);
        let place = Place {
            of: whose.name,
            back: whose.back,
            kind: what.as_str(),
            set,
        };
        let framework = services.framework;
        let version = version.unwrap_or(&framework.version);
        part.page(place, (framework, version), None)
    }

    /// The index of one workload.
    ///
    /// # Errors
    /// [`Error::NotFound`] where no sample reaches back to that day.
    pub async fn of_workload(
        &self,
        services: &Services,
        db: &mut PgConnection,
        workload: &Workload,
        (set, words): (Set, Words),
    ) -> Result<ExplainPage, Error> {
        let readable = Readable::Teams(vec![workload.team]);
        let all = samples::indices_on(db, &readable, self.day).await?;
        let mut all = all.into_iter();
        let found = all.find(|one| one.workload == workload.id);
        let found = found.ok_or(Error::NotFound)?;
        let milestones = reviews::milestone_heads(db, workload.id).await?;
        let back = format!("/workloads/{}", workload.id);
        let rows = self.around(&milestones, &back, words);
        let remarks = vec![words.sample_of_one().to_owned()];
        let part = if let Some(what) = self.counted {
            Part {
                name: words.on(words.counted_of(what), self.day),
                formula: format!("{}({})", what.as_str(), self.day),
                worked: String::new(),
                value: Some(Exact::whole(counted::of(&found, what))),
                rows,
                remarks,
            }
        } else {
            let value = index(&found, set)?;
            Part {
                name: words.on(words.index(), self.day),
                formula: "index(T) = Σ q·score(pillar) / Σ q".to_owned(),
                worked: worked(value.as_ref(), || format!("index({})", self.day), words),
                value,
                rows,
                remarks,
            }
        };
        let place = Place {
            of: workload.name.clone(),
            back,
            kind: self.number().kind(),
            set,
        };
        let of = (services.framework, found.version.as_str());
        Ok(part.page(place, of, Some(found.input_hash.clone())))
    }

    /// The version that is asked for, else the one that most workloads answered, of equals the later.
    fn version(&self, found: &[PastIndex]) -> Option<String> {
        if found.iter().any(|one| one.version == self.version) {
            return Some(self.version.clone());
        }
        let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
        for one in found.iter().filter(|one| one.assessed) {
            *versions.entry(&one.version).or_default() += 1;
        }
        let most = versions
            .into_iter()
            .max_by_key(|(name, count)| (*count, *name));
        most.map(|(name, _)| name.to_owned())
    }

    fn number(&self) -> Number {
        self.counted.map_or(Number::Index, Number::Counted)
    }

    /// The same day of something below.
    fn link(&self, base: &str, set: Set, version: Option<&str>) -> String {
        let mut link = format!("{}&day={}", self.number().href(base, set), self.day);
        if let Some(version) = version {
            link.push_str("&version=");
            link.push_str(version);
        }
        link
    }

    /// A row for each team, where workloads are too many.
    fn by_team(
        &self,
        found: &[PastIndex],
        (version, set): (Option<&str>, Set),
        words: Words,
    ) -> Result<(Vec<ExplainRow>, Vec<Term>), Error> {
        let mut groups: BTreeMap<(&str, TeamId), Made> = BTreeMap::new();
        for one in found {
            let made = groups
                .entry((one.team_name.as_str(), one.team))
                .or_default();
            made.add(one, (String::new(), String::new()), (version, set), words)?;
        }
        let (mut rows, mut terms) = (Vec::new(), Vec::new());
        for ((name, id), made) in groups {
            let link = Some(self.link(&format!("/groups/{id}"), set, version));
            let sum = Sum::of(made.terms.iter().map(|(weight, index)| (*weight, index)));
            let Some(value) = sum.mean() else {
                rows.push(left_out(
                    name.to_owned(),
                    link,
                    words.no_check_applies().to_owned(),
                ));
                continue;
            };
            let term = Term {
                weight: Exact::whole(sum.weight),
                value,
            };
            let note = words.workloads(made.assessed);
            rows.push(row(name.to_owned(), link, &term, note));
            terms.push(term);
        }
        Ok((rows, terms))
    }

    /// The milestones before and after the day, each with what changed since, and the change log.
    fn around(&self, milestones: &[MilestoneHead], back: &str, words: Words) -> Vec<ExplainRow> {
        // The newest first.
        let before = milestones.iter().find(|m| m.at.date() <= self.day);
        let after = milestones.iter().rfind(|m| m.at.date() > self.day);
        let next = after.map_or_else(|| "draft".to_owned(), |m| m.number.to_string());
        let line = |m: &MilestoneHead, to: &str, note: &str| {
            let link = format!("{back}/difference?from={}&to={to}", m.number);
            let name = words.milestone(m.number, m.at.date());
            left_out(name, Some(link), note.to_owned())
        };
        let before = before.map(|m| line(m, &next, words.before_it()));
        let after = after.map(|m| line(m, "draft", words.after_it()));
        let log = left_out(
            words.history().to_owned(),
            Some(format!("{back}/history")),
            words.history_note().to_owned(),
        );
        before.into_iter().chain(after).chain([log]).collect()
    }
}

/// Rows and terms of a mean.
#[derive(Default)]
struct Made {
    rows: Vec<ExplainRow>,
    terms: Vec<(u32, Exact)>,
    assessed: u32,
    not_assessed: u32,
}

impl Made {
    fn add(
        &mut self,
        one: &PastIndex,
        (name, link): (String, String),
        (version, set): (Option<&str>, Set),
        words: Words,
    ) -> Result<(), Error> {
        let link = Some(link);
        if !one.assessed {
            self.not_assessed += 1;
            let note = words.not_assessed().to_owned();
            self.rows.push(left_out(name, link, note));
            return Ok(());
        }
        if version != Some(one.version.as_str()) {
            let note = words.other_version(&one.version);
            self.rows.push(left_out(name, link, note));
            return Ok(());
        }
        self.assessed += 1;
        let Some(value) = index(one, set)? else {
            let note = words.no_check_applies().to_owned();
            self.rows.push(left_out(name, link, note));
            return Ok(());
        };
        let weight = one.tier.weight();
        let term = Term {
            weight: Exact::whole(weight),
            value: value.clone(),
        };
        self.rows.push(row(name, link, &term, words.tier(one.tier)));
        self.terms.push((weight, value));
        Ok(())
    }
}

fn as_terms(terms: &[(u32, Exact)]) -> Vec<Term> {
    let term = |(weight, value): &(u32, Exact)| Term {
        weight: Exact::whole(*weight),
        value: value.clone(),
    };
    terms.iter().map(term).collect()
}

/// The index by one set; none where nothing was answered.
fn index(one: &PastIndex, set: Set) -> Result<Option<Exact>, Error> {
    let [assured, claimed, possible] = &one.indices;
    let text = match set {
        Set::Assured => assured,
        Set::Claimed => claimed,
        Set::Possible => possible,
    };
    let text = text.as_deref().filter(|_| one.assessed);
    let parsed: Option<Result<Exact, _>> = text.map(str::parse);
    Ok(parsed.transpose().map_err(|_| StoreError::Inconsistent {
        table: "workload_samples",
        column: "assured",
    })?)
}
