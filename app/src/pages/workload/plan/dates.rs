//! Days of the plan.

use time::macros::format_description;
use time::{Date, Duration};

/// The day so many days after another, both as `2026-11-22`; none where the first is no date.
pub(crate) fn days_after(day: &str, days: u32) -> Option<String> {
    let day = Date::parse(day, format_description!("[year]-[month]-[day]")).ok()?;
    Some(
        day.checked_add(Duration::days(i64::from(days)))?
            .to_string(),
    )
}

/// Days from one day to another, both as `2026-11-22`; none where one is no date.
pub(crate) fn days_between(from: &str, to: &str) -> Option<i32> {
    let day = |text| Date::parse(text, format_description!("[year]-[month]-[day]")).ok();
    i32::try_from((day(to)? - day(from)?).whole_days()).ok()
}

#[cfg(test)]
mod tests {
    use super::{days_after, days_between};

    #[test]
    fn months_and_years_end() {
        assert_eq!(days_after("2026-11-22", 9).as_deref(), Some("2026-12-01"));
        assert_eq!(days_after("2026-12-31", 1).as_deref(), Some("2027-01-01"));
        assert_eq!(days_after("", 1), None);
        assert_eq!(days_between("2026-12-31", "2027-01-02"), Some(2));
        assert_eq!(days_between("2026-12-31", "2026-12-01"), Some(-30));
        assert_eq!(days_between("2026-12-31", ""), None);
    }
}
