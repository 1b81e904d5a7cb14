//! Reports that are made again and again: who sets them up.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    FieldErrors, Locale, Problem, RunId, ScheduleId, UserId, Viewer,
    rhythm::Rhythm,
    views::{
        outward::{About, RunRow, ScheduleRow, SchedulesPage},
        reports::{ReportFormat, ReportKind},
        workloads::Person,
    },
};
use serde_json::json;
use store::{
    PgConnection, StoreError,
    schedules::{self, Fields, Run, Schedule},
    shares::Place,
};

use super::{kept, rounds::KEPT_RUNS, subject};
use crate::{
    Error, Services,
    accounts::{allowed, take_report},
    texts,
};

/// The most people that a report is sent to.
const MOST_RECIPIENTS: usize = 200;

/// What the form sends.
#[derive(Clone, Debug, Default)]
pub struct ScheduleForm {
    /// What the report is about: `organisation`, `team:…`, `workload:…`; not changed afterwards.
    pub about: String,
    /// For whom it is.
    pub kind: String,
    /// Its form.
    pub format: String,
    /// Its language.
    pub locale: String,
    /// `weekly` or `monthly`.
    pub every: String,
    /// The day of the week, from 1, Monday.
    pub weekday: String,
    /// The day of the month.
    pub monthday: String,
    /// The hour, in its zone.
    pub hour: String,
    /// How many minutes the zone is ahead of UTC; empty for UTC.
    pub utc_offset: String,
    /// Ids of people.
    pub recipients: Vec<String>,
    /// The version that the writer saw.
    pub version: i32,
}

/// What was understood of a form.
struct Parsed {
    form: (ReportKind, ReportFormat, Locale),
    rhythm: Rhythm,
    recipients: Vec<UserId>,
}

impl Parsed {
    fn fields(&self, services: &Services) -> Fields<'_> {
        Fields {
            form: self.form,
            rhythm: self.rhythm,
            next_at: self.rhythm.after(services.now()),
            recipients: &self.recipients,
        }
    }

    fn details(&self) -> serde_json::Value {
        let (kind, format, locale) = self.form;
        json!({
            "kind": kind, "format": format, "locale": locale.tag(), "rhythm": self.rhythm, "recipients": self.recipients,
        })
    }
}

fn parse(form: &ScheduleForm, readers: &[Person]) -> Result<Parsed, Error> {
    let mut errors = FieldErrors::default();
    let kinds = (&*form.kind, &*form.format, &*form.locale);
    let kinds = subject::form(&mut errors, kinds);
    let weekly = match form.every.as_str() {
        "weekly" => Some(true),
        "monthly" => Some(false),
        _ => {
            errors.add("every", Problem::Choice);
            None
        }
    };
    let (field, day) = if weekly == Some(false) {
        ("monthday", &form.monthday)
    } else {
        ("weekday", &form.weekday)
    };
    let number = |text: &str| text.trim().parse::<u8>().map_err(|_| Problem::Number);
    let day = errors.check(field, number(day));
    let hour = errors.check("hour", number(&form.hour));
    let rhythm = weekly
        .and(day)
        .zip(hour)
        .map(|(day, hour)| Rhythm::new(&form.every, day, hour));
    if rhythm == Some(None) {
        let field = if hour.is_some_and(|hour| hour < 24) {
            field
        } else {
            "hour"
        };
        errors.add(field, Problem::Number);
    }
    let ahead = errors.check("utc_offset", utc_offset(&form.utc_offset));
    let rhythm = rhythm.flatten().zip(ahead);
    let rhythm = rhythm.and_then(|(rhythm, ahead)| rhythm.ahead(ahead));
    let recipients = errors.check("recipients", recipients(&form.recipients, readers));
    match (kinds, rhythm, recipients) {
        (Some(form), Some(rhythm), Some(recipients)) if errors.is_empty() => Ok(Parsed {
            form,
            rhythm,
            recipients,
        }),
        _ => Err(Error::Invalid(errors)),
    }
}

/// Minutes ahead of UTC that some place has.
fn utc_offset(text: &str) -> Result<i16, Problem> {
    let offset = match text.trim() {
        "" => Some(0),
        text => text.parse().ok(),
    };
    let known = offset.filter(|offset| Rhythm::OFFSETS.contains(offset));
    known.ok_or(Problem::Choice)
}

