//! Reports on a team, the organisation, or chosen workloads of the two.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    Exact, Headline, Locale, Readable, RiskId, RiskScore, TeamId, Tier, Triple, Viewer, WorkloadId,
    access::Read,
    aggregate::{MeanScores, mean},
    group::Group as Numbers,
    views::reports::{Choice, ReportFormat, ReportKind},
};
use report::{
    GroupReport,
    model::{
        Acceptance, ActionState, ChainHead, DueAction, GroupKind, GroupResult, GroupRow, Origin,
        OtherVersion, PlanProgress, TeamRow, TopRisk,
    },
};
use sha2::{Digest, Sha256};
use store::{Tx, decisions, workloads::Listed};
use time::OffsetDateTime;

use super::{Rendered, aside, chosen, origin, workload::treatment};
use crate::{
    Error, Services,
    basis::hex,
    results::{self, Brief},
    workload::{Row, leading, read},
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
const TOP_RISKS: i64 = 15;
/// Actions with a day in the workbook.
const DUE: i64 = 10_000;
/// The same in documents, which show fewer still.
const DUE_IN_DOCUMENTS: i64 = 20;

/// Everything that a report on a group tells, owned, so that it can move to another thread.
struct Material {
    framework: &'static domain::Framework,
    name: String,
    kind: GroupKind,
    rows: Vec<Row>,
    treatments: Vec<decisions::OfWorkload>,
    due: (Vec<decisions::Due>, i64),
    /// The worst risks that nobody accepted.
    worst: Vec<(WorkloadId, RiskScore)>,
    /// Critical and high risks that nobody decided about.
    untreated: (u32, u32),
    /// What own risks with a decision are called.
    own: BTreeMap<(WorkloadId, RiskId), String>,
    logs: BTreeMap<WorkloadId, ChainHead>,
    /// Prepared numbers, where every workload is in it.
    whole: Option<Arc<Numbers>>,
    chosen: Vec<String>,
    origin: Origin,
    at: OffsetDateTime,
}

async fn material(
    services: &Services,
    viewer: &Viewer,
    (group, choice): (Group, &Choice),
    (format, locale): (ReportFormat, Locale),
) -> Result<Material, Error> {
    let mut tx = services.begin().await?;
    let (name, kind, readable) = of_group(&mut tx, viewer, group).await?;
    results::refresh(services, &mut tx).await?;
    let archived = choice.query.show == "archived";
    let mut rows = read(services, &mut tx, &readable, archived).await?;
    let whole = rows.len();
    let ids: BTreeSet<_> = choice.ids.iter().collect();
    let asked = (&readable, archived, &choice.query);
    let having = crate::workload::having(services, &mut tx, asked).await?;
    rows.retain(|(row, _)| {
        (ids.is_empty() || ids.contains(&row.id))
            && having
                .as_ref()
                .is_none_or(|having| having.contains(&row.id))
            && crate::workload::wanted(row, &choice.query)
    });
    let chosen = chosen::words(services.framework, choice, &rows, whole, locale);
    let ids: Vec<_> = rows.iter().map(|(row, _)| row.id).collect();
    let treatments = decisions::treatments_of(&mut tx, &ids).await?;
    let most = if format == ReportFormat::Xlsx {
        DUE
    } else {
        DUE_IN_DOCUMENTS
    };
    let due = decisions::due(&mut tx, &ids, most).await?;
    let worst = worst(services, &mut tx, &ids).await?;
    let untreated = store::register::untreated(&mut tx, &ids).await?;
    let own = store::register::own_titles(&mut tx, &ids).await?;
    let (origin, logs) = origin::of_group(services, &mut tx, &ids).await?;
    let whole = if choice.is_all() {
        let teams = results::groups::teams(services, &mut tx, &readable).await?;
        Some(results::groups::whole(services, &teams))
    } else {
        None
    };
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(Material {
        framework: services.framework,
        name,
        kind,
        rows,
        treatments,
        due,
        worst,
        untreated,
        own: own
            .into_iter()
            .map(|(workload, risk, title)| ((workload, risk), title))
            .collect(),
        logs: logs.into_iter().collect(),
        whole,
        chosen,
        origin,
        at: services.now(),
    })
}

/// The worst risks of workloads, each with all its numbers.
async fn worst(
    services: &Services,
    tx: &mut Tx,
    workloads: &[WorkloadId],
) -> Result<Vec<(WorkloadId, RiskScore)>, Error> {
    let catalogue = services.framework.risks.iter();
    let catalogue: Vec<_> = catalogue.map(|risk| risk.id.to_string()).collect();
    let today = services.today();
    let found = store::register::worst(tx, workloads, &catalogue, today, TOP_RISKS).await?;
    let of: BTreeSet<_> = found.iter().map(|(workload, _)| *workload).collect();
    let of: Vec<_> = of.into_iter().collect();
    let all = results::risks(tx, &of).await?;
    let score = |(workload, risk): (WorkloadId, RiskId)| {
        let found = all.get(&workload)?.iter().find(|score| score.id == risk)?;
        Some((workload, found.clone()))
    };
    Ok(found.into_iter().filter_map(score).collect())
}

/// The name of a group that may be read, and what of it.
async fn of_group(
    tx: &mut Tx,
    viewer: &Viewer,
    group: Group,
) -> Result<(String, GroupKind, Readable), Error> {
    Ok(match group {
        Group::Team(team) => {
            let permit = viewer.permit::<Read>(team)?;
            let found = store::teams::find(tx, &permit).await?;
            let name = found.ok_or(Error::NotFound)?.name;
            (name, GroupKind::Team, Readable::Teams(vec![team]))
        }
        Group::Organisation => {
            let found = store::organisation::find(tx).await?;
            let name = found.ok_or(Error::NotFound)?.name;
            (name, GroupKind::Organisation, viewer.readable())
        }
    })
}

/// A workload's numbers, where anything was answered.
fn assessed((_, brief): &Row) -> Option<&Brief> {
    brief.as_deref().filter(|brief| brief.assessed())
}

/// Means of the workloads that answer one framework version: numbers of different ones are never averaged.
fn means<'a>(
    rows: impl Iterator<Item = &'a Row> + Clone,
    version: Option<&str>,
) -> Triple<MeanScores> {
    Triple::of(|set| {
        let alike = rows
            .clone()
            .filter(|row| Some(row.0.framework_version.as_str()) == version);
        let terms = alike.filter_map(|row| Some((row.0.tier, assessed(row)?.headline.get(set))));
        let terms: Vec<(Tier, &Headline)> = terms.collect();
        mean(terms)
    })
}

