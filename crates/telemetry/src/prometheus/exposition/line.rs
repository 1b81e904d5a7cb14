//! One line of a page.

use std::borrow::Cow;

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// It does not begin with a metric's name.
    #[error("a metric's name is missing")]
    Name,
    /// The labels in braces are malformed or not closed.
    #[error("labels are malformed")]
    Labels,
    /// The value is missing or no number.
    #[error("the value is no number")]
    Value,
    /// What follows the value is no time.
    #[error("the time is no number")]
    Time,
}

/// A line that is no comment.
pub(super) struct Sample<'p> {
    pub name: &'p str,
    pub labels: LabelList<'p>,
    pub value: f64,
    pub time: Option<f64>,
}

impl<'p> Sample<'p> {
    pub fn of(line: &'p str) -> Result<Self, Flaw> {
        let end = line
            .find(|c: char| c == '{' || c.is_whitespace())
            .ok_or(Flaw::Value)?;
        let (mut name, rest) = line.split_at(end);
        let rest = rest.trim_start();
        let (labels, rest) = match rest.strip_prefix('{') {
            Some(rest) => self::labels(rest, &mut name)?,
            None => (Vec::new(), rest),
        };
        if !is_name(name) {
            return Err(Flaw::Name);
        }
        // An exemplar follows ` # `; its labels may hold anything.
        let numbers = rest.split('#').next().unwrap_or_default();
        let mut words = numbers.split_whitespace();
        let value = words.next().and_then(float).ok_or(Flaw::Value)?;
        let time = match words.next() {
            Some(word) => Some(
                word.parse::<f64>()
                    .ok()
                    .filter(|t| t.is_finite())
                    .ok_or(Flaw::Time)?,
            ),
            None => None,
        };
        match words.next() {
            Some(_) => Err(Flaw::Time),
            None => Ok(Self {
                name,
                labels,
                value,
                time,
            }),
        }
    }
}

/// A name in the classic alphabet, or quoted in braces (Prometheus 3), which may be any.
fn is_name(name: &str) -> bool {
    let first = name.chars().next();
    first.is_some_and(|c| !c.is_ascii_digit())
        && !name.contains(|c: char| c.is_control() || matches!(c, '<' | '>' | '"' | '{' | '}'))
}

/// Numbers as Go writes them: `+Inf`, `NaN`, `1e+06`, hexadecimal ones not.
fn float(word: &str) -> Option<f64> {
    match word {
        "+Inf" | "Inf" => Some(f64::INFINITY),
        "-Inf" => Some(f64::NEG_INFINITY),
        word => word.parse().ok(),
    }
}

type LabelList<'p> = Vec<(&'p str, Cow<'p, str>)>;

/// The labels up to the closing brace, and what follows. Blanks around names, signs and commas are fine, and
/// so is a comma before the brace. A quoted name without value is the metric's own.
fn labels<'p>(text: &'p str, metric: &mut &'p str) -> Result<(LabelList<'p>, &'p str), Flaw> {
    let mut list = LabelList::new();
    let mut rest = text.trim_start();
    loop {
        if let Some(rest) = rest.strip_prefix('}') {
            return Ok((list, rest));
        }
        let name;
        if let Some(quoted) = rest.strip_prefix('"') {
            let (Cow::Borrowed(text), after) = unquote(quoted)? else {
                return Err(Flaw::Labels);
            };
            (name, rest) = (text, after.trim_start());
        } else {
            let end = rest.find(['=', '}', ',']).ok_or(Flaw::Labels)?;
            let (text, after) = rest.split_at(end);
            (name, rest) = (text.trim(), after);
        }
        if let Some(after) = rest.strip_prefix('=') {
            let quoted = after.trim_start().strip_prefix('"').ok_or(Flaw::Labels)?;
            let (value, after) = unquote(quoted)?;
            if name.is_empty() {
                return Err(Flaw::Labels);
            }
            list.push((name, value));
            rest = after.trim_start();
        } else if metric.is_empty() && list.is_empty() && !name.is_empty() {
            *metric = name;
        } else {
            return Err(Flaw::Labels);
        }
        match rest.strip_prefix(',') {
            Some(after) => rest = after.trim_start(),
            None if rest.starts_with('}') => {}
            None => return Err(Flaw::Labels),
        }
    }
}

/// The text up to the closing quote, and what follows.
fn unquote(text: &str) -> Result<(Cow<'_, str>, &str), Flaw> {
    let end = text.find(['"', '\\']).ok_or(Flaw::Labels)?;
    let (plain, rest) = text.split_at(end);
    if let Some(rest) = rest.strip_prefix('"') {
        return Ok((Cow::Borrowed(plain), rest));
    }
    let mut value = plain.to_owned();
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Ok((Cow::Owned(value), chars.as_str())),
            '\\' => match chars.next().ok_or(Flaw::Labels)? {
                'n' => value.push('\n'),
                c @ ('"' | '\\') => value.push(c),
                c => value.extend(['\\', c]),
            },
            c => value.push(c),
        }
    }
    Err(Flaw::Labels)
}
