//! Exports that are read into another installation: the same numbers, or nothing.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Body;
use domain::views::assessing::Change;
use domain::views::register::RiskEvent;
use domain::views::transfer::{ImportReport, Obstacle, RowFault};
use domain::{Answer, CriterionId, Locale, Viewer, WorkloadId};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use server::instance::{keep_framework, services};
use server::web::{AppState, CookieNames, router};
use services::accounts::{NewOrganisation, PasswordCost, setup};
use services::map::PartForm;
use services::plan::{self, ActionForm};
use services::platforms::{self, OfferForm};
use services::risks::OwnRiskForm;
use services::transfer::{Exporter, Source, Wish, import, look, workload_export};
use services::{Services, export, sessions};
use sqlx::PgPool;

use super::access::cases::{self, LEAK};
use super::support::{CRITERION, Client, PASSWORD, Role, World, checksum, multipart};

/// Another installation with nothing but an administrator.
pub struct Elsewhere {
    pub pool: PgPool,
    pub services: Services,
    pub admin: Viewer,
}

impl Elsewhere {
    pub async fn beside(pool: &PgPool, email: &str) -> Self {
        // Some tests have several beside theirs.
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let own = pool
            .connect_options()
            .get_database()
            .unwrap_or_default()
            .to_owned();
        // Names are cut after 63 bytes, and would be the same.
        let own = own.get(own.len().saturating_sub(40)..).unwrap_or(&own);
        let name = format!("beside_{number}_{own}");
        for statement in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
            sqlx::query(sqlx::AssertSqlSafe(format!("{statement} \"{name}\"")))
                .execute(pool)
                .await
                .unwrap();
        }
        let options = pool.connect_options().as_ref().clone().database(&name);
        let pool = PgPool::connect_with(options).await.unwrap();
        store::MIGRATIONS.run(&pool).await.unwrap();
        let services = services(pool.clone())
            .unwrap()
            .with_password_cost(PasswordCost::new(64, 1));
        keep_framework(&pool, &services).await.unwrap();
        let form = NewOrganisation {
            organisation: "另一处".to_owned(),
            name: "别处管理员".to_owned(),
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
            repeat: PASSWORD.to_owned(),
        };
        let user = setup(&services, &form).await.unwrap();
        let visitor = sessions::viewer(&services, user, 0).await.unwrap();
        Self {
            pool,
            services,
            admin: visitor.unwrap().viewer,
        }
    }

    fn client(&self) -> Client {
        let state = AppState::new(self.services.clone(), CookieNames::new(true), 0);
        Client::new(router(state))
    }

    pub async fn import(&self, file: &[u8], matching: bool) -> ImportReport {
        let (wish, sha256) = self.wish(file, matching);
        let mut reader = std::io::Cursor::new(file);
        let source = Source {
            reader: &mut reader,
            name: "export.json",
            sha256: &sha256,
            size: 1,
        };
        import(&self.services, &self.admin, source, wish)
            .await
            .unwrap()
    }

    pub async fn look(&self, file: &[u8]) -> ImportReport {
        let (wish, sha256) = self.wish(file, true);
        let mut reader = std::io::Cursor::new(file);
        let source = Source {
            reader: &mut reader,
            name: "export.json",
            sha256: &sha256,
            size: 1,
        };
        look(&self.services, &self.admin, source, wish)
            .await
            .unwrap()
    }

    fn wish(&self, file: &[u8], match_people: bool) -> (Wish, String) {
        use sha2::{Digest, Sha256};
        let sha256 = format!("{:?}", Sha256::digest(file));
        let wish = Wish {
            match_people,
            actor: Some(self.admin.user),
        };
        (wish, sha256)
    }
}

