//! One criterion: what stands on the server, what is wanted instead, whether somebody else was faster.

use domain::proof::{DocumentDates, ProofOnFile, Standing, standing};
use domain::views::assessing::{AnswerView, CheckPage, CriterionView};
use domain::{Answer, Mark, ProofKind, Provenance};
use serde::{Deserialize, Serialize};
use time::Date;
use time::macros::format_description;

use super::wish::Wish;

/// A wish that is not saved, and the version that it was made over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What is wanted.
    pub wish: Wish,
    /// The version that its writer saw; 0 for none.
    pub version: i32,
}

/// One criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its level.
    pub level: u8,
    /// What stands on the server, as far as known.
    pub stands: Option<AnswerView>,
    /// What is wanted instead and not saved yet.
    wish: Option<Wish>,
    /// Somebody else was faster, and the reader has not chosen yet.
    conflict: bool,
    /// A change was sent and its fate is not known.
    doubt: bool,
    proof: Proof,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Proof {
    kind: ProofKind,
    documents: Vec<DocumentDates>,
    /// What the server said about the answer of this version.
    standing: Option<Standing>,
    version: i32,
}

impl Row {
    /// A criterion as the page shows it.
    pub fn open(view: &CriterionView, page: &CheckPage) -> Self {
        let documents = page
            .evidence
            .iter()
            .filter(|e| e.criteria.contains(&view.id));
        let dates = documents.filter_map(|e| {
            Some(DocumentDates {
                effective: day(&e.effective)?,
                valid_until: day(&e.valid_until)?,
            })
        });
        let version = view.answer.as_ref().map_or(0, |answer| answer.version);
        Self {
            level: view.level,
            stands: view.answer.clone(),
            wish: None,
            conflict: false,
            doubt: false,
            proof: Proof {
                kind: view.proof,
                documents: dates.collect(),
                standing: view.standing,
                version,
            },
        }
    }

    #[cfg(test)]
    pub(super) const fn blank(level: u8, kind: ProofKind) -> Self {
        let proof = Proof {
            kind,
            documents: Vec::new(),
            standing: None,
            version: 0,
        };
        Self {
            level,
            stands: None,
            wish: None,
            conflict: false,
            doubt: false,
            proof,
        }
    }

    /// The version of what stands; 0 for none.
    pub fn version(&self) -> i32 {
        self.stands.as_ref().map_or(0, |answer| answer.version)
    }

    /// Whether a platform answers: that is not answered over, but instead, with a reason.
    pub fn is_inherited(&self) -> bool {
        let stands = self.stands.as_ref();
        stands.is_some_and(|answer| answer.provenance == Provenance::Inherited)
    }

    fn stands(&self) -> Option<&Answer> {
        self.stands.as_ref().map(|view| &view.answer)
    }

    /// What the page shows: the wish, else what stands.
    pub fn shown(&self) -> Wish {
        self.wish.clone().unwrap_or_else(|| Wish::of(self.stands()))
    }

    /// Whether somebody else was faster, and the reader has not chosen yet.
    pub const fn in_conflict(&self) -> bool {
        self.conflict
    }

    /// Whether something here is not on the server.
    pub const fn is_unsaved(&self) -> bool {
        self.wish.is_some()
    }

    /// Whether "not applicable" lacks its reason.
    pub fn is_incomplete(&self) -> bool {
        self.wish
            .as_ref()
            .is_some_and(|wish| wish.answer().is_err())
    }

    /// Notes a wish; a choice made in view of the other's answer ends the conflict.
    pub fn want(&mut self, wish: Wish) {
        self.wish = Some(wish);
        self.conflict = false;
        self.settle();
    }

    /// Forgets a wish that says what stands anyway; not while the server may hold something else.
    fn settle(&mut self) {
        let same = |wish: &Wish| {
            wish.answer()
                .is_ok_and(|answer| answer.as_ref() == self.stands())
        };
        if !self.doubt && self.wish.as_ref().is_some_and(same) {
            self.wish = None;
            self.conflict = false;
        }
    }

    /// What to send: the version that was seen and the answer wanted.
    pub fn pending(&self) -> Option<(i32, Option<Answer>)> {
        let wish = self.wish.as_ref().filter(|_| !self.conflict)?;
        Some((self.version(), wish.answer().ok()?))
    }

    /// A change goes out.
    pub const fn sent(&mut self) {
        self.doubt = true;
    }

    /// The server has what was sent; the wish may be another by now.
    pub fn saved(&mut self, now: Option<AnswerView>) {
        self.stands = now;
        self.doubt = false;
        self.settle();
    }

    /// The server wrote nothing, because something else stands; `sent` is what was wanted.
    pub fn refused(&mut self, theirs: Option<AnswerView>, sent: Option<&Answer>) {
        // An earlier try that was thought lost may have arrived.
        let arrived = theirs.as_ref().map(|view| &view.answer) == sent;
        self.stands = theirs;
        self.doubt = false;
        self.conflict = !arrived;
        self.settle();
    }

    /// The change was not sent after all, or refused for another row's sake.
    pub const fn returned(&mut self) {
        self.doubt = false;
    }

    /// The reader chose between the wish and what stands.
    pub fn choose(&mut self, mine: bool) {
        self.conflict = false;
        if !mine {
            self.wish = None;
        }
    }

    /// Takes up a wish that was not saved, made over an earlier page.
    pub fn restore(&mut self, kept: Kept) {
        let moved = kept.version != self.version();
        self.wish = Some(kept.wish);
        self.conflict = moved;
        self.settle();
    }

    /// What to keep until it is saved.
    pub fn keep(&self) -> Option<Kept> {
        // Over a version that the reader has not chosen about, a conflict has to come up again.
        let version = if self.conflict { -1 } else { self.version() };
        Some(Kept {
            wish: self.wish.clone()?,
            version,
        })
    }

    /// Meets a newer page of the same check.
    pub fn refresh(&mut self, newer: Self) {
        // What is on its way decides.
        if self.doubt {
            return;
        }
        let (kept, conflict) = (self.keep(), self.conflict);
        *self = newer;
        if let Some(kept) = kept {
            self.restore(kept);
            self.conflict |= conflict && self.is_unsaved();
        }
    }

    /// Proof that stands for the answer shown.
    pub fn standing(&self, today: Option<Date>) -> Option<Standing> {
        if self.wish.is_none() && self.version() == self.proof.version {
            return self.proof.standing;
        }
        // A new answer is later than every attestation.
        let on_file = ProofOnFile {
            documents: self.proof.documents.clone(),
            ..ProofOnFile::default()
        };
        standing(self.proof.kind, &on_file, today?)
    }

    /// The answer as scoring sees it; half an answer does not count yet.
    pub fn mark(&self, today: Option<Date>) -> Option<Mark> {
        let answer = match &self.wish {
            Some(wish) => wish.answer().unwrap_or_else(|_| self.stands().cloned()),
            None => self.stands().cloned(),
        };
        let conflict = self
            .stands
            .as_ref()
            .is_some_and(|view| view.conflict && Some(&view.answer) == answer.as_ref());
        Some(Mark {
            state: answer?.state(),
            proven: self.standing(today).is_some(),
            conflict,
        })
    }
}

/// A day as pages get it: `2026-11-22`.
pub fn day(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}
