//! Results on standard output or in a file.

use std::io::{self, Write as _};
use std::path::Path;

use super::CommandError;

/// Writes to a file, or to standard output where none is named.
pub(super) fn write(bytes: &[u8], file: Option<&Path>) -> Result<(), CommandError> {
    match file {
        Some(path) => std::fs::write(path, bytes).map_err(|source| CommandError::Io {
            what: format!("{} can't be written", path.display()),
            source,
        }),
        None => finish(io::stdout().lock().write_all(bytes)),
    }
}

/// Writes a line to standard output.
pub(super) fn line(text: &str) -> Result<(), CommandError> {
    finish(writeln!(io::stdout().lock(), "{text}"))
}

/// A reader that has seen enough (`head`) is no failure.
fn finish(written: io::Result<()>) -> Result<(), CommandError> {
    match written.and_then(|()| io::stdout().lock().flush()) {
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => Err(CommandError::Io {
            what: "standard output can't be written".to_owned(),
            source,
        }),
        _ => Ok(()),
    }
}
