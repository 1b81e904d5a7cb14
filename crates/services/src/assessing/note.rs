//! A check's note and owner.

use domain::{
    CheckId, FieldErrors, Note, Problem, Viewer, WorkloadId,
    access::Assess,
    views::assessing::{NoteSaved, NoteView},
};
use serde_json::json;
use store::answers::{self, Writer};

use super::{check_page::note_view, finish_apart, lock_draft, open_for, owner};
use crate::{Error, Services};

/// Writes a check's note and owner over the version that the writer saw (0: none yet).
///
/// # Errors
/// [`Error::Invalid`] where the note is too long or the owner not of the team; [`Error::State`] where the assessment
/// is not a draft; [`Error::NotFound`] or [`Error::Forbidden`]. A faster writer is no error but [`NoteSaved::Conflict`].
#[tracing::instrument(skip_all)]
pub async fn save_note(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    check: &CheckId,
    expected: i32,
    (text, owned_by): (&str, &str),
) -> Result<NoteSaved, Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let mut errors = FieldErrors::default();
    let note = errors.check("note", Note::parse(text).map_err(Problem::Text));
    Error::check(errors)?;
    if services.framework.check(check).is_none() {
        return Err(Error::NotFound);
    }
    let owner = owner(&mut tx, &workload, owned_by).await?;
    lock_draft(&mut tx, &workload).await?;
    let note = note.as_ref().map_or("", Note::as_str);
    let writer = Writer {
        provenance: domain::Provenance::Stated,
        permit: &permit,
        at: services.now(),
    };
    let saved = answers::set_note(
        &mut tx,
        writer,
        workload.assessment.id,
        check,
        expected,
        (note, owner),
    )
    .await?;
    let Some(version) = saved else {
        let notes = answers::notes(&mut tx, workload.assessment.id).await?;
        let theirs = notes
            .iter()
            .find(|n| n.check == *check)
            .map_or_else(NoteView::default, note_view);
        return Ok(NoteSaved::Conflict { theirs });
    };
    let details = json!({ "note": note, "owner": owner });
    finish_apart(
        services,
        tx,
        viewer,
        &workload,
        ("note.set", check.as_str(), details),
    )
    .await?;
    Ok(NoteSaved::Done { version })
}
