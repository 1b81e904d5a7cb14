//! A page's own part of the document.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use leptos_router::hooks::use_location;

use crate::components::{FlashMessage, PageTitle};

/// Where the reader was last, to move the focus only when the page is another.
#[derive(Clone, Copy)]
pub struct LastPath(StoredValue<Option<String>>);

impl LastPath {
    /// Nowhere yet.
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }
}

impl Default for LastPath {
    fn default() -> Self {
        Self::new()
    }
}

/// A page's `<main>`: its title in the tab, what the last form said, its content.
///
/// What belongs below `<main>`, as a save bar, stands after it.
#[component]
pub fn Page(
    /// The title in the browser's tab.
    #[prop(into)]
    title: String,
    /// For forms and texts: not wider than can be read.
    #[prop(optional)]
    narrow: bool,
    /// The content; begins with a `PageHead`.
    children: Children,
) -> impl IntoView {
    focus_new_page();
    let class = if narrow {
        "l-main l-main--narrow"
    } else {
        "l-main"
    };
    view! {
        <PageTitle text=title />
        <main class=class id="main" tabindex="-1">
            <FlashMessage />
            {children()}
        </main>
    }
}

/// After a link without reload, screen readers and keys start at the new page's content.
fn focus_new_page() {
    let (Some(last), path) = (use_context::<LastPath>(), use_location().pathname) else {
        return;
    };
    Effect::new(move || {
        let now = path.get_untracked();
        let before = last.0.try_get_value().flatten();
        last.0.set_value(Some(now.clone()));
        if before.is_some_and(|before| before != now) {
            // In the next frame: only then does the new page stand in the document.
            request_animation_frame(focus_main);
        }
    });
}

fn focus_main() {
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        // A browser that can't focus leaves the focus where it is.
        let _ = main.focus();
    }
}
