//! Which rules look again: those that read what changed, and all of them from time to time.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RuleId, TokenId, WorkloadId,
    rule::{Gap, Outcome, Verdict},
};
use serde_json::{Value, json};
use services::{
    assessing::NewFile,
    cost::{self, FactorsForm, Subject},
    evidence::{HandedIn, Sender, hand_in},
    rules::{self, ThresholdForm},
    signals::{Door, Limits, Machine, fold_waiting, judge_due, receive},
};
use sqlx::PgPool;
use telemetry::{
    decompress::Compression,
    mapping,
    otlp::{Encoding, Signal},
};
use uuid::Uuid;

use crate::support::World;

const BUSY: &str = "DCGM_FI_DEV_GPU_UTIL";
const RUNNING: &str = "vllm:num_requests_running";
/// Reads how busy devices are, and what runs.
const RULE: &str = "C04.gpu_util";
/// Reads scans of images.
const OF_FILES: &str = "S05.vuln";
/// Reads calls, and which tools files list.
const SCANNED: &str = "S08.coverage";

/// A console whose rules look at once, and a workload with two days of telemetry that all of them have seen.
async fn world(pool: PgPool) -> (World, WorkloadId) {
    let mut w = World::new(pool).await;
    let limits = Limits {
        settle: std::time::Duration::ZERO,
        ..Limits::default()
    };
    w.services = w.services.clone().with_signals(limits, None);
    let id = w.workload("推理服务", &["self_hosted"]).await;
    send(&w, id, &[BUSY, RUNNING], 48).await;
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    assert!(stored(&w).await.contains(RULE));
    (w, id)
}

/// Gauges with a point each hour, the last one now; folded.
async fn send(w: &World, id: WorkloadId, names: &[&str], hours: i64) {
    let now = w.services.now().unix_timestamp();
    let label = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
    let labels = [label("gpu", "0"), label("pod", "serving-0")];
    let point = |back: i64| {
        let at = format!("{}000000000", now - back * 3600);
        json!({"timeUnixNano": at, "asDouble": 60.0, "attributes": labels})
    };
    let metric = |name: &&str| {
        let points: Vec<Value> = (0..hours).rev().map(point).collect();
        json!({"name": name, "gauge": {"dataPoints": points}})
    };
    let metrics: Vec<Value> = names.iter().map(metric).collect();
    let body =
        json!({"resourceMetrics": [{"resource": {}, "scopeMetrics": [{"metrics": metrics}]}]});
    let machine = Machine {
        token: TokenId(Uuid::nil()),
        workload: id,
    };
    let door = Door::Otlp(Signal::Metrics, Encoding::Json);
    let body = body.to_string().into_bytes().into();
    receive(&w.services, machine, door, Compression::None, body)
        .await
        .unwrap();
    fold_waiting(&w.services).await.unwrap();
}

async fn file(w: &World, id: WorkloadId, content: Value) {
    let file = NewFile {
        name: "a.json".into(),
        bytes: content.to_string().into_bytes(),
    };
    let sender = Sender::Person(&w.architect);
    let read = hand_in(&w.services, sender, id, file, true).await.unwrap();
    assert!(matches!(read, HandedIn::Read { new: true, .. }), "{read:?}");
}

