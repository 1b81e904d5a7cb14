//! Files dropped anywhere on a workload's pages.

use domain::WorkloadId;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{DragEvent, HtmlInputElement};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::{Uploads, files};
use crate::components::{Glyph, Icon};
use crate::href;
use crate::i18n::{evidence, use_locale};

/// Takes files that are dropped anywhere in the window; says so while they hover. Nothing without script.
#[component]
pub fn DropZone(
    /// For which workload.
    workload: WorkloadId,
    /// Its name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let locale = use_locale();
    let over = RwSignal::new(false);
    let go = use_navigate();
    let dropped = move |event: DragEvent| {
        over.set(false);
        let Some(list) = taken(&event).and_then(|data| data.files()) else {
            return;
        };
        event.prevent_default();
        Uploads::of(workload).add(files::listed(&list));
        let page = href::workload(workload, "/evidence");
        if window().location().pathname().ok().as_deref() != Some(page.as_str()) {
            go(&page, NavigateOptions::default());
        }
    };
    Effect::new(move || listen(over, dropped.clone()));
    view! {
        <div class="c-drop" hidden=move || !over.get()>
            <div class="c-drop__text">
                <Icon of=Glyph::Export />
                <p class="u-strong">{evidence::drop_here(locale)}</p>
                <p>{evidence::drop_text(locale, name)}</p>
            </div>
        </div>
    }
}

/// Listens to the window for as long as the page is there.
fn listen(over: RwSignal<bool>, dropped: impl Fn(DragEvent) + 'static) {
    let hover = window_event_listener(leptos::ev::dragover, move |event| {
        if taken(&event).is_some() {
            // Without it the browser opens the file instead.
            event.prevent_default();
            over.set(true);
        }
    });
    let leave = window_event_listener(leptos::ev::dragleave, move |event| {
        // Between two elements there is one that it goes to; out of the window there is none.
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let drop = window_event_listener(leptos::ev::drop, dropped);
    on_cleanup(move || {
        hover.remove();
        leave.remove();
        drop.remove();
    });
}

/// What is dragged, where it is files and not over a field that takes files itself.
fn taken(event: &DragEvent) -> Option<web_sys::DataTransfer> {
    let data = event.data_transfer()?;
    let has_files = data
        .types()
        .iter()
        .any(|kind| kind.as_string().as_deref() == Some("Files"));
    let field = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let own = field.is_some_and(|field| field.type_() == "file");
    (has_files && !own).then_some(data)
}
