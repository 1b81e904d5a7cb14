//! The questionnaire: answers, notes, everything up to a level, undo.

use std::collections::BTreeMap;

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::views::assessing::{Change, CheckPage, CriterionView, NoteSaved, NoteView, Saved};
use domain::views::frame::Outcome;
use domain::{Answer, AnswerState, CheckId, Comment, FieldErrors, Note, Problem, WorkloadId};
use services::{Error, assessing};

use super::data::FormData;
use super::submission::{Signed, Submission};
use super::{Ids, action, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/workloads/{id}/checks/{check}", post(save))
        .route("/workloads/{id}/checks/{check}/level", action(post(level)))
        .route("/workloads/{id}/undo", action(post(undo)))
}

/// Saves what differs from what stands, then goes on to the check that was asked for.
async fn save(
    Ids((id, check)): Ids<(WorkloadId, CheckId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let here = links::question(id, &check);
    let locale = form.sender.identity.locale;
    let saved = async {
        let page = assessing::check_page(form.services(), &viewer, id, &check, locale).await?;
        let changes = changes(&form.data, &page.criteria)?;
        let note = note_change(&form, &page.note)?;
        let saved = assessing::answer(form.services(), &viewer, id, &changes).await?;
        let Saved::Done { reached, .. } = saved else {
            return Err(Error::Stale);
        };
        if let Some((expected, text, owner)) = note {
            let saved = assessing::save_note(
                form.services(),
                &viewer,
                id,
                &check,
                expected,
                (&text, &owner),
            )
            .await?;
            if matches!(saved, NoteSaved::Conflict { .. }) {
                return Err(Error::Stale);
            }
        }
        Ok((page, reached))
    };
    match saved.await {
        Ok((page, reached)) => {
            let next = following(&page, &form.text("then")).map(|check| links::question(id, check));
            let (code, values) = reaching("answers_saved", reached);
            form.sender.done(&next.unwrap_or(here), &code, values).await
        }
        Err(error) => form.failed(error, &here).await,
    }
}

/// What a form answers where workloads inherit what it wrote.
fn reaching(code: &str, reached: u32) -> (String, BTreeMap<String, String>) {
    if reached == 0 {
        return (code.to_owned(), BTreeMap::new());
    }
    let values = BTreeMap::from([("count".to_owned(), reached.to_string())]);
    (format!("{code}_reaching"), values)
}

fn following<'a>(page: &'a CheckPage, then: &str) -> Option<&'a CheckId> {
    match then {
        "next" => page.next.as_ref(),
        "previous" => page.previous.as_ref(),
        _ => None,
    }
}

/// The changes that a form asks for; a field that is missing or says what stands asks for none.
fn changes(data: &FormData, criteria: &[CriterionView]) -> Result<Vec<Change>, Error> {
    let mut errors = FieldErrors::default();
    let mut changes = Vec::new();
    for criterion in criteria {
        let id = criterion.id.as_str();
        if !data.has(&format!("state.{id}")) {
            continue;
        }
        let Some(Wanted(answer)) = answer(data, id, &mut errors) else {
            continue;
        };
        if answer.as_ref() == criterion.answer.as_ref().map(|stands| &stands.answer) {
            continue;
        }
        let version = format!("version.{id}");
        let expected = data.text(&version);
        let expected = if expected.is_empty() {
            Ok(0)
        } else {
            expected.trim().parse().map_err(|_| Problem::Number)
        };
        if let Some(expected) = errors.check(&version, expected) {
            changes.push(Change {
                criterion: criterion.id.clone(),
                expected,
                answer,
            });
        }
    }
    Error::check(errors)?;
    Ok(changes)
}

/// What the fields of a criterion ask for; none takes the answer back.
struct Wanted(Option<Answer>);

/// The answer in the fields of a criterion, or an error that was noted.
fn answer(data: &FormData, id: &str, errors: &mut FieldErrors) -> Option<Wanted> {
    let field = format!("state.{id}");
    let text = data.text(&field);
    if text.is_empty() {
        return Some(Wanted(None));
    }
    let state = errors.check(
        &field,
        text.parse::<AnswerState>().map_err(|_| Problem::Choice),
    )?;
    Some(Wanted(Some(match state {
        AnswerState::Met => Answer::Met,
        AnswerState::NotMet => Answer::NotMet,
        AnswerState::Unknown => Answer::Unknown,
        AnswerState::NotApplicable => {
            let (reason_field, text_field) = (format!("reason.{id}"), format!("reason_text.{id}"));
            let reason = data
                .text(&reason_field)
                .parse()
                .map_err(|_| Problem::Choice);
            let reason = errors.check(&reason_field, reason);
            let text = errors.check(&text_field, Comment::parse(&data.text(&text_field)));
            Answer::NotApplicable {
                reason: reason?,
                text: text?,
            }
        }
    })))
}

