//! in-toto test results: names of tests that passed, failed, or passed with a warning.

use domain::evidence::{Reason, ScopeKind};
use serde_json::Value;

use crate::{
    draft::{Draft, Problem},
    fields::{Fields, many},
    readers::sandbox,
};

/// Reports the tests of a statement.
pub fn report(statement: &Value, draft: &mut Draft<'_>) {
    let predicate = statement.at("predicate");
    let named = |key: &str| predicate.texts(key);
    let (passed, warned) = (named("passedTests"), named("warnedTests"));
    let failed = named("failedTests");
    if let Some(url) = predicate.text("url") {
        draft.scope(ScopeKind::Url, url);
    }
    let result = predicate.text("result").map(str::to_ascii_uppercase);
    let all_failed = result.as_deref() == Some("FAILED") && failed.is_empty();
    // Names of tests are optional; the result alone is that of one.
    let held = match result.as_deref() {
        Some("PASSED" | "WARNED") if passed.is_empty() && warned.is_empty() => 1,
        _ => many(passed.len()) + many(warned.len()),
    };
    let object = statement
        .list("subject")
        .first()
        .and_then(|s| s.text("name"));
    for name in failed.iter().copied().chain(all_failed.then_some("test")) {
        draft.finding(&Problem {
            rule: name,
            object,
            ..Problem::default()
        });
    }
    let bad = many(failed.len()) + u64::from(all_failed);
    let configured = predicate.list("configuration").iter();
    let configured = configured.filter_map(|c| c.any_text(&["name", "uri", "downloadLocation"]));
    let tests = passed.iter().chain(&warned).chain(&failed).copied();
    let told = configured.chain(tests).find(|name| sandbox::named(name));
    if let Some(name) = told {
        sandbox::report(name, held + bad, bad, draft);
    }
    draft.passed(held);
    draft.count("test.cases", held + bad);
    draft.count("test.failures", bad);
    if result.is_none() {
        draft.partial(Reason::NoResults);
    }
}
