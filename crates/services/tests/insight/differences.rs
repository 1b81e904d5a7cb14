use domain::{
    Answer, AnswerState, Locale, WorkloadId,
    views::{assessing::MarkView, results::DifferencePage},
};
use services::{Error, assessing, history};
use sqlx::PgPool;

use crate::support::{World, change};

async fn approve(w: &World, id: WorkloadId) {
    assessing::submit(&w.services, &w.architect, id, "")
        .await
        .unwrap();
    assessing::approve(&w.services, &w.owner, id, "同意")
        .await
        .unwrap();
}

async fn between(w: &World, id: WorkloadId, from: i32, to: Option<i32>) -> DifferencePage {
    history::difference(&w.services, &w.architect, id, (from, to), Locale::En)
        .await
        .unwrap()
}

fn rows(page: &DifferencePage) -> Vec<(&str, &str, MarkView, MarkView)> {
    page.rows
        .iter()
        .map(|r| (r.criterion.as_str(), r.check.as_str(), r.before, r.after))
        .collect()
}

const fn view(state: AnswerState, proven: bool) -> MarkView {
    MarkView {
        state: Some(state),
        proven,
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn differences_are_exact_row_by_row(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &[]).await;
    let answers = [
        ("S01.2a", Answer::Met),
        ("S01.2b", Answer::NotMet),
        ("R01.2a", Answer::Unknown),
        ("R01.2b", Answer::Met),
    ];
    w.answer(id, &answers).await;
    let first = w.evaluation(id).await;
    approve(&w, id).await;
    w.change(
        id,
        &[
            change("S01.2b", 1, Some(Answer::Met)),
            change("R01.2a", 1, None),
            change("C01.2a", 0, Some(Answer::NotMet)),
        ],
    )
    .await;
    w.document(id, &["S01.2a", "S01.2b"], ("2026-11-01", "2027-05-31"))
        .await;
    // Proof of something that nobody claims is no change.
    w.document(id, &["C01.2a"], ("2026-11-01", "2027-05-31"))
        .await;
    let second = w.evaluation(id).await;

    let none = MarkView {
        state: None,
        proven: false,
    };
    let expected = [
        ("C01.2a", "C01", none, view(AnswerState::NotMet, false)),
        ("R01.2a", "R01", view(AnswerState::Unknown, false), none),
        (
            "S01.2a",
            "S01",
            view(AnswerState::Met, false),
            view(AnswerState::Met, true),
        ),
        (
            "S01.2b",
            "S01",
            view(AnswerState::NotMet, false),
            view(AnswerState::Met, true),
        ),
    ];
    let draft = between(&w, id, 1, None).await;
    assert_eq!(rows(&draft), expected);
    assert!(draft.to.is_none() && draft.rows.iter().all(|r| !r.statement.is_empty()));
    approve(&w, id).await;
    let both = between(&w, id, 1, Some(2)).await;
    assert_eq!(rows(&both), expected);
    assert_eq!(
        (both.from.number, both.to.as_ref().map(|m| m.number)),
        (1, Some(2))
    );
    for page in [&draft, &both] {
        assert_eq!(page.unlike, None);
        let numbers: Vec<_> = page.scores.iter().map(|s| s.number.as_str()).collect();
        assert_eq!(
            numbers,
            [
                "index",
                "layer_index",
                "security",
                "reliability",
                "performance",
                "cost",
                "operations",
                "sustainability"
            ]
        );
        let (index, security) = (&page.scores[0], &page.scores[2]);
        assert_eq!(
            (&index.before, &index.after),
            (
                &first.scores.map(|s| s.index.clone()),
                &second.scores.map(|s| s.index.clone())
            )
        );
        assert_eq!(
            security.after.assured,
            second.scores.assured.pillars.get("security").cloned()
        );
        assert_eq!(
            page.scores[1].before.claimed,
            first.scores.claimed.layer_index
        );
    }
    assert_eq!(rows(&between(&w, id, 2, None).await), []);
    let back = between(&w, id, 2, Some(1)).await;
    assert_eq!(
        (back.rows[1].before.state, back.rows[1].after.state),
        (None, Some(AnswerState::Unknown))
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_milestone_stays_while_its_proof_ends(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &[]).await;
    w.answer(id, &[("S01.2a", Answer::Met)]).await;
    w.document(id, &["S01.2a"], ("2026-11-01", "2026-12-31"))
        .await;
    let then = w.evaluation(id).await;
    approve(&w, id).await;
    w.pass(60);
    let page = between(&w, id, 1, None).await;
    assert_eq!(
        rows(&page),
        [(
            "S01.2a",
            "S01",
            view(AnswerState::Met, true),
            view(AnswerState::Met, false)
        )]
    );
    assert_eq!(page.scores[0].before.assured, then.scores.assured.index);
    assert!(page.scores[0].after.assured < page.scores[0].before.assured);
    assert_eq!(page.scores[0].after.claimed, page.scores[0].before.claimed);
}

#[sqlx::test(migrations = "../../migrations")]
async fn differences_of_others_and_unknown_milestones_are_not_found(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &[]).await;
    w.answer(id, &[("S01.2a", Answer::Met)]).await;
    approve(&w, id).await;
    let gone = |result: Result<DifferencePage, Error>| {
        assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
    };
    gone(history::difference(&w.services, &w.stranger, id, (1, None), Locale::En).await);
    gone(history::difference(&w.services, &w.architect, id, (2, None), Locale::En).await);
    gone(history::difference(&w.services, &w.architect, id, (1, Some(0)), Locale::En).await);
}
