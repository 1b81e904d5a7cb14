//! Whether lines of what was measured fit the workload before them, before the database is asked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CriterionId, RiskId, UserId,
    cost::{Amount, Factors},
    notice::Event,
    views::transfer::RowFault,
};
use store::transfer::{
    BudgetPart, FactorsPart, GroupRows, HistoryPart, HourPart, Measured, PeopleOf, Person,
    SeriesPart,
};
use telemetry::distribution::Distribution;
use time::{Duration, OffsetDateTime};

/// No console keeps hours for longer; each month of them is a part of a table.
const OLDEST: Duration = Duration::days(3660);
/// Clocks of senders may be ahead.
const AHEAD: Duration = Duration::days(2);

/// What is wrong with a row, and where.
pub(super) struct Fault(pub String, pub RowFault);

/// Checks each row; the first that does not fit.
pub(super) fn each<T>(
    table: &str,
    rows: &[T],
    check: impl Fn(&T) -> Result<(), RowFault>,
) -> Result<(), Fault> {
    for (number, row) in rows.iter().enumerate() {
        check(row).map_err(|fault| Fault(format!("{table}[{number}]"), fault))?;
    }
    Ok(())
}

const fn formed(right: bool) -> Result<(), RowFault> {
    if right { Ok(()) } else { Err(RowFault::Form) }
}

/// Rows of a workload whose series are known.
pub(super) fn measured(
    rows: &Measured,
    series: &BTreeMap<i64, i64>,
    now: OffsetDateTime,
) -> Result<(), Fault> {
    match rows {
        Measured::Telemetry(rows) => each("rows.telemetry", rows, |row| {
            formed(row.points >= 0 && row.spans >= 0 && row.logs >= 0)
        }),
        Measured::Series(rows) => numbered(rows),
        Measured::Hours(rows) => hours(rows, series, now),
        Measured::TraceDays(rows) => each("rows.trace_days", rows, |row| formed(row.traces > 0)),
        Measured::CostDays(rows) => each("rows.cost_days", rows, |row| {
            formed(row.amount.0.is_finite() && row.series.is_empty() == row.reading.is_some())
        }),
        Measured::Samples(rows) => each("rows.samples", rows, |row| {
            formed((1..=3).contains(&row.tier))
        }),
        Measured::Events(rows) => each("rows.events", rows, |row| {
            let alert = matches!(
                row.content,
                Event::Conflict { .. } | Event::BudgetPassed { .. }
            );
            formed(alert)
        }),
        Measured::Alerts(_) | Measured::Marks(_) => Ok(()),
    }
}

/// No two series have one number, and each number leads to the next.
fn numbered(rows: &[SeriesPart]) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for (number, row) in rows.iter().enumerate() {
        if !seen.insert(row.id) {
            let field = format!("rows.series[{number}].id");
            return Err(Fault(field, RowFault::Form));
        }
    }
    Ok(())
}

/// Hours of series that stand before them, each once, in order.
fn hours(rows: &[HourPart], series: &BTreeMap<i64, i64>, now: OffsetDateTime) -> Result<(), Fault> {
    let kept = now - OLDEST..now + AHEAD;
    let mut last = None;
    for (number, row) in rows.iter().enumerate() {
        let at = Some((row.series, row.hour));
        let fault = if !series.contains_key(&row.series) {
            Some(RowFault::Stray)
        } else if at <= last || !kept.contains(&row.hour) || !whole(row) {
            Some(RowFault::Form)
        } else {
            None
        };
        if let Some(fault) = fault {
            return Err(Fault(format!("rows.hours[{number}]"), fault));
        }
        last = at;
    }
    Ok(())
}

/// Whether it is an hour as this console writes them: what comes later is merged into it.
fn whole(row: &HourPart) -> bool {
    let begins = row.hour.unix_timestamp().rem_euclid(3600) == 0 && row.hour.nanosecond() == 0;
    let counted = row.points >= 0 && row.count >= 0 && row.resets >= 0 && row.gaps >= 0;
    let read = |packed: &[u8]| postcard::from_bytes::<Distribution>(packed).is_ok();
    let spread = row.distribution.as_ref();
    begins && counted && spread.is_none_or(|packed| read(&packed.0))
}

/// Rows of teams, and that all whom they name are among the people of their line.
pub(super) fn group(people: &[Person], rows: &mut GroupRows) -> Result<(), Fault> {
    let known: BTreeSet<_> = people.iter().map(|person| person.id).collect();
    let mut missing = None;
    rows.people(&mut |user: &mut UserId| {
        if !known.contains(user) {
            missing.get_or_insert(*user);
        }
    });
    if let Some(user) = missing {
        return Err(Fault(format!("people ({user})"), RowFault::Person));
    }
    match rows {
        GroupRows::Budgets(rows) => budgets("rows.budgets", rows),
        GroupRows::Factors(rows) => factors("rows.factors", rows),
        GroupRows::Teams(_) | GroupRows::Samples(_) => Ok(()),
    }
}

