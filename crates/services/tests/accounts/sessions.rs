//! Sessions.

use domain::{SessionHandle, TeamRole};
use serde_json::json;
use services::{accounts, login, sessions};
use sqlx::PgPool;
use time::Duration;
use uuid::Uuid;

use crate::support::{HERE, World, answer};

async fn holds(world: &World, id: [u8; 16]) -> bool {
    sessions::load(&world.services, id).await.unwrap().is_some()
}

#[sqlx::test(migrations = "../../migrations")]
async fn only_the_hash_of_the_id_is_kept(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let (id, handle) = world.session(&admin, 5).await;
    let (hash, user): (Vec<u8>, Uuid) =
        sqlx::query_as("SELECT id_hash, user_id FROM sessions WHERE handle = $1")
            .bind(handle.0)
            .fetch_one(&world.pool)
            .await
            .unwrap();
    assert_eq!((hash.len(), user), (32, admin.user.0));
    assert!(!hash.windows(16).any(|part| part == id));
    let loaded = sessions::load(&world.services, id).await.unwrap().unwrap();
    assert_eq!(loaded.data["user"], json!(admin.user));
    assert_eq!(
        loaded.expires_at,
        world.services.now() + Duration::hours(12)
    );
    assert!(
        !sessions::create(&world.services, id, &json!({}))
            .await
            .unwrap(),
        "the id is taken"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn anonymous_sessions_keep_what_was_typed(pool: PgPool) {
    let (world, _) = World::new(pool).await;
    let data = json!({ "flash": "a\u{0}b", "user_agent": "x\u{0}".repeat(400) });
    assert!(
        sessions::create(&world.services, [1; 16], &data)
            .await
            .unwrap()
    );
    assert_eq!(
        sessions::load(&world.services, [1; 16])
            .await
            .unwrap()
            .unwrap()
            .data,
        data
    );
    assert!(
        sessions::save(&world.services, [1; 16], &json!({ "flash": null }))
            .await
            .unwrap()
    );
    assert_eq!(
        sessions::load(&world.services, [1; 16])
            .await
            .unwrap()
            .unwrap()
            .data,
        json!({ "flash": null })
    );
    assert!(
        sessions::create(&world.services, [2; 16], &json!({ "user": "no id" }))
            .await
            .is_err()
    );
    assert_eq!(world.logged("").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn sessions_end_when_idle_and_in_any_case(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let (idle, _) = world.session(&admin, 1).await;
    let (used, _) = world.session(&admin, 2).await;
    for hours in 1..=167 {
        world.advance(Duration::hours(1));
        assert!(holds(&world, used).await, "after {hours} h of use");
        assert!(
            hours < 12
                || !sessions::save(&world.services, idle, &json!({}))
                    .await
                    .unwrap(),
            "{hours} h idle"
        );
    }
    assert!(!holds(&world, idle).await);
    let loaded = sessions::load(&world.services, used)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(loaded.expires_at, world.services.now() + Duration::hours(1));
    world.advance(Duration::hours(1));
    assert!(!holds(&world, used).await);
    assert_eq!(sessions::sweep(&world.services).await.unwrap(), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn use_is_noted_once_a_minute(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let (id, handle) = world.session(&admin, 1).await;
    let mut noted = Vec::new();
    for _ in 0..5 {
        assert!(holds(&world, id).await);
        let seen = sessions::list_own(&world.services, &admin, handle)
            .await
            .unwrap()
            .remove(0)
            .seen_at;
        noted.push(seen);
        world.advance(Duration::seconds(25));
    }
    noted.dedup();
    assert_eq!(noted.len(), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_revoked_session_does_not_come_back(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let (id, handle) = world.session(&admin, 1).await;
    let loaded = sessions::load(&world.services, id).await.unwrap().unwrap();
    sessions::revoke_own(&world.services, &admin, handle)
        .await
        .unwrap();
    assert!(
        !sessions::save(&world.services, id, &loaded.data)
            .await
            .unwrap()
    );
    assert!(!holds(&world, id).await);
    assert_eq!(world.logged("session.revoke").await, 1);
    let (id, _) = world.session(&admin, 2).await;
    sessions::delete(&world.services, id).await.unwrap();
    assert!(!holds(&world, id).await);
}

#[sqlx::test(migrations = "../../migrations")]
async fn people_see_and_end_their_own(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let other = world.person("other", None).await;
    let (here, current) = world.session(&admin, 1).await;
    let (there, _) = world.session(&admin, 2).await;
    let (theirs, not_mine) = world.session(&other, 3).await;
    let own = sessions::list_own(&world.services, &admin, current)
        .await
        .unwrap();
    assert_eq!(
        own.iter()
            .map(|s| (s.handle == current, s.current))
            .collect::<Vec<_>>(),
        [(true, true), (false, false)]
    );
    assert_eq!(
        (own[0].user_agent.as_str(), own[0].address.as_str()),
        ("Firefox", "192.0.2.1")
    );
    let before = world.everything().await;
    assert_eq!(
        answer(&sessions::revoke_own(&world.services, &admin, not_mine).await),
        "not found"
    );
    let unknown = SessionHandle(Uuid::from_u128(9));
    assert_eq!(
        answer(&sessions::revoke_own(&world.services, &admin, unknown).await),
        "not found"
    );
    assert_eq!(world.everything().await, before);
    assert_eq!(
        sessions::revoke_others(&world.services, &admin, current)
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        (
            holds(&world, here).await,
            holds(&world, there).await,
            holds(&world, theirs).await
        ),
        (true, false, true)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_visitor_has_the_roles_of_this_moment(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let (b, a) = (
        world.team(&admin, "beta").await,
        world.team(&admin, "Alpha").await,
    );
    let person = world.member(&admin, a, "person", TeamRole::Viewer).await;
    services::teams::add_member(&world.services, &admin, b, person.user, "owner")
        .await
        .unwrap();
    let visitor = sessions::viewer(&world.services, person.user, 0)
        .await
        .unwrap()
        .unwrap();
    let teams: Vec<_> = visitor
        .me
        .teams
        .iter()
        .map(|t| (t.name.as_str(), t.role))
        .collect();
    assert_eq!(
        teams,
        [("Alpha", TeamRole::Viewer), ("beta", TeamRole::Owner)]
    );
    assert_eq!(visitor.viewer.teams.get(&b), Some(&TeamRole::Owner));
    assert_eq!(
        (visitor.locale, visitor.theme, visitor.viewer.org_role),
        (None, None, None)
    );
    assert!(
        sessions::viewer(&world.services, person.user, 1)
            .await
            .unwrap()
            .is_none()
    );
    accounts::disable(&world.services, &admin, person.user, 1)
        .await
        .unwrap();
    assert!(
        sessions::viewer(&world.services, person.user, 0)
            .await
            .unwrap()
            .is_none()
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn sweeping_forgets_tries_that_are_over(pool: PgPool) {
    let (world, _) = World::new(pool).await;
    login::sign_in(&world.services, "nobody@example.com", "wrong", HERE)
        .await
        .unwrap_err();
    assert_eq!(sessions::sweep(&world.services).await.unwrap(), 0);
    world.advance(Duration::minutes(16));
    assert_eq!(sessions::sweep(&world.services).await.unwrap(), 2);
}
