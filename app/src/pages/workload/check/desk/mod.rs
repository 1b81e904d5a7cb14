//! Where somebody works on a workload's checks: it outlives the page, so that nothing is lost on the way to another.

mod browser;
mod live;
mod send;
mod work;

pub use browser::leave;
pub use live::Live;
pub use work::{Status, Work};

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::views::assessing::{Basis, CheckPage};
use domain::{CheckId, WorkloadId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use time::Date;

use super::api;
use super::sheet::{Sheet, Unsaved, Writer};

thread_local! {
    /// Desks of this document; empty on the server, where each request has its own.
    static DESKS: RefCell<Vec<Desk>> = const { RefCell::new(Vec::new()) };
}

/// Where somebody works on one workload.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    workload: WorkloadId,
    writer: Writer,
    today: Option<Date>,
    /// Whether script runs: known only after hydration, so that both sides draw the same at first.
    live: ArcRwSignal<bool>,
    works: ArcRwSignal<BTreeMap<CheckId, Work>>,
    /// Checks that an earlier document left unsaved; their pages take it up.
    left: ArcRwSignal<BTreeSet<CheckId>>,
    basis: ArcRwSignal<Option<Basis>>,
}

impl Desk {
    /// The desk of a workload: in the browser always the same.
    pub fn of(workload: WorkloadId, writer: Writer, today: Option<Date>) -> Self {
        let new = |writer| {
            Self(Arc::new(Inner {
                workload,
                writer,
                today,
                live: ArcRwSignal::new(false),
                works: ArcRwSignal::new(BTreeMap::new()),
                left: ArcRwSignal::new(BTreeSet::new()),
                basis: ArcRwSignal::new(None),
            }))
        };
        if !cfg!(feature = "hydrate") {
            return new(writer);
        }
        DESKS.with_borrow_mut(|desks| {
            if let Some(desk) = desks.iter().find(|desk| desk.0.workload == workload) {
                return desk.clone();
            }
            let desk = new(writer);
            desks.push(desk.clone());
            desk
        })
    }

    /// Lays a check's page on the desk; `typed` is what a refused form had.
    pub fn open(&self, page: &CheckPage, typed: Option<Unsaved>) -> Work {
        let check = &page.check.id;
        if let Some(work) = self
            .0
            .works
            .with_untracked(|works| works.get(check).cloned())
        {
            work.refresh(page);
            return work;
        }
        let mut sheet = Sheet::open(page);
        if let Some(typed) = typed {
            sheet.restore(typed);
        }
        let Inner {
            workload,
            writer,
            today,
            basis,
            ..
        } = &*self.0;
        let work = Work::new(
            *workload,
            check.clone(),
            writer.clone(),
            *today,
            sheet,
            basis.clone(),
        );
        self.0.works.update(|works| {
            works.insert(check.clone(), work.clone());
        });
        work
    }

    /// Whether script runs.
    pub fn live(&self) -> Signal<bool> {
        self.0.live.clone().into()
    }

    /// Checks other than this one that hold something unsaved.
    pub fn unsaved_elsewhere(&self, check: &CheckId) -> Vec<CheckId> {
        let works = self.0.works.get();
        let mut unsaved = self.0.left.get();
        unsaved.retain(|id| !works.contains_key(id));
        unsaved.extend(
            works
                .into_iter()
                .filter(|(_, work)| work.is_unsaved())
                .map(|(id, _)| id),
        );
        unsaved.remove(check);
        unsaved.into_iter().collect()
    }

    fn is_unsaved(&self) -> bool {
        self.0
            .works
            .with_untracked(|works| works.values().any(Work::is_unsaved_untracked))
    }

    fn each(&self, act: impl Fn(&Work)) {
        for work in self.0.works.get_untracked().values() {
            act(work);
        }
    }

    /// The numbers as answered so far; none before the first basis has come.
    pub fn live_numbers(&self) -> Memo<Option<Live>> {
        let basis = self.0.basis.clone();
        Memo::new(move |_| basis.with(|basis| basis.as_ref().map(Live::of)))
    }

    /// After hydration: what was kept comes back, the basis is fetched, the window is listened to.
    ///
    /// Call it once in each page's component.
    pub fn start(&self, work: Work) {
        let desk = self.clone();
        Effect::new(move || {
            let first = !desk.0.live.get_untracked();
            work.restore();
            let left = browser::kept_under(&work.beginning())
                .iter()
                .filter_map(|id| id.parse().ok())
                .collect();
            desk.0.left.set(left);
            if first {
                desk.0.live.set(true);
                desk.clone().listen();
            }
            if desk.0.basis.with_untracked(Option::is_none) {
                desk.clone().fetch_basis();
            }
        });
    }

    fn fetch_basis(self) {
        spawn_local(async move {
            // Without it the numbers stay those of the page; the next check asks again.
            if let Ok(basis) = api::scoring_basis(self.0.workload).await {
                self.0.basis.set(Some(basis));
                self.each(Work::count);
            }
        });
    }

    /// For as long as the document is there: the desk is too.
    fn listen(self) {
        let desk = self.clone();
        browser::on_window("online", move |_| desk.each(Work::send_now));
        let desk = self.clone();
        browser::on_window("focus", move |_| desk.each(Work::send_now));
        let desk = self.clone();
        // The last moment at which phones let a page do something.
        browser::on_window("pagehide", move |_| desk.each(Work::send_now));
        browser::on_window("beforeunload", move |event| {
            // Nothing is sent here: the next page could be older than what arrives meanwhile.
            if self.is_unsaved() && !browser::is_leaving() {
                event.prevent_default();
            }
        });
    }
}
