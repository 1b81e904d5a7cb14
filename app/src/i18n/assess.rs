//! The questionnaire.

super::messages! {
}
