//! Two teams, one person in each role, and a workload.

use axum::Router;
use domain::views::assessing::{Change, Saved};
use domain::{Answer, CheckId, CriterionId, TeamId, UserId, Viewer, WorkloadId};
use server::instance::{keep_framework, services};
use server::web::{AppState, CookieNames, router};
use services::accounts::{NewOrganisation, PasswordCost, setup};
use services::invitations::{
    Accept, InvitationForm, accept, invite_to_organisation, invite_to_team,
};
use services::teams::{self, TeamForm};
use services::workload::{self, WorkloadForm};
use services::{Services, assessing, sessions};
use sqlx::PgPool;

use super::Client;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

/// Who somebody is to the team of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Anonymous,
    Viewer,
    Architect,
    Owner,
    Manager,
    Administrator,
    /// An owner of another team.
    Stranger,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Anonymous,
        Self::Viewer,
        Self::Architect,
        Self::Owner,
        Self::Manager,
        Self::Administrator,
        Self::Stranger,
    ];

    pub fn email(self) -> String {
        format!("{self:?}@example.test").to_lowercase()
    }
}

pub struct World {
    pub pool: PgPool,
    pub services: Services,
    pub router: Router,
    /// The team that roles are about.
    pub team: TeamId,
    /// Somebody else's.
    pub other_team: TeamId,
    pub workload: WorkloadId,
    /// Of the other team.
    pub foreign: WorkloadId,
    people: Vec<(Role, Viewer)>,
}

impl World {
    pub async fn new(pool: PgPool) -> Self {
        let services = services(pool.clone())
            .unwrap()
            .with_password_cost(PasswordCost::new(64, 1));
        keep_framework(&pool, &services).await.unwrap();
        let router = router(AppState::new(services.clone(), CookieNames::new(true), 0));
        let admin = organisation(&services).await;
        let (team, other_team) = (
            make_team(&services, &admin, "一队").await,
            make_team(&services, &admin, "二队").await,
        );
        let mut people = Vec::new();
        for (role, team, name) in [
            (Role::Viewer, team, "viewer"),
            (Role::Architect, team, "architect"),
            (Role::Owner, team, "owner"),
            (Role::Stranger, other_team, "owner"),
        ] {
            let form = InvitationForm {
                email: role.email(),
                role: name.to_owned(),
            };
            let link = invite_to_team(&services, &admin, team, &form)
                .await
                .unwrap();
            people.push((role, join(&services, &link.token, role).await));
        }
        let form = InvitationForm {
            email: Role::Manager.email(),
            role: "manager".to_owned(),
        };
        let link = invite_to_organisation(&services, &admin, &form)
            .await
            .unwrap();
        people.push((
            Role::Manager,
            join(&services, &link.token, Role::Manager).await,
        ));
        people.push((Role::Administrator, admin.clone()));
        let workload = make_workload(&services, &admin, team, "客服助手").await;
        let foreign = make_workload(&services, &admin, other_team, "代码助手").await;
        Self {
            pool,
            services,
            router,
            team,
            other_team,
            workload,
            foreign,
            people,
        }
    }

    pub fn viewer(&self, role: Role) -> &Viewer {
        &self
            .people
            .iter()
            .find(|(known, _)| *known == role)
            .unwrap()
            .1
    }

    /// A browser in which nobody is signed in.
    pub fn anonymous(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A browser of somebody in a role.
    pub async fn client(&self, role: Role) -> Client {
        let mut client = self.anonymous();
        if role != Role::Anonymous {
            let answer = client.login(&role.email(), PASSWORD).await;
            assert_eq!(answer.location(), "/", "{role:?} could not sign in");
        }
        client
    }

    /// A new workload of the team.
    pub async fn fresh(&self, name: &str) -> WorkloadId {
        make_workload(
            &self.services,
            self.viewer(Role::Administrator),
            self.team,
            name,
        )
        .await
    }

    /// One more member of the team.
    pub async fn member(&self, email: &str) -> UserId {
        let admin = self.viewer(Role::Administrator);
        let form = InvitationForm {
            email: email.to_owned(),
            role: "viewer".to_owned(),
        };
        let link = invite_to_team(&self.services, admin, self.team, &form)
            .await
            .unwrap();
        let new = Accept {
            name: email.to_owned(),
            password: PASSWORD.to_owned(),
            repeat: PASSWORD.to_owned(),
        };
        accept(&self.services, &link.token, &new).await.unwrap()
    }

    /// Answers a criterion as somebody.
    pub async fn answer(&self, role: Role, workload: WorkloadId, criterion: &str, expected: i32) {
        let change = Change {
            criterion: criterion.parse().unwrap(),
            expected,
            answer: Some(Answer::Met),
        };
        let saved = assessing::answer(&self.services, self.viewer(role), workload, &[change])
            .await
            .unwrap();
        assert!(matches!(saved, Saved::Done { .. }));
    }
}

async fn organisation(services: &Services) -> Viewer {
    let form = NewOrganisation {
        organisation: "织云".to_owned(),
        name: "管理员".to_owned(),
        email: Role::Administrator.email(),
        password: PASSWORD.to_owned(),
        repeat: PASSWORD.to_owned(),
    };
    let user = setup(services, &form).await.unwrap();
    sessions::viewer(services, user, 0)
        .await
        .unwrap()
        .unwrap()
        .viewer
}

async fn join(services: &Services, token: &str, role: Role) -> Viewer {
    let new = Accept {
        name: format!("{role:?}"),
        password: PASSWORD.to_owned(),
        repeat: PASSWORD.to_owned(),
    };
    let user = accept(services, token, &new).await.unwrap();
    sessions::viewer(services, user, 0)
        .await
        .unwrap()
        .unwrap()
        .viewer
}

async fn make_team(services: &Services, admin: &Viewer, name: &str) -> TeamId {
    let form = TeamForm {
        name: name.to_owned(),
        capacity_days: "20".to_owned(),
    };
    teams::create(services, admin, &form).await.unwrap()
}

async fn make_workload(
    services: &Services,
    admin: &Viewer,
    team: TeamId,
    name: &str,
) -> WorkloadId {
    let form = WorkloadForm {
        name: name.to_owned(),
        description: String::new(),
        tier: "1".to_owned(),
        profile: vec!["rag".to_owned(), "agents".to_owned()],
    };
    workload::create(services, admin, team, &form)
        .await
        .unwrap()
}

/// A check that applies to every workload, and one of its criteria.
pub const CHECK: &str = "S01";
pub const CRITERION: &str = "S01.2a";

pub fn check() -> CheckId {
    CHECK.parse().unwrap()
}

pub fn criterion() -> CriterionId {
    CRITERION.parse().unwrap()
}
