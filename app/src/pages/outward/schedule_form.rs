//! The fields of a schedule.

use std::collections::BTreeSet;

use domain::rhythm::{Every, Rhythm};
use domain::views::outward::{ScheduleRow, SchedulesPage};
use domain::views::workloads::Person;
use domain::{Locale, UserId};
use leptos::prelude::*;

use super::choices::{Form, subject};
use crate::components::form::use_form;
use crate::components::{Choice, Glyph, Hidden, Icon, PostForm, SelectField, TextField};
use crate::i18n::{outward, use_locale};

const PATH: &str = "/reports/schedules";

/// The form for a new one.
pub(super) fn add(locale: Locale, page: &SchedulesPage) -> AnyView {
    let people = page.readers.clone();
    let chosen = BTreeSet::from([page.me]);
    let subjects = page.subjects.clone();
    view! {
        <PostForm action=PATH id="schedule">
            {subject(locale, &subjects)}
            <Form language=locale />
            <When rhythm=None />
            <Recipients people=people chosen=chosen />
            <div class="c-form__actions"><button class="c-btn c-btn--primary">{outward::set_up(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}

/// The form that changes one.
pub(super) fn edit(locale: Locale, row: &ScheduleRow) -> AnyView {
    let action = format!("{PATH}/{}", row.id);
    let (kind, format, language, rhythm) = (row.kind, row.format, row.locale, row.rhythm);
    let people = row.readers.clone();
    let chosen = row.recipients.iter().map(|p| p.id).collect();
    let version = row.version.to_string();
    view! {
        <PostForm action=action id="change">
            <Hidden name="version" value=version />
            <Form kind=kind format=format language=language />
            <When rhythm=Some(rhythm) />
            <Recipients people=people chosen=chosen />
            <div class="c-form__actions"><button class="c-btn c-btn--small">{outward::save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}

/// How often, on which day, at which hour of which zone.
#[component]
fn When(
    /// What is chosen at first.
    rhythm: Option<Rhythm>,
) -> impl IntoView {
    let locale = use_locale();
    let (every, weekday, monthday) = match rhythm.map(Rhythm::every) {
        Some(Every::Month(day)) => ("monthly", 1, day),
        Some(Every::Week(day)) => ("weekly", day, 1),
        None => ("weekly", 1, 1),
    };
    let hour = rhythm.map_or(9, Rhythm::hour).to_string();
    let usual = outward::usual_offset(locale);
    let offset = rhythm.map_or(usual, Rhythm::utc_offset).to_string();
    let zones = Rhythm::OFFSETS.map(|offset| (offset.to_string(), outward::zone_of(offset)));
    let often = vec![
        ("weekly".to_owned(), outward::weekly(locale).to_owned()),
        ("monthly".to_owned(), outward::monthly(locale).to_owned()),
    ];
    let days = (1..=7).map(|day| {
        let name = outward::weekday_of(locale, day);
        (day.to_string(), name.to_owned())
    });
    let hours = (0..24).map(|hour: u8| {
        let name = outward::hour_of(locale, std::format!("{hour:02}"));
        (hour.to_string(), name)
    });
    view! {
        <div class="c-form__line">
            <SelectField name="every" label=outward::every(locale) options=often value=every />
            <SelectField name="weekday" label=outward::weekday(locale) options=days.collect() value=weekday.to_string() />
            <TextField
                name="monthday"
                kind="number"
                label=outward::monthday(locale)
                value=monthday.to_string()
                min="1".to_owned()
                max="31".to_owned()
            />
            <SelectField name="hour" label=outward::hour(locale) options=hours.collect() value=hour />
            <SelectField name="utc_offset" label=outward::zone(locale) options=zones.to_vec() value=offset />
        </div>
    }
}

/// Who receives it.
#[component]
fn Recipients(
    /// Who could.
    people: Vec<Person>,
    /// Who is chosen at first.
    chosen: BTreeSet<UserId>,
) -> impl IntoView {
    let locale = use_locale();
    let form = use_form();
    let problem = form.problem("recipients").map(|_| {
        view! { <p class="c-field__error"><Icon of=Glyph::Warn small=true />{outward::recipients_wrong(locale)}</p> }
    });
    let boxes: Vec<_> = people
        .into_iter()
        .map(|person| {
            let id = person.id.to_string();
            let ticked = form
                .ticked("recipients", &id)
                .unwrap_or_else(|| chosen.contains(&person.id));
            view! { <Choice name="recipients" value=id label=person.name checked=ticked /> }
        })
        .collect();
    view! {
        <fieldset>
            <legend class="c-fieldset__legend">{outward::recipients(locale)}</legend>
            <p class="c-field__hint">{outward::recipients_hint(locale)}</p>
            <div class="c-choices">{boxes}</div>
            {problem}
        </fieldset>
    }
}
