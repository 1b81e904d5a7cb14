//! Reports on one workload's open assessment.

use domain::{
    AssessmentId, Evaluation, Locale, Viewer, WorkloadId,
    views::reports::{ReportFormat, ReportKind},
};
use store::PgConnection;

use super::{
    Rendered, Table, aside,
    material::{Depth, Material, around, material},
};
use crate::{Error, Services, basis::Basis};

/// The assessment document of a workload's numbers, made in the caller's transaction.
pub(crate) async fn document(
    services: &Services,
    db: &mut PgConnection,
    numbers: (Basis, Evaluation),
) -> Result<String, Error> {
    let material = around(services, db, numbers, Depth::Numbers).await?;
    report::json::assessment(&material.report()).map_err(|e| Error::Internal("json", Box::new(e)))
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
