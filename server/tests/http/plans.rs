//! Plans over HTTP: pages, forms, files for trackers, signed webhooks.

use domain::views::assessing::Change;
use domain::{Answer, WorkloadId};
use http::StatusCode;
use services::assessing;
use services::plan::{self, ActionForm};
use sqlx::PgPool;

use super::support::{CRITERION, Role, World, criterion};

/// One criterion is answered as not met, so the workload is assessed and has a plan.
async fn assessed(world: &World, id: WorkloadId) {
    let change = Change {
        criterion: criterion(),
        expected: 0,
        answer: Some(Answer::NotMet),
    };
    let architect = world.viewer(Role::Architect);
    assessing::answer(&world.services, architect, id, &[change])
        .await
        .unwrap();
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn pages_show_what_is_asked_for(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let empty = client.get("/plan").await.text();
    assert!(empty.contains("没有整改行动"), "{empty}");
    assert!(empty.contains("href=\"/plan\""), "the top bar leads here");
    assessed(&world, world.workload).await;
    let (id, team) = (world.workload, world.team);
    for (path, there) in [
        ("/plan".to_owned(), "客服助手"),
        (format!("/teams/{team}/plan?q=s01.2a"), "S01.2a"),
        (
            format!("/teams/{team}/plan?view=board&q=S01.2a"),
            "data-state=\"in_progress\"",
        ),
        (
            format!("/workloads/{id}/plan?view=timeline&q=S01"),
            "c-gantt__bar",
        ),
        (format!("/workloads/{id}/plan?capacity=0"), "达不到"),
        (
            format!("/teams/{team}/plan?q=nothing"),
            "没有符合条件的行动",
        ),
        (format!("/plan?team={team}&capacity=7"), "按7人天/月试算"),
    ] {
        let page = client.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text().contains(there), "{path}: {}", page.text());
    }
    let mut stranger = world.client(Role::Stranger).await;
    let theirs = stranger.get("/plan").await.text();
    assert!(!theirs.contains("客服助手"));
    let hidden = stranger.get(&format!("/plan?team={team}")).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn forms_go_back_to_where_they_came_from(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    assessed(&world, id).await;
    let mut client = world.client(Role::Architect).await;
    let back = format!("/workloads/{id}/plan?view=board");
    let moved = client
        .post(
            &format!("/workloads/{id}/plan/{CRITERION}/move"),
            &[("state", "done"), ("version", "0"), ("back", &back)],
        )
        .await;
    assert_eq!(
        (moved.status, moved.location()),
        (StatusCode::SEE_OTHER, back.as_str())
    );
    let page = client.get(&back).await.text();
    assert!(page.contains("已做，待回答"), "{page}");
    // Somebody was faster.
    let stale = client
        .post(
            &format!("/workloads/{id}/plan/{CRITERION}/move"),
            &[("state", "open"), ("version", "0"), ("back", &back)],
        )
        .await;
    assert_eq!(stale.status, StatusCode::SEE_OTHER);
    let page = client.get(&back).await.text();
    assert!(page.contains("没有保存"), "{page}");
    // A circle is named where it was typed.
    for (of, first, version) in [(CRITERION, "S01.2b", "1"), ("S01.2b", CRITERION, "0")] {
        client
            .post(
                &format!("/workloads/{id}/plan/{of}/effort"),
                &[("requires", first), ("version", version)],
            )
            .await;
    }
    let page = client.get(&format!("/workloads/{id}/plan")).await.text();
    assert!(page.contains("S01.2a → S01.2b → S01.2a"), "{page}");
    for (form, status) in [
        (vec![("action", "x")], StatusCode::SEE_OTHER),
        (
            vec![("action", "a:b:c"), ("owner", "none")],
            StatusCode::SEE_OTHER,
        ),
    ] {
        let sent = client.post("/plan/assign", &form).await;
        assert_eq!(sent.status, status);
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn files_are_what_importers_take(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.workload;
    assessed(&world, id).await;
    let form = ActionForm {
        state: "in_progress".to_owned(),
        owner: world.viewer(Role::Owner).user.to_string(),
        due_on: "2030-01-05".to_owned(),
        ..ActionForm::default()
    };
    let architect = world.viewer(Role::Architect);
    plan::set_action(&world.services, architect, id, &criterion(), &form)
        .await
        .unwrap();
    let mut client = world.client(Role::Viewer).await;
    let jira = client
        .get(&format!("/api/v1/workloads/{id}/plan.csv?for=jira&lang=en"))
        .await;
    assert_eq!(jira.header("content-type"), "text/csv; charset=utf-8");
    let text = jira.text();
    assert!(text.starts_with("Summary,Issue Type,Status"), "{text}");
    let line = text
        .split("\r\n")
        .find(|line| line.contains(CRITERION))
        .unwrap();
    for cell in [
        "In Progress",
        "05/Jan/30 12:00 AM",
        "owner@example.test",
        &format!("hexastyle:{id}:{CRITERION}"),
    ] {
        assert!(line.contains(cell), "{cell}: {line}");
    }
    let github = client
        .get(&format!(
            "/api/v1/teams/{}/plan.csv?for=github&lang=en",
            world.team
        ))
        .await
        .text();
    assert!(
        github.starts_with("title,body,labels,state\r\n"),
        "{github}"
    );
    let table = client
        .get(&format!("/api/v1/teams/{}/plan.csv?lang=zh-CN", world.team))
        .await
        .text();
    assert!(table.starts_with("\u{feff}团队,工作负载"), "{table}");
    // Of the organisation as its page is narrowed, and only what the reader may see.
    let whole = |query: &str| format!("/api/v1/organisation/plan.csv?for=jira&lang=en{query}");
    let all = client.get(&whole("")).await.text();
    assert!(all.contains(CRITERION), "{all}");
    let narrowed = client.get(&whole("&state=in_progress")).await.text();
    let record = format!("hexastyle:{id}:");
    assert!(
        narrowed.contains(&format!("{record}{CRITERION}")),
        "{narrowed}"
    );
    assert!(narrowed.matches(&record).count() < all.matches(&record).count());
    let none = client.get(&whole("&q=nothing")).await.text();
    assert!(!none.contains("hexastyle:"), "{none}");
    let page = client.get("/plan?state=in_progress").await.text();
    assert!(
        page.contains("/api/v1/organisation/plan.csv?state=in_progress&amp;for=jira"),
        "{page}"
    );
    let mut stranger = world.client(Role::Stranger).await;
    let theirs = stranger.get(&whole("")).await.text();
    assert!(!theirs.contains(&format!("hexastyle:{id}")), "{theirs}");
    let hidden = stranger.get(&whole(&format!("&team={}", world.team))).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let wrong = client
        .get(&format!("/api/v1/workloads/{id}/plan.csv?for=trello"))
        .await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    for filter in ["&team=x", "&workload=x"] {
        let wrong = client.get(&whole(filter)).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{filter}");
    }
}
