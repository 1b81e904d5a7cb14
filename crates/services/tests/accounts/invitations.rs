//! Invitations.

use domain::{OrgRole, Problem, TeamId, TeamRole, Viewer, views::accounts::Invited};
use services::{
    accounts,
    invitations::{self, Accept, InvitationForm},
    login, teams,
};
use sqlx::PgPool;
use time::Duration;

use crate::support::{HERE, PASSWORD, World, answer, fields, problem};

fn invite(email: &str, role: &str) -> InvitationForm {
    InvitationForm {
        email: email.into(),
        role: role.into(),
    }
}

fn accept() -> Accept {
    Accept {
        name: "New".into(),
        password: PASSWORD.into(),
        repeat: PASSWORD.into(),
    }
}

async fn to_team(world: &World, by: &Viewer, team: TeamId, email: &str, role: &str) -> String {
    invitations::invite_to_team(&world.services, by, team, &invite(email, role))
        .await
        .unwrap()
        .token
}

async fn dead(world: &World, token: &str) {
    assert_eq!(
        answer(&invitations::look(&world.services, token).await),
        "not found"
    );
    assert_eq!(
        answer(&invitations::accept(&world.services, token, &accept()).await),
        "not found"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn somebody_new_joins_a_team(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "Alpha").await;
    let token = to_team(&world, &admin, team, "New@Example.com", "architect").await;
    let offer = invitations::look(&world.services, &token).await.unwrap();
    assert_eq!(
        (
            offer.organisation.as_str(),
            offer.email.as_str(),
            offer.invited_by.as_str()
        ),
        ("Example", "new@example.com", "Admin")
    );
    assert_eq!(
        offer.invited,
        Invited::Team {
            id: team,
            name: "Alpha".into(),
            role: TeamRole::Architect
        }
    );
    let before = world.everything().await;
    assert_eq!(
        fields(invitations::accept(&world.services, &token, &Accept::default()).await),
        ["name", "password"]
    );
    let mismatch = Accept {
        repeat: "another password".into(),
        ..accept()
    };
    assert_eq!(
        problem(
            invitations::accept(&world.services, &token, &mismatch).await,
            "repeat"
        ),
        Some(Problem::Mismatch)
    );
    assert_eq!(world.everything().await, before);
    let id = invitations::accept(&world.services, &token, &accept())
        .await
        .unwrap();
    assert_eq!(
        world.viewer(id).await.teams.get(&team),
        Some(&TeamRole::Architect)
    );
    let host: Option<uuid::Uuid> = sqlx::query_scalar("SELECT invited_by FROM users WHERE id = $1")
        .bind(id.0)
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(host, Some(admin.user.0));
    let (action, of, details) = world.newest().await;
    assert_eq!(
        (action.as_str(), of, &details["new_account"]),
        ("invitation.accept", Some(team.0), &true.into())
    );
    assert_eq!(
        login::sign_in(&world.services, "new@example.com", PASSWORD, HERE)
            .await
            .unwrap()
            .user,
        id
    );
    dead(&world, &token).await;
    assert!(!world.everything().await.contains(&token));
}

#[sqlx::test(migrations = "../../migrations")]
async fn somebody_new_gets_a_role_in_the_organisation(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let form = invite("new@example.com", "manager");
    let link = invitations::invite_to_organisation(&world.services, &admin, &form)
        .await
        .unwrap();
    let id = invitations::accept(&world.services, &link.token, &accept())
        .await
        .unwrap();
    assert_eq!(world.viewer(id).await.org_role, Some(OrgRole::Manager));
    assert_eq!(world.newest().await.1, None);
    let again = invitations::invite_to_organisation(&world.services, &admin, &form).await;
    assert_eq!(problem(again, "email"), Some(Problem::Taken));
}

#[sqlx::test(migrations = "../../migrations")]
async fn only_the_person_who_was_meant_accepts_with_an_account(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "Alpha").await;
    let (meant, other) = (
        world.person("meant", None).await,
        world.person("other", None).await,
    );
    let token = to_team(&world, &admin, team, "meant@example.com", "viewer").await;
    let before = world.everything().await;
    assert_eq!(
        answer(&invitations::accept_as(&world.services, &other, &token).await),
        "not found"
    );
    assert_eq!(
        answer(&invitations::accept_as(&world.services, &meant, "wrong").await),
        "not found"
    );
    let again = invitations::accept(&world.services, &token, &accept()).await;
    assert_eq!(problem(again, "email"), Some(Problem::Taken));
    assert_eq!(world.everything().await, before);
    invitations::accept_as(&world.services, &meant, &token)
        .await
        .unwrap();
    assert_eq!(
        world.viewer(meant.user).await.teams.get(&team),
        Some(&TeamRole::Viewer)
    );
    assert_eq!(
        answer(&invitations::accept_as(&world.services, &meant, &token).await),
        "not found"
    );
    let twice = invitations::invite_to_team(
        &world.services,
        &admin,
        team,
        &invite("meant@example.com", "owner"),
    )
    .await;
    assert_eq!(problem(twice, "email"), Some(Problem::Taken));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_invitation_never_takes_away(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "Alpha").await;
    let person = world.person("person", None).await;
    let token = to_team(&world, &admin, team, "person@example.com", "viewer").await;
    teams::add_member(&world.services, &admin, team, person.user, "architect")
        .await
        .unwrap();
    invitations::accept_as(&world.services, &person, &token)
        .await
        .unwrap();
    assert_eq!(
        world.viewer(person.user).await.teams.get(&team),
        Some(&TeamRole::Architect)
    );
    let form = invite("later@example.com", "manager");
    let link = invitations::invite_to_organisation(&world.services, &admin, &form)
        .await
        .unwrap();
    let later = world.person("later", Some(OrgRole::Administrator)).await;
    invitations::accept_as(&world.services, &later, &link.token)
        .await
        .unwrap();
    assert_eq!(
        world.viewer(later.user).await.org_role,
        Some(OrgRole::Administrator)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn links_stop_working(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "Alpha").await;
    let first = to_team(&world, &admin, team, "new@example.com", "viewer").await;
    let second = to_team(&world, &admin, team, "new@example.com", "owner").await;
    dead(&world, &first).await;
    dead(&world, "").await;
    let open = invitations::list_of_team(&world.services, &admin, team)
        .await
        .unwrap();
    assert_eq!(open.len(), 1);
    invitations::revoke(&world.services, &admin, open[0].id)
        .await
        .unwrap();
    dead(&world, &second).await;
    assert_eq!(
        answer(&invitations::revoke(&world.services, &admin, open[0].id).await),
        "not found"
    );
    let third = to_team(&world, &admin, team, "new@example.com", "viewer").await;
    world.advance(Duration::days(7) - Duration::seconds(1));
    invitations::look(&world.services, &third).await.unwrap();
    world.advance(Duration::seconds(1));
    dead(&world, &third).await;
    assert_eq!(
        invitations::list_all(&world.services, &admin)
            .await
            .unwrap(),
        []
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_link_is_worth_what_its_maker_may_do(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "Alpha").await;
    let owner = world.member(&admin, team, "owner", TeamRole::Owner).await;
    let token = to_team(&world, &owner, team, "new@example.com", "owner").await;
    invitations::look(&world.services, &token).await.unwrap();
    let meant = world.person("new", None).await;
    let refused = async || {
        dead(&world, &token).await;
        let accepted = invitations::accept_as(&world.services, &meant, &token).await;
        assert_eq!(answer(&accepted), "not found");
    };
    teams::set_role(&world.services, &admin, team, owner.user, "architect")
        .await
        .unwrap();
    refused().await;
    teams::set_role(&world.services, &admin, team, owner.user, "owner")
        .await
        .unwrap();
    invitations::look(&world.services, &token).await.unwrap();
    accounts::disable(&world.services, &admin, owner.user, 1)
        .await
        .unwrap();
    refused().await;
    let second = world.person("second", Some(OrgRole::Administrator)).await;
    let form = invite("next@example.com", "administrator");
    let link = invitations::invite_to_organisation(&world.services, &second, &form)
        .await
        .unwrap();
    accounts::set_org_role(&world.services, &admin, second.user, "manager", 1)
        .await
        .unwrap();
    dead(&world, &link.token).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn of_two_acceptances_at_once_one_wins(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "Alpha").await;
    let token = to_team(&world, &admin, team, "new@example.com", "viewer").await;
    let form = accept();
    let (one, other) = tokio::join!(
        invitations::accept(&world.services, &token, &form),
        invitations::accept(&world.services, &token, &form),
    );
    let mut answers = [answer(&one), answer(&other)];
    answers.sort_unstable();
    assert_eq!(
        (answers, world.logged("invitation.accept").await),
        (["not found", "ok"], 1)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn forms_are_checked(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "Alpha").await;
    let before = world.everything().await;
    let wrong = invite("no address", "administrator");
    assert_eq!(
        fields(invitations::invite_to_team(&world.services, &admin, team, &wrong).await),
        ["email", "role"]
    );
    let wrong = invite("", "owner");
    assert_eq!(
        fields(invitations::invite_to_organisation(&world.services, &admin, &wrong).await),
        ["email", "role"]
    );
    assert_eq!(world.everything().await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn lists_show_who_is_invited_to_what(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let (a, b) = (
        world.team(&admin, "Alpha").await,
        world.team(&admin, "Beta").await,
    );
    let owner = world.member(&admin, a, "owner", TeamRole::Owner).await;
    to_team(&world, &owner, a, "one@example.com", "viewer").await;
    world.advance(Duration::minutes(1));
    to_team(&world, &admin, b, "two@example.com", "viewer").await;
    world.advance(Duration::minutes(1));
    let form = invite("three@example.com", "manager");
    invitations::invite_to_organisation(&world.services, &admin, &form)
        .await
        .unwrap();
    let all = invitations::list_all(&world.services, &admin)
        .await
        .unwrap();
    let emails: Vec<_> = all.iter().map(|i| i.email.as_str()).collect();
    assert_eq!(
        emails,
        ["three@example.com", "two@example.com", "one@example.com"]
    );
    assert_eq!(
        all[0].invited,
        Invited::Organisation {
            role: OrgRole::Manager
        }
    );
    let own = invitations::list_of_team(&world.services, &owner, a)
        .await
        .unwrap();
    assert_eq!(
        own.iter().map(|i| i.email.as_str()).collect::<Vec<_>>(),
        ["one@example.com"]
    );
    // Of another team's invitation and of the organisation's, an owner knows nothing.
    for hidden in [&all[0], &all[1]] {
        assert_eq!(
            answer(&invitations::revoke(&world.services, &owner, hidden.id).await),
            "not found"
        );
    }
}
