//! Taking a file back.

use std::collections::BTreeSet;

use domain::{ReadingId, Viewer, WorkloadId, access::Assess};
use serde_json::json;
use store::{findings, readings};

use super::judging;
use crate::{
    Error, Services,
    assessing::{finish, open_for},
    notices, plan,
};

/// Takes a reading back: it says nothing any more. With the last of its series go the series' findings.
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
    let content = readings::content(&mut tx, id, reading).await?;
    let withdrawn = readings::withdraw(&mut tx, &permit, id, reading, services.now()).await?;
    let (series, day) = withdrawn.ok_or(Error::NotFound)?;
    match readings::newest_day(&mut tx, id, &series).await? {
        // Others of the series are left: what they saw counts until a complete run shows that it is gone.
        Some(_) => findings::reopen(&mut tx, &permit, id, (&series, day)).await?,
        None => findings::forget(&mut tx, &permit, id, &series).await?,
    }
    // Before verdicts are written: whoever judges telemetry locks in this order.
    if let Some(content) = content {
        crate::cost::filed(services, &mut tx, id, (day, &content)).await?;
        crate::signals::filed(services, &mut tx, id, content.kind).await?;
    }
    let stood = notices::contradicted(services, &mut tx, id).await?;
    let fulfilled = plan::fulfilled(services, &mut tx, id).await?;
    judging::judge(services, &mut tx, id, None).await?;
    let since = plan::Since {
        by: Some(viewer),
        claimed: &BTreeSet::new(),
        fulfilled: &fulfilled,
        about: None,
    };
    plan::settle(services, &mut tx, id, since).await?;
    notices::tell_contradicted(services, &mut tx, id, &stood).await?;
    let entry = ("reading.withdraw", &*reading.to_string(), json!({}));
    finish(services, tx, viewer, &workload, entry).await
}
