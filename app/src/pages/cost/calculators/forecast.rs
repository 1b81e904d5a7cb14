//! When the capacity is reached.

use domain::Locale;
use domain::cost::{Forecast, LEAST_DAYS, Point};
use domain::views::cost::Estimates;
use leptos::prelude::*;

use super::{Calculator, section};
use crate::components::number::short;
use crate::components::{SelectField, TextField};
use crate::i18n::cost;
use crate::pages::cost::bars::{Below, Course, bars};

pub(super) fn forecast(locale: Locale, found: &Estimates) -> AnyView {
    let options = [
        ("gpu", cost::forecast_gpu(locale)),
        ("tokens", cost::forecast_tokens(locale)),
    ];
    let options = options
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let target = short(locale, found.capacity_target);
    let hint = if found.own_capacity && found.forecast_of == "gpu" {
        cost::capacity_own_gpu(locale, &target)
    } else if found.own_capacity {
        cost::capacity_own_tokens(locale, &target)
    } else if found.capacity.is_some() {
        cost::capacity_given(locale).to_owned()
    } else {
        cost::capacity_none(locale).to_owned()
    };
    let value = found
        .capacity
        .map(|value| format!("{value:.0}"))
        .unwrap_or_default();
    let fields = view! {
        <div class="c-cost__fields">
            <SelectField name="forecast" label=cost::forecast_of(locale) options=options value=found.forecast_of.clone() />
            <TextField name=format!("f_capacity_{}", found.forecast_of) label=cost::capacity(locale) value=value kind="number" hint=hint min="0" step=Some("any") />
        </div>
    }
    .into_any();
    let result = match &found.forecast {
        Some(one) => told(locale, found, one),
        None => {
            view! { <p class="u-muted">{cost::forecast_short(locale, LEAST_DAYS)}</p> }.into_any()
        }
    };
    let calculator = Calculator {
        id: "forecast",
        title: cost::forecast(locale),
        formula: cost::forecast_formula(locale),
        source: cost::forecast_source(locale, &target),
        fields,
        result,
    };
    section(locale, calculator)
}

fn told(locale: Locale, found: &Estimates, one: &Forecast) -> AnyView {
    let when = match (found.capacity, one.reached) {
        (None, _) => cost::forecast_no_capacity(locale).to_owned(),
        (Some(_), Some(0)) => cost::forecast_over(locale).to_owned(),
        (Some(_), Some(days)) => cost::forecast_reached(locale, days),
        (Some(_), None) => cost::forecast_never(locale).to_owned(),
    };
    let earliest = one
        .earliest
        .filter(|earliest| one.reached.is_none_or(|reached| *earliest < reached))
        .map(|days| view! { <span class="u-muted">{cost::forecast_earliest(locale, days)}</span> });
    let slope = if one.slope < 0.0 {
        format!("−{}", short(locale, -one.slope))
    } else {
        format!("+{}", short(locale, one.slope))
    };
    let line = cost::forecast_line(locale, short(locale, one.now), slope);
    let fit = cost::forecast_fit(
        locale,
        format!("{:.2}", one.fit),
        short(locale, one.error),
        one.days,
    );
    let point = |point: &Point| {
        view! {
            <tr>
                <th scope="row">{cost::forecast_at(locale, point.ahead)}</th>
                <td class="c-table__num">{short(locale, point.value)}</td>
                <td class="c-table__num">{cost::forecast_band(locale, short(locale, point.low), short(locale, point.high))}</td>
            </tr>
        }
    };
    view! {
        <p class="l-row"><strong class="c-cost__amount">{when}</strong>{earliest}</p>
        <p class="u-muted">{line}" · "{fit}</p>
        {history(locale, found)}
        <div class="c-tablewrap" role="region" aria-label=cost::forecast(locale) tabindex="0">
            <table class="c-table"><tbody>{one.points.iter().map(point).collect_view()}</tbody></table>
        </div>
    }
    .into_any()
}

fn history(locale: Locale, found: &Estimates) -> AnyView {
    let known: Vec<String> = found
        .history
        .iter()
        .flatten()
        .map(|value| short(locale, *value))
        .collect();
    let title = if found.forecast_of == "gpu" {
        cost::forecast_gpu(locale)
    } else {
        cost::forecast_tokens(locale)
    };
    let say = |amount: f64| short(locale, amount);
    let course = Course {
        title: title.to_owned(),
        below: Below::Ends(found.history_first.clone(), found.last.clone()),
        values: found.history.clone(),
        say: &say,
        caption: cost::days_with(locale, known.len(), found.history.len()),
        heard: cost::history_heard(locale, known.join(", ")),
    };
    bars(course).unwrap_or_else(|| ().into_any())
}
