//! Tables are the same however their pages are cut.

use std::collections::BTreeSet;

use domain::{
    Answer, Locale, WorkloadId,
    views::{plans::PlanQuery, register::RegisterQuery, workloads::WorkloadQuery},
};
use services::{
    Error,
    export::{self, Choice, Subject, Table},
    plan::{self, Tracker},
    register::{self, Assigned},
    workload,
};
use sqlx::PgPool;

use crate::support::World;

/// Workloads of two teams, two of one name but for its case, one that nobody answered for.
async fn filled(pool: PgPool) -> (World, [WorkloadId; 4]) {
    let w = World::new(pool).await;
    let mut ids = Vec::new();
    for (team, name, facts) in [
        (w.team, "Desk", &["personal_data", "rag"][..]),
        (w.team, "desk", &["rag"][..]),
        (w.other, "代码助手", &["agents", "self_hosted"][..]),
        (w.other, "空的", &[][..]),
    ] {
        ids.push(w.workload(team, name, 1, facts).await);
    }
    for id in &ids[..3] {
        w.answer(*id, &[("S01.2a", Answer::Met), ("R01.2a", Answer::NotMet)])
            .await;
    }
    (w, ids.try_into().unwrap())
}

/// A table in one page, after it was compared with itself in smaller ones.
async fn cut(what: &str, table: impl AsyncFn() -> Result<Table, Error>) -> String {
    let whole = table().await.unwrap().whole().await.unwrap();
    let lines = String::from_utf8(whole.clone()).unwrap();
    for rows in [1, 3, 40] {
        // A page a row is slow where there are hundreds.
        if rows > 1 || lines.lines().count() < 50 {
            let parts = table().await.unwrap().in_pages_of(rows);
            assert!(parts.whole().await.unwrap() == whole, "{what}: {rows}");
        }
    }
    lines
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_register_leaves_in_any_order(pool: PgPool) {
    let (w, [first, ..]) = filled(pool).await;
    let query = RegisterQuery {
        workload: first.to_string(),
        ..RegisterQuery::default()
    };
    let rows = register::page(&w.services, &w.architect, &query, Locale::En)
        .await
        .unwrap()
        .rows;
    // Some with an owner, so that an order has rows with and without what it goes by.
    let owned: Vec<_> = rows.iter().step_by(2).collect();
    let owned: Vec<_> = owned
        .into_iter()
        .map(|row| Assigned {
            workload: row.workload,
            risk: row.risk.clone(),
            version: row.version,
        })
        .collect();
    let to = w.architect.user.to_string();
    register::assign(&w.services, &w.owner, &owned, &to)
        .await
        .unwrap();
    let mut orders = BTreeSet::new();
    for column in [
        "assured", "claimed", "inherent", "findings", "risk", "workload", "team", "owner", "until",
    ] {
        for sort in [column.to_owned(), format!("-{column}")] {
            let query = RegisterQuery {
                sort,
                ..RegisterQuery::default()
            };
            let table = async || register::csv(&w.services, &w.manager, &query, Locale::En).await;
            orders.insert(cut(&query.sort, table).await);
        }
    }
    assert!(orders.len() > 7, "{} orders", orders.len());
    let mut rows: Vec<Vec<&str>> = orders.iter().map(|o| o.lines().collect()).collect();
    for rows in &mut rows {
        rows.sort_unstable();
    }
    assert!(rows.windows(2).all(|two| two[0] == two[1]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn plans_leave_in_their_order(pool: PgPool) {
    let (w, [first, ..]) = filled(pool).await;
    let (services, manager) = (&w.services, &w.manager);
    for tracker in [Tracker::All, Tracker::Jira, Tracker::GitHub] {
        let of_team =
            async || plan::team_plan_csv(services, manager, w.team, tracker, Locale::En).await;
        assert!(cut("team", of_team).await.lines().count() > 100);
        let query = PlanQuery::default();
        let whole = async || {
            plan::organisation_plan_csv(services, manager, &query, tracker, Locale::En).await
        };
        cut("organisation", whole).await;
        let of_workload =
            async || plan::workload_plan_csv(services, manager, first, tracker, Locale::En).await;
        cut("workload", of_workload).await;
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn workloads_leave_by_name_as_they_are_chosen(pool: PgPool) {
    let (w, ids) = filled(pool).await;
    let of = |query: WorkloadQuery, ids: &[WorkloadId]| Choice {
        query,
        ids: ids.to_vec(),
    };
    let all = WorkloadQuery::default;
    let named = WorkloadQuery {
        q: "desk".into(),
        ..all()
    };
    let archived = WorkloadQuery {
        show: "archived".into(),
        ..all()
    };
    workload::archive(&w.services, &w.administrator, ids[3])
        .await
        .unwrap();
    for (choice, rows) in [
        (of(all(), &[]), 3),
        (of(named, &[]), 2),
        (of(archived, &[]), 1),
        (of(all(), &ids[1..]), 2),
    ] {
        let subject = Subject::Organisation { choice };
        let table = async || {
            let (name, table) = export::csv(&w.services, &w.manager, &subject, Locale::En).await?;
            assert_eq!(name, "示例集团-2026-11-22-workloads.csv");
            Ok::<_, Error>(table)
        };
        let lines = cut("workloads", table).await;
        assert_eq!(lines.lines().count(), rows + 1, "{lines}");
        let (kind, format) = (export::ReportKind::Team, export::ReportFormat::Csv);
        let made = export::render(&w.services, &w.manager, &subject, kind, format, Locale::En);
        assert_eq!(made.await.unwrap().bytes, lines.into_bytes());
    }
    let foreign = Subject::Team {
        id: w.team,
        choice: Choice::default(),
    };
    let table = export::csv(&w.services, &w.stranger, &foreign, Locale::En).await;
    assert!(matches!(table, Err(Error::NotFound)));
}