/// A workload with something of everything that numbers follow from.
async fn filled(world: &World) -> WorkloadId {
    let (id, services) = (world.workload, &world.services);
    for criterion in [CRITERION, "S01.3a", "R01.2a"] {
        world.answer(Role::Architect, id, criterion, 0).await;
    }
    cases::evidence(world, id).await;
    let owner = world.viewer(Role::Owner);
    let attested = "S01.3a".parse().unwrap();
    services::assessing::attest(services, owner, id, &attested, "看过审计日志")
        .await
        .unwrap();
    let file = services::assessing::NewFile {
        name: "gitleaks.json".to_owned(),
        bytes: LEAK.as_bytes().to_vec(),
    };
    let architect = world.viewer(Role::Architect);
    let sender = services::evidence::Sender::Person(architect);
    services::evidence::hand_in(services, sender, id, file, true)
        .await
        .unwrap();
    let treatment = services::risks::TreatmentForm {
        treatment: "accept".to_owned(),
        note: "上线前接受".to_owned(),
        expires_on: (services.today() + time::Duration::days(60)).to_string(),
        owner: architect.user.to_string(),
        version: 0,
    };
    let risk = "K-S3".parse().unwrap();
    services::risks::treat(services, architect, id, &risk, &treatment)
        .await
        .unwrap();
    services::risks::approve_acceptance(services, owner, id, &risk, 1)
        .await
        .unwrap();
    services::assessing::submit(services, architect, id, "请审核")
        .await
        .unwrap();
    services::assessing::approve(services, owner, id, "同意")
        .await
        .unwrap();
    world.answer(Role::Architect, id, "P01.2a", 0).await;
    id
}

async fn exported(world: &World, role: Role, id: WorkloadId) -> Vec<u8> {
    workload_export(&world.services, world.viewer(role), id, true)
        .await
        .unwrap()
}

fn changed(file: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut document: Value = serde_json::from_slice(file).unwrap();
    change(&mut document);
    serde_json::to_vec_pretty(&document).unwrap()
}

