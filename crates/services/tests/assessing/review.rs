use domain::{
    Answer, AssessmentState, Locale,
    views::{accounts::Tie, assessing::Change},
};
use services::{Error, assessing};
use sqlx::PgPool;

use crate::support::World;

fn met(criterion: &str) -> Change {
    Change {
        criterion: criterion.parse().unwrap(),
        expected: 0,
        answer: Some(Answer::Met),
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn approval_takes_a_milestone_and_starts_the_next_draft_from_it(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    assert!(matches!(
        assessing::submit(&w.services, &w.architect, id, "").await,
        Err(Error::State("nothing_answered"))
    ));
    assessing::answer(&w.services, &w.architect, id, &[met("S01.2a")])
        .await
        .unwrap();
    assessing::save_note(
        &w.services,
        &w.architect,
        id,
        &"S01".parse().unwrap(),
        0,
        ("备注", ""),
    )
    .await
    .unwrap();
    let audit = assessing::review_page(&w.services, &w.architect, id, Locale::Zh)
        .await
        .unwrap();
    assert!(
        audit
            .unanswered
            .iter()
            .any(|c| c.id.as_str() == "S01" && !c.criteria.iter().any(|k| k.as_str() == "S01.2a"))
    );

    assessing::submit(&w.services, &w.architect, id, "请评审")
        .await
        .unwrap();
    let late = assessing::answer(&w.services, &w.architect, id, &[met("S01.2b")]).await;
    assert!(matches!(late, Err(Error::State("not_draft"))));
    assert!(matches!(
        assessing::approve(&w.services, &w.architect, id, "").await,
        Err(Error::Forbidden)
    ));
    assert!(matches!(
        assessing::send_back(&w.services, &w.owner, id, " ").await,
        Err(Error::Invalid(_))
    ));
    assessing::send_back(&w.services, &w.owner, id, "补充S02")
        .await
        .unwrap();
    assessing::submit(&w.services, &w.architect, id, "")
        .await
        .unwrap();
    assessing::approve(&w.services, &w.owner, id, "同意")
        .await
        .unwrap();
    assert!(matches!(
        assessing::approve(&w.services, &w.owner, id, "").await,
        Err(Error::State("not_submitted"))
    ));

    let page = assessing::check_page(
        &w.services,
        &w.architect,
        id,
        &"S01".parse().unwrap(),
        Locale::Zh,
    )
    .await
    .unwrap();
    assert_eq!(
        (page.head.assessment.number, page.head.assessment.state),
        (2, AssessmentState::Draft)
    );
    assert_eq!(page.note.text, "备注");
    let answered: Vec<_> = page
        .criteria
        .iter()
        .filter(|c| c.answer.is_some())
        .map(|c| c.id.as_str().to_owned())
        .collect();
    assert_eq!(answered, ["S01.2a"]);
    let (milestones, hash): (i64, String) =
        sqlx::query_as("SELECT count(*), max(input_hash) FROM milestones")
            .fetch_one(&w.pool)
            .await
            .unwrap();
    assert_eq!(milestones, 1);
    let now = services::results_page(&w.services, &w.owner, id, Locale::En)
        .await
        .unwrap();
    assert_eq!(
        now.input_hash, hash,
        "the draft starts where the milestone stands"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_record_says_how_reviewer_and_submitter_are_tied(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    assessing::answer(&w.services, &w.architect, id, &[met("S01.2a")])
        .await
        .unwrap();
    let guest = w.second_address().await;
    let page = async |viewer: &domain::Viewer| {
        assessing::review_page(&w.services, viewer, id, Locale::Zh)
            .await
            .unwrap()
    };
    for (submits, approves, tie) in [
        (&w.owner, &w.administrator, None),
        (&w.owner, &w.owner, Some(Tie::Same)),
        (&w.owner, &guest, Some(Tie::DeciderInvited)),
        (&w.architect, &w.owner, Some(Tie::AskerInvited)),
    ] {
        assessing::submit(&w.services, submits, id, "")
            .await
            .unwrap();
        assert_eq!(page(approves).await.tie, tie, "before the verdict");
        assessing::approve(&w.services, approves, id, "")
            .await
            .unwrap();
        let record = page(&w.manager).await.reviews;
        let newest = record.first().unwrap();
        assert_eq!((newest.kind.as_str(), newest.tie), ("approve", tie));
        assert!(
            record
                .iter()
                .all(|step| step.kind == "approve" || step.tie.is_none())
        );
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn of_two_approvals_at_once_one_wins(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    assessing::answer(&w.services, &w.architect, id, &[met("S01.2a")])
        .await
        .unwrap();
    assessing::submit(&w.services, &w.architect, id, "")
        .await
        .unwrap();
    let (a, b) = tokio::join!(
        assessing::approve(&w.services, &w.owner, id, ""),
        assessing::approve(&w.services, &w.administrator, id, "")
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    let milestones: i64 = sqlx::query_scalar("SELECT count(*) FROM milestones")
        .fetch_one(&w.pool)
        .await
        .unwrap();
    assert_eq!(milestones, 1);
}
