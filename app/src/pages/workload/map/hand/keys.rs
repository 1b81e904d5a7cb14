//! Keys: from part to part, open, move, connect, take off, add.

use domain::PartId;
use domain::map::Direction;
use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::super::Asked;
use super::{Hand, focus};
use crate::i18n::map;
use crate::layout::key_help::{is_in_field, is_typing, list_keys};

/// Listens to keys as long as the page is there, and adds them to the list.
pub(in super::super) fn listen(asked: &Asked) -> Hand {
    let hand = Hand {
        asked: asked.clone(),
        drag: RwSignal::new(None),
        connecting: RwSignal::new(None),
        go: RwSignal::new(String::new()),
        dragged: StoredValue::new(false),
    };
    let l = asked.locale;
    let mut rows = vec![(map::key_walk(l), "← ↑ → ↓"), (map::key_open(l), "Enter")];
    if asked.writable {
        rows.extend([
            (map::key_move(l), "Shift ← ↑ → ↓"),
            (map::key_connect(l), "C"),
            (map::key_remove(l), "Delete"),
            (map::key_add(l), "A"),
            (map::key_undo(l), "Ctrl Z"),
        ]);
    }
    list_keys(rows);
    let (go, navigate) = (hand.go, use_navigate());
    Effect::new(move || {
        let to = go.get();
        if !to.is_empty() {
            let stay = NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&to, stay);
        }
    });
    let keys = hand.clone();
    Effect::new(move || {
        let hand = keys.clone();
        focus("remove-do");
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            if undoes(&hand, &event) || (!is_typing(&event) && pressed(&hand, &event)) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
    hand
}

/// Whether the key takes the last step back; what is typed has an undo of its own.
fn undoes(hand: &Hand, event: &KeyboardEvent) -> bool {
    let is_key = event.key().eq_ignore_ascii_case("z")
        && (event.ctrl_key() || event.meta_key())
        && !event.shift_key()
        && !event.alt_key();
    // Held down it is still one step.
    is_key && !event.repeat() && !is_in_field(event) && hand.undo()
}

/// Whether the key did something.
fn pressed(hand: &Hand, event: &KeyboardEvent) -> bool {
    let asked = &hand.asked;
    let key = event.key();
    if asked.writable && key.eq_ignore_ascii_case("a") {
        return focus("add-name");
    }
    let Some(part) = focused() else {
        return false;
    };
    let direction = match key.as_str() {
        "ArrowLeft" => Some(Direction::Left),
        "ArrowRight" => Some(Direction::Right),
        "ArrowUp" => Some(Direction::Up),
        "ArrowDown" => Some(Direction::Down),
        _ => None,
    };
    match (direction, key.as_str()) {
        (Some(direction), _) if event.shift_key() => {
            let cell = asked
                .picture
                .moved(part, direction)
                .filter(|_| asked.writable);
            if let Some(cell) = cell {
                hand.pin(part, cell);
            }
            true
        }
        (Some(direction), _) => {
            if let Some(next) = asked.picture.next(part, direction) {
                focus(&format!("part-{next}"));
            }
            true
        }
        (None, "Escape") => {
            let was = hand.connecting.get_untracked().is_some();
            hand.connecting.set(None);
            was
        }
        (None, "c" | "C") if asked.writable => {
            hand.connecting.set(Some(part));
            true
        }
        (None, "Delete" | "Backspace") if asked.writable => {
            let query = asked.query.with("part", part).with("ask", "remove");
            hand.go
                .set(query.link(&crate::href::workload(asked.page.head.id, "/map")));
            true
        }
        _ => false,
    }
}

/// The part that has the focus.
fn focused() -> Option<PartId> {
    let id = document().active_element()?.id();
    id.strip_prefix("part-")?.parse().ok()
}
