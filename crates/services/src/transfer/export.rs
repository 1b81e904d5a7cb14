//! Out: a workload's document.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Readable, UserId, Viewer, WorkloadId, access::Read, evaluate};
use serde::Serialize;
use serde_json::Value;
use store::{
    PgConnection, StoreError,
    change_log::{Chain, ends},
    transfer,
    transfer::{EvidencePart, PeopleOf},
};

use super::document::{About, FORMAT, Kind, LogEnd, Whole};
use crate::{
    Error, Services,
    basis::{self, hex},
    export,
};

/// The most that the files of one workload's documents may have together, in bytes; further ones are left out and named.
pub const LARGEST_FILES: usize = 32 * 1024 * 1024;

/// A workload with everything that its scores follow from, as one JSON document; with its documents' files if asked. What
/// was measured of it comes after the document in the lines of an [`Exporter`](super::Exporter).
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn workload_export(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    files: bool,
) -> Result<Vec<u8>, Error> {
    let mut tx = services.begin().await?;
    // One moment for all of it: an answer given meanwhile is in the numbers and in the rows, or in neither.
    transfer::hold_still(&mut tx).await?;
    let document = workload((services, viewer), &mut tx, id, files).await?;
    serde_json::to_vec_pretty(&document).map_err(failed)
}

pub(super) fn failed(error: serde_json::Error) -> Error {
    Error::Internal("export", Box::new(error))
}

/// All workloads, archived ones too, for an administrator's command line.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators.
pub async fn workloads(services: &Services, viewer: &Viewer) -> Result<Vec<WorkloadId>, Error> {
    viewer.administer()?;
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(transfer::ids(&mut db, &Readable::All).await?)
}

/// A workload's document.
pub(super) async fn workload(
    (services, viewer): (&Services, &Viewer),
    db: &mut PgConnection,
    id: WorkloadId,
    files: bool,
) -> Result<Value, Error> {
    let basis = basis::load(services, db, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    let (open, team) = (basis.workload.assessment.id, basis.workload.team);
    let mut rows = transfer::rows(db, id, open).await?;
    let files_left_out = if files {
        embed(db, &mut rows.evidence).await?
    } else {
        Vec::new()
    };
    let mut ids = BTreeSet::new();
    rows.people(&mut |user: &mut UserId| {
        ids.insert(*user);
    });
    let ids: Vec<_> = ids.into_iter().collect();
    let whole = Whole {
        about: About {
            format: FORMAT,
            kind: Kind::Workload,
        },
        organisation: transfer::organisation(db).await?.ok_or(Error::NotFound)?,
        team: transfer::team(db, team).await?.ok_or(Error::NotFound)?,
        people: transfer::named(db, &ids, viewer.administer().is_ok()).await?,
        workload: transfer::workload(db, id).await?.ok_or(Error::NotFound)?,
        log: log_end(db, id).await?,
        files_left_out,
        rows,
    };
    let evaluation = evaluate(&basis.rubric, &basis.inputs);
    let document = export::document(services, db, (basis, evaluation)).await?;
    with(&document, &whole).map_err(failed)
}

async fn log_end(db: &mut PgConnection, id: WorkloadId) -> Result<Option<LogEnd>, StoreError> {
    let ends = ends(db, &[Chain::Workload(id)]).await?;
    let end = ends.into_iter().next();
    Ok(end.map(|end| LogEnd {
        number: end.number,
        at: end.at,
        hash: hex(&end.hash),
    }))
}

/// The assessment document with one more field.
fn with(document: &str, whole: &impl Serialize) -> Result<Value, serde_json::Error> {
    let mut document: Value = serde_json::from_str(document)?;
    let whole = serde_json::to_value(whole)?;
    if let Some(fields) = document.as_object_mut() {
        fields.insert("export".to_owned(), whole);
    }
    Ok(document)
}

/// Puts files into documents as long as they fit; the titles of those that don't.
async fn embed(
    db: &mut PgConnection,
    documents: &mut [EvidencePart],
) -> Result<Vec<String>, StoreError> {
    let (mut room, mut left_out) = (LARGEST_FILES, Vec::new());
    for one in documents.iter_mut().filter(|one| one.file_name.is_some()) {
        let Some(bytes) = transfer::evidence_file(db, one.id).await? else {
            continue;
        };
        if bytes.len() > room {
            left_out.push(one.title.to_string());
            continue;
        }
        room -= bytes.len();
        one.content = Some(STANDARD.encode(&bytes));
    }
    Ok(left_out)
}
