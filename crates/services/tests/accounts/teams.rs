//! Teams and their members.

use std::collections::BTreeMap;

use domain::{OrgRole, Problem, TeamId, TeamRole, UserId};
use services::{
    accounts,
    teams::{self, TeamForm},
};
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{World, answer, fields, problem};

fn form(name: &str, days: &str) -> TeamForm {
    TeamForm {
        name: name.into(),
        capacity_days: days.into(),
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_team_is_made_and_changed(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let id = teams::create(&world.services, &admin, &form(" Alpha ", "15"))
        .await
        .unwrap();
    world.team(&admin, "Beta").await;
    let team = teams::get(&world.services, &admin, id).await.unwrap();
    assert_eq!(
        (
            team.name.as_str(),
            team.capacity_days,
            team.version,
            team.may_manage
        ),
        ("Alpha", 15, 1, true)
    );
    let workload = world.workload(id, 1).await;
    teams::update(&world.services, &admin, id, &form("Gamma", "0"), 1)
        .await
        .unwrap();
    assert_eq!(world.revision(workload).await, 2);
    assert_eq!(
        world.newest().await.2["before"],
        serde_json::json!({ "name": "Alpha", "capacity_days": 15 })
    );
    let before = world.everything().await;
    assert_eq!(
        answer(&teams::update(&world.services, &admin, id, &form("Delta", "1"), 1).await),
        "stale"
    );
    let taken = teams::update(&world.services, &admin, id, &form("Beta", "1"), 2).await;
    assert_eq!(problem(taken, "name"), Some(Problem::Taken));
    assert_eq!(
        problem(
            teams::create(&world.services, &admin, &form("Beta", "1")).await,
            "name"
        ),
        Some(Problem::Taken)
    );
    for days in ["", "-1", "10001", "1.5", "99999999999"] {
        assert_eq!(
            fields(teams::create(&world.services, &admin, &form("", days)).await),
            ["name", "capacity_days"]
        );
    }
    assert_eq!(world.everything().await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn people_see_the_teams_they_may_read(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let (a, b) = (
        world.team(&admin, "Alpha").await,
        world.team(&admin, "beta").await,
    );
    let member = world.member(&admin, b, "member", TeamRole::Architect).await;
    let manager = world.person("manager", Some(OrgRole::Manager)).await;
    let stranger = world.person("stranger", None).await;
    world.workload(b, 1).await;
    for (viewer, expected) in [
        (&admin, vec![a, b]),
        (&manager, vec![a, b]),
        (&member, vec![b]),
        (&stranger, vec![]),
    ] {
        let page = teams::list(&world.services, viewer, "", "").await.unwrap();
        let rows = page.rows;
        assert_eq!(page.total, u32::try_from(expected.len()).unwrap());
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), expected);
    }
    let row = teams::list(&world.services, &member, "", "")
        .await
        .unwrap()
        .rows
        .remove(0);
    assert_eq!(
        (row.members, row.workloads, row.role),
        (1, 1, Some(TeamRole::Architect))
    );
    assert!(
        !teams::get(&world.services, &member, b)
            .await
            .unwrap()
            .may_manage
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn many_teams_are_paged_and_searched(pool: PgPool) {
    let (world, admin) = World::new(pool.clone()).await;
    sqlx::query(
        "INSERT INTO teams (id, name, created_at)
         SELECT gen_random_uuid(), 'Team ' || lpad(n::text, 3, '0'), now() FROM generate_series(1, 101) n",
    )
    .execute(&pool)
    .await
    .unwrap();
    let ask = async |q: &'static str, page: &'static str| {
        let found = teams::list(&world.services, &admin, q, page).await.unwrap();
        let first = found.rows.first().map(|row| row.name.clone());
        (
            found.rows.len(),
            first,
            (found.total, found.page, found.pages),
        )
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(ask("", "").await, (50, named("Team 001"), (101, 1, 3)));
    assert_eq!(ask("", "3").await, (1, named("Team 101"), (101, 3, 3)));
    assert_eq!(
        ask("", "99").await.2,
        (101, 3, 3),
        "beyond the end is the last"
    );
    assert_eq!(
        ask(" tEaM 09\0", "").await,
        (10, named("Team 090"), (10, 1, 1))
    );
    assert_eq!(ask("%", "").await, (0, None, (0, 1, 1)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_team_that_is_not_there_is_not_found(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let (none, s) = (TeamId(Uuid::from_u128(9)), &world.services);
    let before = world.everything().await;
    let invite = services::invitations::InvitationForm {
        email: "a@example.com".into(),
        role: "owner".into(),
    };
    assert_eq!(answer(&teams::get(s, &admin, none).await), "not found");
    assert_eq!(answer(&teams::members(s, &admin, none).await), "not found");
    assert_eq!(
        answer(&teams::update(s, &admin, none, &form("x", "1"), 1).await),
        "not found"
    );
    assert_eq!(
        answer(&teams::set_priorities(s, &admin, none, &BTreeMap::new(), 1).await),
        "not found"
    );
    assert_eq!(
        answer(&teams::add_member(s, &admin, none, admin.user, "owner").await),
        "not found"
    );
    assert_eq!(
        answer(&teams::set_role(s, &admin, none, admin.user, "owner").await),
        "not found"
    );
    assert_eq!(
        answer(&teams::remove_member(s, &admin, none, admin.user).await),
        "not found"
    );
    assert_eq!(
        answer(&services::invitations::invite_to_team(s, &admin, none, &invite).await),
        "not found"
    );
    assert_eq!(world.everything().await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn members_come_change_and_go(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "Alpha").await;
    let owner = world.member(&admin, team, "owner", TeamRole::Owner).await;
    let zoe = world.member(&admin, team, "Zoe", TeamRole::Viewer).await;
    world.member(&admin, team, "amy", TeamRole::Architect).await;
    let members = teams::members(&world.services, &zoe, team).await.unwrap();
    assert_eq!(
        members.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(),
        ["owner", "amy", "Zoe"]
    );
    let again = teams::add_member(&world.services, &admin, team, zoe.user, "owner").await;
    assert_eq!(answer(&again), "already_member");
    let nobody = UserId(Uuid::from_u128(99));
    assert_eq!(
        answer(&teams::add_member(&world.services, &admin, team, nobody, "owner").await),
        "not found"
    );
    assert_eq!(
        answer(&teams::set_role(&world.services, &owner, team, nobody, "owner").await),
        "not found"
    );
    assert_eq!(
        fields(teams::set_role(&world.services, &owner, team, zoe.user, "manager").await),
        ["role"]
    );
    teams::set_role(&world.services, &owner, team, zoe.user, "architect")
        .await
        .unwrap();
    assert_eq!(
        world.newest().await.2,
        serde_json::json!({ "before": "viewer", "after": "architect" })
    );
    assert_eq!(
        world.viewer(zoe.user).await.teams.get(&team),
        Some(&TeamRole::Architect)
    );
    teams::remove_member(&world.services, &owner, team, zoe.user)
        .await
        .unwrap();
    assert_eq!(
        answer(&teams::members(&world.services, &world.viewer(zoe.user).await, team).await),
        "not found"
    );
    assert_eq!(
        answer(&teams::remove_member(&world.services, &owner, team, zoe.user).await),
        "not found"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_last_owner_stays_unless_an_administrator_decides(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "Alpha").await;
    let owner = world.member(&admin, team, "owner", TeamRole::Owner).await;
    let second = world.member(&admin, team, "second", TeamRole::Owner).await;
    accounts::disable(&world.services, &admin, second.user, 1)
        .await
        .unwrap();
    let before = world.everything().await;
    assert_eq!(
        answer(&teams::remove_member(&world.services, &owner, team, owner.user).await),
        "last_owner"
    );
    assert_eq!(
        answer(&teams::set_role(&world.services, &owner, team, owner.user, "viewer").await),
        "last_owner"
    );
    assert_eq!(world.everything().await, before);
    teams::set_role(&world.services, &owner, team, owner.user, "owner")
        .await
        .unwrap();
    accounts::enable(&world.services, &admin, second.user, 2)
        .await
        .unwrap();
    teams::remove_member(&world.services, &owner, team, owner.user)
        .await
        .unwrap();
    teams::remove_member(&world.services, &admin, team, second.user)
        .await
        .unwrap();
    assert_eq!(
        teams::members(&world.services, &admin, team).await.unwrap(),
        []
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_owners_cannot_both_go(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    // Whether two meet is a matter of luck, so several pairs try.
    for round in 0..12 {
        let team = world.team(&admin, &format!("team {round}")).await;
        let one = world
            .member(&admin, team, &format!("one {round}"), TeamRole::Owner)
            .await;
        let two = world
            .member(&admin, team, &format!("two {round}"), TeamRole::Owner)
            .await;
        let (first, second) = tokio::join!(
            teams::remove_member(&world.services, &one, team, one.user),
            teams::set_role(&world.services, &two, team, two.user, "viewer"),
        );
        let mut answers = [answer(&first), answer(&second)];
        answers.sort_unstable();
        assert_eq!(answers, ["last_owner", "ok"]);
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn priorities_make_the_teams_numbers_stale(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let (team, other) = (
        world.team(&admin, "Alpha").await,
        world.team(&admin, "Beta").await,
    );
    let (ours, theirs) = (
        world.workload(team, 1).await,
        world.workload(other, 2).await,
    );
    let set = async |fields: &[(&str, &str)], version| {
        let form = fields
            .iter()
            .map(|(field, value)| ((*field).to_owned(), (*value).to_owned()))
            .collect();
        teams::set_priorities(&world.services, &admin, team, &form, version).await
    };
    set(&[("security", "3"), ("cost", ""), ("reliability", "0")], 1)
        .await
        .unwrap();
    let priorities = teams::get(&world.services, &admin, team)
        .await
        .unwrap()
        .priorities;
    let priorities: Vec<_> = priorities.iter().map(|(id, p)| (id.as_str(), *p)).collect();
    assert_eq!(priorities, [("reliability", 0), ("security", 3)]);
    assert_eq!(
        (world.revision(ours).await, world.revision(theirs).await),
        (2, 1)
    );
    let before = world.everything().await;
    assert_eq!(answer(&set(&[("security", "3")], 1).await), "stale");
    assert_eq!(
        fields(
            set(
                &[("security", "11"), ("reliability", "-1"), ("speed", "1")],
                2
            )
            .await
        )
        .len(),
        3
    );
    let framework = world.services.framework();
    let zeros: Vec<_> = framework
        .pillars
        .iter()
        .map(|p| (p.id.as_str(), "0"))
        .collect();
    assert_eq!(
        problem(set(&zeros, 2).await, "priorities"),
        Some(Problem::Number)
    );
    assert_eq!(world.everything().await, before);
    set(&[], 2).await.unwrap();
    assert!(
        teams::get(&world.services, &admin, team)
            .await
            .unwrap()
            .priorities
            .is_empty()
    );
}
