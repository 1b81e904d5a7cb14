//! The HTML document around the application.

use domain::views::frame::Theme;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::routes::App;
use crate::server::FrameSource;

/// The icons and patterns that pages refer to by id; constant, so safe as markup.
const SPRITE: &str = include_str!("../../style/sprite.svg");

/// Addresses of the built files, with the hash of their content in the name.
///
/// Each is `None` when the server was built without the web part: pages then work without
/// JavaScript and without style.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageAssets {
    /// The icon in the browser's tab.
    pub icon: Option<&'static str>,
    /// The module that loads and starts the WebAssembly.
    pub start: Option<&'static str>,
    /// The module that `start` imports.
    pub script: Option<&'static str>,
    /// The WebAssembly that `script` loads.
    pub wasm: Option<&'static str>,
    /// The style sheet.
    pub style: Option<&'static str>,
}

/// The document of every page: head, the application, and what makes it interactive.
///
/// The script tag is written here rather than by `HydrationScripts`, which inlines a script and
/// reads the hashed names from a file beside the binary.
pub fn shell(assets: PageAssets) -> impl IntoView {
    let frame = use_context::<FrameSource>().unwrap_or_default().0;
    view! {
        <!DOCTYPE html>
        <html lang=frame.locale.tag() data-theme=frame.theme.map(Theme::as_str)>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                {head_links(assets)}
                <MetaTags />
            </head>
            <body>
                <App />
                // After the application: hydration walks the body from its first element.
                <div class="u-defs" inner_html=SPRITE></div>
            </body>
        </html>
    }
}

fn head_links(assets: PageAssets) -> AnyView {
    let nonce = use_nonce();
    let icon = assets
        .icon
        .map(|href| view! { <link rel="icon" href=href /> });
    let style = assets
        .style
        .map(|href| view! { <link rel="stylesheet" href=href /> });
    let script = assets.script.map(|href| {
        view! { <link rel="modulepreload" href=href nonce=nonce.clone() /> }
    });
    // By far the largest file, and pages work before it is there: it comes after what the page is drawn with.
    let wasm = assets.wasm.map(|href| {
        view! {
            <link rel="preload" href=href r#as="fetch" r#type="application/wasm" crossorigin="" fetchpriority="low" />
        }
    });
    let start = assets.start.map(|src| {
        view! { <script type="module" src=src nonce=nonce.clone()></script> }
    });
    view! { {icon} {style} {script} {wasm} {start} }.into_any()
}
