//! What was measured travels with the organisation: the same cost, signals, verdicts and trends elsewhere.

use std::sync::Arc;

use domain::views::cost::CostQuery;
use domain::views::transfer::{ImportRemark, Obstacle, RowFault};
use domain::{Locale, TeamId, TokenId, Viewer, WorkloadId};
use serde_json::{Value, json};
use services::cost::{self, FactorsForm, Subject};
use services::rules::{self, ThresholdForm};
use services::signals::{Door, Limits, Machine, charts, judge_due, receive, signals_page};
use services::transfer::Exporter;
use services::{Clock, Services, trend};
use sqlx::PgPool;
use telemetry::decompress::Compression;
use telemetry::otlp::{Encoding, Signal};
use time::Duration;

use super::cost::{NOW, at, bill, budget, counter, send, settle, world};
use super::signals::{conversation, spans, week};
use super::support::{CRITERION, Role, World, checksum};
use super::transfer::Elsewhere;

async fn otlp(world: &World, id: WorkloadId, signal: Signal, body: String) {
    let machine = Machine {
        token: TokenId(uuid::Uuid::nil()),
        workload: id,
    };
    let door = Door::Otlp(signal, Encoding::Json);
    let body = body.into_bytes().into();
    receive(&world.services, machine, door, Compression::None, body)
        .await
        .unwrap();
    settle(world).await;
}

/// A distribution with a point an hour ago.
fn spread() -> Value {
    let at = |back: i64| {
        (NOW - Duration::minutes(back))
            .unix_timestamp_nanos()
            .to_string()
    };
    let point = json!({
        "startTimeUnixNano": at(90), "timeUnixNano": at(60), "count": "6", "sum": 3.3,
        "bucketCounts": ["1", "2", "3"], "explicitBounds": [0.1, 0.7], "attributes": [],
    });
    json!({"name": "gen_ai.client.operation.duration", "unit": "s",
           "histogram": {"aggregationTemporality": 2, "dataPoints": [point]}})
}

/// A workload of which everything was measured: a week of a GPU, tokens, money and energy, traces, a bill, a budget that
/// was passed, factors of carbon, and the samples of two days.
async fn filled(pool: PgPool) -> (World, WorkloadId) {
    let (world, id) = world(pool).await;
    let owner = world.viewer(Role::Owner).clone();
    for subject in [Subject::Workload(id), Subject::Team(world.team)] {
        let usd = cost::BudgetForm {
            currency: "USD".to_owned(),
            ..budget("20", 0)
        };
        cost::set_budget(&world.services, &owner, subject, &usd)
            .await
            .unwrap();
    }
    let factors = FactorsForm {
        pue: "1.3".to_owned(),
        intensity: "571.3".to_owned(),
        embodied: "12.7".to_owned(),
        source: "电网".to_owned(),
        version: 0,
    };
    cost::set_factors(&world.services, &owner, Subject::Team(world.team), &factors)
        .await
        .unwrap();
    let labels = [("model", "large"), ("feature", "chat")];
    let metrics = [
        counter("litellm_input_tokens_metric_total", &labels, 48, 1000.1),
        counter("litellm_spend_metric_total", &labels, 48, 0.7),
        counter(
            "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
            &[("gpu", "0")],
            48,
            3.6e9,
        ),
        spread(),
    ];
    send(&world, id, &metrics).await;
    otlp(&world, id, Signal::Metrics, week(&world, 82.0)).await;
    let traces = (1..=7).map(|number| conversation(&world, number, number > 3));
    let traces = spans(traces.flatten());
    otlp(&world, id, Signal::Traces, traces).await;
    bill(&world, id, "bill.csv", 16, 100.0).await;
    trend::sample_due(&at(&world, NOW - Duration::days(1)))
        .await
        .unwrap();
    world.answer(Role::Architect, id, CRITERION, 0).await;
    trend::sample_due(&world.services).await.unwrap();
    (world, id)
}

async fn exported(world: &World) -> Vec<Value> {
    let admin = world.viewer(Role::Administrator);
    let export = Exporter::begin(&world.services, admin, false).await;
    lines(export.unwrap()).await
}

async fn lines(mut export: Exporter) -> Vec<Value> {
    let mut lines = Vec::new();
    while let Some(line) = export.line().await.unwrap() {
        lines.push(serde_json::from_slice(&line).unwrap());
    }
    lines
}

