use domain::{
    Answer, Locale,
    views::assessing::{Change, NoteSaved, Saved},
};
use services::{Error, assessing};
use sqlx::PgPool;

use crate::support::World;

fn change(criterion: &str, expected: i32, answer: Option<Answer>) -> Change {
    Change {
        criterion: criterion.parse().unwrap(),
        expected,
        answer,
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_faster_writer_wins_and_the_slower_one_sees_what_stands(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    let first = assessing::answer(
        &w.services,
        &w.architect,
        id,
        &[change("S01.2a", 0, Some(Answer::Met))],
    )
    .await
    .unwrap();
    assert_eq!(
        first,
        Saved::Done {
            versions: vec![("S01.2a".parse().unwrap(), 1)],
            reached: 0,
        }
    );
    let before = w.entries().await;

    let both = [
        change("S01.2b", 0, Some(Answer::Met)),
        change("S01.2a", 0, Some(Answer::NotMet)),
    ];
    let Saved::Conflict { theirs } = assessing::answer(&w.services, &w.owner, id, &both)
        .await
        .unwrap()
    else {
        panic!("the slower writer must be told")
    };
    assert_eq!(theirs.len(), 1, "{theirs:?}");
    assert_eq!(
        theirs[0].1.as_ref().map(|a| (a.answer.clone(), a.version)),
        Some((Answer::Met, 1))
    );
    let page = assessing::check_page(
        &w.services,
        &w.owner,
        id,
        &"S01".parse().unwrap(),
        Locale::Zh,
    )
    .await
    .unwrap();
    assert!(
        page.criteria
            .iter()
            .all(|c| c.id.as_str() == "S01.2a" || c.answer.is_none()),
        "nothing half-written"
    );
    assert_eq!(w.entries().await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn taking_back_needs_the_version_too(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    let met = [change("S01.2a", 0, Some(Answer::Met))];
    assessing::answer(&w.services, &w.architect, id, &met)
        .await
        .unwrap();
    let stale = assessing::answer(&w.services, &w.architect, id, &[change("S01.2a", 7, None)])
        .await
        .unwrap();
    assert!(matches!(stale, Saved::Conflict { .. }));
    let done = assessing::answer(&w.services, &w.architect, id, &[change("S01.2a", 1, None)])
        .await
        .unwrap();
    assert_eq!(
        done,
        Saved::Done {
            versions: vec![("S01.2a".parse().unwrap(), 0)],
            reached: 0,
        }
    );
    let again = assessing::answer(
        &w.services,
        &w.architect,
        id,
        &[change("S01.2a", 1, Some(Answer::Met))],
    )
    .await
    .unwrap();
    assert!(
        matches!(again, Saved::Conflict { .. }),
        "an answer taken back is not silently revived"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn everything_up_to_a_level_and_back(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    let check = "S01".parse().unwrap();
    let unknown = [change("S01.2a", 0, Some(Answer::Unknown))];
    assessing::answer(&w.services, &w.architect, id, &unknown)
        .await
        .unwrap();
    let (saved, back) = assessing::everything_up_to(&w.services, &w.architect, id, &check, 3)
        .await
        .unwrap();
    assert!(matches!(saved, Saved::Done { .. }));
    let page = assessing::check_page(&w.services, &w.architect, id, &check, Locale::En)
        .await
        .unwrap();
    let met = |c: &domain::views::assessing::CriterionView| {
        c.answer.as_ref().is_some_and(|a| a.answer == Answer::Met)
    };
    assert!(page.criteria.iter().all(|c| met(c) == (c.level <= 3)));
    assert!(page.score.claimed.as_ref().is_some_and(|s| s.level >= 3));
    assert!(matches!(
        assessing::answer(&w.services, &w.architect, id, &back)
            .await
            .unwrap(),
        Saved::Done { .. }
    ));
    let page = assessing::check_page(&w.services, &w.architect, id, &check, Locale::En)
        .await
        .unwrap();
    let answers: Vec<_> = page
        .criteria
        .iter()
        .filter_map(|c| c.answer.as_ref())
        .map(|a| a.answer.clone())
        .collect();
    assert_eq!(answers, [Answer::Unknown]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn criteria_outside_the_profile_are_refused(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    let outside = assessing::answer(
        &w.services,
        &w.architect,
        id,
        &[change("C04.2a", 0, Some(Answer::Met))],
    )
    .await;
    assert!(matches!(outside, Err(Error::Invalid(_))));
    let twice = [
        change("S01.2a", 0, Some(Answer::Met)),
        change("S01.2a", 0, Some(Answer::Met)),
    ];
    assert!(matches!(
        assessing::answer(&w.services, &w.architect, id, &twice).await,
        Err(Error::Invalid(_))
    ));
    let page = assessing::check_page(
        &w.services,
        &w.architect,
        id,
        &"C04".parse().unwrap(),
        Locale::En,
    )
    .await;
    assert!(matches!(page, Err(Error::NotFound)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn as_many_entries_as_accepted_writes_at_concurrency_64(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w
        .workload("客服助手", &["rag", "agents", "self_hosted"])
        .await;
    let before = w.entries().await;
    let criteria: Vec<_> = w
        .services
        .framework()
        .checks()
        .flat_map(|(_, c)| &c.criteria)
        .map(|k| k.id.to_string())
        .take(64)
        .collect();
    let (mut accepted, mut refused) = (0, 0);
    let mut tasks = tokio::task::JoinSet::new();
    for criterion in criteria {
        for _ in 0..2 {
            let (services, viewer, criterion) =
                (w.services.clone(), w.architect.clone(), criterion.clone());
            tasks.spawn(async move {
                assessing::answer(
                    &services,
                    &viewer,
                    id,
                    &[change(&criterion, 0, Some(Answer::Met))],
                )
                .await
            });
        }
    }
    while let Some(done) = tasks.join_next().await {
        match done.unwrap() {
            Ok(Saved::Done { .. }) => accepted += 1,
            Ok(Saved::Conflict { .. }) => refused += 1,
            Err(Error::Invalid(_)) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    assert!(accepted > 40, "{accepted}");
    assert_eq!(
        accepted, refused,
        "of two writers of one criterion exactly one wins"
    );
    assert_eq!(w.entries().await - before, accepted);
    let mut db = w.pool.acquire().await.unwrap();
    // This world's organisation was set up without the use case.
    let setup = store::change_log::Entry {
        chain: store::change_log::Chain::Organisation,
        at: w.services.now(),
        actor: None,
        team: None,
        action: "organisation.setup",
        subject: "",
        details: serde_json::json!({}),
    };
    store::change_log::append(&mut db, setup).await.unwrap();
    let (count, broken) = store::change_log::verify(&mut db).await.unwrap();
    assert_eq!(
        (i64::try_from(count).unwrap(), broken),
        (w.entries().await, None)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_people_on_one_note_lose_nothing(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    let check = "S01".parse().unwrap();
    let mine = assessing::save_note(&w.services, &w.architect, id, &check, 0, ("第一版", ""))
        .await
        .unwrap();
    assert_eq!(mine, NoteSaved::Done { version: 1 });
    let NoteSaved::Conflict { theirs } =
        assessing::save_note(&w.services, &w.owner, id, &check, 0, ("另一版", ""))
            .await
            .unwrap()
    else {
        panic!("the slower writer must be told")
    };
    assert_eq!((theirs.text.as_str(), theirs.version), ("第一版", 1));
    let long = "字".repeat(10_001);
    let refused = assessing::save_note(&w.services, &w.owner, id, &check, 1, (&long, "")).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
    let owner = w.stranger.user.to_string();
    let refused = assessing::save_note(&w.services, &w.owner, id, &check, 1, ("x", &owner)).await;
    assert!(
        matches!(refused, Err(Error::Invalid(_))),
        "nobody outside the team owns a check"
    );
}
