//! Events of the operating system, as sensors send them in log records: Falco (through Falcosidekick, or its JSON
//! from a file), Tetragon's JSON, auditd's lines. Only that there was one and of which class is kept, never the
//! command or the address.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::{Records, facts::text};
use crate::{
    otlp::message::{Any, Attributes},
    series::LabelsBuilder,
    time::{Millis, Minute},
};

/// The longest text that is looked into.
const LONGEST: usize = 64 << 10;
/// What the sensors call events of each class: Falco's tags and event types, functions that Tetragon hooks,
/// auditd's types of records and system calls.
const COMMAND: &[&str] = &[
    "process",
    "shell",
    "mitre_execution",
    "execve",
    "execveat",
    "clone",
    "clone3",
    "fork",
    "spawned_process",
];
const NETWORK: &[&str] = &[
    "network",
    "mitre_command_and_control",
    "mitre_exfiltration",
    "connect",
    "accept",
    "accept4",
    "bind",
    "listen",
    "sendto",
    "sendmsg",
    "recvfrom",
    "recvmsg",
];
const FILE: &[&str] = &[
    "filesystem",
    "open",
    "openat",
    "openat2",
    "creat",
    "unlink",
    "unlinkat",
    "rename",
    "chmod",
];

/// What a sensor reported.
struct Event {
    source: &'static str,
    classes: BTreeSet<&'static str>,
}

impl Records<'_, '_> {
    /// Counts a log record, if it is an event of the operating system.
    pub(super) fn runtime(
        &mut self,
        attributes: &Attributes<'_>,
        body: Option<&Any<'_>>,
        at: Millis,
    ) {
        let event = sidekick(attributes, &self.scope).or_else(|| of_body(body?));
        let Some(event) = event else { return };
        for class in event.classes {
            let mut labels = LabelsBuilder::of(&self.resource.few);
            labels.push("source", event.source);
            labels.push("class", class);
            if let Some(group) = self.measures.group(labels.finish(), Minute::of(at)) {
                group.add("hexastyle.runtime.events", 1.0);
            }
        }
    }
}

fn event<'w>(source: &'static str, words: impl IntoIterator<Item = &'w str>) -> Event {
    let mut classes: BTreeSet<_> = words.into_iter().filter_map(class).collect();
    if classes.is_empty() {
        classes.insert("other");
    }
    Event { source, classes }
}

fn class(word: &str) -> Option<&'static str> {
    let word = word.trim().to_ascii_lowercase();
    let lists = [(COMMAND, "command"), (NETWORK, "network"), (FILE, "file")];
    let found = lists.iter().find(|(list, _)| list.contains(&word.as_str()));
    found.map(|(_, class)| *class)
}

/// Falcosidekick: rule, priority, source and tags as attributes, the message as body.
fn sidekick(attributes: &Attributes<'_>, scope: &str) -> Option<Event> {
    let get = |name: &str| {
        let found = attributes.iter().find(|(n, _)| n == name);
        found.and_then(|(_, value)| text(value))
    };
    let whole = get("rule").is_some() && get("priority").is_some();
    if scope != "falco" || !whole {
        return None;
    }
    let tags = get("tags").unwrap_or_default();
    Some(event("falco", tags.split(',')))
}

fn of_body(body: &Any<'_>) -> Option<Event> {
    match body {
        Any::Map(map) => {
            let keys: Vec<&str> = map.iter().map(|(key, _)| key.as_ref()).collect();
            of_keys(&keys, &|path| inner(body, path))
        }
        Any::Text(line) if line.len() <= LONGEST => of_line(line),
        _ => None,
    }
}

/// The texts at the end of a path, those of a list one by one.
fn inner(value: &Any<'_>, path: &[&str]) -> Vec<String> {
    match (value, path) {
        (Any::Map(map), [first, rest @ ..]) => {
            let found = map.iter().find(|(key, _)| key == first);
            found.map_or_else(Vec::new, |(_, value)| inner(value, rest))
        }
        (Any::List(list), []) => list.iter().filter_map(text).map(Into::into).collect(),
        (value, []) => text(value).map(Into::into).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn inner_json(value: &Json, path: &[&str]) -> Vec<String> {
    let found = path.iter().try_fold(value, |value, key| value.get(key));
    let one = |value: &Json| value.as_str().map(str::to_owned);
    match found {
        Some(Json::Array(list)) => list.iter().filter_map(one).collect(),
        found => found.and_then(one).into_iter().collect(),
    }
}

/// An object by its keys: Tetragon's kinds of events, or Falco's own.
fn of_keys(keys: &[&str], at: &dyn Fn(&[&str]) -> Vec<String>) -> Option<Event> {
    let has = |key: &str| keys.contains(&key);
    if has("process_exec") {
        return Some(event("tetragon", ["execve"]));
    }
    if has("process_kprobe") {
        let hooked = at(&["process_kprobe", "function_name"]);
        let hooked = hooked.iter().map(|name| {
            let name = name.strip_prefix("__x64_").unwrap_or(name);
            let name = name.strip_prefix("sys_").unwrap_or(name);
            // `tcp_connect`, `udp_sendmsg`, `security_socket_connect`
            if ["tcp_", "udp_", "security_socket_", "inet_"]
                .iter()
                .any(|p| name.starts_with(p))
            {
                "network"
            } else {
                name
            }
        });
        return Some(event("tetragon", hooked.collect::<Vec<_>>()));
    }
    if has("output_fields") && has("rule") && has("priority") {
        let mut words = at(&["tags"]);
        words.extend(at(&["output_fields", "evt.type"]));
        return Some(event("falco", words.iter().map(String::as_str)));
    }
    None
}

fn of_line(line: &str) -> Option<Event> {
    let line = line.trim();
    if line.starts_with('{') {
        // Cheaper than parsing what is none of these.
        let marks = [
            "\"process_exec\"",
            "\"process_kprobe\"",
            "\"output_fields\"",
        ];
        if !marks.iter().any(|mark| line.contains(mark)) {
            return None;
        }
        let value: Json = serde_json::from_str(line).ok()?;
        let keys: Vec<&str> = value.as_object()?.keys().map(String::as_str).collect();
        return of_keys(&keys, &|path| inner_json(&value, path));
    }
    audit(line)
}

/// `type=SYSCALL msg=audit(…): … SYSCALL=execve …`
fn audit(line: &str) -> Option<Event> {
    let kind = line.strip_prefix("type=")?.split_whitespace().next()?;
    if !line.contains("msg=audit(") {
        return None;
    }
    let call = line
        .split_whitespace()
        .find_map(|w| w.strip_prefix("SYSCALL="));
    let word = match kind {
        "EXECVE" | "USER_CMD" => "execve",
        "SOCKADDR" | "NETFILTER_PKT" => "connect",
        "PATH" => "open",
        _ => call.unwrap_or_default(),
    };
    Some(event("auditd", [word]))
}
