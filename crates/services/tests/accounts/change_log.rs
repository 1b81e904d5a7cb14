//! The change log of people, teams and settings.

use std::collections::BTreeMap;

use domain::TeamRole;
use services::{
    accounts, invitations,
    invitations::InvitationForm,
    login, settings,
    teams::{self, TeamForm},
};
use sqlx::PgPool;
use store::change_log::{Broken, Fault, verify};
use uuid::Uuid;

use crate::support::{HERE, PASSWORD, World, fields};

/// A bit of everything.
async fn busy(pool: PgPool) -> World {
    let (world, admin) = World::new(pool).await;
    let team = world.team(&admin, "团队一").await;
    let owner = world.member(&admin, team, "owner", TeamRole::Owner).await;
    let form = TeamForm {
        name: "团队二".into(),
        capacity_days: "7".into(),
    };
    teams::update(&world.services, &owner, team, &form, 1)
        .await
        .unwrap();
    let form = InvitationForm {
        email: "new@example.com".into(),
        role: "viewer".into(),
    };
    invitations::invite_to_team(&world.services, &owner, team, &form)
        .await
        .unwrap();
    settings::rename(&world.services, &admin, "Ünïcode \"quoted\" 名", 1)
        .await
        .unwrap();
    let priorities = BTreeMap::from([("security".to_owned(), "10".to_owned())]);
    settings::set_priorities(&world.services, &admin, &priorities, 2)
        .await
        .unwrap();
    login::sign_in(&world.services, "owner@example.com", PASSWORD, HERE)
        .await
        .unwrap();
    accounts::issue_reset(&world.services, &admin, owner.user)
        .await
        .unwrap();
    world
}

#[sqlx::test(migrations = "../../migrations")]
async fn it_holds_together(pool: PgPool) {
    let world = busy(pool).await;
    let mut db = world.pool.acquire().await.unwrap();
    assert_eq!(verify(&mut db).await.unwrap(), (9, None));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_changed_byte_is_found(pool: PgPool) {
    let world = busy(pool).await;
    let mut db = world.pool.acquire().await.unwrap();
    let changed = "UPDATE change_log SET details = jsonb_set(details, '{after}', '\"Unicode\"')
                   WHERE action = 'organisation.rename'";
    assert!(
        sqlx::query(changed).execute(&mut *db).await.is_err(),
        "the log is append-only"
    );
    assert!(
        sqlx::query("DELETE FROM change_log")
            .execute(&mut *db)
            .await
            .is_err()
    );
    assert!(
        sqlx::query("TRUNCATE change_log")
            .execute(&mut *db)
            .await
            .is_err()
    );
    sqlx::query("ALTER TABLE change_log DISABLE TRIGGER change_log_append_only")
        .execute(&mut *db)
        .await
        .unwrap();
    assert_eq!(
        sqlx::query(changed)
            .execute(&mut *db)
            .await
            .unwrap()
            .rows_affected(),
        1
    );
    let number: i64 =
        sqlx::query_scalar("SELECT number FROM change_log WHERE action = 'organisation.rename'")
            .fetch_one(&mut *db)
            .await
            .unwrap();
    let (_, broken) = verify(&mut db).await.unwrap();
    assert_eq!(
        broken,
        Some(Broken {
            chain: Uuid::nil(),
            number,
            fault: Fault::Changed,
        })
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_removed_entry_is_found(pool: PgPool) {
    let world = busy(pool).await;
    let mut db = world.pool.acquire().await.unwrap();
    sqlx::query("ALTER TABLE change_log DISABLE TRIGGER change_log_append_only")
        .execute(&mut *db)
        .await
        .unwrap();
    sqlx::query("DELETE FROM change_log WHERE number = 4")
        .execute(&mut *db)
        .await
        .unwrap();
    assert_eq!(
        verify(&mut db).await.unwrap(),
        (
            3,
            Some(Broken {
                chain: Uuid::nil(),
                number: 4,
                fault: Fault::Missing,
            })
        )
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn every_accepted_write_has_one_entry_and_refused_ones_none(pool: PgPool) {
    let world = busy(pool).await;
    let admin = world.viewer(domain::UserId(
        sqlx::query_scalar("SELECT id FROM users WHERE org_role = 'administrator'")
            .fetch_one(&world.pool)
            .await
            .unwrap(),
    ));
    let admin = admin.await;
    let before = world.logged("").await;
    fields(settings::rename(&world.services, &admin, "", 3).await);
    settings::rename(&world.services, &admin, "Stale", 1)
        .await
        .unwrap_err();
    assert_eq!(world.logged("").await, before);
    settings::rename(&world.services, &admin, "Fresh", 3)
        .await
        .unwrap();
    assert_eq!(world.logged("").await, before + 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn many_writers_at_once_make_one_chain(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let writers = (0..20).map(|number| {
        let (services, admin) = (world.services.clone(), admin.clone());
        let form = TeamForm {
            name: format!("team {number}"),
            capacity_days: "1".into(),
        };
        tokio::spawn(async move { teams::create(&services, &admin, &form).await.unwrap() })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let mut db = world.pool.acquire().await.unwrap();
    assert_eq!(verify(&mut db).await.unwrap(), (21, None));
}

#[sqlx::test(migrations = "../../migrations")]
async fn team_entries_name_their_team_and_no_secret_is_in_any(pool: PgPool) {
    let world = busy(pool).await;
    let rows: Vec<(String, Option<Uuid>)> =
        sqlx::query_as("SELECT action, team_id FROM change_log ORDER BY number")
            .fetch_all(&world.pool)
            .await
            .unwrap();
    for (action, team) in rows {
        let of_team = ["team.", "member.", "invitation."]
            .iter()
            .any(|kind| action.starts_with(kind));
        assert_eq!(team.is_some(), of_team, "{action}");
    }
    let text: String = sqlx::query_scalar("SELECT string_agg(details::text, '') FROM change_log")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert!(!text.contains("argon2") && !text.contains(PASSWORD));
}
