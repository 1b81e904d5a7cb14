//! The browser's own handles of files: they can't leave its thread, so they stand here and others name them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Event, HtmlInputElement};
use web_sys::{File, FileList};

#[derive(Default)]
struct Held {
    last: u32,
    files: BTreeMap<u32, File>,
}

thread_local! {
    static HELD: RefCell<Held> = RefCell::default();
}

/// Keeps a file; the key that names it.
pub(super) fn hold(file: File) -> u32 {
    HELD.with_borrow_mut(|held| {
        held.last += 1;
        held.files.insert(held.last, file);
        held.last
    })
}

/// A file that is kept.
pub(super) fn held(key: u32) -> Option<File> {
    HELD.with_borrow(|held| held.files.get(&key).cloned())
}

/// Lets a file go.
pub(super) fn forget(key: u32) {
    HELD.with_borrow_mut(|held| held.files.remove(&key));
}

/// The files that were chosen in an `<input type="file">`, which is emptied: the same file can be chosen again.
pub fn chosen(event: &Event) -> Vec<File> {
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else {
        return Vec::new();
    };
    let files = input
        .files()
        .map(|files| listed(&files))
        .unwrap_or_default();
    input.set_value("");
    files
}

/// The files of a list.
pub(super) fn listed(files: &FileList) -> Vec<File> {
    (0..files.length())
        .filter_map(|index| files.item(index))
        .collect()
}
