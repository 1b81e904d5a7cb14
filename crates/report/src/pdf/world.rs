//! What Typst may see: our templates, our fonts and one document's values. No files, no packages, no clock.

use std::sync::LazyLock;

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use super::Fonts;

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        /// The templates by path, parsed once.
        static TEMPLATES: LazyLock<Vec<Source>> = LazyLock::new(|| {
            let files = [$(($name, include_str!(concat!("../../templates/", $name)))),*];
            files.into_iter().filter_map(|(name, text)| Some(Source::new(path(name)?, text.to_owned()))).collect()
        });
    };
}

templates!(
    "base.typ",
    "parts.typ",
    "map.typ",
    "workload.typ",
    "group.typ",
    "executive.typ",
    "auditor.typ"
);

fn path(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn template(id: FileId) -> FileResult<&'static Source> {
    let known = TEMPLATES.iter().find(|s| s.id() == id);
    known.ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
}

/// The same library for every document: results of typesetting can be used again only where it is equal.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The file through which templates get the values of a document.
const VALUES: &str = "values.json";

/// The world of one document.
pub struct ReportWorld<'a> {
    fonts: &'a Fonts,
    main: FileId,
    values: (FileId, Bytes),
}

impl<'a> ReportWorld<'a> {
    /// A world whose main file is a template; `None` where there is no such template.
    ///
    /// The values (JSON) are data to the template: they are never read as markup. They come as a file and not as
    /// `sys.inputs`, which are a part of the library.
    pub fn new(main: &str, values: Vec<u8>, fonts: &'a Fonts) -> Option<Self> {
        let main = path(main)?;
        template(main).ok()?;
        Some(Self {
            fonts,
            main,
            values: (path(VALUES)?, Bytes::new(values)),
        })
    }
}

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        template(id).cloned()
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.values.0 {
            return Ok(self.values.1.clone());
        }
        template(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
