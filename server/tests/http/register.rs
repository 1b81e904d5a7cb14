//! The register of risks over HTTP: the REST API, the table to take away, and the forms of the page.

use domain::Locale;
use domain::views::register::{RegisterPage, RegisterQuery};
use http::StatusCode;
use services::assessing::NewFile;
use services::evidence::{self, FindingsQuery, Sender};
use services::risks::{self, OwnRiskForm, TreatmentForm};
use services::{Services, register};
use sqlx::PgPool;

use super::access::cases::LEAK;
use super::support::{CRITERION, Role, World};

async fn page(
    services: &Services,
    world: &World,
    role: Role,
    query: RegisterQuery,
) -> RegisterPage {
    register::page(services, world.viewer(role), &query, Locale::En)
        .await
        .unwrap()
}

/// An own risk of the team's workload, and an acceptance that waits.
async fn filled(pool: PgPool) -> World {
    let world = World::new(pool).await;
    let (services, architect) = (&world.services, world.viewer(Role::Architect));
    let own = OwnRiskForm {
        title: "=供应商停服".to_owned(),
        pillar: "reliability".to_owned(),
        likelihood: "4".to_owned(),
        impact: "5".to_owned(),
        ..OwnRiskForm::default()
    };
    risks::add_own(services, architect, world.workload, &own)
        .await
        .unwrap();
    let until = services.today() + time::Duration::days(20);
    let accept = TreatmentForm {
        treatment: "accept".to_owned(),
        note: "影响小".to_owned(),
        expires_on: until.to_string(),
        ..TreatmentForm::default()
    };
    let risk = "K-S3".parse().unwrap();
    risks::treat(services, architect, world.workload, &risk, &accept)
        .await
        .unwrap();
    world
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn other_software_filters_sorts_and_pages(pool: PgPool) {
    let world = filled(pool).await;
    let mut client = world.client(Role::Viewer).await;
    let all = client.get("/api/v1/risks?lang=en").await.json();
    let total = all["total"].as_u64().unwrap();
    assert!(total > 5, "{all}");
    // Pages add up to the whole, in one order.
    let mut seen = Vec::new();
    for number in 1.. {
        let part = client
            .get(&format!("/api/v1/risks?lang=en&per_page=4&page={number}"))
            .await
            .json();
        seen.extend(part["risks"].as_array().unwrap().clone());
        if number == part["pages"].as_u64().unwrap() {
            break;
        }
    }
    assert_eq!(&seen, all["risks"].as_array().unwrap());
    let own = client.get("/api/v1/risks?kind=own").await.json();
    let risk = &own["risks"][0];
    assert_eq!(
        (own["total"].as_u64(), &risk["id"]),
        (Some(1), &"own-1".into())
    );
    assert_eq!(risk["inherent"], "20.000000");
    assert_eq!(risk["assured_band"], "critical");
    let waiting = client.get("/api/v1/risks?acceptance=waiting").await.json();
    assert_eq!(
        (waiting["total"].as_u64(), &waiting["risks"][0]["id"]),
        (Some(1), &"K-S3".into())
    );
    let by_id = client
        .get("/api/v1/risks?sort=risk&per_page=500")
        .await
        .json();
    let ids: Vec<_> = by_id["risks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(ids.is_sorted(), "{ids:?}");
    for wrong in [
        "team=x",
        "assured=huge",
        "sort=luck",
        "per_page=501",
        "per_page=0",
        "page=x",
        "kind=mine",
    ] {
        let answer = client.get(&format!("/api/v1/risks?{wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        let field = wrong.split('=').next().unwrap();
        assert!(
            answer.json()["error"]["fields"].get(field).is_some(),
            "{wrong}: {}",
            answer.text()
        );
    }
    // Somebody else's rows are none of theirs.
    let foreign = world
        .client(Role::Stranger)
        .await
        .get("/api/v1/risks?per_page=500")
        .await
        .text();
    assert!(!foreign.contains("客服助手") && foreign.contains("代码助手"));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_table_holds_what_is_filtered_and_no_formula(pool: PgPool) {
    let world = filled(pool).await;
    let mut client = world.client(Role::Manager).await;
    let all = client.get("/api/v1/risks.csv?lang=zh-CN").await;
    assert_eq!(all.header("content-type"), "text/csv; charset=utf-8");
    assert!(all.header("content-disposition").contains("risks-"));
    let count = client.get("/api/v1/risks").await.json()["total"]
        .as_u64()
        .unwrap();
    assert_eq!(
        u64::try_from(all.text().lines().count()).unwrap(),
        count + 1
    );
    let own = client
        .get("/api/v1/risks.csv?lang=zh-CN&kind=own")
        .await
        .text();
    assert_eq!(own.lines().count(), 2);
    assert!(own.contains(",own-1,'=供应商停服,是,"), "{own}");
    let again = client
        .with("if-none-match", all.header("etag"))
        .get("/api/v1/risks.csv?lang=zh-CN")
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

/// What a report says of the worst risks is what the register says, without what is accepted.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_report_has_the_worst_that_nobody_accepted(pool: PgPool) {
    let world = filled(pool).await;
    let mut client = world.client(Role::Viewer).await;
    let path = "/api/v1/organisation/report.json";
    // Nothing is said of what nobody has assessed.
    let report = client.get(path).await.json();
    assert_eq!(report["top_risks"].as_array().unwrap().len(), 0);
    let id = world.workload;
    world.answer(Role::Architect, id, CRITERION, 0).await;
    let told = |report: &serde_json::Value| -> Vec<(String, f64)> {
        let risks = report["top_risks"].as_array().unwrap().iter();
        let residual = |r: &serde_json::Value| r["assured_residual"].as_str()?.parse::<f64>().ok();
        risks
            .map(|r| (r["id"].as_str().unwrap().to_owned(), residual(r).unwrap()))
            .collect()
    };
    let report = told(&client.get(path).await.json());
    let register = client.get("/api/v1/risks?per_page=500").await.json();
    for (id, residual) in &report {
        let mut rows = register["risks"].as_array().unwrap().iter();
        let row = rows.find(|r| r["id"] == id.as_str()).unwrap();
        let kept: f64 = row["assured_residual"].as_str().unwrap().parse().unwrap();
        assert!((kept - residual).abs() < 0.000_001, "{id}");
    }
    assert!(report.is_sorted_by(|a, b| a.1 >= b.1), "{report:?}");
    let has = |report: &[(String, f64)], id: &str| report.iter().any(|(of, _)| of == id);
    assert!(has(&report, "own-1") && has(&report, "K-S3"), "{report:?}");
    let mut owner = world.client(Role::Owner).await;
    let approve = format!("/workloads/{id}/risks/K-S3/approve");
    owner.post(&approve, &[("version", "1")]).await;
    let report = told(&client.get(path).await.json());
    assert!(has(&report, "own-1") && !has(&report, "K-S3"), "{report:?}");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_waits_is_decided_on_the_page_and_leads_back_there(pool: PgPool) {
    let world = filled(pool).await;
    let id = world.workload;
    let mut owner = world.client(Role::Owner).await;
    let shown = owner.get("/risks").await.text();
    assert!(shown.contains("id=\"waiting\"") && shown.contains("影响小"));
    for role in [Role::Architect, Role::Viewer, Role::Manager, Role::Stranger] {
        let other = world.client(role).await.get("/risks").await.text();
        assert!(!other.contains("id=\"waiting\""), "{role:?}");
    }
    let path = format!("/workloads/{id}/risks/K-S3/reject");
    let fields = [("version", "1"), ("reason", ""), ("back", "/risks?team=x")];
    let empty = owner.post(&path, &fields).await;
    assert_eq!(empty.location(), "/risks?team=x");
    let back = owner.get("/risks").await.text();
    assert!(
        back.contains("aria-invalid=\"true\""),
        "the form comes back with what is wrong"
    );
    let fields = [
        ("version", "1"),
        ("reason", "先缓解"),
        ("back", "//evil.test"),
    ];
    let done = owner.post(&path, &fields).await;
    assert_eq!(done.location(), format!("/workloads/{id}/risks#K-S3"));
    assert!(!owner.get("/risks").await.text().contains("id=\"waiting\""));
    let rejected = RegisterQuery {
        acceptance: "rejected".into(),
        ..RegisterQuery::default()
    };
    assert_eq!(
        page(&world.services, &world, Role::Viewer, rejected)
            .await
            .total,
        1
    );
    // The risk's own page says so, and a form that was sent from there leads back there.
    let at = format!("/workloads/{id}/risks/K-S3");
    let shown = world.client(Role::Viewer).await.get(&at).await.text();
    assert!(shown.contains("先缓解"));
    let mut there = world
        .client(Role::Architect)
        .await
        .with("referer", &format!("https://console.test{at}"));
    let done = there
        .post(
            &at,
            &[
                ("treatment", "mitigate"),
                ("note", "加过滤"),
                ("version", "2"),
            ],
        )
        .await;
    assert_eq!(done.location(), at);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn owners_are_given_from_the_team_page(pool: PgPool) {
    let world = filled(pool).await;
    let mut client = world.client(Role::Architect).await;
    let team = world.team;
    let shown = client.get(&format!("/teams/{team}/risks")).await.text();
    let value = |risk: &str| {
        let start = format!("value=\"{} {risk} ", world.workload);
        let rest = shown.split(&start).nth(1).unwrap();
        format!(
            "{} {risk} {}",
            world.workload,
            rest.split('"').next().unwrap()
        )
    };
    let (first, second) = (value("K-S3"), value("own-1"));
    let owner = world.viewer(Role::Owner).user.to_string();
    let back = format!("/teams/{team}/risks?owner=none");
    let fields = [
        ("row", &*first),
        ("row", &*second),
        ("owner", &*owner),
        ("back", &*back),
    ];
    let done = client.post("/risks/owners", &fields).await;
    assert_eq!(done.location(), back);
    assert!(client.get(&back).await.text().contains('2'));
    let mine = RegisterQuery {
        owner: "me".into(),
        ..RegisterQuery::default()
    };
    assert_eq!(
        page(&world.services, &world, Role::Owner, mine).await.total,
        2
    );
    // The same once more is of an older version.
    let stale = client.post("/risks/owners", &fields).await;
    assert_eq!(stale.status, StatusCode::SEE_OTHER);
    for broken in ["", "x", "x y z", &format!("{} K-S3", world.workload)] {
        let answer = client
            .post("/risks/owners", &[("row", broken), ("owner", &owner)])
            .await;
        assert!(
            answer.status == StatusCode::SEE_OTHER
                || answer.status == StatusCode::UNPROCESSABLE_ENTITY
        );
    }
}

/// Whoever approved an acceptance approved what stood there: a risk that became another one waits again, and not for who
/// changed it.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_risk_that_changed_is_accepted_anew_by_somebody_else(pool: PgPool) {
    let world = World::new(pool).await;
    let (services, id) = (&world.services, world.workload);
    let architect = world.viewer(Role::Architect);
    let harmless = OwnRiskForm {
        title: "界面偶尔卡顿".to_owned(),
        pillar: "reliability".to_owned(),
        likelihood: "1".to_owned(),
        impact: "1".to_owned(),
        ..OwnRiskForm::default()
    };
    let risk = risks::add_own(services, architect, id, &harmless)
        .await
        .unwrap();
    let accept = TreatmentForm {
        treatment: "accept".to_owned(),
        note: "影响小".to_owned(),
        expires_on: (services.today() + time::Duration::days(20)).to_string(),
        ..TreatmentForm::default()
    };
    risks::treat(services, architect, id, &risk, &accept)
        .await
        .unwrap();
    let waiting = async || {
        let query = RegisterQuery {
            acceptance: "waiting".into(),
            ..RegisterQuery::default()
        };
        page(services, &world, Role::Owner, query).await.total
    };
    let mut owner = world.client(Role::Owner).await;
    let at = format!("/workloads/{id}/risks/own-1");
    let approve = format!("{at}/approve");
    owner.post(&approve, &[("version", "1")]).await;
    assert_eq!(waiting().await, 0);
    // The same once more changes nothing.
    risks::edit_own(services, architect, id, &risk, (1, &harmless))
        .await
        .unwrap();
    assert_eq!(waiting().await, 0);

    let grave = [
        ("title", "界面偶尔卡顿"),
        ("pillar", "reliability"),
        ("likelihood", "5"),
        ("impact", "5"),
        ("version", "2"),
    ];
    let done = owner.post(&format!("{at}/own"), &grave).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(waiting().await, 1);
    // Who made it grave does not accept it.
    owner.post(&approve, &[("version", "3")]).await;
    assert_eq!(waiting().await, 1);
    let mut other = world.client(Role::Administrator).await;
    other.post(&approve, &[("version", "3")]).await;
    assert_eq!(waiting().await, 0);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_finding_on_a_risk_opens_its_row(pool: PgPool) {
    let world = World::new(pool).await;
    let (services, id) = (&world.services, world.workload);
    let file = NewFile {
        name: "leaks.json".to_owned(),
        bytes: LEAK.as_bytes().to_vec(),
    };
    let architect = world.viewer(Role::Architect);
    evidence::hand_in(services, Sender::Person(architect), id, file, true)
        .await
        .unwrap();
    let query = FindingsQuery::default();
    let list = evidence::findings_page(services, architect, id, &query).await;
    let finding = list.unwrap().rows.first().unwrap().id;
    // Secrets are counted by S10, whose risks these are.
    let mut client = world.client(Role::Viewer).await;
    let shown = client.get(&format!("/workloads/{id}/risks/K-S8")).await;
    let list = format!("/workloads/{id}/findings");
    let link = format!("{list}?finding={finding}&amp;state=open&amp;check=S10#{finding}");
    assert!(shown.text().contains(&link), "{link}");
    let address = link.replace("&amp;", "&");
    let address = address.split_once('#').unwrap().0;
    let row = client.get(address).await.text();
    assert!(row.contains(&format!("id=\"{finding}\"")));
    assert!(row.contains("aria-expanded=\"true\""));
}
