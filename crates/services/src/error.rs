//! What a use case can answer instead of a result.

use domain::{Denied, FieldErrors, Problem};
use store::StoreError;

/// Why a use case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not to be known: 404.
    #[error("not found")]
    NotFound,
    /// Known, but not allowed: 403.
    #[error("not allowed")]
    Forbidden,
    /// What was sent is wrong; field by field: 422.
    #[error("{} fields are not valid", .0.0.len())]
    Invalid(FieldErrors),
    /// Somebody changed it meanwhile: 409.
    #[error("changed meanwhile")]
    Stale,
    /// It can't be done in the state it is in: 409.
    #[error("not possible now: {0}")]
    State(&'static str),
    /// Too many tries; again after so many seconds: 429.
    #[error("too many tries; again in {0} s")]
    TooMany(u64),
    /// The database failed: 503 or 500.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something inside failed: 500.
    #[error("internal: {0}")]
    Internal(
        &'static str,
        #[source] Box<dyn std::error::Error + Send + Sync>,
    ),
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::NotFound,
            Denied::Forbidden => Self::Forbidden,
        }
    }
}

impl Error {
    /// One field that is wrong.
    pub fn field(field: &str, problem: impl Into<Problem>) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(field, problem);
        Self::Invalid(errors)
    }

    /// Goes on only where nothing is wrong with the form.
    ///
    /// # Errors
    /// [`Error::Invalid`] with all the problems.
    pub fn check(errors: FieldErrors) -> Result<(), Self> {
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Self::Invalid(errors))
        }
    }
}
