//! Who may do what: a value that a function needs, not an `if` that a handler may forget.

use std::{collections::BTreeMap, marker::PhantomData};

use serde::{Deserialize, Serialize};

use crate::{TeamId, UserId};

crate::answer::wire_enum! {
    /// A role in the whole organisation.
    OrgRole {
        /// Manages people, teams and settings; may do everything in every team.
        Administrator = "administrator",
        /// Reads everything.
        Manager = "manager",
    }
}

crate::answer::wire_enum! {
    /// A role in one team.
    TeamRole {
        /// Manages members, reviews assessments, approves risk acceptances.
        Owner = "owner",
        /// Fills in assessments, maintains risks and the plan.
        Architect = "architect",
        /// Reads.
        Viewer = "viewer",
    }
}

/// A signed-in person with the roles that hold at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Who.
    pub user: UserId,
    /// Role in the organisation, if any.
    pub org_role: Option<OrgRole>,
    /// Roles in teams.
    pub teams: BTreeMap<TeamId, TeamRole>,
}

/// Why a person may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// They may not even know that it exists: 404.
    #[error("not found")]
    Hidden,
    /// They see it but may not do this: 403.
    #[error("not allowed")]
    Forbidden,
}

/// Something that can be done in a team.
pub trait Action: sealed::Sealed {
    /// Its name, for the change log and the permission table.
    const NAME: &'static str;
    /// Whether a role in the team allows it.
    fn team(role: TeamRole) -> bool;
    /// Whether a role in the organisation allows it in every team.
    fn org(role: OrgRole) -> bool {
        role == OrgRole::Administrator
    }
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $wire:literal: [$($role:ident),+] $(, org [$($org:ident),+])?;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}
        impl sealed::Sealed for $name {}
        impl Action for $name {
            const NAME: &'static str = $wire;
            fn team(role: TeamRole) -> bool { matches!(role, $(TeamRole::$role)|+) }
            $(fn org(role: OrgRole) -> bool { matches!(role, $(OrgRole::$org)|+) })?
        }
    )*};
}

actions! {
    /// See a team's workloads and everything about them.
    Read = "read": [Owner, Architect, Viewer], org [Administrator, Manager];
    /// Create, change, archive and restore workloads.
    EditWorkload = "edit_workload": [Owner, Architect];
    /// Answer criteria, write notes, attach evidence, submit.
    Assess = "assess": [Owner, Architect];
    /// Confirm, as a second person, that a criterion is met.
    Attest = "attest": [Owner, Architect];
    /// Approve or send back a submitted assessment.
    Review = "review": [Owner];
    /// Treat risks and ask for their acceptance; maintain the plan.
    Treat = "treat": [Owner, Architect];
    /// Approve the acceptance of a risk that somebody else asked for.
    AcceptRisk = "accept_risk": [Owner];
    /// Invite, change and remove members; change the team itself.
    ManageTeam = "manage_team": [Owner];
    /// Say which answers of a workload others may inherit, and who no longer does.
    OfferAnswers = "offer_answers": [Owner];
    /// Set budgets and the factors of carbon, of a team or of one of its workloads, and keep what its calculators assume.
    SetBudget = "set_budget": [Owner];
}

/// Proof that somebody may do `A` in one team; only [`Viewer::permit`] makes it.
#[derive(Clone, Copy, Debug)]
pub struct Permit<A> {
    user: UserId,
    team: TeamId,
    action: PhantomData<A>,
}

impl<A> Permit<A> {
    /// Who.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// Where.
    pub const fn team(&self) -> TeamId {
        self.team
    }
}

/// Proof that somebody administers the organisation; only [`Viewer::administer`] makes it.
#[derive(Clone, Copy, Debug)]
pub struct Administer {
    user: UserId,
}

impl Administer {
    /// Who.
    pub const fn user(&self) -> UserId {
        self.user
    }
}

/// Which teams somebody may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readable {
    /// All of them.
    All,
    /// These.
    Teams(Vec<TeamId>),
}

impl Viewer {
    /// Leave to do `A` in a team.
    ///
    /// # Errors
    /// [`Denied::Hidden`] where the team may not be read at all, else [`Denied::Forbidden`].
    pub fn permit<A: Action>(&self, team: TeamId) -> Result<Permit<A>, Denied> {
        if self.allowed::<A>(team) {
            Ok(Permit {
                user: self.user,
                team,
                action: PhantomData,
            })
        } else if self.allowed::<Read>(team) {
            Err(Denied::Forbidden)
        } else {
            Err(Denied::Hidden)
        }
    }

    fn allowed<A: Action>(&self, team: TeamId) -> bool {
        self.org_role.is_some_and(A::org) || self.teams.get(&team).is_some_and(|r| A::team(*r))
    }

    /// Leave to administer the organisation.
    ///
    /// # Errors
    /// [`Denied::Forbidden`] for everybody but administrators.
    pub fn administer(&self) -> Result<Administer, Denied> {
        match self.org_role {
            Some(OrgRole::Administrator) => Ok(Administer { user: self.user }),
            _ => Err(Denied::Forbidden),
        }
    }

    /// Which teams' rows may enter a list.
    pub fn readable(&self) -> Readable {
        match self.org_role {
            Some(OrgRole::Administrator | OrgRole::Manager) => Readable::All,
            None => Readable::Teams(self.teams.keys().copied().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn viewer(org_role: Option<OrgRole>, role: Option<TeamRole>) -> (Viewer, TeamId) {
        let team = TeamId(Uuid::from_u128(1));
        (
            Viewer {
                user: UserId(Uuid::nil()),
                org_role,
                teams: role.map(|r| (team, r)).into_iter().collect(),
            },
            team,
        )
    }

    /// Rows: read, edit, assess, attest, review, treat, accept, manage, offer, budget.
    fn row(v: &Viewer, t: TeamId) -> [Option<Denied>; 10] {
        [
            v.permit::<Read>(t).err(),
            v.permit::<EditWorkload>(t).err(),
            v.permit::<Assess>(t).err(),
            v.permit::<Attest>(t).err(),
            v.permit::<Review>(t).err(),
            v.permit::<Treat>(t).err(),
            v.permit::<AcceptRisk>(t).err(),
            v.permit::<ManageTeam>(t).err(),
            v.permit::<OfferAnswers>(t).err(),
            v.permit::<SetBudget>(t).err(),
        ]
    }

    #[test]
    fn each_role_has_its_row() {
        const Y: Option<Denied> = None;
        const N: Option<Denied> = Some(Denied::Forbidden);
        const H: Option<Denied> = Some(Denied::Hidden);
        let table = [
            (Some(OrgRole::Administrator), None, [Y; 10]),
            (Some(OrgRole::Manager), None, [Y, N, N, N, N, N, N, N, N, N]),
            (None, Some(TeamRole::Owner), [Y; 10]),
            (
                None,
                Some(TeamRole::Architect),
                [Y, Y, Y, Y, N, Y, N, N, N, N],
            ),
            (None, Some(TeamRole::Viewer), [Y, N, N, N, N, N, N, N, N, N]),
            (None, None, [H; 10]),
        ];
        for (org, role, expected) in table {
            let (v, team) = viewer(org, role);
            assert_eq!(row(&v, team), expected, "{org:?} {role:?}");
            assert_eq!(v.administer().is_ok(), org == Some(OrgRole::Administrator));
        }
    }

    #[test]
    fn a_role_in_one_team_opens_no_other() {
        let (v, _) = viewer(None, Some(TeamRole::Owner));
        assert_eq!(
            row(&v, TeamId(Uuid::from_u128(2))),
            [Some(Denied::Hidden); 10]
        );
    }
}
