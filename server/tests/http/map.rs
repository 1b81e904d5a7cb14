//! The map: drawn by forms, filled from templates and the inventory, shown with what sits on its parts.

use domain::map::{CallKind, Lens, PartKind, Step};
use domain::views::frame::Outcome;
use domain::views::map::MapPage;
use domain::{Locale, PartId, Problem, TextError, WorkloadId};
use http::StatusCode;
use services::assessing::NewFile;
use services::evidence::{Sender, hand_in};
use services::map;
use sqlx::PgPool;

use super::access::cases::component;
use super::access::map::{call, part};
use super::evidence_forms::said;
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
    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{id}/map/found");
    done(
        &world,
        &mut client,
        &path,
        &[("decision", "accept")],
        "map_found_accepted",
    )
    .await;
    let page = seen(&world, id).await;
    let name = |part: PartId| page.part(part).unwrap().name.as_str();
    let mut calls: Vec<_> = page
        .calls
        .iter()
        .map(|call| (name(call.from), call.kind.as_str(), name(call.to)))
        .collect();
    calls.sort_unstable();
    let expected = [
        ("assistant", "calls", "qwen-vllm"),
        ("assistant", "calls", "redis-main"),
        ("qwen-vllm", "reads", "Qwen/Qwen3-8B"),
    ];
    assert_eq!(calls, expected);
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
