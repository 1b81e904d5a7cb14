//! One check on the desk: its sheet, its queue, how saving goes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use domain::views::assessing::{Basis, CheckPage};
use domain::{AnswerState, CheckId, CriterionId, WorkloadId};
use leptos::prelude::*;
use time::Date;

use super::browser;
use crate::error::AppError;
use crate::pages::workload::check::sheet::{Keep, Sheet, Unsaved, Wish, Writer};

/// How long somebody may pause while typing.
const PAUSE: Duration = Duration::from_millis(800);

/// How saving goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Nothing was changed here yet.
    #[default]
    Quiet,
    /// Something is on its way, or will be in a moment.
    Saving,
    /// All is on the server since this time of day.
    Saved(String),
    /// The server can't be reached; it is tried again.
    Retrying,
    /// Nobody is signed in any more.
    SignedOut,
    /// The server refused; trying again does not help.
    Refused(AppError),
}

/// One check on the desk.
#[derive(Clone)]
pub struct Work(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub workload: WorkloadId,
    pub check: CheckId,
    pub writer: Writer,
    pub today: Option<Date>,
    pub sheet: ArcRwSignal<Sheet>,
    pub status: ArcRwSignal<Status>,
    pub basis: ArcRwSignal<Option<Basis>>,
    /// How many workloads inherit what was saved last.
    pub reached: ArcRwSignal<u32>,
    /// A request is on its way.
    pub busy: AtomicBool,
    /// Numbers the requests: an answer to one that was given up is not heard.
    pub attempt: AtomicU32,
    /// Numbers the timers: only the last one acts.
    pub timer: AtomicU32,
    /// Requests in a row that failed.
    pub failures: AtomicU32,
}

impl Work {
    pub(super) fn new(
        workload: WorkloadId,
        check: CheckId,
        writer: Writer,
        today: Option<Date>,
        sheet: Sheet,
        basis: ArcRwSignal<Option<Basis>>,
    ) -> Self {
        Self(Arc::new(Inner {
            workload,
            check,
            writer,
            today,
            sheet: ArcRwSignal::new(sheet),
            status: ArcRwSignal::default(),
            basis,
            reached: ArcRwSignal::default(),
            busy: AtomicBool::new(false),
            attempt: AtomicU32::new(0),
            timer: AtomicU32::new(0),
            failures: AtomicU32::new(0),
        }))
    }

    /// What the page shows.
    pub fn sheet(&self) -> Signal<Sheet> {
        self.0.sheet.clone().into()
    }

    /// Reads one thing of the sheet; changes elsewhere on it don't redraw.
    pub fn read<T>(&self, read: impl Fn(&Sheet) -> T + Send + Sync + 'static) -> Signal<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let sheet = self.0.sheet.clone();
        Memo::new(move |_| sheet.with(&read)).into()
    }

    /// Who works here.
    pub fn writer_name(&self) -> String {
        self.0.writer.name.clone()
    }

    /// How saving goes.
    pub fn status(&self) -> Signal<Status> {
        self.0.status.clone().into()
    }

    /// How many workloads inherit what was saved last.
    pub fn reached(&self) -> Signal<u32> {
        self.0.reached.clone().into()
    }

    /// Whether something is not on the server.
    pub fn is_unsaved(&self) -> bool {
        self.0.sheet.with(|sheet| !sheet.unsaved().is_empty())
    }

    pub(super) fn is_unsaved_untracked(&self) -> bool {
        self.0
            .sheet
            .with_untracked(|sheet| !sheet.unsaved().is_empty())
    }

    /// Ticks an answer.
    pub fn answer(&self, id: &CriterionId, state: AnswerState) {
        self.act(|sheet| sheet.answer(id, state));
    }

    /// Types a reason.
    pub fn explain(&self, id: &CriterionId, change: impl FnOnce(&mut Wish)) {
        self.type_in(|sheet| sheet.explain(id, change));
    }

    /// Ticks "met" for everything up to a level.
    pub fn everything_up_to(&self, level: u8) {
        self.act(|sheet| sheet.everything_up_to(level));
    }

    /// Takes the last step back.
    pub fn undo(&self) {
        self.act(Sheet::undo);
    }

