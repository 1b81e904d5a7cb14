//! What stands between two facts of a line.

/// Stays with what is before it, so that no line begins with it; the space after it, where the line may break, is its
/// writer's. After a link that is a box of its own, both need a `u-nowrap` around them.
pub const DOT: &str = "\u{a0}·";
