//! Finds personal data and secrets by their form; only counts leave this module.

use std::sync::LazyLock;

use domain::secrets;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// The shortest secret that has a form: `pwd=` and four characters.
const SHORTEST: usize = 8;

static SECRETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(secrets::FORMS).ok());

/// Whether a text holds a key, a token or a password.
pub fn has_secret(text: &str) -> bool {
    let found = |forms: &Regex| forms.is_match(text);
    text.len() >= SHORTEST && SECRETS.as_ref().is_some_and(found)
}

/// How many of each kind a text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hits {
    /// E-mail addresses.
    pub emails: u32,
    /// Mobile numbers of mainland China.
    pub mobiles: u32,
    /// Resident identity numbers of China with a valid check digit.
    pub identities: u32,
    /// Payment card numbers that pass Luhn's check.
    pub cards: u32,
}

impl Hits {
    /// Whether there is any.
    pub fn any(self) -> bool {
        self != Self::default()
    }

    /// Adds what another text holds.
    pub fn add(&mut self, other: Self) {
        for (mine, others) in [
            (&mut self.emails, other.emails),
            (&mut self.mobiles, other.mobiles),
            (&mut self.identities, other.identities),
            (&mut self.cards, other.cards),
        ] {
            *mine = mine.saturating_add(others);
        }
    }
}

/// Looks for personal data.
pub fn scan(text: &str) -> Hits {
    let bytes = text.as_bytes();
    let mut hits = Hits {
        emails: emails(bytes),
        ..Hits::default()
    };
    // No number here has fewer than 11 digits.
    if bytes.iter().filter(|b| b.is_ascii_digit()).take(11).count() == 11 {
        bytes
            .split(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b' ' | b'+')))
            .for_each(|part| numbers(part, &mut hits));
    }
    hits
}

fn emails(bytes: &[u8]) -> u32 {
    let mut found = 0;
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|b| *b == b'@') {
        let (before, after) = rest.split_at(at);
        let after = after.get(1..).unwrap_or_default();
        let local = before.last().is_some_and(u8::is_ascii_alphanumeric);
        if local && is_domain(after) {
            found += 1;
        }
        rest = after;
    }
    found
}

/// Whether a text begins with `label.label`, the last of two letters at least.
fn is_domain(bytes: &[u8]) -> bool {
    let end = bytes
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.')))
        .unwrap_or(bytes.len());
    let mut labels = bytes
        .get(..end)
        .unwrap_or_default()
        .split(|b| *b == b'.')
        .filter(|l| !l.is_empty())
        .rev();
    let top = labels.next().unwrap_or_default();
    top.len() >= 2 && top.iter().all(u8::is_ascii_alphabetic) && labels.next().is_some()
}

/// A token: its letters and digits, and whether a hyphen stood before it.
fn numbers(part: &[u8], hits: &mut Hits) {
    let tokens: Vec<&[u8]> = part
        .split(|b| matches!(b, b'-' | b' ' | b'+'))
        .filter(|t| !t.is_empty())
        .collect();
    let mut rest = tokens.as_slice();
    while let Some((token, others)) = rest.split_first() {
        rest = others;
        if !count(token, hits) {
            rest = grouped(token, others, hits).unwrap_or(others);
        }
    }
}

/// A number in groups: 4 4 4 4 of a card, 3 4 4 of a mobile.
fn grouped<'a, 'b>(
    first: &[u8],
    others: &'a [&'b [u8]],
    hits: &mut Hits,
) -> Option<&'a [&'b [u8]]> {
    let (groups, most) = match first.len() {
        4 => (3, 19),
        3 => (2, 11),
        _ => return None,
    };
    let (next, rest) = others.split_at_checked(groups)?;
    let sized = next.iter().take(groups - 1).all(|t| t.len() == 4);
    let number: Vec<u8> = [first]
        .iter()
        .chain(next)
        .flat_map(|t| t.iter().copied())
        .collect();
    (sized && number.len() <= most && count(&number, hits)).then_some(rest)
}

