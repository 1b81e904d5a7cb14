//! One module per feature.

pub mod failure;
pub mod home;
pub mod not_found;
