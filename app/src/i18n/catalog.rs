//! The framework for reading.

super::messages! {
}
