//! One check as somebody works on it: what stands, what is wanted, what is not saved. Pure; the desk sends it.

mod note;
mod row;
mod wish;

pub use note::{Keep, KeptNote, LONGEST, NoteSheet};
pub use row::{Kept, Row, day};
pub use wish::Wish;

use std::collections::BTreeMap;

use domain::views::assessing::{AnswerView, Change, CheckPage, NoteSaved, Saved};
use domain::{Answer, AnswerState, CriterionId, Provenance, UserId};
use serde::{Deserialize, Serialize};

use super::api::NoteChange;

/// What is not on the server yet; kept in the browser until it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    /// Answers.
    pub rows: BTreeMap<CriterionId, Kept>,
    /// Note and owner.
    pub note: Option<KeptNote>,
}

impl Unsaved {
    /// Whether all is on the server.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.note.is_none()
    }
}

/// Who works, for answers that the server has just taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
}

/// One check as somebody works on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    rows: BTreeMap<CriterionId, Row>,
    /// Note and owner.
    pub note: NoteSheet,
    steps: Vec<Vec<(CriterionId, Wish)>>,
}

impl Sheet {
    /// A check as its page shows it.
    pub fn open(page: &CheckPage) -> Self {
        let rows = page
            .criteria
            .iter()
            .map(|view| (view.id.clone(), Row::open(view, page)))
            .collect();
        Self {
            rows,
            note: NoteSheet::open(&page.note),
            steps: Vec::new(),
        }
    }

    /// Meets a newer page of the same check; what is not saved stays.
    pub fn refresh(&mut self, page: &CheckPage) {
        let newer = Self::open(page);
        let mut rows = newer.rows;
        for (id, row) in std::mem::take(&mut self.rows) {
            if let Some(place) = rows.get_mut(&id) {
                let newer = std::mem::replace(place, row);
                place.refresh(newer);
            }
        }
        self.rows = rows;
        self.note.refresh(&page.note);
    }

    /// A criterion's row.
    pub fn row(&self, id: &CriterionId) -> Option<&Row> {
        self.rows.get(id)
    }

