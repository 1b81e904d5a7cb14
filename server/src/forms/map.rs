//! How a map is drawn: parts, calls, what was found, templates. Keys and the pointer send the same forms.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::map::Pin;
use domain::{CallId, PartId, Problem, WorkloadId};
use services::map::{self, Bearing, CallForm, PartForm};
use services::{Error, Services};

use super::submission::{Signed, Submission};
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/workloads/{id}/map/parts", action(post(add)))
        .route("/workloads/{id}/map/parts/{part}", action(post(change)))
        .route("/workloads/{id}/map/parts/{part}/pin", action(post(pin)))
        .route(
            "/workloads/{id}/map/parts/{part}/remove",
            action(post(remove)),
        )
        .route(
            "/workloads/{id}/map/parts/{part}/restore",
            action(post(restore)),
        )
        .route(
            "/workloads/{id}/map/parts/{part}/checks",
            action(post(bearing)),
        )
        .route("/workloads/{id}/map/calls", action(post(connect)))
        .route(
            "/workloads/{id}/map/calls/{call}/remove",
            action(post(erase)),
        )
        .route("/workloads/{id}/map/layout", action(post(lay_out)))
        .route("/workloads/{id}/map/template", action(post(template)))
        .route("/workloads/{id}/map/found", action(post(found)))
        .route("/workloads/{id}/map/undo", action(post(undo)))
}

/// The map as it was seen.
fn back(form: &Submission, id: WorkloadId) -> String {
    form.target("back", &links::workload(id, "/map"))
}

fn part_form(form: &Submission, version: i32) -> PartForm {
    PartForm {
        kind: form.text("kind"),
        layer: form.text("layer"),
        name: form.text("name"),
        note: form.text("note"),
        version,
    }
}

/// Goes on to the new part.
async fn add(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let added = map::add_part(form.services(), &viewer, id, &part_form(&form, 0)).await;
    let page = match &added {
        Ok(part) => format!("{}?part={part}#part-{part}", links::workload(id, "/map")),
        Err(_) => links::workload(id, "/map#add"),
    };
    form.finish(added.map(|_| ()), &page, "map_part_added")
        .await
}

async fn change(
    Ids((id, part)): Ids<(WorkloadId, PartId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = back(&form, id);
    let done = async {
        let sent = part_form(&form, form.version()?);
        map::change_part(form.services(), &viewer, id, part, &sent).await
    };
    let done = done.await;
    form.finish(done, &back, "map_part_saved").await
}

/// A cell, counted from 1; without one the part is laid out by itself again.
fn cell(form: &Submission) -> Result<Option<Pin>, Error> {
    if form.text("column").trim().is_empty() && form.text("row").trim().is_empty() {
        return Ok(None);
    }
    let number = |name: &str, most: u8| -> Result<u8, Error> {
        let number = u8::try_from(form.number(name)?).unwrap_or(0);
        if (1..=most).contains(&number) {
            Ok(number - 1)
        } else {
            Err(Error::field(name, Problem::Number))
        }
    };
    let (column, row) = (number("column", Pin::COLUMNS)?, number("row", Pin::ROWS)?);
    Ok(Pin::new(column, row))
}

async fn pin(
    Ids((id, part)): Ids<(WorkloadId, PartId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = back(&form, id);
    let done = async {
        let (seen, pin) = ((part, form.version()?), cell(&form)?);
        let to = (form.text("layer"), pin);
        map::pin_part(form.services(), &viewer, id, seen, (&to.0, to.1)).await
    };
    let done = done.await;
    form.finish(done, &back, "map_part_moved").await
}

async fn remove(
    Ids((id, part)): Ids<(WorkloadId, PartId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = back(&form, id);
    let done = async {
        let seen = (part, form.version()?);
        map::remove_part(form.services(), &viewer, id, seen).await
    };
    let done = done.await;
    form.finish(done, &back, "map_part_removed").await
}

async fn restore(
    Ids((id, part)): Ids<(WorkloadId, PartId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = back(&form, id);
    let done = map::restore_part(form.services(), &viewer, id, part).await;
    form.finish(done, &back, "map_part_restored").await
}

async fn bearing(
    Ids((id, part)): Ids<(WorkloadId, PartId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = back(&form, id);
    let done = async {
        let check = form.parsed("check")?;
        let says = match form.text("says").as_str() {
            "sits" => Bearing::Sits,
            "elsewhere" => Bearing::Elsewhere,
            "usual" => Bearing::Usual,
            _ => return Err(Error::field("says", Problem::Choice)),
        };
        map::set_bearing(form.services(), &viewer, id, (part, &check), says).await
    };
    let done = done.await;
    form.finish(done, &back, "map_bearing_saved").await
}

async fn connect(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = back(&form, id);
    let sent = CallForm {
        from: form.text("from"),
        to: form.text("to"),
        kind: form.text("kind"),
    };
    let done = map::add_call(form.services(), &viewer, id, &sent).await;
    form.finish(done, &back, "map_call_added").await
}

async fn erase(
    Ids((id, call)): Ids<(WorkloadId, CallId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = back(&form, id);
    let done = map::remove_call(form.services(), &viewer, id, call).await;
    form.finish(done, &back, "map_call_removed").await
}

async fn lay_out(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = back(&form, id);
    let done = map::lay_out(form.services(), &viewer, id).await;
    form.finish(done, &back, "map_laid_out").await
}

async fn template(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = back(&form, id);
    let chosen = form.data.list("template");
    let locale = form.sender.identity.locale;
    let done = map::apply_templates(form.services(), &viewer, id, &chosen, locale).await;
    form.finish(done, &back, "map_template_drawn").await
}

async fn undo(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = back(&form, id);
    let done = async {
        let step = form.parsed("step")?;
        map::take_back(form.services(), &viewer, id, step).await
    };
    let done = done.await;
    form.finish(done, &back, "map_undone").await
}

/// Accepts, ignores or proposes again; one component where it is named, else all that wait.
async fn found(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = back(&form, id);
    match decided(form.services(), &viewer, id, &form).await {
        Ok((code, count)) => {
            let values = BTreeMap::from([("count".to_owned(), count.to_string())]);
            form.sender.done(&back, code, values).await
        }
        Err(error) => form.failed(error, &back).await,
    }
}

async fn decided(
    services: &Services,
    viewer: &domain::Viewer,
    id: WorkloadId,
    form: &Submission,
) -> Result<(&'static str, u32), Error> {
    let only = match form.text("component").trim() {
        "" => None,
        _ => Some(form.parsed("component")?),
    };
    match (form.text("decision").as_str(), only) {
        ("accept", only) => {
            let part = match form.text("part").trim() {
                "" => None,
                // All of it as one part makes no sense.
                _ if only.is_none() => return Err(Error::field("part", Problem::Choice)),
                _ => Some(form.parsed("part")?),
            };
            let count = map::accept_found(services, viewer, id, only, part).await?;
            Ok(("map_found_accepted", count))
        }
        ("ignore", only) => {
            let count = map::ignore_found(services, viewer, id, only).await?;
            Ok(("map_found_ignored", count))
        }
        ("again", Some(component)) => {
            map::propose_again(services, viewer, id, component).await?;
            Ok(("map_found_again", 1))
        }
        _ => Err(Error::field("decision", Problem::Choice)),
    }
}
