//! Notices from end to end: pages, choices, mail to a real server, webhooks to a real receiver.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::notice::{DeliveryState, Failure, NoticeKind};
use domain::views::frame::Outcome;
use domain::views::notices::{DeliveryQuery, DeliveryRow};
use domain::{Locale, Problem, WorkloadId};
use http::StatusCode;
use server::delivery::{Hooks, MailConfig, Mailer, Ways, deliver_due};
use server::web::{AppState, CookieNames, router};
use services::notices::WebhookForm;
use services::{Clock, SealingKey, assessing, notices};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::evidence_forms::said;
use super::support::receiver::Receiver;
use super::support::smtp::Smtp;
use super::support::{CRITERION, Client, Role, World, checksum, log_entries};

/// A world whose clock the test holds.
struct Held {
    world: World,
    now: Arc<Mutex<OffsetDateTime>>,
}

impl Held {
    async fn new(pool: PgPool, mail: bool) -> Self {
        let mut world = World::new(pool).await;
        let now = Arc::new(Mutex::new(world.services.now()));
        let clock = Arc::clone(&now);
        let clock = Clock(Arc::new(move || *clock.lock().unwrap()));
        world.services = world.services.with_clock(clock).with_mail(mail);
        Self { world, now }
    }

    fn pass(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }

    async fn deliver(&self, ways: &Ways) -> usize {
        deliver_due(&self.world.services, ways).await.unwrap()
    }

    async fn deliveries(&self) -> Vec<DeliveryRow> {
        let admin = self.world.viewer(Role::Administrator);
        let query = DeliveryQuery::default();
        let page = notices::deliveries_page(&self.world.services, admin, &query).await;
        page.unwrap().rows
    }
}

/// An architect submits: the owner is told.
async fn submitted(world: &World, name: &str) -> WorkloadId {
    let id = world.fresh(name).await;
    world.answer(Role::Architect, id, CRITERION, 0).await;
    let architect = world.viewer(Role::Architect);
    assessing::submit(&world.services, architect, id, "请看<b>S01</b>")
        .await
        .unwrap();
    id
}

fn ways(mailer: Option<Mailer>) -> Ways {
    let hooks = Hooks {
        origin: Some("https://console.example".to_owned()),
        ..Hooks::default()
    };
    Ways {
        mailer: mailer.map(Arc::new),
        hooks: Arc::new(hooks),
    }
}

fn mailer(url: String) -> Mailer {
    let config = MailConfig {
        url,
        from: "Hexastyle <console@example.test>".to_owned(),
        origin: "https://console.example".to_owned(),
    };
    Mailer::new(&config).unwrap()
}

