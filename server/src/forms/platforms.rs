//! Shared services: subscriptions, own answers in their place, and what is offered.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::{CriterionId, WorkloadId};
use services::platforms::{self, OfferForm, OwnForm};

use super::submission::Signed;
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/workloads/{id}/platforms", post(subscribe))
        .route(
            "/workloads/{id}/platforms/{platform}/unsubscribe",
            action(post(unsubscribe)),
        )
        .route(
            "/workloads/{id}/inherited/{criterion}/own",
            action(post(own)),
        )
        .route(
            "/workloads/{id}/inherited/{criterion}/again",
            action(post(again)),
        )
        .route("/workloads/{id}/offer", post(offer))
        .route("/workloads/{id}/offer/{consumer}/end", action(post(end)))
}

fn page(id: WorkloadId) -> String {
    links::workload(id, "/platforms")
}

async fn subscribe(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let platform = form.parsed::<WorkloadId>("platform")?;
        platforms::subscribe(form.services(), &viewer, id, platform).await
    };
    let done = done.await;
    form.finish(done, &page(id), "platform_subscribed").await
}

async fn unsubscribe(
    Ids((id, platform)): Ids<(WorkloadId, WorkloadId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = platforms::unsubscribe(form.services(), &viewer, id, platform).await;
    form.finish(done, &page(id), "platform_unsubscribed").await
}

async fn own(
    Ids((id, criterion)): Ids<(WorkloadId, CriterionId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = form.target("back", &page(id));
    let sent = OwnForm {
        state: form.text("state"),
        own_reason: form.text("own_reason"),
        reason: form.text("reason"),
    };
    let done =
        platforms::answer_for_ourselves(form.services(), &viewer, id, &criterion, &sent).await;
    form.finish(done, &back, "answered_ourselves").await
}

async fn again(
    Ids((id, criterion)): Ids<(WorkloadId, CriterionId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let back = form.target("back", &page(id));
    let done = async {
        let version = form.version()?;
        platforms::inherit_again(form.services(), &viewer, id, &criterion, version).await
    };
    let done = done.await;
    form.finish(done, &back, "inherited_again").await
}

async fn offer(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let sent = OfferForm {
            checks: form.data.list("checks"),
            criteria: form.data.list("criteria"),
            version: form.version()?,
        };
        platforms::set_offer(form.services(), &viewer, id, &sent).await
    };
    let done = done.await;
    form.finish(done, &links::workload(id, "/offer"), "offer_saved")
        .await
}

async fn end(
    Ids((id, consumer)): Ids<(WorkloadId, WorkloadId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let reason = form.text("reason");
    let done = platforms::end_subscription(form.services(), &viewer, id, consumer, &reason).await;
    let back = links::workload(id, "/offer#consumers");
    form.finish(done, &back, "subscription_ended").await
}
