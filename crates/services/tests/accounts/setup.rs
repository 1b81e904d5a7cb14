//! The first start.

use domain::{OrgRole, Problem};
use services::{accounts, login, settings};
use sqlx::PgPool;

use crate::support::{HERE, PASSWORD, World, answer, fields, organisation, problem};

#[sqlx::test(migrations = "../../migrations")]
async fn the_first_person_administers(pool: PgPool) {
    let world = World::empty(pool);
    assert!(accounts::needs_setup(&world.services).await.unwrap());
    assert_eq!(
        settings::organisation_name(&world.services).await.unwrap(),
        None
    );
    let id = accounts::setup(&world.services, &organisation())
        .await
        .unwrap();
    assert!(!accounts::needs_setup(&world.services).await.unwrap());
    assert_eq!(
        world.viewer(id).await.org_role,
        Some(OrgRole::Administrator)
    );
    assert_eq!(
        settings::organisation_name(&world.services)
            .await
            .unwrap()
            .as_deref(),
        Some("Example")
    );
    assert_eq!(
        login::sign_in(&world.services, "Admin@Example.com", PASSWORD, HERE)
            .await
            .unwrap()
            .user,
        id
    );
    assert_eq!(
        (
            world.logged("organisation.setup").await,
            world.logged("").await
        ),
        (1, 2)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn it_works_once(pool: PgPool) {
    let (world, _) = World::new(pool).await;
    let before = world.everything().await;
    assert_eq!(
        answer(&accounts::setup(&world.services, &organisation()).await),
        "already_set_up"
    );
    assert_eq!(world.everything().await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn of_many_at_once_one_wins(pool: PgPool) {
    let world = World::empty(pool);
    let tries = (0..6).map(|number| {
        let services = world.services.clone();
        let form = accounts::NewOrganisation {
            email: format!("a{number}@example.com"),
            ..organisation()
        };
        tokio::spawn(async move { accounts::setup(&services, &form).await })
    });
    let mut answers = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        answers.push(answer(&one.await.unwrap()));
    }
    answers.sort_unstable();
    assert_eq!(answers, [vec!["already_set_up"; 5], vec!["ok"]].concat());
    let users: i64 = sqlx::query_scalar("SELECT count(*) FROM users")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!((users, world.logged("").await), (1, 1));
}

#[sqlx::test(migrations = "../../migrations")]
async fn every_wrong_field_is_named_and_nothing_written(pool: PgPool) {
    let world = World::empty(pool);
    let nothing = accounts::NewOrganisation::default();
    assert_eq!(
        fields(accounts::setup(&world.services, &nothing).await),
        ["organisation", "name", "email", "password"]
    );
    let mismatch = accounts::NewOrganisation {
        repeat: "something else".into(),
        ..organisation()
    };
    assert_eq!(
        problem(accounts::setup(&world.services, &mismatch).await, "repeat"),
        Some(Problem::Mismatch)
    );
    let two_lines = accounts::NewOrganisation {
        name: "a\nb".into(),
        ..organisation()
    };
    assert_eq!(
        fields(accounts::setup(&world.services, &two_lines).await),
        ["name"]
    );
    assert!(accounts::needs_setup(&world.services).await.unwrap());
    assert_eq!(world.everything().await, "");
}
