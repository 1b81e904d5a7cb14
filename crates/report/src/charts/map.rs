//! The three-layer map: the picture of the console as a file of its own, with its key.

use std::fmt::Write as _;

use domain::{
    Locale,
    map::{CallKind, Facts, Lens, Picture, Placed, Step, names},
    views::map::MapPage,
};

use super::{
    Look,
    map_key::key,
    palette::{self, Colour},
    xml,
};

/// What of the map is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Which side of the parts.
    pub lens: Lens,
    /// In which language.
    pub locale: Locale,
    /// Where the piece starts and how high it is; the whole picture with its key where it is none.
    pub piece: Option<(i32, i32)>,
}

/// Room for the key below the picture.
pub(super) const KEY: i32 = 84;

/// The map as SVG.
pub fn map(page: &MapPage, picture: &Picture, seen: Seen, look: &Look<'_>) -> String {
    let (top, height) = seen.piece.unwrap_or((0, picture.height + KEY));
    let width = picture.width;
    let mut out = String::new();
    // Writing to a text does not fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{}\" viewBox=\"0 {top} {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-family=\"{}\">",
        xml(look.label),
        xml(look.font)
    );
    patterns(&mut out);
    let _ = write!(
        out,
        "<rect x=\"0\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
        palette::SURFACE.hex()
    );
    bands(&mut out, picture, seen.locale);
    for line in &picture.lines {
        way(&mut out, line.kind, &line.path, &line.head);
    }
    for placed in &picture.boxes {
        if let Some(part) = page.part(placed.part) {
            let kind = part.kind.name(seen.locale);
            part_box(&mut out, placed, (kind, &part.name), (&part.facts, seen));
        }
    }
    if seen.piece.is_none() {
        key(&mut out, picture.height, seen);
    }
    out.push_str("</svg>");
    out
}

/// Colour and pattern of a step.
pub(super) struct Paint {
    back: Colour,
    ink: Colour,
    pattern: Option<&'static str>,
}

pub(super) const fn paint(step: Step) -> Paint {
    let (back, ink, pattern) = match step {
        Step::Unknown => (palette::SURFACE, palette::TEXT_MUTED, None),
        Step::Good => (palette::OK_BACK, palette::OK_TEXT, None),
        Step::Fair => (palette::LOW_BACK, palette::LOW_TEXT, Some("map-dots")),
        Step::Poor => (
            palette::MEDIUM_BACK,
            palette::MEDIUM_TEXT,
            Some("map-lines"),
        ),
        Step::Bad => (palette::HIGH_BACK, palette::HIGH_TEXT, Some("map-cross")),
        Step::Worst => (
            palette::CRITICAL_BACK,
            palette::CRITICAL_TEXT,
            Some("map-bars"),
        ),
    };
    Paint { back, ink, pattern }
}

/// The patterns of the marks: colour is never alone.
pub(super) fn patterns(out: &mut String) {
    let pattern = |id: &str, ink: Colour, size: i32, shape: &str| {
        format!(
            "<pattern id=\"{id}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\">\
             <path d=\"{shape}\" stroke=\"{ink}\" fill=\"none\" stroke-width=\"1.4\"/></pattern>",
            ink = ink.hex()
        )
    };
    out.push_str("<defs>");
    out.push_str(&pattern("map-dots", palette::LOW_TEXT, 5, "M1.5 2.5h1.6"));
    out.push_str(&pattern(
        "map-lines",
        palette::MEDIUM_TEXT,
        5,
        "M-1 6 6 -1M-1 1 1 -1M4 6 6 4",
    ));
    out.push_str(&pattern(
        "map-cross",
        palette::HIGH_TEXT,
        5,
        "M-1 6 6 -1M-1 -1 6 6",
    ));
    out.push_str(&pattern("map-bars", palette::CRITICAL_TEXT, 5, "M0 2.5h5"));
    out.push_str("</defs>");
}

pub(super) fn text(
    out: &mut String,
    (x, y): (i32, i32),
    size: &str,
    ink: Colour,
    extra: &str,
    words: &str,
) {
    let _ = write!(
        out,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{}\"{extra}>{}</text>",
        ink.hex(),
        xml(words)
    );
}

