use domain::views::assessing::{AnswerView, Change, NoteSaved, NoteView, Saved};
use domain::{Answer, AnswerState, CriterionId, ProofKind, Provenance, Reason, UserId};
use uuid::Uuid;

use super::{Keep, NoteSheet, Row, Sheet, Wish, Writer};

fn id(text: &str) -> CriterionId {
    text.parse().unwrap()
}

fn me() -> Writer {
    Writer {
        id: UserId(Uuid::nil()),
        name: "甲".to_owned(),
    }
}

fn stands(answer: Answer, version: i32) -> AnswerView {
    AnswerView {
        answer,
        provenance: Provenance::Stated,
        version,
        by: UserId(Uuid::from_u128(2)),
        by_name: "乙".to_owned(),
        at: String::new(),
        conflict: false,
    }
}

fn sheet() -> Sheet {
    let rows = [("S01.2a", 2), ("S01.3a", 3), ("S01.4a", 4)];
    let rows = rows.map(|(name, level)| (id(name), Row::blank(level, ProofKind::Document)));
    Sheet {
        rows: rows.into(),
        ..Sheet::default()
    }
}

fn done(sheet: &mut Sheet, sent: &[Change]) {
    let versions = sent.iter().map(|c| {
        (
            c.criterion.clone(),
            if c.answer.is_some() {
                c.expected + 1
            } else {
                0
            },
        )
    });
    sheet.answered(
        sent,
        Saved::Done {
            versions: versions.collect(),
            reached: 0,
        },
        &me(),
        "",
    );
}

#[test]
fn an_answer_is_sent_once_and_is_saved_then() {
    let mut sheet = sheet();
    sheet.answer(&id("S01.2a"), AnswerState::Met);
    let sent = sheet.take_changes();
    assert_eq!(
        sent,
        [Change {
            criterion: id("S01.2a"),
            expected: 0,
            answer: Some(Answer::Met)
        }]
    );
    assert!(!sheet.unsaved().is_empty());
    done(&mut sheet, &sent);
    assert!(sheet.unsaved().is_empty() && sheet.take_changes().is_empty());
    assert_eq!(sheet.rows[&id("S01.2a")].version(), 1);
}

#[test]
fn changing_ones_mind_while_it_is_on_its_way_is_sent_too() {
    let mut sheet = sheet();
    sheet.answer(&id("S01.2a"), AnswerState::Met);
    let sent = sheet.take_changes();
    sheet.undo();
    // Back to what stood before, but the server is about to hold something else.
    assert!(!sheet.unsaved().is_empty());
    done(&mut sheet, &sent);
    assert_eq!(
        sheet.take_changes(),
        [Change {
            criterion: id("S01.2a"),
            expected: 1,
            answer: None
        }]
    );
}

#[test]
fn not_applicable_waits_for_its_reason() {
    let mut sheet = sheet();
    sheet.answer(&id("S01.2a"), AnswerState::NotApplicable);
    assert!(sheet.is_incomplete() && sheet.take_changes().is_empty());
    assert!(!sheet.unsaved().is_empty());
    sheet.explain(&id("S01.2a"), |wish| wish.reason = Some(Reason::NotUsed));
    assert!(sheet.take_changes().is_empty());
    sheet.explain(&id("S01.2a"), |wish| wish.text = "没有用到".to_owned());
    assert_eq!(sheet.take_changes().len(), 1);
}

#[test]
fn a_faster_writer_is_shown_and_nothing_is_overwritten() {
    let mut sheet = sheet();
    sheet.answer(&id("S01.2a"), AnswerState::Met);
    sheet.answer(&id("S01.3a"), AnswerState::Unknown);
    let sent = sheet.take_changes();
    let theirs = vec![(id("S01.2a"), Some(stands(Answer::NotMet, 4)))];
    sheet.answered(&sent, Saved::Conflict { theirs }, &me(), "");
    assert!(sheet.in_conflict());
    // The other row goes on, the one in conflict waits for a choice.
    assert_eq!(
        sheet
            .take_changes()
            .iter()
            .map(|c| c.criterion.as_str())
            .collect::<Vec<_>>(),
        ["S01.3a"]
    );
    let kept = sheet.unsaved();
    sheet.choose(&id("S01.2a"), true);
    let again = sheet.take_changes();
    assert_eq!(again.iter().map(|c| c.expected).collect::<Vec<_>>(), [4, 0]);
    // After a crash in between the question comes up again.
    let mut later = self::sheet();
    later
        .rows
        .get_mut(&id("S01.2a"))
        .unwrap()
        .saved(Some(stands(Answer::NotMet, 4)));
    later.restore(kept);
    assert!(later.in_conflict());
    later.choose(&id("S01.2a"), false);
    assert_eq!(later.shown(&id("S01.2a")).state, Some(AnswerState::NotMet));
}

