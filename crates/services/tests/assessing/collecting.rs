//! What telemetry names again and again, and what is fetched for several workloads.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use domain::{
    WorkloadId,
    evidence::{Component, ComponentKind, Label},
};
use services::{
    Error,
    signals::{Fetch, Limits, pull_due, set_bound, set_pull},
};
use sqlx::PgPool;
use store::components;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::support::{START, World};

/// Telemetry names a tool some seconds after the start; when it was seen last then.
async fn seen(w: &World, id: WorkloadId, tool: &Component, seconds: i64) -> OffsetDateTime {
    let mut db = w.pool.acquire().await.unwrap();
    let at = START + Duration::seconds(seconds);
    let new = [(Uuid::from_u128(0xC), tool)];
    components::see(&mut db, id, components::TELEMETRY, &new, at)
        .await
        .unwrap();
    let stored = components::list(&mut db, id).await.unwrap();
    assert_eq!(stored.len(), 1);
    stored.first().unwrap().last_at
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_telemetry_names_again_is_written_once_a_minute(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("推理服务", &[]).await;
    let tool = Component {
        kind: ComponentKind::Tool,
        name: Label::clip("send"),
        version: None,
        digests: Vec::new(),
        source: None,
        attributes: BTreeMap::new(),
    };
    let after = |seconds| START + Duration::seconds(seconds);
    assert_eq!(seen(&w, id, &tool, 0).await, START);
    assert_eq!(seen(&w, id, &tool, 30).await, START);
    assert_eq!(seen(&w, id, &tool, 90).await, after(90));
    let newer = Component {
        version: Some(Label::clip("2")),
        ..tool.clone()
    };
    assert_eq!(seen(&w, id, &newer, 91).await, after(91), "it says more");
    assert_eq!(seen(&w, id, &tool, 92).await, after(91), "it says less");
    // What another version of the program wrote keeps nothing from being seen.
    sqlx::query("UPDATE components SET content = '{}'")
        .execute(&w.pool)
        .await
        .unwrap();
    assert_eq!(seen(&w, id, &tool, 93).await, after(93));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_fetch_that_fails_in_the_console_is_noted_and_keeps_no_other(pool: PgPool) {
    let mut w = World::new(pool).await;
    let nothing = r#"{"status": "success", "data": {"resultType": "matrix", "result": []}}"#;
    let answer = move |_: &str| -> Result<Vec<u8>, String> { Ok(nothing.as_bytes().to_vec()) };
    let fetch = Fetch(Arc::new(answer));
    w.services = w
        .services
        .clone()
        .with_signals(Limits::default(), Some(fetch));
    for name in ["broken", "whole"] {
        let id = w.workload(name, &[]).await;
        let selector = format!("namespace=\"{name}\"");
        set_pull(&w.services, &w.architect, id, &selector, 0)
            .await
            .unwrap();
    }
    sqlx::raw_sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
         CREATE TRIGGER refuse BEFORE UPDATE ON signal_pulls FOR EACH ROW
         WHEN (NEW.fetched_until IS NOT NULL AND NEW.selector LIKE '%broken%') EXECUTE FUNCTION refuse();",
    )
    .execute(&w.pool)
    .await
    .unwrap();
    assert!(pull_due(&w.services).await.is_err());
    let stand: Vec<(String, bool)> = sqlx::query_as(
        "SELECT failure, fetched_until IS NOT NULL FROM signal_pulls ORDER BY selector",
    )
    .fetch_all(&w.pool)
    .await
    .unwrap();
    let expected = [("internal".to_owned(), false), (String::new(), true)];
    assert_eq!(stand, expected);
    assert_eq!(
        pull_due(&w.services).await.unwrap(),
        0,
        "neither is due again within the minute"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_a_source_left_out_is_noted(pool: PgPool) {
    let mut w = World::new(pool).await;
    let partial = r#"{"status": "success", "isPartial": true, "data": {"resultType": "matrix", "result": []}}"#;
    let answer = move |_: &str| -> Result<Vec<u8>, String> { Ok(partial.as_bytes().to_vec()) };
    let fetch = Fetch(Arc::new(answer));
    w.services = w
        .services
        .clone()
        .with_signals(Limits::default(), Some(fetch));
    let id = w.workload("chat", &[]).await;
    set_pull(&w.services, &w.architect, id, "namespace=\"chat\"", 0)
        .await
        .unwrap();
    assert_eq!(pull_due(&w.services).await.unwrap(), 1);
    let stand: (String, bool) =
        sqlx::query_as("SELECT failure, fetched_until IS NOT NULL FROM signal_pulls")
            .fetch_one(&w.pool)
            .await
            .unwrap();
    assert_eq!(stand, ("incomplete".to_owned(), true));
}

/// A source that holds nothing, and what it was asked.
fn listening() -> (Fetch, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&asked);
    let nothing = r#"{"status": "success", "data": {"resultType": "matrix", "result": []}}"#;
    let answer = move |path: &str| -> Result<Vec<u8>, String> {
        heard.lock().unwrap().push(path.to_owned());
        Ok(nothing.as_bytes().to_vec())
    };
    (Fetch(Arc::new(answer)), asked)
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_query_leaves_what_an_administrator_allows_the_team(pool: PgPool) {
    let mut w = World::new(pool).await;
    let (fetch, asked) = listening();
    w.services = w
        .services
        .clone()
        .with_signals(Limits::default(), Some(fetch));
    let id = w.workload("chat", &[]).await;
    set_pull(&w.services, &w.architect, id, "namespace=\"pay\"", 0)
        .await
        .unwrap();
    let bound = "namespace=~\"chat-.*\"";
    let encoded = "namespace%3D~%22chat-.%2A%22";
    for viewer in [&w.architect, &w.owner, &w.manager, &w.stranger] {
        let refused = set_bound(&w.services, viewer, w.team, bound, 0).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    let fetched = async |services: &services::Services| {
        assert_eq!(pull_due(services).await.unwrap(), 1);
        std::mem::take(&mut *asked.lock().unwrap())
    };
    let before = fetched(&w.services).await;
    assert!(!before.is_empty() && before.iter().all(|path| !path.contains(encoded)));
    let entries = w.entries().await;
    set_bound(&w.services, &w.administrator, w.team, bound, 0)
        .await
        .unwrap();
    assert_eq!(w.entries().await, entries + 1);
    w.pass(1);
    let within = fetched(&w.services).await;
    let both = format!("{encoded}%2Cnamespace%3D%22pay%22%7D");
    assert!(
        !within.is_empty() && within.iter().all(|path| path.contains(&both)),
        "{within:?}"
    );
    // What is no matchers any more bounds nothing: then nothing is fetched at all.
    sqlx::query("UPDATE pull_bounds SET matchers = 'namespace'")
        .execute(&w.pool)
        .await
        .unwrap();
    w.pass(1);
    assert_eq!(fetched(&w.services).await, Vec::<String>::new());
    let failure: String = sqlx::query_scalar("SELECT failure FROM signal_pulls")
        .fetch_one(&w.pool)
        .await
        .unwrap();
    assert!(failure.contains("label matchers"), "{failure}");
    set_bound(&w.services, &w.administrator, w.team, "", 1)
        .await
        .unwrap();
    w.pass(1);
    let after = fetched(&w.services).await;
    assert!(!after.is_empty() && after.iter().all(|path| !path.contains(encoded)));
}