    /// All rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = (&CriterionId, &Row)> {
        self.rows.iter()
    }

    /// What the page shows for a criterion.
    pub fn shown(&self, id: &CriterionId) -> Wish {
        self.rows.get(id).map(Row::shown).unwrap_or_default()
    }

    /// Ticks an answer; it can be undone.
    pub fn answer(&mut self, id: &CriterionId, state: AnswerState) {
        let Some(row) = self.rows.get_mut(id) else {
            return;
        };
        if row.is_inherited() {
            return;
        }
        let before = row.shown();
        if before.state != Some(state) || row.in_conflict() {
            row.want(Wish {
                state: Some(state),
                ..before.clone()
            });
            self.steps.push(vec![(id.clone(), before)]);
        }
    }

    /// Changes a reason.
    pub fn explain(&mut self, id: &CriterionId, change: impl FnOnce(&mut Wish)) {
        if let Some(row) = self.rows.get_mut(id) {
            let mut wish = row.shown();
            change(&mut wish);
            row.want(wish);
        }
    }

    /// Ticks "met" for everything up to a level that is neither met nor out of scope, as one step.
    pub fn everything_up_to(&mut self, level: u8) {
        let mut step = Vec::new();
        for (id, row) in self.rows.iter_mut().filter(|(_, row)| row.level <= level) {
            let before = row.shown();
            let inherited = row.is_inherited();
            if !inherited
                && !matches!(
                    before.state,
                    Some(AnswerState::Met | AnswerState::NotApplicable)
                )
            {
                row.want(Wish {
                    state: Some(AnswerState::Met),
                    ..before.clone()
                });
                step.push((id.clone(), before));
            }
        }
        if !step.is_empty() {
            self.steps.push(step);
        }
    }

    /// Takes the last step back.
    pub fn undo(&mut self) {
        for (id, before) in self.steps.pop().unwrap_or_default() {
            if let Some(row) = self.rows.get_mut(&id) {
                row.want(before);
            }
        }
    }

    /// Whether there is a step to take back.
    pub const fn can_undo(&self) -> bool {
        !self.steps.is_empty()
    }

    /// The reader chose between their answer and the one that stands.
    pub fn choose(&mut self, id: &CriterionId, mine: bool) {
        if let Some(row) = self.rows.get_mut(id) {
            row.choose(mine);
        }
    }

    /// Whether the reader has to choose something.
    pub fn in_conflict(&self) -> bool {
        self.note.in_conflict() || self.rows.values().any(Row::in_conflict)
    }

    /// Whether something lacks its reason or is too long, and can't be saved like this.
    pub fn is_incomplete(&self) -> bool {
        self.rows.values().any(Row::is_incomplete)
            || self.note.is_unsaved() && self.note.is_too_long()
    }

    /// Answers to send; their fate is in doubt until it is known.
    pub fn take_changes(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (id, row) in &mut self.rows {
            if let Some((expected, answer)) = row.pending() {
                row.sent();
                changes.push(Change {
                    criterion: id.clone(),
                    expected,
                    answer,
                });
            }
        }
        changes
    }

    /// The note to send.
    pub fn take_note(&mut self) -> Option<NoteChange> {
        let change = self.note.pending()?;
        self.note.sent();
        Some(change)
    }

    /// What became of answers that were sent.
    pub fn answered(&mut self, sent: &[Change], saved: Saved, writer: &Writer, at: &str) {
        match saved {
            Saved::Done { versions, .. } => {
                for (id, version) in versions {
                    let answer = sent
                        .iter()
                        .find(|change| change.criterion == id)
                        .and_then(|c| c.answer.clone());
                    if let Some(row) = self.rows.get_mut(&id) {
                        row.saved(answer.map(|answer| view(answer, version, writer, at)));
                    }
                }
            }
            Saved::Conflict { theirs } => {
                for change in sent {
                    let Some(row) = self.rows.get_mut(&change.criterion) else {
                        continue;
                    };
                    match theirs.iter().find(|(id, _)| *id == change.criterion) {
                        Some((_, stands)) => row.refused(stands.clone(), change.answer.as_ref()),
                        None => row.returned(),
                    }
                }
            }
        }
    }

    /// What became of a note that was sent.
    pub fn noted(&mut self, sent: &NoteChange, saved: NoteSaved, writer: &Writer) {
        match saved {
            NoteSaved::Done { version } => self.note.saved(sent, version, writer.name.clone()),
            NoteSaved::Conflict { theirs } => self.note.refused(theirs, sent),
        }
    }

    /// The server refused for good: nothing of what was sent was written.
    pub fn returned(&mut self) {
        self.rows.values_mut().for_each(Row::returned);
        self.note.returned();
    }

    /// What to keep in the browser.
    pub fn unsaved(&self) -> Unsaved {
        let rows = self
            .rows
            .iter()
            .filter_map(|(id, row)| Some((id.clone(), row.keep()?)))
            .collect();
        Unsaved {
            rows,
            note: self.note.keep(),
        }
    }

    /// Takes up what was kept.
    pub fn restore(&mut self, unsaved: Unsaved) {
        for (id, kept) in unsaved.rows {
            if let Some(row) = self.rows.get_mut(&id) {
                row.restore(kept);
            }
        }
        if let Some(note) = unsaved.note {
            self.note.restore(note);
        }
    }

    /// Forgets what is not saved.
    pub fn discard(&mut self) {
        self.rows.values_mut().for_each(|row| row.choose(false));
        self.note.choose(Keep::Theirs);
        self.steps.clear();
    }
}

fn view(answer: Answer, version: i32, writer: &Writer, at: &str) -> AnswerView {
    AnswerView {
        answer,
        provenance: Provenance::Stated,
        version,
        by: writer.id,
        by_name: writer.name.clone(),
        at: at.to_owned(),
        conflict: false,
    }
}

#[cfg(test)]
mod tests;