/// Only people who may read it, and at least one.
fn recipients(ids: &[String], readers: &[Person]) -> Result<Vec<UserId>, Problem> {
    let ids: Result<BTreeSet<UserId>, _> = ids.iter().map(|id| id.trim().parse()).collect();
    let ids = ids.map_err(|_| Problem::Choice)?;
    let known = ids.iter().all(|id| readers.iter().any(|p| p.id == *id));
    if !known || ids.is_empty() || ids.len() > MOST_RECIPIENTS {
        return Err(Problem::Choice);
    }
    Ok(ids.into_iter().collect())
}

/// People who may read reports of a place; of the organisation also the viewer, who reads a part of it.
async fn readers(
    db: &mut PgConnection,
    viewer: &Viewer,
    place: Place,
) -> Result<Vec<Person>, Error> {
    let mut people = schedules::readers(db, place.team).await?;
    if !people.iter().any(|p| p.id == viewer.user) {
        let own = store::users::find(db, viewer.user).await?;
        people.extend(own.map(|user| Person {
            id: user.id,
            name: user.name,
        }));
    }
    Ok(people)
}

/// Schedules that the viewer made, receives or manages, what they were sent, and what a new one may be about; `asked` is
/// chosen at first.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn schedules_page(
    services: &Services,
    viewer: &Viewer,
    asked: &str,
) -> Result<SchedulesPage, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let (subjects, found) = subject::choices(&mut db, viewer, asked).await?;
    let place = found.map(|found| found.place).unwrap_or_default();
    let can_receive = readers(&mut db, viewer, place).await?;
    let mut found = schedules::list(&mut db, &subject::sight(viewer), None).await?;
    // Who left a team is told nothing of it any more, nor who is in it.
    found.retain(|schedule| subject::may_read(viewer, schedule.place));
    let ids: Vec<_> = found.iter().map(|s| s.id).collect();
    let mut runs: BTreeMap<ScheduleId, Vec<RunRow>> = BTreeMap::new();
    for run in schedules::latest(&mut db, &ids).await? {
        runs.entry(run.schedule).or_default().push(run_row(run));
    }
    let mut rows = Vec::with_capacity(found.len());
    for schedule in found {
        let mine = subject::manages(viewer, schedule.by, schedule.place);
        let readers = if mine {
            let mut people = readers(&mut db, viewer, schedule.place).await?;
            // Somebody who receives it and could not any more can be left out.
            let gone = |p: &&Person| !people.iter().any(|other| other.id == p.id);
            let gone: Vec<_> = schedule.recipients.iter().filter(gone).cloned().collect();
            people.extend(gone);
            people
        } else {
            Vec::new()
        };
        let runs = runs.remove(&schedule.id).unwrap_or_default();
        rows.push(row(schedule, (mine, readers), runs));
    }
    let kept = kept::rows(&mut db, viewer).await?;
    Ok(SchedulesPage {
        subjects,
        readers: can_receive,
        me: viewer.user,
        rows,
        kept,
        kept_runs: KEPT_RUNS,
        sends: services.sends_mail,
    })
}

fn row(schedule: Schedule, (mine, readers): (bool, Vec<Person>), runs: Vec<RunRow>) -> ScheduleRow {
    let goes_on = schedule.paused_at.is_none();
    ScheduleRow {
        id: schedule.id,
        about: subject::about(schedule.place),
        name: schedule.name,
        kind: schedule.kind,
        format: schedule.format,
        locale: schedule.locale,
        rhythm: schedule.rhythm,
        next_at: goes_on.then(|| texts::instant(schedule.next_at)),
        by: schedule.by_name,
        recipients: schedule.recipients,
        readers,
        mine,
        runs,
        version: schedule.version,
    }
}

fn run_row(run: Run) -> RunRow {
    RunRow {
        due_at: texts::instant(run.due_at),
        asked_by: run.asked_by.unwrap_or_default(),
        done: run.done_at.is_some(),
        failed: run.failure.is_some(),
        kept: run.kept,
        withheld: run.withheld,
        sent: run.sent,
        unsent: run.unsent,
    }
}

