//! Sentences with days in them: browsers break a line after each hyphen of a day.

use leptos::prelude::*;

/// Days and months as they are written, by their length.
const LENGTHS: [usize; 2] = ["2026-11-22".len(), "2026-11".len()];

/// A text of which no day and no month is broken over two lines.
#[component]
pub fn Dated(
    /// The sentence.
    text: String,
) -> impl IntoView {
    let part = |(text, whole): (&str, bool)| {
        let text = text.to_owned();
        if whole {
            view! { <span class="u-nowrap">{text}</span> }.into_any()
        } else {
            text.into_any()
        }
    };
    parts(&text).into_iter().map(part).collect_view()
}

/// The text in pieces, each with whether it stays on one line.
fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, date, after)) = next(rest) {
        if !before.is_empty() {
            found.push((before, false));
        }
        found.push((date, true));
        rest = after;
    }
    if !rest.is_empty() {
        found.push((rest, false));
    }
    found
}

/// What is before the first day or month, itself, what is after it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    text.char_indices().find_map(|(at, _)| {
        let (before, rest) = text.split_at_checked(at)?;
        let mut pieces = LENGTHS.iter().filter_map(|end| rest.split_at_checked(*end));
        let (date, after) = pieces.find(|(piece, _)| is_date(piece))?;
        Some((before, date, after))
    })
}

fn is_date(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn days_and_months_stay_whole() {
        assert_eq!(
            parts("最高24（2026-11-22），2026-10"),
            [
                ("最高24（", false),
                ("2026-11-22", true),
                ("），", false),
                ("2026-10", true)
            ]
        );
        assert_eq!(parts("gpt-4 1-2"), [("gpt-4 1-2", false)]);
        assert!(parts("").is_empty());
    }
}