impl Material {
    fn report(&self) -> GroupReport<'_> {
        let version = leading(&self.rows);
        GroupReport {
            name: self.name.clone(),
            kind: self.kind,
            framework: self.framework,
            rows: self.rows.iter().map(|r| self.row(r)).collect(),
            version: version.map(str::to_owned),
            means: means(self.rows.iter(), version),
            others: self.others(version),
            teams: if self.kind == GroupKind::Organisation {
                self.teams()
            } else {
                Vec::new()
            },
            top_risks: self.top_risks(),
            plan: self.plan(),
            projected: self.projected(version),
            due: self.due(),
            due_total: u64::try_from(self.due.1).unwrap_or(0),
            acceptances: self.acceptances(),
            untreated: self.untreated,
            chosen: self.chosen.clone(),
            generated_at: self.at,
            input_hash: self.input_hash(),
            origin: self.origin.clone(),
        }
    }

    /// The framework versions beside the one that the means are of.
    fn others(&self, leading: Option<&str>) -> Vec<OtherVersion> {
        let mut versions: BTreeMap<&str, u32> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| assessed(row).is_some()) {
            *versions.entry(&row.0.framework_version).or_default() += 1;
        }
        let others = versions
            .into_iter()
            .filter(|(version, _)| Some(*version) != leading);
        let other = |(version, assessed): (&str, u32)| OtherVersion {
            version: version.to_owned(),
            assessed,
            means: means(self.rows.iter(), Some(version)),
        };
        others.map(other).collect()
    }

    fn teams(&self) -> Vec<TeamRow> {
        let mut teams: BTreeMap<TeamId, Vec<&Row>> = BTreeMap::new();
        for row in &self.rows {
            teams.entry(row.0.team).or_default().push(row);
        }
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let team = |rows: Vec<&Row>| {
            let version = leading(rows.iter().copied());
            TeamRow {
                name: rows
                    .first()
                    .map(|row| row.0.team_name.clone())
                    .unwrap_or_default(),
                version: version.map(str::to_owned),
                means: means(rows.iter().copied(), version),
                workloads: number(rows.len()),
                assessed: number(rows.iter().filter(|row| assessed(row).is_some()).count()),
            }
        };
        teams.into_values().map(team).collect()
    }

    fn top_risks(&self) -> Vec<TopRisk> {
        let names = self.names();
        let decided = |workload: WorkloadId, risk: &RiskId| {
            let mut all = self.treatments.iter();
            let found = all.find(|t| t.workload == workload && t.treatment.risk == *risk);
            found.and_then(|t| treatment(&t.treatment))
        };
        let top = self.worst.iter();
        top.map(|(workload, risk)| TopRisk {
            workload: names.get(workload).copied().unwrap_or_default().to_owned(),
            risk: risk.clone(),
            treatment: decided(*workload, &risk.id),
        })
        .collect()
    }

    fn names(&self) -> BTreeMap<WorkloadId, &str> {
        let rows = self.rows.iter();
        rows.map(|(row, _)| (row.id, row.name.as_str())).collect()
    }

    fn due(&self) -> Vec<DueAction> {
        let names = self.names();
        let action = |due: &decisions::Due| DueAction {
            workload: names
                .get(&due.workload)
                .copied()
                .unwrap_or_default()
                .to_owned(),
            criterion: due.criterion.clone(),
            owner: due.owner.clone(),
            due: due.due_on,
            state: match due.state.as_str() {
                "in_progress" => ActionState::InProgress,
                _ => ActionState::Open,
            },
        };
        self.due.0.iter().map(action).collect()
    }

    fn acceptances(&self) -> Vec<Acceptance> {
        let names = self.names();
        let own = |t: &decisions::OfWorkload| {
            let of = (t.workload, t.treatment.risk.clone());
            self.own.get(&of).cloned()
        };
        let acceptance = |t: &decisions::OfWorkload| {
            // What was refused waits for nobody.
            if t.treatment.rejected.is_some() {
                return None;
            }
            Some(Acceptance {
                own: own(t),
                workload: names
                    .get(&t.workload)
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
                risk: t.treatment.risk.clone(),
                asked_by: t.treatment.asked_by.as_ref().map(|(_, name)| name.clone()),
                approved_by: t.treatment.approved_by.clone(),
                // Only an acceptance has an end.
                expires_on: t.treatment.expires_on?,
                note: t.treatment.note.clone(),
            })
        };
        self.treatments.iter().filter_map(acceptance).collect()
    }

    fn row(&self, row: &Row) -> GroupRow {
        let result = assessed(row).map(|summary| GroupResult {
            headline: summary.headline.clone(),
            levels: summary.level.clone(),
            coverage: summary.counts,
            open_high: summary.high,
            open_critical: summary.critical,
            assessed_on: row.0.updated_at.date(),
        });
        let Listed {
            id,
            name,
            team_name,
            tier,
            state,
            framework_version,
            ..
        } = &row.0;
        GroupRow {
            id: *id,
            name: name.clone(),
            team: team_name.clone(),
            tier: *tier,
            state: *state,
            framework_version: framework_version.clone(),
            input_hash: row.1.as_ref().map(|summary| summary.input_hash.clone()),
            log: self.logs.get(id).cloned(),
            result,
        }
    }

    fn projected(&self, version: Option<&str>) -> Vec<Exact> {
        let of = |whole: &Arc<Numbers>| Some(whole.versions.get(version?)?.projected());
        self.whole.as_ref().and_then(of).unwrap_or_default()
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

/// The report on a team or the organisation.
pub(super) async fn render(
    services: &Services,
    viewer: &Viewer,
    whose: (Group, &Choice),
    (kind, format): (ReportKind, ReportFormat),
    locale: Locale,
) -> Result<Rendered, Error> {
    // Held until the file is made: all workloads together take memory.
    let _turn = match whose.0 {
        Group::Organisation => Some(services.typesetting.turn().await?),
        Group::Team(_) => None,
    };
    let material = material(services, viewer, whose, (format, locale)).await?;
    let name = material.name.clone();
    let bytes = match format {
        ReportFormat::Pdf => {
            let set = move |fonts: &_| {
                let report = material.report();
                report::pdf::group(fonts, &report, kind, locale)
            };
            services.typesetting.run(set).await?
        }
        ReportFormat::Html => {
            aside("html", move || {
                let page = report::html::group(&material.report(), kind, locale);
                page.map(String::into_bytes)
            })
            .await?
        }
        ReportFormat::Xlsx => {
            aside("xlsx", move || {
                report::xlsx::group(&material.report(), locale)
            })
            .await?
        }
        ReportFormat::Csv => {
            aside("csv", move || {
                report::csv::group(&material.report(), locale)
            })
            .await?
        }
        ReportFormat::Json => {
            aside("json", move || {
                report::json::group(&material.report()).map(String::into_bytes)
            })
            .await?
        }
    };
    let table = (format == ReportFormat::Csv).then_some("workloads");
    Ok(Rendered::new(services, &name, (kind, format, table), bytes))
}
