//! What forms answer: where they go on to and what they say there.

use domain::views::assessing::CheckPage;
use domain::views::frame::{Flash, Outcome};
use http::StatusCode;
use services::assessing;
use sqlx::PgPool;

use super::support::{CHECK, CRITERION, Role, World, check};

/// What the last form said to somebody who is signed in.
async fn flash(pool: &PgPool, world: &World, role: Role) -> Option<Flash> {
    let data: serde_json::Value =
        sqlx::query_scalar("SELECT data FROM sessions WHERE user_id = $1")
            .bind(world.viewer(role).user.0)
            .fetch_one(pool)
            .await
            .unwrap();
    serde_json::from_value(data.get("flash").cloned().unwrap_or_default()).unwrap()
}

/// The check's page as its owner sees it.
async fn page(world: &World) -> CheckPage {
    let (owner, locale) = (world.viewer(Role::Owner), domain::Locale::En);
    assessing::check_page(&world.services, owner, world.workload, &check(), locale)
        .await
        .unwrap()
}

async fn answers(world: &World) -> Vec<(String, i32)> {
    let criteria = page(world).await.criteria.into_iter();
    criteria
        .filter_map(|c| Some((c.id.to_string(), c.answer?.version)))
        .collect()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_happened_is_said_once(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let mut client = world.client(Role::Architect).await;
    let team = world.team.to_string();
    let done = client
        .post(
            "/workloads",
            &[("team", &team), ("name", "新网关"), ("tier", "2")],
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let said = flash(&pool, &world, Role::Architect).await.unwrap();
    assert_eq!(said.form, "/workloads");
    assert_eq!(
        said.outcome,
        Outcome::Done {
            code: "workload_created".to_owned()
        }
    );
    let to = done.location().to_owned();
    assert!(to.starts_with("/workloads/"), "{to}");
    // Asking for data is no page; the page is.
    client.get("/api/v1/organisation/report.json").await;
    assert!(flash(&pool, &world, Role::Architect).await.is_some());
    assert_eq!(client.get(&to).await.status, StatusCode::OK);
    assert!(flash(&pool, &world, Role::Architect).await.is_none());
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_was_typed_comes_back_to_the_page_it_was_sent_from(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let client = world.client(Role::Architect).await;
    let team = world.team.to_string();
    let fields = [
        ("team", team.as_str()),
        ("name", ""),
        ("tier", "9"),
        ("profile", "rag"),
        ("profile", "agents"),
    ];
    for (referer, expected) in [
        (
            "https://console.test/workloads/new?team=1",
            "/workloads/new?team=1",
        ),
        ("https://evil.test/workloads/new", "/workloads/new"),
        ("", "/workloads/new"),
    ] {
        let answer = client
            .with("referer", referer)
            .post("/workloads", &fields)
            .await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, expected)
        );
    }
    let said = flash(&pool, &world, Role::Architect).await.unwrap();
    let Outcome::Invalid { errors } = said.outcome else {
        panic!("{:?}", said.outcome)
    };
    assert!(
        errors.of("name").is_some()
            && errors.of("tier").is_some()
            && errors.of("profile").is_none()
    );
    assert_eq!(said.values["profile"], "rag,agents");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_password_never_comes_back(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let mut client = world.client(Role::Owner).await;
    client
        .post(
            "/account/password",
            &[
                ("current", "hunter2hunter2"),
                ("new", "short"),
                ("repeat", "other"),
            ],
        )
        .await;
    let said = flash(&pool, &world, Role::Owner).await.unwrap();
    assert_eq!(said.values.len(), 0, "{said:?}");
    let Outcome::Invalid { errors } = said.outcome else {
        panic!("{:?}", said.outcome)
    };
    assert!(errors.of("new").is_some(), "{errors:?}");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_old_version_changes_nothing_and_loses_nothing(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let mut client = world.client(Role::Owner).await;
    let path = format!("/workloads/{}/edit", world.workload);
    let fields = |name, version| [("name", name), ("tier", "1"), ("version", version)];
    client.post(&path, &fields("第一个", "1")).await;
    let answer = client.post(&path, &fields("第二个", "1")).await;
    assert_eq!(answer.location(), path);
    let said = flash(&pool, &world, Role::Owner).await.unwrap();
    assert_eq!(
        (said.outcome, said.values["name"].as_str()),
        (Outcome::Stale, "第二个")
    );
    let answer = client.post(&path, &fields("x", "one")).await;
    assert_eq!(answer.location(), path);
    assert!(matches!(
        flash(&pool, &world, Role::Owner).await.unwrap().outcome,
        Outcome::Invalid { .. }
    ));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_questionnaire_saves_what_differs(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{}/checks/{CHECK}", world.workload);
    let state = |id: &str| format!("state.{id}");
    let saved = client
        .post(
            &path,
            &[
                (&state(CRITERION), "met"),
                ("version.S01.2a", "0"),
                (&state("S01.2b"), "not_applicable"),
                ("reason.S01.2b", "not_used"),
                ("reason_text.S01.2b", "没有"),
                (&state("S01.3a"), ""),
                ("note", "行一\r\n行二"),
                ("owner", ""),
                ("note_version", "0"),
                ("then", "next"),
            ],
        )
        .await;
    assert_eq!(
        saved.location(),
        format!("/workloads/{}/checks/S02", world.workload)
    );
    assert_eq!(
        answers(&world).await,
        [("S01.2a".to_owned(), 1), ("S01.2b".to_owned(), 1)]
    );
    let before = super::support::log_entries(&pool).await;
    // The same again differs in nothing, so it writes nothing.
    let same = client
        .post(
            &path,
            &[
                (&state(CRITERION), "met"),
                ("version.S01.2a", "1"),
                ("note", "行一\r\n行二"),
                ("note_version", "1"),
            ],
        )
        .await;
    assert_eq!(same.location(), path);
    assert_eq!(super::support::log_entries(&pool).await, before);
    // Back to nobody's answer.
    client
        .post(
            &path,
            &[
                (&state(CRITERION), ""),
                ("version.S01.2a", "1"),
                ("then", "previous"),
            ],
        )
        .await;
    assert_eq!(answers(&world).await, [("S01.2b".to_owned(), 1)]);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn two_people_on_one_check_lose_no_text(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let mut client = world.client(Role::Architect).await;
    world
        .answer(Role::Owner, world.workload, CRITERION, 0)
        .await;
    let path = format!("/workloads/{}/checks/{CHECK}", world.workload);
    let answer = client
        .post(
            &path,
            &[
                ("state.S01.2a", "unknown"),
                ("version.S01.2a", "0"),
                ("note", "很长的说明"),
                ("note_version", "0"),
            ],
        )
        .await;
    assert_eq!(answer.location(), path);
    let said = flash(&pool, &world, Role::Architect).await.unwrap();
    assert_eq!(said.outcome, Outcome::Stale);
    assert_eq!(said.values["note"], "很长的说明");
    assert_eq!(said.values["state.S01.2a"], "unknown");
    assert_eq!(page(&world).await.note.text, "", "all or nothing");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_note_that_is_too_long_saves_nothing_else_either(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{}/checks/{CHECK}", world.workload);
    let note = "字".repeat(10_001);
    client
        .post(
            &path,
            &[
                ("state.S01.2a", "met"),
                ("version.S01.2a", "0"),
                ("note", &note),
                ("note_version", "0"),
            ],
        )
        .await;
    assert_eq!(answers(&world).await, []);
    assert_eq!(
        flash(&pool, &world, Role::Architect).await.unwrap().values["note"],
        note
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn everything_up_to_a_level_can_be_undone(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{}/checks/{CHECK}", world.workload);
    client
        .post(&format!("{path}/level"), &[("level", "3")])
        .await;
    assert_eq!(answers(&world).await.len(), 5);
    let said = flash(&pool, &world, Role::Architect).await.unwrap();
    assert_eq!(
        said.outcome,
        Outcome::Done {
            code: "level_answered".to_owned()
        }
    );
    let undo = format!("/workloads/{}/undo", world.workload);
    let answer = client
        .post(
            &undo,
            &[("changes", &said.values["changes"]), ("back", &path)],
        )
        .await;
    assert_eq!(answer.location(), path);
    assert_eq!(answers(&world).await, []);
    // It has been undone: a second time there is another version.
    client
        .post(
            &undo,
            &[("changes", &said.values["changes"]), ("back", &path)],
        )
        .await;
    assert_eq!(
        flash(&pool, &world, Role::Architect).await.unwrap().outcome,
        Outcome::Stale
    );
    let stale = client
        .post(
            &format!("{path}/level"),
            &[("level", "2"), ("version.S01.2a", "7")],
        )
        .await;
    assert_eq!(stale.location(), path);
    assert_eq!(answers(&world).await, []);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_is_not_possible_now_is_said(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let mut client = world.client(Role::Owner).await;
    let path = format!("/workloads/{}/approve", world.workload);
    let answer = client.post(&path, &[("comment", "")]).await;
    assert_eq!(
        answer.location(),
        format!("/workloads/{}/review", world.workload)
    );
    let said = flash(&pool, &world, Role::Owner).await.unwrap().outcome;
    assert_eq!(
        said,
        Outcome::State {
            code: "not_submitted".to_owned()
        }
    );
    // The last owner stays.
    let owner = world.viewer(Role::Owner).user.to_string();
    client
        .post(
            &format!("/teams/{}/members/remove", world.team),
            &[("user", &owner)],
        )
        .await;
    let said = flash(&pool, &world, Role::Owner).await.unwrap().outcome;
    assert_eq!(
        said,
        Outcome::State {
            code: "last_owner".to_owned()
        }
    );
}
