//! Reports as one HTML file: no script, no request, styles and charts inside, for screens of both schemes and for paper.
//!
//! The values are those of the PDF: both draw the same views.

mod audit;
mod executive;
mod group;
mod page;
mod parts;
mod workload;
mod write;

use domain::{Locale, views::reports::ReportKind};

use crate::{
    charts::ChartError,
    model::{GroupReport, WorkloadReport},
    view,
};

/// Browsers choose the font of charts themselves.
const FAMILY: &str = "sans-serif";

/// The report on one workload.
///
/// # Errors
/// When a chart can't be drawn.
pub fn workload(
    report: &WorkloadReport<'_>,
    kind: ReportKind,
    locale: Locale,
) -> Result<String, ChartError> {
    Ok(match kind {
        ReportKind::Executive => {
            executive::draw(&view::executive::workload(report, FAMILY, locale)?, locale)
        }
        ReportKind::Team => workload::draw(&view::workload(report, FAMILY, locale)?, locale),
        ReportKind::Auditor => audit::draw(&view::audit::workload(report, FAMILY, locale), locale),
    })
}

/// The report on a team, the organisation or chosen workloads of the two.
///
/// # Errors
/// When a chart can't be drawn.
pub fn group(
    report: &GroupReport<'_>,
    kind: ReportKind,
    locale: Locale,
) -> Result<String, ChartError> {
    Ok(match kind {
        ReportKind::Executive => {
            executive::draw(&view::executive::group(report, FAMILY, locale)?, locale)
        }
        ReportKind::Team => group::draw(&view::group(report, FAMILY, locale)?, locale),
        ReportKind::Auditor => audit::draw(&view::audit::group(report, FAMILY, locale), locale),
    })
}
