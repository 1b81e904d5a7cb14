//! What a workload offers, and who takes it over.

use std::collections::BTreeMap;

use domain::{
    Check, CriterionId, Locale, Pillar, Viewer, WorkloadId,
    views::platforms::{
        ConsumerRow, OfferCheck, OfferCriterion, OfferPage, OfferPillar, OfferQuery,
    },
};
use store::{
    StoreError,
    answers::Stored,
    platforms::{self, Consumer},
};

use super::{Reach, reads};
use crate::{
    Error, Services,
    basis::{self, Basis, in_scope},
    texts, workload,
};

const PER_PAGE: usize = 50;

/// A workload's offer.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn offer_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    query: &OfferQuery,
    locale: Locale,
) -> Result<OfferPage, Error> {
    let mut tx = services.begin().await?;
    let basis = basis::load(services, &mut tx, id).await?;
    let head = workload::head(viewer, &basis.workload, basis.attention)?;
    let version = platforms::offer(&mut tx, id).await?.version;
    let reach = Reach::of(&mut tx, id).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let form = Form {
        services,
        basis: &basis,
        reach: &reach,
        counts: reach.counts(services),
        locale,
    };
    let pillars = services
        .framework
        .pillars
        .iter()
        .filter_map(|p| form.pillar(p));
    let pillars = pillars.collect();
    let wanted = query.criterion.parse::<CriterionId>().ok();
    let takes = |c: &&Consumer| {
        let asked = wanted.as_ref();
        asked.is_none_or(|id| reach.takes(services, c, id))
    };
    let found: Vec<_> = reach.consumers.iter().filter(takes).collect();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let pages = found.len().div_ceil(PER_PAGE).max(1);
    let page = query.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let shown = found.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE);
    let may = head.abilities.offer;
    Ok(OfferPage {
        version,
        writable: may,
        pillars,
        consumers: shown
            .map(|c| row(services, viewer, &reach, c, may))
            .collect(),
        total: number(found.len()),
        page: number(page),
        pages: number(pages),
        head,
    })
}

/// The platform's team sees who stands on it: the name and the team; the way there only where they may read it.
fn row(
    services: &Services,
    viewer: &Viewer,
    reach: &Reach,
    consumer: &Consumer,
    may: bool,
) -> ConsumerRow {
    let takes = |id: &&CriterionId| reach.takes(services, consumer, id);
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    ConsumerRow {
        id: may.then_some(consumer.id),
        link: reads(viewer, consumer.team).then_some(consumer.id),
        name: consumer.name.clone(),
        team_name: consumer.team_name.clone(),
        inherits: count(reach.offered.iter().filter(takes).count()),
        own: count(consumer.own.len()),
        since: texts::instant(consumer.since),
    }
}

struct Form<'a> {
    services: &'a Services,
    basis: &'a Basis,
    reach: &'a Reach,
    counts: BTreeMap<CriterionId, u32>,
    locale: Locale,
}

impl Form<'_> {
    fn pillar(&self, pillar: &Pillar) -> Option<OfferPillar> {
        let checks: Vec<_> = pillar.checks.iter().filter_map(|c| self.check(c)).collect();
        (!checks.is_empty()).then(|| OfferPillar {
            id: pillar.id.clone(),
            name: pillar.name.get(self.locale).to_owned(),
            checks,
        })
    }

    fn check(&self, check: &Check) -> Option<OfferCheck> {
        let profile = &self.basis.workload.profile;
        let criteria: Vec<_> = check
            .criteria
            .iter()
            .filter(|k| in_scope(self.services.framework, profile, &k.id))
            .map(|k| self.criterion(&k.id, k.statement.get(self.locale)))
            .collect();
        (!criteria.is_empty()).then(|| OfferCheck {
            id: check.id.clone(),
            name: check.name.get(self.locale).to_owned(),
            criteria,
        })
    }

    fn criterion(&self, id: &CriterionId, statement: &str) -> OfferCriterion {
        let own = |a: &&Stored| a.criterion == *id && a.source.is_none();
        let own = self.basis.answers.iter().find(own);
        let mark = self.basis.inputs.answers.get(id).filter(|_| own.is_some());
        OfferCriterion {
            id: id.clone(),
            statement: statement.to_owned(),
            offered: self.reach.offered.contains(id),
            state: own.map(|a| a.answer.state()),
            proven: mark.is_some_and(|m| m.proven && !m.conflict),
            reach: self.counts.get(id).copied().unwrap_or(0),
        }
    }
}
