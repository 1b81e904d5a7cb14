//! Reports on a team or the organisation.

use std::collections::BTreeMap;

use domain::{
    Band, Headline, Locale, Readable, Set, TeamId, Tier, Triple, Viewer,
    access::Read,
    aggregate::{MeanScores, mean},
};
use report::{
    GroupReport,
    model::{GroupKind, GroupResult, GroupRow, PlanProgress, TeamRow, TopRisk},
};
use sha2::{Digest, Sha256};
use store::workloads::Listed;
use time::OffsetDateTime;

use crate::{
    Error, Services,
    basis::hex,
    results::{self, Summary},
    workload::{Row, read},
};

/// Whose numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// One team's.
    Team(TeamId),
    /// All that the reader may see.
    Organisation,
}

/// How many risks a report shows.
const TOP_RISKS: usize = 15;

/// Everything that a report on a group tells, owned, so that it can move to another thread.
struct Material {
    framework: &'static domain::Framework,
    name: String,
    kind: GroupKind,
    rows: Vec<Row>,
    at: OffsetDateTime,
}

async fn material(services: &Services, viewer: &Viewer, group: Group) -> Result<Material, Error> {
    let mut tx = services.begin().await?;
    let (name, kind, readable) = match group {
        Group::Team(team) => {
            let permit = viewer.permit::<Read>(team)?;
            let found = store::teams::find(&mut tx, &permit)
                .await?
                .ok_or(Error::NotFound)?;
            (found.name, GroupKind::Team, Readable::Teams(vec![team]))
        }
        Group::Organisation => {
            let found = store::organisation::find(&mut tx)
                .await?
                .ok_or(Error::NotFound)?;
            (found.name, GroupKind::Organisation, viewer.readable())
        }
    };
    results::refresh(services, &mut tx).await?;
    let rows = read(services, &mut tx, &readable, false).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(Material {
        framework: services.framework,
        name,
        kind,
        rows,
        at: services.now(),
    })
}

/// A workload's numbers, where anything was answered.
fn assessed((_, summary): &Row) -> Option<&Summary> {
    summary.as_deref().filter(|s| s.assessed())
}

fn means<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Triple<MeanScores> {
    Triple::of(|set| {
        let terms = rows
            .clone()
            .filter_map(|row| Some((row.0.tier, assessed(row)?.headline.get(set))));
        let terms: Vec<(Tier, &Headline)> = terms.collect();
        mean(terms)
    })
}

impl Material {
    fn report(&self) -> GroupReport<'_> {
        GroupReport {
            name: self.name.clone(),
            kind: self.kind,
            framework: self.framework,
            rows: self.rows.iter().map(row).collect(),
            means: means(self.rows.iter()),
            teams: if self.kind == GroupKind::Organisation {
                self.teams()
            } else {
                Vec::new()
            },
            top_risks: self.top_risks(),
            plan: self.plan(),
            generated_at: self.at,
            input_hash: self.input_hash(),
        }
    }

    fn teams(&self) -> Vec<TeamRow> {
        let mut teams: BTreeMap<TeamId, Vec<&Row>> = BTreeMap::new();
        for row in &self.rows {
            teams.entry(row.0.team).or_default().push(row);
        }
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let team = |rows: Vec<&Row>| TeamRow {
            name: rows
                .first()
                .map(|row| row.0.team_name.clone())
                .unwrap_or_default(),
            means: means(rows.iter().copied()),
            workloads: number(rows.len()),
            assessed: number(rows.iter().filter(|row| assessed(row).is_some()).count()),
        };
        teams.into_values().map(team).collect()
    }

    fn top_risks(&self) -> Vec<TopRisk> {
        let risks = self
            .rows
            .iter()
            .filter_map(|row| Some((row, assessed(row)?)));
        let mut risks: Vec<_> = risks
            .flat_map(|(row, summary)| summary.risks.iter().map(move |risk| (row, risk)))
            .filter(|(_, risk)| !risk.accepted)
            .collect();
        risks.sort_by(|(_, a), (_, b)| {
            b.residual
                .get(Set::Assured)
                .score
                .cmp(&a.residual.get(Set::Assured).score)
        });
        let top = risks.into_iter().take(TOP_RISKS);
        top.map(|(row, risk)| TopRisk {
            workload: row.0.name.clone(),
            risk: risk.clone(),
            treatment: None,
        })
        .collect()
    }

    fn plan(&self) -> PlanProgress {
        let today = self.at.date();
        let mut all = PlanProgress::default();
        for digest in self.rows.iter().filter_map(assessed).map(|s| &s.plan) {
            all.open += digest.open - digest.in_progress;
            all.in_progress += digest.in_progress;
            all.done += digest.done;
            all.dropped += digest.dropped;
            all.effort_days += digest.effort_days;
            all.overdue +=
                u32::try_from(digest.due.iter().filter(|due| **due < today).count()).unwrap_or(0);
        }
        all
    }

    fn input_hash(&self) -> String {
        let mut hashes: Vec<_> = self
            .rows
            .iter()
            .filter_map(|row| Some((row.0.id, &row.1.as_ref()?.input_hash)))
            .collect();
        hashes.sort();
        let mut all = Sha256::new();
        for (_, hash) in hashes {
            all.update(hash.as_bytes());
        }
        format!("sha256:{}", hex(&all.finalize()))
    }
}

fn row(row: &Row) -> GroupRow {
    let result = assessed(row).map(|summary| GroupResult {
        headline: summary.headline.clone(),
        levels: summary.level.clone(),
        coverage: summary.counts,
        open_high: summary.open_risks(Band::High) - summary.open_risks(Band::Critical),
        open_critical: summary.open_risks(Band::Critical),
        assessed_on: row.0.updated_at.date(),
    });
    let Listed {
        id,
        name,
        team_name,
        tier,
        ..
    } = &row.0;
    GroupRow {
        id: *id,
        name: name.clone(),
        team: team_name.clone(),
        tier: *tier,
        result,
    }
}

/// The report on a team or the organisation as PDF.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read; [`Error::Internal`] where fonts are missing.
#[tracing::instrument(skip_all)]
pub async fn group_pdf(
    services: &Services,
    viewer: &Viewer,
    group: Group,
    locale: Locale,
) -> Result<Vec<u8>, Error> {
    let material = material(services, viewer, group).await?;
    services
        .typesetting
        .run(move |fonts| report::pdf::group(fonts, &material.report(), locale))
        .await
}

/// The workloads of a team or the organisation as CSV.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn group_csv(
    services: &Services,
    viewer: &Viewer,
    group: Group,
    locale: Locale,
) -> Result<Vec<u8>, Error> {
    let material = material(services, viewer, group).await?;
    report::csv::group(&material.report(), locale).map_err(|e| Error::Internal("csv", Box::new(e)))
}

/// The numbers of a team or the organisation as JSON.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn group_json(
    services: &Services,
    viewer: &Viewer,
    group: Group,
) -> Result<Vec<u8>, Error> {
    let material = material(services, viewer, group).await?;
    let json = report::json::group(&material.report())
        .map_err(|e| Error::Internal("json", Box::new(e)))?;
    Ok(json.into_bytes())
}
