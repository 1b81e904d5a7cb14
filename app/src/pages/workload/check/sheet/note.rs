//! A check's note and owner: what stands on the server, what is wanted instead.

use domain::views::assessing::NoteView;
use serde::{Deserialize, Serialize};

use super::super::api::NoteChange;

/// The longest note, in characters.
pub const LONGEST: usize = 10_000;

/// Note and owner that are not saved, and the version that they were written over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptNote {
    /// The note, where it changed.
    pub text: Option<String>,
    /// The owner's id, where it changed; empty for nobody.
    pub owner: Option<String>,
    /// The version that the writer saw; 0 for none.
    pub version: i32,
}

/// A check's note and owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteSheet {
    /// What stands on the server, as far as known.
    pub stands: NoteView,
    text: Option<String>,
    owner: Option<String>,
    conflict: bool,
    doubt: bool,
}

/// What to do with two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Write mine over theirs.
    Mine,
    /// Leave theirs.
    Theirs,
    /// Mine, then theirs.
    Both,
}

impl NoteSheet {
    /// A note as the page shows it.
    pub fn open(stands: &NoteView) -> Self {
        Self {
            stands: stands.clone(),
            ..Self::default()
        }
    }

    /// The text that the page shows.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.stands.text)
    }

    /// The owner that the page shows; empty for nobody.
    pub fn owner(&self) -> String {
        self.owner.clone().unwrap_or_else(|| owner(&self.stands))
    }

    /// Whether somebody else was faster, and the reader has not chosen yet.
    pub const fn in_conflict(&self) -> bool {
        self.conflict
    }

    /// Whether something here is not on the server.
    pub const fn is_unsaved(&self) -> bool {
        self.text.is_some() || self.owner.is_some()
    }

    /// Whether the text is longer than can be saved.
    pub fn is_too_long(&self) -> bool {
        self.text().chars().count() > LONGEST
    }

    /// Notes what was typed.
    pub fn write(&mut self, text: String) {
        self.text = Some(text);
        self.settle();
    }

    /// Notes who shall own the check; empty for nobody.
    pub fn assign(&mut self, owner: String) {
        self.owner = Some(owner);
        self.settle();
    }

    fn settle(&mut self) {
        if self.doubt {
            return;
        }
        self.text.take_if(|text| *text == self.stands.text);
        let stands = owner(&self.stands);
        self.owner.take_if(|owner| *owner == stands);
        self.conflict &= self.is_unsaved();
    }

    /// What to send.
    pub fn pending(&self) -> Option<NoteChange> {
        let ready = self.is_unsaved() && !self.conflict && !self.is_too_long();
        ready.then(|| NoteChange {
            expected: self.stands.version,
            text: self.text().to_owned(),
            owner: self.owner(),
        })
    }

    /// A change goes out.
    pub const fn sent(&mut self) {
        self.doubt = true;
    }

    /// The server has what was sent; what is wanted may be another by now.
    pub fn saved(&mut self, sent: &NoteChange, version: i32, by: String) {
        // As it was typed: the server's trimmed text would move the words under the writer's hands.
        let owner = sent.owner.parse().ok();
        self.stands = NoteView {
            text: sent.text.clone(),
            owner,
            version,
            by,
        };
        self.doubt = false;
        self.settle();
    }

    /// The server wrote nothing, because something else stands.
    pub fn refused(&mut self, theirs: NoteView, sent: &NoteChange) {
        // An earlier try that was thought lost may have arrived.
        if same_text(&theirs.text, &sent.text) && owner(&theirs) == sent.owner {
            let NoteView { version, by, .. } = theirs;
            return self.saved(sent, version, by);
        }
        let before = std::mem::replace(&mut self.stands, theirs);
        self.doubt = false;
        let text = self.text.is_some() && !same_text(&before.text, &self.stands.text);
        let owner = self.owner.is_some() && before.owner != self.stands.owner;
        self.conflict = text || owner;
        self.settle();
    }

    /// The change was not sent after all.
    pub const fn returned(&mut self) {
        self.doubt = false;
    }

    /// The reader chose between the two texts.
    pub fn choose(&mut self, keep: Keep) {
        self.conflict = false;
        match keep {
            Keep::Mine => {}
            Keep::Theirs => (self.text, self.owner) = (None, None),
            Keep::Both => {
                let both = format!(
                    "{}\n\n{}",
                    self.text().trim_end(),
                    self.stands.text.trim_start()
                );
                self.write(both);
            }
        }
    }

    /// Takes up what was not saved, written over an earlier page.
    pub fn restore(&mut self, kept: KeptNote) {
        self.conflict = kept.version != self.stands.version;
        (self.text, self.owner) = (kept.text, kept.owner);
        if self
            .text
            .as_ref()
            .is_some_and(|text| same_text(text, &self.stands.text))
        {
            self.text = None;
        }
        self.settle();
    }

    /// What to keep until it is saved.
    pub fn keep(&self) -> Option<KeptNote> {
        // Over a version that the reader has not chosen about, a conflict has to come up again.
        let version = if self.conflict {
            -1
        } else {
            self.stands.version
        };
        self.is_unsaved().then(|| KeptNote {
            text: self.text.clone(),
            owner: self.owner.clone(),
            version,
        })
    }

    /// Meets a newer page of the same check.
    pub fn refresh(&mut self, newer: &NoteView) {
        if !self.doubt && newer.version != self.stands.version {
            let kept = self.keep();
            self.stands = newer.clone();
            match kept {
                Some(kept) => self.restore(kept),
                None => self.settle(),
            }
        }
    }
}

/// The owner as forms send it.
fn owner(note: &NoteView) -> String {
    note.owner
        .map(|owner| owner.to_string())
        .unwrap_or_default()
}

/// Whether the server keeps two texts as the same.
fn same_text(one: &str, other: &str) -> bool {
    let lines = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    lines(one) == lines(other)
}
