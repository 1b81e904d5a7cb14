//! One's own account.

use domain::{Locale, Problem, SessionHandle, views::frame::Theme};
use services::{
    accounts::{self, ChangePassword, OwnForm},
    login, sessions,
};
use sqlx::PgPool;
use time::Duration;
use uuid::Uuid;

use crate::support::{HERE, PASSWORD, World, answer, fields, problem};

const NEW: &str = "another long password";

fn change(current: &str) -> ChangePassword {
    ChangePassword {
        current: current.into(),
        password: NEW.into(),
        repeat: NEW.into(),
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn people_change_name_language_and_theme(pool: PgPool) {
    let (world, _) = World::new(pool).await;
    let me = world.person("me", None).await;
    let form = OwnForm {
        name: " 王 小明 ".into(),
        locale: "zh-CN".into(),
        theme: "dark".into(),
    };
    accounts::update_own(&world.services, &me, &form, 1)
        .await
        .unwrap();
    let own = accounts::own(&world.services, &me).await.unwrap();
    assert_eq!(
        (own.name.as_str(), own.locale, own.theme),
        ("王 小明", Some(Locale::Zh), Some(Theme::Dark))
    );
    assert_eq!((own.version, own.email.as_str()), (2, "me@example.com"));
    let (action, _, details) = world.newest().await;
    assert_eq!(
        (action.as_str(), &details["before"]["name"]),
        ("user.update", &"me".into())
    );
    let before = world.everything().await;
    assert_eq!(
        answer(&accounts::update_own(&world.services, &me, &form, 1).await),
        "stale"
    );
    let wrong = OwnForm {
        name: String::new(),
        locale: "fr".into(),
        theme: "blue".into(),
    };
    assert_eq!(
        fields(accounts::update_own(&world.services, &me, &wrong, 2).await),
        ["name", "locale", "theme"]
    );
    assert_eq!(world.everything().await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn switches_need_no_version(pool: PgPool) {
    let (world, me) = World::new(pool).await;
    accounts::choose_locale(&world.services, &me, Locale::En)
        .await
        .unwrap();
    accounts::choose_theme(&world.services, &me, Some(Theme::Light))
        .await
        .unwrap();
    let own = accounts::own(&world.services, &me).await.unwrap();
    assert_eq!(
        (own.locale, own.theme, own.version),
        (Some(Locale::En), Some(Theme::Light), 1)
    );
    accounts::choose_theme(&world.services, &me, None)
        .await
        .unwrap();
    assert_eq!(
        accounts::own(&world.services, &me).await.unwrap().theme,
        None
    );
    assert_eq!(
        (
            world.logged("user.locale").await,
            world.logged("user.theme").await
        ),
        (1, 2)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_new_password_ends_all_other_sessions(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let me = world.person("me", None).await;
    let (here, keep) = world.session(&me, 1).await;
    let (there, _) = world.session(&me, 2).await;
    let (theirs, _) = world.session(&admin, 3).await;
    accounts::issue_reset(&world.services, &admin, me.user)
        .await
        .unwrap();
    let epoch = accounts::change_password(&world.services, &me, &change(PASSWORD), keep)
        .await
        .unwrap();
    assert_eq!(epoch, 1);
    for (id, holds) in [(here, true), (there, false), (theirs, true)] {
        assert_eq!(
            sessions::load(&world.services, id).await.unwrap().is_some(),
            holds
        );
    }
    assert!(
        sessions::viewer(&world.services, me.user, 0)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        sessions::viewer(&world.services, me.user, 1)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        answer(&login::sign_in(&world.services, "me@example.com", PASSWORD, HERE).await),
        "invalid"
    );
    assert_eq!(
        login::sign_in(&world.services, "me@example.com", NEW, HERE)
            .await
            .unwrap()
            .epoch,
        1
    );
    let links: i64 = sqlx::query_scalar("SELECT count(*) FROM password_resets")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!((world.logged("user.password").await, links), (1, 0));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_old_password_must_be_right_and_can_be_tried_ten_times(pool: PgPool) {
    let (world, me) = World::new(pool).await;
    let keep = SessionHandle(Uuid::nil());
    let before = world.everything().await;
    for _ in 0..10 {
        let refused = accounts::change_password(&world.services, &me, &change("wrong"), keep).await;
        assert_eq!(problem(refused, "current"), Some(Problem::WrongPassword));
    }
    assert_eq!(
        answer(&accounts::change_password(&world.services, &me, &change(PASSWORD), keep).await),
        "too many"
    );
    assert_eq!(world.everything().await, before);
    world.advance(Duration::minutes(15));
    accounts::change_password(&world.services, &me, &change(PASSWORD), keep)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_new_password_is_long_and_typed_twice(pool: PgPool) {
    let (world, me) = World::new(pool).await;
    let keep = SessionHandle(Uuid::nil());
    let short = ChangePassword {
        password: "short".into(),
        repeat: "short".into(),
        ..change(PASSWORD)
    };
    assert_eq!(
        fields(accounts::change_password(&world.services, &me, &short, keep).await),
        ["password"]
    );
    let mismatch = ChangePassword {
        repeat: "another".into(),
        ..change(PASSWORD)
    };
    let refused = accounts::change_password(&world.services, &me, &mismatch, keep).await;
    assert_eq!(problem(refused, "repeat"), Some(Problem::Mismatch));
}

#[sqlx::test(migrations = "../../migrations")]
async fn of_two_changes_at_once_one_wins(pool: PgPool) {
    let (world, me) = World::new(pool).await;
    let keep = SessionHandle(Uuid::nil());
    let form = change(PASSWORD);
    let one = accounts::change_password(&world.services, &me, &form, keep);
    let (one, other) = tokio::join!(
        one,
        accounts::change_password(&world.services, &me, &form, keep)
    );
    let oks = i32::from(one.is_ok()) + i32::from(other.is_ok());
    assert_eq!(
        (
            oks,
            world.epoch(me.user).await,
            world.logged("user.password").await
        ),
        (1, 1, 1)
    );
}