fn done(code: &str) -> Outcome {
    Outcome::Done {
        code: code.to_owned(),
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_bell_counts_and_the_page_lists(pool: PgPool) {
    let world = World::new(pool).await;
    let mut owner = world.client(Role::Owner).await;
    let empty = owner.get("/notices").await.text();
    assert!(empty.contains("还没有通知"), "{empty}");
    assert!(empty.contains("aria-label=\"通知，没有未读\""));
    let id = submitted(&world, "知识库").await;
    let page = owner.get("/notices").await.text();
    assert!(page.contains("aria-label=\"通知，1条未读\""));
    assert!(page.contains(&format!("href=\"/workloads/{id}/review\"")));
    assert!(page.contains("&lt;b&gt;S01") && !page.contains("<b>S01"));
    let other = owner.get("/notices?kind=approved").await.text();
    assert!(other.contains("没有这一类通知"));
    let english = owner.with("accept-language", "en").get("/notices").await;
    assert!(english.text().contains("Notices, 1 unread"));

    let mut viewer = world.client(Role::Viewer).await;
    let theirs = viewer.get("/notices").await.text();
    assert!(!theirs.contains("知识库"));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn reading_is_everybody_s_own_and_no_entry_in_the_log(pool: PgPool) {
    let world = World::new(pool).await;
    submitted(&world, "知识库").await;
    submitted(&world, "代码助手2").await;
    let query = domain::views::notices::NoticeQuery::default();
    let owner = world.viewer(Role::Owner);
    let page = notices::notices_page(&world.services, owner, &query, Locale::Zh).await;
    let page = page.unwrap();
    let one = format!("/notices/{}/read", page.rows[0].id);
    for (role, status) in [
        (Role::Anonymous, StatusCode::SEE_OTHER),
        (Role::Viewer, StatusCode::NOT_FOUND),
        (Role::Architect, StatusCode::NOT_FOUND),
        (Role::Manager, StatusCode::NOT_FOUND),
        (Role::Administrator, StatusCode::NOT_FOUND),
        (Role::Stranger, StatusCode::NOT_FOUND),
    ] {
        let mut other = world.client(role).await;
        let before = (checksum(&world.pool).await, log_entries(&world.pool).await);
        assert_eq!(other.post(&one, &[]).await.status, status, "{role:?}");
        let after = (checksum(&world.pool).await, log_entries(&world.pool).await);
        assert_eq!(after, before, "{role:?}");
    }
    let mut client = world.client(Role::Owner).await;
    let entries = log_entries(&world.pool).await;
    let back = "/notices?kind=review_asked";
    let sent = client.post(&one, &[("back", back)]).await;
    assert_eq!(sent.location(), back);
    assert_eq!(said(&world.pool).await.outcome, done("notice_read"));
    let away = client.post(&one, &[("back", "//evil.example")]).await;
    assert_eq!(away.location(), "/notices");
    assert!(client.get("/").await.text().contains("1条未读"));
    let sent = client.post("/notices/read", &[("seen", &page.seen)]).await;
    assert_eq!(sent.location(), "/notices");
    assert!(client.get("/").await.text().contains("通知，没有未读"));
    assert_eq!(log_entries(&world.pool).await, entries);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_account_page_says_whether_mail_is_sent(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Viewer).await;
    let page = client.get("/account").await.text();
    assert!(page.contains("HEXASTYLE_SMTP_URL"));
    let chosen = |page: &str, way: &str, kind: &str| {
        let tag = page.split("<input").find(|tag| {
            tag.contains(&format!("name=\"{way}\"")) && tag.contains(&format!("value=\"{kind}\""))
        });
        tag.unwrap().split('>').next().unwrap().contains("checked")
    };
    let ticked = |page: &str, kind: &str| chosen(page, "mail", kind);
    assert!(chosen(&page, "console", "approved"));
    assert!(ticked(&page, "review_asked") && !ticked(&page, "approved"));
    let wrong = client
        .post("/account/notices", &[("mail", "everything")])
        .await;
    assert_eq!(wrong.status, StatusCode::SEE_OTHER);
    assert!(matches!(
        said(&world.pool).await.outcome,
        Outcome::Invalid { .. }
    ));
    client
        .post(
            "/account/notices",
            &[("mail", "approved"), ("console", "conflict")],
        )
        .await;
    let page = client.get("/account").await.text();
    assert!(!ticked(&page, "review_asked") && ticked(&page, "approved"));
    assert!(chosen(&page, "console", "conflict") && !chosen(&page, "console", "approved"));
}

/// The parts of a mail as a reader sees them.
fn decoded(mail: &str) -> String {
    let parts = mail
        .split("\n--")
        .filter_map(|part| part.split_once("\n\n"));
    parts
        .map(|(head, body)| {
            if head.contains("base64") {
                let packed: String = body.lines().collect();
                String::from_utf8(STANDARD.decode(packed).unwrap()).unwrap()
            } else {
                quoted(&body.replace("=\n", ""))
            }
        })
        .collect()
}

/// Undoes the encoding "quoted-printable".
fn quoted(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once('=') {
        bytes.extend(plain.bytes());
        let code = u8::from_str_radix(after.get(..2).unwrap_or_default(), 16);
        rest = if code.is_ok() { &after[2..] } else { after };
        bytes.push(code.unwrap_or(b'='));
    }
    bytes.extend(rest.bytes());
    String::from_utf8(bytes).unwrap()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_mail_reaches_a_real_server(pool: PgPool) {
    let held = Held::new(pool, true).await;
    let smtp = Smtp::start().await;
    let ways = ways(Some(mailer(format!("smtp://{}", smtp.address))));
    submitted(&held.world, "知识库").await;
    submitted(&held.world, "代码助手2").await;
    assert_eq!(held.deliver(&ways).await, 0, "others may join it");
    held.pass(Duration::minutes(4));
    *smtp.answer.lock().unwrap() = "451 try again later";
    assert_eq!(held.deliver(&ways).await, 1);
    let failed = held.deliveries().await.remove(0);
    assert_eq!(failed.state, DeliveryState::Failed);
    assert_eq!(failed.failure, Some(Failure::Refused { code: 451 }));
    *smtp.answer.lock().unwrap() = "250 kept";
    assert_eq!(held.deliver(&ways).await, 0, "not yet");
    held.pass(Duration::minutes(1));
    assert_eq!(held.deliver(&ways).await, 1);
    let mails = smtp.mails();
    assert_eq!(mails.len(), 1, "two notices, one mail");
    let mail = &mails[0];
    assert!(mail.contains("RCPT TO:<owner@example.test>"), "{mail}");
    assert!(
        mail.contains("List-Id: <notices.console.example>"),
        "{mail}"
    );
    assert!(mail.contains("Auto-Submitted: auto-generated"));
    assert!(mail.contains("multipart/alternative"));
    let text = decoded(mail);
    assert!(
        text.contains("知识库") && text.contains("代码助手2"),
        "{text}"
    );
    assert!(
        text.contains("https://console.example/workloads/"),
        "{text}"
    );
    assert!(text.contains("&lt;b&gt;S01"), "{text}");
    assert_eq!(held.deliveries().await[0].state, DeliveryState::Sent);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn without_a_mail_server_a_mail_says_so(pool: PgPool) {
    let held = Held::new(pool, true).await;
    submitted(&held.world, "知识库").await;
    held.pass(Duration::minutes(4));
    held.deliver(&ways(None)).await;
    let row = held.deliveries().await.remove(0);
    assert_eq!(row.failure, Some(Failure::NoMail));
    // Nobody listens there.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = nobody.local_addr().unwrap();
    drop(nobody);
    held.pass(Duration::minutes(1));
    held.deliver(&ways(Some(mailer(format!("smtp://{address}")))))
        .await;
    let row = held.deliveries().await.remove(0);
    assert_eq!((row.attempts, row.failure), (2, Some(Failure::Unreachable)));
}

/// Adds a webhook through its page; the secret that the page shows once.
async fn webhook(client: &mut Client, url: &str, kinds: &[NoticeKind]) -> String {
    let mut fields = vec![("name", "值班群"), ("url", url), ("active", "yes")];
    fields.extend(kinds.iter().map(|kind| ("kinds", kind.as_str())));
    let sent = client.post("/admin/webhooks", &fields).await;
    assert_eq!(sent.location(), "/admin/webhooks");
    let page = client.get("/admin/webhooks").await.text();
    let secret = page.split("whsec_").nth(1).unwrap().chars();
    let secret: String = secret
        .take_while(|c| c.is_ascii_alphanumeric() || "+/=".contains(*c))
        .collect();
    assert!(
        !client
            .get("/admin/webhooks")
            .await
            .text()
            .contains("whsec_")
    );
    format!("whsec_{secret}")
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_webhook_is_called_with_a_signature_and_again_after_a_failure(pool: PgPool) {
    let held = Held::new(pool, false).await;
    let receiver = Receiver::start().await;
    let ways = ways(None);
    let mut admin = held.world.client(Role::Administrator).await;
    let url = format!("http://{}/hook?room=1", receiver.address);
    let secret = webhook(&mut admin, &url, &[NoticeKind::ReviewAsked]).await;
    let id = submitted(&held.world, "知识库").await;
    receiver.answers(StatusCode::INTERNAL_SERVER_ERROR);
    held.deliver(&ways).await;
    let failed = held.deliveries().await.remove(0);
    assert_eq!(failed.failure, Some(Failure::Status { status: 500 }));
    let page = admin.get("/admin/deliveries?state=failed").await.text();
    assert!(
        page.contains("对方返回HTTP 500。") && page.contains("立即重试"),
        "{page}"
    );
    receiver.answers(StatusCode::TEMPORARY_REDIRECT);
    held.pass(Duration::minutes(1));
    held.deliver(&ways).await;
    let redirected = held.deliveries().await.remove(0);
    assert_eq!(
        redirected.failure,
        Some(Failure::Redirected { status: 307 })
    );
    receiver.answers(StatusCode::NO_CONTENT);
    let retry = format!("/admin/deliveries/{}/retry", failed.id);
    admin.post(&retry, &[]).await;
    held.pass(Duration::seconds(30));
    held.deliver(&ways).await;
    assert_eq!(held.deliveries().await[0].state, DeliveryState::Sent);

    let calls = receiver.calls();
    assert_eq!(calls.len(), 3, "the redirect was not followed");
    for call in &calls {
        assert!(call.is_signed_with(&secret));
        assert!(!call.is_signed_with("whsec_AAAA"));
        assert_eq!(call.header("webhook-id"), calls[0].header("webhook-id"));
        assert_eq!(call.body, calls[0].body);
    }
    assert_ne!(
        calls[0].header("webhook-timestamp"),
        calls[2].header("webhook-timestamp")
    );
    let body = calls[0].json();
    assert_eq!(body["type"], "review_asked");
    assert_eq!(body["data"]["workload"]["name"], "知识库");
    let link = format!("https://console.example/workloads/{id}/review");
    assert_eq!(body["data"]["url"], link);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_changed_action_is_told_with_a_signature_and_an_id_that_stays(pool: PgPool) {
    let held = Held::new(pool, false).await;
    let receiver = Receiver::start().await;
    let mut admin = held.world.client(Role::Administrator).await;
    let url = format!("http://{}/", receiver.address);
    let secret = webhook(&mut admin, &url, &[NoticeKind::ActionChanged]).await;
    let id = held.world.workload;
    let mut architect = held.world.client(Role::Architect).await;
    for (state, version) in [("in_progress", "0"), ("done", "1")] {
        let path = format!("/workloads/{id}/plan/{CRITERION}/move");
        architect
            .post(&path, &[("state", state), ("version", version)])
            .await;
        held.pass(Duration::seconds(1));
    }
    // The forms came in by the real clock, which goes on.
    held.pass(Duration::hours(1));
    held.deliver(&ways(None)).await;
    let mut calls = receiver.calls();
    assert_eq!(calls.len(), 2);
    assert!(calls.iter().all(|call| call.is_signed_with(&secret)));
    calls.sort_by_key(|call| call.json()["timestamp"].to_string());
    let (first, second) = (calls[0].json(), calls[1].json());
    assert_eq!(first["type"], "action_changed");
    let event = &first["data"]["event"];
    assert_eq!(event["external_id"], format!("hexastyle:{id}:{CRITERION}"));
    assert_eq!(event["external_id"], second["data"]["event"]["external_id"]);
    assert_eq!(event["by"], "Architect");
    assert_eq!(event["changes"][0]["field"], "state");
    assert_eq!(event["changes"][0]["before"], "open");
    assert_eq!(second["data"]["event"]["state"], "done");
    let link = format!("https://console.example/workloads/{id}/plan");
    assert_eq!(first["data"]["url"], link);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_test_goes_out_and_a_refused_connection_is_tried_again(pool: PgPool) {
    let held = Held::new(pool, false).await;
    let receiver = Receiver::start().await;
    let ways = ways(None);
    let admin = held.world.viewer(Role::Administrator);
    let form = WebhookForm {
        name: "值班群".to_owned(),
        url: format!("http://{}/", receiver.address),
        kinds: vec!["conflict".to_owned()],
        active: false,
        version: 0,
    };
    let services = &held.world.services;
    notices::add_webhook(services, admin, &form).await.unwrap();
    let page = notices::webhooks_page(services, admin).await.unwrap();
    let id = page.rows[0].id;
    notices::test_webhook(services, admin, id).await.unwrap();
    held.deliver(&ways).await;
    assert_eq!(receiver.calls()[0].json()["type"], "test");

    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let away = WebhookForm {
        url: format!("http://{}/", nobody.local_addr().unwrap()),
        version: 1,
        ..form.clone()
    };
    drop(nobody);
    held.pass(Duration::seconds(1));
    notices::change_webhook(services, admin, id, &away)
        .await
        .unwrap();
    notices::test_webhook(services, admin, id).await.unwrap();
    held.deliver(&ways).await;
    let row = held.deliveries().await.remove(0);
    assert_eq!(
        (row.state, row.failure),
        (DeliveryState::Failed, Some(Failure::Unreachable))
    );
    let back = WebhookForm {
        version: 2,
        ..form.clone()
    };
    notices::change_webhook(services, admin, id, &back)
        .await
        .unwrap();
    held.pass(Duration::minutes(1));
    held.deliver(&ways).await;
    assert_eq!(receiver.calls().len(), 2);

    let inside = WebhookForm {
        url: "https://169.254.169.254/latest/meta-data".to_owned(),
        version: 3,
        ..form
    };
    held.pass(Duration::seconds(1));
    notices::change_webhook(services, admin, id, &inside)
        .await
        .unwrap();
    notices::test_webhook(services, admin, id).await.unwrap();
    held.deliver(&ways).await;
    let row = held.deliveries().await.remove(0);
    let address = "169.254.169.254".parse().unwrap();
    assert_eq!(row.failure, Some(Failure::Private { address }));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_is_wrong_with_a_webhook_stands_beside_its_field(pool: PgPool) {
    let world = World::new(pool).await;
    let mut admin = world.client(Role::Administrator).await;
    let fields = [("name", "群"), ("url", "http://hooks.example/")];
    admin.post("/admin/webhooks", &fields).await;
    let Outcome::Invalid { errors } = said(&world.pool).await.outcome else {
        panic!("two fields are wrong");
    };
    assert!(errors.of("url").is_some());
    assert_eq!(errors.of("kinds"), Some(Problem::Choice));
    let page = admin.get("/admin/webhooks").await.text();
    assert!(page.contains("至少选择一类事件"));
    assert!(page.contains("value=\"http://hooks.example/\""));
}

/// The page of webhooks in a console with a key of this byte, or without one.
async fn webhooks_with(world: &mut World, key: Option<u8>) -> String {
    let key = key.map(|byte| SealingKey::new(&[byte; 32]).unwrap());
    world.services = world.services.clone().with_sealing(key);
    let state = AppState::new(world.services.clone(), CookieNames::new(true), 0);
    world.router = router(state);
    let mut admin = world.client(Role::Administrator).await;
    admin.get("/admin/webhooks").await.text()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_page_says_how_secrets_are_kept_and_what_to_do(pool: PgPool) {
    let mut world = World::new(pool).await;
    let (clear, lost) = ("HEXASTYLE_SECRET_KEY_FILE", "secret.key");
    let none = webhooks_with(&mut world, None).await;
    assert!(!none.contains(clear) && !none.contains(lost));
    let mut admin = world.client(Role::Administrator).await;
    webhook(&mut admin, "https://hooks.example/a", NoticeKind::ALL).await;
    let page = webhooks_with(&mut world, None).await;
    assert!(page.contains(clear) && !page.contains(lost));
    notices::seal_secrets(&world.services).await.unwrap();
    webhooks_with(&mut world, Some(1)).await;
    notices::seal_secrets(&world.services).await.unwrap();
    let page = webhooks_with(&mut world, Some(1)).await;
    assert!(!page.contains(clear) && !page.contains(lost));
    // The database came to another machine, and its key did not.
    let page = webhooks_with(&mut world, Some(2)).await;
    assert!(page.contains(lost) && page.contains("密钥打不开"));
    assert!(page.contains("更换密钥"), "the way out stands there");
}
