//! What a report on one workload is made of, as deep as it needs it.

use domain::{Evaluation, Locale, Viewer, WorkloadId, access::Read, views::reports::ReportKind};
use report::model::{
    ComponentLine, FileRow, Findings, History, Origin, SeriesLine, Signals, VerdictLine,
};
use store::{PgConnection, Tx, answers, answers::StoredNote, components, decisions, readings};
use time::OffsetDateTime;

use super::{
    history,
    inventory::component,
    model::{file, verdict},
    origin,
};
use crate::{
    Error, Services, basis::Basis, evidence, evidence::Beside, results, rules::Numbers, signals,
};

/// Everything that a report on a workload tells, owned, so that it can move to another thread.
pub(super) struct Material {
    pub(super) framework: &'static domain::Framework,
    pub(super) basis: Basis,
    pub(super) evaluation: Evaluation,
    pub(super) verdicts: Vec<VerdictLine>,
    pub(super) files: Vec<FileRow>,
    pub(super) findings: Findings,
    pub(super) signals: Signals,
    pub(super) inventory: Vec<ComponentLine>,
    pub(super) series: Vec<SeriesLine>,
    pub(super) notes: Vec<StoredNote>,
    pub(super) actions: Vec<decisions::ActionState>,
    pub(super) history: History,
    pub(super) origin: Origin,
    pub(super) at: OffsetDateTime,
}

/// How much of what other tools and telemetry say is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Nothing: the numbers suffice.
    Numbers,
    /// What a report for people shows.
    Report(ReportKind),
    /// All there is.
    Workbook,
}

/// Open findings in a team's report; its table and the workbook have all.
const OPEN_FINDINGS: i64 = 40;
/// Findings in an auditor's report.
const ALL_FINDINGS: i64 = 2_000;
/// Entries of the change log in an auditor's report; the rest is counted.
const LOGGED: i64 = 2_000;
/// Charts of signals in a report.
const CHARTS: usize = 24;
/// Findings in a workbook, as in the table, and entries of the change log.
const IN_A_TABLE: i64 = 100_000;

pub(super) async fn material(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    depth: Depth,
) -> Result<Material, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    let mut material = around(services, &mut tx, (basis, evaluation), depth).await?;
    if let Depth::Report(ReportKind::Team | ReportKind::Auditor) = depth {
        material.signals.charts = charts(services, &mut tx, id, &material.verdicts).await?;
    }
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(material)
}

/// What rules with a verdict look at; first what a person should look at first.
async fn charts(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    verdicts: &[VerdictLine],
) -> Result<Vec<(domain::RuleId, domain::views::signals::SignalChart)>, Error> {
    let mut judged: Vec<_> = verdicts.iter().filter(|line| line.telemetry).collect();
    judged.sort_by(|a, b| (a.standing, &a.rule).cmp(&(b.standing, &b.rule)));
    judged.dedup_by(|a, b| a.rule == b.rule);
    let all = &services.framework.rules;
    let rules = judged
        .into_iter()
        .filter_map(|line| all.iter().find(|rule| rule.id == line.rule));
    let rules: Vec<_> = rules.take(CHARTS).collect();
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    signals::drawn_charts(services, tx, id, &rules).await
}

/// The numbers of a workload with all that a report tells besides.
pub(super) async fn around(
    services: &Services,
    db: &mut PgConnection,
    (basis, evaluation): (Basis, Evaluation),
    depth: Depth,
) -> Result<Material, Error> {
    let notes = answers::notes(db, basis.workload.assessment.id).await?;
    let actions = decisions::actions(db, basis.workload.id).await?;
    let (findings, signals) = outside(services, db, basis.workload.id, depth).await?;
    let files = match depth {
        Depth::Report(ReportKind::Auditor) | Depth::Workbook => {
            readings::list(db, basis.workload.id).await?
        }
        _ => Vec::new(),
    };
    let series = match depth {
        Depth::Workbook => signals::all_series(services, db, basis.workload.id).await?,
        _ => Vec::new(),
    };
    let inventory = match depth {
        Depth::Report(ReportKind::Team | ReportKind::Auditor) | Depth::Workbook => {
            components::list(db, basis.workload.id).await?
        }
        _ => Vec::new(),
    };
    let numbers = Numbers::read(db).await?;
    let origin = origin::of_workload(db, &basis.workload).await?;
    let logged = match depth {
        Depth::Report(ReportKind::Auditor) => LOGGED,
        Depth::Workbook => IN_A_TABLE,
        _ => 0,
    };
    let history = history::of_workload(db, basis.workload.id, (&origin, logged)).await?;
    let beside = Beside {
        services,
        workload: &basis.workload,
        answers: &basis.answers,
        verdicts: &basis.verdicts,
    };
    // The rows' language is not told.
    let verdicts = beside.rows(Locale::default());
    let window = |rule: &domain::RuleId| {
        let rule = services.framework.rules.iter().find(|one| one.id == *rule);
        rule.and_then(|rule| numbers.of(rule)).map(|of| of.days)
    };
    let verdicts = verdicts.into_iter().map(|row| {
        let window = window(&row.rule);
        verdict(row, window)
    });
    Ok(Material {
        verdicts: verdicts.collect(),
        framework: services.framework,
        basis,
        evaluation,
        files: files.into_iter().map(file).collect(),
        findings,
        signals,
        inventory: inventory.into_iter().map(component).collect(),
        series,
        notes,
        actions,
        history,
        origin,
        at: services.now(),
    })
}

async fn outside(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    depth: Depth,
) -> Result<(Findings, Signals), Error> {
    let (rows, whole) = match depth {
        Depth::Numbers => return Ok((Findings::default(), Signals::default())),
        Depth::Report(ReportKind::Executive) => (0, false),
        Depth::Report(ReportKind::Team) => (OPEN_FINDINGS, false),
        Depth::Report(ReportKind::Auditor) => (ALL_FINDINGS, true),
        Depth::Workbook => (IN_A_TABLE, true),
    };
    let findings = evidence::findings_of(services, db, id, (whole, rows)).await?;
    let signals = signals::in_report(services, db, id).await?;
    Ok((findings, signals))
}
