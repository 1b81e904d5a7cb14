//! What stands around every page: known before the first component, the same on both sides.

use std::sync::Arc;

use domain::views::frame::{Flash, Frame};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::load::Embedded;

/// What the last form said, until the reader goes on to another page.
#[derive(Clone, Copy)]
struct LastFlash(RwSignal<Option<Arc<Flash>>>);

/// Provides the frame, the language and the last form's outcome to all pages.
///
/// The server writes the frame into the document; the browser reads it from there at once, so
/// that nothing waits and texts are known while components are built.
pub fn provide_frame() {
    let frame = SharedValue::<Frame, Embedded>::new_with_encoding(source).into_inner();
    provide_context(frame.locale);
    provide_context(LastFlash(RwSignal::new(frame.flash.clone().map(Arc::new))));
    provide_context(Arc::new(frame));
}

#[cfg(feature = "ssr")]
fn source() -> Frame {
    use_context::<crate::server::FrameSource>()
        .map(|source| source.0)
        .unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
fn source() -> Frame {
    Frame::default()
}

/// The frame of this document.
pub fn use_frame() -> Arc<Frame> {
    use_context::<Arc<Frame>>().unwrap_or_default()
}

/// What the last form said; nothing once the reader has gone on.
pub fn use_flash() -> Signal<Option<Arc<Flash>>> {
    use_context::<LastFlash>().map_or_else(|| Signal::stored(None), |last| last.0.into())
}

/// Forgets what the last form said.
pub fn dismiss_flash() {
    if let Some(last) = use_context::<LastFlash>() {
        last.0.set(None);
    }
}

/// Forgets what the last form said when the reader goes on; draws nothing.
#[component]
pub fn ForgetFlash() -> impl IntoView {
    let path = use_location().pathname;
    let last = use_context::<LastFlash>();
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now)
            && let Some(last) = last
        {
            last.0.set(None);
        }
        now
    });
}
