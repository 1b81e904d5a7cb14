//! The console's own forms for evidence: files, verdicts, findings, tokens, and what the answers say.

use axum::body::Body;
use domain::evidence::Unusable;
use domain::views::evidence::{FileOutcome, HandedFile};
use domain::views::frame::{Flash, Outcome};
use http::{Method, StatusCode};
use sqlx::PgPool;

use super::access::cases::{LEAK, RULE};
use super::support::{Answer, Client, Role, World, checksum, multipart};

/// What the last form said to somebody.
pub(super) async fn said(pool: &PgPool) -> Flash {
    let all: Vec<serde_json::Value> = sqlx::query_scalar("SELECT data FROM sessions")
        .fetch_all(pool)
        .await
        .unwrap();
    let found = all.iter().find_map(|data| data.get("flash").cloned());
    serde_json::from_value(found.unwrap()).unwrap()
}

async fn send(world: &World, client: &mut Client, files: &[(&str, &[u8])]) -> Answer {
    let boundary = "----several";
    let mut body = Vec::new();
    for (name, bytes) in files {
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let path = format!("/workloads/{}/evidence", world.workload);
    let kind = format!("multipart/form-data; boundary={boundary}");
    client
        .send(Method::POST, &path, &kind, Body::from(body))
        .await
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_form_takes_several_files_and_says_what_became_of_each(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let files: [(&str, &[u8]); 4] = [
        ("leaks.json", LEAK.as_bytes()),
        ("again.json", LEAK.as_bytes()),
        ("broken.json", b"{\"a\": [1,]}"),
        ("big.json", &vec![b' '; 20 * 1024 * 1024 + 1]),
    ];
    let answer = send(&world, &mut client, &files).await;
    let page = format!("/workloads/{}/evidence#hand-in", world.workload);
    assert_eq!(answer.location(), page, "{}", answer.text());
    let flash = said(&world.pool).await;
    assert_eq!(
        (&*flash.values["count"], &*flash.values["refused"]),
        ("1", "2")
    );
    let told: Vec<HandedFile> = serde_json::from_str(&flash.values["files"]).unwrap();
    let new: Vec<_> = told.iter().map(|file| file.new).collect();
    assert_eq!(new, [true, false, false, false]);
    assert_eq!(told[0].reading, told[1].reading);
    assert!(
        matches!(told[2].why, Some(Unusable::Broken { line: 1, .. })),
        "{:?}",
        told[2]
    );
    assert!(matches!(told[3].why, Some(Unusable::TooLarge { .. })));
    let html = client.get(page.split('#').next().unwrap()).await.text();
    assert!(html.contains("leaks.json") && html.contains("broken.json"));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_form_without_a_file_says_so(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let before = checksum(&world.pool).await;
    let (kind, body) = multipart(&[("kind", "trivy")], Some(("", b"")));
    let path = format!("/workloads/{}/evidence", world.workload);
    let answer = client
        .send(Method::POST, &path, &kind, Body::from(body))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(matches!(
        said(&world.pool).await.outcome,
        Outcome::Invalid { .. }
    ));
    assert_eq!(checksum(&world.pool).await, before);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn looking_keeps_nothing_and_knows_what_is_there(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let mut one = async |query: &str, bytes: &'static str| {
        let path = format!("/workloads/{}/evidence/file?{query}", world.workload);
        let kind = "application/octet-stream";
        client
            .send(Method::POST, &path, kind, Body::from(bytes))
            .await
    };
    let before = checksum(&world.pool).await;
    let looked: FileOutcome =
        serde_json::from_value(one("name=a.json", LEAK).await.json()).unwrap();
    assert!(matches!(&looked, FileOutcome::Read { new: true, reading } if reading.id.is_none()));
    let nothing = one("name=empty.json", "[]").await.json();
    assert_eq!(nothing["reading"]["kind"], "empty_result", "{nothing}");
    let said = one("name=empty.json&kind=gitleaks", "[]").await.json();
    assert_eq!(said["reading"]["kind"], "gitleaks", "{said}");
    let other = one("name=a.json&kind=trivy", LEAK).await.json();
    assert_eq!(other["why"]["code"], "other_kind", "{other}");
    assert_eq!(checksum(&world.pool).await, before);
    assert_eq!(
        one("name=a.json&keep=true", LEAK).await.status,
        StatusCode::OK
    );
    let again: FileOutcome = serde_json::from_value(one("name=b.json", LEAK).await.json()).unwrap();
    assert!(matches!(again, FileOutcome::Read { new: false, .. }));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_may_not_looks_at_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    for (role, status) in [
        (Role::Anonymous, StatusCode::UNAUTHORIZED),
        (Role::Viewer, StatusCode::FORBIDDEN),
        (Role::Manager, StatusCode::FORBIDDEN),
        (Role::Stranger, StatusCode::NOT_FOUND),
    ] {
        let path = format!(
            "/workloads/{}/evidence/file?name=a.json&keep=true",
            world.workload
        );
        let mut client = world.client(role).await;
        let answer = client
            .send(Method::POST, &path, "text/plain", Body::from(LEAK))
            .await;
        assert_eq!(answer.status, status, "{role:?}");
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn verdicts_are_decided_as_they_were_seen_and_with_a_reason(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    send(&world, &mut client, &[("leaks.json", LEAK.as_bytes())]).await;
    let page = client
        .get(&format!("/workloads/{}/evidence", world.workload))
        .await
        .text();
    assert!(page.contains(&format!("id=\"v-{RULE}\"")));
    let all = format!("/workloads/{}/verdicts", world.workload);
    let one = format!("{all}/{RULE}");

    client.post(&all, &[("decide", "accept")]).await;
    let nothing = said(&world.pool).await.outcome;
    assert!(matches!(nothing, Outcome::Invalid { errors } if errors.of("seen").is_some()));
    client
        .post(
            &one,
            &[
                ("verdict", "contradicts"),
                ("decide", "reject"),
                ("remark", " "),
            ],
        )
        .await;
    let reasonless = said(&world.pool).await.outcome;
    assert!(matches!(reasonless, Outcome::Invalid { errors } if errors.of("remark").is_some()));
    client
        .post(&one, &[("verdict", "supports"), ("decide", "accept")])
        .await;
    assert_eq!(said(&world.pool).await.outcome, Outcome::Stale);

    let seen = format!("{RULE} contradicts");
    let done = client
        .post(&all, &[("seen", &seen), ("decide", "accept")])
        .await;
    assert!(
        done.location().ends_with("/evidence#inbox"),
        "{}",
        done.location()
    );
    let flash = said(&world.pool).await;
    assert_eq!(
        flash.outcome,
        Outcome::Done {
            code: "verdicts_accepted".to_owned()
        }
    );
    assert_eq!(flash.values["count"], "1");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_token_is_shown_once(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Owner).await;
    let page = format!("/workloads/{}/evidence", world.workload);
    let made = client
        .post(
            &format!("/workloads/{}/tokens", world.workload),
            &[("name", "CI"), ("days", "7")],
        )
        .await;
    assert_eq!(made.location(), format!("{page}#tokens"));
    let first = client.get(&page).await.text();
    assert!(first.contains("hxs_") && first.contains("Authorization: Bearer hxs_"));
    let second = client.get(&page).await.text();
    assert!(!second.contains("hxs_") && second.contains("CI"));
}

/// What a tool wrote is text, whatever it looks like.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn findings_are_shown_as_text(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let evil = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "<b>x</b>", "rules": []}}, "results": [
        {"ruleId": "r1", "level": "error", "message": {"text": "</script><script>alert(1)</script>"},
         "locations": [{"physicalLocation": {"artifactLocation": {"uri": "javascript:alert(1)"}}}]}]}]}"#;
    send(
        &world,
        &mut client,
        &[("<img src=x>.sarif", evil.as_bytes())],
    )
    .await;
    for path in ["/findings", "/evidence"] {
        let html = client
            .get(&format!("/workloads/{}{path}", world.workload))
            .await
            .text();
        assert!(
            !html.contains("<script>alert") && !html.contains("<img src=x"),
            "{path}"
        );
        assert!(!html.contains("href=\"javascript:"), "{path}");
    }
}
