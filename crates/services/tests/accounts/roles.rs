//! Who may do what: each role with each action, and where it may not, nothing has changed.

use std::collections::BTreeMap;

use domain::{InvitationId, OrgRole, TeamId, TeamRole, Viewer};
use services::{
    Error, accounts,
    invitations::{self, InvitationForm},
    settings,
    teams::{self, TeamForm},
};
use sqlx::PgPool;

use crate::support::{World, answer};

/// What an action is tried on; new for each try.
struct Case {
    world: World,
    actor: Viewer,
    team: TeamId,
    /// A member of the team.
    member: Viewer,
    /// In no team.
    outsider: Viewer,
    /// An open invitation to the team.
    to_team: InvitationId,
    /// An open invitation to the organisation.
    to_organisation: InvitationId,
}

const ACTIONS: [&str; 23] = [
    "list people",
    "set a role",
    "disable",
    "enable",
    "reset a password",
    "make a team",
    "change a team",
    "change a team's priorities",
    "see a team",
    "see a team's members",
    "add a member",
    "change a member",
    "remove a member",
    "invite to a team",
    "invite to the organisation",
    "see a team's invitations",
    "see all invitations",
    "revoke a team's invitation",
    "revoke the organisation's invitation",
    "see the settings",
    "rename the organisation",
    "change the priorities",
    "list teams",
];

/// Administrator, manager, owner, architect, viewer, stranger: (y)es, (f)orbidden, (n)ot found.
fn expected(action: &str) -> &'static str {
    match action {
        "see a team" | "see a team's members" => "yyyyyn",
        "change a team"
        | "change a team's priorities"
        | "change a member"
        | "remove a member"
        | "invite to a team"
        | "see a team's invitations"
        | "revoke a team's invitation" => "yfyffn",
        "add a member" => "yffffn",
        "revoke the organisation's invitation" => "ynnnnn",
        "list teams" => "yyyyyy",
        _ => "yfffff",
    }
}

async fn act(case: &Case, action: &str) -> Result<(), Error> {
    let Case {
        world,
        actor,
        team,
        member,
        outsider,
        ..
    } = case;
    let (s, team) = (&world.services, *team);
    let form = TeamForm {
        name: "Changed".into(),
        capacity_days: "3".into(),
    };
    let invite = |role: &str| InvitationForm {
        email: "invited@example.com".into(),
        role: role.into(),
    };
    let priorities = BTreeMap::from([("security".to_owned(), "2".to_owned())]);
    match action {
        "list people" => accounts::list_users(s, actor, "", 1).await.map(drop),
        "set a role" => accounts::set_org_role(s, actor, outsider.user, "manager", 1).await,
        "disable" => accounts::disable(s, actor, outsider.user, 1).await,
        "enable" => accounts::enable(s, actor, outsider.user, 1).await,
        "reset a password" => accounts::issue_reset(s, actor, outsider.user)
            .await
            .map(drop),
        "make a team" => teams::create(s, actor, &form).await.map(drop),
        "change a team" => teams::update(s, actor, team, &form, 1).await,
        "change a team's priorities" => teams::set_priorities(s, actor, team, &priorities, 1).await,
        "see a team" => teams::get(s, actor, team).await.map(drop),
        "see a team's members" => teams::members(s, actor, team).await.map(drop),
        "add a member" => teams::add_member(s, actor, team, outsider.user, "viewer").await,
        "change a member" => teams::set_role(s, actor, team, member.user, "viewer").await,
        "remove a member" => teams::remove_member(s, actor, team, member.user).await,
        "invite to a team" => invitations::invite_to_team(s, actor, team, &invite("owner"))
            .await
            .map(drop),
        "invite to the organisation" => {
            invitations::invite_to_organisation(s, actor, &invite("manager"))
                .await
                .map(drop)
        }
        "see a team's invitations" => invitations::list_of_team(s, actor, team).await.map(drop),
        "see all invitations" => invitations::list_all(s, actor).await.map(drop),
        "revoke a team's invitation" => invitations::revoke(s, actor, case.to_team).await,
        "revoke the organisation's invitation" => {
            invitations::revoke(s, actor, case.to_organisation).await
        }
        "see the settings" => settings::get(s, actor).await.map(drop),
        "rename the organisation" => settings::rename(s, actor, "Changed", 1).await,
        "change the priorities" => settings::set_priorities(s, actor, &priorities, 1).await,
        "list teams" => teams::list(s, actor, "", "").await.map(drop),
        other => panic!("{other}"),
    }
}

