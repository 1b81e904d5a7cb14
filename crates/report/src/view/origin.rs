//! What it takes to check a report later: versions and hashes.

use domain::{Framework, Locale, SCORE_SPEC};

use crate::{
    dates,
    model::{ChainHead, Origin},
};

/// The name of the software with its version.
pub const SOFTWARE: &str = concat!("Hexastyle ", env!("CARGO_PKG_VERSION"));

/// Names with values, in the order in which they are checked.
pub fn facts(
    framework: &Framework,
    input_hash: &str,
    origin: &Origin,
    locale: Locale,
) -> Vec<(&'static str, String)> {
    let pick = |zh, en| if locale == Locale::Zh { zh } else { en };
    let mut facts = vec![
        (
            pick("框架", "Framework"),
            format!("{} {}", framework.id, framework.version),
        ),
        (
            pick("框架哈希", "Framework hash"),
            sha256(&origin.framework_sha256),
        ),
        (
            pick("评分规范", "Scoring specification"),
            format!("score_spec {SCORE_SPEC}"),
        ),
        (pick("输入哈希", "Input hash"), input_hash.to_owned()),
    ];
    let heads = [
        (pick("变更日志末端", "Change log, end"), &origin.log),
        (
            pick("组织变更日志末端", "Organisation's log, end"),
            &origin.organisation_log,
        ),
    ];
    for (name, head) in heads {
        facts.extend(head.as_ref().map(|head| (name, end(head, locale))));
    }
    facts.push((pick("软件", "Software"), SOFTWARE.to_owned()));
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

/// `sha256:…`, or nothing.
pub fn sha256(hash: &str) -> String {
    let bare = hash.trim_start_matches("sha256:");
    if bare.is_empty() {
        String::new()
    } else {
        format!("sha256:{bare}")
    }
}

/// The end of a chain in words.
pub fn end(head: &ChainHead, locale: Locale) -> String {
    let (hash, at) = (sha256(&head.hash), dates::minute(head.at));
    match locale {
        Locale::Zh => format!("{hash}（共{}条，最后一条写于{at} UTC）", head.entries),
        Locale::En => format!("{hash} (entries: {}, the last of {at} UTC)", head.entries),
    }
}
