//! Mends what Python's `json` writes and no JSON parser reads, and what its `rich` makes of JSON where it prints it.

/// A mended text.
pub struct Mended {
    pub text: String,
    /// Numbers that became null.
    pub numbers: u64,
    /// How many bytes of the original the mended text stands for.
    pub consumed: usize,
}

/// Replaces bare `NaN` and `Infinity` by `null`, and the escapes of lone surrogates by that of U+FFFD; leaves out line
/// breaks inside of strings, which `rich` puts in after 80 characters. Stops where the mended text has `until` bytes.
pub fn mend(text: &str, until: usize) -> Mended {
    let mut mended = String::new();
    let (mut rest, mut numbers, mut quoted) = (text, 0, false);
    while let Some(at) = rest.find(['"', '\\', 'N', 'I', '-', '\n', '\r']) {
        let (before, tail) = rest.split_at(at);
        if mended.len() + before.len() >= until {
            break;
        }
        mended.push_str(before);
        let (taken, replacement) = if quoted {
            in_string(tail, &mut quoted)
        } else {
            outside(tail, &mut quoted, &mut numbers)
        };
        let (kept, after) = tail.split_at_checked(taken).unwrap_or((tail, ""));
        mended.push_str(replacement.unwrap_or(kept));
        rest = after;
    }
    let more = rest.len().min(until.saturating_sub(mended.len()));
    let (own, _) = rest.split_at_checked(more).unwrap_or((rest, ""));
    mended.push_str(own);
    Mended {
        text: mended,
        numbers,
        consumed: text.len() - rest.len() + own.len(),
    }
}

/// How many bytes to take, and what to put in their place.
type Step = (usize, Option<&'static str>);

fn outside(tail: &str, quoted: &mut bool, numbers: &mut u64) -> Step {
    if tail.starts_with('"') {
        *quoted = true;
        return (1, None);
    }
    match ["-Infinity", "Infinity", "-NaN", "NaN"]
        .iter()
        .find(|word| tail.starts_with(**word))
    {
        Some(word) => {
            *numbers += 1;
            (word.len(), Some("null"))
        }
        None => (1, None),
    }
}

fn in_string(tail: &str, quoted: &mut bool) -> Step {
    if tail.starts_with('"') {
        *quoted = false;
        return (1, None);
    }
    if tail.starts_with(['\n', '\r']) {
        return (1, Some(""));
    }
    if !tail.starts_with('\\') {
        return (1, None);
    }
    match (surrogate(tail), tail.get(6..).and_then(surrogate)) {
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (12, None),
        (Some(_), _) => (6, Some("\\ufffd")),
        // The backslash and the byte that it escapes; a longer character is taken whole.
        (None, _) => (1 + tail.chars().nth(1).map_or(0, char::len_utf8), None),
    }
}

/// The surrogate that an escape at the start of the text stands for.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    (0xd800..=0xdfff).contains(&code).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> (String, u64) {
        let mended = mend(text, usize::MAX);
        (mended.text, mended.numbers)
    }

    #[test]
    fn numbers_outside_strings_only() {
        assert_eq!(
            mended(r#"{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \" NaN"}"#),
            (r#"{"a":null,"b":[null,null],"c":"NaN \" NaN"}"#.into(), 3)
        );
        assert_eq!(mended(r#"{"a":-1}"#), (r#"{"a":-1}"#.into(), 0));
    }

    #[test]
    fn stops_at_an_end_of_the_mended_text() {
        let text = "{\"a\":NaN}\n{\"a\":NaN}";
        let end = "{\"a\":null}".len();
        assert_eq!(mend(text, end).consumed, "{\"a\":NaN}".len());
    }

    #[test]
    fn breaks_inside_of_strings_only() {
        assert_eq!(
            mended("{\"a\": \n\"b c\r\n/d\",\n\"e\\n\": 1}").0,
            "{\"a\": \n\"b c/d\",\n\"e\\n\": 1}"
        );
    }

    #[test]
    fn lone_surrogates() {
        assert_eq!(mended(r#"["\ud83d\ude00"]"#).0, r#"["\ud83d\ude00"]"#);
        assert_eq!(
            mended(r#"["\ud83dx","\\ud83d"]"#).0,
            r#"["\ufffdx","\\ud83d"]"#
        );
        assert_eq!(mended(r#"["\字","\"#).0, r#"["\字","\"#);
    }
}
