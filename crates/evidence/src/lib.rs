//! Other tools' files in, findings and facts out: pure, without input or output, clock or network.
//!
//! A file is recognised by its content, never by its name. `README.md` says how to add a reader.

mod draft;
mod fields;
pub mod intake;
mod limits;
mod readers;

use domain::evidence::{Kind, Label, Reading, Syntax, Unusable};

pub use limits::Limits;

use draft::Draft;
use intake::{Content, Intake};
use readers::Reader;

/// Recognises a file and reads it.
///
/// # Errors
/// Why the file can't be read, with the line where that is known.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, Unusable> {
    let text = intake::decode(bytes, limits)?;
    let intake = intake::open(&text, limits)?;
    let reader = readers::find(&intake.content).ok_or_else(|| unknown(&intake.content))?;
    run(reader, &intake, limits)
}

/// Reads a file that somebody says is of this kind; that alone tells `[]` of one tool from `[]` of another.
///
/// # Errors
/// As [`read`], and [`Unusable::OtherKind`] where the content says otherwise.
pub fn read_as(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<Reading, Unusable> {
    let text = intake::decode(bytes, limits)?;
    let intake = intake::open(&text, limits)?;
    let fits = |r: &&Reader| {
        r.kind == kind
            && ((r.matches)(&intake.content) || (r.writes_nothing && intake.content.is_nothing()))
    };
    let reader = readers::all()
        .find(fits)
        .ok_or(Unusable::OtherKind { kind })?;
    run(reader, &intake, limits)
}

/// The kind of a file, within the default limits; `None` where it is unknown or can't be read.
pub fn recognise(bytes: &[u8]) -> Option<Kind> {
    let limits = Limits::default();
    let text = intake::decode(bytes, &limits).ok()?;
    let intake = intake::open(&text, &limits).ok()?;
    readers::find(&intake.content).map(|reader| reader.kind)
}

fn run(reader: &Reader, intake: &Intake<'_>, limits: &Limits) -> Result<Reading, Unusable> {
    let mut draft = Draft::new(reader.kind, reader.tool, limits);
    intake.warnings().for_each(|w| draft.warn(w));
    (reader.read)(&intake.content, &mut draft);
    draft.finish()
}

fn unknown(content: &Content<'_>) -> Unusable {
    let keys = content.keys().take(8).map(|k| Label::clip(&k)).collect();
    match content.syntax() {
        Syntax::Text => Unusable::UnknownFormat {
            syntax: Syntax::Text,
            keys: Vec::new(),
        },
        syntax => Unusable::UnknownFormat { syntax, keys },
    }
}
