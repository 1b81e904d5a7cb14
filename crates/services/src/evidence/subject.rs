//! What a file is about, by its name: `leaks-1101.json` and `leaks-1102.json` are runs about the same.

/// As many digits in a row are a date, also where letters touch them; fewer may be part of a name, as in `k8s` and
/// `A6000`.
const LONG: usize = 6;
/// As many digits that stand alone are a date or the number of a run; fewer may be a part's: `leaks-1` and `leaks-2` are
/// two things.
const RUN: usize = 3;
/// As many digits behind a `T` are a time.
const TIME: usize = 4;
/// As many hexadecimal digits are the beginning of a commit.
const COMMIT: usize = 7;

/// A file's name without dates, numbers of runs and commits. One that has nothing else stays as it is: nobody can say
/// what it is about.
pub(super) fn of_name(name: &str) -> String {
    let words: Vec<(&str, Option<char>)> = name.split_inclusive(separates).map(ended).collect();
    let texts: Vec<&str> = words.iter().map(|(text, _)| *text).collect();
    let ends = words.iter().map(|(_, end)| *end);
    let kept: Vec<(String, Option<char>)> = all_lasting(&texts).into_iter().zip(ends).collect();
    let stem = words
        .iter()
        .take_while(|(_, end)| *end != Some('.'))
        .count()
        + 1;
    let extension = joined(kept.iter().skip(stem));
    let stem = joined(kept.iter().take(stem));
    if stem.is_empty() {
        return name.to_owned();
    }
    if extension.is_empty() {
        stem
    } else {
        format!("{stem}.{extension}")
    }
}

/// A word and what ends it.
fn ended(word: &str) -> (&str, Option<char>) {
    match word.char_indices().next_back() {
        Some((at, c)) if separates(c) => (word.get(..at).unwrap_or_default(), Some(c)),
        _ => (word, None),
    }
}

/// The words of a part of a name that are left, in their order.
fn joined<'a>(words: impl Iterator<Item = &'a (String, Option<char>)>) -> String {
    let mut kept = String::new();
    let mut between = None;
    for (text, end) in words {
        if !text.is_empty() {
            if !kept.is_empty() {
                kept.extend(between);
            }
            kept.push_str(text);
            between = *end;
        }
    }
    kept
}

/// Words without what changes from run to run.
fn all_lasting(words: &[&str]) -> Vec<String> {
    let mut kept = Vec::with_capacity(words.len());
    while let Some(word) = words.get(kept.len()) {
        match date(words.get(kept.len()..).unwrap_or_default()) {
            0 => kept.push(lasting(word)),
            length => kept.resize(kept.len() + length, String::new()),
        }
    }
    kept
}

/// How many words from the first on are one date with its time: pairs of digits beside a year, or behind `01T08`. A pair
/// behind a date is a part's number.
fn date(words: &[&str]) -> usize {
    let pair = |word: &&&str| word.len() == 2 && digits(word);
    let pairs = words.iter().skip(1).take_while(pair).count();
    match words {
        // With hours and minutes, or seconds too, or without.
        [first, ..] if is_year(first) => 1 + pairs.min(if pairs > 3 { 5 } else { 2 }),
        [day, month, year, ..] if pair(&day) && pair(&month) && is_year(year) => 3,
        [first, ..] if is_hour(first) => 1 + pairs.min(2),
        _ => 0,
    }
}

fn digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && digits(word) && (word.starts_with("19") || word.starts_with("20"))
}

/// A day and an hour, as in `2026-11-01T08:15:00Z`.
fn is_hour(word: &str) -> bool {
    word.split_once('T')
        .is_some_and(|(day, hour)| digits(day) && digits(hour) && hour.len() == 2)
}

const fn separates(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | ' ' | '+' | ':' | ',' | '(' | ')')
}

/// A word without what changes from run to run.
fn lasting(word: &str) -> String {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let commit = word.len() >= COMMIT && word.bytes().all(|b| b.is_ascii_hexdigit()) && digits > 0;
    let run = digits >= RUN && digits == word.len();
    // What stands between hyphens and colons of `2026-11-01T08:15:00Z`; a `T4` is none of it.
    let time = word
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'T' | b'Z'))
        && (1..word.len()).contains(&digits)
        && (digits >= TIME || word.starts_with(|c: char| c.is_ascii_digit()));
    if commit || run || time {
        return String::new();
    }
    let (mut kept, mut run) = (String::new(), String::new());
    for c in word.chars().map(Some).chain([None]) {
        if let Some(digit) = c.filter(char::is_ascii_digit) {
            run.push(digit);
            continue;
        }
        if run.len() < LONG {
            kept.push_str(&run);
        }
        run.clear();
        kept.extend(c);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::of_name;

    #[test]
    fn dates_and_numbers_of_runs_say_nothing_of_what_it_is_about() {
        for (name, about) in [
            ("leaks-1101.json", "leaks.json"),
            ("leaks-107.json", "leaks.json"),
            ("leaks-7.json", "leaks-7.json"),
            ("leaks.json", "leaks.json"),
            ("gitleaks-1.json", "gitleaks-1.json"),
            ("gitleaks-02.json", "gitleaks-02.json"),
            ("trivy_2026-11-22.json", "trivy.json"),
            ("trivy-2026.11.22.json", "trivy.json"),
            ("trivy-22-11-2026.json", "trivy.json"),
            ("trivy-2026-11-22_2.json", "trivy-2.json"),
            ("trivy-2026-11-22-02.json", "trivy-02.json"),
            ("trivy-2026-11-22_08-15-00.json", "trivy.json"),
            ("trivy-2026-11-22T08:15:00.json", "trivy.json"),
            ("20261101T081500Z-gateway.sarif.json", "gateway.sarif.json"),
            ("scan20261101.json", "scan.json"),
            ("report-2026-11-01T08:15Z.xml", "report.xml"),
            ("gitleaks-3f2a9bc1.json", "gitleaks.json"),
            ("garak.1234.report.jsonl", "garak.report.jsonl"),
            ("k8s-gpt4-1.json", "k8s-gpt4-1.json"),
            ("app1.json", "app1.json"),
            ("bench-T4-A6000.json", "bench-T4-A6000.json"),
            ("leaks.1101", "leaks"),
            ("泄漏-1101.json", "泄漏.json"),
            ("2026-11-01.json", "2026-11-01.json"),
            ("report", "report"),
            ("", ""),
        ] {
            assert_eq!(of_name(name), about, "{name}");
        }
    }
}
