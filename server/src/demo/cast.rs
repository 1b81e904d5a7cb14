//! Sets up the organisation, its teams and its accounts.

use std::collections::BTreeMap;

use domain::{OrgRole, TeamId, TeamRole, UserId, Viewer};
use services::{
    Services, accounts, invitations,
    invitations::{Accept, InvitationForm},
    teams,
};

use super::{
    calendar::Calendar,
    error::DemoError,
    files::{Organisation, Team},
    script::Role,
};

/// Everybody who writes in the demo.
#[derive(Debug)]
pub struct Cast {
    /// The organisation's administrator.
    pub administrator: Viewer,
    /// Days ago on which the organisation was set up.
    pub started: u16,
    crews: BTreeMap<String, Crew>,
}

/// A team and who writes in it.
#[derive(Debug)]
pub struct Crew {
    /// The team.
    pub team: TeamId,
    owner: Viewer,
    architect: Viewer,
}

impl Crew {
    /// Somebody of the team.
    pub const fn viewer(&self, role: Role) -> &Viewer {
        match role {
            Role::Owner => &self.owner,
            Role::Architect => &self.architect,
        }
    }
}

impl Cast {
    /// Everybody who writes.
    pub fn everybody(&self) -> impl Iterator<Item = &Viewer> {
        let crews = self.crews.values();
        crews
            .flat_map(|crew| [&crew.owner, &crew.architect])
            .chain([&self.administrator])
    }

    /// The crew of a team.
    pub fn crew(&self, key: &str) -> Result<&Crew, DemoError> {
        let unknown = || DemoError::Content {
            file: "organisation.toml",
            what: format!("no team {key}"),
        };
        self.crews.get(key).ok_or_else(unknown)
    }
}

/// Sets everything up, under a name that is not the final one yet.
pub async fn assemble(
    services: &Services,
    calendar: &Calendar,
    organisation: &Organisation,
    name: &str,
) -> Result<Cast, DemoError> {
    let started = organisation.started;
    let services = calendar.services_at(services, started, 0);
    let administrator = set_up(&services, organisation, name).await?;
    let studio = Studio {
        services: &services,
        organisation,
        administrator: &administrator,
    };
    for person in organisation.people.iter().skip(1) {
        studio
            .invite(None, &person.login, &person.name, &person.role)
            .await?;
    }
    let mut crews = BTreeMap::new();
    for team in &organisation.teams {
        crews.insert(team.key.clone(), studio.crew(team).await?);
    }
    Ok(Cast {
        administrator,
        started,
        crews,
    })
}

async fn set_up(
    services: &Services,
    organisation: &Organisation,
    name: &str,
) -> Result<Viewer, DemoError> {
    let nobody = || DemoError::Content {
        file: "organisation.toml",
        what: "no administrator".into(),
    };
    let first = organisation
        .people
        .first()
        .filter(|p| p.role == "administrator")
        .ok_or_else(nobody)?;
    let form = accounts::NewOrganisation {
        organisation: name.to_owned(),
        name: first.name.clone(),
        email: organisation.email(&first.login),
        password: organisation.password.clone(),
        repeat: organisation.password.clone(),
    };
    let user = accounts::setup(services, &form)
        .await
        .map_err(DemoError::during("setting up the organisation"))?;
    Ok(Viewer {
        user,
        org_role: Some(OrgRole::Administrator),
        teams: BTreeMap::new(),
    })
}

struct Studio<'a> {
    services: &'a Services,
    organisation: &'a Organisation,
    administrator: &'a Viewer,
}

impl Studio<'_> {
    async fn crew(&self, team: &Team) -> Result<Crew, DemoError> {
        let form = teams::TeamForm {
            name: team.name.clone(),
            capacity_days: team.capacity_days.to_string(),
        };
        let doing = || DemoError::during(format!("making the team {}", team.key));
        let id = teams::create(self.services, self.administrator, &form)
            .await
            .map_err(doing())?;
        if !team.priorities.is_empty() {
            let form = team
                .priorities
                .iter()
                .map(|(p, n)| (p.to_string(), n.to_string()))
                .collect();
            let made = teams::get(self.services, self.administrator, id)
                .await
                .map_err(doing())?;
            let set =
                teams::set_priorities(self.services, self.administrator, id, &form, made.version);
            set.await.map_err(doing())?;
        }
        let mut users = BTreeMap::new();
        for member in team.members() {
            users.insert(
                member.role,
                self.invite(Some(id), &member.login, &member.name, member.role)
                    .await?,
            );
        }
        let viewer = |name: &str, role: TeamRole| {
            let missing = || DemoError::Content {
                file: "organisation.toml",
                what: format!("{}: no {name}", team.key),
            };
            let user = *users.get(name).ok_or_else(missing)?;
            Ok::<_, DemoError>(Viewer {
                user,
                org_role: None,
                teams: [(id, role)].into(),
            })
        };
        Ok(Crew {
            team: id,
            owner: viewer("owner", TeamRole::Owner)?,
            architect: viewer("architect", TeamRole::Architect)?,
        })
    }

    /// Invites to a team or the organisation, and follows the link.
    async fn invite(
        &self,
        team: Option<TeamId>,
        login: &str,
        name: &str,
        role: &str,
    ) -> Result<UserId, DemoError> {
        let doing = || DemoError::during(format!("inviting {login}"));
        let form = InvitationForm {
            email: self.organisation.email(login),
            role: role.to_owned(),
        };
        let link = match team {
            Some(team) => {
                invitations::invite_to_team(self.services, self.administrator, team, &form).await
            }
            None => {
                invitations::invite_to_organisation(self.services, self.administrator, &form).await
            }
        };
        let accept = Accept {
            name: name.to_owned(),
            password: self.organisation.password.clone(),
            repeat: self.organisation.password.clone(),
        };
        invitations::accept(self.services, &link.map_err(doing())?.token, &accept)
            .await
            .map_err(doing())
    }
}
