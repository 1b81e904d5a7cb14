//! What somebody wants one answer to be.

use domain::{Answer, AnswerState, Comment, Reason};
use serde::{Deserialize, Serialize};

/// What is ticked and typed for one criterion; unlike an answer it can be half done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// What is ticked.
    pub state: Option<AnswerState>,
    /// Why it does not apply.
    pub reason: Option<Reason>,
    /// The reason in words.
    pub text: String,
}

/// "Not applicable" without its reason can't be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incomplete;

impl Wish {
    /// What an answer says.
    pub fn of(answer: Option<&Answer>) -> Self {
        Self {
            state: answer.map(Answer::state),
            reason: answer.and_then(Answer::reason),
            text: answer
                .and_then(Answer::reason_text)
                .unwrap_or_default()
                .to_owned(),
        }
    }

    /// The answer to save; none takes it back.
    ///
    /// # Errors
    /// [`Incomplete`] where a reason is missing or too long.
    pub fn answer(&self) -> Result<Option<Answer>, Incomplete> {
        Ok(match self.state {
            None => None,
            Some(AnswerState::Met) => Some(Answer::Met),
            Some(AnswerState::NotMet) => Some(Answer::NotMet),
            Some(AnswerState::Unknown) => Some(Answer::Unknown),
            Some(AnswerState::NotApplicable) => Some(Answer::NotApplicable {
                reason: self.reason.ok_or(Incomplete)?,
                text: Comment::parse(&self.text).map_err(|_| Incomplete)?,
            }),
        })
    }
}