fn bands(out: &mut String, picture: &Picture, locale: Locale) {
    for (number, band) in picture.bands.iter().enumerate() {
        let fill = if number % 2 == 0 {
            palette::SUNKEN
        } else {
            palette::SURFACE
        };
        let _ = write!(
            out,
            "<rect x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" fill-opacity=\"0.45\"/>",
            band.top,
            picture.width,
            band.height,
            fill.hex()
        );
        if number > 0 {
            let _ = write!(
                out,
                "<path d=\"M0 {}H{}\" stroke=\"{}\"/>",
                band.top,
                picture.width,
                palette::LINE_STRONG.hex()
            );
        }
        let name = names::layer(band.layer, locale);
        for (line, word) in (0_i32..).zip(name.split(' ')) {
            let at = (12, band.top + 26 + line * 16);
            text(
                out,
                at,
                "13",
                palette::TEXT_MUTED,
                " font-weight=\"bold\"",
                word,
            );
        }
    }
}

/// How a kind of call is drawn.
pub const fn dashes(kind: CallKind) -> &'static str {
    match kind {
        CallKind::Calls => "",
        CallKind::Reads => "6 3",
        CallKind::Writes => "10 3",
        CallKind::RunsOn => "1.5 3",
        CallKind::Feeds => "10 3 2 3",
        CallKind::Watches => "3 3",
        CallKind::Approves => "10 3 2 3 2 3",
    }
}

pub(super) fn way(out: &mut String, kind: CallKind, path: &str, head: &str) {
    let ink = palette::LINE_STRONG.hex();
    let dashes = dashes(kind);
    let dashes = if dashes.is_empty() {
        String::new()
    } else {
        format!(" stroke-dasharray=\"{dashes}\"")
    };
    let _ = write!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.3\"{dashes}/>\
         <polygon points=\"{head}\" fill=\"{ink}\"/>"
    );
}

fn part_box(
    out: &mut String,
    at: &Placed,
    (kind, name): (&str, &str),
    (facts, seen): (&Facts, Seen),
) {
    let step = facts.step(seen.lens);
    let paint = paint(step);
    let mark = facts.mark(seen.lens, seen.locale);
    let dashed = if step == Step::Unknown {
        " stroke-dasharray=\"4 3\""
    } else {
        ""
    };
    let _ = write!(
        out,
        "<g><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" fill=\"{}\" stroke=\"{}\"{dashed}/>",
        xml(&format!("{name}: {}", facts.told(seen.lens, seen.locale))),
        at.x,
        at.y,
        at.width,
        at.height,
        palette::SURFACE.hex(),
        palette::LINE_STRONG.hex(),
    );
    strip(out, (at.x + 1, at.y + 1, 9, at.height - 2), &paint);
    text(
        out,
        (at.x + 17, at.y + 17),
        "11",
        palette::TEXT_MUTED,
        "",
        kind,
    );
    let wide = 8 + 7 * i32::try_from(
        mark.chars()
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum::<usize>(),
    )
    .unwrap_or(2);
    let left = at.x + at.width - wide - 5;
    let _ = write!(
        out,
        "<rect x=\"{left}\" y=\"{}\" width=\"{wide}\" height=\"17\" rx=\"2\" fill=\"{}\"/>",
        at.y + 4,
        paint.back.hex()
    );
    let middle = (left + wide / 2, at.y + 16);
    text(
        out,
        middle,
        "11",
        paint.ink,
        " text-anchor=\"middle\" font-weight=\"bold\"",
        &mark,
    );
    for (number, line) in (0_i32..).zip(&at.name) {
        text(
            out,
            (at.x + 17, at.y + 36 + number * 17),
            "13",
            palette::TEXT,
            "",
            line,
        );
    }
    out.push_str("</g>");
}

/// A mark: its colour, and over it its pattern.
pub(super) fn strip(out: &mut String, (x, y, width, height): (i32, i32, i32, i32), paint: &Paint) {
    let mut rect = |fill: &str| {
        let _ = write!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"
        );
    };
    rect(&paint.back.hex());
    if let Some(pattern) = paint.pattern {
        rect(&format!("url(#{pattern})"));
    }
}
