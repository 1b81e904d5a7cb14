//! Reports as files: what is in them, for whom, and who gets none.

use http::StatusCode;
use services::assessing;
use sqlx::PgPool;

use super::signals::{console, machine, send, settle, token, week};
use super::support::{Role, World};

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn series_leave_as_a_table(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    send(&mut collector, week(&world, 82.0)).await;
    settle(&world).await;
    let mut client = world.client(Role::Viewer).await;
    let path = format!("/api/v1/workloads/{id}/signals.csv?lang=");
    let english = client.get(&format!("{path}en")).await.text();
    let lines: Vec<_> = english.lines().collect();
    assert!(
        lines[0].ends_with("Last value,Points kept,Rules"),
        "{english}"
    );
    assert_eq!(lines.len(), 3, "{english}");
    let gpu = lines
        .iter()
        .find(|line| line.contains("DCGM_FI_DEV_GPU_UTIL"));
    let gpu = gpu.copied().unwrap_or_default();
    assert!(
        gpu.starts_with("gpu.utilisation,")
            && gpu.contains(",82,150,")
            && gpu.contains("C04.gpu_util"),
        "{english}"
    );
    let chinese = client.get(&format!("{path}zh-CN")).await.text();
    assert!(
        chinese.contains("瞬时值") && chinese.contains("保留的点数"),
        "{chinese}"
    );
    let report = client
        .get(&format!("/api/v1/workloads/{id}/report.pdf"))
        .await;
    assert_eq!(report.status, StatusCode::OK, "{}", report.text());
    let stranger = world
        .client(Role::Stranger)
        .await
        .get(&format!("{path}en"))
        .await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn verdicts_leave_with_their_figures_and_charts(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    send(&mut collector, week(&world, 82.0)).await;
    settle(&world).await;
    let mut client = world.client(Role::Viewer).await;
    let table = client
        .get(&format!("/api/v1/workloads/{id}/verdicts.csv?lang=en"))
        .await
        .text();
    let gpu = table.lines().find(|line| line.starts_with("C04.gpu_util,"));
    let gpu: Vec<_> = gpu.unwrap_or_default().split(',').collect();
    assert_eq!(
        gpu.get(2..4),
        Some(&["supports", "busy_mean"][..]),
        "{table}"
    );
    assert_eq!(gpu.get(5..8), Some(&["ratio", "0.7", "7"][..]), "{table}");
    assert_eq!(gpu.get(9), Some(&"DCGM; vLLM"), "{table}");
    assert_eq!(gpu.last(), Some(&"proposal"), "{table}");
    for kind in ["team", "auditor"] {
        let path = format!("/api/v1/workloads/{id}/report.html?kind={kind}&lang=en");
        let page = client.get(&path).await.text();
        assert!(
            page.contains("C04.gpu_util · gpu.utilisation · by the hour"),
            "{kind}"
        );
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_kind_that_is_none_is_named(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Viewer).await;
    let (workload, team) = (world.workload, world.team);
    for path in [
        format!("/api/v1/workloads/{workload}/report.pdf"),
        format!("/api/v1/teams/{team}/report.pdf"),
        "/api/v1/organisation/report.pdf".to_owned(),
    ] {
        for (parameter, code) in [("kind=board", "kind"), ("ids=1,2", "ids")] {
            let answer = client.get(&format!("{path}?{parameter}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}?{parameter}");
            assert_eq!(answer.json()["error"]["code"], code);
            let message = answer.json()["error"]["message"].to_string();
            assert!(message.contains(&format!("`{code}`")), "{message}");
        }
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_report_on_chosen_workloads_has_those(pool: PgPool) {
    let world = World::new(pool).await;
    let other = world.fresh("第二个").await;
    let mut client = world.client(Role::Administrator).await;
    let path = "/api/v1/organisation/report.json";
    let count = |json: serde_json::Value| json["workloads_total"].as_u64();
    let all = count(client.get(path).await.json()).unwrap();
    assert!(all >= 3, "{all}");
    for (choice, expected) in [
        (format!("ids={other}"), 1),
        (format!("ids={other},{}", world.foreign), 2),
        (format!("team={}&ids={}", world.team, world.foreign), 0),
        ("q=%E7%AC%AC%E4%BA%8C".to_owned(), 1),
        ("show=archived".to_owned(), 0),
    ] {
        let answer = client.get(&format!("{path}?{choice}")).await.json();
        assert_eq!(count(answer), Some(expected), "{choice}");
    }
    // What may not be read is not there, however it is asked for.
    let mut viewer = world.client(Role::Viewer).await;
    let foreign = viewer.get(&format!("{path}?ids={}", world.foreign)).await;
    assert_eq!(count(foreign.json()), Some(0));
}

/// What people may type where they name things.
const HOSTILE: &str = "\"><img src=x onerror=alert(1)></textarea><script>alert(2)</script>";

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn every_form_leaves_for_every_reader(pool: PgPool) {
    let world = World::new(pool).await;
    let hostile = world.fresh(HOSTILE).await;
    let formula = world.fresh("=cmd|' /C calc'!A0").await;
    let mut client = world.client(Role::Viewer).await;
    let today = world.services.today();
    let subjects = [
        (format!("workloads/{hostile}"), HOSTILE.to_owned()),
        (format!("teams/{}", world.team), "一队".to_owned()),
        ("organisation".to_owned(), String::new()),
    ];
    for (subject, name) in subjects {
        for kind in ["executive", "team", "auditor"] {
            let path = format!("/api/v1/{subject}/report.html?kind={kind}&lang=zh-CN");
            let page = client.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
            assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
            let text = page.text();
            assert!(text.starts_with("<!doctype html>"), "{path}");
            for markup in ["<script", "<img", "onerror=\""] {
                assert!(!text.contains(markup), "{path}: {markup}");
            }
            let part = if kind == "team" {
                String::new()
            } else {
                format!("-{kind}")
            };
            let file = app::query::encode(&format!("{today}{part}.html"));
            assert!(
                page.header("content-disposition").ends_with(&file),
                "{path}"
            );
            // The end of the change log stands in it, whatever it is about.
            assert!(text.contains("变更日志末端"), "{path}");
        }
        let book = client
            .get(&format!("/api/v1/{subject}/report.xlsx?lang=en"))
            .await;
        assert_eq!(book.status, StatusCode::OK, "{subject}");
        assert!(book.bytes.starts_with(b"PK"), "{subject} {name}");
        let kind = book.header("content-type");
        assert!(kind.contains("spreadsheetml"), "{subject} {kind}");
    }
    let table = client
        .get("/api/v1/organisation/workloads.csv")
        .await
        .text();
    assert!(
        table.contains(",'=cmd|") || table.contains(",\"'=cmd|"),
        "{formula}: {table}"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_may_not_read_gets_no_report(pool: PgPool) {
    let world = World::new(pool).await;
    let mut stranger = world.client(Role::Stranger).await;
    for form in ["pdf", "html", "xlsx"] {
        for subject in [
            format!("workloads/{}", world.workload),
            format!("teams/{}", world.team),
        ] {
            let path = format!("/api/v1/{subject}/report.{form}?kind=auditor");
            let answer = stranger.get(&path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!answer.text().contains("客服助手"), "{path}");
        }
    }
    let page = stranger
        .get("/api/v1/organisation/report.html?kind=auditor")
        .await
        .text();
    assert!(!page.contains("客服助手") && page.contains("代码助手"));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_auditor_reads_who_reviewed_and_each_entry_of_the_log(pool: PgPool) {
    let world = World::new(pool).await;
    let (services, id) = (&world.services, world.workload);
    let (architect, owner) = (world.viewer(Role::Architect), world.viewer(Role::Owner));
    world.answer(Role::Architect, id, "S01.2a", 0).await;
    let submit = async |comment: &str| assessing::submit(services, architect, id, comment).await;
    submit("请看一下").await.unwrap();
    assessing::send_back(services, owner, id, "请补充证据")
        .await
        .unwrap();
    submit("补好了").await.unwrap();
    assessing::approve(services, owner, id, "同意")
        .await
        .unwrap();
    let hashes: Vec<String> = sqlx::query_scalar(
        "SELECT encode(hash, 'hex') FROM change_log WHERE chain = $1 ORDER BY number",
    )
    .bind(id.0)
    .fetch_all(&world.pool)
    .await
    .unwrap();
    assert!(hashes.len() >= 6, "{hashes:?}");
    let input: String =
        sqlx::query_scalar("SELECT input_hash FROM milestones WHERE workload_id = $1")
            .bind(id.0)
            .fetch_one(&world.pool)
            .await
            .unwrap();
    let mut client = world.client(Role::Viewer).await;
    for (lang, words) in [
        ("en", ["Milestones", "Sent back", "Asked for a review"]),
        ("zh-CN", ["里程碑", "退回修改", "提交审核"]),
    ] {
        let path = format!("/api/v1/workloads/{id}/report.html?kind=auditor&lang={lang}");
        // Where long words may break is no part of them.
        let page = client.get(&path).await.text().replace('\u{200b}', "");
        let said = ["Architect", "Owner", "请补充证据", "assessment.approve"];
        let all = hashes.iter().map(String::as_str).chain(words).chain(said);
        for text in all.chain([input.as_str()]) {
            assert!(page.contains(text), "{lang}: {text}");
        }
    }
}
