//! Links for a new password.

use domain::OrgRole;
use services::{
    accounts::{self, SetPassword},
    login, sessions,
};
use sqlx::PgPool;
use time::Duration;

use crate::support::{HERE, World, answer, fields};

const NEW: &str = "another long password";

fn form() -> SetPassword {
    SetPassword {
        password: NEW.into(),
        repeat: NEW.into(),
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_link_sets_a_password_once(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let person = world.person("person", None).await;
    let (id, _) = world.session(&person, 1).await;
    for _ in 0..10 {
        login::sign_in(&world.services, "person@example.com", "wrong", HERE)
            .await
            .unwrap_err();
    }
    let link = accounts::issue_reset(&world.services, &admin, person.user)
        .await
        .unwrap();
    assert_eq!(link.token.len(), 43);
    assert!(!format!("{link:?}").contains(&link.token));
    assert_eq!(
        accounts::look_reset(&world.services, &link.token)
            .await
            .unwrap()
            .email,
        "person@example.com"
    );
    let short = SetPassword {
        password: "short".into(),
        repeat: "short".into(),
    };
    assert_eq!(
        fields(accounts::reset_password(&world.services, &link.token, &short).await),
        ["password"]
    );
    accounts::reset_password(&world.services, &link.token, &form())
        .await
        .unwrap();
    assert!(sessions::load(&world.services, id).await.unwrap().is_none());
    assert_eq!(
        answer(&accounts::reset_password(&world.services, &link.token, &form()).await),
        "not found"
    );
    assert_eq!(
        login::sign_in(&world.services, "person@example.com", NEW, HERE)
            .await
            .unwrap()
            .epoch,
        1
    );
    assert_eq!(
        (
            world.logged("user.reset_link").await,
            world.logged("user.password_reset").await
        ),
        (1, 1)
    );
    assert!(!world.everything().await.contains(&link.token));
}

#[sqlx::test(migrations = "../../migrations")]
async fn links_stop_working(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let second = world.person("second", Some(OrgRole::Administrator)).await;
    let person = world.person("person", None).await;
    let issue = async |by| {
        accounts::issue_reset(&world.services, by, person.user)
            .await
            .unwrap()
            .token
    };
    let dead = async |token: &str| {
        assert_eq!(
            answer(&accounts::look_reset(&world.services, token).await),
            "not found"
        );
        assert_eq!(
            answer(&accounts::reset_password(&world.services, token, &form()).await),
            "not found"
        );
    };
    let first = issue(&admin).await;
    let newer = issue(&admin).await;
    dead(&first).await;
    dead("").await;
    dead("no\0token").await;
    accounts::look_reset(&world.services, &newer).await.unwrap();
    world.advance(Duration::hours(24));
    dead(&newer).await;
    let of_second = issue(&second).await;
    accounts::set_org_role(&world.services, &admin, second.user, "manager", 1)
        .await
        .unwrap();
    dead(&of_second).await;
    let last = issue(&admin).await;
    accounts::disable(&world.services, &admin, person.user, 1)
        .await
        .unwrap();
    dead(&last).await;
    world.advance(Duration::hours(24));
    assert_eq!(sessions::sweep(&world.services).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn of_two_uses_at_once_one_wins(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let link = accounts::issue_reset(&world.services, &admin, admin.user)
        .await
        .unwrap();
    let (form, other) = (
        form(),
        SetPassword {
            password: "yet another password".into(),
            repeat: "yet another password".into(),
        },
    );
    let (one, other) = tokio::join!(
        accounts::reset_password(&world.services, &link.token, &form),
        accounts::reset_password(&world.services, &link.token, &other),
    );
    let mut answers = [answer(&one), answer(&other)];
    answers.sort_unstable();
    assert_eq!(
        (answers, world.epoch(admin.user).await),
        (["not found", "ok"], 1)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_command_line_lets_an_administrator_back_in(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let link = accounts::recover(&world.services, "ADMIN@example.com")
        .await
        .unwrap();
    accounts::reset_password(&world.services, &link.token, &form())
        .await
        .unwrap();
    assert_eq!(
        login::sign_in(&world.services, "admin@example.com", NEW, HERE)
            .await
            .unwrap()
            .user,
        admin.user
    );
    assert_eq!(
        answer(&accounts::recover(&world.services, "nobody@example.com").await),
        "not found"
    );
}