async fn assessment(services: &Services, viewer: &Viewer, file: &[u8]) -> Value {
    let document: Value = serde_json::from_slice(file).unwrap();
    let id = document
        .get("id")
        .unwrap()
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let text = export::assessment_json(services, viewer, id).await.unwrap();
    serde_json::from_slice(&text).unwrap()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_imported_workload_has_the_same_numbers(pool: PgPool) {
    let world = World::new(pool).await;
    let id = filled(&world).await;
    let file = exported(&world, Role::Administrator, id).await;
    let there = Elsewhere::beside(&world.pool, "other@example.test").await;
    let report = there.import(&file, true).await;
    assert_eq!(report.obstacles, [], "{report:?}");
    assert_eq!(
        (
            report.totals.milestones,
            report.totals.files,
            report.totals.findings
        ),
        (1, 1, 1)
    );
    let told: i64 =
        sqlx::query_scalar("SELECT count(*) FROM imported_history WHERE workload_id = $1")
            .bind(id.0)
            .fetch_one(&there.pool)
            .await
            .unwrap();
    assert!(told > 0);
    assert_eq!(i64::from(report.totals.history), told);
    let mut before: Value = serde_json::from_slice(&file).unwrap();
    let mut after = assessment(&there.services, &there.admin, &file).await;
    before.as_object_mut().unwrap().remove("export");
    for document in [&mut before, &mut after] {
        document.as_object_mut().unwrap().remove("generated_at");
    }
    assert_eq!(before, after);
    // The whole again is the same whole.
    let again = workload_export(&there.services, &there.admin, id, true)
        .await
        .unwrap();
    let (first, second): (Value, Value) = (
        serde_json::from_slice(&file).unwrap(),
        serde_json::from_slice(&again).unwrap(),
    );
    for part in [
        "answers",
        "notes",
        "evidence",
        "attestations",
        "treatments",
        "actions",
        "findings",
        "verdicts",
        "milestones",
        "assessments",
        "reviews",
        "history",
    ] {
        let of = |whole: &Value| whole["export"]["rows"][part].clone();
        if part == "evidence" {
            // What a file is, is found out from its content.
            assert_eq!(of(&first)[0]["content"], of(&second)[0]["content"]);
        }
        assert_eq!(of(&first), of(&second), "{part}");
    }
    let log = sqlx::query_scalar::<_, i64>(
        "SELECT count(*) FROM change_log WHERE action IN ('workload.import', 'import.done')",
    );
    assert_eq!(log.fetch_one(&there.pool).await.unwrap(), 2);
    // The new chain says where the old one ended.
    let end: (i64, String) = sqlx::query_as(
        "SELECT number, encode(hash, 'hex') FROM change_log WHERE chain = $1 ORDER BY number DESC LIMIT 1",
    )
    .bind(id.0)
    .fetch_one(&world.pool)
    .await
    .unwrap();
    let quoted: (i64, String) = sqlx::query_as(
        "SELECT (details -> 'log' ->> 'number')::bigint, details -> 'log' ->> 'hash' FROM change_log
         WHERE action = 'workload.import'",
    )
    .fetch_one(&there.pool)
    .await
    .unwrap();
    assert_eq!(quoted, end);
    let mut db = there.pool.acquire().await.unwrap();
    assert_eq!(store::change_log::verify(&mut db).await.unwrap().1, None);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn people_without_an_account_become_names_that_never_sign_in(pool: PgPool) {
    let world = World::new(pool).await;
    let id = filled(&world).await;
    let file = exported(&world, Role::Administrator, id).await;
    // The architect has an account there.
    let there = Elsewhere::beside(&world.pool, &Role::Architect.email()).await;
    let report = there.import(&file, true).await;
    assert_eq!(report.obstacles, [], "{report:?}");
    assert_eq!(report.matched.len(), 1);
    // The owner confirmed, the administrator handed a document in.
    assert_eq!(report.named_total, 2);
    let answered: uuid::Uuid = sqlx::query_scalar("SELECT answered_by FROM answers LIMIT 1")
        .fetch_one(&there.pool)
        .await
        .unwrap();
    assert_eq!(answered, there.admin.user.0);
    let (owner, email): (uuid::Uuid, String) =
        sqlx::query_as("SELECT id, email FROM users WHERE imported")
            .fetch_one(&there.pool)
            .await
            .unwrap();
    let mut client = there.client();
    let refused = client.login(&email, PASSWORD).await;
    assert_ne!(refused.location(), "/");
    let mut admin = there.client();
    admin.login(&Role::Architect.email(), PASSWORD).await;
    let people = admin.get("/admin/people").await.text();
    assert!(!people.contains(&email));
    let path = format!("/admin/people/{owner}/enable");
    admin.post(&path, &[("version", "1")]).await;
    let enabled: i64 =
        sqlx::query_scalar("SELECT count(*) FROM users WHERE imported AND disabled_at IS NULL")
            .fetch_one(&there.pool)
            .await
            .unwrap();
    assert_eq!(enabled, 0);
}

/// Addresses are for administrators; without them, and where nobody wants it, people are names.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn only_administrators_get_addresses(pool: PgPool) {
    let world = World::new(pool).await;
    let id = filled(&world).await;
    let file = String::from_utf8(exported(&world, Role::Viewer, id).await).unwrap();
    assert!(!file.contains("@example.test"));
    let file = exported(&world, Role::Administrator, id).await;
    assert!(String::from_utf8_lossy(&file).contains(&Role::Owner.email()));
    let there = Elsewhere::beside(&world.pool, &Role::Architect.email()).await;
    let report = there.import(&file, false).await;
    assert_eq!((report.matched.len(), report.named_total), (0, 3));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_file_is_imported_once(pool: PgPool) {
    let world = World::new(pool).await;
    let id = filled(&world).await;
    let file = exported(&world, Role::Administrator, id).await;
    let there = Elsewhere::beside(&world.pool, "other@example.test").await;
    assert_eq!(there.import(&file, true).await.obstacles, []);
    let before = checksum(&there.pool).await;
    let again = there.import(&file, true).await;
    assert!(matches!(
        again.obstacles.as_slice(),
        [Obstacle::Again { .. }, Obstacle::Workload { .. }]
    ));
    // Another file of the same workload is refused as well, and where it came from.
    let newer = exported(&world, Role::Administrator, id).await;
    let refused = there.import(&newer, true).await;
    assert!(matches!(
        refused.obstacles.as_slice(),
        [Obstacle::Workload { .. }]
    ));
    assert_eq!(checksum(&there.pool).await, before);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_is_wrong_is_named_and_nothing_is_written(pool: PgPool) {
    let world = World::new(pool).await;
    let id = filled(&world).await;
    let file = exported(&world, Role::Administrator, id).await;
    let there = Elsewhere::beside(&world.pool, "other@example.test").await;
    let before = checksum(&there.pool).await;
    let refused = async |change: fn(&mut Value)| {
        let mut report = there.import(&changed(&file, change), true).await;
        assert!(!report.obstacles.is_empty());
        assert_eq!(checksum(&there.pool).await, before);
        report.obstacles.remove(0)
    };
    // An answer that was changed gives other numbers than the file says.
    let tampered = refused(|d| {
        let answers = d["export"]["rows"]["answers"].as_array_mut().unwrap();
        answers[0]["state"] = json!("unknown");
    });
    let Obstacle::Numbers { field, .. } = tampered.await else {
        panic!("another obstacle")
    };
    assert!(
        field == "input_hash" || field.starts_with("answers"),
        "{field}"
    );
    // And so do numbers that were changed.
    let polished = refused(|d| d["scores"]["assured"]["index"] = json!("99.000000"));
    let Obstacle::Numbers {
        field, file: said, ..
    } = polished.await
    else {
        panic!("another obstacle")
    };
    assert_eq!(
        (field.as_str(), said.as_str()),
        ("scores.assured.index", "99.000000")
    );
    let fault = |found: Obstacle| match found {
        Obstacle::Row { field, fault, .. } => (field, fault),
        other => panic!("{other:?}"),
    };
    let nobody = refused(|d| d["export"]["people"] = json!([])).await;
    assert_eq!(fault(nobody).1, RowFault::Person);
    let unknown = refused(|d| d["export"]["rows"]["answers"][0]["criterion"] = json!("Z99.9z"));
    let (field, wrong) = fault(unknown.await);
    assert_eq!(
        (field.as_str(), wrong),
        ("export.rows.answers[0]", RowFault::Criterion)
    );
    let swapped = refused(|d| {
        let bytes = d["export"]["rows"]["evidence"][0]["content"].take();
        let other = format!("AAAA{}", bytes.as_str().unwrap());
        d["export"]["rows"]["evidence"][0]["content"] = json!(other);
    });
    assert_eq!(fault(swapped.await).1, RowFault::Hash);
    let long = refused(|d| d["export"]["workload"]["name"] = json!("x".repeat(121))).await;
    let Obstacle::Malformed { field, line, .. } = long else {
        panic!("another obstacle")
    };
    assert_eq!(field, "export.workload.name");
    assert!(line > 1);
    let other = refused(|d| d["framework"]["version"] = json!("0.0.1")).await;
    assert!(matches!(other, Obstacle::Framework { .. }));
    let newer = refused(|d| d["export"]["format"] = json!(3)).await;
    assert_eq!(newer, Obstacle::Format { number: 3 });
    let none = refused(|d| *d = json!({"some": "thing"})).await;
    assert_eq!(none, Obstacle::Unknown);
    // A row that the types allow and the database does not.
    let twice = refused(|d| {
        let answers = d["export"]["rows"]["answers"].as_array_mut().unwrap();
        let first = answers[0].clone();
        answers.push(first);
    });
    let Obstacle::Refused { constraint, .. } = twice.await else {
        panic!("another obstacle")
    };
    assert_eq!(constraint, "answers_pkey");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_team_that_differs_is_in_the_way(pool: PgPool) {
    let world = World::new(pool).await;
    let id = filled(&world).await;
    let file = exported(&world, Role::Administrator, id).await;
    let there = Elsewhere::beside(&world.pool, "other@example.test").await;
    let form = services::teams::TeamForm {
        name: "一队".to_owned(),
        capacity_days: "7".to_owned(),
    };
    let team = services::teams::create(&there.services, &there.admin, &form)
        .await
        .unwrap();
    let report = there.import(&file, true).await;
    assert!(matches!(
        report.obstacles.as_slice(),
        [Obstacle::Team { capacity: true, .. }]
    ));
    let same = services::teams::TeamForm {
        capacity_days: "20".to_owned(),
        ..form
    };
    services::teams::update(&there.services, &there.admin, team, &same, 1)
        .await
        .unwrap();
    assert_eq!(there.import(&file, true).await.obstacles, []);
    // Other priorities of the organisation become priorities of a new team, so that its numbers stay.
    let other = Elsewhere::beside(&world.pool, "third@example.test").await;
    let priorities = [("cost".to_owned(), "5".to_owned())].into();
    services::settings::set_priorities(&other.services, &other.admin, &priorities, 1)
        .await
        .unwrap();
    assert_eq!(other.import(&file, true).await.obstacles, []);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_organisation_travels_line_by_line(pool: PgPool) {
    let world = World::new(pool).await;
    filled(&world).await;
    let mut admin = world.client(Role::Administrator).await;
    let path = "/api/v1/organisation/export.ndjson?files=true";
    let answer = admin.get(path).await;
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let file = answer.text();
    let kinds: Vec<Value> = file
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["export"]["kind"].take())
        .collect();
    let of = |kind: &str| {
        kinds
            .iter()
            .filter(|one| one.as_str() == Some(kind))
            .count()
    };
    assert_eq!((of("organisation"), of("workload"), of("end")), (1, 2, 1));
    let there = Elsewhere::beside(&world.pool, "other@example.test").await;
    let cut: Vec<_> = file.lines().take(kinds.len() - 1).collect();
    let cut = cut.join("\n") + "\n";
    let report = there.look(cut.as_bytes()).await;
    assert_eq!(report.obstacles, [Obstacle::CutOff { workloads: 2 }]);
    let broken = file.replace("\"tier\":1", "\"tier\":9");
    let report = there.look(broken.as_bytes()).await;
    let Some(Obstacle::Malformed { line, field, .. }) = report.obstacles.first() else {
        panic!("{report:?}")
    };
    assert_eq!((*line, field.as_str()), (2, "export.workload.tier"));
    let before = checksum(&there.pool).await;
    let report = there.look(file.as_bytes()).await;
    assert_eq!(report.obstacles, []);
    assert_eq!(checksum(&there.pool).await, before);

    // In the browser: look, then import, in a page without script.
    let mut client = there.client();
    client.login("other@example.test", PASSWORD).await;
    let fields = [("match_people", "yes")];
    let (kind, body) = multipart(&fields, Some(("全部.ndjson", file.as_bytes())));
    let sent = client
        .send(Method::POST, "/admin/import", &kind, Body::from(body))
        .await;
    let page = sent.location().to_owned();
    assert!(page.starts_with("/admin/import/"), "{page}");
    let text = client.get(&page).await.text();
    assert!(
        text.contains("没有问题，可以导入") && text.contains("客服助手"),
        "{text}"
    );
    let done = client.post(&format!("{page}/run"), &[]).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, &*page)
    );
    let text = client.get(&page).await.text();
    assert!(text.contains("都和文件中的一致"), "{text}");
    let query = "/api/v1/organisation/report.json";
    let (mut here, mut back) = (
        admin.get(query).await.json(),
        client.get(query).await.json(),
    );
    for document in [&mut here, &mut back] {
        let document = document.as_object_mut().unwrap();
        document.remove("generated_at");
        document.remove("name");
    }
    assert_eq!(here, back);
    let refused = client.post(&format!("{page}/run"), &[]).await;
    assert_eq!(refused.location(), page);
    let list = client.get("/admin/import").await.text();
    assert!(
        list.contains("全部.ndjson") && list.contains("已导入"),
        "{list}"
    );
}

/// What a workload takes over from another, risks of its own, its map: with the platform it travels, without it it is refused.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_is_inherited_and_one_s_own_travels(pool: PgPool) {
    let world = World::new(pool).await;
    let (services, admin) = (&world.services, world.viewer(Role::Administrator));
    let (id, platform) = (world.workload, world.foreign);
    world
        .answer(Role::Administrator, platform, CRITERION, 0)
        .await;
    let offer = OfferForm {
        criteria: vec![CRITERION.to_owned()],
        version: 0,
        ..OfferForm::default()
    };
    platforms::set_offer(services, admin, platform, &offer)
        .await
        .unwrap();
    platforms::subscribe(services, admin, id, platform)
        .await
        .unwrap();
    let own = OwnRiskForm {
        title: "供应商停服".to_owned(),
        text: "模型接口被停用".to_owned(),
        pillar: "reliability".to_owned(),
        likelihood: "3".to_owned(),
        impact: "5".to_owned(),
        checks: vec!["R01".to_owned()],
    };
    services::risks::add_own(services, admin, id, &own)
        .await
        .unwrap();
    let part = PartForm {
        kind: "gateway".to_owned(),
        layer: "architecture".to_owned(),
        name: "模型网关".to_owned(),
        ..PartForm::default()
    };
    services::map::add_part(services, admin, id, &part)
        .await
        .unwrap();
    let alone = exported(&world, Role::Administrator, id).await;
    let mut export = Exporter::begin(services, admin, false).await.unwrap();
    let mut whole = Vec::new();
    while let Some(line) = export.line().await.unwrap() {
        whole.extend(line);
    }
    drop(export);
    let there = Elsewhere::beside(&world.pool, "other@example.test").await;
    let refused = there.import(&alone, true).await;
    let [Obstacle::Platform { platform: name, .. }] = refused.obstacles.as_slice() else {
        panic!("{refused:?}")
    };
    assert_eq!(name, "代码助手");
    assert_eq!(there.import(&whole, true).await.obstacles, []);
    let after = assessment(&there.services, &there.admin, &alone).await;
    let before: Value = serde_json::from_slice(&alone).unwrap();
    assert_eq!(before["input_hash"], after["input_hash"]);
    assert_eq!(before["answers"], after["answers"]);
    assert_eq!(after["answers"][0]["inherited_from"], "代码助手");
    assert_eq!(before["risks"], after["risks"]);
    let parts: i64 = sqlx::query_scalar("SELECT count(*) FROM map_parts WHERE name = '模型网关'")
        .fetch_one(&there.pool)
        .await
        .unwrap();
    assert_eq!(parts, 1);
}

/// An action is planned beside the risk that is accepted.
async fn planned(world: &World, id: WorkloadId) {
    let form = ActionForm {
        state: "in_progress".to_owned(),
        owner: world.viewer(Role::Owner).user.to_string(),
        due_on: "2030-01-05".to_owned(),
        ..ActionForm::default()
    };
    let architect = world.viewer(Role::Architect);
    let criterion: CriterionId = "S01.2b".parse().unwrap();
    let change = Change {
        criterion: criterion.clone(),
        expected: 0,
        answer: Some(Answer::NotMet),
    };
    services::assessing::answer(&world.services, architect, id, &[change])
        .await
        .unwrap();
    plan::set_action(&world.services, architect, id, &criterion, &form)
        .await
        .unwrap();
}

/// What people did about risks and actions is told as from the import, and the change log tells of nothing that was not
/// done here.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_history_travels_and_is_no_change_log(pool: PgPool) {
    let world = World::new(pool).await;
    let id = filled(&world).await;
    planned(&world, id).await;
    let mut reader = world.client(Role::Administrator).await;
    let path = format!("/api/v1/workloads/{id}/export.ndjson?files=true");
    let answer = reader.get(&path).await;
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let there = Elsewhere::beside(&world.pool, "other@example.test").await;
    let mut client = there.client();
    client.login("other@example.test", PASSWORD).await;
    let (kind, body) = multipart(&[], Some(("一个.ndjson", answer.bytes.as_slice())));
    let sent = client
        .send(Method::POST, "/admin/import", &kind, Body::from(body))
        .await;
    let page = sent.location().to_owned();
    assert!(page.starts_with("/admin/import/"), "{page}");
    let text = client.get(&page).await.text();
    assert!(text.contains("没有问题，可以导入"), "{text}");
    client.post(&format!("{page}/run"), &[]).await;

    let risk = "K-S3".parse().unwrap();
    let history = async |services: &Services, viewer: &Viewer| {
        let page = services::risks::risk_page(services, viewer, id, &risk, Locale::Zh).await;
        page.unwrap().history
    };
    let here = history(&world.services, world.viewer(Role::Administrator)).await;
    let whole = history(&there.services, &there.admin).await;
    let codes: Vec<_> = whole.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(codes, ["risk.accept", "risk.treat"]);
    let from = |event: &RiskEvent| RiskEvent {
        origin: "织云".to_owned(),
        ..event.clone()
    };
    // Who asked, who agreed, the owner by name, until when and why.
    assert_eq!(whole, here.iter().map(from).collect::<Vec<_>>());
    assert!(whole[1].details.iter().any(|(field, _)| field == "owner"));
    for page in ["risks/K-S3", "plan?action=S01.2b", "history"] {
        let text = client.get(&format!("/workloads/{id}/{page}")).await.text();
        let marked = text.contains("来自导入") && text.contains("导入前，在织云的控制台上");
        assert!(marked, "{page}: {text}");
        let text = reader.get(&format!("/workloads/{id}/{page}")).await.text();
        assert!(!text.contains("来自导入"), "{page}: {text}");
    }
    // The auditor reads of it too, apart from the chain.
    let report = format!("/api/v1/workloads/{id}/report.html?kind=auditor&lang=zh-CN");
    let text = client.get(&report).await.text();
    assert!(text.contains("导入前的历史") && text.contains("risk.accept"));
    assert!(!reader.get(&report).await.text().contains("导入前的历史"));
    let logged: Vec<String> =
        sqlx::query_scalar("SELECT action FROM change_log WHERE chain = $1 ORDER BY number")
            .bind(id.0)
            .fetch_all(&there.pool)
            .await
            .unwrap();
    assert_eq!(logged, ["workload.import"]);
    let mut db = there.pool.acquire().await.unwrap();
    assert_eq!(store::change_log::verify(&mut db).await.unwrap().1, None);
    drop(db);

    // What is decided here stands above it, unmarked; both travel on, each from where it was done.
    let treatment = services::risks::TreatmentForm {
        treatment: "mitigate".to_owned(),
        note: "已加过滤".to_owned(),
        expires_on: String::new(),
        owner: String::new(),
        version: 2,
    };
    services::risks::treat(&there.services, &there.admin, id, &risk, &treatment)
        .await
        .unwrap();
    let origins: Vec<_> = history(&there.services, &there.admin).await;
    let origins: Vec<_> = origins.iter().map(|event| event.origin.as_str()).collect();
    assert_eq!(origins, ["", "织云", "织云"]);
    let on = workload_export(&there.services, &there.admin, id, true).await;
    let third = Elsewhere::beside(&world.pool, "third@example.test").await;
    assert_eq!(third.import(&on.unwrap(), false).await.obstacles, []);
    let origins: Vec<_> = history(&third.services, &third.admin).await;
    let origins: Vec<_> = origins.iter().map(|event| event.origin.as_str()).collect();
    assert_eq!(origins, ["另一处", "织云", "织云"]);
}

