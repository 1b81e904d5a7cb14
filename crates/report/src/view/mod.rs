//! What templates are given: texts in one language and numbers as they are shown. Templates only lay them out.

pub mod audit;
pub mod common;
pub mod executive;
mod figures;
pub mod findings;
mod group;
pub mod heat;
pub mod inventory;
pub mod map;
pub mod method;
pub mod origin;
pub mod pillars;
mod plan;
pub mod risks;
pub mod signals;
pub mod summary;
pub mod versions;
mod workload;

use domain::Locale;

pub use self::{group::GroupView, workload::WorkloadView};
use crate::{
    charts::ChartError,
    model::{GroupReport, WorkloadReport},
};

/// The view of one workload.
pub fn workload(
    report: &WorkloadReport<'_>,
    family: &str,
    locale: Locale,
) -> Result<WorkloadView, ChartError> {
    WorkloadView::new(report, family, locale)
}

/// The view of a team or the organisation.
pub fn group(
    report: &GroupReport<'_>,
    family: &str,
    locale: Locale,
) -> Result<GroupView, ChartError> {
    GroupView::new(report, family, locale)
}
