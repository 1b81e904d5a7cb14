//! Files of other tools: in by people and pipelines, judged, decided about, and out again as numbers.

use axum::body::Body;
use domain::WorkloadId;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use services::workload::{self, WorkloadForm};
use sqlx::PgPool;

use super::support::{Answer, Client, Role, World, checksum, log_entries};

const JSON: &str = "application/json";
/// The criterion that `S05.vuln` tests.
const CRITERION: &str = "S05.4b";

/// A scan of one image with these vulnerabilities: severity and whether there is a fix.
fn trivy(day: &str, found: &[(&str, bool)]) -> String {
    let vulnerabilities: Vec<_> = found
        .iter()
        .enumerate()
        .map(|(number, (severity, fixed))| {
            json!({"VulnerabilityID": format!("CVE-2026-{number}"), "PkgName": "openssl", "InstalledVersion": "3.0",
                   "Severity": severity, "FixedVersion": if *fixed { "3.1" } else { "" }, "Title": "A flaw"})
        })
        .collect();
    json!({"SchemaVersion": 2, "CreatedAt": format!("{day}T08:00:00Z"), "ArtifactName": "registry.example/serving:1",
           "ArtifactType": "container_image",
           "Results": [{"Target": "serving", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": vulnerabilities}]})
    .to_string()
}

/// A workload with images of its own.
async fn self_hosted(world: &World) -> WorkloadId {
    let form = WorkloadForm {
        name: "自建推理".to_owned(),
        description: String::new(),
        tier: "1".to_owned(),
        profile: vec!["self_hosted".to_owned()],
    };
    let admin = world.viewer(Role::Administrator);
    workload::create(&world.services, admin, world.team, &form)
        .await
        .unwrap()
}

fn today(world: &World) -> String {
    world.services.today().to_string()
}

async fn hand_in(client: &mut Client, id: WorkloadId, file: impl Into<Body>) -> Answer {
    let path = format!("/api/v1/workloads/{id}/evidence?file=trivy.json");
    client.send(Method::POST, &path, JSON, file.into()).await
}

async fn verdict(client: &mut Client, id: WorkloadId) -> Value {
    let page = client
        .get(&format!("/api/v1/workloads/{id}/evidence"))
        .await
        .json();
    let rows = page
        .pointer("/verdicts")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let found = rows.into_iter().find(|row| row["rule"] == "S05.vuln");
    found.unwrap_or(Value::Null)
}

async fn decide(
    client: &mut Client,
    id: WorkloadId,
    verdict: &Value,
    accept: bool,
    remark: &str,
) -> StatusCode {
    let outcome = |part| verdict.pointer(part).cloned().unwrap_or_default();
    let rule = json!({"rule": outcome("/rule"), "verdict": outcome("/verdict/outcome/verdict")});
    let body = json!({"rules": [rule], "accept": accept, "remark": remark});
    let path = format!("/api/v1/workloads/{id}/verdicts");
    client
        .send(Method::POST, &path, JSON, body.to_string().into())
        .await
        .status
}

async fn answer_of(client: &mut Client, world: &World, id: WorkloadId) -> Value {
    let assessment = super::access::assessment(world, id).await;
    let report = client
        .get(&format!("/api/v1/assessments/{assessment}"))
        .await
        .json();
    let answers = report
        .pointer("/answers")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let found = answers
        .into_iter()
        .find(|answer| answer["criterion"] == CRITERION);
    found.unwrap_or(Value::Null)
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_clean_scan_proposes_and_proves_what_a_person_confirms(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, day) = (self_hosted(&world).await, today(&world));
    let mut client = world.client(Role::Architect).await;
    let sent = hand_in(&mut client, id, trivy(&day, &[("LOW", true)])).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    assert_eq!(sent.json()["reading"]["kind"], "trivy");
    assert_eq!(sent.json()["reading"]["day"], day.as_str());
    let row = verdict(&mut client, id).await;
    assert_eq!(row["standing"], "proposal", "{row}");
    assert_eq!(row["verdict"]["outcome"]["verdict"], "supports", "{row}");
    // A rule writes no answer by itself.
    assert_eq!(
        answer_of(&mut client, &world, id).await["state"],
        Value::Null
    );

    assert_eq!(
        decide(&mut client, id, &row, true, "").await,
        StatusCode::NO_CONTENT
    );
    let answer = answer_of(&mut client, &world, id).await;
    assert_eq!(answer["state"], "met");
    assert_eq!(answer["provenance"], "verified_by_rule");
    assert_eq!(answer["proven"], true);
    assert_eq!(verdict(&mut client, id).await["standing"], "agreement");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_contradiction_is_a_conflict_until_somebody_resolves_it(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, day) = (self_hosted(&world).await, today(&world));
    let mut client = world.client(Role::Architect).await;
    world.answer(Role::Architect, id, CRITERION, 0).await;
    hand_in(&mut client, id, trivy(&day, &[("CRITICAL", true)])).await;
    let row = verdict(&mut client, id).await;
    assert_eq!(row["standing"], "conflict", "{row}");
    assert_eq!(answer_of(&mut client, &world, id).await["conflict"], true);

    assert_eq!(
        decide(&mut client, id, &row, false, " ").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        decide(&mut client, id, &row, false, "Not reachable.").await,
        StatusCode::NO_CONTENT
    );
    let answer = answer_of(&mut client, &world, id).await;
    assert_eq!(
        (&answer["conflict"], &answer["state"], &answer["proven"]),
        (&json!(false), &json!("met"), &json!(false))
    );

    // The next run without it: fixed, and the verdict is another, which asks anew.
    hand_in(&mut client, id, trivy(&day, &[])).await;
    assert_eq!(
        decide(&mut client, id, &row, true, "").await,
        StatusCode::CONFLICT
    );
    assert_eq!(verdict(&mut client, id).await["standing"], "agreement");
    let fixed = client
        .get(&format!("/api/v1/workloads/{id}/findings?state=fixed"))
        .await
        .json();
    assert_eq!(fixed["total"], 1, "{fixed}");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_settled_finding_no_longer_counts(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, day) = (self_hosted(&world).await, today(&world));
    let mut client = world.client(Role::Architect).await;
    hand_in(&mut client, id, trivy(&day, &[("CRITICAL", true)])).await;
    let list = client
        .get(&format!("/api/v1/workloads/{id}/findings?state=open"))
        .await
        .json();
    let (finding, version) = (
        list["rows"][0]["id"].as_str().unwrap(),
        &list["rows"][0]["version"],
    );
    let path = format!("/api/v1/workloads/{id}/findings/{finding}");
    let mut triage = async |body: Value| {
        client
            .send(Method::POST, &path, JSON, body.to_string().into())
            .await
            .status
    };
    let accepted = |until: &str| json!({"decision": "accepted", "until": until, "remark": "Until the move.", "version": version});
    assert_eq!(
        triage(accepted("2020-01-01")).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(triage(accepted("2099-01-01")).await, StatusCode::NO_CONTENT);
    assert_eq!(
        triage(accepted("2099-01-01")).await,
        StatusCode::CONFLICT,
        "a stale version"
    );
    let row = verdict(&mut client, id).await;
    assert_eq!(row["verdict"]["outcome"]["verdict"], "supports", "{row}");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_pipeline_sends_with_a_token_for_one_workload(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, day) = (self_hosted(&world).await, today(&world));
    let mut architect = world.client(Role::Architect).await;
    let made = architect
        .send(
            Method::POST,
            &format!("/api/v1/workloads/{id}/tokens"),
            JSON,
            json!({"name": "CI", "days": 30}).to_string().into(),
        )
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let token = made.json()["token"].as_str().unwrap().to_owned();
    let bearer = format!("Bearer {token}");
    let mut machine = world.anonymous().with("authorization", &bearer);
    let file = trivy(&day, &[]);
    assert_eq!(
        hand_in(&mut machine, id, file.clone()).await.status,
        StatusCode::CREATED
    );
    let again = hand_in(&mut machine, id, file).await;
    assert_eq!(
        (again.status, &again.json()["new"]),
        (StatusCode::OK, &json!(false)),
        "a retry counts once"
    );
    assert_eq!(
        hand_in(&mut machine, world.foreign, trivy(&day, &[]))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        machine
            .get(&format!("/api/v1/workloads/{id}/evidence"))
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    let kept: i64 =
        sqlx::query_scalar("SELECT count(*) FROM tokens t WHERE t::text LIKE '%' || $1 || '%'")
            .bind(&token)
            .fetch_one(&world.pool)
            .await
            .unwrap();
    assert_eq!(kept, 0, "the secret is not kept");

    let page = architect
        .get(&format!("/api/v1/workloads/{id}/evidence"))
        .await
        .json();
    let row = &page["tokens"][0];
    assert!(
        row["last_used_at"].is_string() && row["live"] == true,
        "{row}"
    );
    let path = format!(
        "/api/v1/workloads/{id}/tokens/{}",
        row["id"].as_str().unwrap()
    );
    assert_eq!(
        architect
            .send(Method::DELETE, &path, JSON, Body::empty())
            .await
            .status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        hand_in(&mut machine, id, trivy(&day, &[("LOW", true)]))
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_is_not_allowed_or_not_readable_changes_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, day) = (self_hosted(&world).await, today(&world));
    let mut clients = Vec::new();
    for (role, expected) in [
        (Role::Anonymous, StatusCode::UNAUTHORIZED),
        (Role::Stranger, StatusCode::NOT_FOUND),
        (Role::Viewer, StatusCode::FORBIDDEN),
        (Role::Manager, StatusCode::FORBIDDEN),
    ] {
        clients.push((role, expected, world.client(role).await));
    }
    let mut architect = world.client(Role::Architect).await;
    let before = (checksum(&world.pool).await, log_entries(&world.pool).await);
    for (role, expected, mut client) in clients {
        let status = hand_in(&mut client, id, trivy(&day, &[])).await.status;
        assert_eq!(status, expected, "{role:?}");
        let tokens = format!("/api/v1/workloads/{id}/tokens");
        let body = json!({"name": "CI", "days": 30}).to_string();
        let status = client
            .send(Method::POST, &tokens, JSON, body.into())
            .await
            .status;
        assert_eq!(status, expected, "{role:?}");
    }
    let client = &mut architect;
    for file in ["", "hello", "{\"a\": [1, 2", "\u{0}\u{1}", "[1, 2,]"] {
        let answer = hand_in(client, id, file).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{file:?}: {}",
            answer.text()
        );
        assert_eq!(answer.json()["error"]["code"], "unusable");
    }
    let large = vec![b' '; services::assessing::LARGEST_FILE + 1];
    assert_eq!(
        hand_in(client, id, large).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let look = format!("/api/v1/workloads/{id}/evidence?file=a&dry_run=true");
    let looked = client
        .send(Method::POST, &look, JSON, trivy(&day, &[]).into())
        .await;
    assert_eq!(
        (looked.status, &looked.json()["reading"]["id"]),
        (StatusCode::OK, &Value::Null)
    );
    assert_eq!(
        (checksum(&world.pool).await, log_entries(&world.pool).await),
        before
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_withdrawn_file_says_nothing_any_more(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, day) = (self_hosted(&world).await, today(&world));
    let mut client = world.client(Role::Architect).await;
    let entries = log_entries(&world.pool).await;
    let sent = hand_in(&mut client, id, trivy(&day, &[("CRITICAL", true)]))
        .await
        .json();
    let reading = sent["reading"]["id"].as_str().unwrap();
    let path = format!("/api/v1/workloads/{id}/readings/{reading}");
    assert_eq!(
        client
            .send(Method::DELETE, &path, JSON, Body::empty())
            .await
            .status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        client
            .send(Method::DELETE, &path, JSON, Body::empty())
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let row = verdict(&mut client, id).await;
    assert_eq!(row["verdict"]["outcome"]["why"], "nothing", "{row}");
    let left = client
        .get(&format!("/api/v1/workloads/{id}/findings"))
        .await
        .json();
    assert_eq!(left["total"], 0);
    assert_eq!(
        log_entries(&world.pool).await,
        entries + 2,
        "each accepted write is in the log"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_clean_run_about_one_thing_ends_no_findings_about_another(pool: PgPool) {
    let world = World::new(pool).await;
    let id = self_hosted(&world).await;
    let mut client = world.client(Role::Architect).await;
    // pip-audit does not say which project it looked at.
    let audit = |name: &str, found: Value| {
        json!({"dependencies": [{"name": name, "version": "1", "vulns": found}]}).to_string()
    };
    let bad = json!([{"id": "PYSEC-1", "fix_versions": ["2"], "aliases": [], "description": ""}]);
    for (file, content) in [
        ("a.json", audit("x", bad)),
        ("b.json", audit("y", json!([]))),
    ] {
        let path = format!("/api/v1/workloads/{id}/evidence?file={file}");
        let sent = client.send(Method::POST, &path, JSON, content.into()).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    }
    let open = client
        .get(&format!("/api/v1/workloads/{id}/findings?state=open"))
        .await
        .json();
    assert_eq!(open["total"], 1, "{open}");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn taking_a_clean_run_back_opens_what_it_closed(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, day) = (self_hosted(&world).await, today(&world));
    let mut client = world.client(Role::Architect).await;
    hand_in(&mut client, id, trivy(&day, &[("CRITICAL", true)])).await;
    let clean = hand_in(&mut client, id, trivy(&day, &[])).await.json();
    let reading = clean["reading"]["id"].as_str().unwrap();
    let path = format!("/api/v1/workloads/{id}/readings/{reading}");
    let gone = client
        .send(Method::DELETE, &path, JSON, Body::empty())
        .await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let row = verdict(&mut client, id).await;
    assert_eq!(row["verdict"]["outcome"]["verdict"], "contradicts", "{row}");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn findings_leave_as_a_table_with_what_was_decided(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let id = self_hosted(&world).await;
    let file = trivy(&today(&world), &[("HIGH", false), ("LOW", false)]);
    assert_eq!(
        hand_in(&mut client, id, file).await.status,
        StatusCode::CREATED
    );
    let path = format!("/api/v1/workloads/{id}/findings.csv?lang=");
    let english = client.get(&format!("{path}en")).await.text();
    let lines: Vec<_> = english.lines().collect();
    assert!(lines[0].ends_with("Decided by,Reason"), "{english}");
    assert_eq!(lines.len(), 3, "{english}");
    assert!(
        lines[1].starts_with("High,") && lines[1].contains(",Open,"),
        "{english}"
    );
    assert!(lines[2].starts_with("Low,"), "{english}");
    let chinese = client.get(&format!("{path}zh-CN")).await.text();
    assert!(
        chinese.contains("严重程度") && chinese.contains(",未关闭,"),
        "{chinese}"
    );
}
