//! Reports on one workload's open assessment.

use std::collections::BTreeMap;

use domain::{
    AssessmentId, Evaluation, Locale, Viewer, WorkloadId,
    access::Read,
    evidence::ComponentKind,
    views::{
        evidence::VerdictRow,
        reports::{ReportFormat, ReportKind},
        signals::ComponentStanding,
    },
};
use report::{
    WorkloadReport,
    csv::Part,
    model::{
        ActionState, AnswerRow, Assessment, AttestationRow, ComponentLine, EvidenceKind,
        EvidenceRow, FileRow, Findings, History, Origin, PlanOverlay, RiskTreatment, SeriesLine,
        Signals, Treatment, VerdictLine, Workload,
    },
};
use store::{
    PgConnection, StoreError, Tx, answers, answers::Stored, answers::StoredNote, components,
    decisions, proof::Source, readings,
};
use time::OffsetDateTime;

use super::{Coming, Page, Pages, Rendered, Table, aside, history, origin, page};
use crate::{
    Error, Services, basis::Basis, evidence, evidence::Beside, results, rules::Numbers, signals,
};

/// Everything that a report on a workload tells, owned, so that it can move to another thread.
pub(super) struct Material {
    framework: &'static domain::Framework,
    pub(super) basis: Basis,
    evaluation: Evaluation,
    verdicts: Vec<VerdictLine>,
    files: Vec<FileRow>,
    findings: Findings,
    signals: Signals,
    inventory: Vec<ComponentLine>,
    series: Vec<SeriesLine>,
    notes: Vec<StoredNote>,
    actions: Vec<decisions::ActionState>,
    history: History,
    origin: Origin,
    at: OffsetDateTime,
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
async fn around(
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

/// The assessment document of a workload's numbers, made in the caller's transaction.
pub(crate) async fn document(
    services: &Services,
    db: &mut PgConnection,
    numbers: (Basis, Evaluation),
) -> Result<String, Error> {
    let material = around(services, db, numbers, Depth::Numbers).await?;
    report::json::assessment(&material.report()).map_err(|e| Error::Internal("json", Box::new(e)))
}

impl Material {
    pub(super) fn report(&self) -> WorkloadReport<'_> {
        let w = &self.basis.workload;
        WorkloadReport {
            framework: self.framework,
            rubric: &self.basis.rubric,
            workload: Workload {
                id: w.id,
                name: w.name.clone(),
                description: w.description.clone(),
                team: w.team_name.clone(),
                tier: w.tier,
                profile: w.profile.clone(),
            },
            assessment: Assessment {
                id: w.assessment.id,
                state: w.assessment.state,
                milestone: None,
            },
            input_hash: self.basis.input_hash(),
            generated_at: self.at,
            inputs: &self.basis.inputs,
            evaluation: &self.evaluation,
            answers: self.basis.answers.iter().map(|a| self.answer(a)).collect(),
            notes: self
                .notes
                .iter()
                .filter(|n| !n.text.is_empty())
                .map(|n| (n.check.clone(), n.text.clone()))
                .collect(),
            evidence: self.evidence(),
            files: self.files.clone(),
            attestations: self.attestations(),
            verdicts: self.verdicts.clone(),
            findings: self.findings.clone(),
            signals: self.signals.clone(),
            inventory: self.inventory.clone(),
            treatments: self.treatments(),
            plan: self
                .actions
                .iter()
                .map(|a| (a.criterion.clone(), overlay(a)))
                .collect(),
            history: self.history.clone(),
            origin: self.origin.clone(),
            map: None,
        }
    }

    fn answer(&self, a: &Stored) -> AnswerRow {
        let mark = self.basis.inputs.answers.get(&a.criterion);
        AnswerRow {
            criterion: a.criterion.clone(),
            state: a.answer.state(),
            reason: a.answer.reason(),
            reason_text: a.answer.reason_text().map(str::to_owned),
            provenance: a.provenance,
            proven: mark.is_some_and(|m| m.proven),
            conflict: mark.is_some_and(|m| m.conflict),
            version: a.version,
            answered_by: a.by_name.clone(),
            answered_at: a.at,
            proof: self.basis.standing.get(&a.criterion).copied(),
            inherited_from: a.source.as_ref().map(|platform| platform.name.clone()),
            own_reason: a.own_reason.clone(),
        }
    }

    fn evidence(&self) -> Vec<EvidenceRow> {
        let row = |e: &store::proof::Evidence| EvidenceRow {
            title: e.title.clone(),
            kind: if matches!(e.source, Source::Link { .. }) {
                EvidenceKind::Link
            } else {
                EvidenceKind::File
            },
            sha256: e.sha256.clone(),
            effective: e.dates.effective,
            valid_until: e.dates.valid_until,
            criteria: e.criteria.clone(),
        };
        self.basis.evidence.iter().map(row).collect()
    }

    fn attestations(&self) -> Vec<AttestationRow> {
        let row = |a: &store::proof::Attestation| AttestationRow {
            criterion: a.criterion.clone(),
            statement: a.statement.clone(),
            by: a.by_name.clone(),
            at: a.at,
        };
        self.basis.attestations.iter().map(row).collect()
    }

    fn treatments(&self) -> BTreeMap<domain::RiskId, RiskTreatment> {
        self.basis
            .treatments
            .iter()
            .filter_map(|t| Some((t.risk.clone(), treatment(t)?)))
            .collect()
    }
}

fn file(read: readings::Stored) -> FileRow {
    let tool = &read.content.tool;
    let version = tool.version.as_ref().map(ToString::to_string);
    FileRow {
        kind: read.content.kind.code().to_owned(),
        tool: [tool.name.to_string(), version.unwrap_or_default()]
            .join(" ")
            .trim()
            .to_owned(),
        file_name: read.file_name,
        sha256: read.sha256,
        day: read.day,
        received_at: read.received_at,
        sender: read.sender,
    }
}

/// A component for a report.
fn component(stored: components::Stored) -> ComponentLine {
    let version = stored.content.version.as_ref();
    ComponentLine {
        kind: stored.content.kind,
        name: stored.content.name.to_string(),
        version: version.map(ToString::to_string),
        standing: stored.standing,
        reviewed: stored.by_name.map(|name| (stored.remark, name)),
        origin: stored.origin,
        first_at: stored.first_at,
        last_at: stored.last_at,
    }
}

fn verdict(row: VerdictRow, window: Option<u16>) -> VerdictLine {
    let verdict = row.verdict;
    VerdictLine {
        rule: row.rule,
        criterion: row.criterion,
        outcome: verdict.outcome,
        standing: row.standing,
        quotes: verdict.quotes,
        names: verdict.names,
        tools: verdict.tools,
        period: verdict.from.zip(verdict.to),
        fresh_until: verdict.fresh_until,
        telemetry: row.telemetry,
        window,
        decided: row.decided,
    }
}

/// A decision for a report.
pub(super) fn treatment(t: &decisions::Treatment) -> Option<RiskTreatment> {
    let treatment = match t.treatment.as_str() {
        "mitigate" => Treatment::Mitigate,
        "accept" => Treatment::Accept,
        "transfer" => Treatment::Transfer,
        "avoid" => Treatment::Avoid,
        _ => return None,
    };
    Some(RiskTreatment {
        rejected: t.rejected.is_some(),
        treatment,
        owner: t.owner.as_ref().map(|(_, name)| name.clone()),
        asked_by: t.asked_by.as_ref().map(|(_, name)| name.clone()),
        accepted_by: t.approved_by.clone(),
        expires_on: t.expires_on,
        note: t.note.clone(),
    })
}

fn overlay(a: &decisions::ActionState) -> PlanOverlay {
    let state = match a.state.as_str() {
        "in_progress" => ActionState::InProgress,
        "done" => ActionState::Done,
        "dropped" => ActionState::Dropped,
        _ => ActionState::Open,
    };
    PlanOverlay {
        state,
        owner: a.owner.as_ref().map(|(_, name)| name.clone()),
        due: a.due_on,
    }
}

/// The report on a workload.
pub(super) async fn render(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    (kind, format): (ReportKind, ReportFormat),
    locale: Locale,
) -> Result<Rendered, Error> {
    let depth = match format {
        ReportFormat::Csv | ReportFormat::Json => Depth::Numbers,
        ReportFormat::Xlsx => Depth::Workbook,
        ReportFormat::Pdf | ReportFormat::Html => Depth::Report(kind),
    };
    let material = material(services, viewer, id, depth).await?;
    let name = material.basis.workload.name.clone();
    let bytes = match format {
        ReportFormat::Pdf => {
            let map = crate::map::map_page(services, viewer, id, locale, None).await?;
            let set = move |fonts: &_| {
                let mut report = material.report();
                report.map = Some(map);
                report::pdf::workload(fonts, &report, kind, locale)
            };
            services.typesetting.run(set).await?
        }
        ReportFormat::Html => {
            let map = crate::map::map_page(services, viewer, id, locale, None).await?;
            aside("html", move || {
                let mut report = material.report();
                report.map = Some(map);
                report::html::workload(&report, kind, locale).map(String::into_bytes)
            })
            .await?
        }
        ReportFormat::Xlsx => {
            aside("xlsx", move || {
                report::xlsx::workload(&material.report(), &material.series, locale)
            })
            .await?
        }
        ReportFormat::Csv => report::csv::answers(&material.report(), locale)
            .map_err(|e| Error::Internal("csv", Box::new(e)))?,
        ReportFormat::Json => json(&material)?,
    };
    let table = (format == ReportFormat::Csv).then_some("answers");
    Ok(Rendered::new(services, &name, (kind, format, table), bytes))
}

fn json(material: &Material) -> Result<Vec<u8>, Error> {
    report::json::assessment(&material.report())
        .map(String::into_bytes)
        .map_err(|e| Error::Internal("json", Box::new(e)))
}

/// An assessment as JSON, in the format that other software relies on.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn assessment_json(
    services: &Services,
    viewer: &Viewer,
    id: AssessmentId,
) -> Result<Vec<u8>, Error> {
    let mut tx = services.begin().await?;
    let workload = store::workloads::of_assessment(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    drop(tx);
    let mut material = material(services, viewer, workload, Depth::Numbers).await?;
    if material.basis.inputs.has_own_plan() {
        // Other software computes the plan again, from the framework's efforts and order.
        let inputs = material.basis.inputs.by_specification();
        material.evaluation = domain::evaluate(&material.basis.rubric, &inputs);
    }
    if material.basis.workload.assessment.id != id {
        return Err(Error::NotFound);
    }
    json(&material)
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $table:path;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// [`Error::NotFound`] where it may not be read.
        #[tracing::instrument(skip_all)]
        pub async fn $name(services: &Services, viewer: &Viewer, id: WorkloadId, locale: Locale) -> Result<Table, Error> {
            let material = material(services, viewer, id, Depth::Numbers).await?;
            let written = $table(&material.report(), locale).map_err(|e| Error::Internal("csv", Box::new(e)))?;
            Ok(Table::of(written))
        }
    )*};
}