/// A scan of an image that found nothing.
fn scan(hour: u8) -> Value {
    json!({"SchemaVersion": 2, "CreatedAt": format!("2026-11-22T{hour:02}:00:00Z"),
           "ArtifactName": "registry.example/serving:1", "ArtifactType": "container_image",
           "Results": [{"Target": "serving", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": []}]})
}

async fn names(w: &World, sql: &'static str) -> BTreeSet<String> {
    let found: Vec<String> = sqlx::query_scalar(sql).fetch_all(&w.pool).await.unwrap();
    found.into_iter().collect()
}

async fn stored(w: &World) -> BTreeSet<String> {
    names(w, "SELECT rule FROM verdicts").await
}

/// Makes every verdict one that no rule gives: whichever looks again writes its own.
async fn mark(w: &World) {
    sqlx::query(r#"UPDATE verdicts SET content = jsonb_set(content, '{names}', '["old"]')"#)
        .execute(&w.pool)
        .await
        .unwrap();
}

/// The rules that have not looked since.
async fn marked(w: &World) -> BTreeSet<String> {
    let sql = r#"SELECT rule FROM verdicts WHERE content -> 'names' = '["old"]'"#;
    names(w, sql).await
}

/// Whether a rule reads a signal that series of this name give.
fn reads(w: &World, rule: &str, name: &str) -> bool {
    let rules = &w.services.framework().rules;
    let test = rules.iter().find(|one| one.id.as_str() == rule);
    let look = test.and_then(|one| one.signal.as_ref()).map(|t| &t.look);
    let given = mapping::builtin().signals_of(name);
    look.is_some_and(|look| {
        let signals = look.signals();
        given.iter().any(|one| signals.contains(&one.signal.id()))
    })
}

#[sqlx::test(migrations = "../../migrations")]
async fn only_rules_that_read_what_came_look_again(pool: PgPool) {
    let (w, id) = world(pool).await;
    mark(&w).await;
    send(&w, id, &[BUSY], 1).await;
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    let mut others = stored(&w).await;
    others.retain(|rule| !reads(&w, rule, BUSY));
    assert!(!others.is_empty(), "what runs is read by others");
    assert_eq!(marked(&w).await, others);

    // What comes before the next look is remembered together.
    mark(&w).await;
    send(&w, id, &[BUSY], 1).await;
    send(&w, id, &[RUNNING], 1).await;
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    others.retain(|rule| !reads(&w, rule, RUNNING));
    assert_eq!(marked(&w).await, others);

    // Nobody reads it, so nobody is asked.
    send(&w, id, &["queue_of_our_own"], 1).await;
    assert_eq!(judge_due(&w.services).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn all_look_when_a_number_changed_and_when_time_has_passed(pool: PgPool) {
    let (w, id) = world(pool).await;
    mark(&w).await;
    let rule: RuleId = RULE.parse().unwrap();
    let form = ThresholdForm {
        numbers: BTreeMap::from([("supports".to_owned(), "50".to_owned())]),
        remark: "按低负载运行".into(),
        version: 0,
    };
    rules::set_thresholds(&w.services, &w.administrator, &rule, &form)
        .await
        .unwrap();
    // What comes afterwards does not make less of it.
    send(&w, id, &[BUSY], 1).await;
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    assert_eq!(marked(&w).await, BTreeSet::new());
    assert_eq!(judge_due(&w.services).await.unwrap(), 0);

    mark(&w).await;
    w.pass(1);
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    assert!(!marked(&w).await.contains(RULE));
    assert_eq!(judge_due(&w.services).await.unwrap(), 0);

    // An older console notes nothing of what came: everything may have.
    mark(&w).await;
    sqlx::query("UPDATE signal_workloads SET dirty_since = now() - interval '1 year'")
        .execute(&w.pool)
        .await
        .unwrap();
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    assert!(!marked(&w).await.contains(RULE));
}

#[sqlx::test(migrations = "../../migrations")]
async fn files_are_judged_when_they_come_and_so_is_what_is_compared_with_them(pool: PgPool) {
    let (w, id) = world(pool).await;
    file(&w, id, scan(6)).await;
    assert!(stored(&w).await.contains(OF_FILES));
    mark(&w).await;
    send(&w, id, &[BUSY], 1).await;
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    assert!(marked(&w).await.contains(OF_FILES), "no file changed");
    file(&w, id, scan(7)).await;
    assert!(!marked(&w).await.contains(OF_FILES));
    // Telemetry is not compared with scans of images.
    assert_eq!(judge_due(&w.services).await.unwrap(), 0);

    let rule: RuleId = SCANNED.parse().unwrap();
    let verdict = Verdict {
        outcome: Outcome::Supports,
        ..Verdict::none(Gap::Nothing)
    };
    let mut db = w.pool.acquire().await.unwrap();
    store::verdicts::keep(&mut db, id, &rule, &verdict, w.services.now())
        .await
        .unwrap();
    drop(db);
    mark(&w).await;
    let tools = json!({"tools": [{"name": "send", "inputSchema": {"type": "object"}}]});
    file(&w, id, tools).await;
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    let outcome: String = sqlx::query_scalar("SELECT outcome FROM verdicts WHERE rule = $1")
        .bind(SCANNED)
        .fetch_one(&w.pool)
        .await
        .unwrap();
    assert_eq!(outcome, "stale", "it looked, and no calls come any more");
    let old = marked(&w).await;
    assert!(old.contains(RULE) && old.contains(OF_FILES));
}

#[sqlx::test(migrations = "../../migrations")]
async fn files_are_judged_as_time_passes_where_no_telemetry_comes(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("推理服务", &["self_hosted"]).await;
    file(&w, id, scan(6)).await;
    mark(&w).await;
    assert_eq!(judge_due(&w.services).await.unwrap(), 0);
    assert!(marked(&w).await.contains(OF_FILES));
    w.pass(1);
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    assert!(!marked(&w).await.contains(OF_FILES));
    assert_eq!(judge_due(&w.services).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn all_look_when_factors_changed(pool: PgPool) {
    let (w, _) = world(pool).await;
    let team = Subject::Team(w.team);
    let form = FactorsForm {
        pue: "1.2".into(),
        intensity: "500".into(),
        embodied: String::new(),
        source: "电网".into(),
        version: 0,
    };
    mark(&w).await;
    cost::set_factors(&w.services, &w.owner, team, &form)
        .await
        .unwrap();
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    assert!(!marked(&w).await.contains(RULE));
    mark(&w).await;
    cost::remove_factors(&w.services, &w.owner, team, 1)
        .await
        .unwrap();
    assert_eq!(judge_due(&w.services).await.unwrap(), 1);
    assert!(!marked(&w).await.contains(RULE));
}

#[sqlx::test(migrations = "../../migrations")]
async fn many_workloads_are_judged_beside_each_other(pool: PgPool) {
    let (w, first) = world(pool).await;
    for number in 0..9 {
        let id = w.workload(&format!("推理服务 {number}"), &[]).await;
        send(&w, id, &[BUSY, RUNNING], 48).await;
    }
    send(&w, first, &[BUSY], 1).await;
    assert_eq!(judge_due(&w.services).await.unwrap(), 10);
    let judged: i64 = sqlx::query_scalar("SELECT count(*) FROM verdicts WHERE rule = $1")
        .bind(RULE)
        .fetch_one(&w.pool)
        .await
        .unwrap();
    assert_eq!(judged, 10);
}
