//! Team and organisation overviews.

super::messages! {
}
