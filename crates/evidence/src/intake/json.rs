//! JSON, leniently: log lines before it, lines after it, one value a line, `NaN`.

use domain::evidence::{Flaw, Syntax, Unusable};
use serde::de::DeserializeSeed;
use serde_json::{Deserializer, Value};

use super::{Content, Intake, JsonLines, sanitise::mend, text::lines_before, value::Budget};
use crate::{Limits, fields::many};

/// Log lines are looked through this far, and so many times for a start of JSON.
const LEADING_BYTES: usize = 1 << 20;
const LEADING_TRIES: usize = 16;

/// A value at the start of a text.
pub struct First {
    pub value: Value,
    /// Where it ends, in bytes of the text.
    pub end: usize,
    pub non_finite: u64,
    /// How many values it is made of.
    pub values: u64,
}

/// Opens a text as JSON; `None` where it is something else.
pub fn open<'t>(text: &'t str, limits: &Limits) -> Result<Option<Intake<'t>>, Unusable> {
    let start = text.len() - text.trim_start().len();
    let looks = looks_like(text);
    match at(text, start, limits) {
        Ok(intake) if looks => return Ok(Some(intake)),
        // An error beyond the first line is one of JSON; on it, the line may be of a log: `[INFO] …`.
        Err(error) if looks && !on_first_line(text, start, &error) => return Err(error),
        Err(error) if looks => {
            return match behind_log(text, start, limits) {
                Ok(Some(intake)) => Ok(Some(intake)),
                _ => Err(error),
            };
        }
        _ => {}
    }
    behind_log(text, start, limits)
}

/// Finds JSON behind lines of a log. Only lines that start it in the first column count, so that no part
/// of a broken document passes for a whole one.
fn behind_log<'t>(
    text: &'t str,
    start: usize,
    limits: &Limits,
) -> Result<Option<Intake<'t>>, Unusable> {
    let mut broken = None;
    // Markdown shows examples of evidence between fences: they are none.
    let fence = ["\n```", "\n~~~"].iter().filter_map(|f| text.find(f)).min();
    let reach = fence.unwrap_or(text.len()).min(start + LEADING_BYTES);
    let breaks = text.as_bytes().get(start..reach).unwrap_or_default();
    let starts = breaks
        .iter()
        .enumerate()
        .filter(|(_, b)| **b == b'\n')
        .map(|(i, _)| start + i + 1)
        .filter(|at| text.get(*at..).is_some_and(may_start));
    for candidate in starts.take(LEADING_TRIES) {
        match at(text, candidate, limits) {
            Ok(mut intake) => {
                let before = text.as_bytes().get(start..candidate).unwrap_or_default();
                intake.leading = lines_before(before);
                return Ok(Some(intake));
            }
            Err(error) if on_first_line(text, candidate, &error) => {}
            Err(error) => broken = broken.or(Some(error)),
        }
    }
    broken.map_or(Ok(None), Err)
}

/// Reads the JSON that starts here: one value, or one a line.
fn at<'t>(text: &'t str, start: usize, limits: &Limits) -> Result<Intake<'t>, Unusable> {
    let line = lines_before(text.as_bytes().get(..start).unwrap_or_default()) + 1;
    let body = text.get(start..).unwrap_or_default();
    let first = first(body, line, limits)?;
    let (own, rest) = body.split_at_checked(first.end).unwrap_or((body, ""));
    if rest.trim().is_empty() {
        let mut intake = Intake::plain(Content::Json(first.value));
        intake.non_finite = first.non_finite;
        return Ok(intake);
    }
    let same_line = rest
        .split('\n')
        .next()
        .is_some_and(|r| !r.trim().is_empty());
    if same_line {
        let column = many(own.rsplit('\n').next().unwrap_or_default().chars().count()) + 1;
        return Err(Unusable::Broken {
            syntax: Syntax::Json,
            flaw: Flaw::Unexpected,
            line: line + lines_before(own.as_bytes()),
            column,
        });
    }
    if !own.contains('\n') && rest.lines().any(starts_json) {
        return Ok(Intake::plain(Content::JsonLines(JsonLines::new(
            body, line, limits,
        ))));
    }
    if let Some(intake) = several(body, line, limits) {
        return Ok(intake);
    }
    let mut intake = Intake::plain(Content::Json(first.value));
    intake.non_finite = first.non_finite;
    intake.trailing = many(rest.lines().filter(|l| !l.trim().is_empty()).count());
    Ok(intake)
}

