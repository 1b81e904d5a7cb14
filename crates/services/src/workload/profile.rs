//! The guided profile: what each fact switches on.

use domain::{
    Fact, Framework, Locale, Viewer, WorkloadId,
    access::EditWorkload,
    views::workloads::{ProfileFact, ProfileForm},
};

use crate::{Error, Services, workload::look_at};

/// The workload form: facts with what they switch on, teams to choose from, and the workload where one is edited.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`] where the viewer may not edit it, or may create none anywhere.
pub async fn profile_form(
    services: &Services,
    viewer: &Viewer,
    edited: Option<WorkloadId>,
    locale: Locale,
) -> Result<ProfileForm, Error> {
    let mut tx = services.begin().await?;
    let workload = match edited {
        Some(id) => {
            let workload = store::workloads::lookup(&mut tx, id)
                .await?
                .ok_or(Error::NotFound)?;
            viewer.permit::<EditWorkload>(workload.team)?;
            Some(look_at(services, &mut tx, viewer, &workload).await?)
        }
        None => None,
    };
    let teams = store::teams::names(&mut tx, &viewer.readable()).await?;
    let teams: Vec<_> = teams
        .into_iter()
        .filter(|(id, _)| viewer.permit::<EditWorkload>(*id).is_ok())
        .collect();
    if teams.is_empty() && workload.is_none() {
        return Err(Error::Forbidden);
    }
    let facts = Fact::ALL
        .into_iter()
        .map(|fact| describe(services.framework, fact, locale))
        .collect();
    Ok(ProfileForm {
        facts,
        teams,
        workload,
    })
}

fn describe(framework: &Framework, fact: Fact, locale: Locale) -> ProfileFact {
    let info = framework.facts.iter().find(|f| f.id == fact);
    let switches_on = framework
        .checks()
        .filter(|(_, c)| {
            c.applies_when.contains(&fact)
                || c.criteria.iter().any(|k| k.applies_when.contains(&fact))
        })
        .map(|(_, c)| (c.id.to_string(), c.name.get(locale).to_owned()))
        .collect();
    let risks = framework
        .risks
        .iter()
        .filter(|r| r.applies_when.contains(&fact) || r.raised_by.contains(&fact))
        .map(|r| (r.id.to_string(), r.name.get(locale).to_owned()))
        .collect();
    ProfileFact {
        id: fact,
        name: info
            .map(|i| i.name.get(locale).to_owned())
            .unwrap_or_default(),
        hint: info
            .map(|i| i.hint.get(locale).to_owned())
            .unwrap_or_default(),
        switches_on,
        risks,
    }
}
