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
    with_profile(world, &["self_hosted"]).await
}

async fn with_profile(world: &World, profile: &[&str]) -> WorkloadId {
    let form = WorkloadForm {
        name: "自建推理".to_owned(),
        description: String::new(),
        tier: "1".to_owned(),
        profile: profile.iter().map(|&fact| fact.to_owned()).collect(),
    };
    let admin = world.viewer(Role::Administrator);
    workload::create(&world.services, admin, world.team, &form)
        .await
        .unwrap()
}

fn today(world: &World) -> String {
    world.services.today().to_string()
}

/// A critical vulnerability with a fix that was there 40 days ago and is there today: it contradicts.
async fn long_known(client: &mut Client, world: &World, id: WorkloadId) {
    let today = world.services.today();
    for day in [today - time::Duration::days(40), today] {
        let file = trivy(&day.to_string(), &[("CRITICAL", true)]);
        let sent = hand_in(client, id, file).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    }
}

async fn hand_in(client: &mut Client, id: WorkloadId, file: impl Into<Body>) -> Answer {
    let path = format!("/api/v1/workloads/{id}/evidence?file=trivy.json");
    client.send(Method::POST, &path, JSON, file.into()).await
}

async fn verdict(client: &mut Client, id: WorkloadId) -> Value {
    verdict_of(client, id, "S05.vuln").await
}

async fn verdict_of(client: &mut Client, id: WorkloadId, rule: &str) -> Value {
    let page = client
        .get(&format!("/api/v1/workloads/{id}/evidence"))
        .await
        .json();
    let rows = page
        .pointer("/verdicts")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let found = rows.into_iter().find(|row| row["rule"] == rule);
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
    long_known(&mut client, &world, id).await;
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
async fn a_flaw_that_came_up_today_is_not_overdue(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, day) = (self_hosted(&world).await, today(&world));
    let mut client = world.client(Role::Architect).await;
    hand_in(&mut client, id, trivy(&day, &[("CRITICAL", true)])).await;
    let row = verdict(&mut client, id).await;
    assert_eq!(row["verdict"]["outcome"]["why"], "partial", "{row}");
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
        let error = answer.json()["error"].clone();
        assert_eq!(error["code"], "unusable");
        let said = error["message"].as_str().unwrap_or_default();
        assert!(
            said.ends_with("Nothing was kept.") && !said.contains('{'),
            "{file:?}: {said}"
        );
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
    long_known(&mut client, &world, id).await;
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
    let sent = hand_in(&mut client, id, file).await;
    assert_eq!(sent.status, StatusCode::CREATED);
    let told = sent.json();
    let worst = &told["reading"]["glance"]["findings"][0];
    assert_eq!(worst["severity"], "high", "{worst}");
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
    // What the page was filtered by, the table is as well.
    let worst = client
        .get(&format!("{path}en&severity=high&page=9"))
        .await
        .text();
    assert_eq!(worst.lines().count(), 2, "{worst}");
    assert!(!worst.contains("\nLow,"), "{worst}");
    let chinese = client.get(&format!("{path}zh-CN")).await.text();
    assert!(
        chinese.contains("严重程度") && chinese.contains(",未关闭,"),
        "{chinese}"
    );
}

/// What gitleaks found in these files.
fn leaks(files: &[&str]) -> String {
    let found: Vec<_> = files
        .iter()
        .map(|file| {
            json!({"RuleID": "aws-access-token", "Description": "AWS", "StartLine": 3, "File": file,
                   "Match": "REDACTED", "Secret": "REDACTED", "Tags": [], "Commit": ""})
        })
        .collect();
    json!(found).to_string()
}

async fn send(client: &mut Client, id: WorkloadId, query: &str, file: String) -> Value {
    let path = format!("/api/v1/workloads/{id}/evidence?{query}");
    let sent = client.send(Method::POST, &path, JSON, file.into()).await;
    assert!(sent.status.is_success(), "{query}: {}", sent.text());
    sent.json()
}

