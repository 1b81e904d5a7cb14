//! Cost and energy: from telemetry and bills to figures, rows, budgets and notices.

use std::fmt::Write as _;

use axum::body::Body;
use domain::cost::Basis;
use domain::views::cost::{CostQuery, GroupCostPage, WorkloadCostPage};
use domain::views::notices::NoticeQuery;
use domain::{Locale, WorkloadId};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use services::assessing::NewFile;
use services::cost::{self, BudgetForm, FactorsForm, Subject};
use services::evidence::{HandedIn, Said, Sender, hand_in, hand_in_as, withdraw_reading};
use services::signals::{fold_waiting, judge_due};
use services::{Clock, notices};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime, macros::datetime};

use super::signals::{console, machine, token};
use super::support::{Client, Role, World};

/// The middle of a month: what is sent lies in it, and another begins two weeks later.
pub(super) const NOW: OffsetDateTime = datetime!(2026-11-17 09:30 UTC);

/// A console whose clock stands.
pub(super) async fn world(pool: PgPool) -> (World, WorkloadId) {
    let (mut world, id) = console(pool).await;
    world.services = at(&world, NOW);
    (world, id)
}

pub(super) fn at(world: &World, now: OffsetDateTime) -> services::Services {
    world
        .services
        .with_clock(Clock(std::sync::Arc::new(move || now)))
}

pub(super) async fn settle(world: &World) {
    fold_waiting(&world.services).await.unwrap();
    judge_due(&world.services).await.unwrap();
}

/// A counter with a point each hour before now, the first of which is its beginning.
pub(super) fn counter(name: &str, labels: &[(&str, &str)], hours: i64, step: f64) -> Value {
    let attributes: Vec<_> = labels
        .iter()
        .map(|(key, value)| json!({"key": key, "value": {"stringValue": value}}))
        .collect();
    let begun = (NOW - Duration::hours(hours))
        .unix_timestamp_nanos()
        .to_string();
    let mut total = 0.0;
    let points: Vec<_> = (0..hours)
        .map(|hour| {
            total += step;
            let at = (NOW - Duration::hours(hours - hour - 1)).unix_timestamp_nanos().to_string();
            json!({"startTimeUnixNano": begun, "timeUnixNano": at, "asDouble": total, "attributes": attributes})
        })
        .collect();
    json!({"name": name, "sum": {"aggregationTemporality": 2, "isMonotonic": true, "dataPoints": points}})
}

pub(super) async fn send(world: &World, id: WorkloadId, metrics: &[Value]) {
    let services = &world.services;
    let body =
        json!({"resourceMetrics": [{"resource": {}, "scopeMetrics": [{"metrics": metrics}]}]})
            .to_string();
    let sent = services::signals::receive(
        services,
        services::signals::Machine {
            token: domain::TokenId(uuid::Uuid::nil()),
            workload: id,
        },
        services::signals::Door::Otlp(
            telemetry::otlp::Signal::Metrics,
            telemetry::otlp::Encoding::Json,
        ),
        telemetry::decompress::Compression::None,
        body.into_bytes().into(),
    );
    sent.await.unwrap();
    settle(world).await;
}

pub(super) async fn bill(
    world: &World,
    id: WorkloadId,
    name: &str,
    days: u8,
    daily: f64,
) -> domain::ReadingId {
    let mut table = "BillingCurrency,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,EffectiveCost,ServiceCategory\n".to_owned();
    for day in 1..=days {
        let next = day + 1;
        writeln!(
            table,
            "CNY,Usage,2026-11-{day:02}T00:00:00Z,2026-11-{next:02}T00:00:00Z,{daily},AI and Machine Learning"
        )
        .unwrap();
    }
    let file = NewFile {
        name: name.to_owned(),
        bytes: table.into_bytes(),
    };
    let sender = Sender::Person(world.viewer(Role::Architect));
    let HandedIn::Read { reading, .. } = hand_in(&world.services, sender, id, file, true)
        .await
        .unwrap()
    else {
        panic!("the bill is not read")
    };
    reading.id.unwrap()
}