tables! {
    /// A workload's criteria as CSV: one row a criterion in scope.
    answers_csv = report::csv::answers;
    /// A workload's risks as CSV.
    risks_csv = report::csv::risks;
    /// A workload's plan as CSV.
    plan_csv = report::csv::plan;
    /// What rules say of a workload as CSV, with the deciding figures as numbers.
    verdicts_csv = report::csv::verdicts;
}

/// What of the inventory is asked for, as the address says it; what makes no sense is left out.
#[derive(Clone, Debug, Default)]
pub struct InventoryQuery {
    /// A kind of component.
    pub kind: String,
    /// What a person says of it.
    pub standing: String,
}

impl InventoryQuery {
    /// Whether a component is asked for.
    fn takes(&self) -> impl Fn(&components::Stored) -> bool + use<> {
        let kind: Option<ComponentKind> = serde_json::from_value(self.kind.as_str().into()).ok();
        let standing: Option<ComponentStanding> = self.standing.parse().ok();
        move |row| {
            kind.is_none_or(|kind| kind == row.content.kind)
                && standing.is_none_or(|standing| standing == row.standing)
        }
    }
}

/// What telemetry and files named as parts of a workload as CSV, by kind and name.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn inventory_csv(
    services: &Services,
    viewer: &Viewer,
    (id, locale): (WorkloadId, Locale),
    query: &InventoryQuery,
) -> Result<Table, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id).await?;
    viewer.permit::<Read>(stored.ok_or(Error::NotFound)?.team)?;
    drop(tx);
    let rows = Components {
        services: services.clone(),
        of: (id, query.clone()),
        after: None,
        locale,
    };
    Ok(Table::new(rows, i64::MAX))
}

struct Components {
    services: Services,
    of: (WorkloadId, InventoryQuery),
    /// Kind and name of the last component that was read.
    after: Option<(String, String)>,
    locale: Locale,
}

impl Pages for Components {
    fn next(&mut self, part: Part, rows: i64) -> Coming<'_> {
        Box::pin(self.page(part, rows))
    }
}

impl Components {
    async fn page(&mut self, part: Part, rows: i64) -> Result<Page, Error> {
        let (id, query) = &self.of;
        let mut tx = self.services.begin().await?;
        let after = (self.after.as_ref(), rows);
        let (found, last) = components::following(&mut tx, *id, after).await?;
        tx.commit().await.map_err(StoreError::from)?;
        let (takes, locale) = (query.takes(), self.locale);
        self.after = last;
        page(found.len(), move || {
            let rows = found.into_iter().filter(takes);
            let rows: Vec<_> = rows.map(component).collect();
            report::csv::inventory(&rows, (part, locale))
        })
        .await
    }
}
