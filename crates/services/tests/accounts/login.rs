//! Signing in.

use std::{net::IpAddr, time::Instant};

use domain::Problem;
use services::{Error, accounts, accounts::PasswordCost, login, sessions};
use sqlx::PgPool;
use time::Duration;

use crate::support::{HERE, PASSWORD, World, answer, fields, problem};

const ADMIN: &str = "admin@example.com";

async fn hash(world: &World) -> String {
    sqlx::query_scalar("SELECT password_hash FROM users WHERE email = $1")
        .bind(ADMIN)
        .fetch_one(&world.pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_right_password_opens(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let signed_in = login::sign_in(&world.services, " Admin@example.com ", PASSWORD, HERE)
        .await
        .unwrap();
    assert_eq!((signed_in.user, signed_in.epoch), (admin.user, 0));
    let visitor = sessions::viewer(&world.services, signed_in.user, signed_in.epoch)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((visitor.viewer, visitor.me.name.as_str()), (admin, "Admin"));
    assert!(!hash(&world).await.contains(PASSWORD));
    let (action, team, details) = world.newest().await;
    assert_eq!(
        (action.as_str(), team, details),
        ("login.ok", None, serde_json::json!({ "failed_before": 0 }))
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn every_refusal_is_the_same(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let gone = world.person("gone", None).await;
    accounts::disable(&world.services, &admin, gone.user, 1)
        .await
        .unwrap();
    let before = world.everything().await;
    for (email, password) in [
        (ADMIN, "wrong horse battery"),
        ("nobody@example.com", PASSWORD),
        ("gone@example.com", PASSWORD),
        ("no address", PASSWORD),
        ("nul\0@example.com", PASSWORD),
    ] {
        let refused = login::sign_in(&world.services, email, password, HERE).await;
        assert_eq!(
            problem(refused, "password"),
            Some(Problem::WrongPassword),
            "{email}"
        );
    }
    assert_eq!(
        fields(login::sign_in(&world.services, " ", "", HERE).await),
        ["email", "password"]
    );
    assert_eq!(world.everything().await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn unknown_accounts_take_as_long(pool: PgPool) {
    let (world, _) = World::new(pool).await;
    let services = world
        .services
        .clone()
        .with_password_cost(PasswordCost::new(16_384, 2));
    login::sign_in(&services, ADMIN, PASSWORD, HERE)
        .await
        .unwrap();
    let mut least = Vec::new();
    for email in [ADMIN, "nobody@example.com"] {
        let mut times = Vec::new();
        for _ in 0..3 {
            let start = Instant::now();
            login::sign_in(&services, email, "wrong horse battery", HERE)
                .await
                .unwrap_err();
            times.push(start.elapsed());
        }
        least.push(times.into_iter().min().unwrap());
    }
    assert!(
        least[1] * 3 > least[0] && least[0] * 3 > least[1],
        "{least:?}"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn ten_wrong_passwords_close_an_account_for_a_while(pool: PgPool) {
    let (world, _) = World::new(pool).await;
    for email in [ADMIN, "nobody@example.com"] {
        for _ in 0..10 {
            assert_eq!(
                answer(&login::sign_in(&world.services, email, "wrong", HERE).await),
                "invalid"
            );
        }
        for _ in 0..3 {
            let blocked =
                login::sign_in(&world.services, &email.to_uppercase(), PASSWORD, HERE).await;
            assert!(matches!(blocked, Err(Error::TooMany(900))), "{blocked:?}");
        }
    }
    world.advance(Duration::minutes(15) - Duration::seconds(1));
    let blocked = login::sign_in(&world.services, ADMIN, PASSWORD, HERE).await;
    assert!(matches!(blocked, Err(Error::TooMany(1))), "{blocked:?}");
    world.advance(Duration::seconds(1));
    login::sign_in(&world.services, ADMIN, PASSWORD, HERE)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_log_does_not_grow_with_wrong_passwords(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    for _ in 0..25 {
        let _ = login::sign_in(&world.services, ADMIN, "wrong", HERE).await;
        let _ = login::sign_in(&world.services, "nobody@example.com", "wrong", HERE).await;
    }
    assert_eq!(
        (world.logged("login.failed").await, world.logged("").await),
        (1, 2)
    );
    let (_, _, details) = world.newest().await;
    assert_eq!(details, serde_json::json!({ "tries": 10 }));
    let subject: String =
        sqlx::query_scalar("SELECT subject FROM change_log WHERE action = 'login.failed'")
            .fetch_one(&world.pool)
            .await
            .unwrap();
    assert_eq!(subject, admin.user.to_string());
    let keys: Vec<String> = sqlx::query_scalar("SELECT key FROM attempts")
        .fetch_all(&world.pool)
        .await
        .unwrap();
    assert!(keys.iter().all(|key| !key.contains('@')), "{keys:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn many_at_once_get_no_further(pool: PgPool) {
    let (world, _) = World::new(pool).await;
    let tries = (0..64_u8).map(|number| {
        let (services, address) = (world.services.clone(), IpAddr::from([198, 51, 100, number]));
        tokio::spawn(async move { login::sign_in(&services, ADMIN, "wrong", address).await })
    });
    let (mut refused, mut blocked) = (0, 0);
    for one in tries.collect::<Vec<_>>() {
        match answer(&one.await.unwrap()) {
            "invalid" => refused += 1,
            "too many" => blocked += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!((refused, blocked), (10, 54));
}

#[sqlx::test(migrations = "../../migrations")]
async fn one_address_may_not_try_many_accounts(pool: PgPool) {
    let (world, _) = World::new(pool).await;
    let tries = (0..64).map(|number| {
        let services = world.services.clone();
        tokio::spawn(async move {
            login::sign_in(&services, &format!("a{number}@example.com"), "wrong", HERE).await
        })
    });
    let mut blocked = 0;
    for one in tries.collect::<Vec<_>>() {
        blocked += i32::from(answer(&one.await.unwrap()) == "too many");
    }
    assert_eq!(blocked, 14);
    assert_eq!(
        answer(&login::sign_in(&world.services, ADMIN, PASSWORD, HERE).await),
        "too many"
    );
    let elsewhere = IpAddr::from([192, 0, 2, 2]);
    login::sign_in(&world.services, ADMIN, PASSWORD, elsewhere)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn success_forgets_the_failures(pool: PgPool) {
    let (world, _) = World::new(pool).await;
    for _ in 0..4 {
        for _ in 0..9 {
            assert_eq!(
                answer(&login::sign_in(&world.services, ADMIN, "wrong", HERE).await),
                "invalid"
            );
        }
        login::sign_in(&world.services, ADMIN, PASSWORD, HERE)
            .await
            .unwrap();
        assert_eq!(
            world.newest().await.2,
            serde_json::json!({ "failed_before": 9 })
        );
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn many_people_behind_one_address_come_in(pool: PgPool) {
    let (world, _) = World::new(pool).await;
    for _ in 0..60 {
        login::sign_in(&world.services, ADMIN, PASSWORD, HERE)
            .await
            .unwrap();
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn hashes_follow_the_cost(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let before = hash(&world).await;
    login::sign_in(&world.services, ADMIN, PASSWORD, HERE)
        .await
        .unwrap();
    assert_eq!(hash(&world).await, before);
    let services = world
        .services
        .clone()
        .with_password_cost(PasswordCost::new(128, 2));
    login::sign_in(&services, ADMIN, "wrong", HERE)
        .await
        .unwrap_err();
    assert_eq!(hash(&world).await, before);
    let signed_in = login::sign_in(&services, ADMIN, PASSWORD, HERE)
        .await
        .unwrap();
    assert!(hash(&world).await.contains("m=128,t=2,p=1"));
    assert_eq!((signed_in.epoch, world.epoch(admin.user).await), (0, 0));
    login::sign_in(&services, ADMIN, PASSWORD, HERE)
        .await
        .unwrap();
}