/// Files of the same format that were written before histories travelled are read, and what is no history is refused.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_file_without_histories_is_read(pool: PgPool) {
    let world = World::new(pool).await;
    let id = filled(&world).await;
    let file = exported(&world, Role::Administrator, id).await;
    let there = Elsewhere::beside(&world.pool, "other@example.test").await;
    let forged = changed(&file, |d| {
        d["export"]["rows"]["history"][0]["action"] = json!("answer.set");
    });
    let refused = there.look(&forged).await;
    let [Obstacle::Row { field, fault, .. }] = refused.obstacles.as_slice() else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (field.as_str(), *fault),
        ("export.rows.history[0]", RowFault::Form)
    );
    let before = changed(&file, |d| {
        let rows = d["export"]["rows"].as_object_mut().unwrap();
        assert!(rows.remove("history").is_some());
    });
    assert_eq!(there.import(&before, true).await.obstacles, []);
    let risk = "K-S3".parse().unwrap();
    let page =
        services::risks::risk_page(&there.services, &there.admin, id, &risk, Locale::Zh).await;
    assert_eq!(page.unwrap().history, []);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_may_export_what(pool: PgPool) {
    let world = World::new(pool).await;
    let one = format!("/api/v1/workloads/{}/export.json", world.workload);
    let lines = format!("/api/v1/workloads/{}/export.ndjson", world.workload);
    let all = "/api/v1/organisation/export.ndjson".to_owned();
    let imports = "/admin/import".to_owned();
    for (path, statuses) in [
        (one, [401, 200, 200, 200, 200, 200, 404]),
        (lines, [401, 200, 200, 200, 200, 200, 404]),
        (all, [401, 403, 403, 403, 403, 200, 403]),
        (imports, [302, 403, 403, 403, 403, 200, 403]),
    ] {
        for (role, status) in Role::ALL.into_iter().zip(statuses) {
            let answer = world.client(role).await.get(&path).await;
            let got = answer.status.as_u16();
            let same = got == status || (300..400).contains(&got) && (300..400).contains(&status);
            assert!(same, "{role:?} {path}: {got}");
        }
    }
    let odd = format!(
        "/api/v1/workloads/{}/export.json?files=maybe",
        world.workload
    );
    let answer = world.client(Role::Owner).await.get(&odd).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
