//! What entries of the change logs are about, by name.

use std::collections::BTreeMap;

use domain::{
    Viewer, WorkloadId,
    access::Read,
    views::results::{LogName, LogView},
};
use serde_json::Value;
use store::{PgConnection, change_log, lists};
use uuid::Uuid;

use crate::Error;

/// Families of actions whose subject is the id of something with a name of its own.
const NAMED: &[&str] = &[
    "component",
    "evidence",
    "import",
    "invitation",
    "member",
    "reading",
    "team",
    "token",
    "user",
    "webhook",
];

/// Calls what entries are about by its name of today, and says of what has a name whether it is gone. Workloads are named
/// to those who may read them.
pub(super) async fn call(
    db: &mut PgConnection,
    viewer: &Viewer,
    rows: &mut [LogView],
) -> Result<(), Error> {
    let mut ids: Vec<Uuid> = rows.iter().filter_map(id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(());
    }
    let found = change_log::names(db, &ids).await?;
    let mut names: BTreeMap<_, _> = found.into_iter().collect();
    let workloads: Vec<_> = ids.into_iter().map(WorkloadId).collect();
    for (workload, name, team) in lists::placed(db, &workloads).await? {
        if viewer.permit::<Read>(team).is_ok() {
            names.insert(workload.0, name);
        }
    }
    for row in rows {
        let Some(id) = id(row) else { continue };
        match names.get(&id) {
            Some(name) => row.called = Some(LogName::Is(name.clone())),
            None if named(&row.action) => row.called = Some(LogName::Gone),
            None => {}
        }
    }
    Ok(())
}

/// The name that an entry itself says: of a platform that whoever reads the consumer may not open.
pub(super) fn noted(action: &str, details: &Value) -> Option<LogName> {
    let name = details
        .get("name")
        .filter(|_| action == "platform.subscribe")?;
    name.as_str().map(|name| LogName::Is(name.to_owned()))
}

fn id(row: &LogView) -> Option<Uuid> {
    Uuid::try_parse(&row.subject).ok()
}

fn named(action: &str) -> bool {
    let mut words = action.split('.');
    match (words.next(), words.next()) {
        // Calls between parts have no name; the subject of a bound is its team.
        (Some("map"), Some("part")) | (Some("signals"), Some("bound")) => true,
        (Some(family), _) => NAMED.contains(&family),
        (None, _) => false,
    }
}