#[test]
fn a_lost_acknowledgement_is_no_conflict() {
    let mut sheet = sheet();
    sheet.answer(&id("S01.2a"), AnswerState::Met);
    let sent = sheet.take_changes();
    let theirs = vec![(id("S01.2a"), Some(stands(Answer::Met, 1)))];
    sheet.answered(&sent, Saved::Conflict { theirs }, &me(), "");
    assert!(!sheet.in_conflict() && sheet.unsaved().is_empty());
}

#[test]
fn everything_up_to_a_level_is_one_step() {
    let mut sheet = sheet();
    sheet.answer(&id("S01.2a"), AnswerState::NotApplicable);
    sheet.everything_up_to(3);
    let state = |sheet: &Sheet, name| sheet.shown(&id(name)).state;
    assert_eq!(state(&sheet, "S01.2a"), Some(AnswerState::NotApplicable));
    assert_eq!(state(&sheet, "S01.3a"), Some(AnswerState::Met));
    assert_eq!(state(&sheet, "S01.4a"), None);
    sheet.undo();
    assert_eq!(state(&sheet, "S01.3a"), None);
    sheet.undo();
    assert_eq!(sheet.shown(&id("S01.2a")), Wish::default());
    assert!(!sheet.can_undo() && sheet.unsaved().is_empty());
}

#[test]
fn what_was_kept_comes_back() {
    let mut sheet = sheet();
    sheet.answer(&id("S01.2a"), AnswerState::Met);
    sheet.note.write("草稿".to_owned());
    let mut later = self::sheet();
    later.restore(sheet.unsaved());
    assert_eq!(later.take_changes().len(), 1);
    assert_eq!(later.take_note().unwrap().text, "草稿");
    let mut saved = self::sheet();
    saved.note = NoteSheet::open(&NoteView {
        text: "草稿".to_owned(),
        version: 1,
        ..NoteView::default()
    });
    saved.restore(sheet.unsaved());
    assert!(!saved.note.is_unsaved());
}

#[test]
fn two_notes_are_both_kept_until_somebody_chooses() {
    let mut sheet = sheet();
    sheet.note.write("我的".to_owned());
    let sent = sheet.take_note().unwrap();
    let theirs = NoteView {
        text: "对方的".to_owned(),
        version: 2,
        ..NoteView::default()
    };
    sheet.noted(&sent, NoteSaved::Conflict { theirs }, &me());
    assert!(sheet.in_conflict() && sheet.take_note().is_none());
    assert_eq!(sheet.note.text(), "我的");
    sheet.note.choose(Keep::Both);
    let again = sheet.take_note().unwrap();
    assert_eq!((again.expected, again.text.as_str()), (2, "我的\n\n对方的"));
}

#[test]
fn an_owner_by_one_and_a_text_by_the_other_do_not_clash() {
    let mut sheet = sheet();
    sheet.note.write("我的".to_owned());
    let sent = sheet.take_note().unwrap();
    let owner = Some(UserId(Uuid::from_u128(2)));
    let theirs = NoteView {
        owner,
        version: 1,
        ..NoteView::default()
    };
    sheet.noted(&sent, NoteSaved::Conflict { theirs }, &me());
    let again = sheet.take_note().unwrap();
    assert_eq!(
        (again.expected, again.owner),
        (1, owner.map_or_else(String::new, |owner| owner.to_string()))
    );
}

#[test]
fn words_typed_meanwhile_are_sent_after_the_acknowledgement() {
    let mut sheet = sheet();
    sheet.note.write("一".to_owned());
    let sent = sheet.take_note().unwrap();
    sheet.note.write("一二 ".to_owned());
    sheet.noted(&sent, NoteSaved::Done { version: 1 }, &me());
    let again = sheet.take_note().unwrap();
    assert_eq!((again.expected, again.text.as_str()), (1, "一二 "));
    sheet.noted(&again, NoteSaved::Done { version: 2 }, &me());
    assert!(sheet.unsaved().is_empty());
    assert_eq!(sheet.note.text(), "一二 ");
}
