//! Drawing with keys and with the pointer, on top of what the forms do: each act sends one of the same forms.

mod keys;
mod pointer;

use domain::map::{CallKind, Pin};
use domain::{Layer, PartId};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlElement, HtmlFormElement, SvgElement};

use super::Asked;
use crate::i18n::map;

pub(super) use keys::listen;
pub(super) use pointer::pointer;

/// Something that is being moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Drag {
    part: PartId,
    /// A line is pulled from it, else it moves itself.
    pulls: bool,
    from: (i32, i32),
    now: (i32, i32),
    /// It has moved far enough.
    moves: bool,
}

/// What the reader's hand is doing.
#[derive(Clone)]
pub(super) struct Hand {
    asked: Asked,
    drag: RwSignal<Option<Drag>>,
    /// The part that a line is drawn from, by keys.
    connecting: RwSignal<Option<PartId>>,
    /// Where to go next.
    go: RwSignal<String>,
    /// The click that ends a drag is none.
    dragged: StoredValue<bool>,
}

impl Hand {
    /// How far a part is away from its place.
    pub fn shift(&self, part: PartId) -> String {
        let drag = self
            .drag
            .get()
            .filter(|drag| drag.part == part && drag.moves && !drag.pulls);
        drag.map_or_else(String::new, |drag| {
            let by = (drag.now.0 - drag.from.0, drag.now.1 - drag.from.1);
            format!("translate({} {})", by.0, by.1)
        })
    }

    /// The line that is being pulled.
    pub fn line(&self) -> String {
        let drag = self.drag.get().filter(|drag| drag.pulls && drag.moves);
        drag.map_or_else(String::new, |drag| {
            format!(
                "M{} {}L{} {}",
                drag.from.0, drag.from.1, drag.now.0, drag.now.1
            )
        })
    }

    /// Whether a line starts at a part, or would end there.
    pub fn is_aimed(&self, part: PartId) -> bool {
        let pulled = self.drag.get().filter(|drag| drag.pulls && drag.moves);
        let over = pulled.and_then(|drag| self.asked.picture.at(drag.now.0, drag.now.1));
        self.connecting.get() == Some(part) || over == Some(part)
    }

    /// What is going on, announced.
    pub fn said(&self) -> String {
        let from = self.connecting.get();
        from.map_or_else(String::new, |part| {
            map::connecting(self.asked.locale, self.asked.name(part))
        })
    }

    /// A click or Enter on a part: the end of a line, or the part's panel.
    pub fn clicked(&self, event: &MouseEvent, part: PartId) {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        if self.dragged.get_value() {
            self.dragged.set_value(false);
        } else if let Some(from) = self.connecting.get_untracked() {
            self.connecting.set(None);
            self.connect(from, part);
        } else {
            self.go.set(self.asked.link("part", part));
        }
    }

    fn connect(&self, from: PartId, to: PartId) {
        let ends = self.asked.page.part(from).zip(self.asked.page.part(to));
        let Some((one, other)) = ends.filter(|_| from != to) else {
            return;
        };
        let kind = CallKind::usual(one.kind, other.kind);
        let fields = [
            ("from", from.to_string()),
            ("to", to.to_string()),
            ("kind", kind.as_str().to_owned()),
            ("back", format!("{}#part-{from}", self.asked.back())),
        ];
        send(&self.asked.action("/calls"), &fields);
    }

    fn pin(&self, part: PartId, (layer, pin): (Layer, Pin)) {
        let Some(row) = self.asked.page.part(part) else {
            return;
        };
        // People count from 1.
        let fields = [
            ("version", row.version.to_string()),
            ("layer", layer.as_str().to_owned()),
            ("column", (pin.column + 1).to_string()),
            ("row", (pin.row + 1).to_string()),
            ("back", format!("{}#part-{part}", self.asked.back())),
        ];
        send(&self.asked.action(&format!("/parts/{part}/pin")), &fields);
    }

    /// Whether there was a step to take back.
    fn undo(&self) -> bool {
        let asked = &self.asked;
        let Some(step) = asked.page.undo.as_ref().filter(|_| asked.writable) else {
            return false;
        };
        let fields = [("step", step.number.to_string()), ("back", asked.back())];
        send(&asked.action("/undo"), &fields);
        true
    }

    /// Ends a drag where the pointer is.
    fn drop(&self, drag: Drag) {
        let picture = &self.asked.picture;
        if drag.pulls {
            if let Some(to) = picture.at(drag.now.0, drag.now.1) {
                self.connect(drag.part, to);
            }
            return;
        }
        let Some(at) = picture.of(drag.part) else {
            return;
        };
        let middle = (
            at.x + at.width / 2 + drag.now.0 - drag.from.0,
            at.y + at.height / 2 + drag.now.1 - drag.from.1,
        );
        let cell = picture.cell_at(middle.0, middle.1);
        let elsewhere = |(layer, pin): &(Layer, Pin)| {
            (*layer, pin.column, pin.row) != (at.layer, at.column, at.row)
        };
        if let Some(cell) = cell.filter(elsewhere) {
            self.pin(drag.part, cell);
        }
    }
}

/// Whether the element was there to take the focus.
fn focus(id: &str) -> bool {
    let Some(element) = document().get_element_by_id(id) else {
        return false;
    };
    match element.dyn_into::<SvgElement>() {
        Ok(element) => element.focus().is_ok(),
        Err(element) => element
            .dyn_into::<HtmlElement>()
            .is_ok_and(|element| element.focus().is_ok()),
    }
}

/// Sends a form as the page's own forms do.
fn send(action: &str, fields: &[(&str, String)]) {
    let made = || -> Option<HtmlFormElement> {
        let document = document();
        let form = document.create_element("form").ok()?;
        form.set_attribute("method", "post").ok()?;
        form.set_attribute("action", action).ok()?;
        for (name, value) in fields {
            let field = document.create_element("input").ok()?;
            field.set_attribute("type", "hidden").ok()?;
            field.set_attribute("name", name).ok()?;
            field.set_attribute("value", value).ok()?;
            form.append_child(&field).ok()?;
        }
        document.body()?.append_child(&form).ok()?;
        form.dyn_into().ok()
    };
    if let Some(form) = made() {
        // A browser that refuses leaves the page as it is; the forms below it do the same.
        let _ = form.submit();
    }
}
