//! The map: drawn by forms, filled from templates and the inventory, shown with what sits on its parts.

use domain::map::{CallKind, Lens, PartKind, Step};
use domain::views::frame::Outcome;
use domain::views::map::{CallRow, MapPage};
use domain::{Locale, PartId, Problem, TextError, WorkloadId};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use services::assessing::NewFile;
use services::evidence::{Sender, hand_in};
use services::map;
use services::risks::{self, OwnRiskForm};
use sqlx::PgPool;

use super::access::cases::component;
use super::access::map::{call, part};
use super::evidence_forms::said;
use super::signals::{console, machine, settle, token};
use super::support::{CHECK, Client, Role, World, log_entries};

async fn seen(world: &World, id: WorkloadId) -> MapPage {
    with(world, id, None).await
}

async fn with(world: &World, id: WorkloadId, part: Option<PartId>) -> MapPage {
    let viewer = world.viewer(Role::Viewer);
    map::map_page(&world.services, viewer, id, Locale::Zh, part)
        .await
        .unwrap()
}

async fn done(world: &World, client: &mut Client, path: &str, fields: &[(&str, &str)], code: &str) {
    let answer = client.post(path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
    let expected = Outcome::Done {
        code: code.to_owned(),
    };
    assert_eq!(said(&world.pool).await.outcome, expected, "{path}");
}

fn problem(outcome: &Outcome, field: &str) -> Option<Problem> {
    match outcome {
        Outcome::Invalid { errors } => errors.of(field),
        other => panic!("{other:?}"),
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_map_is_drawn_part_by_part(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let mut client = world.client(Role::Architect).await;
    let base = format!("/workloads/{id}/map");
    let empty = client.get(&base).await.text();
    assert!(empty.contains("还没有架构图") && empty.contains("name=\"template\""));
    let gateway = [
        ("name", "模型网关 <b>"),
        ("kind", "gateway"),
        ("note", "双活"),
    ];
    let answer = client.post(&format!("{base}/parts"), &gateway).await;
    let part = seen(&world, id).await.parts[0].clone();
    assert_eq!(
        (part.kind, part.layer.as_str()),
        (PartKind::Gateway, "architecture")
    );
    assert_eq!(
        answer.location(),
        format!("{base}?part={0}#part-{0}", part.id)
    );
    // The same again can't be told apart.
    client.post(&format!("{base}/parts"), &gateway).await;
    let flash = said(&world.pool).await;
    assert_eq!(problem(&flash.outcome, "name"), Some(Problem::Taken));
    assert_eq!(flash.values["name"], "模型网关 <b>");
    let wrong = [("name", " "), ("kind", "teapot"), ("layer", "cellar")];
    client.post(&format!("{base}/parts"), &wrong).await;
    let outcome = said(&world.pool).await.outcome;
    assert_eq!(
        problem(&outcome, "name"),
        Some(Problem::Text(TextError::Required))
    );
    assert_eq!(problem(&outcome, "kind"), Some(Problem::Choice));
    assert_eq!(problem(&outcome, "layer"), Some(Problem::Choice));
    // Names are text in the page and in the picture.
    let page = client.get(&format!("{base}?part={}", part.id)).await.text();
    assert!(page.contains("模型网关 &lt;b&gt;") && !page.contains("模型网关 <b>"));
    assert!(page.contains("c-mappanel") && page.contains("S02"));
    let svg = client
        .get(&format!(
            "/api/v1/workloads/{id}/map.svg?lang=en&see=findings"
        ))
        .await;
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.text().contains("Open findings") && svg.text().contains("&lt;b&gt;"));
    assert!(!svg.text().contains("<b>"));
    // The button brings what the page shows.
    let seen_so = client.get(&format!("{base}?see=risk")).await.text();
    assert!(seen_so.contains(&format!(
        "/api/v1/workloads/{id}/map.svg?see=risk&amp;lang=zh"
    )));
    let json = client
        .get(&format!("/api/v1/workloads/{id}/map"))
        .await
        .json();
    assert_eq!(json["parts"][0]["kind"], "gateway");
    let unknown = client
        .get(&format!("/api/v1/workloads/{id}/map.svg?see=colour"))
        .await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_comes_second_is_told(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let gateway = part(&world, id, "模型网关", "gateway").await;
    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{id}/map/parts/{gateway}");
    let rename = |name: &'static str| {
        [
            ("name", name),
            ("kind", "gateway"),
            ("layer", "architecture"),
            ("note", ""),
            ("version", "1"),
        ]
    };
    done(
        &world,
        &mut client,
        &path,
        &rename("统一网关"),
        "map_part_saved",
    )
    .await;
    client.post(&path, &rename("我的网关")).await;
    let flash = said(&world.pool).await;
    assert_eq!(flash.outcome, Outcome::Stale);
    // What was typed is there again beside what stands.
    assert_eq!(flash.values["name"], "我的网关");
    assert_eq!(seen(&world, id).await.parts[0].name, "统一网关");
    for act in ["pin", "remove"] {
        let fields = [
            ("layer", "architecture"),
            ("column", "1"),
            ("row", "1"),
            ("version", "1"),
        ];
        client.post(&format!("{path}/{act}"), &fields).await;
        assert_eq!(said(&world.pool).await.outcome, Outcome::Stale, "{act}");
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_part_moves_is_taken_off_and_comes_back_with_its_lines(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let (from, to, line) = call(&world, id).await;
    let mut client = world.client(Role::Architect).await;
    let base = format!("/workloads/{id}/map");
    let pin = format!("{base}/parts/{to}/pin");
    let cell = [
        ("layer", "resource"),
        ("column", "4"),
        ("row", "2"),
        ("version", "1"),
    ];
    done(&world, &mut client, &pin, &cell, "map_part_moved").await;
    let page = seen(&world, id).await;
    let moved = page.part(to).unwrap();
    assert_eq!(
        (moved.layer.as_str(), moved.pin.map(|p| (p.column, p.row))),
        ("resource", Some((3, 1)))
    );
    let outside = [
        ("layer", "resource"),
        ("column", "13"),
        ("row", "2"),
        ("version", "2"),
    ];
    client.post(&pin, &outside).await;
    assert_eq!(
        problem(&said(&world.pool).await.outcome, "column"),
        Some(Problem::Number)
    );
    done(
        &world,
        &mut client,
        &format!("{base}/layout"),
        &[],
        "map_laid_out",
    )
    .await;
    assert_eq!(seen(&world, id).await.part(to).unwrap().pin, None);

    // Asked for first, also without script.
    let ask = client
        .get(&format!("{base}?part={to}&ask=remove"))
        .await
        .text();
    assert!(ask.contains("id=\"remove-do\""));
    let remove = format!("{base}/parts/{to}/remove");
    done(
        &world,
        &mut client,
        &remove,
        &[("version", "3")],
        "map_part_removed",
    )
    .await;
    let page = seen(&world, id).await;
    assert!(page.part(to).is_none() && page.calls.is_empty());
    assert_eq!(page.removed[0].id, to);
    let restore = format!("{base}/parts/{to}/restore");
    done(&world, &mut client, &restore, &[], "map_part_restored").await;
    let page = seen(&world, id).await;
    assert_eq!(
        (page.parts.len(), page.calls.len(), page.removed.len()),
        (2, 1, 0)
    );
    assert_eq!(
        (page.calls[0].from, page.calls[0].to, page.calls[0].kind),
        (from, to, CallKind::Calls)
    );
    done(
        &world,
        &mut client,
        &format!("{base}/calls/{line}/remove"),
        &[],
        "map_call_removed",
    )
    .await;
    assert!(seen(&world, id).await.calls.is_empty());
    let again = client
        .post(&format!("{base}/calls/{line}/remove"), &[])
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

/// What the page offers a person to take back.
async fn last_step(world: &World, role: Role) -> Option<i64> {
    let viewer = world.viewer(role);
    let page = map::map_page(&world.services, viewer, world.workload, Locale::Zh, None).await;
    page.unwrap().undo.map(|step| step.number)
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_one_drew_last_can_be_taken_back(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let (from, to, line) = call(&world, id).await;
    let mut client = world.client(Role::Architect).await;
    let base = format!("/workloads/{id}/map");
    let undo = format!("{base}/undo");
    assert_eq!(
        last_step(&world, Role::Architect).await,
        None,
        "what others drew is not theirs to take back"
    );
    assert!(last_step(&world, Role::Viewer).await.is_none());
    let before = seen(&world, id).await;
    // A line is erased, its end renamed, moved and taken off.
    let part = format!("{base}/parts/{to}");
    let rename = [
        ("name", "统一网关"),
        ("kind", "gateway"),
        ("layer", "architecture"),
        ("note", "双活"),
        ("version", "1"),
    ];
    let cell = [
        ("layer", "resource"),
        ("column", "4"),
        ("row", "2"),
        ("version", "2"),
    ];
    let erase = format!("{base}/calls/{line}/remove");
    done(&world, &mut client, &erase, &[], "map_call_removed").await;
    done(&world, &mut client, &part, &rename, "map_part_saved").await;
    let (pin, remove) = (format!("{part}/pin"), format!("{part}/remove"));
    done(&world, &mut client, &pin, &cell, "map_part_moved").await;
    let version = [("version", "3")];
    done(&world, &mut client, &remove, &version, "map_part_removed").await;
    // Offered without script too, and said what it was.
    let html = client.get(&base).await.text();
    assert!(html.contains(&format!("action=\"{undo}\"")) && html.contains("移除组件：统一网关"));
    let mut numbers = Vec::new();
    for _ in 0..4 {
        let number = last_step(&world, Role::Architect).await.unwrap();
        numbers.push(number);
        let step = number.to_string();
        done(&world, &mut client, &undo, &[("step", &step)], "map_undone").await;
    }
    assert!(numbers.is_sorted_by(|a, b| a > b), "{numbers:?}");
    assert_eq!(last_step(&world, Role::Architect).await, None);
    let after = seen(&world, id).await;
    assert_eq!(after.calls, before.calls);
    let shape = |page: &MapPage, part: PartId| {
        let row = page.part(part).unwrap().clone();
        (row.name, row.kind, row.layer, row.note, row.pin)
    };
    for part in [from, to] {
        assert_eq!(shape(&after, part), shape(&before, part));
    }
    // Sent twice it does no more than once.
    let step = numbers[0].to_string();
    client.post(&undo, &[("step", &step)]).await;
    assert_eq!(said(&world.pool).await.outcome, Outcome::Stale);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn taking_back_does_not_overwrite_what_others_drew(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let mut client = world.client(Role::Architect).await;
    let undo = format!("/workloads/{id}/map/undo");
    let gateway = part(&world, id, "模型网关", "gateway").await;
    let path = format!("/workloads/{id}/map/parts/{gateway}");
    let rename = |name: &'static str, version: &'static str| {
        [
            ("name", name),
            ("kind", "gateway"),
            ("layer", "architecture"),
            ("version", version),
        ]
    };
    let sent = rename("统一网关", "1");
    done(&world, &mut client, &path, &sent, "map_part_saved").await;
    let change = |name: &str, version: i32| map::PartForm {
        kind: "gateway".to_owned(),
        name: name.to_owned(),
        version,
        ..map::PartForm::default()
    };
    let admin = world.viewer(Role::Administrator);
    map::change_part(&world.services, admin, id, gateway, &change("总网关", 2))
        .await
        .unwrap();
    let step = last_step(&world, Role::Architect)
        .await
        .unwrap()
        .to_string();
    client.post(&undo, &[("step", &step)]).await;
    let gone = Outcome::State {
        code: "map_undo_gone".to_owned(),
    };
    assert_eq!(said(&world.pool).await.outcome, gone);
    assert_eq!(seen(&world, id).await.parts[0].name, "总网关");
    assert_eq!(
        last_step(&world, Role::Architect).await,
        None,
        "it does not stand before steps that can be taken back"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_template_and_what_was_found_are_taken_back_whole(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    component(&world, id).await;
    let mut client = world.client(Role::Architect).await;
    let base = format!("/workloads/{id}/map");
    for (path, field, code) in [
        ("template", ("template", "rag"), "map_template_drawn"),
        ("found", ("decision", "accept"), "map_found_accepted"),
        ("found", ("decision", "ignore"), "map_found_ignored"),
    ] {
        let before = seen(&world, id).await;
        let act = format!("{base}/{path}");
        done(&world, &mut client, &act, &[field], code).await;
        let between = seen(&world, id).await;
        assert_ne!(
            (between.parts.len(), between.found.len()),
            (before.parts.len(), before.found.len()),
            "{code}"
        );
        let step = last_step(&world, Role::Architect)
            .await
            .unwrap()
            .to_string();
        let undo = format!("{base}/undo");
        done(&world, &mut client, &undo, &[("step", &step)], "map_undone").await;
        let after = seen(&world, id).await;
        assert_eq!((after.parts.len(), after.calls.len()), (0, 0), "{code}");
        assert_eq!(after.found.len(), 1, "{code}");
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn lines_join_parts_of_this_map_only(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let own = part(&world, id, "应用", "application").await.to_string();
    let foreign = part(&world, world.foreign, "应用", "application")
        .await
        .to_string();
    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{id}/map/calls");
    for to in [foreign.as_str(), own.as_str(), "nobody"] {
        client
            .post(&path, &[("from", &own), ("to", to), ("kind", "calls")])
            .await;
        let outcome = said(&world.pool).await.outcome;
        assert_eq!(problem(&outcome, "to"), Some(Problem::Choice), "{to}");
    }
    // A part of another team's map can't be reached through one's own workload either.
    let path = format!("/workloads/{id}/map/parts/{foreign}/remove");
    assert_eq!(
        client.post(&path, &[("version", "1")]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn templates_are_drawn_once(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{id}/map/template");
    client.post(&path, &[]).await;
    let none = said(&world.pool).await.outcome;
    assert_eq!(
        problem(&none, "template"),
        Some(Problem::Text(TextError::Required))
    );
    let both = [("template", "rag"), ("template", "self_hosted")];
    done(&world, &mut client, &path, &both, "map_template_drawn").await;
    let first = seen(&world, id).await;
    assert!(first.parts.len() > 15 && first.calls.len() > 15);
    assert!(
        first
            .parts
            .iter()
            .any(|part| part.kind == PartKind::VectorStore)
    );
    done(&world, &mut client, &path, &both, "map_template_drawn").await;
    let second = seen(&world, id).await;
    assert_eq!(
        (second.parts.len(), second.calls.len()),
        (first.parts.len(), first.calls.len())
    );
    let html = client.get(&format!("/workloads/{id}/map")).await.text();
    assert!(html.matches("c-map__box").count() >= first.parts.len());
    assert!(html.contains("id=\"outline\""));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_was_found_is_accepted_or_not_wanted(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let model = component(&world, id).await.to_string();
    let mut client = world.client(Role::Architect).await;
    let base = format!("/workloads/{id}/map");
    let html = client.get(&base).await.text();
    assert!(html.contains("发现了1个组件，还不在图上") && html.contains("qwen3-32b"));
    let path = format!("{base}/found");
    let one = ("component", model.as_str());
    done(
        &world,
        &mut client,
        &path,
        &[("decision", "ignore"), one],
        "map_found_ignored",
    )
    .await;
    let page = seen(&world, id).await;
    assert_eq!((page.found.len(), page.ignored.len()), (0, 1));
    client.post(&path, &[("decision", "accept")]).await;
    assert_eq!(
        said(&world.pool).await.outcome,
        Outcome::Stale,
        "nothing is left"
    );
    done(
        &world,
        &mut client,
        &path,
        &[("decision", "again"), one],
        "map_found_again",
    )
    .await;
    done(
        &world,
        &mut client,
        &path,
        &[("decision", "accept"), one],
        "map_found_accepted",
    )
    .await;
    let page = seen(&world, id).await;
    assert_eq!((page.found.len(), page.parts.len()), (0, 1));
    assert_eq!(page.parts[0].components[0].1, "qwen3-32b");
    // Off the map it is found again.
    let part = page.parts[0].id;
    done(
        &world,
        &mut client,
        &format!("{base}/parts/{part}/remove"),
        &[("version", "1")],
        "map_part_removed",
    )
    .await;
    assert_eq!(seen(&world, id).await.found.len(), 1);
}

const CLUSTER: &str = r#"
apiVersion: apps/v1
kind: Deployment
metadata: {name: assistant, namespace: chat}
spec:
  replicas: 2
  selector: {matchLabels: {app: assistant}}
  template:
    metadata: {labels: {app: assistant}}
    spec:
      containers:
        - name: app
          image: registry.example/assistant:1
          env:
            - {name: MODEL_URL, value: "http://qwen.chat.svc:8000/v1"}
            - {name: CACHE, value: "redis://redis:6379/0"}
---
apiVersion: v1
kind: Service
metadata: {name: qwen, namespace: chat}
spec: {selector: {app: qwen-vllm}, ports: [{port: 8000}]}
---
apiVersion: v1
kind: Service
metadata: {name: redis, namespace: chat}
spec: {selector: {app: redis}, ports: [{port: 6379}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: qwen-vllm, namespace: chat}
spec:
  selector: {matchLabels: {app: qwen-vllm}}
  template:
    metadata: {labels: {app: qwen-vllm}}
    spec:
      containers:
        - {name: vllm, image: "vllm/vllm-openai:v0.11", args: ["--model", "Qwen/Qwen3-8B"], ports: [{containerPort: 8000}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: redis-main, namespace: chat}
spec:
  selector: {matchLabels: {app: redis}}
  template:
    metadata: {labels: {app: redis}}
    spec: {containers: [{name: redis, image: "redis:7"}]}
"#;

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn manifests_bring_parts_and_calls(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let file = NewFile {
        name: "chat.yaml".to_owned(),
        bytes: CLUSTER.as_bytes().to_vec(),
    };
    let sender = Sender::Person(world.viewer(Role::Architect));
    hand_in(&world.services, sender, id, file, true)
        .await
        .unwrap();
    let found = seen(&world, id).await.found;
    let kind = |name: &str| {
        found
            .iter()
            .find(|row| row.content.name.as_str() == name)
            .map(|row| row.kind)
    };
    assert_eq!(kind("qwen-vllm"), Some(PartKind::Serving), "{found:?}");
    assert_eq!(kind("redis-main"), Some(PartKind::Cache));
    assert_eq!(kind("assistant"), Some(PartKind::Application));
    assert_eq!(kind("Qwen/Qwen3-8B"), Some(PartKind::Model));
    accept(&world, id).await;
    let expected = [
        ("assistant", "calls", "qwen-vllm"),
        ("assistant", "calls", "redis-main"),
        ("qwen-vllm", "reads", "Qwen/Qwen3-8B"),
    ];
    assert_eq!(lines(&world, id).await, expected.map(owned));
}

/// Puts everything that was found on the map.
async fn accept(world: &World, id: WorkloadId) {
    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{id}/map/found");
    let all = [("decision", "accept")];
    done(world, &mut client, &path, &all, "map_found_accepted").await;
}

fn owned((from, kind, to): (&str, &str, &str)) -> [String; 3] {
    [from, kind, to].map(str::to_owned)
}

/// Who does what with whom, in order.
async fn lines(world: &World, id: WorkloadId) -> Vec<[String; 3]> {
    let page = seen(world, id).await;
    let name = |part: PartId| page.part(part).unwrap().name.as_str();
    let line = |call: &CallRow| owned((name(call.from), call.kind.as_str(), name(call.to)));
    let mut lines: Vec<_> = page.calls.iter().map(line).collect();
    lines.sort();
    lines
}

/// A body of spans of one service, each with its attributes.
fn spans(world: &World, service: &str, spans: &[&[(&str, &str)]]) -> String {
    fn text(name: &str, value: &str) -> Value {
        json!({"key": name, "value": {"stringValue": value}})
    }
    let at = world.services.now().unix_timestamp_nanos();
    let span = |(number, attributes): (usize, &&[(&str, &str)])| {
        let attributes: Vec<_> = attributes.iter().map(|(n, v)| text(n, v)).collect();
        json!({
            "traceId": format!("{:032x}", number + 1), "spanId": format!("{:016x}", number + 1), "name": "call", "kind": 3,
            "startTimeUnixNano": (at - 60_000_000_000).to_string(), "endTimeUnixNano": (at - 59_000_000_000).to_string(),
            "attributes": attributes,
        })
    };
    let all: Vec<_> = spans.iter().enumerate().map(span).collect();
    json!({"resourceSpans": [{
        "resource": {"attributes": [text("service.name", service)]},
        "scopeSpans": [{"scope": {"name": "sdk"}, "spans": all}],
    }]})
    .to_string()
}

async fn trace(world: &World, collector: &mut Client, body: String) {
    let sent = collector
        .send(Method::POST, "/v1/traces", "application/json", body.into())
        .await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    settle(world).await;
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_trace_takes_no_line_of_a_manifest_away(pool: PgPool) {
    let (world, id) = console(pool).await;
    let file = NewFile {
        name: "chat.yaml".to_owned(),
        bytes: CLUSTER.as_bytes().to_vec(),
    };
    let sender = Sender::Person(world.viewer(Role::Architect));
    hand_in(&world.services, sender, id, file, true)
        .await
        .unwrap();
    // Spans of both say nothing of what the manifest said of them, and of one more call.
    let chat: &[(&str, &str)] = &[
        ("gen_ai.operation.name", "chat"),
        ("gen_ai.request.model", "Qwen/Qwen3-8B"),
    ];
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    for service in ["assistant", "qwen-vllm"] {
        trace(&world, &mut collector, spans(&world, service, &[chat])).await;
    }
    let found = seen(&world, id).await.found;
    let row = |name: &str| {
        let mut all = found.iter();
        all.find(|row| row.content.name.as_str() == name).unwrap()
    };
    assert_eq!(row("qwen-vllm").kind, PartKind::Serving);
    assert_eq!(row("assistant").origin, "kubernetes");
    accept(&world, id).await;
    let expected = [
        ("assistant", "calls", "Qwen/Qwen3-8B"),
        ("assistant", "calls", "qwen-vllm"),
        ("assistant", "calls", "redis-main"),
        // Once, although the spans call it another way.
        ("qwen-vllm", "reads", "Qwen/Qwen3-8B"),
    ];
    assert_eq!(lines(&world, id).await, expected.map(owned));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn spans_of_several_batches_bring_lines_that_add_up(pool: PgPool) {
    let (world, id) = console(pool).await;
    let model: &[(&str, &str)] = &[
        ("gen_ai.operation.name", "chat"),
        ("gen_ai.request.model", "qwen3-32b"),
        ("gen_ai.agent.name", "planner"),
    ];
    let tool: &[(&str, &str)] = &[
        ("gen_ai.operation.name", "execute_tool"),
        ("gen_ai.tool.name", "order lookup"),
        ("gen_ai.agent.name", "planner"),
    ];
    let offered: &[(&str, &str)] = &[
        ("mcp.method.name", "tools/call"),
        ("gen_ai.tool.name", "search"),
        ("mcp.server.name", "documents"),
        ("gen_ai.agent.name", "planner"),
    ];
    // An agent has the name of its service, as frameworks like to do.
    let own: &[(&str, &str)] = &[
        ("gen_ai.operation.name", "invoke_agent"),
        ("gen_ai.agent.name", "shop"),
    ];
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    for one in [model, tool, offered, own] {
        trace(&world, &mut collector, spans(&world, "shop", &[one])).await;
    }
    accept(&world, id).await;
    let expected = [
        ("documents", "calls", "search"),
        ("planner", "calls", "documents"),
        ("planner", "calls", "order lookup"),
        ("planner", "calls", "qwen3-32b"),
        ("shop", "calls", "planner"),
        ("shop", "calls", "shop"),
    ];
    assert_eq!(lines(&world, id).await, expected.map(owned));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_a_manifest_stands_on_fills_the_resource_layer(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let file = NewFile {
        name: "ground.yaml".to_owned(),
        bytes: GROUND.as_bytes().to_vec(),
    };
    let sender = Sender::Person(world.viewer(Role::Architect));
    hand_in(&world.services, sender, id, file, true)
        .await
        .unwrap();
    accept(&world, id).await;
    let page = seen(&world, id).await;
    let kind = |name: &str| {
        let mut all = page.parts.iter();
        let part = all.find(|part| part.name == name).unwrap();
        (part.kind, part.layer.as_str())
    };
    let pool = "nvidia.com/gpu NVIDIA-H20";
    assert_eq!(kind(pool), (PartKind::GpuPool, "resource"));
    assert_eq!(kind("StorageClass/fast"), (PartKind::Storage, "resource"));
    assert_eq!(kind("Ingress/qwen"), (PartKind::Gateway, "architecture"));
    let expected = [
        ("Ingress/qwen", "calls", "qwen"),
        ("qwen", "runs_on", "StorageClass/fast"),
        ("qwen", "runs_on", pool),
    ];
    assert_eq!(lines(&world, id).await, expected.map(owned));
}

/// A workload with accelerators and storage, and an ingress of its name.
const GROUND: &str = r#"
apiVersion: apps/v1
kind: Deployment
metadata: {name: qwen}
spec:
  template:
    metadata: {labels: {app: qwen}}
    spec:
      nodeSelector: {nvidia.com/gpu.product: NVIDIA-H20}
      containers: [{name: main, image: "registry.example/inference:1", resources: {limits: {nvidia.com/gpu: "1"}}}]
      volumes: [{name: weights, persistentVolumeClaim: {claimName: weights}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: weights}
spec: {storageClassName: fast, accessModes: [ReadWriteMany]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: qwen}
spec: {defaultBackend: {service: {name: qwen, port: {number: 8000}}}}
"#;

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn own_risks_have_their_names_on_the_panel(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let gateway = part(&world, id, "模型网关", "gateway").await;
    let sent = OwnRiskForm {
        title: "供应商停服".to_owned(),
        text: "模型供应商停服，客服中断".to_owned(),
        pillar: "security".to_owned(),
        likelihood: "3".to_owned(),
        impact: "4".to_owned(),
        checks: vec!["S02".to_owned()],
    };
    let architect = world.viewer(Role::Architect);
    let risk = risks::add_own(&world.services, architect, id, &sent)
        .await
        .unwrap();
    let risks = with(&world, id, Some(gateway)).await.detail.unwrap().risks;
    let own = risks.iter().find(|row| row.risk == risk);
    let names: Vec<_> = own.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["供应商停服"], "{risks:?}");
    assert!(risks.iter().all(|row| !row.name.is_empty()));
}

/// A leaked secret in the manifest of one service.
const LEAK: &str = r#"[{"RuleID": "aws-access-token", "Description": "AWS", "StartLine": 3, "File": "deploy/model-gateway/values.yaml",
 "Match": "REDACTED", "Secret": "REDACTED", "Fingerprint": "a:deploy/model-gateway/values.yaml:aws-access-token:3", "Tags": [],
 "Commit": "", "Entropy": 3.5, "Author": "", "Email": "", "Date": "", "Message": "", "EndLine": 3, "StartColumn": 1,
 "EndColumn": 20, "SymlinkFile": ""}]"#;

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn findings_sit_on_the_part_that_they_name_and_checks_where_people_say(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    let gateway = part(&world, id, "model-gateway", "gateway").await;
    let tool = part(&world, id, "order lookup", "tool").await;
    let file = NewFile {
        name: "leaks.json".to_owned(),
        bytes: LEAK.as_bytes().to_vec(),
    };
    let sender = Sender::Person(world.viewer(Role::Architect));
    hand_in(&world.services, sender, id, file, true)
        .await
        .unwrap();
    let page = with(&world, id, Some(gateway)).await;
    let facts = &page.part(gateway).unwrap().facts;
    assert_eq!(facts.open_findings(), 1);
    assert!(facts.step(Lens::Findings) > Step::Good);
    assert_eq!(page.part(tool).unwrap().facts.open_findings(), 0);
    let detail = page.detail.unwrap();
    assert!(detail.findings[0].named);
    let on = |check: &str| detail.checks.iter().any(|row| row.check.as_str() == check);
    assert!(on("S02") && on(CHECK));
    assert!(!detail.risks.is_empty());

    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{id}/map/parts/{tool}/checks");
    let says = |what: &'static str| [("check", "S02"), ("says", what)];
    done(
        &world,
        &mut client,
        &path,
        &says("sits"),
        "map_bearing_saved",
    )
    .await;
    let by_hand = |page: &MapPage| {
        let rows = &page.detail.as_ref().unwrap().checks;
        rows.iter()
            .find(|row| row.check.as_str() == "S02")
            .map(|row| row.by_hand)
    };
    assert_eq!(by_hand(&with(&world, id, Some(tool)).await), Some(true));
    done(
        &world,
        &mut client,
        &path,
        &says("usual"),
        "map_bearing_saved",
    )
    .await;
    assert_eq!(by_hand(&with(&world, id, Some(tool)).await), None);
    client
        .post(&path, &[("check", "X99"), ("says", "sits")])
        .await;
    assert_eq!(
        problem(&said(&world.pool).await.outcome, "check"),
        Some(Problem::Choice)
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn readers_see_and_the_log_tells(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    call(&world, id).await;
    let mut viewer = world.client(Role::Viewer).await;
    let html = viewer.get(&format!("/workloads/{id}/map")).await.text();
    assert!(
        html.contains("c-map__part") && !html.contains("id=\"draw\""),
        "no forms for readers"
    );
    let before = log_entries(&world.pool).await;
    let history = viewer.get(&format!("/workloads/{id}/history")).await.text();
    assert!(history.contains("添加连线") && history.contains("添加组件"));
    assert_eq!(log_entries(&world.pool).await, before);
}
