//! The questionnaire: one check of a workload at a time.
//!
//! Without script one plain form; with it every change saves itself (`desk`), and the numbers follow at once.

mod api;
mod desk;
mod lines;
mod sheet;
mod view;

use domain::{CheckId, WorkloadId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;

use crate::error::AppError;
use crate::href;
use crate::load::{loaded, resource, use_part};

/// One check with its criteria, proof and notes.
#[component]
pub fn CheckPage() -> impl IntoView {
    let (id, check) = (use_part::<WorkloadId>("id"), use_part::<CheckId>("check"));
    let page = resource(
        move || (id.get(), check.get()),
        |(id, check)| api::load_check(id, check),
    );
    loaded(page, view::draw)
}

/// Goes on to the first check with something open.
#[component]
pub fn FirstOpenCheck() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let found = resource(
        move || id.get(),
        |id| async move {
            let check = api::first_open_check(id).await?;
            Ok::<_, AppError>((id.ok_or(AppError::NotFound)?, check))
        },
    );
    loaded(found, |(id, check)| {
        // Going back must not come here again.
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        view! { <Redirect path=href::question(id, &check) options=options /> }.into_any()
    })
}
