//! The organisation's numbers where its workloads are too many for one page: a row for each team, whose own explanation
//! has its workloads.

use domain::{
    Exact, Framework, Locale, Set,
    group::{Group, Sum, Sums, Version},
    maturity,
    views::results::ExplainRow,
};

use super::{
    Part,
    ask::Number,
    scores::worked,
    terms::{Term, left_out, mean, row, six},
    words::Words,
};
use crate::results::groups::TeamNumbers;

/// With more workloads than this, teams are the rows.
pub(super) const MOST_ROWS: u32 = 200;

/// What an explanation by team draws on.
pub(super) struct Teams<'a> {
    pub framework: &'a Framework,
    pub rows: &'a [TeamNumbers],
    pub whole: &'a Group,
    /// The framework version that is asked for; empty for the one that most workloads answer.
    pub chosen: &'a str,
    pub set: Set,
    pub words: Words,
}

impl Teams<'_> {
    /// The explanation; none where the organisation has no such number.
    pub fn part(&self, number: &Number) -> Option<Part> {
        let words = self.words;
        let (name, symbol) = match number {
            Number::Index => (words.index().to_owned(), "index"),
            Number::LayerIndex => (words.layer_index().to_owned(), "layer_index"),
            Number::Pillar(id) => {
                self.framework.pillar(id.as_str())?;
                (words.pillar(self.framework, id), "score")
            }
            Number::Layer(layer) => (words.layer(self.framework, *layer), "score"),
            Number::Level(None) => return Some(self.level()),
            Number::Check(_) | Number::Risk(_) | Number::Level(Some(_)) | Number::Counted(_) => {
                return None;
            }
        };
        let value = self.sum(self.whole, number).and_then(Sum::mean);
        let (rows, terms) = self.terms(number);
        let assessed = self.of_version().map_or(0, |(_, version)| version.assessed);
        let counts = (assessed, self.whole.not_assessed);
        Some(Part {
            name: words.mean_of(&name),
            formula: format!("mean(T) = Σ t·{symbol}(team, T) / Σ t"),
            worked: worked(value.as_ref(), || mean(&terms), words),
            value,
            rows,
            remarks: vec![
                words.tiers().to_owned(),
                words.by_team().to_owned(),
                words.counted(counts.0, counts.1),
            ],
        })
    }

    /// The framework version that the number is of, with what of the whole answers it.
    pub fn of_version(&self) -> Option<(&str, &Version)> {
        let chosen = self.whole.versions.get_key_value(self.chosen);
        let chosen = chosen.map(|(name, version)| (name.as_str(), version));
        chosen.or_else(|| self.whole.leading())
    }

    /// What of a group answers that version.
    fn version<'g>(&self, group: &'g Group) -> Option<&'g Version> {
        let (name, _) = self.of_version()?;
        group.versions.get(name)
    }

    /// A group's sum, of that version.
    fn sum<'g>(&self, group: &'g Group, number: &Number) -> Option<&'g Sum> {
        let sums: &Sums = self.version(group)?.sums.get(self.set);
        match number {
            Number::Index | Number::Level(_) => Some(&sums.index),
            Number::LayerIndex => Some(&sums.layer_index),
            Number::Pillar(id) => sums.pillars.get(id),
            Number::Layer(layer) => sums.layers.get(layer),
            Number::Check(_) | Number::Risk(_) | Number::Counted(_) => None,
        }
    }

    fn terms(&self, number: &Number) -> (Vec<ExplainRow>, Vec<Term>) {
        let (mut rows, mut terms) = (Vec::new(), Vec::new());
        let mut unlike = Vec::new();
        for team in self.rows {
            let href = || Some(self.below(number, &format!("/teams/{}", team.id)));
            let left_out = |note: String| left_out(team.name.clone(), href(), note);
            let others = self.others(&team.group);
            unlike.extend(others.into_iter().map(left_out));
            let Some(version) = self.version(&team.group) else {
                if team.group.assessed() == 0 {
                    rows.push(left_out(self.words.not_assessed().to_owned()));
                }
                continue;
            };
            let sum = self.sum(&team.group, number);
            let Some((sum, value)) = sum.and_then(|sum| Some((sum, sum.mean()?))) else {
                rows.push(left_out(self.words.no_check_applies().to_owned()));
                continue;
            };
            let term = Term {
                weight: Exact::whole(sum.weight),
                value,
            };
            let note = self.words.workloads(version.assessed);
            rows.push(row(team.name.clone(), href(), &term, note));
            terms.push(term);
        }
        rows.extend(unlike);
        (rows, terms)
    }

    /// Where a number opens further, of the same version.
    fn below(&self, number: &Number, base: &str) -> String {
        let href = number.href(base, self.set);
        match self.of_version() {
            Some((version, _)) if version == self.chosen => format!("{href}&version={version}"),
            _ => href,
        }
    }

    /// What is said of a group's workloads that answer other framework versions: they are in no sum.
    fn others(&self, group: &Group) -> Vec<String> {
        let leading = self.of_version().map(|(version, _)| version);
        let others = group.versions.iter();
        let others = others.filter(|(version, _)| Some(version.as_str()) != leading);
        let said = others.map(|(name, version)| {
            let (count, other) = (
                self.words.workloads(version.assessed),
                self.words.other_version(name),
            );
            match self.words.0 {
                Locale::Zh => format!("{count}{other}"),
                Locale::En => format!("{count}. {other}"),
            }
        });
        said.collect()
    }

    /// The level of the mean index; floors belong to single workloads.
    fn level(&self) -> Part {
        let words = self.words;
        let index = self.sum(self.whole, &Number::Index).and_then(Sum::mean);
        let level = index.as_ref().map(maturity);
        let row = index.as_ref().zip(level).map(|(index, level)| ExplainRow {
            name: words.mean_of(words.index()),
            href: Some(self.below(&Number::Index, "")),
            weight: None,
            value: Some(index.clone()),
            contribution: None,
            note: words.by_score(&six(index), level),
        });
        let worked = index.as_ref().zip(level).map_or_else(
            || words.nothing_applies().to_owned(),
            |(index, level)| format!("L({}) = {level}", six(index)),
        );
        Part {
            name: words.overall_level().to_owned(),
            formula: "level(T) = L(mean index)".to_owned(),
            worked,
            value: level.map(Exact::whole),
            rows: row.into_iter().collect(),
            remarks: vec![
                words.thresholds(self.framework),
                words.no_floors_in_means().to_owned(),
            ],
        }
    }
}
