use domain::Answer;
use services::{Error, assessing, history, settings};
use sqlx::PgPool;

use crate::support::{World, change};

#[sqlx::test(migrations = "../../migrations")]
async fn history_shows_milestones_with_their_numbers(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &[]).await;
    assert_eq!(
        history::page(&w.services, &w.architect, id, 1)
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
    let page = history::page(&w.services, &w.manager, id, 1).await.unwrap();
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
        history::page(&w.services, &w.stranger, id, 1).await,
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
        history::page(&w.services, &w.architect, id, n)
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
