//! What the desk needs of the browser; none of it runs on the server.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::Event;
use leptos::web_sys::js_sys::{Date, Function, Object, Reflect};

thread_local! {
    static LEAVING: Cell<bool> = const { Cell::new(false) };
}

/// A form of this page is sent: what is not saved is kept, so the reader need not be asked.
pub fn leave() {
    LEAVING.set(true);
    // The answer may be a download or an error page that the reader leaves again.
    set_timeout(|| LEAVING.set(false), Duration::from_secs(5));
}

/// Whether a form of this page was just sent.
pub fn is_leaving() -> bool {
    LEAVING.get()
}

/// Listens to the window for as long as the document is there.
pub fn on_window(event: &str, act: impl Fn(Event) + 'static) {
    // Not removed: the desk outlives every page.
    std::mem::drop(window_event_listener_untyped(event, act));
}

/// The time of day by the reader's clock: `20:14`.
pub fn time_of_day() -> String {
    let now = Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}

/// The instant, RFC 3339.
pub fn now() -> String {
    String::from(Date::new_0().to_iso_string())
}

/// What the browser keeps under a key; none where it keeps nothing, or may not.
pub fn kept(key: &str) -> Option<String> {
    call("getItem", &[key])?.as_string()
}

/// Keeps a text under a key. Whether the browser does is its own affair: the page saves all the same.
pub fn keep(key: &str, text: &str) {
    call("setItem", &[key, text]);
}

/// Forgets what is kept under a key.
pub fn forget(key: &str) {
    call("removeItem", &[key]);
}

/// What of the keys with a beginning comes after it.
pub fn kept_under(beginning: &str) -> Vec<String> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let keys = Object::keys(storage.unchecked_ref::<Object>())
        .iter()
        .filter_map(|key| key.as_string())
        .collect::<Vec<_>>();
    keys.iter()
        .filter_map(|key| Some(key.strip_prefix(beginning)?.to_owned()))
        .collect()
}

fn storage() -> Option<JsValue> {
    Reflect::get(&window(), &"localStorage".into())
        .ok()
        .filter(JsValue::is_object)
}

/// Calls a method of `localStorage`; every step of it can be refused by the browser.
fn call(method: &str, arguments: &[&str]) -> Option<JsValue> {
    let storage = storage()?;
    let method: Function = Reflect::get(&storage, &method.into())
        .ok()?
        .dyn_into()
        .ok()?;
    let mut arguments = arguments.iter().map(|text| JsValue::from_str(text));
    match (arguments.next(), arguments.next()) {
        (Some(key), Some(value)) => method.call2(&storage, &key, &value).ok(),
        (Some(key), None) => method.call1(&storage, &key).ok(),
        _ => None,
    }
}
