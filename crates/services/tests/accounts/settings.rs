//! What holds for the whole installation.

use std::collections::BTreeMap;

use domain::Problem;
use services::settings;
use sqlx::PgPool;

use crate::support::{World, answer, fields, problem};

fn form(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields
        .iter()
        .map(|(field, value)| ((*field).to_owned(), (*value).to_owned()))
        .collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_name_changes(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    settings::rename(&world.services, &admin, " 新名字 ", 1)
        .await
        .unwrap();
    assert_eq!(
        settings::organisation_name(&world.services)
            .await
            .unwrap()
            .as_deref(),
        Some("新名字")
    );
    assert_eq!(
        world.newest().await.2,
        serde_json::json!({ "before": "Example", "after": "新名字" })
    );
    let before = world.everything().await;
    assert_eq!(
        answer(&settings::rename(&world.services, &admin, "x", 1).await),
        "stale"
    );
    assert_eq!(
        fields(settings::rename(&world.services, &admin, " ", 2).await),
        ["name"]
    );
    assert_eq!(world.everything().await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn priorities_make_all_numbers_stale(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let (a, b) = (
        world.team(&admin, "Alpha").await,
        world.team(&admin, "Beta").await,
    );
    let workloads = [world.workload(a, 1).await, world.workload(b, 2).await];
    let s = &world.services;
    let start = settings::get(s, &admin).await.unwrap();
    assert_eq!(
        (
            start.priorities.len(),
            start.priorities.values().sum::<u32>(),
            start.version
        ),
        (6, 6, 1)
    );
    settings::set_priorities(s, &admin, &form(&[("security", "10"), ("cost", "0")]), 1)
        .await
        .unwrap();
    let changed = settings::get(s, &admin).await.unwrap();
    let of = |id: &str| {
        changed
            .priorities
            .iter()
            .find(|(pillar, _)| pillar.as_str() == id)
            .map(|(_, p)| *p)
    };
    assert_eq!(
        (
            of("security"),
            of("cost"),
            of("reliability"),
            changed.version
        ),
        (Some(10), Some(0), Some(1), 2)
    );
    for workload in workloads {
        assert_eq!(world.revision(workload).await, 2);
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn priorities_are_checked(pool: PgPool) {
    let (world, admin) = World::new(pool).await;
    let s = &world.services;
    let before = world.everything().await;
    let wrong = form(&[("security", "11"), ("cost", "x"), ("speed", "1")]);
    let refused = settings::set_priorities(s, &admin, &wrong, 1).await;
    assert_eq!(fields(refused), ["cost", "security", "speed"]);
    let zeros: Vec<_> = s
        .framework()
        .pillars
        .iter()
        .map(|p| (p.id.as_str(), "0"))
        .collect();
    let refused = settings::set_priorities(s, &admin, &form(&zeros), 1).await;
    assert_eq!(problem(refused, "priorities"), Some(Problem::Number));
    assert_eq!(
        answer(&settings::set_priorities(s, &admin, &form(&[]), 9).await),
        "stale"
    );
    assert_eq!(world.everything().await, before);
}
