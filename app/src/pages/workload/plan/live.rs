//! The what-if as it is ticked: computed in the browser, by the function that the server uses.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::views::assessing::Basis;
use domain::{CriterionId, WorkloadId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::numbers::Numbers;
use super::scoring_basis;

/// What is ticked, and what follows from it.
#[derive(Clone, Copy)]
pub(super) struct Live {
    workload: WorkloadId,
    ticked: RwSignal<BTreeSet<CriterionId>>,
    basis: RwSignal<Loading>,
    now: StoredValue<Numbers>,
    then: Memo<Numbers>,
}

/// The data that the browser computes from: fetched with the first tick, as it is large.
#[derive(Clone, Default)]
enum Loading {
    #[default]
    NotAsked,
    Asked,
    There(Arc<Basis>),
    Failed,
}

impl Live {
    /// Starts with what the server computed for `met`.
    pub(super) fn new(
        workload: WorkloadId,
        met: Vec<CriterionId>,
        now: Numbers,
        then: Numbers,
    ) -> Self {
        let met: BTreeSet<_> = met.into_iter().collect();
        let ticked = RwSignal::new(met.clone());
        let basis = RwSignal::new(Loading::NotAsked);
        let before = now.clone();
        let then = Memo::new(move |last: Option<&Numbers>| {
            let wanted = ticked.get();
            if wanted == met {
                return then.clone();
            }
            if wanted.is_empty() {
                return before.clone();
            }
            match basis.get() {
                Loading::There(basis) => Numbers::of(&basis, wanted),
                // Until the data is there the last numbers stand.
                _ => last.cloned().unwrap_or_else(|| then.clone()),
            }
        });
        Self {
            workload,
            ticked,
            basis,
            now: StoredValue::new(now),
            then,
        }
    }

    /// Ticks a criterion, or takes the tick away.
    pub(super) fn tick(self, criterion: CriterionId, on: bool) {
        self.ticked.update(|ticked| {
            if on {
                ticked.insert(criterion);
            } else {
                ticked.remove(&criterion);
            }
        });
        self.fetch();
    }

    /// Takes all ticks away.
    pub(super) fn clear(self) {
        self.ticked.update(BTreeSet::clear);
    }

    fn fetch(self) {
        if !self
            .basis
            .with_untracked(|basis| matches!(basis, Loading::NotAsked | Loading::Failed))
        {
            return;
        }
        self.basis.set(Loading::Asked);
        spawn_local(async move {
            let basis = scoring_basis(self.workload).await;
            let loaded = basis.map_or(Loading::Failed, |basis| Loading::There(Arc::new(basis)));
            // The reader may have gone on to another page meanwhile.
            self.basis.try_set(loaded);
        });
    }

    /// Whether a criterion is ticked.
    pub(super) fn is_ticked(self, criterion: &CriterionId) -> bool {
        self.ticked.with(|ticked| ticked.contains(criterion))
    }

    /// What is ticked.
    pub(super) fn ticked(self) -> BTreeSet<CriterionId> {
        self.ticked.get()
    }

    /// The numbers as they are.
    pub(super) fn now(self) -> Numbers {
        self.now.get_value()
    }

    /// The numbers if what is ticked were met.
    pub(super) fn then(self) -> Numbers {
        self.then.get()
    }

    /// Whether the data is on its way.
    pub(super) fn is_waiting(self) -> bool {
        self.basis.with(|basis| matches!(basis, Loading::Asked))
    }

    /// Whether the data did not arrive.
    pub(super) fn has_failed(self) -> bool {
        self.basis.with(|basis| matches!(basis, Loading::Failed))
    }
}
