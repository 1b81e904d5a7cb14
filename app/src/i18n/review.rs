//! Submission and review.

super::messages! {
}
