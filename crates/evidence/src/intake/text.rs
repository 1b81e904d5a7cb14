//! From bytes to text.

use std::borrow::Cow;

use domain::evidence::{BinaryForm, Unusable};

use crate::{Limits, fields::many};

/// First bytes of files that are no text.
const FORMS: [(&[u8], BinaryForm); 9] = [
    (b"\x1f\x8b", BinaryForm::Gzip),
    (b"PK\x03\x04", BinaryForm::Zip),
    (b"PK\x05\x06", BinaryForm::Zip),
    (b"%PDF-", BinaryForm::Pdf),
    (b"PAR1", BinaryForm::Parquet),
    (b"\x7fELF", BinaryForm::Program),
    (b"\x89PNG", BinaryForm::Image),
    (b"\xff\xd8\xff", BinaryForm::Image),
    (b"GIF8", BinaryForm::Image),
];

/// The text of a file in UTF-8, with or without byte-order mark, in UTF-16 with one, or of XML that says it is in Latin-1.
///
/// # Errors
/// Too large, not a text, or in another encoding.
pub fn decode<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Cow<'b, str>, Unusable> {
    if bytes.len() > limits.bytes {
        return Err(Unusable::TooLarge {
            bytes: many(bytes.len()),
            limit: many(limits.bytes),
        });
    }
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)?),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)?),
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(utf8(rest)?),
        plain => utf8(plain)
            .map(Cow::Borrowed)
            .or_else(|why| latin1(plain).map(Cow::Owned).ok_or(why))?,
    };
    if text.contains('\0') {
        return Err(Unusable::Binary { looks_like: None });
    }
    Ok(text)
}

fn utf8(bytes: &[u8]) -> Result<&str, Unusable> {
    let form = FORMS.iter().find(|(start, _)| bytes.starts_with(start));
    if let Some((_, form)) = form {
        return Err(Unusable::Binary {
            looks_like: Some(*form),
        });
    }
    str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        if bytes.contains(&0) {
            return Unusable::Binary { looks_like: None };
        }
        Unusable::NotUtf8 {
            line: lines_before(good) + 1,
        }
    })
}

/// The text of XML that says it is in Latin-1, as some test runners still write it. The 32 characters in which its dialects
/// differ are lost.
fn latin1(bytes: &[u8]) -> Option<String> {
    const NAMES: [&str; 3] = ["iso-8859-1", "latin1", "windows-1252"];
    let character = |byte: &u8| match byte {
        0x80..0xa0 => char::REPLACEMENT_CHARACTER,
        other => char::from(*other),
    };
    let start: String = bytes.iter().take(100).map(character).collect();
    let (declared, _) = start.strip_prefix("<?xml")?.split_once("?>")?;
    let declared = declared.to_ascii_lowercase();
    let says = NAMES.iter().any(|name| declared.contains(name));
    says.then(|| bytes.iter().map(character).collect())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Unusable> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Unusable::Binary { looks_like: None });
    }
    let mut text = String::with_capacity(bytes.len());
    for c in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match c {
            Ok(c) => text.push(c),
            Err(_) => {
                return Err(Unusable::NotUtf8 {
                    line: lines_before(text.as_bytes()) + 1,
                });
            }
        }
    }
    Ok(text)
}

/// Whether it is of tags and values, one a line, as SPDX begins them.
pub fn has_tags(text: &str) -> bool {
    let mut lines = text.lines();
    let first = lines.find(|l| !l.trim().is_empty() && !l.starts_with('#'));
    first.is_some_and(|line| line.starts_with("SPDXVersion:"))
}

/// The number of line breaks.
pub fn lines_before(bytes: &[u8]) -> u64 {
    many(bytes.split(|b| *b == b'\n').count()).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Result<String, Unusable> {
        decode(bytes, &Limits::default()).map(Cow::into_owned)
    }

    #[test]
    fn encodings() {
        assert_eq!(decoded("表".as_bytes()), Ok("表".into()));
        assert_eq!(decoded(b"\xef\xbb\xbf[]"), Ok("[]".into()));
        assert_eq!(decoded(b"\xff\xfe[\0]\0"), Ok("[]".into()));
        assert_eq!(decoded(b"\xfe\xff\0[\0]"), Ok("[]".into()));
        assert_eq!(decoded(b"a\nb\n\xffc"), Err(Unusable::NotUtf8 { line: 3 }));
    }

    #[test]
    fn xml_in_latin_1() {
        let old = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9\x96</a>";
        let text = "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u{e9}\u{fffd}</a>";
        assert_eq!(decoded(old), Ok(text.into()));
        let unsaid = decoded(b"<?xml version='1.0'?><a>\xe9</a>");
        assert_eq!(unsaid, Err(Unusable::NotUtf8 { line: 1 }));
    }

    #[test]
    fn other_files() {
        let form = |bytes| match decoded(bytes) {
            Err(Unusable::Binary { looks_like }) => looks_like,
            other => panic!("{other:?}"),
        };
        assert_eq!(form(b"PK\x03\x04x"), Some(BinaryForm::Zip));
        assert_eq!(form(b"\x1f\x8b\x08"), Some(BinaryForm::Gzip));
        assert_eq!(form(b"a\0b"), None);
        assert_eq!(form(b"\0\xff"), None);
        let small = Limits {
            bytes: 1,
            ..Limits::default()
        };
        assert_eq!(
            decode(b"[]", &small),
            Err(Unusable::TooLarge { bytes: 2, limit: 1 })
        );
    }
}