fn file(lines: &[Value]) -> Vec<u8> {
    let lines: Vec<_> = lines.iter().map(|line| format!("{line}\n")).collect();
    lines.concat().into_bytes()
}

/// Another installation whose clock stands at the same time, and whose rules look at once.
async fn elsewhere(world: &World, email: &str) -> Elsewhere {
    let mut there = Elsewhere::beside(&world.pool, email).await;
    let limits = Limits {
        settle: std::time::Duration::ZERO,
        ..Default::default()
    };
    there.services = there
        .services
        .clone()
        .with_signals(limits, None)
        .with_clock(Clock(Arc::new(|| NOW)));
    there
}

/// Numbers as no page shows them more exactly: sums of many may differ in their last bits, and so may a figure of a verdict.
fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(format!("{:.9e}", number.as_f64().unwrap())),
        Value::Array(list) => list.into_iter().map(rounded).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, one)| (name, rounded(one)));
            Value::Object(fields.collect())
        }
        other => other,
    }
}

/// What pages show.
async fn shown(services: &Services, viewer: &Viewer, (id, team): (WorkloadId, TeamId)) -> Value {
    let query = CostQuery::of([("open", "tokens")]);
    let all = CostQuery::default();
    let workload = cost::page(services, viewer, id, &query).await.unwrap();
    let of_team = cost::team(services, viewer, team, &all).await.unwrap();
    let organisation = cost::organisation(services, viewer, &all).await.unwrap();
    let signals = signals_page(services, viewer, id).await.unwrap();
    let rule = "C04.gpu_util".parse().unwrap();
    let chart = charts(services, viewer, id, &rule).await.unwrap();
    let moved = trend::workload_page(services, viewer, id, "", Locale::Zh).await;
    let alerts = trend::alerts_page(services, viewer, Some(team), "", Locale::Zh).await;
    assert!(chart.is_some() && !signals.signals.is_empty());
    rounded(json!({
        "workload": workload, "team": of_team, "figures": organisation.figures, "money": organisation.money,
        "signals": signals, "chart": chart, "trend": moved.unwrap(), "alerts": alerts.unwrap(),
    }))
}

/// What is stored; of each table something, but alerts, as nothing got worse.
async fn stored(pool: &PgPool) -> Value {
    let all: Value = sqlx::query_scalar(
        "SELECT jsonb_build_object(
             'hours', (SELECT jsonb_agg(jsonb_build_array(encode(s.key, 'hex'), s.name, s.kind, s.unit, s.labels, s.first_at,
                           to_jsonb(h) - 'series_id', h.sum::text) ORDER BY s.key, h.hour)
                       FROM signal_hours h JOIN signal_series s ON s.id = h.series_id),
             'spread', (SELECT jsonb_agg(encode(distribution, 'hex') ORDER BY distribution) FROM signal_hours WHERE distribution IS NOT NULL),
             'states', (SELECT jsonb_agg(jsonb_build_array(encode(s.key, 'hex'), t.last_at, encode(t.state, 'hex')) ORDER BY s.key)
                        FROM signal_states t JOIN signal_series s ON s.id = t.series_id),
             'traces', (SELECT jsonb_agg(to_jsonb(t) ORDER BY day, marks) FROM (
                            SELECT day, marks, sum(n) AS n FROM (
                                SELECT day, marks, count(*) AS n FROM signal_traces GROUP BY 1, 2
                                UNION ALL SELECT day, marks, traces FROM signal_trace_days) AS a GROUP BY 1, 2) AS t),
             'costs', (SELECT jsonb_agg(to_jsonb(d) ORDER BY d::text) FROM cost_days d),
             'budgets', (SELECT jsonb_agg(to_jsonb(b) - 'set_by' ORDER BY id) FROM budgets b),
             'told', (SELECT jsonb_agg(to_jsonb(m) ORDER BY m::text) FROM budget_marks m),
             'factors', (SELECT jsonb_agg(to_jsonb(f) - 'set_by' ORDER BY id) FROM cost_factors f),
             'samples', (SELECT jsonb_agg(to_jsonb(s) ORDER BY workload_id, day) FROM workload_samples s),
             'groups', (SELECT jsonb_agg(to_jsonb(g) ORDER BY g::text) FROM group_samples g),
             'events', (SELECT jsonb_agg(to_jsonb(e) ORDER BY id) FROM notice_events e WHERE kind = 'budget_passed'),
             'verdicts', (SELECT jsonb_agg(to_jsonb(v) ORDER BY rule) FROM verdicts v))",
    )
    .fetch_one(pool)
    .await
    .unwrap();
    rounded(all)
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_was_measured_is_the_same_elsewhere(pool: PgPool) {
    let (world, id) = filled(pool).await;
    let of = (id, world.team);
    let admin = world.viewer(Role::Administrator);
    let there = elsewhere(&world, "other@example.test").await;
    let kept = stored(&world.pool).await;
    for (table, rows) in kept.as_object().unwrap() {
        assert!(rows.is_array(), "nothing of {table} to compare");
    }
    let report = there.import(&file(&exported(&world).await), true).await;
    assert_eq!(report.obstacles, [], "{report:?}");
    assert!(report.totals.measured > 0);
    let elsewhere = stored(&there.pool).await;
    for (table, rows) in kept.as_object().unwrap() {
        assert_eq!(&elsewhere[table], rows, "{table}");
    }
    let pages = shown(&world.services, admin, of).await;
    assert_eq!(shown(&there.services, &there.admin, of).await, pages);
    // Rules look at what came, and say the same of it; nothing is booked twice, and nobody is told again.
    assert!(judge_due(&there.services).await.unwrap() > 0);
    let judged = stored(&there.pool).await;
    for table in ["costs", "told", "events"] {
        assert_eq!(judged[table], kept[table], "{table}");
    }
    let said = |stored: &Value| -> Vec<(Value, Value)> {
        let rows = stored["verdicts"].as_array().unwrap().iter();
        rows.map(|row| (row["rule"].clone(), row["content"].clone()))
            .collect()
    };
    assert_eq!(said(&judged), said(&kept));
    let told: i64 = sqlx::query_scalar("SELECT count(*) FROM notices")
        .fetch_one(&there.pool)
        .await
        .unwrap();
    assert_eq!(told, 0);
}

