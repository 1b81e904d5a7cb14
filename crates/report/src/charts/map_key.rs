//! The key of a map: what its marks and lines mean.

use std::fmt::Write as _;

use domain::map::{CallKind, Step};

use super::map::{KEY, Seen, paint, patterns, strip, text, way};
use super::{Look, palette, xml};

/// Between two entries of the key.
const KEY_STEP: i32 = 24;

/// The key alone, as wide as the picture that it belongs to.
pub fn map_key(width: i32, seen: Seen, look: &Look<'_>) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {KEY}\" width=\"{width}\" height=\"{KEY}\" \
         font-family=\"{}\">",
        xml(look.font)
    );
    patterns(&mut out);
    key(&mut out, 0, seen);
    out.push_str("</svg>");
    out
}

/// Draws the key from a height on.
pub(super) fn key(out: &mut String, top: i32, seen: Seen) {
    let mut x = 12;
    let y = top + 24;
    let name = seen.lens.name(seen.locale);
    text(
        out,
        (x, y),
        "12",
        palette::TEXT,
        " font-weight=\"bold\"",
        name,
    );
    x += reach(name) + 12;
    for step in Step::ALL {
        let Some(meaning) = step.meaning(seen.lens, seen.locale) else {
            continue;
        };
        strip(out, (x, y - 11, 14, 14), &paint(*step));
        let _ = write!(
            out,
            "<rect x=\"{x}\" y=\"{}\" width=\"14\" height=\"14\" fill=\"none\" stroke=\"{}\"/>",
            y - 11,
            palette::LINE_STRONG.hex()
        );
        text(out, (x + 20, y), "12", palette::TEXT, "", meaning);
        x += 20 + reach(meaning) + KEY_STEP;
    }
    x = 12;
    let y = y + 30;
    for kind in CallKind::ALL {
        let path = format!("M{x} {}H{}", y - 4, x + 26);
        let head = format!("{},{} {},{} {},{}", x + 32, y - 4, x + 24, y - 8, x + 24, y);
        way(out, *kind, &path, &head);
        let name = kind.name(seen.locale);
        text(out, (x + 40, y), "12", palette::TEXT, "", name);
        x += 40 + reach(name) + KEY_STEP;
    }
}

/// How far a text of the key reaches, about.
fn reach(words: &str) -> i32 {
    let wide = |c: char| if c.is_ascii() { 7 } else { 13 };
    words.chars().map(wide).sum()
}
