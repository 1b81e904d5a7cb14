//! The inventory: what telemetry named, unreviewed until a person says what it is.

use domain::{
    ComponentId, Problem, Remark, Viewer, WorkloadId, access::Assess, evidence::Component,
    views::signals::ComponentStanding,
};
use serde_json::json;
use store::{Tx, components, signals::workloads};
use telemetry::Intake;
use uuid::Uuid;

use crate::{
    Error, Services,
    assessing::{finish, open_for},
};

/// Where components of telemetry come from, as the table has it.
const TELEMETRY: &str = "telemetry";

/// Notes the components that batches named.
pub(super) async fn see(
    services: &Services,
    tx: &mut Tx,
    workload: WorkloadId,
    intake: &Intake,
) -> Result<(), Error> {
    let seen: Vec<&Component> = intake.components.iter().collect();
    keep(services, tx, workload, TELEMETRY, &seen).await
}

/// Notes the components of a file or of telemetry.
pub(crate) async fn keep(
    services: &Services,
    tx: &mut Tx,
    workload: WorkloadId,
    origin: &str,
    seen: &[&Component],
) -> Result<(), Error> {
    if seen.is_empty() {
        return Ok(());
    }
    let rows: Vec<(Uuid, &Component)> = seen.iter().map(|one| (services.new_id(), *one)).collect();
    Ok(components::see(tx, workload, origin, &rows, services.now()).await?)
}

/// Says what a component is.
///
/// # Errors
/// [`Error::Stale`] where somebody was faster or it is not there; [`Error::Invalid`] where a refusal has no reason;
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn review_component(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    (component, version): (ComponentId, i32),
    standing: ComponentStanding,
    remark: &str,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let remark = Remark::parse(remark).map_err(|e| Error::field("remark", Problem::Text(e)))?;
    if standing == ComponentStanding::Refused && remark.as_str().is_empty() {
        return Err(Error::field(
            "remark",
            Problem::Text(domain::TextError::Required),
        ));
    }
    let said = (standing, remark.as_str());
    if !components::review(
        &mut tx,
        &permit,
        id,
        (component, version),
        said,
        services.now(),
    )
    .await?
    {
        return Err(Error::Stale);
    }
    workloads::ask(&mut tx, id, services.now()).await?;
    let details = json!({ "standing": standing, "remark": remark });
    let entry = ("component.review", &*component.to_string(), details);
    finish(services, tx, viewer, &workload, entry).await
}
