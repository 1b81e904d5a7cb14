//! The built-in framework, from the files embedded in the binary.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use super::Framework;
use super::files::{Files, LoadError, load};

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../frameworks/genai-wa");

/// The built-in framework `genai-wa`, read once.
///
/// # Errors
/// The first file that can't be read; only a broken build gets there.
pub fn builtin() -> Result<&'static Framework, &'static LoadError> {
    static LOADED: LazyLock<Result<Framework, LoadError>> = LazyLock::new(|| load(&embedded()));
    LOADED.as_ref()
}

fn embedded() -> Files<'static> {
    let folders = [Some(&FOLDER), FOLDER.get_dir("checks")];
    let files = folders.into_iter().flatten().flat_map(Dir::files);
    files
        .filter_map(|file| Some((file.path().to_str()?, file.contents())))
        .collect()
}
