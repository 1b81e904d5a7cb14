//! A call with curl, ready to be copied.

use domain::views::reference::Operation;

use crate::api::document::Access;

/// The call; what the caller fills in are variables of the shell.
pub(super) fn call(operation: &Operation, access: Access) -> String {
    let mut lines = vec![format!("\"{{origin}}{}\"", address(operation))];
    if operation.method != "GET" && (operation.method != "POST" || operation.body.is_none()) {
        lines.push(format!("-X {}", operation.method));
    }
    lines.extend(identity(operation, access));
    if operation
        .parameters
        .iter()
        .any(|p| p.name == "Idempotency-Key")
    {
        lines.push("-H \"Idempotency-Key: $(uuidgen)\"".to_owned());
    }
    lines.extend(body(operation));
    let file = operation.path.rsplit('/').next().unwrap_or_default();
    if let Some((_, "pdf" | "csv")) = file.rsplit_once('.') {
        lines.push(format!("-o {file}"));
    }
    format!("curl --fail {}", lines.join(" \\\n  "))
}

/// The address with variables for its parts and for what must stand after the `?`.
fn address(operation: &Operation) -> String {
    let path =
        operation
            .path
            .split('{')
            .enumerate()
            .map(|(place, part)| match part.split_once('}') {
                Some((name, rest)) if place > 0 => format!("${}{rest}", name.to_uppercase()),
                _ => part.to_owned(),
            });
    let needed = operation
        .parameters
        .iter()
        .filter(|p| p.place == "query" && (p.required || p.name == "file"));
    let query: Vec<_> = needed
        .map(|p| format!("{}=${}", p.name, p.name.to_uppercase()))
        .collect();
    let path: String = path.collect();
    if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

fn identity(operation: &Operation, access: Access) -> Vec<String> {
    match access {
        Access::Anyone => Vec::new(),
        Access::ArchitectsOrToken | Access::EvidenceToken | Access::SignalsToken => {
            vec!["-H \"Authorization: Bearer $HEXASTYLE_TOKEN\"".to_owned()]
        }
        Access::SignedIn | Access::Readers | Access::Architects | Access::Administrators => {
            let mut lines = vec!["-H \"Cookie: {session}=$SESSION\"".to_owned()];
            if operation.method != "GET" {
                lines.push("-H \"Origin: {origin}\"".to_owned());
            }
            lines
        }
    }
}

fn body(operation: &Operation) -> Vec<String> {
    let Some(body) = &operation.body else {
        return Vec::new();
    };
    let kind = body.kinds.first().map_or("", String::as_str);
    let mut lines = vec![format!("-H \"Content-Type: {kind}\"")];
    if operation
        .parameters
        .iter()
        .any(|p| p.name == "Content-Encoding" && p.required)
    {
        lines.push("-H \"Content-Encoding: snappy\"".to_owned());
    }
    if body.example.is_empty() {
        lines.push("--data-binary @FILE".to_owned());
    } else {
        lines.push(format!("-d '{}'", body.example));
    }
    lines
}
