//! From what a form sends to types that hold.

use std::str::FromStr;

use domain::{FieldErrors, Name, NewPassword, Problem, TextError};

/// A name: one line.
pub(crate) fn one_line(text: &str) -> Result<Name, Problem> {
    let name = Name::parse(text)?;
    if name.as_str().contains(['\n', '\t']) {
        Err(TextError::Control.into())
    } else {
        Ok(name)
    }
}

/// One of the choices; the empty text is none of them.
pub(crate) fn required<T: FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::Choice)
}

/// One of the choices, or none where the text is empty.
pub(crate) fn optional<T: FromStr>(text: &str) -> Result<Option<T>, Problem> {
    if text.is_empty() {
        Ok(None)
    } else {
        required(text).map(Some)
    }
}

/// A new password, typed twice.
pub(crate) fn new_password(
    errors: &mut FieldErrors,
    field: &str,
    text: &str,
    repeated: &str,
) -> Option<NewPassword> {
    let password = errors.check(field, NewPassword::parse(text))?;
    if text != repeated {
        errors.add("repeat", Problem::Mismatch);
        return None;
    }
    Some(password)
}