/// One workload alone shows the same and is judged by the same numbers; who may read it may take it along.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn one_workload_takes_along_what_was_measured_of_it(pool: PgPool) {
    let (world, id) = filled(pool).await;
    let admin = world.viewer(Role::Administrator);
    let rule = "C04.gpu_util".parse().unwrap();
    let stricter = ThresholdForm {
        numbers: [("supports".to_owned(), "90".to_owned())].into(),
        remark: "按本组织的要求".to_owned(),
        version: 0,
    };
    rules::set_thresholds(&world.services, admin, &rule, &stricter)
        .await
        .unwrap();
    judge_due(&world.services).await.unwrap();
    let reader = world.viewer(Role::Viewer);
    let export = Exporter::begin_workload(&world.services, reader, id, false).await;
    let lines = lines(export.unwrap()).await;
    assert_eq!(lines[0]["export"]["workload"], json!(id));
    assert!(
        !String::from_utf8(file(&lines))
            .unwrap()
            .contains("@example.test")
    );
    let there = elsewhere(&world, "other@example.test").await;
    let without = [&lines[..2], &lines[lines.len() - 1..]].concat();
    let cut = there.look(&file(&without)).await;
    assert_eq!(cut.obstacles, [Obstacle::CutOff { workloads: 1 }]);
    let cut = there.look(&file(&lines[..lines.len() - 1])).await;
    assert_eq!(cut.obstacles, [Obstacle::CutOff { workloads: 1 }]);
    let report = there.import(&file(&lines), true).await;
    assert_eq!(report.obstacles, [], "{report:?}");
    assert!(!report.organisation && report.totals.measured > 0);
    assert!(
        report
            .remarks
            .contains(&ImportRemark::Thresholds { count: 1 })
    );

    let (kept, elsewhere) = (stored(&world.pool).await, stored(&there.pool).await);
    for table in [
        "hours", "spread", "states", "traces", "costs", "factors", "verdicts",
    ] {
        assert!(kept[table].is_array(), "nothing of {table} to compare");
        assert_eq!(elsewhere[table], kept[table], "{table}");
    }
    let of = (id, world.team);
    let pages = shown(&world.services, admin, of).await;
    let imported = shown(&there.services, &there.admin, of).await;
    for page in ["workload", "signals", "chart", "trend"] {
        assert_eq!(imported[page], pages[page], "{page}");
    }
    assert!(judge_due(&there.services).await.unwrap() > 0);
    let said = |stored: &Value| -> Vec<(Value, Value)> {
        let rows = stored["verdicts"].as_array().unwrap().iter();
        rows.map(|row| (row["rule"].clone(), row["content"].clone()))
            .collect()
    };
    assert_eq!(said(&stored(&there.pool).await), said(&kept));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_line_that_does_not_fit_is_named_and_nothing_is_written(pool: PgPool) {
    let (world, _) = filled(pool).await;
    let there = elsewhere(&world, "other@example.test").await;
    let before = checksum(&there.pool).await;
    let lines = exported(&world).await;
    // Documents have rows too, of other tables.
    let place = |table: &str| {
        let found = lines.iter().position(|line| {
            let export = &line["export"];
            export["kind"] == "measured" && export["rows"][table].is_array()
        });
        found.unwrap()
    };
    let hours = place("hours");
    let refused = async |change: &dyn Fn(&mut Vec<Value>)| {
        let mut changed = lines.clone();
        change(&mut changed);
        let mut report = there.import(&file(&changed), true).await;
        assert!(!report.obstacles.is_empty());
        report.obstacles.remove(0)
    };
    let row = |found: Obstacle| match found {
        Obstacle::Row {
            line, field, fault, ..
        } => (usize::try_from(line).unwrap(), field, fault),
        other => panic!("{other:?}"),
    };
    let stray = refused(&|all| all[hours]["export"]["rows"]["hours"][1]["series"] = json!(0)).await;
    let named = "export.rows.hours[1]".to_owned();
    assert_eq!(row(stray), (hours + 1, named.clone(), RowFault::Stray));
    let twice = refused(&|all| {
        let rows = &mut all[hours]["export"]["rows"]["hours"];
        rows[1] = rows[0].clone();
    })
    .await;
    assert_eq!(row(twice), (hours + 1, named, RowFault::Form));
    let other = uuid::Uuid::nil().to_string();
    let foreign = refused(&|all| all[hours]["export"]["workload"] = json!(other)).await;
    assert_eq!(row(foreign).2, RowFault::Stray);
    let costs = place("cost_days");
    let malformed = refused(&|all| {
        all[costs]["export"]["rows"]["cost_days"][0]["amount"] = json!("1,5");
    })
    .await;
    let Obstacle::Malformed { line, field, .. } = malformed else {
        panic!("another obstacle")
    };
    let found = (usize::try_from(line).unwrap(), field.as_str());
    assert_eq!(found, (costs + 1, "export.rows.cost_days[0].amount"));
    // The database has the last word.
    let samples = place("samples");
    let same = refused(&|all| {
        let rows = all[samples]["export"]["rows"]["samples"].as_array_mut();
        let rows = rows.unwrap();
        rows.push(rows[0].clone());
    })
    .await;
    let Obstacle::Refused {
        line, constraint, ..
    } = same
    else {
        panic!("another obstacle")
    };
    let found = (usize::try_from(line).unwrap(), constraint.as_str());
    assert_eq!(found, (samples + 1, "workload_samples_pkey"));
    let missing = refused(&|all| drop(all.remove(costs))).await;
    assert_eq!(missing, Obstacle::CutOff { workloads: 3 });
    assert_eq!(checksum(&there.pool).await, before);
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM signal_series")
        .fetch_one(&there.pool)
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

/// Earlier exports have documents only: what files say of cost is booked again, and rules look.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_format_before_is_still_read(pool: PgPool) {
    let (world, id) = filled(pool).await;
    let there = elsewhere(&world, "other@example.test").await;
    let mut lines = exported(&world).await;
    lines.retain(|line| {
        let kind = &line["export"]["kind"];
        kind != "measured" && kind != "group"
    });
    for line in &mut lines {
        let export = line["export"].as_object_mut().unwrap();
        export.insert("format".to_owned(), json!(1));
        export.remove("lines");
        if let Some(rows) = export.get_mut("rows").and_then(Value::as_object_mut) {
            rows.retain(|table, _| {
                !["budgets", "factors", "assumptions", "history"].contains(&table.as_str())
            });
        }
    }
    let report = there.import(&file(&lines), true).await;
    assert_eq!(report.obstacles, [], "{report:?}");
    let before = CostQuery::default();
    let empty = cost::page(&there.services, &there.admin, id, &before).await;
    assert!(empty.unwrap().money.is_empty());
    assert_eq!(judge_due(&there.services).await.unwrap(), 1);
    let booked = cost::page(&there.services, &there.admin, id, &before).await;
    let money = booked.unwrap().money;
    assert_eq!(money.len(), 1, "the bill's, not that of telemetry");
    assert!((money[0].spent - 1600.0).abs() < 1e-6, "{}", money[0].spent);
}
