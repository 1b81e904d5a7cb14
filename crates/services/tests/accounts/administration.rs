//! What administrators do with everybody's accounts.

use domain::OrgRole;
use services::{accounts, login, sessions};
use sqlx::PgPool;

use crate::support::{HERE, PASSWORD, World, answer, fields};

#[sqlx::test(migrations = "../../migrations")]
async fn people_are_searched_and_paged(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    for number in 0..60 {
        world.person(&format!("person-{number:02}"), None).await;
    }
    world.person("50%_of", Some(OrgRole::Manager)).await;
    let list = async |search: &str, page| {
        accounts::list_users(&world.services, &admin, search, page)
            .await
            .unwrap()
    };
    let first = list("", 0).await;
    assert_eq!(
        (first.rows.len(), first.total, first.page, first.size),
        (50, 62, 1, 50)
    );
    assert_eq!(
        (
            list("", 2).await.rows.len(),
            list("", 3).await.rows.len(),
            list("", u32::MAX).await.total
        ),
        (12, 0, 62)
    );
    assert_eq!(list("PERSON-07", 1).await.rows[0].name, "person-07");
    assert_eq!(list("person-0", 1).await.total, 10);
    let special = list("%_", 1).await;
    assert_eq!(
        (special.total, special.rows[0].org_role),
        (1, Some(OrgRole::Manager))
    );
    assert_eq!(list("admin@EXAMPLE", 1).await.rows[0].id, admin.user);
    assert_eq!(list("per\0son-07", 1).await.total, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn roles_change_with_the_version_that_was_seen(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let person = world.person("person", None).await;
    let set = async |role, version| {
        accounts::set_org_role(&world.services, &admin, person.user, role, version).await
    };
    set("manager", 1).await.unwrap();
    assert_eq!(
        world.viewer(person.user).await.org_role,
        Some(OrgRole::Manager)
    );
    assert_eq!(
        world.newest().await.2,
        serde_json::json!({ "before": null, "after": "manager" })
    );
    let before = world.everything().await;
    assert_eq!(answer(&set("", 1).await), "stale");
    assert_eq!(fields(set("owner", 2).await), ["role"]);
    let nobody = domain::UserId(uuid::Uuid::from_u128(99));
    assert_eq!(
        answer(&accounts::set_org_role(&world.services, &admin, nobody, "", 1).await),
        "not found"
    );
    assert_eq!(world.everything().await, before);
    set("", 2).await.unwrap();
    assert_eq!(world.viewer(person.user).await.org_role, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn disabling_ends_everything_and_enabling_brings_no_session_back(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let person = world.person("person", None).await;
    let (id, _) = world.session(&person, 1).await;
    accounts::issue_reset(&world.services, &admin, person.user)
        .await
        .unwrap();
    accounts::disable(&world.services, &admin, person.user, 1)
        .await
        .unwrap();
    assert!(sessions::load(&world.services, id).await.unwrap().is_none());
    assert_eq!(
        answer(&login::sign_in(&world.services, "person@example.com", PASSWORD, HERE).await),
        "invalid"
    );
    assert_eq!(
        answer(&accounts::issue_reset(&world.services, &admin, person.user).await),
        "disabled"
    );
    assert_eq!(
        answer(&accounts::enable(&world.services, &admin, person.user, 1).await),
        "stale"
    );
    accounts::enable(&world.services, &admin, person.user, 2)
        .await
        .unwrap();
    assert!(
        sessions::viewer(&world.services, person.user, 0)
            .await
            .unwrap()
            .is_none()
    );
    let signed_in = login::sign_in(&world.services, "person@example.com", PASSWORD, HERE)
        .await
        .unwrap();
    assert!(
        sessions::viewer(&world.services, person.user, signed_in.epoch)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        (
            world.logged("user.disable").await,
            world.logged("user.enable").await
        ),
        (1, 1)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_last_administrator_stays(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let second = world.person("second", Some(OrgRole::Administrator)).await;
    accounts::disable(&world.services, &admin, second.user, 1)
        .await
        .unwrap();
    let before = world.everything().await;
    assert_eq!(
        answer(&accounts::disable(&world.services, &admin, admin.user, 1).await),
        "last_administrator"
    );
    let lowered = accounts::set_org_role(&world.services, &admin, admin.user, "manager", 1).await;
    assert_eq!(answer(&lowered), "last_administrator");
    assert_eq!(world.everything().await, before);
    accounts::enable(&world.services, &admin, second.user, 2)
        .await
        .unwrap();
    accounts::set_org_role(&world.services, &admin, admin.user, "", 1)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_administrators_cannot_both_go(pool: PgPool) {
    let (world, first) = World::new(pool).await;
    let second = world.person("second", Some(OrgRole::Administrator)).await;
    let (one, other) = tokio::join!(
        accounts::disable(&world.services, &first, first.user, 1),
        accounts::set_org_role(&world.services, &second, second.user, "", 1),
    );
    let mut answers = [answer(&one), answer(&other)];
    answers.sort_unstable();
    assert_eq!(answers, ["last_administrator", "ok"]);
}
