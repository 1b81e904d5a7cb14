//! What is wrong with a form, field by field; pages say it in the reader's language.

use serde::{Deserialize, Serialize};

use crate::{CriterionId, TextError};

/// What is wrong with a field; pages say it in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Problem {
    /// The text is out of bounds.
    Text(TextError),
    /// Not one of the choices.
    Choice,
    /// Somebody has it already.
    Taken,
    /// Not a date.
    Date,
    /// The end is before the beginning.
    DateOrder,
    /// The date is in the past.
    Past,
    /// The date is in the future.
    Future,
    /// Not a whole number in range.
    Number,
    /// Two numbers are the wrong way round.
    Crossed,
    /// The two entries differ.
    Mismatch,
    /// The password is not right.
    WrongPassword,
    /// The file is too large.
    FileTooLarge,
    /// The file is empty.
    FileEmpty,
    /// The file is of a kind that is not taken.
    FileKind,
    /// What must come first would come after itself.
    Cycle {
        /// The way round, the first criterion again at the end.
        way: Vec<CriterionId>,
    },
    /// One of the ids is none that can stand here.
    Unknown {
        /// What was typed, cut short.
        text: String,
    },
}

impl From<TextError> for Problem {
    fn from(error: TextError) -> Self {
        Self::Text(error)
    }
}

/// A field by its form name.
pub type Field = String;

/// What is wrong, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldErrors(pub Vec<(Field, Problem)>);

impl FieldErrors {
    /// Adds a field's problem.
    pub fn add(&mut self, field: &str, problem: impl Into<Problem>) {
        self.0.push((field.to_owned(), problem.into()));
    }

    /// Keeps the value, or notes what is wrong with the field.
    pub fn check<T, P: Into<Problem>>(&mut self, field: &str, parsed: Result<T, P>) -> Option<T> {
        parsed.map_err(|problem| self.add(field, problem)).ok()
    }

    /// Whether nothing is wrong.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<Problem> {
        self.0
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, problem)| problem.clone())
    }
}
