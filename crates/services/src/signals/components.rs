//! The inventory: what telemetry named, unreviewed until a person says what it is.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ComponentId, Problem, Remark, Viewer, WorkloadId,
    access::Assess,
    evidence::{Component, ComponentKind, Label},
    views::signals::ComponentStanding,
};
use serde_json::json;
use store::{Tx, components, signals::workloads};
use telemetry::{mapping::label_of, series::Series};
use uuid::Uuid;

use super::{page::signal, series::OWN};
use crate::{
    Error, Services,
    assessing::{finish, open_for},
};

/// Labels that name the model, the preferred first.
const MODEL: [&str; 4] = [
    "model_name",
    "model",
    "gen_ai.response.model",
    "gen_ai.request.model",
];
/// Labels that name the service.
const SERVICE: [&str; 1] = ["service.name"];
/// What senders write where they have no name, as SDKs begin it.
const NOBODY: &str = "unknown";

/// Notes the components that batches named, and those that labels of their new series did.
pub(super) async fn see(
    services: &Services,
    tx: &mut Tx,
    workload: WorkloadId,
    named: &[Component],
    of_series: &[Component],
) -> Result<(), Error> {
    // At once: two transactions that note the same in another order would wait for each other.
    let seen: Vec<&Component> = named.iter().chain(of_series).collect();
    keep(services, tx, workload, components::TELEMETRY, &seen).await
}

/// What the labels of new series name: services, and models where the mapping knows the series; elsewhere `model` may be
/// that of a disk. Series that the console made itself of spans tell nothing more than these.
pub(super) fn of_series<'s>(series: impl Iterator<Item = &'s Series>) -> Vec<Component> {
    let mut named: BTreeSet<(ComponentKind, &str)> = BTreeSet::new();
    for one in series.filter(|one| !one.name().as_str().starts_with(OWN)) {
        let first = |names: &[&str]| {
            let label = |name: &str| one.labels().get(name);
            let values = names.iter().filter_map(|name| label_of(name, label));
            values.map(str::trim).find(|value| says(value))
        };
        if signal(one.name().as_str()).is_some() {
            named.extend(first(&MODEL).map(|name| (ComponentKind::Model, name)));
        }
        named.extend(first(&SERVICE).map(|name| (ComponentKind::Service, name)));
    }
    let component = |(kind, name): (ComponentKind, &str)| Component {
        kind,
        name: Label::clip(name),
        version: None,
        digests: Vec::new(),
        source: None,
        attributes: BTreeMap::new(),
    };
    named.into_iter().map(component).collect()
}

/// What tools write where they have no value says nothing.
fn says(value: &str) -> bool {
    let nothing = ["", "none", "null", "nil", "default", "-"];
    let lower = value.to_ascii_lowercase();
    !nothing.contains(&lower.as_str()) && !lower.starts_with(NOBODY)
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

#[cfg(test)]
mod tests {
    use telemetry::{Limits, prometheus::exposition};

    use super::*;

    #[test]
    fn models_and_services_are_named_by_labels_of_either_world() {
        let page = concat!(
            "gen_ai_client_operation_duration_seconds_count{gen_ai_request_model=\"m-large\",service_name=\"shop\"} 3\n",
            "vllm:num_requests_running{model_name=\"qwen\"} 1\n",
            "disk_free{model=\"ST4000\",service_name=\"unknown_service\"} 1\n",
        );
        let read = exposition::read(page.as_bytes(), 1_700_000_000_000, &Limits::default());
        let named = of_series(read.unwrap().series.iter());
        let mut named: Vec<_> = named
            .iter()
            .map(|one| (one.name.as_str(), one.kind))
            .collect();
        named.sort_unstable();
        assert_eq!(
            named,
            [
                ("m-large", ComponentKind::Model),
                ("qwen", ComponentKind::Model),
                ("shop", ComponentKind::Service)
            ]
        );
    }
}