/// Several values one behind the other, each over many lines: a list of them. `None` where it is not JSON
/// to the end.
fn several<'t>(body: &'t str, mut line: u64, limits: &Limits) -> Option<Intake<'t>> {
    // All at once: to mend what is left for each value again would take time by the square of them.
    let mended = mend(body, usize::MAX);
    let (mut values, mut rest) = (Vec::new(), mended.text.as_str());
    let (mut left, mut non_finite) = (*limits, mended.numbers);
    while starts_json(rest.trim_start()) {
        let own = strict(rest, line, &left).ok()?;
        let (text, after) = rest.split_at_checked(own.end)?;
        left.values = left.values.checked_sub(own.values)?;
        line += lines_before(text.as_bytes());
        non_finite += own.non_finite;
        values.push(own.value);
        rest = after;
    }
    let all = rest.trim().is_empty() && values.len() > 1;
    let mut intake = all.then(|| Intake::plain(Content::Json(Value::Array(values))))?;
    intake.non_finite = non_finite;
    Some(intake)
}

/// Whether JSON that evidence can be starts here: an object, a list, or `null` alone.
fn starts_json(text: &str) -> bool {
    text.starts_with(['{', '[']) || text.trim() == "null"
}

/// Whether a line of a log may be the start of evidence: `[INFO]` and `[2026-…]` are not.
fn may_start(text: &str) -> bool {
    let after = |rest: &str| rest.trim_start_matches([' ', '\t', '\r']).chars().next();
    match (
        text.strip_prefix('{').map(after),
        text.strip_prefix('[').map(after),
    ) {
        (Some(next), _) => matches!(next, Some('"' | '}' | '\n')),
        (_, Some(next)) => matches!(next, Some('{' | '[' | ']' | '"' | '\n')),
        _ => false,
    }
}

/// Whether a text starts with JSON, so that nothing else can come of it.
pub fn looks_like(text: &str) -> bool {
    starts_json(text.trim_start())
}

fn on_first_line(text: &str, start: usize, error: &Unusable) -> bool {
    let first = lines_before(text.as_bytes().get(..start).unwrap_or_default()) + 1;
    matches!(error, Unusable::Broken { line, .. } if *line == first)
}

/// Parses the value at the start of a text whose first line has this number.
pub fn first(text: &str, line: u64, limits: &Limits) -> Result<First, Unusable> {
    let error = match strict(text, line, limits) {
        Err(error @ Unusable::Broken { .. }) => error,
        other => return other,
    };
    let mended = mend(text, usize::MAX);
    if mended.text == text {
        return Err(error);
    }
    let First {
        value, end, values, ..
    } = strict(&mended.text, line, limits).map_err(|_| error)?;
    // The same again up to the value's end: what follows it moved as well.
    let own = mend(text, end);
    Ok(First {
        value,
        end: own.consumed,
        non_finite: own.numbers,
        values,
    })
}

fn strict(text: &str, line: u64, limits: &Limits) -> Result<First, Unusable> {
    let mut budget = Budget::new(limits);
    let mut deserializer = Deserializer::from_str(text);
    match budget.seed().deserialize(&mut deserializer) {
        Ok(value) => Ok(First {
            value,
            end: deserializer
                .into_iter::<serde::de::IgnoredAny>()
                .byte_offset(),
            non_finite: budget.non_finite,
            values: budget.taken(),
        }),
        Err(error) => {
            let at = line + many(error.line()).saturating_sub(1);
            Err(budget.broken(at).unwrap_or_else(|| Unusable::Broken {
                syntax: Syntax::Json,
                flaw: flaw(text, &error),
                line: at,
                column: many(error.column()),
            }))
        }
    }
}

