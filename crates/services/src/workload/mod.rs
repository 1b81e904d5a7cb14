//! Workloads: create, change, archive, list.

mod edit;
pub(crate) mod list;
mod profile;

pub use edit::{WorkloadForm, archive, create, edit, restore, set_targets};
pub use list::list;
pub(crate) use list::{Row, having, leading, wanted};
pub use profile::profile_form;

use domain::{
    Locale, Viewer, WorkloadId,
    access::{AcceptRisk, Assess, Attest, EditWorkload, OfferAnswers, Read, Review, Treat},
    views::{
        results::{Attention, Names},
        workloads::{Abilities, AssessmentHead, WorkloadHead},
    },
};
use store::{PgConnection, workloads::Workload};

use crate::{Error, Services, evidence::Beside, platforms::answers_of, texts};

/// What stands at the head of each page of a workload.
///
/// Pages that have no [`Attention`] at hand use [`look_at`].
pub(crate) fn head(
    viewer: &Viewer,
    workload: &Workload,
    attention: Attention,
) -> Result<WorkloadHead, Error> {
    viewer.permit::<Read>(workload.team)?;
    let live = workload.archived_at.is_none();
    let abilities = Abilities {
        edit: viewer.permit::<EditWorkload>(workload.team).is_ok(),
        assess: live && viewer.permit::<Assess>(workload.team).is_ok(),
        attest: live && viewer.permit::<Attest>(workload.team).is_ok(),
        review: live && viewer.permit::<Review>(workload.team).is_ok(),
        treat: live && viewer.permit::<Treat>(workload.team).is_ok(),
        accept: live && viewer.permit::<AcceptRisk>(workload.team).is_ok(),
        offer: live && viewer.permit::<OfferAnswers>(workload.team).is_ok(),
    };
    let open = &workload.assessment;
    Ok(WorkloadHead {
        id: workload.id,
        name: workload.name.clone(),
        description: workload.description.clone(),
        team: workload.team,
        team_name: workload.team_name.clone(),
        tier: workload.tier,
        profile: workload.profile.iter().copied().collect(),
        archived: !live,
        version: workload.version,
        assessment: AssessmentHead {
            id: open.id,
            number: open.number,
            state: open.state,
            framework_version: open.framework_version.clone(),
            submitted_by: open.submitted_by.as_ref().map(|(_, name)| name.clone()),
            submitted_at: open.submitted_at.map(texts::instant),
        },
        abilities,
        to_decide: attention.conflicts + attention.proposals,
    })
}

/// The same for a workload of which nothing else was read.
pub(crate) async fn look_at(
    services: &Services,
    db: &mut PgConnection,
    viewer: &Viewer,
    workload: &Workload,
) -> Result<WorkloadHead, Error> {
    viewer.permit::<Read>(workload.team)?;
    let answers = answers_of(services, db, workload).await?;
    let verdicts = store::verdicts::list(db, workload.id).await?;
    let beside = Beside {
        services,
        workload,
        answers: &answers,
        verdicts: &verdicts,
    };
    head(viewer, workload, beside.attention())
}

/// The head of a workload, for pages that need nothing else.
///
/// # Errors
/// [`Error::NotFound`] where it is not there or may not be read.
pub async fn look(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
) -> Result<WorkloadHead, Error> {
    let mut tx = services.begin().await?;
    let workload = store::workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    look_at(services, &mut tx, viewer, &workload).await
}

/// Names of the framework's parts.
pub fn names(services: &Services, locale: Locale) -> Names {
    texts::names(services.framework, locale)
}
