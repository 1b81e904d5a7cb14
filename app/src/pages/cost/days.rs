//! A workload's days of a month as bars, all charts on the same axis.

use domain::Locale;
use domain::cost::Month;
use domain::views::cost::{CostDay, WorkloadCostPage};
use leptos::prelude::*;

use super::bars::{Below, Course, bars};
use super::numbers::{money, percent};
use crate::components::number::short;
use crate::i18n::cost;

/// Days from one that is named to the next.
const WEEK: usize = 7;

/// The section; nothing where no day has a figure.
pub(super) fn days(locale: Locale, page: &WorkloadCostPage) -> AnyView {
    let spent = |amount: f64| money(&page.currency, amount);
    let count = |amount: f64| short(locale, amount);
    let share = |share: f64| percent(Some(share));
    let all = [
        course(
            (locale, page),
            cost::days_spend(locale, &page.currency),
            |day| day.spend,
            &spent,
        ),
        course(
            (locale, page),
            cost::days_tokens(locale).to_owned(),
            |day| day.tokens,
            &count,
        ),
        course(
            (locale, page),
            cost::days_gpu(locale).to_owned(),
            |day| day.gpu_utilisation,
            &share,
        ),
        course(
            (locale, page),
            cost::days_energy(locale).to_owned(),
            |day| day.energy_kwh,
            &count,
        ),
    ];
    if all.iter().all(Option::is_none) {
        return ().into_any();
    }
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{cost::days(locale)}</h2></div>
            <div class="c-cost__courses">{all.into_iter().collect_view()}</div>
        </section>
    }
    .into_any()
}

fn course(
    (locale, page): (Locale, &WorkloadCostPage),
    title: String,
    of: fn(&CostDay) -> Option<f64>,
    say: &dyn Fn(f64) -> String,
) -> Option<AnyView> {
    let mut values: Vec<Option<f64>> = page.days.iter().map(of).collect();
    let highest = page
        .days
        .iter()
        .filter_map(|day| Some((day.day.as_str(), of(day)?)))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let known = values.iter().flatten().count();
    let caption = highest.map_or_else(String::new, |(day, value)| {
        format!(
            "{} · {}",
            cost::highest(locale, say(value), day),
            cost::days_with(locale, known, values.len())
        )
    });
    let places = places(&page.month, values.len());
    values.resize(places, None);
    bars(Course {
        heard: format!("{title} {caption}"),
        title,
        below: Below::Places(named(places)),
        values,
        say,
        caption,
    })
}

/// A place for each day of the month, those to come included: the page has the days until today.
fn places(month: &str, known: usize) -> usize {
    month
        .parse::<Month>()
        .map_or(known, |month| usize::from(month.last().day()).max(known))
}

/// The days that are named: 1, 8, 15 and so on.
fn named(places: usize) -> Vec<(usize, String)> {
    (0..places)
        .step_by(WEEK)
        .map(|at| (at, (at + 1).to_string()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{named, places};

    #[test]
    fn a_month_that_has_just_begun_has_all_its_days() {
        assert_eq!(places("2026-12", 1), 31);
        assert_eq!(places("2027-02", 28), 28);
        assert_eq!(places("", 3), 3);
    }

    #[test]
    fn every_seventh_day_is_named() {
        let days: Vec<_> = named(31).into_iter().map(|(_, day)| day).collect();
        assert_eq!(days, ["1", "8", "15", "22", "29"]);
    }
}
