//! A workload's settings, and its archive.

use domain::views::workloads::WorkloadHead;
use domain::{Locale, WorkloadId};
use leptos::prelude::*;

use super::form::{FormPage, workload_form};
use crate::components::{ConfirmForm, Page};
use crate::error::AppError;
use crate::href;
use crate::i18n::{use_locale, workloads};
use crate::load::{loaded, resource, use_part};
use crate::pages::workload::head::workload_head;

/// What the form of a workload asks.
#[server(prefix = "/api/fn", endpoint = "workloads/edit")]
pub async fn load_edit(id: WorkloadId) -> Result<FormPage, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let form =
        services::workload::profile_form(&request.services, viewer, Some(id), request.locale)
            .await?;
    let scope = (&request.services.framework().rubric()).into();
    Ok(FormPage { form, scope })
}

/// A workload's settings.
#[component]
pub fn EditWorkloadPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let page = resource(
        move || id.get(),
        |id| async move { load_edit(id.ok_or(AppError::NotFound)?).await },
    );
    loaded(page, draw)
}

fn draw(page: FormPage) -> AnyView {
    let locale = use_locale();
    let Some(head) = page.form.workload.clone() else {
        return ().into_any();
    };
    let action = href::workload(head.id, "/edit");
    view! {
        <Page title=workloads::edit_title(locale, &head.name) narrow=true>
            {workload_head(&head, None, ().into_any())}
            <div class="l-stack">
                <p class="u-muted u-measure">{workloads::intro(locale)}</p>
                {workload_form(page, action)}
                {archive(locale, &head)}
            </div>
        </Page>
    }
    .into_any()
}

/// Into the archive, or out of it.
fn archive(locale: Locale, head: &WorkloadHead) -> AnyView {
    let name = &head.name;
    let (title, hint, form) = if head.archived {
        let question = workloads::restore_question(locale, name);
        let action = href::workload(head.id, "/restore");
        let form = view! { <ConfirmForm action=action label=workloads::restore(locale) question=question /> }.into_any();
        (
            workloads::restore_section(locale),
            workloads::restore_hint(locale),
            form,
        )
    } else {
        let question = workloads::archive_question(locale, name);
        let form = view! {
            <ConfirmForm
                action=href::workload(head.id, "/archive")
                label=workloads::archive(locale)
                question=question
                confirm=workloads::archive_confirm(locale)
                danger=true
            />
        }
        .into_any();
        (
            workloads::archive_section(locale),
            workloads::archive_hint(locale),
            form,
        )
    };
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{title}</h2></div>
            // The button stands at the end: what it opens grows towards the start.
            <div class="l-row l-row--between">
                <p class="u-muted u-measure">{hint}</p>
                {form}
            </div>
        </section>
    }
    .into_any()
}
