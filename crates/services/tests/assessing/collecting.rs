//! What telemetry names again and again, and what is fetched for several workloads.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    WorkloadId,
    evidence::{Component, ComponentKind, Label},
};
use services::signals::{Fetch, Limits, pull_due, set_pull};
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
