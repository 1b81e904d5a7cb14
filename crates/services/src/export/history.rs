//! What became of a workload's assessments: milestones, reviews and the change log; and what was done before an import.

use domain::WorkloadId;
use report::model::{
    History, ImportedLine, LogLine, MilestoneLine, Origin, ReviewLine, ReviewStep,
};
use store::{
    PgConnection,
    change_log::{self, Chain, Sealed},
    imported_history::{self, Imported},
    reviews::{self, MilestoneHead, ReviewRow},
};

use crate::{Error, basis::hex};

/// Everything with at most so many entries of the change log, up to the end that the report names; nothing for none.
pub(super) async fn of_workload(
    db: &mut PgConnection,
    id: WorkloadId,
    (origin, logged): (&Origin, i64),
) -> Result<History, Error> {
    if logged == 0 {
        return Ok(History::default());
    }
    let milestones = reviews::milestone_heads(db, id).await?;
    let steps = reviews::list(db, id, None).await?;
    let end = origin.log.as_ref().map_or(0, |end| end.entries);
    let end = i64::try_from(end).unwrap_or(i64::MAX);
    let log = change_log::sealed(db, Chain::Workload(id), end, logged).await?;
    let imported = imported_history::of_workload(db, id, logged, 0).await?;
    let all = u64::try_from(imported_history::count(db, id).await?).unwrap_or(0);
    let listed = u64::try_from(imported.len()).unwrap_or(u64::MAX);
    Ok(History {
        milestones: milestones.into_iter().map(milestone).collect(),
        reviews: steps.into_iter().filter_map(review).collect(),
        log: log.into_iter().map(entry).collect(),
        imported: imported.into_iter().map(before).collect(),
        imported_older: all.saturating_sub(listed),
    })
}

fn milestone(row: MilestoneHead) -> MilestoneLine {
    MilestoneLine {
        number: u32::try_from(row.number).unwrap_or(0),
        at: row.at,
        by: row.by_name,
        framework: format!("{} {}", row.framework, row.framework_version),
        input_hash: row.input_hash,
        comment: row.comment,
    }
}

fn review(row: ReviewRow) -> Option<ReviewLine> {
    let step = match row.kind.as_str() {
        "submit" => ReviewStep::Submit,
        "withdraw" => ReviewStep::Withdraw,
        "approve" => ReviewStep::Approve,
        "send_back" => ReviewStep::SendBack,
        _ => return None,
    };
    Some(ReviewLine {
        assessment: u32::try_from(row.number).unwrap_or(0),
        step,
        by: row.by_name,
        at: row.at,
        comment: row.comment,
    })
}

fn entry(row: Sealed) -> LogLine {
    LogLine {
        number: u64::try_from(row.number).unwrap_or(0),
        at: row.at,
        by: row.actor,
        action: row.action,
        subject: row.subject,
        hash: hex(&row.hash),
    }
}

fn before(row: Imported) -> ImportedLine {
    ImportedLine {
        at: row.told.at,
        by: row.told.actor,
        action: row.told.action,
        subject: row.told.subject,
        origin: row.origin,
    }
}
