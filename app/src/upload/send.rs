//! One file to the server. `XMLHttpRequest`, since `fetch` does not say how much has been sent.

use domain::WorkloadId;
use domain::views::evidence::FileOutcome;
use leptos::serde_json;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::ProgressEvent;
use leptos::web_sys::js_sys::Function;
use web_sys::{File, XmlHttpRequest};

use super::{Aim, Failure, Item};
use crate::href;
use crate::query::Query;

/// Where a file is sent to.
pub(super) fn address(workload: WorkloadId, item: &Item, aim: Aim) -> String {
    let keep = if aim == Aim::Keep { "true" } else { "" };
    let query = Query::default()
        .with("name", &item.name)
        .with("kind", &item.kind)
        .with("subject", &item.subject)
        .with("keep", keep);
    query.link(&href::workload(workload, "/evidence/file"))
}

/// Sends a file; says how many percent are sent, and in the end what became of it.
pub(super) fn send(
    file: &File,
    url: &str,
    progress: impl Fn(u8) + 'static,
    done: impl FnOnce(Result<FileOutcome, Failure>) + 'static,
) {
    if let Err(done) = start(file, url, progress, done) {
        done(Err(Failure::Offline));
    }
}

fn start<D: FnOnce(Result<FileOutcome, Failure>) + 'static>(
    file: &File,
    url: &str,
    progress: impl Fn(u8) + 'static,
    done: D,
) -> Result<(), D> {
    let Ok(request) = opened(url) else {
        return Err(done);
    };
    if let Ok(upload) = request.upload() {
        let sent = move |event: ProgressEvent| progress(percent(event.loaded(), event.total()));
        upload.set_onprogress(Some(&callback(
            Closure::<dyn FnMut(_)>::new(sent).into_js_value(),
        )));
    }
    let answered = request.clone();
    let end = Closure::once_into_js(move || done(answer(&answered)));
    request.set_onloadend(Some(&callback(end)));
    // Where nothing could be sent, `loadend` comes with status 0.
    let _ = request.send_with_opt_blob(Some(file));
    Ok(())
}

fn opened(url: &str) -> Result<XmlHttpRequest, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async("POST", url, true)?;
    request.set_request_header("content-type", "application/octet-stream")?;
    Ok(request)
}

fn callback(function: JsValue) -> Function {
    function.unchecked_into()
}

fn percent(loaded: f64, total: f64) -> u8 {
    let share = if total > 0.0 {
        loaded / total * 100.0
    } else {
        0.0
    };
    // A number between 0 and 100.
    format!("{:.0}", share.clamp(0.0, 100.0))
        .parse()
        .unwrap_or(0)
}

fn answer(request: &XmlHttpRequest) -> Result<FileOutcome, Failure> {
    let status = request.status().unwrap_or(0);
    match status {
        200 => {
            let text = request.response_text().ok().flatten().unwrap_or_default();
            serde_json::from_slice(text.as_bytes()).map_err(|_| Failure::Server)
        }
        0 => Err(Failure::Offline),
        401 => Err(Failure::SignedOut),
        403 | 404 | 409 => Err(Failure::Refused),
        413 => Err(Failure::TooLarge),
        _ => Err(Failure::Server),
    }
}
