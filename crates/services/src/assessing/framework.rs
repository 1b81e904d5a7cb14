//! Open assessments answer the framework version that scores them.

use serde_json::json;
use store::{
    StoreError,
    change_log::{self, Chain},
    frameworks, results, signals, workloads,
};

use crate::{Error, Services};

/// Moves open assessments, drafts and those in review, to the framework version of this console; of how many.
///
/// An open assessment is scored by the framework in the binary, so after an update it answers the new version: under the
/// old name its numbers would be kept apart from others that the same checks made. Milestones stay what they were. A
/// console with another version than the one that came last moves none.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn follow_framework(services: &Services) -> Result<usize, Error> {
    let framework = services.framework;
    let current = (&framework.id, framework.version.as_str());
    let mut tx = services.begin().await?;
    // An older console that is still about, or starts again, moves nothing back.
    let newest = frameworks::newest(&mut tx, &framework.id).await?;
    if newest.as_deref() != Some(framework.version.as_str()) {
        return Ok(0);
    }
    let behind = workloads::answering_another(&mut tx, current).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let mut moved = 0;
    for workload in behind {
        // A transaction each: whoever answers at this moment waits for one workload, never in a circle.
        let mut tx = services.begin().await?;
        let at = services.now();
        let Some(old) = workloads::reframe(&mut tx, workload, current, at).await? else {
            continue;
        };
        // The new version has other rules, or others of its numbers.
        signals::workloads::ask(&mut tx, workload, at).await?;
        // Each is moved itself, whoever inherits from it: what a platform says did not change.
        results::touch_alone(&mut tx, workload).await?;
        let subject = old.assessment.to_string();
        let entry = change_log::Entry {
            chain: Chain::Workload(workload),
            at,
            actor: None,
            team: Some(old.team),
            action: "assessment.framework",
            subject: &subject,
            details: json!({
                "before": format!("{} {}", old.framework, old.version),
                "after": format!("{} {}", framework.id, framework.version),
            }),
        };
        change_log::append(&mut tx, entry).await?;
        tx.commit().await.map_err(StoreError::from)?;
        moved += 1;
    }
    Ok(moved)
}
