//! Numbers of a team or the organisation: means by tier, one row for each workload.

use domain::{
    Exact, Framework, Headline, Locale, MeanScores, Readable, Set, TeamId, Tier, Viewer,
    access::Read,
    aggregate, maturity,
    views::results::{ExplainPage, ExplainQuery, ExplainRow},
};
use store::workloads::Listed;

use super::{
    Part, Place,
    ask::Number,
    past::{Past, Whose},
    scores::worked,
    teams::{MOST_ROWS, Teams},
    terms::{Term, left_out, mean, row, six},
    words::Words,
};
use crate::{
    Error, Services,
    results::{self, Brief},
    workload::{Row, leading, list},
};

/// The explanation of one of a team's numbers.
///
/// # Errors
/// [`Error::NotFound`] where the team may not be read or the query names no number of it.
#[tracing::instrument(skip_all)]
pub async fn team(
    services: &Services,
    viewer: &Viewer,
    id: TeamId,
    query: &ExplainQuery,
    locale: Locale,
) -> Result<ExplainPage, Error> {
    let asked = Number::asked(query).ok_or(Error::NotFound)?;
    let permit = viewer.permit::<Read>(id)?;
    let mut tx = services.begin().await?;
    let team = store::teams::find(&mut tx, &permit)
        .await?
        .ok_or(Error::NotFound)?;
    let back = format!("/teams/{id}");
    if let Some(past) = Past::asked(query, &asked.0, services.today())? {
        let whose = Whose {
            readable: &Readable::Teams(vec![id]),
            name: team.name,
            back: back.clone(),
            base: &back,
        };
        let said = (asked.1, Words(locale));
        let page = past.of_group(services, &mut tx, whose, said).await?;
        tx.commit().await.map_err(store::StoreError::from)?;
        return Ok(page);
    }
    results::refresh(services, &mut tx).await?;
    let rows = list::read(services, &mut tx, &Readable::Teams(vec![id]), false).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    page(
        services,
        (&rows, &query.version),
        asked,
        (team.name, back.clone(), &back),
        locale,
    )
}

/// The explanation of one of the organisation's numbers, over the teams that the viewer may read.
///
/// # Errors
/// [`Error::NotFound`] where the query names no number of it.
#[tracing::instrument(skip_all)]
pub async fn organisation(
    services: &Services,
    viewer: &Viewer,
    query: &ExplainQuery,
    locale: Locale,
) -> Result<ExplainPage, Error> {
    let asked = Number::asked(query).ok_or(Error::NotFound)?;
    let mut tx = services.begin().await?;
    let organisation = store::organisation::find(&mut tx)
        .await?
        .ok_or(Error::NotFound)?;
    let readable = viewer.readable();
    if let Some(past) = Past::asked(query, &asked.0, services.today())? {
        let whose = Whose {
            readable: &readable,
            name: organisation.name,
            back: "/".to_owned(),
            base: "",
        };
        let said = (asked.1, Words(locale));
        let page = past.of_group(services, &mut tx, whose, said).await?;
        tx.commit().await.map_err(store::StoreError::from)?;
        return Ok(page);
    }
    results::refresh(services, &mut tx).await?;
    let teams = results::groups::teams(services, &mut tx, &readable).await?;
    let whole = results::groups::whole(services, &teams);
    if whole.assessed() + whole.not_assessed > MOST_ROWS {
        tx.commit().await.map_err(store::StoreError::from)?;
        let (number, set) = asked;
        let by_team = Teams {
            framework: services.framework,
            rows: &teams,
            whole: &whole,
            chosen: &query.version,
            set,
            words: Words(locale),
        };
        let place = (organisation.name, "/".to_owned(), set);
        let version = by_team.of_version().map(|(version, _)| version);
        let part = by_team.part(&number);
        return answer((services, version), part, &number, place);
    }
    let rows = list::read(services, &mut tx, &readable, false).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    page(
        services,
        (&rows, &query.version),
        asked,
        (organisation.name, "/".to_owned(), ""),
        locale,
    )
}

fn page(
    services: &Services,
    (rows, chosen): (&[Row], &str),
    (number, set): (Number, Set),
    (of, back, base): (String, String, &str),
    locale: Locale,
) -> Result<ExplainPage, Error> {
    let ground = Ground {
        framework: services.framework,
        rows,
        version: version(rows, chosen),
        base,
        set,
        words: Words(locale),
    };
    let part = match &number {
        Number::Level(None) => Some(ground.level()),
        Number::Index | Number::LayerIndex | Number::Pillar(_) | Number::Layer(_) => {
            ground.mean(&number)
        }
        Number::Check(_) | Number::Risk(_) | Number::Level(Some(_)) | Number::Counted(_) => None,
    };
    answer((services, ground.version), part, &number, (of, back, set))
}

fn answer(
    (services, version): (&Services, Option<&str>),
    part: Option<Part>,
    number: &Number,
    (of, back, set): (String, String, Set),
) -> Result<ExplainPage, Error> {
    let kind = if matches!(number, Number::Level(_)) {
        number.kind()
    } else {
        "mean"
    };
    let place = Place {
        of,
        back,
        kind,
        set,
    };
    let framework = services.framework;
    let version = version.unwrap_or(&framework.version);
    Ok(part
        .ok_or(Error::NotFound)?
        .page(place, (framework, version), None))
}

/// The version that is asked for where somebody answers it, else the one that most answer.
fn version<'a>(rows: &'a [Row], chosen: &str) -> Option<&'a str> {
    let mut versions = rows.iter().map(|(row, _)| row.framework_version.as_str());
    versions
        .find(|version| *version == chosen)
        .or_else(|| leading(rows))
}

