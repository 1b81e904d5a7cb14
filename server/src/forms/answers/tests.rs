use domain::views::assessing::{AnswerView, CriterionView};
use domain::{Answer, Effort, ProofKind, Provenance, Reason, UserId};
use services::Error;
use uuid::Uuid;

use super::changes;
use crate::forms::FormData;

fn criterion(answer: Option<Answer>) -> CriterionView {
    CriterionView {
        id: "S01.2a".parse().unwrap(),
        level: 2,
        statement: String::new(),
        how_to: String::new(),
        effort: Effort::S,
        proof: ProofKind::Document,
        requires: Vec::new(),
        answer: answer.map(|answer| AnswerView {
            answer,
            provenance: Provenance::Stated,
            version: 3,
            by: UserId(Uuid::nil()),
            by_name: String::new(),
            at: String::new(),
            conflict: false,
        }),
        standing: None,
        attestations: Vec::new(),
        rules: Vec::new(),
        platform: None,
        own_reason: String::new(),
        reach: None,
    }
}

fn asked(form: &str, stands: Option<Answer>) -> Result<Vec<(i32, Option<Answer>)>, Error> {
    let data = FormData::parse(form.as_bytes()).ok().unwrap();
    let changes = changes(&data, &[criterion(stands)])?;
    Ok(changes
        .into_iter()
        .map(|change| (change.expected, change.answer))
        .collect())
}

#[test]
fn only_differences_are_changes() {
    assert_eq!(asked("", Some(Answer::Met)).unwrap(), []);
    assert_eq!(
        asked("state.S01.2a=met&version.S01.2a=3", Some(Answer::Met)).unwrap(),
        []
    );
    assert_eq!(asked("state.S01.2a=&version.S01.2a=0", None).unwrap(), []);
    assert_eq!(
        asked("state.S01.2a=met&version.S01.2a=0", None).unwrap(),
        [(0, Some(Answer::Met))]
    );
    assert_eq!(
        asked("state.S01.2a=&version.S01.2a=3", Some(Answer::Met)).unwrap(),
        [(3, None)]
    );
    assert_eq!(
        asked("state.S01.2a=unknown&version.S01.2a=2", Some(Answer::Met)).unwrap(),
        [(2, Some(Answer::Unknown))]
    );
}

#[test]
fn not_applicable_needs_its_reason() {
    let reason = Reason::ALL[0].as_str();
    let form =
        format!("state.S01.2a=not_applicable&reason.S01.2a={reason}&reason_text.S01.2a=%E6%97%A0");
    let found = asked(&form, None).unwrap();
    assert!(
        matches!(&found[..], [(0, Some(Answer::NotApplicable { text, .. }))] if text.as_str() == "无")
    );
    let Err(Error::Invalid(errors)) = asked("state.S01.2a=not_applicable", None) else {
        panic!("accepted")
    };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["reason.S01.2a", "reason_text.S01.2a"]);
}

#[test]
fn what_is_no_answer_is_refused() {
    assert!(asked("state.S01.2a=Met", None).is_err());
    assert!(asked("state.S01.2a=met&version.S01.2a=x", None).is_err());
}