/// Budgets that pages can show.
pub(super) fn budgets(table: &str, rows: &[BudgetPart]) -> Result<(), Fault> {
    each(table, rows, |row| {
        formed(Amount::try_from(row.hundredths).is_ok())
    })
}

/// Factors within their bounds.
pub(super) fn factors(table: &str, rows: &[FactorsPart]) -> Result<(), Fault> {
    each(table, rows, |row| {
        formed(Factors::new(row.pue.0, row.intensity.0, row.embodied.0).is_ok())
    })
}

/// What was done about risks and actions, and nothing else, each under a number of its own. What it was may be newer than
/// this console, and of a criterion that the framework had then.
pub(super) fn history(rows: &[HistoryPart]) -> Result<(), Fault> {
    let mut seen = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(first) = seen.insert(row.number, at) {
            let field = format!("rows.history[{at}].number = rows.history[{first}].number");
            return Err(Fault(field, RowFault::Form));
        }
    }
    each("rows.history", rows, |row| {
        let subject = match row.action.split_once('.') {
            Some(("action", _)) => row.subject.parse::<CriterionId>().is_ok(),
            Some(("risk" | "own_risk", _)) => row.subject.parse::<RiskId>().is_ok(),
            _ => false,
        };
        formed(subject && row.details.is_object())
    })
}

#[cfg(test)]
mod tests {
    use store::transfer::{Packed, Real};
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-17 09:30 UTC);

    #[test]
    fn a_history_is_of_risks_and_actions() {
        let told = |action: &str, subject: &str, details: serde_json::Value| HistoryPart {
            number: 1,
            origin: domain::Name::parse("一处").unwrap(),
            at: NOW,
            actor: None,
            action: action.to_owned(),
            subject: subject.to_owned(),
            details,
        };
        let object = || serde_json::json!({ "note": "上线前接受" });
        for (action, subject) in [
            ("risk.treat", "K-S3"),
            ("own_risk.close", "own-1"),
            ("action.newer", "S01.3a"),
        ] {
            assert!(history(&[told(action, subject, object())]).is_ok());
        }
        for (action, subject, details) in [
            ("answer.set", "S01.3a", object()),
            ("risk", "K-S3", object()),
            ("risk.treat", "K S3", object()),
            ("risk.treat", "K-S3", serde_json::json!([])),
        ] {
            let Err(Fault(field, fault)) = history(&[told(action, subject, details)]) else {
                panic!("{action} {subject} fits")
            };
            assert_eq!((field.as_str(), fault), ("rows.history[0]", RowFault::Form));
        }
    }

    #[test]
    fn a_history_has_each_number_once() {
        let told = |number| HistoryPart {
            number,
            origin: domain::Name::parse("一处").unwrap(),
            at: NOW,
            actor: None,
            action: "risk.treat".to_owned(),
            subject: "K-S3".to_owned(),
            details: serde_json::json!({}),
        };
        assert!(history(&[told(2), told(1)]).is_ok());
        let Err(Fault(field, fault)) = history(&[told(1), told(2), told(1)]) else {
            panic!("two entries have one number")
        };
        assert_eq!(field, "rows.history[2].number = rows.history[0].number");
        assert_eq!(fault, RowFault::Form);
    }

    fn hour(series: i64, hour: OffsetDateTime) -> HourPart {
        HourPart {
            series,
            hour,
            minutes: 1,
            points: 1,
            count: 1,
            sum: Real(1.0),
            min: None,
            max: None,
            last: None,
            last_at: None,
            resets: 0,
            gaps: 0,
            distribution: None,
        }
    }

    fn fault(rows: Vec<HourPart>) -> Option<(String, RowFault)> {
        let known = BTreeMap::from([(1, 10), (2, 11)]);
        let found = measured(&Measured::Hours(rows), &known, NOW);
        found.err().map(|Fault(field, fault)| (field, fault))
    }

    #[test]
    fn hours_are_of_series_before_them_each_once_and_whole() {
        let at = datetime!(2026-11-17 08:00 UTC);
        assert_eq!(fault(vec![hour(1, at), hour(2, at)]), None);
        let second = |fault| Some(("rows.hours[1]".to_owned(), fault));
        let stray = vec![hour(1, at), hour(3, at)];
        assert_eq!(fault(stray), second(RowFault::Stray));
        for wrong in [
            hour(1, at),
            hour(2, at + Duration::minutes(1)),
            hour(2, datetime!(1970-01-01 00:00 UTC)),
            hour(2, datetime!(2026-12-24 00:00 UTC)),
            HourPart {
                distribution: Some(Packed(vec![255; 3])),
                ..hour(2, at)
            },
            HourPart {
                points: -1,
                ..hour(2, at)
            },
        ] {
            assert_eq!(fault(vec![hour(1, at), wrong]), second(RowFault::Form));
        }
    }
}