/// An installation in which the role is tried.
async fn case(pool: PgPool, role: usize) -> Case {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "Alpha").await;
    let elsewhere = world.team(&admin, "Beta").await;
    let member = world
        .member(&admin, team, "member", TeamRole::Architect)
        .await;
    let outsider = world.person("outsider", None).await;
    let actor = match role {
        0 => world.person("actor", Some(OrgRole::Administrator)).await,
        1 => world.person("actor", Some(OrgRole::Manager)).await,
        2 => world.member(&admin, team, "actor", TeamRole::Owner).await,
        3 => {
            world
                .member(&admin, team, "actor", TeamRole::Architect)
                .await
        }
        4 => world.member(&admin, team, "actor", TeamRole::Viewer).await,
        // Owning another team opens nothing in this one.
        _ => {
            world
                .member(&admin, elsewhere, "actor", TeamRole::Owner)
                .await
        }
    };
    let invite = |email: &str, role: &str| InvitationForm {
        email: email.into(),
        role: role.into(),
    };
    let s = &world.services;
    invitations::invite_to_team(s, &admin, team, &invite("a@example.com", "viewer"))
        .await
        .unwrap();
    let to_team = invitations::list_of_team(s, &admin, team).await.unwrap()[0].id;
    invitations::invite_to_organisation(s, &admin, &invite("b@example.com", "manager"))
        .await
        .unwrap();
    let all = invitations::list_all(s, &admin).await.unwrap();
    let to_organisation = all.iter().find(|i| i.id != to_team).unwrap().id;
    Case {
        world,
        actor,
        team,
        member,
        outsider,
        to_team,
        to_organisation,
    }
}

/// Every action with one role. What is refused comes first, so that all of it meets the same rows.
async fn row(pool: PgPool, role: usize) {
    let case = case(pool, role).await;
    let before = case.world.everything().await;
    let letter = |action: &str| expected(action).as_bytes()[role];
    for action in ACTIONS.into_iter().filter(|action| letter(action) != b'y') {
        let expected = if letter(action) == b'n' {
            "not found"
        } else {
            "forbidden"
        };
        assert_eq!(answer(&act(&case, action).await), expected, "{action}");
        assert_eq!(case.world.everything().await, before, "{action}");
    }
    for action in ACTIONS.into_iter().filter(|action| letter(action) == b'y') {
        let before = case.world.logged("").await;
        // Versions and names were used up by the actions before.
        let fresh = "UPDATE users SET version = 1; UPDATE teams SET version = 1, name = id::text;
                     UPDATE organisation SET version = 1; DELETE FROM members WHERE user_id = (SELECT id FROM users WHERE name = 'outsider')";
        sqlx::raw_sql(fresh)
            .execute(&case.world.pool)
            .await
            .unwrap();
        let readd = "INSERT INTO members (team_id, user_id, role, created_at)
                     SELECT $1, id, 'architect', now() FROM users WHERE name = 'member' ON CONFLICT DO NOTHING";
        sqlx::query(readd)
            .bind(case.team.0)
            .execute(&case.world.pool)
            .await
            .unwrap();
        assert_eq!(answer(&act(&case, action).await), "ok", "{action}");
        let only_looks = action.starts_with("see") || action.starts_with("list");
        assert_eq!(
            case.world.logged("").await,
            before + i64::from(!only_looks),
            "{action}"
        );
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn administrators(pool: PgPool) {
    row(pool, 0).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn managers(pool: PgPool) {
    row(pool, 1).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn owners(pool: PgPool) {
    row(pool, 2).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn architects(pool: PgPool) {
    row(pool, 3).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn viewers(pool: PgPool) {
    row(pool, 4).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn strangers(pool: PgPool) {
    row(pool, 5).await;
}
