//! Milestones, changes, differences.

super::messages! {
}
