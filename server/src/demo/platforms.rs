//! Shared services: what they offer, who subscribes, and who answers for itself.

use std::collections::BTreeMap;

use domain::{
    CriterionId, Locale, TeamId, Viewer, WorkloadId,
    access::{Assess, OfferAnswers},
    views::workloads::WorkloadQuery,
};
use services::{
    Services, assessing,
    platforms::{self, OfferForm, OwnForm},
    workload,
};

use super::{
    error::DemoError,
    files::{self, Consumer, PLATFORMS, Platform},
    player::Stage,
};

/// Plays `demo/platforms.toml`, once all workloads are there.
pub async fn play(stage: &Stage) -> Result<(), DemoError> {
    let hall = Hall {
        stage,
        places: places(stage).await?,
    };
    let mut place = 0;
    for platform in &files::platforms()?.platforms {
        hall.offer(platform).await?;
        for consumer in &platform.consumers {
            place += 1;
            hall.subscribe(platform, consumer, place).await?;
        }
    }
    Ok(())
}

/// Workloads by name: many have been written, and no script knows the others' ids.
async fn places(stage: &Stage) -> Result<BTreeMap<String, (WorkloadId, TeamId)>, DemoError> {
    let mut places = BTreeMap::new();
    let mut query = WorkloadQuery::default();
    for page in 1.. {
        query.page = page.to_string();
        let listed = workload::list(&stage.services, &stage.cast.administrator, &query)
            .await
            .map_err(DemoError::during("looking for workloads"))?;
        places.extend(
            listed
                .rows
                .into_iter()
                .map(|row| (row.name, (row.id, row.team))),
        );
        if page >= listed.pages {
            break;
        }
    }
    Ok(places)
}

struct Hall<'a> {
    stage: &'a Stage,
    places: BTreeMap<String, (WorkloadId, TeamId)>,
}

impl Hall<'_> {
    fn place(&self, name: &str) -> Result<(WorkloadId, TeamId), DemoError> {
        let unknown = || DemoError::Content {
            file: PLATFORMS,
            what: format!("no workload {name}"),
        };
        self.places.get(name).copied().ok_or_else(unknown)
    }

    /// Somebody of the demo who may do it there.
    fn who<A: domain::access::Action>(&self, team: TeamId) -> &Viewer {
        let mut people = self.stage.cast.everybody();
        let may = people.find(|viewer| viewer.permit::<A>(team).is_ok());
        may.unwrap_or(&self.stage.cast.administrator)
    }

    fn services(&self, place: u16) -> Services {
        self.stage
            .calendar
            .services_at(&self.stage.services, 0, place)
    }

    async fn offer(&self, platform: &Platform) -> Result<(), DemoError> {
        let (id, team) = self.place(&platform.workload)?;
        let form = OfferForm {
            criteria: platform.offers.iter().map(ToString::to_string).collect(),
            ..OfferForm::default()
        };
        let owner = self.who::<OfferAnswers>(team);
        platforms::set_offer(&self.services(0), owner, id, &form)
            .await
            .map_err(DemoError::during(format!(
                "{}: offering",
                platform.workload
            )))
    }

    async fn subscribe(
        &self,
        platform: &Platform,
        consumer: &Consumer,
        place: u16,
    ) -> Result<(), DemoError> {
        let doing = || DemoError::during(format!("{}: subscribing", consumer.workload));
        let ((id, team), (to, _)) = (
            self.place(&consumer.workload)?,
            self.place(&platform.workload)?,
        );
        let (services, viewer) = (self.services(place), self.who::<Assess>(team));
        platforms::subscribe(&services, viewer, id, to)
            .await
            .map_err(doing())?;
        for criterion in &platform.offers {
            if let Some(version) = own_version(&services, viewer, id, criterion)
                .await
                .map_err(doing())?
            {
                platforms::inherit_again(&services, viewer, id, criterion, version)
                    .await
                    .map_err(doing())?;
            }
        }
        for own in &consumer.own {
            let form = OwnForm {
                state: own.state.clone(),
                own_reason: own.reason.clone(),
                reason: String::new(),
            };
            platforms::answer_for_ourselves(&services, viewer, id, &own.criterion, &form)
                .await
                .map_err(doing())?;
        }
        Ok(())
    }
}

/// The version of a workload's own answer.
async fn own_version(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    criterion: &CriterionId,
) -> Result<Option<i32>, services::Error> {
    let found = services.framework().criterion(criterion);
    let Some(check) = found.map(|(check, _)| check.id.clone()) else {
        return Ok(None);
    };
    let page = assessing::check_page(services, viewer, id, &check, Locale::Zh).await?;
    let view = page.criteria.into_iter().find(|k| k.id == *criterion);
    let version = view.and_then(|k| k.answer).map(|answer| answer.version);
    Ok(version.filter(|version| *version > 0))
}
