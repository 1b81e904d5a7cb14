//! Rows of `LiteLLM`'s spend log: a list, one a line, or below `data`. Messages, responses, keys, addresses and
//! names of users are never kept.
//!
//! Measures: those of `cost`, in US dollars as `LiteLLM`'s price list is; business keys are `team_id`,
//! `organization_id`, `user`, `end_user` and `request_tags`, the last of which name the feature. By `model`: `calls`, `calls.short` (at most 300
//! tokens in and 50 out), `calls.cached` (answered from `LiteLLM`'s cache), `calls.failed`, `calls.guarded`
//! (with a guardrail's record), `calls.routed` (asked for under another name than that of the model).

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, Unit};
use serde_json::Value;

use super::{
    Reader,
    cost::{Charge, Direction, Keys, Ledger, Period, names_someone},
};
use crate::{
    draft::Draft,
    fields::{Fields, exact},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::LitellmSpend,
    tool: "LiteLLM",
    writes_nothing: true,
    matches: |content| {
        let first = content.records().next().and_then(|r| r.value.ok());
        first.is_some_and(|v| is_row(&v) || v.list("data").first().is_some_and(is_row))
    },
    read,
};

fn is_row(v: &Value) -> bool {
    v.has("request_id")
        && v.has("spend")
        && ["startTime", "api_key", "call_type", "model_group"]
            .iter()
            .any(|key| v.get(*key).is_some())
}

#[derive(Default)]
struct Calls {
    all: u64,
    short: u64,
    cached: u64,
    failed: u64,
    guarded: u64,
    routed: u64,
}

#[derive(Default)]
struct Log {
    ledger: Ledger,
    period: Period,
    calls: BTreeMap<String, Calls>,
    unreadable: u64,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut log = Log::default();
    for record in content.records() {
        match record.value {
            Ok(page) if !is_row(&page) && page.at("data").is_array() => {
                for row in page.list("data") {
                    log.row(row, None, draft);
                }
                let (pages, at) = (page.count("total_pages"), page.count("page"));
                if let (Some(pages), Some(_)) = (pages.filter(|p| *p > 1), at) {
                    draft.partial(Reason::ObjectsSkipped { count: pages - 1 });
                }
            }
            Ok(row) => log.row(&row, record.line, draft),
            Err(_) => {
                log.unreadable += 1;
                draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, record.line);
            }
        }
    }
    log.report(draft);
}

impl Log {
    fn row(&mut self, row: &Value, line: Option<u64>, draft: &mut Draft<'_>) {
        let (true, Some(spend)) = (is_row(row), row.number("spend")) else {
            self.unreadable += 1;
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, line);
            return;
        };
        for key in ["startTime", "start_time"] {
            row.text(key).into_iter().for_each(|t| self.period.start(t));
        }
        for key in ["endTime", "end_time"] {
            row.text(key).into_iter().for_each(|t| self.period.end(t));
        }
        let metadata = nested(row, "metadata");
        let keys = keys(row, &metadata);
        self.ledger.charge(Charge {
            currency: "USD",
            cost: spend,
            ai: true,
            keys: &keys,
        });
        let named = row.any_text(&["model", "model_group"]);
        let model = named.filter(|m| names_someone(m)).unwrap_or("unknown");
        self.ledger.model("USD", model, Direction::Any, spend);
        self.ledger.feature("USD", Some(model), &keys, spend);
        self.calls(row, &metadata, model);
    }

    fn calls(&mut self, row: &Value, metadata: &Value, model: &str) {
        let input = row.number("prompt_tokens").unwrap_or_default();
        let output = row.number("completion_tokens").unwrap_or_default();
        let cached = cache_read(metadata).min(input);
        for (direction, tokens) in [
            (Direction::Input, input - cached),
            (Direction::CacheRead, cached),
            (Direction::Output, output),
        ] {
            self.ledger.tokens(model, direction, tokens);
        }
        let failed = [row, metadata]
            .iter()
            .any(|v| v.text("status") == Some("failure"));
        let hit = match row.at("cache_hit") {
            Value::Bool(hit) => *hit,
            other => other
                .as_str()
                .is_some_and(|t| t.eq_ignore_ascii_case("true")),
        };
        let guarded = match metadata.at("guardrail_information") {
            Value::Array(list) => !list.is_empty(),
            other => other.is_object(),
        };
        let group = row.text("model_group").filter(|g| names_someone(g));
        let routed = group.is_some_and(|g| last(g) != last(model));
        let calls = self.calls.entry(model.to_owned()).or_default();
        calls.all += 1;
        calls.short += u64::from(!failed && input <= 300.0 && output <= 50.0);
        calls.cached += u64::from(hit);
        calls.failed += u64::from(failed);
        calls.guarded += u64::from(guarded);
        calls.routed += u64::from(routed);
    }

    fn report(&self, draft: &mut Draft<'_>) {
        self.period.report(draft);
        self.ledger.report(draft);
        for (model, calls) in &self.calls {
            for (name, count) in [
                ("calls", calls.all),
                ("calls.short", calls.short),
                ("calls.cached", calls.cached),
                ("calls.failed", calls.failed),
                ("calls.guarded", calls.guarded),
                ("calls.routed", calls.routed),
            ] {
                let labels = [("model", model.as_str())];
                draft.measure(name, &labels, exact(count), Unit::Count, None);
            }
        }
        self.ledger.report_features(draft);
        if self.calls.is_empty() && self.unreadable == 0 {
            draft.nothing_scanned();
        }
        if self.unreadable > 0 {
            let count = self.unreadable;
            draft.partial(Reason::PartsUnreadable { count });
        }
    }
}

/// The part of a model's name behind the provider's.
fn last(model: &str) -> &str {
    model.rsplit('/').next().unwrap_or(model)
}

/// An object, also one that an export wrote as a text.
fn nested(row: &Value, key: &str) -> Value {
    match row.at(key) {
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        other => other.clone(),
    }
}

/// The tokens that the provider read from its cache; two ways to say it, never added.
fn cache_read(metadata: &Value) -> f64 {
    let usage = metadata.at("usage_object");
    let details = usage.at("prompt_tokens_details");
    let places = [
        usage.number("cache_read_input_tokens"),
        details.number("cached_tokens"),
        metadata
            .at("additional_usage_values")
            .number("cache_read_input_tokens"),
    ];
    let found = places.into_iter().flatten();
    found.fold(0.0, f64::max)
}

fn keys(row: &Value, metadata: &Value) -> Keys {
    let mut keys = Keys::default();
    let team = ["user_api_key_team_id", "user_api_key_team_alias"];
    let user = ["user_api_key_user_id"];
    keys.note(
        "team",
        row.text("team_id").or_else(|| metadata.any_text(&team)),
    );
    keys.note("organization", row.text("organization_id"));
    keys.note(
        "user",
        row.text("user").or_else(|| metadata.any_text(&user)),
    );
    keys.note("end_user", row.text("end_user"));
    let tags = nested(row, "request_tags");
    // LiteLLM itself tags requests with the caller's program.
    let own = |tag: &&str| !tag.starts_with("User-Agent:");
    let tags = tags
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    for tag in tags.filter(own) {
        match tag.split_once([':', '=']) {
            Some((name, value)) => keys.note(name, Some(value.trim())),
            None => keys.note("request_tag", Some(tag)),
        }
    }
    keys
}
