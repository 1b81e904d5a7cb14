//! The demo organisation: complete, consistent, and filled only once.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use domain::{
    AssessmentState, OrgRole, UserId, Viewer,
    views::workloads::{WorkloadQuery, WorkloadRow},
};
use serde_json::Value;
use server::demo::{DemoError, fill};
use services::{
    Clock, Randomness, Services, accounts, accounts::PasswordCost, export, login, signals,
    transfer, workload,
};
use sqlx::PgPool;
use store::change_log;
use time::{OffsetDateTime, macros::datetime};

const NOW: OffsetDateTime = datetime!(2026-11-22 08:00 UTC);

/// Use cases with a clock that stands, randomness that counts and hashes that cost nothing.
async fn services(pool: &PgPool) -> Services {
    let counter = AtomicU64::new(1);
    let randomness = Randomness(Arc::new(move |bytes: &mut [u8]| {
        let n = counter.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        bytes
            .iter_mut()
            .rev()
            .zip(n.iter().rev().cycle())
            .for_each(|(b, n)| *b = *n);
    }));
    let framework = domain::framework::builtin().unwrap();
    let mut db = pool.acquire().await.unwrap();
    store::frameworks::keep(&mut db, framework, "test", NOW)
        .await
        .unwrap();
    Services::new(pool.clone(), Clock(Arc::new(|| NOW)), randomness, framework)
        .with_password_cost(PasswordCost::new(64, 1))
}

async fn administrator(pool: &PgPool) -> Viewer {
    let query = "SELECT id FROM users WHERE email = 'admin@demo.invalid'";
    let user = UserId(sqlx::query_scalar(query).fetch_one(pool).await.unwrap());
    Viewer {
        user,
        org_role: Some(OrgRole::Administrator),
        teams: [].into(),
    }
}

async fn workloads(services: &Services, viewer: &Viewer, show: &str) -> Vec<WorkloadRow> {
    let query = WorkloadQuery {
        show: show.to_owned(),
        ..WorkloadQuery::default()
    };
    workload::list(services, viewer, &query).await.unwrap().rows
}

