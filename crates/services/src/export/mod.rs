//! What leaves the console: PDF, CSV, JSON of a workload, a team, the organisation; the framework.

mod group;
mod typesetting;
mod workload;

pub use group::{Group, group_csv, group_json, group_pdf};
pub(crate) use typesetting::Typesetting;
pub use workload::{answers_csv, assessment_json, plan_csv, risks_csv, workload_pdf};

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