struct Ground<'a> {
    framework: &'a Framework,
    rows: &'a [Row],
    /// Only workloads that answer this framework version are averaged.
    version: Option<&'a str>,
    base: &'a str,
    set: Set,
    words: Words,
}

impl Ground<'_> {
    fn assessed(&self) -> impl Iterator<Item = (&Listed, &Headline)> + Clone {
        self.rows.iter().filter_map(|(row, summary)| {
            let summary = summary.as_deref().filter(|s| s.assessed())?;
            let alike = Some(row.framework_version.as_str()) == self.version;
            alike.then(|| (row, summary.headline.get(self.set)))
        })
    }

    /// Those that answer another framework version: listed, and in no sum.
    fn unlike(&self) -> impl Iterator<Item = ExplainRow> {
        let unlike = |(row, summary): &&Row| {
            let assessed = summary.as_deref().is_some_and(Brief::assessed);
            assessed && Some(row.framework_version.as_str()) != self.version
        };
        self.rows.iter().filter(unlike).map(|(row, _)| {
            let note = self.words.other_version(&row.framework_version);
            left_out(self.name(row), Some(format!("/workloads/{}", row.id)), note)
        })
    }

    fn means(&self) -> MeanScores {
        aggregate::mean(self.assessed().map(|(row, headline)| (row.tier, headline)))
    }

    fn mean(&self, number: &Number) -> Option<Part> {
        let words = self.words;
        let means = self.means();
        let (name, symbol, value) = match number {
            Number::Index => (words.index().to_owned(), "index", means.index),
            Number::LayerIndex => (
                words.layer_index().to_owned(),
                "layer_index",
                means.layer_index,
            ),
            Number::Pillar(id) => {
                self.framework.pillar(id.as_str())?;
                (
                    words.pillar(self.framework, id),
                    "score",
                    means.pillars.get(id).cloned(),
                )
            }
            Number::Layer(layer) => (
                words.layer(self.framework, *layer),
                "score",
                means.layers.get(layer).cloned(),
            ),
            Number::Check(_) | Number::Risk(_) | Number::Level(_) | Number::Counted(_) => {
                return None;
            }
        };
        let (mut rows, terms) = self.terms(number);
        rows.extend(self.unlike());
        rows.extend(self.unassessed());
        let count = (self.assessed().count(), self.unassessed().count());
        Some(Part {
            name: words.mean_of(&name),
            formula: format!("mean(T) = Σ t·{symbol}(workload, T) / Σ t"),
            worked: worked(value.as_ref(), || mean(&terms), words),
            value,
            rows,
            remarks: vec![words.tiers().to_owned(), words.counted(count.0, count.1)],
        })
    }

    fn terms(&self, number: &Number) -> (Vec<ExplainRow>, Vec<Term>) {
        let (mut rows, mut terms) = (Vec::new(), Vec::new());
        for (row_of, headline) in self.assessed() {
            let href = Some(number.href(&format!("/workloads/{}", row_of.id), self.set));
            let Some(value) = pick(number, headline) else {
                rows.push(left_out(
                    self.name(row_of),
                    href,
                    self.words.no_check_applies().to_owned(),
                ));
                continue;
            };
            let term = Term {
                weight: weight(row_of.tier),
                value: value.clone(),
            };
            rows.push(row(
                self.name(row_of),
                href,
                &term,
                self.words.tier(row_of.tier),
            ));
            terms.push(term);
        }
        (rows, terms)
    }

    /// Workloads nobody has answered for: listed, and in no sum.
    fn unassessed(&self) -> impl Iterator<Item = ExplainRow> {
        let assessed = |row: &Row| row.1.as_deref().is_some_and(Brief::assessed);
        self.rows
            .iter()
            .filter(move |row| !assessed(row))
            .map(|(row, _)| {
                let note = self.words.not_assessed().to_owned();
                left_out(self.name(row), Some(format!("/workloads/{}", row.id)), note)
            })
    }

    /// In the organisation, names say the team too.
    fn name(&self, row: &Listed) -> String {
        if self.base.is_empty() {
            format!("{} / {}", row.team_name, row.name)
        } else {
            row.name.clone()
        }
    }

    /// The level of the mean index; floors belong to single workloads.
    fn level(&self) -> Part {
        let words = self.words;
        let remarks = vec![
            words.thresholds(self.framework),
            words.no_floors_in_means().to_owned(),
        ];
        let (name, formula) = (
            words.overall_level().to_owned(),
            "level(T) = L(mean index)".to_owned(),
        );
        let Some(index) = self.means().index else {
            let worked = words.nothing_applies().to_owned();
            return Part {
                name,
                formula,
                worked,
                value: None,
                rows: Vec::new(),
                remarks,
            };
        };
        let level = maturity(&index);
        let row = ExplainRow {
            name: words.mean_of(words.index()),
            href: Some(Number::Index.href(self.base, self.set)),
            weight: None,
            value: Some(Exact::whole(level)),
            contribution: None,
            note: words.by_score(&six(&index), level),
        };
        let worked = format!("L({}) = {level}", six(&index));
        Part {
            name,
            formula,
            worked,
            value: Some(Exact::whole(level)),
            rows: vec![row],
            remarks,
        }
    }
}

fn weight(tier: Tier) -> Exact {
    Exact::whole(tier.weight())
}

fn pick<'a>(number: &Number, headline: &'a Headline) -> Option<&'a Exact> {
    match number {
        Number::Index => headline.index.as_ref(),
        Number::LayerIndex => headline.layer_index.as_ref(),
        Number::Pillar(id) => headline.pillars.get(id),
        Number::Layer(layer) => headline.layers.get(layer),
        Number::Check(_) | Number::Risk(_) | Number::Level(_) | Number::Counted(_) => None,
    }
}
