//! Scores, levels, explanations.

super::messages! {
}