/// How many findings are open, and how many fixed.
async fn standing(client: &mut Client, id: WorkloadId) -> [Value; 2] {
    let mut counts = [Value::Null, Value::Null];
    for (count, state) in counts.iter_mut().zip(["open", "fixed"]) {
        let path = format!("/api/v1/workloads/{id}/findings?state={state}");
        *count = client
            .get(&path)
            .await
            .json()
            .get("total")
            .cloned()
            .unwrap();
    }
    counts
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_tool_that_only_lists_hits_ends_findings_and_proves_nothing_clean(pool: PgPool) {
    let world = World::new(pool).await;
    let id = with_profile(&world, &["agents"]).await;
    let mut client = world.client(Role::Architect).await;
    send(
        &mut client,
        id,
        "file=leaks-1101.json",
        leaks(&["a.env", "b.env"]),
    )
    .await;
    assert_eq!(standing(&mut client, id).await, [2, 0]);
    // The next run under another name: one row each, and what is no longer listed is fixed.
    send(&mut client, id, "file=leaks-1102.json", leaks(&["a.env"])).await;
    assert_eq!(standing(&mut client, id).await, [1, 1]);
    let row = verdict_of(&mut client, id, "S10.secrets").await;
    assert_eq!(row["verdict"]["outcome"]["verdict"], "contradicts", "{row}");
    // Nothing at all: only its sender knows which tool wrote it.
    let clean = send(
        &mut client,
        id,
        "file=leaks-1103.json&kind=gitleaks",
        "[]".to_owned(),
    )
    .await;
    assert_eq!(clean["reading"]["subject"], "leaks.json", "{clean}");
    assert_eq!(
        clean["reading"]["completeness"]["state"], "partial",
        "{clean}"
    );
    assert_eq!(standing(&mut client, id).await, [0, 2]);
    let row = verdict_of(&mut client, id, "S10.secrets").await;
    assert_eq!(row["verdict"]["outcome"]["why"], "partial", "{row}");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_subject_says_which_run_follows_which(pool: PgPool) {
    let world = World::new(pool).await;
    let id = self_hosted(&world).await;
    let mut client = world.client(Role::Architect).await;
    let look = "file=x.json&subject=gateway&dry_run=true";
    let looked = send(&mut client, id, look, leaks(&["a.env"])).await;
    assert_eq!(looked["reading"]["subject"], "gateway", "{looked}");
    send(
        &mut client,
        id,
        "file=x.json&subject=gateway",
        leaks(&["a.env"]),
    )
    .await;
    // A clean run about something else ends nothing, though it has the same bytes as the one after it.
    for (subject, expected) in [("console", [1, 0]), ("gateway", [0, 1])] {
        let query = format!("file=y.json&subject={subject}&kind=gitleaks");
        let sent = send(&mut client, id, &query, "[]".to_owned()).await;
        assert_eq!(sent["new"], true, "{subject}");
        assert_eq!(standing(&mut client, id).await, expected, "{subject}");
    }
    let again = "file=z.json&subject=gateway&kind=gitleaks";
    let again = send(&mut client, id, again, "[]".to_owned()).await;
    assert_eq!(again["new"], false, "a retry counts once");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_run_ends_what_was_reported_before_names_said_what_a_file_is_about(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let id = self_hosted(&world).await;
    let mut client = world.client(Role::Architect).await;
    let before = leaks(&["a.env", "b.env"]);
    send(&mut client, id, "file=leaks.json", before).await;
    for sql in [
        "UPDATE readings SET series = 'former', content = jsonb_set(content, '{scopes}', '[]')",
        "UPDATE findings SET series = 'former'",
    ] {
        sqlx::query(sql).execute(&pool).await.unwrap();
    }
    send(&mut client, id, "file=other.json", leaks(&["c.env"])).await;
    assert_eq!(standing(&mut client, id).await, [3, 0], "another file's");
    send(&mut client, id, "file=leaks.json", leaks(&["a.env"])).await;
    assert_eq!(standing(&mut client, id).await, [2, 2]);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_a_run_found_fixed_nobody_calls_so(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, day) = (self_hosted(&world).await, today(&world));
    let mut client = world.client(Role::Architect).await;
    long_known(&mut client, &world, id).await;
    let triage = async |client: &mut Client, decision: &str| {
        let list = format!("/api/v1/workloads/{id}/findings");
        let seen = client.get(&list).await.json()["rows"][0].clone();
        let path = format!("{list}/{}", seen["id"].as_str().unwrap());
        let body = json!({"decision": decision, "remark": "Updated.", "version": seen["version"]});
        let body = body.to_string().into();
        client.send(Method::POST, &path, JSON, body).await.status
    };
    hand_in(&mut client, id, trivy(&day, &[])).await;
    assert_eq!(standing(&mut client, id).await, [0, 1]);
    assert_eq!(triage(&mut client, "fixed").await, StatusCode::CONFLICT);
    assert_eq!(triage(&mut client, "open").await, StatusCode::NO_CONTENT);
    assert_eq!(
        standing(&mut client, id).await,
        [0, 1],
        "what the run said stays"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_a_person_calls_fixed_is_open_again_once_it_is_seen(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, day) = (self_hosted(&world).await, today(&world));
    let mut client = world.client(Role::Architect).await;
    long_known(&mut client, &world, id).await;
    let row = async |client: &mut Client| {
        let path = format!("/api/v1/workloads/{id}/findings");
        client.get(&path).await.json()["rows"][0].clone()
    };
    let triage = async |client: &mut Client, decision: &str, remark: &str| {
        let seen = row(client).await;
        let path = format!(
            "/api/v1/workloads/{id}/findings/{}",
            seen["id"].as_str().unwrap()
        );
        let body = json!({"decision": decision, "remark": remark, "version": seen["version"]});
        let body = body.to_string().into();
        client.send(Method::POST, &path, JSON, body).await.status
    };
    let refused = triage(&mut client, "fixed", " ").await;
    assert_eq!(refused, StatusCode::UNPROCESSABLE_ENTITY);
    let fixed = async |client: &mut Client| {
        let done = triage(client, "fixed", "Updated in the next build.").await;
        assert_eq!(done, StatusCode::NO_CONTENT);
        let seen = row(client).await;
        assert_eq!(
            (&seen["standing"], &seen["fixed_by_hand"]),
            (&json!("fixed"), &json!(true)),
            "{seen}"
        );
    };
    fixed(&mut client).await;
    let judged = verdict(&mut client, id).await;
    assert_ne!(
        judged["verdict"]["outcome"]["verdict"], "contradicts",
        "{judged}"
    );
    // Said by mistake.
    assert_eq!(
        triage(&mut client, "open", "").await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(standing(&mut client, id).await, [1, 0]);
    fixed(&mut client).await;
    let before = row(&mut client).await["version"].as_i64();
    let next = trivy(&day, &[("CRITICAL", true), ("LOW", true)]);
    hand_in(&mut client, id, next).await;
    assert_eq!(standing(&mut client, id).await, [2, 0]);
    let seen = row(&mut client).await;
    assert_eq!(
        (&seen["fixed_by_hand"], &seen["decided"]),
        (&json!(false), &Value::Null),
        "{seen}"
    );
    assert!(
        seen["version"].as_i64() > before,
        "who saw it fixed decides about something else: {seen}"
    );
    let judged = verdict(&mut client, id).await;
    assert_eq!(
        judged["verdict"]["outcome"]["verdict"], "contradicts",
        "{judged}"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn findings_are_filtered_by_the_tool_that_reported_them(pool: PgPool) {
    let world = World::new(pool).await;
    let id = self_hosted(&world).await;
    let mut client = world.client(Role::Architect).await;
    for tool in ["Semgrep OSS", "CodeQL"] {
        let file = json!({"version": "2.1.0", "runs": [{
            "tool": {"driver": {"name": tool, "rules": [{"id": "R1"}]}},
            "results": [{"ruleId": "R1", "level": "error", "message": {"text": "A flaw"}, "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": "src/main.py"}, "region": {"startLine": 3}}}]}]}]});
        send(&mut client, id, "file=results.sarif", file.to_string()).await;
    }
    let path = format!("/api/v1/workloads/{id}/findings");
    let page = client.get(&format!("{path}?tool=CodeQL")).await.json();
    assert_eq!(page["tools"], json!(["CodeQL", "Semgrep OSS"]), "{page}");
    assert_eq!(
        (&page["total"], &page["rows"][0]["tool"]),
        (&json!(1), &json!("CodeQL")),
        "{page}"
    );
    let table = client.get(&format!("{path}.csv?lang=en")).await.text();
    assert!(table.contains(",sarif,CodeQL,"), "{table}");
}
