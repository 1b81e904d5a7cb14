//! Loki, Tempo and `CloudWatch` Logs.

use serde_json::Value;

use super::{
    Kept,
    days::{FOREVER, days},
};
use crate::fields::Fields;

/// Loki deletes only where its compactor, or once its table manager, was told to.
pub fn loki(v: &Value) -> Vec<Kept<'_>> {
    let limits = v.at("limits_config");
    let table = v.at("table_manager");
    let by_table = table.flag("retention_deletes_enabled") == Some(true);
    let by_compactor = v.at("compactor").flag("retention_enabled") == Some(true);
    let stated = if by_compactor {
        limits.text("retention_period").and_then(days)
    } else if by_table {
        table.text("retention_period").and_then(days)
    } else {
        None
    };
    let mut kept = vec![Kept {
        object: "all",
        days: endless(stated),
    }];
    // Streams of their own may go earlier.
    for stream in limits
        .list("retention_stream")
        .iter()
        .filter(|_| by_compactor)
    {
        if let Some(period) = stream.text("period").and_then(days) {
            kept.push(Kept {
                object: stream.text("selector").unwrap_or("stream"),
                days: endless(Some(period)),
            });
        }
    }
    kept
}

/// Nothing, and 0, stand for "for ever".
fn endless(stated: Option<f64>) -> f64 {
    stated.filter(|days| *days > 0.0).unwrap_or(FOREVER)
}

/// Two weeks, where nothing is set.
const TEMPO: f64 = 14.0;

pub fn tempo(v: &Value) -> Vec<Kept<'_>> {
    let own = v.path(&["overrides", "defaults", "compaction"]);
    let stated = own
        .text("block_retention")
        .or_else(|| v.path(&["compactor", "compaction"]).text("block_retention"));
    let stated = stated.and_then(days).filter(|days| *days > 0.0);
    vec![Kept {
        object: "traces",
        days: stated.unwrap_or(TEMPO),
    }]
}

/// A group without a number never deletes.
pub fn cloud_watch(v: &Value) -> Vec<Kept<'_>> {
    let groups = v.list("logGroups").iter();
    let kept = groups.filter_map(|group| {
        Some(Kept {
            object: group.text("logGroupName")?,
            days: endless(group.number("retentionInDays")),
        })
    });
    kept.collect()
}