async fn page(world: &World, id: WorkloadId, query: &CostQuery) -> WorkloadCostPage {
    cost::page(&world.services, world.viewer(Role::Architect), id, query)
        .await
        .unwrap()
}

async fn team(world: &World, query: &CostQuery) -> GroupCostPage {
    cost::team(
        &world.services,
        world.viewer(Role::Architect),
        world.team,
        query,
    )
    .await
    .unwrap()
}

fn near(amount: Option<f64>, expected: f64) {
    let amount = amount.unwrap();
    assert!(
        (amount - expected).abs() < expected.abs() * 1e-6 + 1e-9,
        "{amount} {expected}"
    );
}

pub(super) fn budget(amount: &str, version: i32) -> BudgetForm {
    BudgetForm {
        amount: amount.to_owned(),
        currency: "CNY".to_owned(),
        version,
    }
}

/// Kinds of the owner's notices about budgets, with step and scope.
async fn told(world: &World) -> Vec<(String, bool)> {
    let query = NoticeQuery {
        kind: "budget_passed".to_owned(),
        page: 1,
    };
    let page = notices::notices_page(
        &world.services,
        world.viewer(Role::Owner),
        &query,
        Locale::Zh,
    )
    .await
    .unwrap();
    let rows = page.rows.into_iter().map(|row| {
        let event = serde_json::to_value(&row.event).unwrap();
        (
            event.get("step").unwrap().as_str().unwrap().to_owned(),
            event.get("team").unwrap().is_string(),
        )
    });
    rows.collect()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn figures_open_down_to_their_series(pool: PgPool) {
    let (world, id) = world(pool).await;
    let empty = page(&world, id, &CostQuery::default()).await;
    assert_eq!(
        (empty.figures.tokens(), empty.money.len(), empty.rows.len()),
        (None, 0, 0),
        "no data is not zero"
    );
    let labels = [("model", "large"), ("feature", "chat")];
    send(
        &world,
        id,
        &[
            counter("litellm_input_tokens_metric_total", &labels, 48, 1000.0),
            counter("litellm_output_tokens_metric_total", &labels, 48, 100.0),
            counter("litellm_spend_metric_total", &labels, 48, 0.5),
            counter(
                "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
                &[("gpu", "0")],
                48,
                3.6e9,
            ),
            // The same tokens again, as the engine counts them.
            counter(
                "vllm:generation_tokens_total",
                &[("model_name", "large")],
                48,
                100.0,
            ),
        ],
    )
    .await;
    let found = page(
        &world,
        id,
        &CostQuery {
            open: "tokens".to_owned(),
            ..CostQuery::default()
        },
    )
    .await;
    // The first point of a counter whose beginning is known counts whole.
    near(found.figures.tokens_in, 48_000.0);
    near(found.figures.tokens_out, 4_800.0);
    near(found.figures.energy_kwh, 48.0);
    assert_eq!(
        found.figures.carbon_grams, None,
        "nobody assumes an intensity"
    );
    assert_eq!(
        (
            found.money[0].currency.as_str(),
            found.models[0].name.as_str()
        ),
        ("USD", "large")
    );
    assert_eq!(found.features[0].name, "chat");
    near(Some(found.money[0].spent), 24.0);
    let sum: f64 = found.rows.iter().map(|row| row.amount).sum();
    near(Some(sum), 52_800.0);
    let names: Vec<_> = found.rows.iter().map(|row| row.series.as_str()).collect();
    assert_eq!(
        names,
        [
            "litellm_input_tokens_metric_total",
            "litellm_output_tokens_metric_total"
        ]
    );
    let query = CostQuery {
        open: "tokens".to_owned(),
        series: names[0].to_owned(),
        ..CostQuery::default()
    };
    let series = page(&world, id, &query).await.series;
    assert_eq!(series.len(), 1);
    near(Some(series[0].amount), 48_000.0);
    assert_eq!(series[0].labels["feature"], "chat");
    let all = team(&world, &CostQuery::default()).await;
    near(all.figures.tokens(), 52_800.0);
    assert_eq!(
        (all.by.as_str(), all.rows.len(), all.rows[0].name.as_str()),
        ("workload", 1, "推理服务")
    );
    let by_feature = team(
        &world,
        &CostQuery {
            by: "feature".to_owned(),
            ..CostQuery::default()
        },
    )
    .await;
    assert_eq!(by_feature.rows[0].name, "chat");
    near(by_feature.rows[0].spend, 24.0);
}

/// Asks as the address does.
fn asked(pairs: &[(&str, &str)]) -> CostQuery {
    CostQuery::of(pairs.iter().copied())
}

/// How many rows of a workload an address asks for, and what they come to.
async fn rows(world: &World, id: WorkloadId, pairs: &[(&str, &str)]) -> (u64, f64) {
    let found = page(world, id, &asked(pairs)).await;
    let amounts = found.rows.iter().map(|row| row.amount);
    (found.total, amounts.sum())
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_model_or_feature_leads_down_to_its_rows(pool: PgPool) {
    let (world, id) = world(pool).await;
    let sent = |model: &str, feature: &str, step: f64| {
        let labels: Vec<_> = [("model", model), ("feature", feature)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        [
            counter("litellm_input_tokens_metric_total", &labels, 10, step),
            counter("litellm_spend_metric_total", &labels, 10, step / 100.0),
        ]
    };
    let all = [
        sent("large", "chat", 100.0),
        sent("large", "search", 10.0),
        sent("small", "chat", 1.0),
        sent("small", "", 2.0),
    ];
    send(&world, id, &all.concat()).await;
    // The workloads that name it, with what it comes to in them.
    let found = team(&world, &asked(&[("by", "workload"), ("feature", "chat")])).await;
    assert_eq!((found.total, found.rows[0].name.as_str()), (1, "推理服务"));
    near(found.rows[0].figures.tokens_in, 1_010.0);
    near(found.rows[0].spend, 10.1);
    near(found.figures.tokens_in, 1_130.0);
    let none = team(&world, &asked(&[("by", "workload"), ("model", "other")])).await;
    assert_eq!((none.total, none.rows.len()), (0, 0));
    // Its models.
    let models = team(&world, &asked(&[("by", "model"), ("feature", "chat")])).await;
    let names: Vec<_> = models.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["large", "small"]);
    near(models.rows[0].spend, 10.0);
    // Its rows in the workload; what is not named can be asked for too.
    let (count, sum) = rows(&world, id, &[("open", "tokens"), ("feature", "chat")]).await;
    assert_eq!(count, 2);
    near(Some(sum), 1_010.0);
    let large = [("open", "tokens"), ("feature", "chat"), ("model", "large")];
    let (count, sum) = rows(&world, id, &large).await;
    assert_eq!(count, 1);
    near(Some(sum), 1_000.0);
    let (count, sum) = rows(&world, id, &[("open", "tokens"), ("feature", "-")]).await;
    assert_eq!(count, 1);
    near(Some(sum), 20.0);
    let mut client = world.client(Role::Viewer).await;
    let path = format!("/workloads/{id}/cost?month=2026-11&feature=chat");
    let shown = client.get(&path).await.text();
    assert!(shown.contains("c-chip"), "the filter is seen: {shown}");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn tags_of_a_gateways_rows_are_features(pool: PgPool) {
    let (world, id) = world(pool).await;
    let row = |spend: f64, tags: Value| {
        json!({
            "request_id": "r", "call_type": "acompletion", "spend": spend, "prompt_tokens": 100, "completion_tokens": 10,
            "startTime": "2026-11-10T10:00:00Z", "endTime": "2026-11-10T10:00:05Z", "model": "large", "request_tags": tags,
        })
    };
    let rows = json!([
        row(3.0, json!(["feature:chat"])),
        row(1.0, json!(["search"])),
        row(2.0, json!([])),
    ]);
    let file = NewFile {
        name: "spend.json".to_owned(),
        bytes: rows.to_string().into_bytes(),
    };
    let sender = Sender::Person(world.viewer(Role::Architect));
    hand_in(&world.services, sender, id, file.clone(), true)
        .await
        .unwrap();
    // The same bytes are booked once, whatever somebody says that they are about.
    let said = Said {
        kind: None,
        subject: "gateway".to_owned(),
    };
    let again = hand_in_as(&world.services, sender, id, (file, said), true)
        .await
        .unwrap();
    assert!(
        matches!(again, HandedIn::Read { new: false, .. }),
        "{again:?}"
    );
    let found = page(
        &world,
        id,
        &asked(&[("open", "spend"), ("feature", "chat")]),
    )
    .await;
    near(found.money.first().map(|one| one.spent), 6.0);
    let features: Vec<_> = found
        .features
        .iter()
        .map(|one| (one.name.as_str(), one.spend))
        .collect();
    assert_eq!(
        features,
        [("chat", Some(3.0)), ("", Some(2.0)), ("search", Some(1.0))]
    );
    assert_eq!(found.total, 1);
    assert_eq!(
        (found.rows[0].file.as_str(), found.rows[0].model.as_str()),
        ("spend.json", "large")
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_comes_later_is_added_to_its_days(pool: PgPool) {
    let (world, id) = world(pool).await;
    let labels = [("model", "a")];
    send(
        &world,
        id,
        &[counter(
            "litellm_input_tokens_metric_total",
            &labels,
            24,
            10.0,
        )],
    )
    .await;
    send(
        &world,
        id,
        &[counter(
            "litellm_input_tokens_metric_total",
            &[("model", "b")],
            48,
            1.0,
        )],
    )
    .await;
    let found = page(&world, id, &CostQuery::default()).await;
    near(found.figures.tokens_in, 288.0);
    assert_eq!(found.models.len(), 2);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_bill_counts_by_its_days_and_may_be_taken_back(pool: PgPool) {
    let (world, id) = world(pool).await;
    let first = bill(&world, id, "bill-10.csv", 10, 100.0).await;
    near(
        page(&world, id, &CostQuery::default())
            .await
            .money
            .first()
            .map(|one| one.spent),
        1000.0,
    );
    let second = bill(&world, id, "bill-15.csv", 15, 110.0).await;
    let found = page(
        &world,
        id,
        &CostQuery {
            open: "spend".to_owned(),
            ..CostQuery::default()
        },
    )
    .await;
    near(found.money.first().map(|one| one.spent), 1650.0);
    assert_eq!(
        (found.rows.len(), found.rows[0].reading, found.rows[0].days),
        (1, Some(second), 15)
    );
    near(found.days[14].spend, 110.0);
    assert_eq!(found.days[15].spend, None);
    let owner = world.viewer(Role::Owner);
    withdraw_reading(&world.services, owner, id, second)
        .await
        .unwrap();
    near(
        page(&world, id, &CostQuery::default())
            .await
            .money
            .first()
            .map(|one| one.spent),
        1000.0,
    );
    withdraw_reading(&world.services, owner, id, first)
        .await
        .unwrap();
    assert!(
        page(&world, id, &CostQuery::default())
            .await
            .money
            .is_empty()
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn each_step_of_a_budget_is_told_once_a_month(pool: PgPool) {
    let (mut world, id) = world(pool).await;
    let owner = world.viewer(Role::Owner).clone();
    let (own, all) = (Subject::Workload(id), Subject::Team(world.team));
    cost::set_budget(&world.services, &owner, own, &budget("1,200", 0))
        .await
        .unwrap();
    cost::set_budget(&world.services, &owner, all, &budget("1250", 0))
        .await
        .unwrap();
    let taken = cost::set_budget(&world.services, &owner, all, &budget("5", 0)).await;
    assert!(matches!(taken, Err(services::Error::Stale)), "{taken:?}");
    bill(&world, id, "bill-9.csv", 9, 100.0).await;
    assert!(told(&world).await.is_empty());
    bill(&world, id, "bill-10.csv", 10, 100.0).await;
    assert_eq!(told(&world).await.len(), 2, "1000 of 1200 and of 1250");
    bill(&world, id, "bill-11.csv", 11, 100.0).await;
    assert_eq!(told(&world).await.len(), 2, "told once");
    bill(&world, id, "bill-15.csv", 15, 100.0).await;
    let mut all_told = told(&world).await;
    all_told.sort();
    let expected = [("100", false), ("100", true), ("80", false), ("80", true)];
    assert_eq!(
        all_told,
        expected.map(|(step, team)| (step.to_owned(), team))
    );
    // Another budget is another matter.
    cost::set_budget(&world.services, &owner, own, &budget("1600", 1))
        .await
        .unwrap();
    assert_eq!(told(&world).await.len(), 5);
    let page = page(&world, id, &CostQuery::default()).await;
    assert_eq!(
        page.budgets[0].step.map(domain::cost::BudgetStep::as_str),
        Some("80")
    );
    // Next month nothing is spent of it yet.
    world.services = at(&world, NOW + Duration::days(20));
    let next = team(&world, &CostQuery::default()).await;
    assert_eq!(
        (next.month.as_str(), next.budgets[0].spent),
        ("2026-12", None)
    );
    cost::remove_budget(&world.services, &owner, all, &budget("", 1))
        .await
        .unwrap();
    assert!(team(&world, &CostQuery::default()).await.budgets.is_empty());
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn factors_of_a_team_hold_until_a_workload_has_its_own(pool: PgPool) {
    let (mut world, id) = world(pool).await;
    send(
        &world,
        id,
        &[
            counter(
                "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
                &[("gpu", "0")],
                10,
                3.6e9,
            ),
            counter(
                "litellm_input_tokens_metric_total",
                &[("model", "a")],
                10,
                1000.0,
            ),
        ],
    )
    .await;
    let owner = &world.viewer(Role::Owner).clone();
    let factors = |pue: &str| FactorsForm {
        pue: pue.to_owned(),
        intensity: "500".to_owned(),
        embodied: String::new(),
        source: "电网".to_owned(),
        version: 0,
    };
    let wrong = cost::set_factors(
        &world.services,
        owner,
        Subject::Team(world.team),
        &factors("0.5"),
    )
    .await;
    assert!(
        matches!(wrong, Err(services::Error::Invalid(_))),
        "{wrong:?}"
    );
    cost::set_factors(
        &world.services,
        owner,
        Subject::Team(world.team),
        &factors("1.2"),
    )
    .await
    .unwrap();
    let found = page(&world, id, &CostQuery::default()).await;
    near(found.figures.carbon_grams, 6_000.0);
    near(found.figures.sci_grams, 600.0);
    assert!(found.factors.own.is_none() && found.factors.inherited.is_some());
    cost::set_factors(
        &world.services,
        owner,
        Subject::Workload(id),
        &factors("1.5"),
    )
    .await
    .unwrap();
    near(
        page(&world, id, &CostQuery::default())
            .await
            .figures
            .carbon_grams,
        7_500.0,
    );
    near(
        team(&world, &CostQuery::default())
            .await
            .figures
            .carbon_grams,
        7_500.0,
    );
    near(
        team(&world, &CostQuery::default()).await.figures.sci_grams,
        750.0,
    );
    // Seventeen of thirty days are over: so much of a month's embodied emissions counts, in both places.
    let embodied = FactorsForm {
        embodied: "3".to_owned(),
        version: 1,
        ..factors("1.5")
    };
    cost::set_factors(&world.services, owner, Subject::Workload(id), &embodied)
        .await
        .unwrap();
    near(
        page(&world, id, &CostQuery::default())
            .await
            .figures
            .carbon_grams,
        9_200.0,
    );
    near(
        team(&world, &CostQuery::default())
            .await
            .figures
            .carbon_grams,
        9_200.0,
    );
    world.services = at(&world, NOW + Duration::days(20));
    let november = asked(&[("month", "2026-11")]);
    near(
        page(&world, id, &november).await.figures.carbon_grams,
        10_500.0,
    );
    near(team(&world, &november).await.figures.carbon_grams, 10_500.0);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn calculators_work_on_the_workloads_own_figures(pool: PgPool) {
    let (world, id) = world(pool).await;
    bill(&world, id, "bill.csv", 16, 100.0).await;
    send(
        &world,
        id,
        &[
            super::signals::gauge(
                "DCGM_FI_DEV_GPU_UTIL",
                &[("gpu", "0")],
                (1..=480)
                    .rev()
                    .map(|back| ((NOW - Duration::hours(back)).unix_timestamp_nanos(), 35.0)),
            ),
            counter(
                "vllm:generation_tokens_total",
                &[("model_name", "a")],
                480,
                50_000.0,
            ),
            counter(
                "vllm:prompt_tokens_total",
                &[("model_name", "a")],
                480,
                500_000.0,
            ),
        ],
    )
    .await;
    let query = CostQuery {
        part: "calculators".to_owned(),
        ..CostQuery::default()
    };
    let found = page(&world, id, &query).await.estimates.unwrap();
    let value = |key: &str| {
        found
            .assumptions
            .iter()
            .find(|one| one.key == key)
            .unwrap()
            .value
            .unwrap()
    };
    near(Some(value("spend")), 1600.0);
    near(Some(value("machines")), 1120.0);
    near(Some(value("b_now")), 35.0);
    let range = found.batching.unwrap();
    near(Some(range.low), 560.0);
    near(Some(range.high), 630.0);
    assert!(
        found.forecast.is_some() && found.own_capacity,
        "{:?}",
        found.capacity
    );
    assert_eq!(found.tco_missing, ["a_in", "a_out"]);
    let given = CostQuery::of([
        ("part", "calculators"),
        ("b_now", "70"),
        ("a_in", "2"),
        ("a_out", "8"),
    ]);
    let found = page(&world, id, &given).await.estimates.unwrap();
    near(Some(found.batching.unwrap().low + 1.0), 1.0);
    assert!(found.tco.unwrap().api > 0.0);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn assumptions_are_kept_for_a_workload_until_somebody_forgets_them(pool: PgPool) {
    let (world, id) = world(pool).await;
    bill(&world, id, "bill.csv", 16, 100.0).await;
    let asked = CostQuery::of([("part", "calculators")]);
    let found = async |query: &CostQuery| page(&world, id, query).await.estimates.unwrap();
    let assumed = async |query: &CostQuery, key: &str| {
        let all = found(query).await.assumptions;
        let one = all.into_iter().find(|one| one.key == key).unwrap();
        (one.value, one.basis)
    };
    let before = found(&asked).await;
    let spend = assumed(&asked, "spend").await;
    // The form sends every field; what nobody changed is not kept.
    let body = format!(
        "currency={}&part=calculators&version=0&spend={}&b_now=35&a_in=2&a_out=&f_capacity_tokens=5000&odd=1",
        before.currency,
        spend.0.unwrap()
    );
    let path = format!("/workloads/{id}/cost/assumptions");
    let kind = "application/x-www-form-urlencoded";
    let mut architect = world.client(Role::Architect).await;
    let refused = architect
        .send(Method::POST, &path, kind, Body::from(body.clone()))
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mut owner = world.client(Role::Owner).await;
    let answer = owner
        .send(Method::POST, &path, kind, Body::from(body.clone()))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);

    let kept = found(&asked).await;
    assert_eq!((kept.kept, kept.capacity), (1, Some(5000.0)));
    assert_eq!(assumed(&asked, "b_now").await, (Some(35.0), Basis::Kept));
    assert_eq!(assumed(&asked, "a_in").await, (Some(2.0), Basis::Kept));
    assert_eq!(assumed(&asked, "spend").await, spend);
    // What the reader types counts before it.
    let typed = CostQuery::of([("part", "calculators"), ("b_now", "60")]);
    assert_eq!(assumed(&typed, "b_now").await, (Some(60.0), Basis::Given));
    // A month that has just begun has no currency of its own; the last thirty days have.
    let next = at(&world, datetime!(2026-12-01 09:30 UTC));
    let viewer = world.viewer(Role::Architect);
    let next = cost::page(&next, viewer, id, &asked).await.unwrap();
    assert_eq!(
        (next.month.as_str(), next.currency.as_str()),
        ("2026-12", "")
    );
    let next = next.estimates.unwrap();
    assert_eq!((next.currency, next.kept), (before.currency.clone(), 1));
    let spent = next.assumptions.iter().find(|one| one.key == "spend");
    assert_eq!(spent.unwrap().value, spend.0);
    // Of GPUs the capacity of tokens says nothing.
    let gpus = CostQuery::of([("part", "calculators"), ("forecast", "gpu")]);
    assert_eq!(found(&gpus).await.capacity, None);
    let logged: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM change_log WHERE chain = $1 AND action = 'assumptions.set'
         AND details -> 'given' = '{\"a_in\": \"2\", \"b_now\": \"35\", \"f_capacity_tokens\": \"5000\"}'",
    )
    .bind(id.0)
    .fetch_one(&world.pool)
    .await
    .unwrap();
    assert_eq!(logged, 1);

    // Whoever saw the older version overwrites nothing; who saw the newest forgets.
    owner
        .send(Method::POST, &path, kind, Body::from(body))
        .await;
    assert_eq!(found(&asked).await.kept, 1);
    let forget = format!("currency={}&version=1", before.currency);
    let path = format!("{path}/forget");
    owner
        .send(Method::POST, &path, kind, Body::from(forget))
        .await;
    assert_eq!(found(&asked).await, before);
}

async fn csv(client: &mut Client, path: &str) -> String {
    let answer = client.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.text()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn figures_leave_as_json_and_csv(pool: PgPool) {
    let (world, id) = world(pool).await;
    send(
        &world,
        id,
        &[counter(
            "litellm_input_tokens_metric_total",
            &[("model", "=1+1")],
            24,
            10.0,
        )],
    )
    .await;
    let mut client = world.client(Role::Viewer).await;
    let month = "month=2026-11";
    let answer = client
        .get(&format!("/api/v1/workloads/{id}/cost?{month}"))
        .await
        .json();
    assert_eq!(answer["figures"]["tokens_in"], 240.0, "{answer}");
    let team = world.team;
    let answer = client
        .get(&format!("/api/v1/teams/{team}/cost?{month}&by=model"))
        .await
        .json();
    assert_eq!(answer["rows"][0]["name"], "=1+1", "{answer}");
    for path in [
        format!("/api/v1/workloads/{id}/cost.csv?{month}&lang=en"),
        format!("/api/v1/teams/{team}/cost.csv?{month}&lang=en"),
        format!("/api/v1/organisation/cost.csv?{month}&lang=en"),
    ] {
        let text = csv(&mut client, &path).await;
        assert!(
            text.starts_with("\u{feff}Month,Team,Workload,Quantity,Amount"),
            "{text}"
        );
        assert!(
            text.contains("2026-11,一队,推理服务,Input tokens,240.000000,token,'=1+1,"),
            "{text}"
        );
    }
    let mut stranger = world.client(Role::Stranger).await;
    let all = csv(
        &mut stranger,
        &format!("/api/v1/organisation/cost.csv?{month}"),
    )
    .await;
    assert!(!all.contains("推理服务"), "{all}");
    assert_eq!(
        stranger
            .get(&format!("/api/v1/workloads/{id}/cost"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_form_says_what_is_wrong(pool: PgPool) {
    let (world, id) = world(pool).await;
    let mut client = world.client(Role::Owner).await;
    let path = format!("/workloads/{id}/cost/budget");
    let kind = "application/x-www-form-urlencoded";
    let body = Body::from("amount=-5&currency=%C2%A5&version=0");
    let answer = client.send(Method::POST, &path, kind, body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let shown = client.get(&format!("/workloads/{id}/cost")).await.text();
    assert!(shown.contains("aria-invalid=\"true\""), "{shown}");
    let machine_sees = machine(&world, &token(&world, id, "signals").await)
        .get(&format!("/api/v1/workloads/{id}/cost"))
        .await;
    assert_eq!(
        machine_sees.status,
        StatusCode::UNAUTHORIZED,
        "a token for telemetry opens no figures"
    );
}
