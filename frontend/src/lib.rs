//! The WebAssembly entry point: takes over the server's HTML.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's start script.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
