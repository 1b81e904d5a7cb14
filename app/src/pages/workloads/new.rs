//! A new workload.

use leptos::prelude::*;

use super::form::{FormPage, workload_form};
use crate::components::{Crumb, Page, PageHead};
use crate::error::AppError;
use crate::i18n::{common, use_locale, workloads};
use crate::load::{loaded, resource};

/// What the form of a new workload asks.
#[server(prefix = "/api/fn", endpoint = "workloads/new")]
pub async fn load_new() -> Result<FormPage, AppError> {
    let request = crate::server::request()?;
    let form = services::workload::profile_form(
        &request.services,
        request.viewer()?,
        None,
        request.locale,
    )
    .await?;
    let scope = (&request.services.framework().rubric()).into();
    Ok(FormPage { form, scope })
}

/// The form of a new workload.
#[component]
pub fn NewWorkloadPage() -> impl IntoView {
    loaded(resource(|| (), |()| load_new()), draw)
}

fn draw(page: FormPage) -> AnyView {
    let locale = use_locale();
    let crumbs = vec![Crumb::new("/workloads", common::workloads(locale))];
    view! {
        <Page title=workloads::create(locale) narrow=true>
            <PageHead title=workloads::create(locale) crumbs=crumbs />
            <div class="l-stack">
                <p class="u-muted u-measure">{workloads::intro(locale)}</p>
                {workload_form(page, "/workloads".to_owned())}
            </div>
        </Page>
    }
    .into_any()
}