    /// Types the note.
    pub fn write(&self, text: String) {
        self.type_in(|sheet| sheet.note.write(text));
    }

    /// Names the owner; empty for nobody.
    pub fn assign(&self, owner: String) {
        self.act(|sheet| sheet.note.assign(owner));
    }

    /// Chooses between two answers.
    pub fn choose(&self, id: &CriterionId, mine: bool) {
        self.act(|sheet| sheet.choose(id, mine));
    }

    /// Chooses between two notes.
    pub fn choose_note(&self, keep: Keep) {
        self.act(|sheet| sheet.note.choose(keep));
    }

    /// Forgets what is not saved.
    pub fn discard(&self) {
        self.act(Sheet::discard);
        self.0.status.set(Status::Quiet);
    }

    /// A change to be saved at once.
    fn act(&self, change: impl FnOnce(&mut Sheet)) {
        self.change(change);
        self.send_now();
    }

    /// A change that is saved once the writer pauses.
    fn type_in(&self, change: impl FnOnce(&mut Sheet)) {
        self.change(change);
        if self.is_unsaved_untracked()
            && !matches!(
                self.0.status.get_untracked(),
                Status::Retrying | Status::SignedOut
            )
        {
            self.0.status.set(Status::Saving);
        }
        self.send_after(PAUSE);
    }

    /// Every change goes this way: kept in the browser first, then counted.
    pub(super) fn change(&self, change: impl FnOnce(&mut Sheet)) {
        self.0.sheet.update(change);
        self.keep();
        self.count();
    }

    /// What is kept belongs to one person and one workload.
    pub(super) fn beginning(&self) -> String {
        let Inner {
            writer, workload, ..
        } = &*self.0;
        format!("hexastyle.unsaved.{}.{workload}.", writer.id)
    }

    fn key(&self) -> String {
        self.beginning() + self.0.check.as_str()
    }

    fn keep(&self) {
        let unsaved = self.0.sheet.with_untracked(Sheet::unsaved);
        if unsaved.is_empty() {
            browser::forget(&self.key());
        } else if let Ok(text) = leptos::serde_json::to_string(&unsaved) {
            browser::keep(&self.key(), &text);
        }
    }

    /// After hydration: takes up what an earlier page could not save, and saves it.
    pub(super) fn restore(&self) {
        let kept = browser::kept(&self.key());
        let unsaved =
            kept.and_then(|text| leptos::serde_json::from_slice::<Unsaved>(text.as_bytes()).ok());
        if let Some(unsaved) = unsaved.filter(|_| !self.is_unsaved_untracked()) {
            self.change(|sheet| sheet.restore(unsaved));
        }
        if self.is_unsaved_untracked() {
            self.send_now();
        }
    }

    /// Meets a newer page of the same check.
    pub(super) fn refresh(&self, page: &CheckPage) {
        self.0.sheet.update(|sheet| sheet.refresh(page));
        self.count();
    }

    /// Brings the answers shown into the live numbers.
    pub(super) fn count(&self) {
        let Inner {
            sheet,
            basis,
            today,
            ..
        } = &*self.0;
        let marks = sheet.with_untracked(|sheet| {
            sheet
                .rows()
                .map(|(id, row)| (id.clone(), row.mark(*today)))
                .collect::<Vec<_>>()
        });
        let differs = basis.with_untracked(|basis| {
            basis.as_ref().is_some_and(|basis| {
                marks
                    .iter()
                    .any(|(id, mark)| basis.inputs.answers.get(id) != mark.as_ref())
            })
        });
        if differs {
            basis.update(|basis| {
                let Some(basis) = basis else { return };
                for (id, mark) in marks {
                    match mark {
                        Some(mark) => basis.inputs.answers.insert(id, mark),
                        None => basis.inputs.answers.remove(&id),
                    };
                }
            });
        }
    }

    /// Sends after a while, unless something else is asked for meanwhile.
    pub(super) fn send_after(&self, wait: Duration) {
        let timer = self.0.timer.fetch_add(1, Relaxed) + 1;
        let work = self.clone();
        set_timeout(
            move || {
                if work.0.timer.load(Relaxed) == timer {
                    work.send_now();
                }
            },
            wait,
        );
    }
}