fn flaw(text: &str, error: &serde_json::Error) -> Flaw {
    if error.is_eof() {
        return Flaw::Truncated;
    }
    let row = text
        .split('\n')
        .nth(error.line().saturating_sub(1))
        .unwrap_or_default();
    let before = row.as_bytes().get(..error.column()).unwrap_or_default();
    let closes = before.last().is_some_and(|b| matches!(b, b'}' | b']'));
    let rows_before = text
        .split('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len);
    let upto = rows_before.map(|l| l + 1).sum::<usize>() + before.len().saturating_sub(1);
    let comma = text
        .get(..upto)
        .is_some_and(|t| t.trim_end().ends_with(','));
    if closes && comma {
        Flaw::TrailingComma
    } else {
        Flaw::Unexpected
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn opened(text: &str) -> Result<Option<Intake<'_>>, Unusable> {
        let limits = Limits {
            depth: 8,
            values: 1_000,
            ..Limits::default()
        };
        open(text, &limits)
    }

    fn value(text: &str) -> (Value, u64, u64, u64) {
        let intake = opened(text).unwrap().unwrap();
        match intake.content {
            Content::Json(value) => (value, intake.leading, intake.trailing, intake.non_finite),
            other => panic!("{other:?}"),
        }
    }

    fn broken(text: &str) -> (Flaw, u64, u64) {
        match opened(text) {
            Err(Unusable::Broken {
                flaw, line, column, ..
            }) => (flaw, line, column),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn logs_around_json() {
        let log = "2026-01-02 03:04:05,6 - x - INFO - [1] start\n[INFO] {scan}\n[\n {\"a\": NaN}\n]\nbye\n";
        assert_eq!(value(log), (json!([{"a": null}]), 2, 1, 1));
        assert_eq!(value("[INFO] x\n{}"), (json!({}), 1, 0, 0));
        let noisy = format!("{}[]", "[INFO] [2026] {x}\n".repeat(99));
        assert_eq!(value(&noisy), (json!([]), 99, 0, 0));
        assert_eq!(value(" null "), (Value::Null, 0, 0, 0));
        assert!(opened("some text\nof [prose]\n").unwrap().is_none());
        assert!(opened("[section]\nkey = 1\n").is_err());
    }

    #[test]
    fn examples_in_markdown_are_no_evidence() {
        assert!(
            opened("# A tool\n\n```json\n{\"a\": 1}\n```\n")
                .unwrap()
                .is_none()
        );
        assert_eq!(value("log\n{\"a\": 1}\n```\n").0, json!({"a": 1}));
    }

    #[test]
    fn values_one_behind_the_other() {
        let (all, _, trailing, odd) = value("{\n \"a\": 1\n}\n{\n \"a\": NaN\n}\n[]\n");
        assert_eq!(all, json!([{"a": 1}, {"a": null}, []]));
        assert_eq!((trailing, odd), (0, 1));
        let (one, _, trailing, _) = value("{\n \"a\": 1\n}\n[INFO] done\n");
        assert_eq!((one, trailing), (json!({"a": 1}), 1));
    }

    #[test]
    fn many_values_that_need_mending_take_no_more_for_each_of_them() {
        let text = "{\n\"a\": NaN\n}\n".repeat(2_000);
        let mut odd = 0;
        let used = allocation_counter::measure(|| {
            let intake = open(&text, &Limits::default()).unwrap().unwrap();
            odd = intake.non_finite;
        });
        assert_eq!(odd, 2_000);
        assert!(used.bytes_total < 8 << 20, "{}", used.bytes_total);
    }

    #[test]
    fn errors_say_where() {
        assert_eq!(broken("{\n \"a\": [1,\n ]}"), (Flaw::TrailingComma, 3, 2));
        assert_eq!(broken("{\"a\": 1,}"), (Flaw::TrailingComma, 1, 9));
        assert_eq!(broken("{\"a\": [1,").0, Flaw::Truncated);
        assert_eq!(broken("{\n\"a\" 1}"), (Flaw::Unexpected, 2, 5));
        assert_eq!(broken("log\n{\n\"a\": x}"), (Flaw::Unexpected, 3, 6));
        // A part of a broken document is no document.
        assert_eq!(
            broken("[\n{\"a\": 1},\n{\"b\": 2},\n]").0,
            Flaw::TrailingComma
        );
        assert_eq!(broken("{} x"), (Flaw::Unexpected, 1, 3));
    }

    #[test]
    fn bounds() {
        assert_eq!(
            opened(&"[".repeat(9)).err(),
            Some(Unusable::TooDeep { line: 1, limit: 8 })
        );
        let long = format!("[\n{}0]", "0,".repeat(1_000));
        assert_eq!(
            opened(&long).err(),
            Some(Unusable::TooManyValues {
                line: 2,
                limit: 1_000
            })
        );
    }

    #[test]
    fn one_value_a_line() {
        let text = "{\"a\": NaN}\n\n{\"b\": 2}\n{\"c\": \nx";
        let intake = opened(text).unwrap().unwrap();
        assert_eq!(
            intake.content.sample(),
            [json!({"a": null}), json!({"b": 2})]
        );
        let records = intake.content.records().map(|r| (r.line, r.value.is_ok()));
        assert_eq!(
            records.collect::<Vec<_>>(),
            [
                (Some(1), true),
                (Some(3), true),
                (Some(4), false),
                (Some(5), false)
            ]
        );
        assert_eq!(
            intake.warnings().collect::<Vec<_>>(),
            [domain::evidence::Warning::NonFiniteNumbers { count: 1 }]
        );
    }
}
