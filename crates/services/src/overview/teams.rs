//! The list of teams, each with what its workloads come to.

use std::collections::BTreeMap;

use domain::{
    Framework, Readable, Viewer,
    group::Group,
    views::accounts::{TeamFigures, TeamsPage},
};
use store::StoreError;

use crate::{Error, Services, results};

/// One page of the teams that the viewer may read and that have a text in their name, by name, with their numbers.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn teams(
    services: &Services,
    viewer: &Viewer,
    q: &str,
    page: &str,
) -> Result<TeamsPage, Error> {
    let mut listed = crate::teams::list(services, viewer, q, page).await?;
    results::prepare(services).await?;
    let mut tx = services.begin().await?;
    store::results::one_moment(&mut tx).await?;
    // Only of those that are shown: they are among what the viewer may read.
    let shown = Readable::Teams(listed.rows.iter().map(|row| row.id).collect());
    let teams = results::groups::teams(services, &mut tx, &shown).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let groups: BTreeMap<_, _> = teams
        .into_iter()
        .map(|team| (team.id, team.group))
        .collect();
    for row in &mut listed.rows {
        row.figures = groups
            .get(&row.id)
            .map(|group| figures(services.framework, group));
    }
    Ok(listed)
}

fn figures(framework: &Framework, group: &Group) -> TeamFigures {
    let version = group.leading().map(|(version, _)| version);
    TeamFigures {
        index: group.means().map(|means| means.index.clone()),
        version: version
            .filter(|version| *version != framework.version)
            .map(str::to_owned),
        assessed: group.assessed(),
        not_assessed: group.not_assessed,
        high_risks: group.high,
        critical_risks: group.critical,
    }
}