/// Counts a number of one piece; whether it was one.
fn count(token: &[u8], hits: &mut Hits) -> bool {
    let digits = token.iter().all(u8::is_ascii_digit);
    if is_identity(token) {
        hits.identities += 1;
    } else if digits && is_mobile(token) {
        hits.mobiles += 1;
    } else if digits && is_card(token) {
        hits.cards += 1;
    } else {
        return false;
    }
    true
}

fn is_mobile(digits: &[u8]) -> bool {
    let number = digits
        .strip_prefix(b"0086")
        .or_else(|| digits.strip_prefix(b"86"))
        .unwrap_or(digits);
    matches!(number, [b'1', b'3'..=b'9', ..] if number.len() == 11)
}

/// GB 11643: 17 digits with a date of birth, then a check digit modulo 11.
fn is_identity(token: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let Some((number, [check])) = token.split_at_checked(17) else {
        return false;
    };
    let born = number.get(6..14).and_then(|d| str::from_utf8(d).ok());
    let plausible = born.and_then(|d| d.parse::<u32>().ok()).is_some_and(|d| {
        (1900..2100).contains(&(d / 10_000)) && (101..=1231).contains(&(d % 10_000))
    });
    if !plausible || !number.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = number
        .iter()
        .zip(WEIGHTS)
        .map(|(d, w)| u32::from(d - b'0') * w)
        .sum();
    let expected = usize::try_from(sum % 11).ok().and_then(|i| CHECKS.get(i));
    expected.is_some_and(|c| c.eq_ignore_ascii_case(check))
}

/// 15–19 digits that begin as cards do and pass Luhn's check.
fn is_card(digits: &[u8]) -> bool {
    let first = digits.first().copied().unwrap_or_default();
    if !(15..=19).contains(&digits.len()) || !(b'3'..=b'6').contains(&first) {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| match (i % 2, u32::from(d - b'0')) {
            (0, d) => d,
            (_, d) if d > 4 => d * 2 - 9,
            (_, d) => d * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_a_form() {
        // Put together here so that no scanner of this repository takes them for real ones.
        for text in [
            format!("AKIA{}", "ABCDEFGHIJKLMNOP"),
            format!("sk-proj-{}", "Ab1".repeat(8)),
            format!("Bearer {}", "abcdefghijklmnop1"),
            format!("/v1/models?api_key={}", "hunter22"),
            format!("postgres://u:{}@db/x", "p"),
            format!("pwd={}", "abcd"),
        ] {
            assert!(has_secret(&text), "{text}");
        }
        for text in [
            "550e8400-e29b-41d4-a716-446655440000",
            "GPU-604ac76c-d9cf-fef3-62e9-d92044ab6e52",
            "serving-5f7d9c8b6f-x2v4q",
            "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "http://10.0.0.1:9400/metrics",
            "task-runner",
            "",
        ] {
            assert!(!has_secret(text), "{text}");
        }
    }

    fn hits(text: &str) -> (u32, u32, u32, u32) {
        let h = scan(text);
        (h.emails, h.mobiles, h.identities, h.cards)
    }

    #[test]
    fn finds_each_kind() {
        assert_eq!(hits("write to a.b+c@example.com, or x@y.cn"), (2, 0, 0, 0));
        assert_eq!(hits("电话 13800138000，或 +86 138-0013-8000"), (0, 2, 0, 0));
        assert_eq!(hits("身份证11010519491231002X。"), (0, 0, 1, 0));
        assert_eq!(
            hits("card 4111 1111 1111 1111 or 4111111111111111"),
            (0, 0, 0, 2)
        );
    }

    #[test]
    fn leaves_ids_alone() {
        for text in [
            "550e8400-e29b-41d4-a716-446655440000",
            "GPU-604ac76c-d9cf-fef3-62e9-d92044ab6e52",
            "1733990400123",
            "sha256:13800138000a",
            "11010519491231002Y",
            "4111111111111112",
            "user@localhost",
            "@a.b",
            "",
        ] {
            assert_eq!(hits(text), (0, 0, 0, 0), "{text}");
        }
    }
}
