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
        OtherVersion, PlanProgress, TeamRow, TopRisk, shown,
    },
};
use sha2::{Digest, Sha256};
use store::{Tx, decisions, workloads::Listed};
use time::OffsetDateTime;
use tokio::sync::mpsc;

use super::{Rendered, aside, chosen, model::treatment, origin, summed, workloads};
use crate::{
    Error, Services,
    basis::hex,
    results::{self, Brief},
    workload::{Row, leading},
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
    let mut listed = store::workloads::list(&mut tx, &readable, archived).await?;
    let whole = listed.len();
    let of = workloads::Chosen::new(services, &mut tx, readable.clone(), choice).await?;
    listed.retain(|row| of.takes(row));
    let briefs = results::briefs(services, &mut tx, &listed).await?;
    let rows: Vec<Row> = listed.into_iter().zip(briefs).collect();
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
pub(super) async fn worst(
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
pub(super) async fn of_group(
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

/// Risks with what was decided about them.
pub(super) fn top_risks(
    worst: &[(WorkloadId, RiskScore)],
    treatments: &[decisions::OfWorkload],
    names: &BTreeMap<WorkloadId, &str>,
) -> Vec<TopRisk> {
    let decided = |workload: WorkloadId, risk: &RiskId| {
        let mut all = treatments.iter();
        let found = all.find(|t| t.workload == workload && t.treatment.risk == *risk);
        found.and_then(|t| treatment(&t.treatment))
    };
    let top = worst.iter();
    top.map(|(workload, risk)| TopRisk {
        workload: names.get(workload).copied().unwrap_or_default().to_owned(),
        risk: risk.clone(),
        treatment: decided(*workload, &risk.id),
    })
    .collect()
}

/// Actions that have a day.
pub(super) fn due_actions(
    due: &[decisions::Due],
    names: &BTreeMap<WorkloadId, &str>,
) -> Vec<DueAction> {
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
    due.iter().map(action).collect()
}

/// A workload in a report, with the end of its change log.
pub(super) fn group_row(row: &Row, log: Option<ChainHead>) -> GroupRow {
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
        log,
        result,
    }
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
    fn report(&self) -> GroupReport<'static> {
        let version = leading(&self.rows);
        GroupReport {
            name: self.name.clone(),
            kind: self.kind,
            framework: self.framework,
            rows: self
                .rows
                .iter()
                .map(|row| group_row(row, self.logs.get(&row.0.id).cloned()))
                .collect(),
            totals: None,
            version: version.map(str::to_owned),
            means: means(self.rows.iter(), version),
            others: self.others(version),
            teams: if self.kind == GroupKind::Organisation {
                self.teams()
            } else {
                Vec::new()
            },
            top_risks: top_risks(&self.worst, &self.treatments, &self.names()),
            plan: self.plan(),
            projected: self.projected(version),
            due: due_actions(&self.due.0, &self.names()),
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

    fn names(&self) -> BTreeMap<WorkloadId, &str> {
        let rows = self.rows.iter();
        rows.map(|(row, _)| (row.id, row.name.as_str())).collect()
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
        let rows = self.rows.iter();
        hashed(rows.filter_map(|row| Some((row.0.id, row.1.as_ref()?.input_hash.as_str()))))
    }
}

/// One hash over those of workloads, in the order of their ids.
pub(super) fn hashed<'a>(hashes: impl IntoIterator<Item = (WorkloadId, &'a str)>) -> String {
    let mut hashes: Vec<_> = hashes.into_iter().collect();
    hashes.sort_unstable();
    let mut all = Sha256::new();
    for (_, hash) in hashes {
        all.update(hash.as_bytes());
    }
    format!("sha256:{}", hex(&all.finalize()))
}

/// The report on a team or the organisation.
pub(super) async fn render(
    services: &Services,
    viewer: &Viewer,
    whose: (Group, &Choice),
    (kind, format): (ReportKind, ReportFormat),
    locale: Locale,
) -> Result<Rendered, Error> {
    // Held until the file is made: all workloads together take memory. A table is made page by page.
    let _turn = match whose.0 {
        Group::Organisation if format != ReportFormat::Csv => {
            Some(services.typesetting.turn().await?)
        }
        Group::Organisation | Group::Team(_) => None,
    };
    let gather = || gather(services, viewer, whose, (kind, format, locale));
    let (name, bytes) = match format {
        ReportFormat::Pdf => {
            let (name, gathered) = gather().await?;
            let set = move |fonts: &_| report::pdf::group(fonts, &gathered.report(), kind, locale);
            (name, services.typesetting.run(set).await?)
        }
        ReportFormat::Html => {
            let (name, gathered) = gather().await?;
            let page = move || {
                let page = report::html::group(&gathered.report(), kind, locale);
                page.map(String::into_bytes)
            };
            (name, aside("html", page).await?)
        }
        ReportFormat::Xlsx if whose.1.is_all() => workbook(services, viewer, whose, locale).await?,
        ReportFormat::Xlsx => {
            let (name, gathered) = gather().await?;
            let book = move || {
                let report = gathered.report();
                report::xlsx::group(&report, &report.rows, locale)
            };
            (name, aside("xlsx", book).await?)
        }
        ReportFormat::Json => {
            let (name, gathered) = gather().await?;
            let json = move || report::json::group(&gathered.report()).map(String::into_bytes);
            (name, aside("json", json).await?)
        }
        ReportFormat::Csv => {
            let (file_name, table) = workloads::csv(services, viewer, whose, locale).await?;
            return Ok(Rendered {
                bytes: table.whole().await?,
                media_type: format.media_type(),
                file_name,
            });
        }
    };
    Ok(Rendered::new(services, &name, (kind, format, None), bytes))
}

/// The workbook on all workloads of a group: they are read page by page while it is written.
async fn workbook(
    services: &Services,
    viewer: &Viewer,
    (group, choice): (Group, &Choice),
    locale: Locale,
) -> Result<(String, Vec<u8>), Error> {
    let report = summed::report(services, viewer, group, (0, DUE)).await?;
    let name = report.name.clone();
    let mut tx = services.begin().await?;
    let (_, _, readable) = of_group(&mut tx, viewer, group).await?;
    let chosen = workloads::Chosen::new(services, &mut tx, readable, choice).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    let (to, mut from) = mpsc::channel::<Vec<GroupRow>>(1);
    let written = tokio::task::spawn_blocking(move || {
        let rows = std::iter::from_fn(move || from.blocking_recv()).flatten();
        report::xlsx::group(&report, rows, locale)
    });
    let fed = chosen.feed(to).await;
    let failed = |e: Box<dyn std::error::Error + Send + Sync>| Error::Internal("xlsx", e);
    let written = written.await.map_err(|e| failed(Box::new(e)))?;
    // What could not be read is missing in it.
    fed?;
    Ok((name, written.map_err(|e| failed(Box::new(e)))?))
}

/// What a report is made of: every workload, or sums of all and a few of them.
enum Gathered {
    Every(Box<Material>),
    Summed(Box<GroupReport<'static>>),
}

impl Gathered {
    fn report(self) -> GroupReport<'static> {
        match self {
            Self::Every(material) => material.report(),
            Self::Summed(report) => *report,
        }
    }
}

/// The group's name, and what its report is made of: sums where a document is on all workloads and does not show every one.
async fn gather(
    services: &Services,
    viewer: &Viewer,
    (group, choice): (Group, &Choice),
    (kind, format, locale): (ReportKind, ReportFormat, Locale),
) -> Result<(String, Gathered), Error> {
    let whole = format.has_kinds() && choice.is_all();
    let of = match group {
        Group::Team(_) => GroupKind::Team,
        Group::Organisation => GroupKind::Organisation,
    };
    match shown(kind, of) {
        Some(listed) if whole => {
            let listed = i64::try_from(listed).unwrap_or(i64::MAX);
            let few = (listed, DUE_IN_DOCUMENTS);
            let report = summed::report(services, viewer, group, few).await?;
            Ok((report.name.clone(), Gathered::Summed(Box::new(report))))
        }
        _ => {
            let material = material(services, viewer, (group, choice), (format, locale)).await?;
            Ok((material.name.clone(), Gathered::Every(Box::new(material))))
        }
    }
}
