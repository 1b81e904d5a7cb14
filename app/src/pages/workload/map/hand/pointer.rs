//! The pointer: boxes are dragged, lines are pulled from the dot at a box's lower edge.

use domain::PartId;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::super::Asked;
use super::{Drag, Hand, focus};

/// A pointer has to move so far before it drags.
const STILL: i32 = 6;

/// What the picture does with the pointer: pressed, moved, let go.
pub(in super::super) fn pointer(
    asked: &Asked,
    hand: &Hand,
) -> (
    impl Fn(PointerEvent) + use<>,
    impl Fn(PointerEvent) + use<>,
    impl Fn(PointerEvent) + use<>,
) {
    let width = f64::from(asked.picture.width);
    let (start, over, end) = (hand.clone(), hand.clone(), hand.clone());
    let down = move |event: PointerEvent| {
        start.dragged.set_value(false);
        if !start.asked.writable || event.button() != 0 || event.pointer_type() == "touch" {
            return;
        }
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        let Some((target, at)) = target.zip(place(&event, width)) else {
            return;
        };
        let named = |selector: &str, name: &str| -> Option<PartId> {
            let element = target.closest(selector).ok()??;
            element.get_attribute(name)?.parse().ok()
        };
        let pulled = named("[data-pull]", "data-pull");
        let Some(part) = pulled.or_else(|| named("[data-part]", "data-part")) else {
            return;
        };
        // Else the browser drags the link.
        event.prevent_default();
        focus(&format!("part-{part}"));
        start.drag.set(Some(Drag {
            part,
            pulls: pulled.is_some(),
            from: at,
            now: at,
            moves: false,
        }));
    };
    let moved = move |event: PointerEvent| {
        let Some((drag, now)) = over.drag.get_untracked().zip(place(&event, width)) else {
            return;
        };
        let far = (now.0 - drag.from.0).abs().max((now.1 - drag.from.1).abs()) > STILL;
        if far && !drag.moves {
            // The picture hears of the pointer wherever it goes. Without that the drag ends at the border.
            let own = event
                .current_target()
                .and_then(|t| t.dyn_into::<Element>().ok());
            let _ = own.map(|own| own.set_pointer_capture(event.pointer_id()));
        }
        let moves = drag.moves || far;
        over.drag.set(Some(Drag { now, moves, ..drag }));
    };
    let up = move |_: PointerEvent| {
        let Some(drag) = end.drag.get_untracked() else {
            return;
        };
        end.drag.set(None);
        if drag.moves {
            end.dragged.set_value(true);
            end.drop(drag);
        }
    };
    (down, moved, up)
}

/// Where the pointer is on the picture, whatever its size on the screen.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a picture is a few thousand pixels large"
)]
fn place(event: &PointerEvent, width: f64) -> Option<(i32, i32)> {
    let own = event.current_target()?.dyn_into::<Element>().ok()?;
    let frame = own.get_bounding_client_rect();
    let scale = width / frame.width().max(1.0);
    let x = (f64::from(event.client_x()) - frame.left()) * scale;
    let y = (f64::from(event.client_y()) - frame.top()) * scale;
    Some((x as i32, y as i32))
}
