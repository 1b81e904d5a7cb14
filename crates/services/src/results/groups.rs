//! Prepared numbers of teams, and of all of them together.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Readable, TeamId, WorkloadId, evaluate,
    group::{Group, Member, Share},
};
use serde::Deserialize;
use store::{
    PgConnection, StoreError, decisions,
    results::{self, Edition},
    team_results,
};

use super::{broken, now, share::share};
use crate::{Error, Services, basis, platforms::Heard};

/// A team with its numbers.
#[derive(Clone)]
pub(crate) struct TeamNumbers {
    pub id: TeamId,
    pub name: String,
    /// Which prepared numbers; none where they were computed for this reader.
    edition: Option<i64>,
    pub group: Arc<Group>,
}

/// The teams that may be read, by name, with numbers that are true in the transaction: what is not prepared is computed.
pub(crate) async fn teams(
    services: &Services,
    db: &mut PgConnection,
    readable: &Readable,
) -> Result<Vec<TeamNumbers>, Error> {
    let editions = team_results::editions(db, readable, now(services)).await?;
    let read = &services.results.groups;
    let ready = |team: &team_results::TeamEdition| {
        let fresh = team.fresh && team.edition > 0;
        fresh.then_some((team.id, team.edition))
    };
    let missing: Vec<_> = editions
        .iter()
        .filter_map(ready)
        .filter(|key| read.get(key).is_none())
        .map(|(id, _)| id)
        .collect();
    let mut loaded = BTreeMap::new();
    if !missing.is_empty() {
        for (id, edition, json) in team_results::numbers(db, &missing).await? {
            let group = Arc::new(Group::deserialize(&json).map_err(broken("team_results"))?);
            read.insert((id, edition), Arc::clone(&group));
            loaded.insert(id, group);
        }
    }
    let mut all = Vec::with_capacity(editions.len());
    for team in editions {
        let known = ready(&team).and_then(|key| read.get(&key).or_else(|| loaded.remove(&team.id)));
        let (edition, group) = match known {
            Some(group) => (Some(team.edition), group),
            None => (
                None,
                Arc::new(compute(services, db, team.id, team.capacity).await?),
            ),
        };
        all.push(TeamNumbers {
            id: team.id,
            name: team.name,
            edition,
            group,
        });
    }
    Ok(all)
}

/// All teams together.
pub(crate) fn whole(services: &Services, teams: &[TeamNumbers]) -> Arc<Group> {
    if let [only] = teams {
        return Arc::clone(&only.group);
    }
    let key: Option<Vec<_>> = teams
        .iter()
        .map(|team| Some((team.id, team.edition?)))
        .collect();
    let Some(key) = key else {
        return Arc::new(merged(teams));
    };
    let read = &services.results.wholes;
    read.get(&key).unwrap_or_else(|| {
        let whole = Arc::new(merged(teams));
        read.insert(key, Arc::clone(&whole));
        whole
    })
}

fn merged(teams: &[TeamNumbers]) -> Group {
    Group::merged(teams.iter().map(|team| team.group.as_ref()))
}

/// A team's numbers from its workloads' as they are in the transaction.
pub(super) async fn compute(
    services: &Services,
    db: &mut PgConnection,
    team: TeamId,
    capacity: u32,
) -> Result<Group, Error> {
    let rows = team_results::members(db, team, now(services)).await?;
    let wanted: Vec<_> = rows.iter().map(|row| (row.id, row.fresh)).collect();
    let shares = shares(services, db, &wanted).await?;
    let members: Vec<_> = rows
        .iter()
        .map(|row| Member {
            id: row.id,
            tier: row.tier,
            share: shares.get(&row.id).map(Arc::as_ref),
        })
        .collect();
    Ok(Group::of(&members, capacity))
}

/// The shares of workloads; those without a true edition are computed.
pub(crate) async fn shares(
    services: &Services,
    db: &mut PgConnection,
    wanted: &[(WorkloadId, Option<Edition>)],
) -> Result<BTreeMap<WorkloadId, Arc<Share>>, Error> {
    let read = &services.results.shares;
    let mut found = BTreeMap::new();
    let (mut missing, mut stale) = (Vec::new(), Vec::new());
    for (id, edition) in wanted {
        match edition {
            None => stale.push(*id),
            Some(edition) => match read.get(edition) {
                Some(share) => drop(found.insert(*id, share)),
                None => missing.push(*id),
            },
        }
    }
    if !missing.is_empty() {
        for (edition, json) in results::shares(db, &missing).await? {
            let share = Arc::new(Share::deserialize(&json).map_err(broken("results"))?);
            read.insert(edition, Arc::clone(&share));
            found.insert(edition.workload, share);
        }
    }
    let mut heard = Heard::default();
    for id in stale {
        let basis = basis::load_after(services, db, id, &mut heard).await?;
        let actions = decisions::actions(db, id).await?;
        let evaluation = evaluate(&basis.rubric, &basis.inputs);
        let made = share(services, &basis, &evaluation, &actions);
        found.insert(id, Arc::new(made));
    }
    Ok(found)
}

/// Prepares the numbers of teams that something changed in; of how many.
pub(super) async fn prepare(services: &Services) -> Result<usize, Error> {
    let mut tx = services.begin().await?;
    let changed = team_results::changed(&mut tx).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let mut prepared = 0;
    for team in changed {
        let mut tx = services.begin().await?;
        // Whom somebody else prepares at the moment is computed by its readers.
        let Some(taken) = team_results::take(&mut tx, team).await? else {
            continue;
        };
        let group = compute(services, &mut tx, team, taken.capacity).await?;
        let json =
            serde_json::to_value(&group).map_err(|e| Error::Internal("teams", Box::new(e)))?;
        team_results::keep(&mut tx, team, &json, &taken.changes).await?;
        tx.commit().await.map_err(StoreError::from)?;
        prepared += 1;
    }
    Ok(prepared)
}
