//! Fonts: found once in folders, read when a document first needs them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use typst::{
    foundations::Bytes,
    text::{Font, FontBook, FontInfo},
    utils::LazyHash,
};
use typst_kit::fonts::{FontPath, FontStore};

/// The family that reports are set in: static faces with Chinese and Latin that match.
pub const FAMILY: &str = "Noto Sans CJK SC";

/// Where distributions put that family.
pub const DEFAULT_FOLDERS: [&str; 3] = [
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
];

/// Folders inside folders that are looked into.
const DEPTH: u32 = 3;

/// The fonts of reports.
pub struct Fonts {
    store: FontStore,
    family: String,
}

/// Why reports can't be set.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// A folder is there but can't be read.
    #[error("font folder {folder} can't be read")]
    Folder {
        /// Which folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// No folder holds the family in regular and bold.
    #[error(
        "the font family {family:?} (regular and bold) is in none of the folders {folders:?}; \
         install it (Debian: fonts-noto-cjk) or name its folder"
    )]
    Missing {
        /// Which family.
        family: String,
        /// Where it was looked for.
        folders: Vec<PathBuf>,
    },
}

impl Fonts {
    /// Finds the fonts of [`FAMILY`] in folders; folders that aren't there are passed over.
    ///
    /// # Errors
    /// A folder that can't be read, or no such family in any of them.
    pub fn load(folders: &[PathBuf]) -> Result<Self, FontError> {
        Self::with_family(FAMILY, folders)
    }

    /// The same for another family, which must have the characters of both languages.
    ///
    /// # Errors
    /// As [`Fonts::load`].
    pub fn with_family(family: &str, folders: &[PathBuf]) -> Result<Self, FontError> {
        let mut files = Vec::new();
        for folder in folders {
            collect(folder, DEPTH, &mut files).map_err(|source| FontError::Folder {
                folder: folder.clone(),
                source,
            })?;
        }
        files.sort();
        let mut store = FontStore::new();
        let mut bold = [false, false];
        for (path, index, info) in files.into_iter().flat_map(|path| faces(path, family)) {
            if let Some(found) = bold.get_mut(usize::from(info.variant.weight.to_number() >= 600)) {
                *found = true;
            }
            store.push((FontPath { path, index }, info));
        }
        if bold == [true, true] {
            Ok(Self {
                store,
                family: family.to_owned(),
            })
        } else {
            Err(FontError::Missing {
                family: family.to_owned(),
                folders: folders.to_vec(),
            })
        }
    }

    /// The family that reports are set in.
    pub fn family(&self) -> &str {
        &self.family
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }
}

/// Font files below a folder.
fn collect(folder: &Path, depth: u32, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, files)?;
            }
        } else if is_font(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_font(path: &Path) -> bool {
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    ["otf", "otc", "ttf", "ttc"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

/// The faces of a file that belong to the family. Others stay out, so that no document depends on what else is
/// installed.
fn faces(path: PathBuf, family: &str) -> Vec<(PathBuf, u32, FontInfo)> {
    let Ok(data) = fs::read(&path) else {
        return Vec::new();
    };
    // A cheap look at the bytes saves parsing collections that can't hold the family.
    if !mentions(&data, family) {
        return Vec::new();
    }
    let fonts = Font::iter(Bytes::new(data));
    let ours = fonts.filter(|f| f.info().family.eq_ignore_ascii_case(family));
    ours.map(|f| (path.clone(), f.index(), f.info().clone()))
        .collect()
}

/// Whether a font's name table can hold a name, in either encoding that name tables use.
fn mentions(data: &[u8], family: &str) -> bool {
    let wide: Vec<u8> = family.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let holds = |needle: &[u8]| data.windows(needle.len()).any(|w| w == needle);
    holds(&wide) || holds(family.as_bytes())
}
