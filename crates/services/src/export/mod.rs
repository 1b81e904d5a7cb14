//! What leaves the console: PDF, HTML, XLSX, CSV, JSON of a workload, a team, the organisation; the framework.

mod chosen;
mod group;
mod history;
mod inventory;
mod material;
mod model;
mod origin;
mod render;
mod summed;
mod table;
mod typesetting;
mod workload;
mod workloads;

pub use crate::{evidence::findings_csv, signals::signals_csv};
pub use domain::views::reports::{Choice, ReportFormat, ReportKind, Subject};
pub use group::Group;
pub use inventory::{InventoryQuery, inventory_csv};
pub use render::{Rendered, csv, render};
pub use table::Table;
pub(crate) use table::{Page, Paged, page};
pub(crate) use typesetting::Typesetting;
use typesetting::aside;
pub(crate) use workload::document;
pub use workload::{answers_csv, assessment_json, plan_csv, risks_csv, verdicts_csv};

use domain::AssessmentId;

use crate::{Error, Services};

/// The built-in framework as JSON.
///
/// # Errors
/// When it can't be written as JSON; only a broken build gets there.
pub fn framework_json(services: &Services) -> Result<Vec<u8>, Error> {
    report::json::framework(services.framework)
        .map(String::into_bytes)
        .map_err(|e| Error::Internal("framework", Box::new(e)))
}

/// The ids of all open assessments of workloads that are not archived, for an administrator's command line.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators.
pub async fn assessments(
    services: &Services,
    viewer: &domain::Viewer,
) -> Result<Vec<AssessmentId>, Error> {
    viewer.administer()?;
    let mut tx = services.begin().await?;
    Ok(store::workloads::open_assessments(&mut tx).await?)
}
