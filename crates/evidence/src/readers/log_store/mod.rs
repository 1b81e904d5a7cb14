//! How long stores of logs and traces keep what they get, and whether archives can be changed: the settings of Loki and
//! Tempo, Elasticsearch's lifecycle policies and `OpenSearch`'s, `CloudWatch`'s list of log groups, and the locks of
//! object stores as the command lines of AWS, Azure and Google Cloud print them. Such files have no date.
//!
//! Measures by `object` and `store`: `log.retention_days` (36,500 where nothing is ever deleted); of archives
//! `log.archives`, 1 for each, and `log.archives.locked`, 1 where nobody, no administrator either, can change or delete
//! what is in them. A lock that somebody with a right may lift (AWS' governance mode, an unlocked policy) is none.

mod archives;
pub mod days;
mod search;
mod settings;

use domain::evidence::{Kind, Unit};
use serde_json::Value;

use super::Reader;
use crate::{draft::Draft, fields::Fields, intake::Content};

pub static READER: Reader = Reader {
    kind: Kind::LogStore,
    tool: "",
    writes_nothing: false,
    matches: |content| content.value().is_some_and(|v| Store::of(v).is_some()),
    read,
};

/// Which program's settings a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Store {
    Loki,
    Tempo,
    Elasticsearch,
    OpenSearch,
    CloudWatch,
    Archive(archives::Cloud),
}

impl Store {
    fn of(v: &Value) -> Option<Self> {
        let parts = |all: &[&str]| all.iter().any(|key| v.at(key).is_object());
        if v.at("limits_config").is_object()
            && parts(&[
                "schema_config",
                "compactor",
                "storage_config",
                "ingester",
                "common",
            ])
        {
            Some(Self::Loki)
        } else if v.path(&["storage", "trace"]).is_object()
            && parts(&["compactor", "distributor", "ingester", "overrides"])
        {
            Some(Self::Tempo)
        } else if search::is_lifecycle(v) {
            Some(Self::Elasticsearch)
        } else if search::is_state_machine(v) {
            Some(Self::OpenSearch)
        } else if v
            .list("logGroups")
            .first()
            .is_some_and(|g| g.has("logGroupName"))
        {
            Some(Self::CloudWatch)
        } else {
            archives::Cloud::of(v).map(Self::Archive)
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Loki => "Loki",
            Self::Tempo => "Tempo",
            Self::Elasticsearch => "Elasticsearch",
            Self::OpenSearch => "OpenSearch",
            Self::CloudWatch => "CloudWatch Logs",
            Self::Archive(cloud) => cloud.name(),
        }
    }
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let value = content.value().unwrap_or(&Value::Null);
    let Some(store) = Store::of(value) else {
        return draft.incomplete("retention");
    };
    draft.tool(store.name(), None);
    let kept = match store {
        Store::Loki => settings::loki(value),
        Store::Tempo => settings::tempo(value),
        Store::Elasticsearch => search::lifecycle(value),
        Store::OpenSearch => search::state_machine(value),
        Store::CloudWatch => settings::cloud_watch(value),
        Store::Archive(cloud) => {
            archives::report(cloud, value, draft);
            return;
        }
    };
    if kept.is_empty() {
        draft.nothing_scanned();
    }
    for Kept { object, days } in kept {
        let labels = [("object", object), ("store", store.name())];
        draft.measure("log.retention_days", &labels, days, Unit::Count, None);
    }
}

/// For how many days one part of a store keeps records.
struct Kept<'v> {
    object: &'v str,
    days: f64,
}