async fn count(pool: &PgPool, table: &str) -> i64 {
    let query = format!("SELECT count(*) FROM {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(query))
        .fetch_one(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn it_is_complete_and_consistent(pool: PgPool) {
    let services = services(&pool).await;
    let logins = fill(&services).await.unwrap();
    assert_eq!(
        i64::try_from(logins.logins.len()).unwrap(),
        count(&pool, "users").await
    );
    let admin = administrator(&pool).await;
    everything_is_there(&pool, &services, &admin).await;
    a_platform_answers_for_others(&services, &admin).await;
    the_log_holds_together(&pool).await;
    the_two_written_by_hand_answer_every_criterion(&services, &admin).await;
    workloads_differ(&services, &admin).await;
    nothing_is_met_before_what_it_requires(&services, &admin).await;
}

async fn everything_is_there(pool: &PgPool, services: &Services, admin: &Viewer) {
    let active = workloads(services, admin, "").await;
    let in_review = |w: &&WorkloadRow| w.state == AssessmentState::InReview;
    assert_eq!(count(pool, "teams").await, 8);
    assert_eq!(
        (
            active.len(),
            workloads(services, admin, "archived").await.len()
        ),
        (33, 1)
    );
    assert_eq!(active.iter().filter(|w| !w.assessed).count(), 2);
    assert_eq!(active.iter().filter(in_review).count(), 2);
    assert_eq!(count(pool, "milestones").await, 28);
    for told in [
        "notices WHERE read_at IS NULL",
        "notices WHERE read_at IS NOT NULL",
        "notice_events WHERE kind LIKE 'proof_%'",
        "notice_events WHERE kind = 'approved'",
    ] {
        assert!(count(pool, told).await > 0, "{told}");
    }
}

async fn a_platform_answers_for_others(services: &Services, admin: &Viewer) {
    let rows = workloads(services, admin, "").await;
    let inherits = rows.iter().filter(|w| w.inherited >= 11).count();
    assert_eq!(inherits, 12);
}

/// Each write has its entry, none lies in the future, and no hash is off.
async fn the_log_holds_together(pool: &PgPool) {
    let entries = count(pool, "change_log").await;
    let written =
        count(pool, "evidence").await + count(pool, "actions").await + count(pool, "reviews").await;
    assert!(entries > written, "{entries} entries, {written} rows");
    let (verified, broken) = change_log::verify(&mut pool.acquire().await.unwrap())
        .await
        .unwrap();
    assert_eq!((i64::try_from(verified).unwrap(), broken), (entries, None));
    let late = "SELECT count(*) FROM change_log WHERE at > $1";
    let late: i64 = sqlx::query_scalar(late)
        .bind(NOW)
        .fetch_one(pool)
        .await
        .unwrap();
    assert_eq!(late, 0);
}

async fn the_two_written_by_hand_answer_every_criterion(services: &Services, admin: &Viewer) {
    let rows = workloads(services, admin, "").await;
    for name in ["客服知识助手 Support RAG", "合同摘要 Contract summary"] {
        let counts = rows.iter().find(|w| w.name == name).unwrap().counts;
        assert_eq!(counts.unanswered(), 0, "{name}");
        assert!(
            counts.unknown > 0 && counts.not_applicable > 0,
            "{name}: too smooth to be true"
        );
        assert!(counts.proven > 20 && counts.proven < counts.met, "{name}");
    }
}

async fn workloads_differ(services: &Services, admin: &Viewer) {
    let rows = workloads(services, admin, "").await;
    let assessed: Vec<_> = rows.iter().filter(|w| w.assessed).collect();
    for level in [1, 2, 3] {
        assert!(
            assessed.iter().any(|w| w.level.claimed == Some(level)),
            "nobody at level {level}"
        );
    }
    for row in assessed {
        let index = &row.index;
        assert!(
            index.assured <= index.claimed && index.claimed <= index.possible,
            "{}",
            row.name
        );
        assert!(row.counts.proven > 0, "{}: nothing proven", row.name);
    }
}

async fn nothing_is_met_before_what_it_requires(services: &Services, admin: &Viewer) {
    for id in export::assessments(services, admin).await.unwrap() {
        let json = export::assessment_json(services, admin, id).await.unwrap();
        let json: Value = serde_json::from_slice(&json).unwrap();
        let answers = json.get("answers").and_then(Value::as_array).unwrap();
        let text = |answer: &Value, field: &str| {
            answer
                .get(field)
                .and_then(Value::as_str)
                .unwrap()
                .to_owned()
        };
        let states: BTreeMap<_, _> = answers
            .iter()
            .map(|a| (text(a, "criterion"), text(a, "state")))
            .collect();
        let criteria = services
            .framework()
            .checks()
            .flat_map(|(_, check)| &check.criteria);
        let state = |id: &str| states.get(id).map(String::as_str);
        for criterion in criteria.filter(|k| state(k.id.as_str()) == Some("met")) {
            for needed in &criterion.requires {
                let holds = matches!(
                    state(needed.as_str()),
                    None | Some("met" | "not_applicable")
                );
                assert!(holds, "{id}: {} without {needed}", criterion.id);
            }
        }
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn it_is_filled_once_and_everybody_can_sign_in(pool: PgPool) {
    let services = services(&pool).await;
    let logins = fill(&services).await.unwrap();
    let (entries, users) = (
        count(&pool, "change_log").await,
        count(&pool, "users").await,
    );
    assert_eq!(fill(&services).await.unwrap(), logins);
    assert_eq!(
        (
            count(&pool, "change_log").await,
            count(&pool, "users").await
        ),
        (entries, users)
    );

    assert!(logins.password.chars().count() >= 12);
    for login in &logins.logins {
        let address = IpAddr::from([127, 0, 0, 1]);
        let signed = login::sign_in(&services, &login.email, &logins.password, address).await;
        assert!(signed.is_ok(), "{}", login.email);
        assert!(logins.to_string().contains(&login.email));
    }

    // As if the last step were missing.
    let unfinished = "UPDATE organisation SET name = name || ' …'";
    sqlx::query(unfinished).execute(&pool).await.unwrap();
    assert!(matches!(fill(&services).await, Err(DemoError::Interrupted)));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn another_organisation_is_left_alone(pool: PgPool) {
    let services = services(&pool).await;
    let form = accounts::NewOrganisation {
        organisation: "Somebody else".into(),
        name: "Administrator".into(),
        email: "admin@example.com".into(),
        password: "a password for a test".into(),
        repeat: "a password for a test".into(),
    };
    accounts::setup(&services, &form).await.unwrap();
    assert!(matches!(fill(&services).await, Err(DemoError::Foreign)));
    assert_eq!(
        (count(&pool, "users").await, count(&pool, "teams").await),
        (1, 0)
    );
}

/// The whole organisation, read into an empty installation, gives the same numbers: every document of every workload.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_export_read_elsewhere_gives_the_same_numbers(pool: PgPool) {
    let here = services(&pool).await;
    fill(&here).await.unwrap();
    let admin = administrator(&pool).await;
    let file = whole(&here, &admin).await;

    let (other, there) = elsewhere(&pool).await;
    let mut reader = std::io::Cursor::new(&file);
    let source = transfer::Source {
        reader: &mut reader,
        name: "all.ndjson",
        sha256: "all",
        size: 1,
    };
    let wish = transfer::Wish {
        match_people: true,
        actor: None,
    };
    let report = transfer::import(&there, &admin, source, wish)
        .await
        .unwrap();
    assert_eq!(report.obstacles, [], "{report:?}");
    assert_eq!(
        i64::from(report.totals.workloads),
        count(&pool, "workloads").await
    );
    assert!(report.totals.findings > 0 && report.totals.verdicts > 0);

    let mut ids = export::assessments(&here, &admin).await.unwrap();
    assert!(ids.len() > 30);
    let theirs = export::assessments(&there, &admin).await.unwrap();
    assert_eq!(ids, theirs);
    for id in ids.drain(..) {
        let ours = export::assessment_json(&here, &admin, id).await.unwrap();
        let theirs = export::assessment_json(&there, &admin, id).await.unwrap();
        let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
        // With names, proof, floors, risks and plan, and as of the same moment: all of it.
        assert_eq!(read(&ours), read(&theirs), "{id}");
    }
    let mut ours = organisation(&here, &admin).await;
    let mut theirs = organisation(&there, &admin).await;
    for report in [&mut ours, &mut theirs] {
        report.as_object_mut().unwrap().remove("name");
    }
    assert_eq!(ours, theirs);
    for table in [
        "milestones",
        "findings",
        "verdicts",
        "components",
        "treatments",
        "actions",
        "own_risks",
        "platform_subscriptions",
        "map_parts",
        "map_calls",
        "signal_series",
        "signal_hours",
        "cost_days",
        "cost_months",
        "budgets",
        "cost_factors",
        "workload_samples",
        "group_samples",
        "alerts",
    ] {
        assert_eq!(
            count(&pool, table).await,
            count(&other, table).await,
            "{table}"
        );
    }
    assert_eq!(measured(&pool).await, measured(&other).await);
    for id in transfer::workloads(&here, &admin).await.unwrap() {
        let ours = signals::signals_page(&here, &admin, id).await.unwrap();
        let theirs = signals::signals_page(&there, &admin, id).await.unwrap();
        assert_eq!(ours.signals, theirs.signals, "{id}");
        assert_eq!((ours.points, ours.last_at), (theirs.points, theirs.last_at));
    }
    let mut db = other.acquire().await.unwrap();
    assert_eq!(change_log::verify(&mut db).await.unwrap().1, None);
    drop(db);
    other.close().await;
}

/// What rules say, and what months came to: sums of many numbers may differ in their last bits.
async fn measured(pool: &PgPool) -> (Value, String) {
    sqlx::query_as(
        "SELECT (SELECT jsonb_agg(jsonb_build_array(workload_id, rule, outcome, fresh_until, judged_at)
                                  ORDER BY workload_id, rule) FROM verdicts),
                (SELECT string_agg(concat_ws(' ', month, workload_id, quantity, currency, model, feature,
                                             round(amount::numeric, 6)),
                                   ',' ORDER BY month, workload_id, quantity, currency, model, feature) FROM cost_months)",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}

async fn organisation(services: &Services, admin: &Viewer) -> Value {
    let subject = export::Subject::Organisation {
        choice: export::Choice::default(),
    };
    let (kind, format) = (export::ReportKind::Team, export::ReportFormat::Json);
    let report = export::render(services, admin, &subject, kind, format, domain::Locale::Zh).await;
    serde_json::from_slice(&report.unwrap().bytes).unwrap()
}

async fn whole(services: &Services, admin: &Viewer) -> Vec<u8> {
    let mut export = transfer::Exporter::begin(services, admin, true)
        .await
        .unwrap();
    let mut file = Vec::new();
    while let Some(line) = export.line().await.unwrap() {
        file.extend(line);
    }
    file
}

/// An installation without anything but an organisation, on the same server.
async fn elsewhere(pool: &PgPool) -> (PgPool, Services) {
    let own = pool
        .connect_options()
        .get_database()
        .unwrap_or_default()
        .to_owned();
    // Names are cut after 63 bytes, and would be the same.
    let name = format!(
        "elsewhere_{}",
        own.get(own.len().saturating_sub(40)..).unwrap_or(&own)
    );
    for statement in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("{statement} \"{name}\"")))
            .execute(pool)
            .await
            .unwrap();
    }
    let options = pool.connect_options().as_ref().clone().database(&name);
    let other = PgPool::connect_with(options).await.unwrap();
    store::MIGRATIONS.run(&other).await.unwrap();
    let there = services(&other).await;
    let form = accounts::NewOrganisation {
        organisation: "空".to_owned(),
        name: "管理员".to_owned(),
        email: "nobody@example.test".to_owned(),
        password: "correct horse battery".to_owned(),
        repeat: "correct horse battery".to_owned(),
    };
    accounts::setup(&there, &form).await.unwrap();
    (other, there)
}
