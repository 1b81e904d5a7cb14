//! The queue of a check: one request at a time, tried again until the server has answered.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use domain::views::assessing::{Change, NoteSaved, Saved};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser;
use super::work::{Inner, Status, Work};
use crate::error::AppError;
use crate::pages::workload::check::api::{NoteChange, answer_criteria, save_note};

/// After this long a request is given up: a connection can hang without an end.
const PATIENCE: Duration = Duration::from_secs(20);
/// How soon it is tried again when nobody is signed in.
const SIGN_IN: Duration = Duration::from_secs(5);

/// What goes out in one request.
enum Parcel {
    Answers(Vec<Change>),
    Note(NoteChange),
}

/// What came back.
enum Reply {
    Answers(Vec<Change>, Saved),
    Note(NoteChange, NoteSaved),
}

impl Work {
    /// Sends what is not saved, if nothing is on its way.
    pub fn send_now(&self) {
        if self.0.busy.load(Relaxed) {
            return;
        }
        // A timer that is still running has nothing left to do.
        self.0.timer.fetch_add(1, Relaxed);
        match self.pack() {
            Some(parcel) => self.post(parcel),
            None => self.rest(),
        }
    }

    /// Answers first: the note can wait for them.
    fn pack(&self) -> Option<Parcel> {
        let mut parcel = None;
        self.0.sheet.update_untracked(|sheet| {
            let changes = sheet.take_changes();
            parcel = if changes.is_empty() {
                sheet.take_note().map(Parcel::Note)
            } else {
                Some(Parcel::Answers(changes))
            };
        });
        parcel
    }

    /// Nothing to send: all is saved, or waits for the reader.
    fn rest(&self) {
        match self.0.status.get_untracked() {
            Status::Quiet | Status::Saved(_) => {}
            _ if !self.is_unsaved_untracked() => {
                self.0.status.set(Status::Saved(browser::time_of_day()));
            }
            Status::Saving => self.0.status.set(Status::Quiet),
            Status::Retrying | Status::SignedOut | Status::Refused(_) => {}
        }
    }

    fn post(&self, parcel: Parcel) {
        self.0.busy.store(true, Relaxed);
        let attempt = self.0.attempt.fetch_add(1, Relaxed) + 1;
        if !matches!(
            self.0.status.get_untracked(),
            Status::Retrying | Status::SignedOut
        ) {
            self.0.status.set(Status::Saving);
        }
        let work = self.clone();
        set_timeout(
            move || {
                if work.is_waiting_for(attempt) {
                    work.failed(AppError::Unavailable);
                }
            },
            PATIENCE,
        );
        let work = self.clone();
        spawn_local(async move {
            let reply = work.ask(parcel).await;
            if work.is_waiting_for(attempt) {
                match reply {
                    Ok(reply) => work.arrived(reply),
                    Err(error) => work.failed(error),
                }
            }
        });
    }

    fn is_waiting_for(&self, attempt: u32) -> bool {
        self.0.busy.load(Relaxed) && self.0.attempt.load(Relaxed) == attempt
    }

    async fn ask(&self, parcel: Parcel) -> Result<Reply, AppError> {
        let Inner {
            workload,
            check,
            writer,
            ..
        } = &*self.0;
        match parcel {
            Parcel::Answers(changes) => {
                let saved = answer_criteria(*workload, writer.id, changes.clone()).await?;
                Ok(Reply::Answers(changes, saved))
            }
            Parcel::Note(change) => {
                let saved = save_note(*workload, check.clone(), writer.id, change.clone()).await?;
                Ok(Reply::Note(change, saved))
            }
        }
    }

    fn arrived(&self, reply: Reply) {
        self.0.busy.store(false, Relaxed);
        self.0.failures.store(0, Relaxed);
        if let Reply::Answers(_, Saved::Done { reached, .. }) = &reply {
            self.0.reached.set(*reached);
        }
        let writer = &self.0.writer;
        self.change(|sheet| match reply {
            Reply::Answers(sent, saved) => sheet.answered(&sent, saved, writer, &browser::now()),
            Reply::Note(sent, saved) => sheet.noted(&sent, saved, writer),
        });
        self.0.status.set(Status::Saving);
        self.send_now();
    }

    /// What was sent is in doubt until the next try has been answered.
    fn failed(&self, error: AppError) {
        self.0.busy.store(false, Relaxed);
        match error {
            AppError::Unauthenticated => {
                self.0.status.set(Status::SignedOut);
                self.send_after(SIGN_IN);
            }
            AppError::Unavailable | AppError::Internal { .. } | AppError::TooMany(_) => {
                let failures = self.0.failures.fetch_add(1, Relaxed).min(5);
                self.0.status.set(Status::Retrying);
                // 1, 2, 4 … 32 seconds.
                self.send_after(Duration::from_secs(1 << failures));
            }
            refused => {
                self.change(super::super::sheet::Sheet::returned);
                self.0.status.set(Status::Refused(refused));
            }
        }
    }
}
