//! The teams of a file: one that is here already must give the same numbers.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Administer, Framework, PillarId, TeamId,
    notice::Event,
    views::transfer::{ImportedTeam, Obstacle},
};
use store::{
    PgConnection,
    transfer::{self, Here, OrganisationPart, TeamPart},
};
use time::OffsetDateTime;

use super::account::Account;
use crate::{Error, settings::effective};

/// Teams of the file, and what they are here.
pub(super) struct Teams {
    here: Vec<Here>,
    /// The organisation's priorities here.
    priorities: BTreeMap<PillarId, u32>,
    placed: BTreeMap<TeamId, TeamId>,
    /// Those that were made for the file.
    made: BTreeSet<TeamId>,
}

impl Teams {
    pub fn new(here: Vec<Here>, priorities: BTreeMap<PillarId, u32>) -> Self {
        Self {
            here,
            priorities,
            placed: BTreeMap::new(),
            made: BTreeSet::new(),
        }
    }

    /// What a team of the file is here.
    fn of(&self, team: TeamId) -> TeamId {
        self.placed.get(&team).copied().unwrap_or(team)
    }

    /// Has an event tell of the team as it is called here.
    pub fn rename(&self, event: &mut Event) {
        if let Event::BudgetPassed {
            team: Some(team), ..
        } = event
        {
            *team = self.of(*team);
        }
    }

    /// Whether a team was made for the file: one that was here has budgets and days of its own.
    pub fn is_made(&self, team: TeamId) -> bool {
        self.made.contains(&team)
    }

    /// The team here, made where there is none; nothing where it differs.
    pub async fn place(
        &mut self,
        (framework, permit, at): (&Framework, &Administer, OffsetDateTime),
        db: &mut PgConnection,
        (organisation, team, line): (&OrganisationPart, &TeamPart, u64),
        account: &mut Account,
    ) -> Result<Option<TeamId>, Error> {
        let there = effective(framework, &team.priorities, &organisation.priorities);
        let same = |h: &&Here| h.id == team.id || h.name == team.name.as_str();
        if let Some(here) = self.here.iter().find(same) {
            let ours = effective(framework, &here.priorities, &self.priorities);
            let capacity = here.capacity_days != i32::from(team.capacity_days);
            if capacity || ours != there {
                account.obstacle(Obstacle::Team {
                    line,
                    name: team.name.to_string(),
                    capacity,
                });
                return Ok(None);
            }
            let id = here.id;
            self.note(team, id, false, account);
            return Ok(Some(id));
        }
        let below = effective(framework, &BTreeMap::new(), &self.priorities);
        // The organisation's priorities are others here, perhaps: then the team has its own, so that its numbers stay.
        let own = |(pillar, priority): &(PillarId, u32)| {
            team.priorities.contains_key(pillar) || below.get(pillar) != Some(priority)
        };
        let priorities: BTreeMap<_, _> = there.into_iter().filter(own).collect();
        transfer::add_team(db, permit, team, &priorities, at).await?;
        self.made.insert(team.id);
        self.here.push(Here {
            id: team.id,
            name: team.name.to_string(),
            capacity_days: i32::from(team.capacity_days),
            priorities,
        });
        self.note(team, team.id, true, account);
        Ok(Some(team.id))
    }

    fn note(&mut self, team: &TeamPart, id: TeamId, new: bool, account: &mut Account) {
        if self.placed.insert(team.id, id).is_none() {
            account.report.teams.push(ImportedTeam {
                id,
                name: team.name.to_string(),
                new,
            });
        }
    }
}
