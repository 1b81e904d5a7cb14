//! The list of keys, behind `?`.

use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::components::{Glyph, Icon};
use crate::i18n::{common, use_locale};

/// A key and what it does.
pub type KeyRow = (&'static str, &'static str);

/// Keys of the page, beside those that work everywhere.
#[derive(Clone, Copy)]
pub struct Keys {
    page: RwSignal<Vec<KeyRow>>,
    open: RwSignal<bool>,
}

impl Keys {
    /// No keys of the page yet.
    pub fn new() -> Self {
        Self {
            page: RwSignal::new(Vec::new()),
            open: RwSignal::new(false),
        }
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self::new()
    }
}

/// Lists a page's keys as long as the page is there; its text comes first, then the key.
pub fn list_keys(rows: Vec<KeyRow>) {
    let Some(keys) = use_context::<Keys>() else {
        return;
    };
    Effect::new(move || keys.page.set(rows.clone()));
    on_cleanup(move || {
        // The layout may be gone already.
        let _ = keys.page.try_set(Vec::new());
    });
}

/// Whether a key press belongs to what the reader types; pages with keys ask before they act.
pub fn is_typing(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.alt_key() || event.meta_key() || is_in_field(event)
}

/// Whether a key press goes to a field or a dialog, whatever is held with it.
pub fn is_in_field(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let edits = |element: Element| {
        element
            .closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog")
            .ok()
            .flatten()
    };
    event.is_composing() || target.and_then(edits).is_some()
}

/// The list as a dialog, and the keys that work everywhere; needs script.
#[component]
pub fn KeyHelp() -> impl IntoView {
    let locale = use_locale();
    let dialog = NodeRef::<Dialog>::new();
    let keys = use_context::<Keys>().unwrap_or_default();
    listen(keys);
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if !keys.open.get() {
            dialog.close();
        } else if !dialog.open() {
            // It is closed, so it can be opened.
            let _ = dialog.show_modal();
        }
    });
    let everywhere = vec![
        (common::key_help(locale), "?"),
        (common::key_search(locale), "/"),
        (common::key_close(locale), "Esc"),
    ];
    view! {
        <dialog class="c-dialog" aria-labelledby="keys-title" node_ref=dialog on:close=move |_| keys.open.set(false)>
            <div class="c-dialog__head">
                <h2 class="c-dialog__title" id="keys-title">{common::keys(locale)}</h2>
                <button
                    type="button"
                    class="c-btn c-btn--quiet c-btn--icon"
                    aria-label=common::close(locale)
                    on:click=move |_| keys.open.set(false)
                >
                    <Icon of=Glyph::Close />
                </button>
            </div>
            <div class="c-dialog__body">
                <div class="c-keys">{move || rows(&keys.page.get())}{rows(&everywhere)}</div>
            </div>
        </dialog>
    }
}

fn rows(rows: &[KeyRow]) -> AnyView {
    let row = |(text, key): &KeyRow| {
        view! {
            <div class="c-keys__row">
                <span>{*text}</span>
                <span class="c-keys__keys"><kbd>{*key}</kbd></span>
            </div>
        }
    };
    rows.iter().map(row).collect_view().into_any()
}

fn listen(keys: Keys) {
    Effect::new(move || {
        let handle = window_event_listener(ev::keydown, move |event| {
            if is_typing(&event) {
                return;
            }
            match event.key().as_str() {
                "?" => keys.open.set(true),
                "/" if focus_search() => event.prevent_default(),
                _ => {}
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Whether there was a search field to go to.
fn focus_search() -> bool {
    let field = document()
        .query_selector("input[type=search]")
        .ok()
        .flatten();
    field
        .and_then(|field| field.dyn_into::<HtmlElement>().ok())
        .is_some_and(|field| field.focus().is_ok())
}

/// Opens the list; shown only where script runs.
#[component]
pub fn KeyHelpButton() -> impl IntoView {
    let keys = use_context::<Keys>();
    let works = RwSignal::new(false);
    Effect::new(move || works.set(true));
    let open = move |_| {
        if let Some(keys) = keys {
            keys.open.set(true);
        }
    };
    view! {
        <button type="button" class="c-menu__item" hidden=move || !works.get() on:click=open>
            <Icon of=Glyph::Info />
            {common::keys(use_locale())}
            <kbd class="u-push">"?"</kbd>
        </button>
    }
}