/// Sets a report up to be made again and again.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::NotFound`] where the viewer may not read the subject; [`Error::TooMany`].
#[tracing::instrument(skip_all)]
pub async fn create_schedule(
    services: &Services,
    viewer: &Viewer,
    form: &ScheduleForm,
) -> Result<ScheduleId, Error> {
    let about = About::parse(&form.about).ok_or_else(|| Error::field("about", Problem::Choice))?;
    let mut tx = services.begin().await?;
    let found = subject::find(&mut tx, viewer, about).await?;
    let people = readers(&mut tx, viewer, found.place).await?;
    let parsed = parse(form, &people)?;
    let now = services.now();
    allowed(take_report(&mut tx, viewer.user, now).await?, now)?;
    let id = ScheduleId(services.new_id());
    let what = (id, &found.subject, found.place);
    let fields = parsed.fields(services);
    schedules::insert(&mut tx, what, fields, viewer.user, services.now()).await?;
    let entry = ("schedule.create", &*id.to_string(), parsed.details());
    subject::finish(services, tx, viewer, found.place, entry).await?;
    Ok(id)
}

/// The schedule, if the viewer may change it.
async fn managed(
    db: &mut PgConnection,
    viewer: &Viewer,
    id: ScheduleId,
) -> Result<Schedule, Error> {
    let found = subject::seen(db, viewer, id).await?;
    if subject::manages(viewer, found.by, found.place) {
        Ok(found)
    } else {
        Err(Error::Forbidden)
    }
}

/// Changes a schedule, but not what it is about.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn update_schedule(
    services: &Services,
    viewer: &Viewer,
    id: ScheduleId,
    form: &ScheduleForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let found = managed(&mut tx, viewer, id).await?;
    let people = readers(&mut tx, viewer, found.place).await?;
    let parsed = parse(form, &people)?;
    let fields = parsed.fields(services);
    if !schedules::update(&mut tx, (id, form.version), fields).await? {
        return Err(Error::Stale);
    }
    let entry = ("schedule.update", &*id.to_string(), parsed.details());
    subject::finish(services, tx, viewer, found.place, entry).await
}

/// Makes nothing any more until it goes on.
///
/// # Errors
/// [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn pause(
    services: &Services,
    viewer: &Viewer,
    id: ScheduleId,
    version: i32,
) -> Result<(), Error> {
    set_paused(services, viewer, (id, version), true).await
}

/// Goes on from the next time; what was due meanwhile is not made up for.
///
/// # Errors
/// [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn go_on(
    services: &Services,
    viewer: &Viewer,
    id: ScheduleId,
    version: i32,
) -> Result<(), Error> {
    set_paused(services, viewer, (id, version), false).await
}

async fn set_paused(
    services: &Services,
    viewer: &Viewer,
    (id, version): (ScheduleId, i32),
    paused: bool,
) -> Result<(), Error> {
    let now = services.now();
    let mut tx = services.begin().await?;
    let found = managed(&mut tx, viewer, id).await?;
    let next = found.rhythm.after(now);
    if !schedules::set_paused(&mut tx, (id, version), paused.then_some(now), next).await? {
        return Err(Error::Stale);
    }
    let action = if paused {
        "schedule.pause"
    } else {
        "schedule.go_on"
    };
    let entry = (action, &*id.to_string(), json!({}));
    subject::finish(services, tx, viewer, found.place, entry).await
}

/// Has a report made now, besides its times.
///
/// # Errors
/// [`Error::State`] `run_waits` where it was asked for at this moment; [`Error::TooMany`]; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn run_now(services: &Services, viewer: &Viewer, id: ScheduleId) -> Result<(), Error> {
    let now = services.now();
    let mut tx = services.begin().await?;
    let found = managed(&mut tx, viewer, id).await?;
    allowed(take_report(&mut tx, viewer.user, now).await?, now)?;
    let run = RunId(services.new_id());
    if !schedules::add(&mut tx, (run, id), now, Some(viewer.user), now).await? {
        return Err(Error::State("run_waits"));
    }
    let entry = ("schedule.run", &*id.to_string(), json!({}));
    subject::finish(services, tx, viewer, found.place, entry).await
}

/// Removes a schedule with everything that it made.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn remove_schedule(
    services: &Services,
    viewer: &Viewer,
    id: ScheduleId,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let found = managed(&mut tx, viewer, id).await?;
    if !schedules::remove(&mut tx, id).await? {
        return Err(Error::NotFound);
    }
    let details = json!({ "about": subject::about(found.place).to_string() });
    let entry = ("schedule.remove", &*id.to_string(), details);
    subject::finish(services, tx, viewer, found.place, entry).await
}
