//! The risk register.

super::messages! {
}