/// The version that its writer saw, the text and the owner, where they differ from what stands.
fn note_change(
    form: &Submission,
    stands: &NoteView,
) -> Result<Option<(i32, String, String)>, Error> {
    let (has_note, has_owner) = (form.data.has("note"), form.data.has("owner"));
    if !has_note && !has_owner {
        return Ok(None);
    }
    let owner_stands = stands
        .owner
        .map(|owner| owner.to_string())
        .unwrap_or_default();
    let text = if has_note {
        form.text("note")
    } else {
        stands.text.clone()
    };
    let owner = if has_owner {
        form.text("owner")
    } else {
        owner_stands.clone()
    };
    // Checked before any answer is written, so that all is saved or nothing.
    let note = Note::parse(&text).map_err(|error| Error::field("note", error))?;
    if note.as_str() == stands.text && owner.trim() == owner_stands {
        return Ok(None);
    }
    let expected = if form.data.has("note_version") {
        form.number("note_version")?
    } else {
        0
    };
    Ok(Some((expected, text, owner)))
}

/// Answers everything of a check up to a level `met`; the flash carries what takes it back.
async fn level(
    Ids((id, check)): Ids<(WorkloadId, CheckId)>,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let here = links::question(id, &check);
    let done = async {
        let level = u8::try_from(form.number("level")?)
            .map_err(|_| Error::field("level", Problem::Choice))?;
        if !(2..=5).contains(&level) {
            return Err(Error::field("level", Problem::Choice));
        }
        seen(&form, &viewer, id, &check).await?;
        assessing::everything_up_to(form.services(), &viewer, id, &check, level).await
    };
    match done.await {
        Ok((Saved::Done { reached, .. }, back)) => {
            let undo = serde_json::to_string(&back).unwrap_or_default();
            let (code, mut values) = reaching("level_answered", reached);
            values.insert("changes".to_owned(), undo);
            form.sender.done(&here, &code, values).await
        }
        Ok((Saved::Conflict { .. }, _)) => form.failed(Error::Stale, &here).await,
        Err(error) => form.failed(error, &here).await,
    }
}

/// What the writer saw must be what stands: this form overwrites without showing.
async fn seen(
    form: &Submission,
    viewer: &domain::Viewer,
    id: WorkloadId,
    check: &CheckId,
) -> Result<(), Error> {
    let page = assessing::check_page(
        form.services(),
        viewer,
        id,
        check,
        form.sender.identity.locale,
    )
    .await?;
    let expected = form.data.below("version.");
    let stale = page.criteria.iter().any(|criterion| {
        let stands = criterion.answer.as_ref().map_or(0, |answer| answer.version);
        expected
            .get(criterion.id.as_str())
            .is_some_and(|seen| seen.trim().parse() != Ok(stands))
    });
    if stale { Err(Error::Stale) } else { Ok(()) }
}

/// Writes changes that an earlier answer offered to take it back.
async fn undo(Ids(id): Ids<WorkloadId>, Signed { viewer, form, .. }: Signed) -> Response {
    let back = form
        .sender
        .came_from()
        .unwrap_or_else(|| links::workload(id, "/checks"));
    let back = form.target("back", &back);
    let done = async {
        let changes: Vec<Change> = serde_json::from_str(&form.text("changes"))
            .map_err(|_| Error::field("changes", Problem::Choice))?;
        assessing::answer(form.services(), &viewer, id, &changes).await
    };
    match done.await {
        Ok(Saved::Done { .. }) => form.sender.done(&back, "undone", BTreeMap::new()).await,
        // The changes themselves are of no use to the reader.
        Ok(Saved::Conflict { .. }) => {
            form.sender
                .say(&back, Outcome::Stale, BTreeMap::new())
                .await
        }
        Err(error) => form.failed(error, &back).await,
    }
}

#[cfg(test)]
mod tests;
