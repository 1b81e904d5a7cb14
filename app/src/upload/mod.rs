//! Files on their way in: looked at first, handed in when somebody says so. They stay while the reader goes from page
//! to page of a workload.

mod drop_zone;
mod files;
mod send;

pub use drop_zone::DropZone;
pub use files::chosen;

use std::cell::RefCell;

use domain::WorkloadId;
use domain::views::evidence::FileOutcome;
use leptos::prelude::*;

thread_local! {
    /// One for each workload of this document; empty on the server, where each request has its own.
    static UPLOADS: RefCell<Vec<Uploads>> = const { RefCell::new(Vec::new()) };
}

/// The files of a workload that somebody chose.
#[derive(Clone)]
pub struct Uploads {
    workload: WorkloadId,
    items: ArcRwSignal<Vec<Item>>,
    /// How many were handed in: pages load their data anew when it grows.
    handed: ArcRwSignal<u32>,
}

/// A file that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Tells it from the others of this document.
    pub key: u32,
    /// Its name.
    pub name: String,
    /// What somebody says that it is; empty where its content tells.
    pub kind: String,
    /// What somebody says that it is about; empty where it says so itself, or its name does.
    pub subject: String,
    /// How far it is.
    pub state: State,
}

/// How far a file is.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// It waits for those before it.
    Waiting(Aim),
    /// It is being sent: so many percent are.
    Sending(Aim, u8),
    /// It was looked at; nothing is kept.
    Looked(FileOutcome),
    /// It was handed in.
    Handed(FileOutcome),
    /// It did not arrive.
    Failed(Aim, Failure),
}

/// What a file is sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Only to see what it says.
    Look,
    /// To be kept.
    Keep,
}

/// Why a file did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer came.
    Offline,
    /// Nobody is signed in any more.
    SignedOut,
    /// It may not be done here.
    Refused,
    /// More bytes than allowed.
    TooLarge,
    /// The server failed.
    Server,
}

impl Item {
    /// Whether handing it in would keep something new.
    pub const fn can_be_handed_in(&self) -> bool {
        matches!(
            &self.state,
            State::Looked(
                FileOutcome::Read { new: true, .. } | FileOutcome::Telemetry { new: true, .. }
            )
        )
    }
}

impl Uploads {
    /// The files of a workload: in the browser always the same.
    pub fn of(workload: WorkloadId) -> Self {
        let new = || Self {
            workload,
            items: ArcRwSignal::new(Vec::new()),
            handed: ArcRwSignal::new(0),
        };
        if !cfg!(feature = "hydrate") {
            return new();
        }
        UPLOADS.with_borrow_mut(|all| {
            if let Some(uploads) = all.iter().find(|uploads| uploads.workload == workload) {
                return uploads.clone();
            }
            all.push(new());
            all.last().cloned().unwrap_or_else(new)
        })
    }

    /// The files.
    pub fn items(&self) -> Signal<Vec<Item>> {
        self.items.clone().into()
    }

    /// How many were handed in.
    pub fn handed(&self) -> u32 {
        self.handed.get()
    }

    /// Looks at files that somebody chose or dropped.
    pub fn add(&self, chosen: Vec<web_sys::File>) {
        let new = chosen.into_iter().map(|file| Item {
            name: file.name(),
            key: files::hold(file),
            kind: String::new(),
            subject: String::new(),
            state: State::Waiting(Aim::Look),
        });
        let new: Vec<_> = new.collect();
        self.items.update(|items| items.extend(new));
        self.go_on();
    }

    /// Says of which kind a file is, and looks at it again.
    pub fn choose_kind(&self, key: u32, kind: String) {
        self.change(key, |item| {
            item.kind = kind;
            item.state = State::Waiting(Aim::Look);
        });
        self.go_on();
    }

    /// Says what a file is about. Nothing is drawn anew: the field shows it already, and a row that changes under the
    /// pointer takes no click.
    pub fn say_subject(&self, key: u32, subject: String) {
        self.items.update_untracked(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.key == key) {
                item.subject = subject;
            }
        });
    }

    /// Hands one file in.
    pub fn hand_in(&self, key: u32) {
        self.change(key, |item| item.state = State::Waiting(Aim::Keep));
        self.go_on();
    }

    /// Hands in everything that says something new.
    pub fn hand_in_all(&self) {
        self.items.update(|items| {
            for item in items.iter_mut().filter(|item| item.can_be_handed_in()) {
                item.state = State::Waiting(Aim::Keep);
            }
        });
        self.go_on();
    }

    /// Tries again what did not arrive.
    pub fn try_again(&self, key: u32) {
        self.change(key, |item| {
            if let State::Failed(aim, _) = item.state {
                item.state = State::Waiting(aim);
            }
        });
        self.go_on();
    }

    /// Forgets a file.
    pub fn remove(&self, key: u32) {
        files::forget(key);
        self.items
            .update(|items| items.retain(|item| item.key != key));
    }

    /// Forgets all that was handed in.
    pub fn clear_done(&self) {
        let done = |item: &Item| matches!(item.state, State::Handed(_));
        self.items.update(|items| {
            items
                .iter()
                .filter(|item| done(item))
                .for_each(|item| files::forget(item.key));
            items.retain(|item| !done(item));
        });
    }

    fn change(&self, key: u32, change: impl FnOnce(&mut Item)) {
        self.items.update(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.key == key) {
                change(item);
            }
        });
    }

    /// Sends the next file, one at a time: a hundred at once would only wait for each other.
    fn go_on(&self) {
        let next = self.items.with_untracked(|items| {
            let busy = items
                .iter()
                .any(|item| matches!(item.state, State::Sending(..)));
            let mut waiting = items.iter().filter_map(|item| match item.state {
                State::Waiting(aim) => Some((item.clone(), aim)),
                _ => None,
            });
            if busy { None } else { waiting.next() }
        });
        let Some((item, aim)) = next else {
            return;
        };
        let key = item.key;
        self.change(key, |item| item.state = State::Sending(aim, 0));
        let Some(file) = files::held(key) else {
            self.remove(key);
            return;
        };
        let url = send::address(self.workload, &item, aim);
        let (progress, end) = (self.clone(), self.clone());
        send::send(
            &file,
            &url,
            move |percent| progress.change(key, |item| item.state = State::Sending(aim, percent)),
            move |result| end.arrived(key, aim, result),
        );
    }

    fn arrived(&self, key: u32, aim: Aim, result: Result<FileOutcome, Failure>) {
        let kept = aim == Aim::Keep && result.is_ok();
        self.change(key, |item| {
            item.state = match (aim, result) {
                (Aim::Look, Ok(outcome)) => State::Looked(outcome),
                (Aim::Keep, Ok(outcome)) => State::Handed(outcome),
                (aim, Err(failure)) => State::Failed(aim, failure),
            };
        });
        let waiting = |item: &Item| matches!(item.state, State::Waiting(Aim::Keep));
        if kept && !self.items.with_untracked(|items| items.iter().any(waiting)) {
            self.handed.update(|handed| *handed += 1);
        }
        self.go_on();
    }
}
