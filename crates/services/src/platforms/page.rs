//! What a workload takes over, and what it could.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CriterionId, Locale, Viewer, WorkloadId,
    platform::inherit,
    views::platforms::{CandidateView, OfferedRow, PlatformsPage, SubscriptionView, Taken},
};
use store::{
    answers::Stored,
    platforms::{self, Candidate, Subscription},
};

use super::{Reach, name_of};
use crate::{
    Error, Services,
    basis::{self, Basis, in_scope},
    texts, workload,
};

/// A workload's platforms.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn platforms_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
) -> Result<PlatformsPage, Error> {
    let mut tx = services.begin().await?;
    let basis = basis::load(services, &mut tx, id).await?;
    let head = workload::head(viewer, &basis.workload, basis.attention)?;
    let subscriptions = platforms::subscriptions(&mut tx, id).await?;
    let may = head.abilities.edit && !head.archived;
    let candidates = if may {
        platforms::candidates(&mut tx, id).await?
    } else {
        Vec::new()
    };
    let reach = Reach::of(&mut tx, id).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    let desk = Desk {
        services,
        viewer,
        basis: &basis,
        locale,
        answers: basis
            .answers
            .iter()
            .map(|a| (a.criterion.clone(), a))
            .collect(),
    };
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Ok(PlatformsPage {
        subscriptions: subscriptions
            .into_iter()
            .map(|s| desk.subscription(s, may))
            .collect(),
        candidates: candidates.into_iter().map(|c| desk.candidate(&c)).collect(),
        offers: count(reach.offered.len()),
        consumers: count(reach.consumers.len()),
        head,
    })
}

struct Desk<'a> {
    services: &'a Services,
    viewer: &'a Viewer,
    basis: &'a Basis,
    locale: Locale,
    answers: BTreeMap<CriterionId, &'a Stored>,
}

impl Desk<'_> {
    fn subscription(&self, subscription: Subscription, may: bool) -> SubscriptionView {
        let Subscription {
            platform,
            team_name,
            since,
            archived,
            criteria,
        } = subscription;
        SubscriptionView {
            platform: name_of(self.viewer, &platform, &team_name),
            id: may.then_some(platform.id),
            since: texts::instant(since),
            archived,
            rows: criteria
                .iter()
                .filter_map(|id| self.row(platform.id, id))
                .collect(),
        }
    }

    fn in_scope(&self, id: &CriterionId) -> bool {
        in_scope(self.services.framework, &self.basis.workload.profile, id)
    }

    fn row(&self, platform: WorkloadId, id: &CriterionId) -> Option<OfferedRow> {
        let (check, criterion) = self.services.framework.criterion(id)?;
        let offering = self
            .basis
            .offerings
            .iter()
            .find(|o| o.platform.id == platform);
        let said = offering.and_then(|o| o.said.get(id));
        let answer = self.answers.get(id);
        let own = answer.filter(|a| a.source.is_none());
        let from = answer.and_then(|a| a.source.as_ref()).map(|p| p.id);
        let taken = match (said, own, from) {
            _ if !self.in_scope(id) => Taken::OutOfScope,
            (_, Some(_), _) => Taken::Own,
            (None, ..) => Taken::Silent,
            (Some(_), None, Some(from)) if from != platform => Taken::Weaker,
            (Some(_), None, _) => Taken::Inherited,
        };
        Some(OfferedRow {
            criterion: id.clone(),
            check: check.id.clone(),
            statement: criterion.statement.get(self.locale).to_owned(),
            taken,
            state: said.map(|s| s.answer.state()),
            standing: said.and_then(|s| s.standing),
            conflict: said.is_some_and(|s| s.conflict),
            own: own.map(|a| a.answer.state()),
            own_reason: own.and_then(|a| a.own_reason.clone()).unwrap_or_default(),
        })
    }

    fn candidate(&self, candidate: &Candidate) -> CandidateView {
        let in_scope: Vec<_> = candidate
            .criteria
            .iter()
            .filter(|id| self.in_scope(id))
            .collect();
        let answered = |id: &&&CriterionId| {
            let answer = self.answers.get(**id);
            answer.is_some_and(|a| a.source.is_none())
        };
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let taken: BTreeSet<_> = inherit(&BTreeSet::new(), &self.basis.offerings)
            .into_keys()
            .collect();
        let open = in_scope
            .iter()
            .filter(|id| !answered(id) && !taken.contains(**id));
        CandidateView {
            id: candidate.platform.id,
            platform: name_of(self.viewer, &candidate.platform, &candidate.team_name),
            offers: count(candidate.criteria.len()),
            open: open.map(|id| (*id).clone()).collect(),
            answered: count(in_scope.iter().filter(answered).count()),
        }
    }
}
