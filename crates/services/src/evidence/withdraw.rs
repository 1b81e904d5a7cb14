//! Taking a file back.

use domain::{ReadingId, Viewer, WorkloadId, access::Assess};
use serde_json::json;
use store::{findings, readings};

use super::judging;
use crate::{
    Error, Services,
    assessing::{finish, open_for},
};

/// Takes a reading back, with the findings that were last seen in it: it says nothing any more.
///
/// # Errors
/// [`Error::NotFound`] where it is not there or was taken back already; [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn withdraw_reading(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    reading: ReadingId,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let series = readings::withdraw(&mut tx, &permit, id, reading, services.now()).await?;
    series.ok_or(Error::NotFound)?;
    findings::forget(&mut tx, &permit, id, reading).await?;
    judging::judge(services, &mut tx, id, None).await?;
    let entry = ("reading.withdraw", &*reading.to_string(), json!({}));
    finish(services, tx, viewer, &workload, entry).await
}
