use domain::{Answer, views::results::LogName};
use services::{Error, assessing, history, settings};
use sqlx::PgPool;

use crate::support::{START, World, change};

#[sqlx::test(migrations = "../../migrations")]
async fn history_shows_milestones_with_their_numbers(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &[]).await;
    assert_eq!(
        history::page(&w.services, &w.architect, id, (1, 1))
            .await
            .unwrap()
            .milestones,
        []
    );
    w.answer(id, &[("S01.2a", Answer::Met)]).await;
    let then = w.evaluation(id).await;
    assessing::submit(&w.services, &w.architect, id, "")
        .await
        .unwrap();
    assessing::approve(&w.services, &w.owner, id, "同意")
        .await
        .unwrap();
    let page = history::page(&w.services, &w.manager, id, (1, 1))
        .await
        .unwrap();
    let milestone = &page.milestones[0];
    assert_eq!(
        (
            milestone.number,
            milestone.by.as_str(),
            milestone.comment.as_str()
        ),
        (1, "person 1", "同意")
    );
    assert_eq!(milestone.index, then.scores.map(|s| s.index.clone()));
    assert_eq!(milestone.level, then.levels.map(|l| l.overall));
    assert_eq!(milestone.framework_version, "1.2.0");
    assert!(milestone.input_hash.starts_with("sha256:"));
    let actions: Vec<_> = page.log.iter().map(|l| l.action.as_str()).collect();
    assert_eq!(actions.len(), 4);
    assert_eq!(
        (actions[0], actions[3]),
        ("assessment.approve", "workload.create")
    );
    assert_eq!(page.log[0].actor, "person 1");
    assert!(matches!(
        history::page(&w.services, &w.stranger, id, (1, 1)).await,
        Err(Error::NotFound)
    ));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_log_comes_in_pages_of_fifty(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &[]).await;
    for version in 0..100 {
        let answer = if version % 2 == 0 {
            Answer::Met
        } else {
            Answer::NotMet
        };
        w.change(id, &[change("S01.2a", version, Some(answer))])
            .await;
    }
    let page = async |n| {
        history::page(&w.services, &w.architect, id, (n, 1))
            .await
            .unwrap()
    };
    let numbers = |log: &[domain::views::results::LogView]| {
        (log.first().map(|l| l.number), log.last().map(|l| l.number))
    };
    let (first, second, third) = (page(0).await, page(2).await, page(3).await);
    assert_eq!(
        (numbers(&first.log), first.log_page, first.log_more),
        ((Some(101), Some(52)), 1, true)
    );
    assert_eq!(
        (numbers(&second.log), second.log_page, second.log_more),
        ((Some(51), Some(2)), 2, true)
    );
    assert_eq!(
        (numbers(&third.log), third.log_more),
        ((Some(1), Some(1)), false)
    );
    assert_eq!((page(9).await.log, page(9).await.log_more), (vec![], false));
    assert_eq!(first.imported.rows, []);
}

/// What was done before the import stands beside the log, in pages of its own, and says where it was done.
#[sqlx::test(migrations = "../../migrations")]
async fn what_was_imported_is_no_part_of_the_log(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let id = w.workload(w.team, "客服助手", 2, &[]).await;
    sqlx::query(
        "INSERT INTO imported_history (workload_id, number, origin, at, actor, action, subject, details)
         SELECT $1, n, '织云', now(), CASE WHEN n > 1 THEN '某人' END, 'risk.treat', 'K-S3',
                '{\"inherited_by\": {\"count\": 1, \"workloads\": []}}'
         FROM generate_series(1, 51) AS n",
    )
    .bind(id.0)
    .execute(&pool)
    .await
    .unwrap();
    let page = async |n| {
        history::page(&w.services, &w.architect, id, (1, n))
            .await
            .unwrap()
    };
    let (first, second) = (page(0).await, page(2).await);
    assert_eq!((first.imported.page, first.imported.rows.len()), (1, 50));
    assert!(first.imported.more && !second.imported.more);
    let [oldest] = second.imported.rows.as_slice() else {
        panic!("{:?}", second.imported)
    };
    assert_eq!((oldest.number, oldest.actor.as_str()), (1, ""));
    assert_eq!((oldest.origin.as_str(), &oldest.reached), ("织云", &None));
    // The log is the same on both.
    assert_eq!(first.log, second.log);
    assert!(first.log.iter().all(|entry| entry.origin.is_empty()));
    // Past the end is the last page.
    assert_eq!(page(9).await.imported, second.imported);
}

/// An id says nothing to people: entries call what they are about by its name, or say that it is gone.
#[sqlx::test(migrations = "../../migrations")]
async fn the_logs_name_what_they_are_about(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let id = w.workload(w.team, "客服助手", 2, &[]).await;
    w.answer(id, &[("S01.2a", Answer::Met)]).await;
    w.document(id, &["S01.2a"], ("2026-11-01", "2027-06-30"))
        .await;
    let page = history::page(&w.services, &w.architect, id, (1, 1))
        .await
        .unwrap();
    let called: Vec<_> = page.log.into_iter().map(|l| (l.action, l.called)).collect();
    let is = |name: &str| Some(LogName::Is(name.to_owned()));
    assert_eq!(
        called,
        [
            ("evidence.add".to_owned(), is("制度")),
            ("answer.set".to_owned(), None),
            ("workload.create".to_owned(), is("客服助手")),
        ]
    );
    let mut db = pool.acquire().await.unwrap();
    for (action, subject) in [
        ("team.update", w.team.to_string()),
        ("webhook.test", uuid::Uuid::from_u128(7).to_string()),
        ("delivery.retry", uuid::Uuid::from_u128(8).to_string()),
    ] {
        let entry = store::change_log::Entry {
            chain: store::change_log::Chain::Organisation,
            at: START,
            actor: None,
            team: None,
            action,
            subject: &subject,
            details: serde_json::json!({}),
        };
        store::change_log::append(&mut db, entry).await.unwrap();
    }
    let page = history::admin_log(&w.services, &w.administrator, 1)
        .await
        .unwrap();
    let called: Vec<_> = page.rows.into_iter().map(|l| l.called).collect();
    assert_eq!(called, [None, Some(LogName::Gone), is("智能客服")]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_organisations_log_is_for_administrators(pool: PgPool) {
    let w = World::new(pool).await;
    w.workload(w.team, "客服助手", 2, &[]).await;
    settings::rename(&w.services, &w.administrator, "新名字", 1)
        .await
        .unwrap();
    let page = history::admin_log(&w.services, &w.administrator, 1)
        .await
        .unwrap();
    assert_eq!(
        (page.rows.len(), page.page, page.more),
        (1, 1, false),
        "a workload's log is its own"
    );
    assert_eq!(page.rows[0].action, "organisation.rename");
    for viewer in [&w.manager, &w.owner, &w.stranger] {
        assert!(matches!(
            history::admin_log(&w.services, viewer, 1).await,
            Err(Error::Forbidden)
        ));
    }
}
