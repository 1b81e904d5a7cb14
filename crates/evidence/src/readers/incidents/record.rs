//! One incident.

use serde_json::Value;
use time::{Duration, OffsetDateTime};

use crate::{draft::instant, fields::Fields, readers::purpose::purpose};

/// One incident, without what names anybody.
pub struct Record {
    /// When it was opened.
    pub opened: OffsetDateTime,
    /// When somebody took it up.
    pub acknowledged: Option<OffsetDateTime>,
    /// When it ended.
    pub closed: Option<OffsetDateTime>,
    /// Within how many seconds somebody should take it up.
    pub target: Option<f64>,
    /// `security` or `other`.
    pub class: &'static str,
    /// Whether its level is 1 or 2.
    pub grave: bool,
    /// When its post-mortem was published.
    pub review: Option<OffsetDateTime>,
}

impl Record {
    /// One of our own form; none without a time at which it was opened.
    pub fn of<'v>(get: &dyn Fn(&str) -> Option<&'v str>) -> Option<Self> {
        let any = |keys: &[&str]| keys.iter().find_map(|key| get(key));
        let at = |keys: &[&str]| any(keys).and_then(instant);
        let minutes = any(&["target_minutes"]).and_then(|text| text.trim().parse::<f64>().ok());
        let said = ["category", "class", "type", "title", "service"].map(get);
        Some(Self {
            opened: at(&["opened"])?,
            acknowledged: at(&["acknowledged"]),
            closed: at(&["closed", "resolved"]),
            target: minutes.filter(|m| *m > 0.0).map(|minutes| minutes * 60.0),
            class: class(said),
            grave: any(&["level", "severity", "priority"]).is_some_and(is_grave),
            review: at(&["post_mortem", "postmortem", "review"]),
        })
    }

    /// One of `PagerDuty`'s, which know neither targets nor post-mortems.
    pub fn of_pager_duty(v: &Value) -> Option<Self> {
        let opened = v.text("created_at").and_then(instant)?;
        let after = |key: &str| {
            let seconds = v.number(key).filter(|seconds| *seconds >= 0.0);
            seconds.map(|seconds| opened.saturating_add(Duration::seconds_f64(seconds)))
        };
        let level = v.any_text(&["priority_name", "urgency"]);
        Some(Self {
            opened,
            acknowledged: after("seconds_to_first_ack"),
            closed: v
                .text("resolved_at")
                .and_then(instant)
                .or_else(|| after("seconds_to_resolve")),
            target: None,
            class: class([v.text("service_name"), v.text("description")]),
            grave: level.is_some_and(is_grave),
            review: None,
        })
    }

    /// How many seconds it took until somebody took it up.
    pub fn took(&self) -> Option<f64> {
        let took = (self.acknowledged? - self.opened).as_seconds_f64();
        (took >= 0.0).then_some(took)
    }

    /// The last that is known of it.
    pub fn last(&self) -> OffsetDateTime {
        let all = [
            Some(self.opened),
            self.acknowledged,
            self.closed,
            self.review,
        ];
        all.into_iter().flatten().max().unwrap_or(self.opened)
    }
}

fn class<'v>(texts: impl IntoIterator<Item = Option<&'v str>>) -> &'static str {
    match purpose(texts.into_iter().flatten()) {
        "security" => "security",
        _ => "other",
    }
}

/// `1`, `P2`, `SEV-1`, `critical`: the two gravest levels.
fn is_grave(level: &str) -> bool {
    let level = level.trim().to_ascii_lowercase();
    let bare = ["severity", "level", "sev", "p"]
        .iter()
        .find_map(|start| level.strip_prefix(start));
    let bare = bare.unwrap_or(&level).trim_start_matches(['-', ' ', ':']);
    matches!(bare, "1" | "2" | "0") || matches!(level.as_str(), "critical" | "major")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_told_by_their_number() {
        for grave in ["1", "P2", "SEV-1", "sev0", "Critical", "level 2"] {
            assert!(is_grave(grave), "{grave}");
        }
        for not in ["3", "P4", "high", "low", "12"] {
            assert!(!is_grave(not), "{not}");
        }
    }
}
